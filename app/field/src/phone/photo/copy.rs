//! The same picture at a second place of the record. A record names its pictures by their bytes and gives each one place, so the second
//! use is a copy with bytes of its own: the same JPEG with a comment that says where it belongs. `original_sha256` is that of both.

use sync::journal::Camera;

/// Start of image, and the marker of a comment (ITU-T T.81, table B.1).
const START: [u8; 2] = [0xFF, 0xD8];
const COMMENT: [u8; 2] = [0xFF, 0xFE];

/// The copy for this place; the same place gets the same bytes. None of what is no JPEG: it is sent as it came.
pub(super) fn for_place(jpeg: &[u8], place: &Camera) -> Option<Vec<u8>> {
    let rest = jpeg.strip_prefix(&START)?;
    let at = place.at.as_ref().map(|at| format!("{}~{}", at.list, at.item)).unwrap_or_default();
    let comment = format!("{:?} {at}", place.of);
    // The length counts itself.
    let length = u16::try_from(comment.len() + 2).ok()?.to_be_bytes();
    Some([&START[..], &COMMENT, &length, comment.as_bytes(), rest].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::checklist::{ChecklistId, ItemId};
    use domain::inspection::{ItemRef, PhotoOf};

    const JPEG: [u8; 6] = [0xFF, 0xD8, 0xFF, 0xDB, 0xFF, 0xD9];

    fn place(item: &str) -> Camera {
        Camera { of: PhotoOf::Item, at: Some(ItemRef { list: ChecklistId::from("kitchen"), item: ItemId::from(item) }), finding: None }
    }

    #[test]
    fn a_picture_used_twice_has_two_names_and_shows_the_same() {
        let [hose, exit] = ["hose", "exit"].map(|item| for_place(&JPEG, &place(item)).unwrap());
        assert_ne!(hose, exit);
        assert_eq!(hose, for_place(&JPEG, &place("hose")).unwrap(), "taken over twice, it is still one");
        let length = usize::from(u16::from_be_bytes([hose[4], hose[5]]));
        assert_eq!(hose[..4], [0xFF, 0xD8, 0xFF, 0xFE]);
        assert_eq!(hose[4 + length..], JPEG[2..], "behind the comment nothing differs");
    }

    #[test]
    fn what_is_no_jpeg_is_left_as_it_came() {
        assert_eq!(for_place(b"ftypheic", &place("hose")), None);
    }
}
