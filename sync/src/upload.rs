//! A blob goes on where it was broken off: `PATCH blobs/{sha256}` with where it begins and how long the whole is. The server says how
//! much it has when it is asked (`HEAD`) and when a part begins elsewhere (`409`). What is remembered here is a hint: forgotten, or
//! wrong, it costs bytes and nothing else, because only the hash of the whole decides.

use domain::digest::Sha256;
use std::collections::BTreeMap;

/// Bytes of the blob that the server has: of a request where its part begins, of an answer where the next has to.
pub const OFFSET_HEADER: &str = "upload-offset";
/// Bytes of the whole blob.
pub const LENGTH_HEADER: &str = "upload-length";

/// How much of each blob the server was last heard to have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Halves(BTreeMap<Sha256, u64>);

impl Halves {
    /// Where the next part of a blob of this length begins.
    #[must_use]
    pub fn begin(&self, sha256: Sha256, length: u64) -> u64 {
        self.0.get(&sha256).copied().filter(|here| *here <= length).unwrap_or(0)
    }

    /// Takes from an answer about a blob what the server has of it: `offset` is its [`OFFSET_HEADER`]. What is not of our server says
    /// nothing.
    pub fn heard(&mut self, sha256: Sha256, status: u16, is_ours: bool, offset: Option<u64>) {
        match (status, offset) {
            _ if !is_ours => {}
            (202 | 404 | 409, Some(here)) => {
                self.0.insert(sha256, here);
            }
            // It is whole, or it was thrown away, or nothing of it is there.
            (200..=204 | 400..=499, _) => {
                self.0.remove(&sha256);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_begins_where_our_server_said_that_its_half_ends() {
        let photo = Sha256::of(b"photo");
        let mut halves = Halves::default();
        assert_eq!(halves.begin(photo, 300), 0);
        halves.heard(photo, 404, true, Some(120));
        assert_eq!(halves.begin(photo, 300), 120);
        halves.heard(photo, 200, false, None);
        halves.heard(photo, 503, true, None);
        assert_eq!(halves.begin(photo, 300), 120, "a portal and a tired server say nothing");
        halves.heard(photo, 409, true, Some(180));
        assert_eq!(halves.begin(photo, 300), 180);
        assert_eq!(halves.begin(photo, 100), 0, "that cannot be");
        for (status, offset) in [(422, None), (201, None), (404, None)] {
            halves.heard(photo, 409, true, Some(180));
            halves.heard(photo, status, true, offset);
            assert_eq!(halves.begin(photo, 300), 0, "{status}");
        }
    }
}
