//! Makes the words: `locales/zh-CN.toml` and `locales/en.toml` become one function a key, in modules named like the tables, so that a
//! missing, misspelt or half-translated word does not compile. How to write one stands at the head of `zh-CN.toml`.
//! And of every icon in `public/icons.txt` a constant, so that one the sheet lacks does not compile either.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};
use toml::{Table, Value};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    println!("cargo::rerun-if-changed=build.rs");
    let (zh, en) = (read("zh-CN")?, read("en")?);
    let mut code = String::new();
    table(&zh, &en, "", &mut code)?;
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("say.rs"), code)?;
    fs::write(Path::new(&out).join("glyph.rs"), glyphs()?)?;
    Ok(())
}

fn glyphs() -> Outcome<String> {
    let path = "../../public/icons.txt";
    println!("cargo::rerun-if-changed={path}");
    let list = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let names = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_whitespace().next());
    Ok(names.fold(String::new(), |code, name| {
        let constant = name.to_uppercase().replace('-', "_");
        code + &format!("/// `{name}`\npub const {constant}: super::Glyph = super::Glyph({name:?});\n")
    }))
}

fn read(locale: &str) -> Outcome<Table> {
    let path = format!("locales/{locale}.toml");
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    text.parse().map_err(|error| format!("{path}: {error}").into())
}

/// Writes a table's sentences as functions and its tables as modules.
fn table(zh: &Table, en: &Table, path: &str, code: &mut String) -> Outcome {
    if let Some(key) = en.keys().find(|key| !zh.contains_key(*key)) {
        return Err(format!("{path}{key} stands in en.toml only").into());
    }
    for (key, value) in zh {
        check_name(key)?;
        match (value, en.get(key)) {
            (Value::String(zh), Some(Value::String(en))) => function(key, zh, en, code).map_err(|error| format!("{path}{key}: {error}"))?,
            (Value::Table(zh), Some(Value::Table(en))) => {
                writeln!(code, "/// The words under `{path}{key}`.\npub mod {} {{", rust_name(key))?;
                table(zh, en, &format!("{path}{key}."), code)?;
                writeln!(code, "}}")?;
            }
            (_, None) => return Err(format!("{path}{key} stands in zh-CN.toml only").into()),
            _ => {
                return Err(format!("{path}{key} must be a sentence, or a table, in both files").into());
            }
        }
    }
    if zh.contains_key("unknown") { by_code(zh, path, code) } else { Ok(()) }
}

/// Writes one sentence as a function.
fn function(key: &str, zh: &str, en: &str, code: &mut String) -> Outcome {
    let mut names = Vec::new();
    let zh_template = template(zh, &mut names)?;
    let mut en_names = Vec::new();
    template(en, &mut en_names)?;
    let (mut left, mut right) = (names.clone(), en_names);
    left.sort_unstable();
    right.sort_unstable();
    if left != right {
        return Err(format!("the sentences name different arguments: {left:?} and {right:?}").into());
    }
    let en_template = template(en, &mut names)?;
    let parameters: Vec<_> = names.iter().map(|name| format!("{}: impl Into<crate::words::Arg>", rust_name(name))).collect();
    let arguments: Vec<_> = names.iter().map(|name| format!("{}.into()", rust_name(name))).collect();
    let values = if names.is_empty() { "::std::vec::Vec::new()".to_owned() } else { format!("::std::vec![{}]", arguments.join(", ")) };
    writeln!(code, "/// 「{}」 {}", doc(zh), doc(en))?;
    writeln!(code, "#[must_use]\npub fn {}({}) -> crate::words::Phrase {{", rust_name(key), parameters.join(", "))?;
    writeln!(code, "crate::words::Phrase::new(&[{zh_template:?}, {en_template:?}], {values})\n}}")?;
    Ok(())
}

/// Writes `of(code)` for a table of codes.
fn by_code(zh: &Table, path: &str, code: &mut String) -> Outcome {
    writeln!(code, "/// The words for a code from elsewhere; one that this version does not know gets `unknown`.")?;
    writeln!(code, "#[must_use]\npub fn of(code: &str) -> crate::words::Phrase {{\nmatch code {{")?;
    for (key, value) in zh {
        let Value::String(sentence) = value else {
            continue;
        };
        if sentence.contains('{') {
            return Err(format!("{path}{key}: a table of codes (it has `unknown`) takes no arguments").into());
        }
        if key != "unknown" {
            writeln!(code, "{key:?} => {}(),", rust_name(key))?;
        }
    }
    writeln!(code, "_ => unknown(),\n}}\n}}")?;
    Ok(())
}

/// `"{n} of {name}"` with the names replaced by their places, which are collected in `names` in order of first sight.
fn template(sentence: &str, names: &mut Vec<String>) -> Outcome<String> {
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, tail) = after.split_once('}').ok_or("a brace is not closed")?;
        let (name, forms) = inside.split_once('|').map_or((inside, None), |(name, forms)| (name, Some(forms)));
        check_name(name)?;
        if forms.is_some_and(|forms| forms.split('|').count() != 2) {
            return Err(format!("{{{inside}}} needs two forms, for one and for any other number").into());
        }
        let place = names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
        write!(out, "{before}{{{place}{}}}", forms.map(|forms| format!("|{forms}")).unwrap_or_default())?;
        rest = tail;
    }
    if rest.contains('}') {
        return Err("a brace is not opened".into());
    }
    Ok(out + rest)
}

fn check_name(name: &str) -> Outcome {
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if fits && name != "of" { Ok(()) } else { Err(format!("{name:?} is no name: a–z, 0–9 and _, and not `of`").into()) }
}

/// Keys may be any of Rust's own words; three of them cannot be written raw.
fn rust_name(key: &str) -> String {
    if matches!(key, "self" | "super" | "crate") { format!("{key}_") } else { format!("r#{key}") }
}

/// A sentence as it stands in a doc comment.
fn doc(sentence: &str) -> String {
    sentence.replace('\\', "\\\\").replace('[', "\\[").replace('<', "\\<").replace('\n', " ").replace('|', "\\|")
}
