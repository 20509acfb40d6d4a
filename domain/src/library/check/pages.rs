//! Ids that pages for people list: kinds, indicators, roles. A page that is not given is not compared.

use crate::library::Files;
use crate::library::files::{FORMAT_PAGE, INDICATORS_PAGE, ROLES_PAGE};
use std::collections::BTreeSet;

/// The ids by page.
pub(super) struct Pages {
    pub(super) kinds: Option<BTreeSet<String>>,
    pub(super) indicators: Option<BTreeSet<String>>,
    pub(super) roles: Option<BTreeSet<String>>,
}

impl Pages {
    pub(super) fn read(files: &Files) -> Self {
        Self {
            kinds: files.get(FORMAT_PAGE).map(kinds),
            indicators: files.get(INDICATORS_PAGE).map(first_cells),
            roles: files.get(ROLES_PAGE).map(|page| first_cells(section(page, "## 1. Roles"))),
        }
    }
}

/// From a heading to the next one of its level.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let from = page.split_once(heading).map_or("", |(_, rest)| rest);
    from.split_once("\n## ").map_or(from, |(own, _)| own)
}

/// Words in back quotes under the heading of the kinds.
fn kinds(page: &str) -> BTreeSet<String> {
    let quoted = section(page, "## Premises kinds").split('`').skip(1).step_by(2);
    quoted.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

/// The first cell of each row of a table, if it is an id. Heads of tables name their column `id`.
fn first_cells(page: &str) -> BTreeSet<String> {
    let is_id = |cell: &&str| {
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
        cell.bytes().all(letters) && cell.starts_with(|first: char| first.is_ascii_lowercase()) && *cell != "id"
    };
    let cells = page.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |")).map(|(cell, _)| cell);
    cells.filter(is_id).map(str::to_owned).collect()
}
