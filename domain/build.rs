//! Lists the files of `checklists/` for `include_str!`, so that a new checklist is a new file and nothing else.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders of the library, from the project's root.
const FOLDERS: [&str; 3] = ["checklists", "checklists/reference", "checklists/reference/sources"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_YAML").is_none() {
        return Ok(());
    }
    let variable = |name| env::var_os(name).map(PathBuf::from).ok_or(io::ErrorKind::NotFound);
    let root = variable("CARGO_MANIFEST_DIR")?.join("..");
    let mut list = String::from("const FILES: &[(&str, &str)] = &[\n");
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        for name in yaml_files(&root.join(folder))? {
            let path = format!("{folder}/{name}");
            let whole = root.join(&path).canonicalize()?;
            writeln!(list, "    ({path:?}, include_str!({:?})),", whole.display().to_string()).map_err(io::Error::other)?;
        }
    }
    list.push_str("];\n");
    fs::write(variable("OUT_DIR")?.join("library_files.rs"), list)
}

/// Sorted, so that the same files give the same binary.
fn yaml_files(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = vec![];
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string().ok().filter(|name| name.ends_with(".yaml")));
    }
    names.sort();
    Ok(names)
}
