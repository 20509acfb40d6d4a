//! How many visits a second the server takes in: each finished when it is committed and its receipt is here.

use anyhow::Result;

use super::{ground::Ground, judge, pressed::Pressed};

/// Finished visits a second.
const A_SECOND_MIN: f64 = 800.0;
/// What is hoped for.
const A_SECOND_STRETCH: f64 = 1_500.0;
/// What 99 of 100 visits wait at most.
const P99_MAX_MS: f64 = 50.0;
/// What a visit of 40 answers has; with less it would be another measurement.
const VISIT_MIN_KB: f64 = 6.0;

/// `rest` goes to the generator: `--visits 12000 --clients 8`.
///
/// # Errors
/// Something could not be built or started, or a budget is missed.
pub(super) fn intake(rest: &[String]) -> Result<()> {
    let ground = Ground::prepare("intake")?;
    ground.seed(&[])?;
    let served = ground.serve()?;
    let pressed: Pressed = ground.press("intake", &served, rest)?;
    drop(served);
    ground.verify()?; // after a hard end: what had a receipt is there
    pressed.print("visits", "visit");
    let stretch = if pressed.a_second() < A_SECOND_STRETCH { "not reached" } else { "reached" };
    println!("  the stretch of {A_SECOND_STRETCH:.0} a second is {stretch}");
    let mut missed = vec![];
    if pressed.sent_kb < VISIT_MIN_KB {
        missed.push(format!("a visit had only {:.1} KB, not {VISIT_MIN_KB:.0}", pressed.sent_kb));
    }
    if pressed.a_second() < A_SECOND_MIN {
        missed.push(format!("{:.0} visits a second were finished, fewer than {A_SECOND_MIN:.0}", pressed.a_second()));
    }
    if pressed.p99_ms >= P99_MAX_MS {
        missed.push(format!("one visit in a hundred waited {:.1} ms or more, not below {P99_MAX_MS:.0}", pressed.p99_ms));
    }
    judge(&missed)
}
