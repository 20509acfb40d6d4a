//! The same picture at a second place of the record. A record names its pictures by their bytes and gives each one place, so the second
//! use is a copy with bytes of its own: the same JPEG with a comment that says where it belongs, and what this phone could not decode
//! (HEIC above all) with the same words in a free box at its end. `original_sha256` leads back to the file.

use sync::journal::Camera;

/// Start of image, and the marker of a comment (ITU-T T.81, table B.1).
const START: [u8; 2] = [0xFF, 0xD8];
const COMMENT: [u8; 2] = [0xFF, 0xFE];

/// A box without meaning (ISO/IEC 14496-12, 8.1.2), which readers of HEIC skip; those of PNG, WebP, GIF and TIFF read no further than
/// their own end.
const FREE: &[u8] = b"free";

/// The copy for this place; the same place gets the same bytes.
pub(super) fn for_place(picture: &[u8], place: &Camera) -> Vec<u8> {
    let at = place.at.as_ref().map(|at| format!("{}~{}", at.list, at.item)).unwrap_or_default();
    let comment = format!("{:?} {at}", place.of);
    // Both lengths count themselves, the box's its name too. Ids of lists and items are far below a segment's 64 KB.
    let segment = u16::try_from(comment.len() + 2);
    match (picture.strip_prefix(&START), segment) {
        (Some(rest), Ok(length)) => [&START[..], &COMMENT, &length.to_be_bytes(), comment.as_bytes(), rest].concat(),
        _ => {
            let length = u32::try_from(comment.len() + 8).unwrap_or(u32::MAX);
            [picture, &length.to_be_bytes(), FREE, comment.as_bytes()].concat()
        }
    }
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
        let [hose, exit] = ["hose", "exit"].map(|item| for_place(&JPEG, &place(item)));
        assert_ne!(hose, exit);
        assert_eq!(hose, for_place(&JPEG, &place("hose")), "taken over twice, it is still one");
        let length = usize::from(u16::from_be_bytes([hose[4], hose[5]]));
        assert_eq!(hose[..4], [0xFF, 0xD8, 0xFF, 0xFE]);
        assert_eq!(hose[4 + length..], JPEG[2..], "behind the comment nothing differs");
    }

    #[test]
    fn what_cannot_be_decoded_is_whole_at_both_places() {
        let heic: &[u8] = b"\0\0\0\x0cftypheic\0\0\0\x09mdat!";
        let [hose, exit] = ["hose", "exit"].map(|item| for_place(heic, &place(item)));
        assert_ne!(hose, exit);
        let (whole, appended) = hose.split_at(heic.len());
        assert_eq!(whole, heic);
        assert_eq!(appended[..4], u32::try_from(appended.len()).unwrap().to_be_bytes(), "a box says how long it is");
        assert_eq!(&appended[4..8], FREE);
    }
}
