//! How long lists and the feed take on a street with 20,000 records, asked over HTTP as browsers ask, with brotli.

use anyhow::Result;
use serde::Deserialize;

use super::{ground::Ground, judge};

/// The median of a desk's call for a page of 250.
const LIST_MAX_MS: f64 = 20.0;
/// The median of a feed page of 500.
const FEED_MAX_MS: f64 = 30.0;
/// Records in the whole list.
const RECORDS: u64 = 20_000;
/// Rows of a list's page, and of a feed's: with fewer it would be another measurement.
const LIST_ROWS: usize = 250;
const FEED_ROWS: usize = 500;

/// One kind of call, as `server/examples/load/pages.rs` writes it.
#[derive(Deserialize)]
struct Asked {
    kind: String,
    what: String,
    rows: usize,
    of: Option<u64>,
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
    ground.seed(&["--visits", &RECORDS.to_string()])?;
    let served = ground.serve()?;
    let all: Vec<Asked> = ground.press("pages", &served, rest)?;
    println!("  {:>9} {:>9} {:>9} {:>10} {:>9}", "median", "longest", "size", "plain", "size");
    for Asked { what, median_ms, longest_ms, kb, plain_ms, plain_kb, .. } in &all {
        println!("  {median_ms:>6.1} ms {longest_ms:>6.1} ms {kb:>6.0} KB {plain_ms:>7.1} ms {plain_kb:>6.0} KB  {what}");
    }
    judge(&missed(&all))
}

fn missed(all: &[Asked]) -> Vec<String> {
    let full_list = |asked: &Asked| asked.kind == "list" && asked.rows == LIST_ROWS && asked.of.is_some_and(|of| of >= RECORDS);
    let full_feed = |asked: &Asked| asked.kind == "feed" && asked.rows >= FEED_ROWS;
    let no_list = (!all.iter().any(full_list)).then(|| format!("no list's page had {LIST_ROWS} of {RECORDS} rows"));
    let no_feed = (!all.iter().any(full_feed)).then(|| format!("no page of the feed had {FEED_ROWS} rows"));
    all.iter().filter_map(Asked::missed).chain(no_list).chain(no_feed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(kind: &str, rows: usize, of: Option<u64>, median_ms: f64) -> Asked {
        let what = format!("{rows} rows");
        Asked { kind: kind.to_owned(), what, rows, of, median_ms, longest_ms: 99.0, kb: 1.0, plain_ms: 99.0, plain_kb: 1.0 }
    }

    #[test]
    fn a_budget_holds_only_where_full_pages_were_asked_for() {
        let list = |median_ms| asked("list", 250, Some(20_000), median_ms);
        let feed = |median_ms| asked("feed", 500, None, median_ms);
        assert_eq!(missed(&[list(19.9), feed(29.9), asked("page", 0, None, 500.0)]), Vec::<String>::new());
        assert_eq!(missed(&[list(20.0), feed(29.9)]).len(), 1);
        assert_eq!(missed(&[list(1.0), feed(30.0)]).len(), 1);
        assert_eq!(missed(&[asked("list", 250, Some(900), 1.0), feed(1.0)]), ["no list's page had 250 of 20000 rows"]);
        assert_eq!(missed(&[list(1.0), asked("feed", 40, None, 1.0)]), ["no page of the feed had 500 rows"]);
    }
}
