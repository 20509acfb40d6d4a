//! The application: compiled, split into what everybody needs, the phone's half and the pages' half, bound to JavaScript, made small.
//!
//! All of its files lie in one folder named by their common hash (`/pkg/<hash>/`): they refer to each other by relative
//! names, in a circle, so that no file could be named after its own bytes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, anyhow};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use super::Profile;
use crate::{program, setup::wasm_target, tree, workspace};

/// What `wasm-opt` may emit: what our oldest browsers understand (Chrome 110, Safari 16.4). Never `--all-features`:
/// that emits compact imports, which every browser refuses.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];

const LINK: &str = "__wasm_split.js";

/// The part that a phone needs: `#[wasm_split(phone, …)]`. Whatever other parts load beyond it is the desk's.
const PHONE: &str = "phone";

/// Part to the stems of the files that it loads.
type Loads = BTreeMap<String, Vec<String>>;

/// The application as URLs.
pub(crate) struct App {
    pub(crate) script: String,
    pub(crate) wasm: String,
    /// Modules that the script imports before it runs: preloading them saves a round trip.
    pub(crate) link: Vec<String>,
    /// Parts that no phone page loads.
    pub(crate) desk_only: BTreeSet<String>,
}

/// Has cargo compile it and gives the bytes.
pub(crate) fn compile(profile: Profile) -> Result<Vec<u8>> {
    let mut compiler = wasm_target::compiler().context("no compiler for WebAssembly: run `cargo xtask setup`")?;
    let (name, dir) = match profile {
        Profile::Release => ("wasm-release", "wasm-release"),
        Profile::Dev => ("dev", "debug"),
    };
    if profile == Profile::Release && !compiler.target_dir.join(wasm_target::TARGET).join(dir).exists() {
        println!("  the first release build of the front end takes some minutes");
    }
    compiler.cargo.args(["build", "--package", "xunan-app", "--lib", "--features", "hydrate"]);
    compiler.cargo.args(["--target", wasm_target::TARGET, "--profile", name]);
    compiler.cargo.arg("--target-dir").arg(&compiler.target_dir);
    program::run(&mut compiler.cargo, "compiling the front end")?;
    let file = compiler.target_dir.join(wasm_target::TARGET).join(dir).join("app.wasm");
    fs::read(&file).with_context(|| format!("reading {}", file.display()))
}

/// Splits, binds and shrinks it into the site's folder.
pub(crate) fn package(site: &Path, profile: Profile, application: &[u8]) -> Result<App> {
    let work = site.join("pkg/app");
    fs::create_dir_all(&work)?;
    let (main, loads) = split(&work, application)?;
    bind(&work, main, profile)?;
    if profile == Profile::Release {
        shrink_all(&tree::files_with(&work, "wasm")?)?;
    }
    place(site, &work, &loads)
}

/// Cuts the lazy parts off. Gives the main module, and which files each lazy part loads.
fn split(work: &Path, application: &[u8]) -> Result<(Vec<u8>, Loads)> {
    let main = work.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(application);
    options.output_dir = work;
    options.main_out_path = &main;
    options.main_module = "./app.js";
    options.link_name = "./__wasm_split.js";
    let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("splitting the application: {error:#}"))?;
    let bytes = fs::read(&main)?;
    fs::remove_file(&main)?;
    Ok((bytes, split.prefetch_map.into_iter().collect()))
}

fn bind(work: &Path, main: Vec<u8>, profile: Profile) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("app", main).web(true)?.typescript(false).out_name("app").keep_lld_exports(true);
    bindgen.debug(profile == Profile::Dev).remove_producers_section(true);
    bindgen.generate(work).context("binding the application to JavaScript")
}

/// All at a time: the phone's part takes minutes, and the others are done meanwhile.
fn shrink_all(files: &[PathBuf]) -> Result<()> {
    std::thread::scope(|scope| {
        let shrinking: Vec<_> = files.iter().map(|file| scope.spawn(move || shrink(file))).collect();
        shrinking.into_iter().try_for_each(|one| one.join().expect("shrinking does not panic"))
    })
}

fn shrink(file: &Path) -> Result<()> {
    let tool = workspace::end2end_dir().join("node_modules/.bin/wasm-opt");
    let mut optimise = Command::new(tool);
    optimise.arg("-Oz").args(FEATURES).arg(file).arg("-o").arg(file);
    // Silent: it warns of name sections that it is about to drop.
    program::output(&mut optimise, &format!("shrinking {}", file.display())).map(|_| ())
}

/// Moves the finished files to their hashed folder.
fn place(site: &Path, work: &Path, loads: &Loads) -> Result<App> {
    let files = tree::files(work)?;
    let mut hash = Sha256::new();
    for file in &files {
        hash.update(file.strip_prefix(work)?.to_string_lossy().as_bytes());
        hash.update(Sha256::digest(fs::read(file)?));
    }
    let folder = tree::hex(&hash.finalize())[..16].to_owned();
    fs::rename(work, site.join("pkg").join(&folder))?;
    let url = |name: &str| format!("/pkg/{folder}/{name}");
    Ok(App {
        script: url("app.js"),
        wasm: url("app_bg.wasm"),
        link: if loads.is_empty() { Vec::new() } else { vec![url(LINK)] },
        desk_only: desk_only(loads).into_iter().map(|name| url(&format!("{name}.wasm"))).collect(),
    })
}

/// Stems of the files that the phone does not load.
fn desk_only(loads: &Loads) -> BTreeSet<&str> {
    let of = |is_phone: bool| {
        loads.iter().filter(move |(part, _)| (*part == PHONE) == is_phone).flat_map(|(_, files)| files.iter().map(String::as_str))
    };
    let phone: BTreeSet<_> = of(true).collect();
    of(false).filter(|file| !phone.contains(file)).collect()
}

/// The file that a URL of the site stands for.
pub(crate) fn file_of(site: &Path, url: &str) -> PathBuf {
    site.join(url.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_downloads_what_it_shares_with_the_desk_and_no_more() {
        let loads = BTreeMap::from([
            ("pages".to_owned(), vec!["chunk_2".to_owned(), "split_pages".to_owned()]),
            ("phone".to_owned(), vec!["chunk_2".to_owned(), "split_phone".to_owned()]),
        ]);
        assert_eq!(desk_only(&loads), BTreeSet::from(["split_pages"]));
    }
}
