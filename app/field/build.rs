//! Takes along what the phone needs of the reference data: the kinds of premises with their checklists, the rules that add more, and
//! the titles of the laws that items cite. As JSON, because the phone carries no YAML reader; without what only the office needs.

use domain::library::Library;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let library = Library::builtin();
    let mut premises = library.premises.clone();
    premises.groups.clear();
    premises.sectors.clear();
    premises.fields.clear();
    premises.fields_by_kind.clear();
    premises.kinds.iter_mut().for_each(|kind| kind.aliases.clear());
    let titles: BTreeMap<_, _> = library.sources.iter().map(|(key, source)| (key, &source.title)).collect();
    let reference = json!({ "premises": premises, "titles": titles });
    let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or(io::ErrorKind::NotFound)?;
    fs::write(out.join("reference.json"), serde_json::to_vec(&reference)?)
}
