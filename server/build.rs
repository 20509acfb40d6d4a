//! With the feature `embed`, puts the built front end (`XUNAN_SITE`, the folder with `site.json`) into the program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=XUNAN_SITE");
    if env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return;
    }
    let mut table = String::from("static FILES: &[(&str, &[u8])] = &[\n");
    match env::var_os("XUNAN_SITE").map(PathBuf::from) {
        None => println!("cargo::warning=XUNAN_SITE is not set: the program will hold no front end"),
        Some(site) => {
            println!("cargo::rerun-if-changed={}", site.display());
            let site = site.canonicalize().unwrap_or_else(|error| panic!("XUNAN_SITE {}: {error}", site.display()));
            for file in files(&site).expect("the site's folder can be read") {
                let name = file.strip_prefix(&site).expect("found below it").to_string_lossy().replace('\\', "/");
                writeln!(table, "    ({name:?}, include_bytes!({:?})),", file.display().to_string()).expect("a string takes all");
            }
        }
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("embedded_site.rs");
    fs::write(out, table).expect("cargo's folder can be written");
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut all = vec![];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { all.extend(files(&path)?) } else { all.push(path) }
    }
    all.sort();
    Ok(all)
}
