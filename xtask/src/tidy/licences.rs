//! Every package that we build with may be used, changed and handed on by an office.

use super::metadata::Metadata;

/// Permissive ones, and MPL-2.0, which binds only its own files.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "NCSA",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

pub(crate) fn faults(metadata: &Metadata) -> Vec<String> {
    let bad = metadata.packages.iter().filter(|package| !package.license.as_deref().is_some_and(is_allowed));
    bad.map(|package| {
        let licence = package.license.as_deref().unwrap_or("no licence named");
        format!("{} {}: {licence}", package.name, package.version)
    })
    .collect()
}

/// Reads an SPDX expression: one of the alternatives must be allowed, of things joined by AND each. AND binds closer than OR.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (allowed, rest) = either(&words);
    allowed && rest.is_empty()
}

fn either<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut allowed, mut rest) = both(words);
    while let ["OR", more @ ..] = rest {
        let (other, left) = both(more);
        allowed |= other;
        rest = left;
    }
    (allowed, rest)
}

fn both<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut allowed, mut rest) = one(words);
    while let ["AND", more @ ..] = rest {
        let (other, left) = one(more);
        allowed &= other;
        rest = left;
    }
    (allowed, rest)
}

fn one<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    match words {
        ["(", inside @ ..] => {
            let (allowed, rest) = either(inside);
            (allowed, rest.strip_prefix(&[")"]).unwrap_or(rest))
        }
        [name, "WITH", exception, rest @ ..] => (ALLOWED.contains(&format!("{name} WITH {exception}").as_str()), rest),
        [name, rest @ ..] => (ALLOWED.contains(name), rest),
        [] => (false, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_good_alternative_is_enough() {
        assert!(is_allowed("MIT OR GPL-3.0"));
        assert!(is_allowed("MIT/Apache-2.0"));
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception OR GPL-2.0"));
    }

    #[test]
    fn of_things_joined_each_must_be_good() {
        assert!(!is_allowed("MIT AND GPL-3.0"));
        assert!(is_allowed("(MIT OR GPL-3.0) AND Unicode-3.0"));
        assert!(!is_allowed("(GPL-2.0 OR GPL-3.0) AND MIT"));
    }

    #[test]
    fn what_cannot_be_read_is_not_allowed() {
        assert!(!is_allowed(""));
        assert!(!is_allowed("MIT MIT"));
        assert!(!is_allowed("SSPL-1.0"));
    }
}
