//! No dependency that nobody uses: each must be named in the sources that may use it.

use anyhow::Result;

use super::metadata::{Dependency, Metadata, Package};
use crate::tree;

pub(crate) fn faults(metadata: &Metadata) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for package in metadata.members() {
        for dependency in &package.dependencies {
            // On itself: how a package's own tests take one of its features.
            let is_itself = dependency.key() == package.name;
            if !is_itself && !package.keeps(dependency.key()) && !is_used(package, dependency)? {
                faults.push(format!("{}: nothing uses the dependency `{}`", package.name, dependency.key()));
            }
        }
    }
    Ok(faults)
}

fn is_used(package: &Package, dependency: &Dependency) -> Result<bool> {
    let name = dependency.crate_name();
    for home in dependency.homes() {
        let place = package.folder().join(home);
        let sources = if place.is_file() { vec![place] } else { tree::files_with(&place, "rs")? };
        for source in sources {
            // A package's folder may hold other packages (`app/ui` in `app`), but never in its `src`.
            if names(&tree::text(&source)?, &name) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Does the word stand there by itself, and not in a comment's prose alone? `name::` and `name` in a `use` both count.
fn names(source: &str, name: &str) -> bool {
    source.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
        line.match_indices(name).any(|(at, _)| {
            let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
            let before = line[..at].chars().next_back().is_some_and(is_word);
            let after = line[at + name.len()..].chars().next().is_some_and(is_word);
            !before && !after
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_counts_as_a_word_and_not_in_comments() {
        assert!(names("use bytes::Bytes;", "bytes"));
        assert!(!names("let kilobytes = 3;\n// bytes are cheap", "bytes"));
    }
}
