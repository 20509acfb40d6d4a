//! Fetches what the server has for this phone: the present state first, then what changes, by a long poll while the page is seen.

use super::lock::{Word, tell_others};
use super::{input, is_visible, rest, with};
use crate::phone::net::{self, Lost};
use crate::phone::{clock, ledger};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sync::answer::{Trouble, of_json};
use sync::feed::{Cursor, FeedPage};
use sync::outbox::{Input, Session};

/// Seconds of a long poll.
const WAIT_S: u32 = 25;
/// The shortest pause after a failure; doubled each time.
const PAUSE_MIN_MS: u32 = 2_000;
const PAUSE_MAX_MS: u32 = 300_000;
/// Doublings until the longest pause.
const DOUBLINGS_MAX: u32 = 8;
/// Without a reason to ask: nobody looks, nobody works here, another tab asks.
const IDLE_MS: u32 = 600_000;

/// For as long as the page lives.
pub(super) async fn run() {
    let mut failures = 0_u32;
    loop {
        let may_ask = with(|outbox| outbox.is_sender() && matches!(outbox.session(), Session::Open(_)));
        if !may_ask || !is_visible() {
            rest(IDLE_MS).await;
            continue;
        }
        match ask().await {
            Ok(()) => failures = 0,
            Err(later_s) => {
                failures = failures.saturating_add(1);
                rest(pause_ms(failures, later_s)).await;
            }
        }
    }
}

fn pause_ms(failures: u32, later_s: Option<u32>) -> u32 {
    let span = (PAUSE_MIN_MS << failures.min(DOUBLINGS_MAX)).min(PAUSE_MAX_MS);
    let jitter = u32::from_le_bytes(clock::random()) % span;
    later_s.map_or(0, |seconds| seconds.saturating_mul(1_000)).max(PAUSE_MIN_MS + jitter)
}

/// One page.
///
/// # Errors
/// Seconds that the server asks for.
async fn ask() -> Result<(), Option<u32>> {
    let cursor = ledger::cursor();
    let is_change = cursor.as_ref().is_some_and(|cursor| cursor.page.is_none());
    let wait = if is_change { WAIT_S } else { 0 };
    let path = cursor.as_ref().map_or_else(|| "feed".to_owned(), |cursor| format!("feed?cursor={}&wait={wait}", written(cursor)));
    let got = net::ask("GET", &path, None, net::PAGE_LIMIT_MS + wait * 1_000).await.map_err(|Lost| None)?;
    let answer = got.answer();
    if answer.epoch.is_some() && answer.epoch != with(|outbox| outbox.epoch()) {
        input(Input::LookAtTheLine);
    }
    let page: FeedPage = of_json(&answer).map_err(|trouble| {
        // A cursor that the server can't read any more would be refused for ever.
        if matches!(answer.status, 400 | 422) && cursor.is_some() {
            ledger::forget_cursor();
        }
        if matches!(trouble, Trouble::NeedsAuth | Trouble::NotOurs) {
            input(Input::LookAtTheLine);
        }
        trouble.retry_after_s()
    })?;
    let has_rows = !page.rows.is_empty();
    ledger::take_page(cursor.as_ref(), page).await.map_err(|_| None)?;
    if has_rows {
        tell_others(Word::Ledger);
    }
    Ok(())
}

fn written(cursor: &Cursor) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).unwrap_or_default())
}
