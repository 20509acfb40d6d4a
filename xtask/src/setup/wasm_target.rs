//! A compiler for WebAssembly: rustup's where it can be fetched, else Debian's with a standard library built here.
//!
//! Offices often have a network in which crates and Debian packages arrive but rustup's targets do not.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::debian;
use crate::{program, tree, workspace};

/// The one target that browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "wasm-ld-22";
const DEBIAN_STD: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";

/// A cargo that can build for WebAssembly, and where it puts what it builds.
pub(crate) struct Compiler {
    pub(crate) cargo: Command,
    pub(crate) target_dir: PathBuf,
}

/// The compiler that is there, the toolchain's own before Debian's.
pub(crate) fn compiler() -> Option<Compiler> {
    if toolchain_has_it() {
        return Some(Compiler { cargo: program::cargo(), target_dir: workspace::target_dir() });
    }
    debian_has_it().then(|| {
        // Another compiler's output would throw the native half's away, hence a folder of its own.
        let mut cargo = Command::new(DEBIAN_CARGO);
        cargo.current_dir(workspace::root()).env("RUSTC", DEBIAN_RUSTC).env(linker_variable(), DEBIAN_LINKER);
        cargo.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
        Compiler { cargo, target_dir: workspace::target_dir().join("web") }
    })
}

pub(crate) fn is_there() -> bool {
    compiler().is_some()
}

pub(crate) fn install() -> Result<()> {
    if program::find("rustup").is_some() {
        if program::run(Command::new("rustup").args(["target", "add", TARGET]), "fetching the target by rustup").is_ok() {
            return Ok(());
        }
        println!("  rustup could not fetch it; taking Debian's compiler and building the standard library here");
    }
    if !debian::is_ours() {
        bail!("the target {TARGET} is missing: run `rustup target add {TARGET}` where the network allows it, then this again");
    }
    install_debian()
}

fn install_debian() -> Result<()> {
    let has_source = Path::new("/usr/lib/rustlib/src/rust/library/std").exists();
    if !has_source || !Path::new(DEBIAN_RUSTC).exists() || program::find(DEBIAN_LINKER).is_none() {
        debian::install(&["rustc-web", "cargo-web", "rust-web-src", "lld-22"], "a Rust compiler for WebAssembly")?;
    }
    println!("  building the standard library for {TARGET}, about a minute");
    let scratch = env::temp_dir().join(format!("xunan-std-{}", std::process::id()));
    let built = build_std(&scratch).and_then(|()| copy_std(&scratch));
    let _ = fs::remove_dir_all(&scratch);
    built.context("the standard library for WebAssembly could not be built with Debian's compiler")
}

/// With bitcode, or the link-time optimisation of the release build has nothing to read.
fn build_std(scratch: &Path) -> Result<()> {
    tree::write(&scratch.join("Cargo.toml"), "[package]\nname = \"scratch\"\nedition = \"2021\"\n[workspace]\n")?;
    tree::write(&scratch.join("src/lib.rs"), "")?;
    let mut cargo = Command::new(DEBIAN_CARGO);
    cargo.current_dir(scratch).env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", DEBIAN_RUSTC).env("RUSTFLAGS", "-Cembed-bitcode=yes");
    cargo.env("CARGO_TARGET_DIR", scratch.join("target"));
    cargo.args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort,panic_unwind"]);
    program::run(&mut cargo, "building the standard library")
}

fn copy_std(scratch: &Path) -> Result<()> {
    fs::create_dir_all(DEBIAN_STD)?;
    let built = scratch.join("target").join(TARGET).join("release/deps");
    for library in tree::files_with(&built, "rlib")? {
        let name = library.file_name().expect("a file has a name").to_string_lossy().into_owned();
        if !name.starts_with("libscratch") {
            fs::copy(&library, Path::new(DEBIAN_STD).join(name))?;
        }
    }
    Ok(())
}

fn toolchain_has_it() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut ask = Command::new(rustc);
    ask.current_dir(workspace::root()).args(["--print", "target-libdir", "--target", TARGET]);
    program::output(&mut ask, "asking for the target's folder").is_ok_and(|dir| has_core(Path::new(dir.trim())))
}

fn debian_has_it() -> bool {
    Path::new(DEBIAN_CARGO).exists() && has_core(Path::new(DEBIAN_STD)) && program::find(DEBIAN_LINKER).is_some()
}

/// The folder alone proves nothing: an interrupted install leaves it empty.
fn has_core(dir: &Path) -> bool {
    tree::files_with(dir, "rlib").is_ok_and(|files| files.iter().any(|file| file.to_string_lossy().contains("libcore-")))
}

fn linker_variable() -> &'static str {
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER"
}
