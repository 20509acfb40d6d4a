//! What a journal has ever named: bytes that a draft took away again are still on the phone.

use super::draft::drawn_by;
use super::{Edit, Entry};
use domain::digest::Sha256;
use std::collections::BTreeSet;

/// Blobs that any of these entries names, whether the draft still does or not.
#[must_use]
pub fn ever_named(entries: &[Entry]) -> BTreeSet<Sha256> {
    entries.iter().flat_map(|entry| named(&entry.edit)).collect()
}

fn named(edit: &Edit) -> Vec<Sha256> {
    match edit {
        Edit::Begin { begin } => begin.mends.iter().flat_map(|mends| mends.returned.inspection.blobs().into_keys()).collect(),
        Edit::Photo { sha256, .. } => vec![*sha256],
        Edit::Counterpart { counterpart } => counterpart.iter().filter_map(drawn_by).collect(),
        Edit::Signatures { signatures } => signatures.iter().map(|signature| signature.sha256).collect(),
        _ => vec![],
    }
}
