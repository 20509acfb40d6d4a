//! Files of one noun or one verb: not too long, and named for what they hold.

use std::path::Path;

use anyhow::Result;

use super::metadata::Metadata;
use crate::{tree, workspace};

/// From here on a file is named in the report: is there a second noun in it?
const LONG_LINES: usize = 400;
/// From here on it does not land.
const TOO_LONG_LINES: usize = 800;

/// Names that say nothing.
const EMPTY_NAMES: &[&str] = &["mod", "util", "utils", "common", "misc", "helper", "helpers", "stuff"];

pub(crate) fn faults(metadata: &Metadata) -> Result<Vec<String>> {
    let root = workspace::root();
    let mut faults = Vec::new();
    for file in sources(metadata)? {
        let name = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        let lines = tree::text(&file)?.lines().count();
        if lines > TOO_LONG_LINES {
            faults.push(format!("{name}: {lines} lines, more than {TOO_LONG_LINES}"));
        } else if lines > LONG_LINES {
            println!("  {name}: {lines} lines; is there a second thing in it?");
        }
        if has_empty_name(&file) {
            faults.push(format!("{name}: the file's name does not say what is in it"));
        }
    }
    Ok(faults)
}

fn sources(metadata: &Metadata) -> Result<Vec<std::path::PathBuf>> {
    let root = workspace::root();
    let mut found = Vec::new();
    for package in metadata.members() {
        for home in ["src", "tests", "benches"] {
            found.extend(tree::files_with(&package.folder().join(home), "rs")?);
        }
    }
    found.extend(tree::files_with(&root.join("style"), "css")?);
    found.extend(tree::files_with(&root.join("public"), "js")?);
    for home in ["pages", "stories"] {
        found.extend(tree::files_with(&root.join("end2end").join(home), "ts")?);
    }
    Ok(found)
}

/// What several test programs share has to be `tests/<name>/mod.rs`, or cargo takes it for a program of its own.
fn has_empty_name(file: &Path) -> bool {
    let is_shared_by_tests = file.ends_with("mod.rs") && file.ancestors().nth(2).is_some_and(|above| above.ends_with("tests"));
    !is_shared_by_tests && file.file_stem().is_some_and(|stem| EMPTY_NAMES.contains(&stem.to_string_lossy().as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_must_say_something() {
        assert!(has_empty_name(Path::new("store/src/query/mod.rs")));
        assert!(has_empty_name(Path::new("style/part/common.css")));
        assert!(!has_empty_name(Path::new("store/src/query/hazard.rs")));
        assert!(!has_empty_name(Path::new("domain/tests/files/mod.rs")));
    }
}
