//! What comes from outside, and what must hold whatever comes. A [`Target`] is one reader of the product with what it promises; a
//! new one is a file in `target/` and a line in [`TARGETS`].
//!
//! The same functions run in two places: mutated by libFuzzer in `cargo xtask fuzz`, and in every run of the tests over their seeds
//! and over what once failed (`failed/<target>/`). libFuzzer itself is no part of this library.

mod cast;
mod dictionary;
mod old_book;
mod target;

use std::fs;
use std::path::Path;

/// One reader, and what it promises.
#[derive(Debug)]
pub struct Target {
    /// Its name on the command line and of its folder in `failed/`.
    pub name: &'static str,
    /// What is read.
    pub what: &'static str,
    /// The longest input that is tried. What is longer takes the same ways more slowly.
    pub max_bytes: usize,
    /// Panics if a promise is broken; says whether the bytes could be read.
    pub check: fn(&[u8]) -> Read,
    /// Inputs made from what the product itself writes.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// It was read, and every promise held.
    Whole,
    /// It was refused in the way that the reader promises.
    Refused,
}

/// All of them.
pub const TARGETS: &[&Target] = &[
    &target::command::TARGET,
    &target::envelope::TARGET,
    &target::cursor::TARGET,
    &target::workbook::TARGET,
    &target::sheet::TARGET,
    &target::picture::TARGET,
];

/// The target of that name.
#[must_use]
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}

impl Target {
    /// Tries one input.
    pub fn run(&self, bytes: &[u8]) {
        (self.check)(bytes);
    }

    /// Writes each seed as a file into `folder/seeds`, and the words that they are made of as `folder/words`, as libFuzzer reads them.
    ///
    /// # Errors
    /// The folder can't be written.
    pub fn write_seeds(&self, folder: &Path) -> std::io::Result<()> {
        let seeds = (self.seeds)();
        let into = folder.join("seeds");
        fs::create_dir_all(&into)?;
        for (n, seed) in seeds.iter().enumerate() {
            fs::write(into.join(format!("{n:03}")), seed)?;
        }
        fs::write(folder.join("words"), dictionary::of(&seeds))
    }
}
