//! The camera of a visit: every picture later than the one before.

use super::Desk;
use crate::demo::calendar::Twist;
use crate::demo::picture::{Evidence, Studio};
use crate::demo::random::Random;
use crate::demo::theme::Theme;
use anyhow::Result;
use domain::digest::Sha256;
use domain::inspection::{ItemRef, Photo, PhotoOf};
use domain::position::{Located, NoPosition};
use domain::time::Timestamp;

/// Seconds between two pictures of an ordinary visit.
const BETWEEN_S: i64 = 48;

/// What was taken so far.
pub(in crate::demo) struct Camera<'a> {
    studio: &'a Studio,
    at: Timestamp,
    until: Timestamp,
    from_album: bool,
    places: Random,
    pub(super) photos: Vec<Photo>,
    pub(super) evidence: Vec<Evidence>,
}

impl<'a> Camera<'a> {
    pub(super) fn new(desk: &Desk<'a>, evidence: Vec<Evidence>) -> Self {
        Self {
            studio: desk.studio,
            at: desk.visit.started_at,
            until: desk.visit.finished_at,
            from_album: desk.visit.twist == Twist::FromAlbum,
            places: desk.random.clone(),
            photos: vec![],
            evidence,
        }
    }

    /// Takes a picture of a place that nobody has seen yet.
    pub(super) fn take(&mut self, theme: Theme, is_bad: bool, of: PhotoOf, at: Option<ItemRef>, fix: Located) -> Result<Sha256> {
        let place = Random::of(self.places.next(), "place", self.photos.len());
        self.take_at(&place, theme, is_bad, of, at, fix)
    }

    /// Takes a picture of this place.
    pub(super) fn take_at(&mut self, place: &Random, theme: Theme, is_bad: bool, of: PhotoOf, at: Option<ItemRef>, fix: Located) -> Result<Sha256> {
        let left = self.until.seconds_since(self.at);
        self.at = self.at.plus_seconds(BETWEEN_S.min(left / 4).max(1)).min(self.until);
        let picture = self.studio.picture(theme, is_bad, place, self.at)?;
        let fix = match fix {
            Located::At(fix) => Located::At(domain::position::Position { at: self.at, ..fix }),
            without => without,
        };
        let from_album = std::mem::take(&mut self.from_album);
        let (sha256, taken_at) = (picture.sha256, self.at);
        self.photos.push(Photo {
            sha256,
            size_bytes: picture.size_bytes(),
            media_type: picture.media_type.to_owned(),
            original_sha256: None,
            taken_at,
            position: if from_album { Located::Without(NoPosition::FromAlbum) } else { fix },
            from_album,
            undecodable: false,
            of,
            at,
        });
        self.evidence.push(picture);
        Ok(sha256)
    }
}
