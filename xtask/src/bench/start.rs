//! How long the server takes from its start to its first answer that it is ready.

use std::time::Duration;

use anyhow::Result;

use super::{ground::Ground, judge};

/// The median of a start.
const START_MAX: Duration = Duration::from_millis(300);
/// Starts of each kind.
const STARTS: usize = 11;

/// Starts on a folder with 20,000 records after each hard end, and on an empty one, where the street is made first.
///
/// # Errors
/// Something could not be built or started, or the budget is missed.
pub(super) fn start() -> Result<()> {
    let ground = Ground::prepare("start")?;
    ground.seed(&["--visits", "20000"])?;
    let with_records = median(|| Ok(ground.serve()?.took))?;
    let empty = median(|| {
        ground.clear()?;
        Ok(ground.serve()?.took)
    })?;
    let in_words = |what: &str, took: Duration| println!("  {:>10.2} s {what}, the median of {STARTS}", took.as_secs_f64());
    in_words("with 20,000 records", with_records);
    in_words("with an empty folder, which becomes a street", empty);
    let late = |what: &str, took: Duration| {
        (took > START_MAX).then(|| format!("a start {what} takes {:.2} s, more than {:.1}", took.as_secs_f64(), START_MAX.as_secs_f64()))
    };
    judge(&[late("with 20,000 records", with_records), late("with an empty folder", empty)].into_iter().flatten().collect::<Vec<_>>())
}

fn median(mut once: impl FnMut() -> Result<Duration>) -> Result<Duration> {
    let mut times = (0..STARTS).map(|_| once()).collect::<Result<Vec<_>>>()?;
    times.sort_unstable();
    Ok(times[STARTS / 2])
}
