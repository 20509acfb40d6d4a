//! How many photos a second the server takes in, each durable and noted in its record, and what memory that takes.

use anyhow::Result;

use super::{ground::Ground, judge, pressed::Pressed};

/// Finished photos of 300 KB a second.
const A_SECOND_MIN: f64 = 150.0;
/// What a photo has; with less it would be another measurement.
const PHOTO_MIN_KB: f64 = 300.0;
/// The server's memory at its most, start and front end included.
const PEAK_MAX_MB: f64 = 150.0;

/// `rest` goes to the generator: `--clients 8`.
///
/// # Errors
/// Something could not be built or started, or a budget is missed.
pub(super) fn photos(rest: &[String]) -> Result<()> {
    let ground = Ground::prepare("photos")?;
    ground.seed(&["--awaiting-photos"])?;
    let served = ground.serve()?;
    let pressed: Pressed = ground.press("photos", &served, rest)?;
    drop(served);
    ground.verify()?; // after a hard end: every photo against its hash
    pressed.print("photos", "photo");
    let mut missed = vec![];
    if pressed.sent_kb < PHOTO_MIN_KB {
        missed.push(format!("a photo had only {:.1} KB, not {PHOTO_MIN_KB:.0}", pressed.sent_kb));
    }
    if pressed.a_second() < A_SECOND_MIN {
        missed.push(format!("{:.0} photos a second were finished, fewer than {A_SECOND_MIN:.0}", pressed.a_second()));
    }
    if pressed.peak_mb >= PEAK_MAX_MB {
        missed.push(format!("the server took {:.0} MB, not below {PEAK_MAX_MB:.0}", pressed.peak_mb));
    }
    judge(&missed)
}
