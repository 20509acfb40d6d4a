//! Ids that follow from what a thing is, so that making it again makes no second one.

use domain::digest::Sha256;
use uuid::Uuid;

/// UUIDv8 (RFC 9562, 5.8) over a name for the kind of id and the parts, each with its length before it, so that no two lists of
/// parts are the same bytes.
pub fn stable_id(name: &str, parts: &[&[u8]]) -> Uuid {
    let mut bytes = vec![];
    for part in [name.as_bytes()].iter().chain(parts) {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(*part);
    }
    let mut half = [0; 16];
    half.copy_from_slice(&Sha256::of(&bytes).0[..16]);
    uuid::Builder::from_custom_bytes(half).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(stable_id("x", &[b"ab", b"c"]), stable_id("x", &[b"a", b"bc"]));
        assert_ne!(stable_id("x", &[b"a"]), stable_id("y", &[b"a"]));
        assert_eq!(stable_id("x", &[b"a"]), stable_id("x", &[b"a"]));
    }
}
