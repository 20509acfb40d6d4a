//! The camera of a visit: every picture later than the one before.

use super::Desk;
use crate::demo::calendar::Twist;
use crate::demo::picture::Shot;
use crate::demo::random::Random;
use crate::demo::theme::Theme;
use domain::digest::Sha256;
use domain::inspection::{ItemRef, Photo, PhotoOf};
use domain::position::{Located, NoPosition, Position};
use domain::time::Timestamp;

/// Seconds between two pictures of an ordinary visit.
const BETWEEN_S: i64 = 48;

/// What is in front of the camera.
#[derive(Debug, Clone)]
pub(super) struct Motif {
    pub(super) theme: Theme,
    pub(super) is_bad: bool,
    pub(super) of: PhotoOf,
    pub(super) at: Option<ItemRef>,
}

/// What was taken so far.
pub(super) struct Camera {
    at: Timestamp,
    until: Timestamp,
    from_album: bool,
    places: Random,
    pub(super) photos: Vec<Photo>,
    pub(super) shots: Vec<Shot>,
}

impl Camera {
    pub(super) fn new(desk: &Desk<'_>) -> Self {
        Self {
            at: desk.visit.started_at,
            until: desk.visit.finished_at,
            from_album: desk.visit.twist == Twist::FromAlbum,
            places: desk.random.clone(),
            photos: vec![],
            shots: vec![],
        }
    }

    /// A place that nobody has seen yet.
    pub(super) fn place(&mut self) -> Random {
        Random::of(self.places.next(), "place", self.photos.len())
    }

    /// Takes a picture; what it gives stands for its hash until it is drawn.
    pub(super) fn take(&mut self, place: Random, motif: Motif, fix: Located) -> Sha256 {
        let left = self.until.seconds_since(self.at);
        self.at = self.at.plus_seconds(BETWEEN_S.min(left / 4).max(1)).min(self.until);
        let shot = Shot { theme: motif.theme, is_bad: motif.is_bad, place, at: self.at };
        let from_album = std::mem::take(&mut self.from_album);
        let position = match fix {
            _ if from_album => Located::Without(NoPosition::FromAlbum),
            Located::At(fix) => Located::At(Position { at: self.at, ..fix }),
            without => without,
        };
        let mark = shot.mark();
        self.photos.push(Photo {
            sha256: mark,
            size_bytes: 0,
            media_type: "image/jpeg".to_owned(),
            original_sha256: None,
            taken_at: self.at,
            position,
            from_album,
            undecodable: false,
            of: motif.of,
            at: motif.at,
        });
        self.shots.push(shot);
        mark
    }
}
