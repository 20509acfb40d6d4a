//! Blobs of which a part is here.

use domain::digest::Sha256;
use domain::ids::UserId;
use std::collections::BTreeMap;

/// By sender and hash.
#[derive(Debug, Default)]
pub(super) struct Halves(BTreeMap<(UserId, Sha256), Vec<u8>>);

impl Halves {
    pub(super) fn size(&self, by: UserId, sha256: Sha256) -> u64 {
        self.0.get(&(by, sha256)).map_or(0, |half| half.len() as u64)
    }

    /// Takes a part, `(offset, length of the whole)`. The whole once it is there, which is no half any more; what is here where the part
    /// begins elsewhere.
    pub(super) fn append(&mut self, by: UserId, sha256: Sha256, part: (u64, u64), bytes: &[u8]) -> Result<Option<Vec<u8>>, u64> {
        let here = self.size(by, sha256);
        if here != part.0 {
            return Err(here);
        }
        let half = self.0.entry((by, sha256)).or_default();
        half.extend_from_slice(bytes);
        if (half.len() as u64) < part.1 { Ok(None) } else { Ok(self.0.remove(&(by, sha256))) }
    }

    /// The same of a part that broke off.
    pub(super) fn cut(&mut self, by: UserId, sha256: Sha256, part: (u64, u64), bytes: &[u8]) {
        let here = self.size(by, sha256);
        if here == part.0 && here + (bytes.len() as u64) < part.1 {
            self.0.entry((by, sha256)).or_default().extend_from_slice(bytes);
        }
    }
}
