//! Which pictures a finding names, and putting one aside without a word about the others.

use domain::digest::Sha256;
use domain::inspection::{Disposition, Finding, Photo, PhotoOf};

/// Every picture that a finding names, each once.
#[must_use]
pub fn named(finding: &Finding) -> Vec<Sha256> {
    let before: &[Sha256] = match &finding.disposition {
        Disposition::OnSpot { before, .. } => before,
        _ => &[],
    };
    let mut all: Vec<Sha256> = vec![];
    for sha256 in finding.photos.iter().chain(before).chain(after(&finding.disposition)) {
        if !all.contains(sha256) {
            all.push(*sha256);
        }
    }
    all
}

/// The pictures of a finding that show what was wrong. One that shows what it looks like now may be among those that it names: it came
/// while the decision was being changed.
#[must_use]
pub fn before(finding: &Finding, pictures: &[Photo]) -> Vec<Sha256> {
    let shows_after = |sha256: &Sha256| pictures.iter().any(|photo| photo.sha256 == *sha256 && photo.of == PhotoOf::After);
    finding.photos.iter().filter(|sha256| !shows_after(sha256)).copied().collect()
}

/// The pictures that show what was put right.
#[must_use]
pub fn after(disposition: &Disposition) -> &[Sha256] {
    match disposition {
        Disposition::OnSpot { after, .. } => after,
        _ => &[],
    }
}

/// Where a finding named a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    photos: bool,
    before: bool,
    after: bool,
}

/// Takes a picture out of a finding; [`put_back`] undoes just that.
pub fn take_out(finding: &mut Finding, sha256: Sha256) -> Named {
    let out = |from: &mut Vec<Sha256>| {
        let was = from.contains(&sha256);
        from.retain(|known| *known != sha256);
        was
    };
    let photos = out(&mut finding.photos);
    let (before, after) = match &mut finding.disposition {
        Disposition::OnSpot { before, after } => (out(before), out(after)),
        _ => (false, false),
    };
    Named { photos, before, after }
}

/// Puts a picture back where it was named.
pub fn put_back(finding: &mut Finding, sha256: Sha256, named: Named) {
    let back = |into: &mut Vec<Sha256>| {
        if !into.contains(&sha256) {
            into.push(sha256);
        }
    };
    if named.photos {
        back(&mut finding.photos);
    }
    if let Disposition::OnSpot { before, after } = &mut finding.disposition {
        if named.before {
            back(before);
        }
        if named.after {
            back(after);
        }
    }
}
