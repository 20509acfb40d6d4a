//! What is noticed for the reviewer. It never decides, and the inspector is shown it first.

use super::Facts;
use crate::coordinates::Wgs84;
use crate::inspection::{Counts, Inspection, Photo};
use crate::parameter::PHOTO_ACCURACY_CAP_M;
use crate::position::{Located, NoPosition};
use crate::refusal::Flag;
use std::collections::BTreeSet;

/// Under this time an item on average nobody can have looked.
pub const TOO_FAST_ITEM_MS: i64 = 2_000;
/// A handful of items says nothing about haste.
pub const TOO_FAST_ITEMS_MIN: u32 = 10;
/// So many judged items without a single fail, 不涉及 or 查不了 are worth a look.
pub const ALL_PASS_ITEMS_MIN: u32 = 30;

pub(super) fn flags(facts: &Facts<'_>, inspection: &Inspection, counts: Counts, clock_is_suspect: bool) -> BTreeSet<Flag> {
    let any = |holds: &dyn Fn(&Photo) -> bool| inspection.photos.iter().any(holds);
    let elapsed_ms = inspection.finished_at.millis() - inspection.started_at.millis();
    let all = counts.all();
    let is_too_far = |photo: &Photo| facts.premises.as_ref().is_some_and(|ground| is_far(photo, ground.position, ground.radius_m));
    let noticed = [
        (all >= TOO_FAST_ITEMS_MIN && elapsed_ms < i64::from(all) * TOO_FAST_ITEM_MS, Flag::TooFast),
        (any(&is_too_far), Flag::TooFar),
        (counts.passed >= ALL_PASS_ITEMS_MIN && counts.passed == counts.judged(), Flag::AllPass),
        // Of a picture from the album a position now would say nothing; that has its own flag.
        (any(&|photo| matches!(photo.position, Located::Without(why) if why != NoPosition::FromAlbum)), Flag::NoPosition),
        (any(&|photo| facts.reused_photos.contains(&photo.sha256)), Flag::ReusedPhoto),
        (any(&|photo| photo.from_album), Flag::FromAlbum),
        (clock_is_suspect, Flag::ClockSuspect),
        (any(&|photo| photo.undecodable), Flag::Undecodable),
    ];
    noticed.into_iter().filter_map(|(holds, flag)| holds.then_some(flag)).collect()
}

/// Farther than the radius even if the fix errs in the inspector's favour. Without a place to compare with nothing is far; a fix
/// outside of China is, as long as the premises are inside.
fn is_far(photo: &Photo, premises: Option<(i32, i32)>, radius_m: u32) -> bool {
    let (Located::At(fix), Some((lat_e6, lng_e6))) = (photo.position, premises) else { return false };
    let Ok(premises) = Wgs84::new(lat_e6, lng_e6) else { return false };
    let Ok(fix_at) = Wgs84::new(fix.lat_e6, fix.lng_e6) else { return true };
    let forgiven = fix.accuracy_m.min(PHOTO_ACCURACY_CAP_M);
    premises.distance_m(fix_at) - f64::from(forgiven) > f64::from(radius_m)
}
