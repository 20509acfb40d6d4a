//! How long lists and the feed take on a street with 20,000 records, asked over HTTP as browsers ask, with brotli.

use anyhow::Result;
use serde::Deserialize;

use super::{ground::Ground, judge};

/// The median of a desk's call for a page of 250.
const LIST_MAX_MS: f64 = 20.0;
/// The median of a feed page of 500.
const FEED_MAX_MS: f64 = 30.0;

/// One kind of call, as `server/examples/load/pages.rs` writes it.
#[derive(Deserialize)]
struct Asked {
    kind: String,
    what: String,
    median_ms: f64,
    longest_ms: f64,
    kb: f64,
    plain_ms: f64,
    plain_kb: f64,
}

impl Asked {
    /// What the call may take; none for whole pages, which are rendered from the same lists.
    fn max_ms(&self) -> Option<f64> {
        match self.kind.as_str() {
            "list" => Some(LIST_MAX_MS),
            "feed" => Some(FEED_MAX_MS),
            _ => None,
        }
    }

    fn missed(&self) -> Option<String> {
        let max_ms = self.max_ms().filter(|max_ms| self.median_ms >= *max_ms)?;
        Some(format!("`{}` takes {:.1} ms, not below {max_ms:.0}", self.what, self.median_ms))
    }
}

/// `rest` goes to the generator: `--calls 50`.
///
/// # Errors
/// Something could not be built or started, or a budget is missed.
pub(super) fn pages(rest: &[String]) -> Result<()> {
    let ground = Ground::prepare("pages")?;
    ground.seed(&["--visits", "20000"])?;
    let served = ground.serve()?;
    let all: Vec<Asked> = ground.press("pages", &served, rest)?;
    println!("  {:>9} {:>9} {:>9} {:>10} {:>9}", "median", "longest", "size", "plain", "size");
    for Asked { what, median_ms, longest_ms, kb, plain_ms, plain_kb, .. } in &all {
        println!("  {median_ms:>6.1} ms {longest_ms:>6.1} ms {kb:>6.0} KB {plain_ms:>7.1} ms {plain_kb:>6.0} KB  {what}");
    }
    judge(&all.iter().filter_map(Asked::missed).collect::<Vec<_>>())
}
