//! The photos of a record by what they belong to, and what a reviewer should know of each: when, where, from where.

use crate::part::clock::now;
use crate::part::zoom::Shown;
use app_ui::words::{moment, say};
use domain::digest::Sha256;
use domain::inspection::{Disposition, Finding, ItemRef, Photo, PhotoOf};
use domain::position::{Located, NoPosition};
use sync::desk::record::Record;

/// All of them.
pub(super) fn of_visit(record: &Record) -> impl Iterator<Item = &Photo> {
    record.inspection.photos.iter()
}

/// Those of one item.
pub(super) fn of_item<'a>(record: &'a Record, at: &'a ItemRef) -> impl Iterator<Item = &'a Photo> {
    of_visit(record).filter(move |photo| photo.at.as_ref() == Some(at))
}

/// Those that stand beside a finding: its own, before and after. The item's other photos stand beside its first finding, so that
/// each is seen once.
pub(super) fn of_finding<'a>(record: &'a Record, finding: &'a Finding) -> Vec<&'a Photo> {
    let findings = &record.inspection.findings;
    let is_first = findings.iter().find(|other| other.at == finding.at).is_some_and(|first| first.id == finding.id);
    let is_anywhere =
        |photo: &Photo| findings.iter().any(|other| other.at == finding.at && named(other).any(|sha256| *sha256 == photo.sha256));
    let mut photos: Vec<&Photo> = Vec::new();
    let own = named(finding).filter_map(|sha256| of_visit(record).find(|photo| photo.sha256 == *sha256));
    let others = of_item(record, &finding.at).filter(|photo| is_first && !is_anywhere(photo));
    for photo in own.chain(others) {
        if photos.iter().all(|seen| seen.sha256 != photo.sha256) {
            photos.push(photo);
        }
    }
    photos
}

fn named(finding: &Finding) -> impl Iterator<Item = &Sha256> {
    let (before, after): (&[Sha256], &[Sha256]) = match &finding.disposition {
        Disposition::OnSpot { before, after } => (before, after),
        _ => (&[], &[]),
    };
    before.iter().chain(&finding.photos).chain(after)
}

/// As they are shown. `mended` is the finding that was put right on the spot, whose photos are before or after.
pub(super) fn shown<'a>(record: &'a Record, photos: impl IntoIterator<Item = &'a Photo>, mended: Option<&Finding>) -> Vec<Shown> {
    let one = |photo: &Photo| {
        let picture = record.pictures.iter().find(|picture| picture.sha256 == photo.sha256)?;
        let at = moment(photo.taken_at.0, now().0);
        let is_before = mended
            .is_some_and(|finding| matches!(&finding.disposition, Disposition::OnSpot { before, .. } if before.contains(&photo.sha256)));
        let caption = match photo.of {
            PhotoOf::After => say::desk::picture::after_at(at),
            PhotoOf::Item if is_before => say::desk::picture::before_at(at),
            PhotoOf::Item | PhotoOf::Door => at,
        };
        let place = match photo.position {
            Located::At(position) => Some(say::amount::accuracy(position.accuracy_m)),
            Located::Without(NoPosition::FromAlbum) => None,
            Located::Without(_) => Some(say::desk::picture::no_position()),
        };
        let mark = photo.from_album.then(say::desk::picture::from_album);
        let file = file_name(picture.n, &photo.media_type);
        Some(Shown { n: picture.n, is_here: picture.is_here, is_undecodable: photo.undecodable, file, caption, place, mark })
    };
    photos.into_iter().filter_map(one).collect()
}

/// `photo-3.heic`, by what the file called itself; a word that is no plain one is left out.
fn file_name(n: u32, media_type: &str) -> String {
    let kind = media_type
        .rsplit('/')
        .next()
        .filter(|kind| !kind.is_empty() && kind.len() <= 8 && kind.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    kind.map_or_else(|| format!("photo-{n}"), |kind| format!("photo-{n}.{kind}"))
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_downloaded_original_is_called_by_its_own_type_and_by_nothing_else() {
        assert_eq!(file_name(3, "image/heic"), "photo-3.heic");
        assert_eq!(file_name(3, ""), "photo-3");
        assert_eq!(file_name(3, "x/../../run.exe"), "photo-3");
    }
}
