//! The library that is built in, so that a single binary needs no files beside it.

use super::{Files, Library};
use std::borrow::Cow;
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/library_files.rs"));

/// The built-in files as they were when this was built.
#[must_use]
pub fn builtin_files() -> Files {
    Files(FILES.iter().map(|&(path, text)| (path.to_owned(), Cow::Borrowed(text))).collect())
}

impl Library {
    /// The built-in library, parsed at the first call.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Library> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::read(&builtin_files()).expect("the project's tests read the same files"))
    }
}
