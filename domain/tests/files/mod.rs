//! The files that ship.

use domain::library::{Files, builtin_files};
use std::borrow::Cow;
use std::fs;
use std::path::Path;

/// The built-in files and the pages that list the same ids for people.
pub(crate) fn files() -> Files {
    let mut files = builtin_files();
    for page in ["docs/domain/README.md", "docs/domain/indicators.md", "docs/domain/roles.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(page);
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{page}: {error}"));
        files.0.insert(page.to_owned(), Cow::Owned(text));
    }
    files
}
