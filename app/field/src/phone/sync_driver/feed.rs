//! Fetches what the server has for this phone: the present state first, then what changes, by a long poll while the page is seen. Tabs
//! take turns: the one that is looked at fetches, the others read what it has stored.

use super::lock::{Word, tell_others};
use super::{input, is_visible, nudge, rest, with};
use crate::phone::ledger::Taken;
use crate::phone::net::{self, Call, Got, Lost};
use crate::phone::turn::{self, Turn};
use crate::phone::{clock, ledger};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::ids::UserId;
use std::cell::{Cell, RefCell};
use sync::answer::{Trouble, of_json};
use sync::feed::{Cursor, FeedPage};
use sync::outbox::{Input, Link, Session};
use web_sys::AbortController;

const TURN: &str = "xunan-feed";
/// Seconds of a long poll.
const WAIT_S: u32 = 25;
/// The shortest pause after a failure; doubled each time.
const PAUSE_MIN_MS: u32 = 2_000;
const PAUSE_MAX_MS: u32 = 300_000;
/// Doublings until the longest pause.
const DOUBLINGS_MAX: u32 = 8;
/// Without a reason to ask: nobody looks, nobody works here.
const IDLE_MS: u32 = 600_000;

thread_local! {
    static MY_TURN: RefCell<Option<Turn>> = const { RefCell::new(None) };
    /// The long poll that is on its way.
    static POLL: RefCell<Option<AbortController>> = const { RefCell::new(None) };
    /// The next question is not to wait for news.
    static IS_HURRIED: Cell<bool> = const { Cell::new(false) };
}

/// Why nothing came.
enum Nothing {
    /// Later again, in so many seconds if the server says so.
    Later(Option<u32>),
    /// The long poll was broken off from here.
    BrokenOff,
}

/// For as long as the page lives.
pub(super) async fn run() {
    let mut failures = 0_u32;
    loop {
        let Some(user) = asker() else {
            give_way();
            rest(IDLE_MS).await;
            continue;
        };
        if MY_TURN.with_borrow(Option::is_none) {
            let turn = turn::take(TURN).await;
            MY_TURN.replace(Some(turn));
            // Much may have happened meanwhile.
            continue;
        }
        match ask(user).await {
            Ok(()) => failures = 0,
            Err(Nothing::BrokenOff) => {}
            Err(Nothing::Later(later_s)) => {
                failures = failures.saturating_add(1);
                rest(pause_ms(failures, later_s)).await;
            }
        }
    }
}

/// For whom to ask now.
fn asker() -> Option<UserId> {
    let session = with(sync::outbox::Outbox::session);
    if is_visible() && matches!(session, Session::Open(_)) { session.user() } else { None }
}

/// Nobody looks at this tab any more: another one may fetch. At once, because a page that is put to sleep keeps what it holds.
pub(super) fn give_way() {
    break_off();
    drop(MY_TURN.take());
}

/// Somebody wants to know now.
pub(super) fn hurry() {
    IS_HURRIED.set(true);
    break_off();
    nudge();
}

fn break_off() {
    if let Some(poll) = POLL.take() {
        poll.abort();
    }
}

fn pause_ms(failures: u32, later_s: Option<u32>) -> u32 {
    let span = (PAUSE_MIN_MS << failures.min(DOUBLINGS_MAX)).min(PAUSE_MAX_MS);
    let jitter = u32::from_le_bytes(clock::random()) % span;
    later_s.map_or(0, |seconds| seconds.saturating_mul(1_000)).max(PAUSE_MIN_MS + jitter)
}

/// One page.
async fn ask(user: UserId) -> Result<(), Nothing> {
    let cursor = ledger::cursor();
    let is_change = cursor.as_ref().is_some_and(|cursor| cursor.page.is_none());
    let wait = if is_change && !IS_HURRIED.take() { WAIT_S } else { 0 };
    let path = cursor.as_ref().map_or_else(|| "feed".to_owned(), |cursor| format!("feed?cursor={}&wait={wait}", written(cursor)));
    let got = call(&path, wait).await?;
    let answer = got.answer();
    let is_other_epoch = answer.epoch.is_some() && answer.epoch != with(|outbox| outbox.epoch());
    let page: FeedPage = of_json(&answer).map_err(|trouble: Trouble| {
        // A cursor that the server can't read any more would be refused for ever.
        if matches!(answer.status, 400 | 422) && cursor.is_some() {
            ledger::forget_cursor();
        }
        // Whatever it is, `hello` meets it too: nothing is called 已同步 that was not said by a server that answers.
        input(Input::LookAtTheLine);
        Nothing::Later(trouble.retry_after_s())
    })?;
    if is_other_epoch {
        input(Input::LookAtTheLine);
    } else if with(|outbox| outbox.link()) != Link::Online {
        input(Input::OnlineHint);
    }
    let has_rows = !page.rows.is_empty();
    match ledger::take_page(user, cursor.as_ref(), page).await {
        Ok(Taken::Stored) => tell_others(if has_rows { Word::Ledger } else { Word::Seen }),
        Ok(Taken::ByAnother) => ledger::reread().await,
        // The cookie is somebody else's by now, or nobody works here.
        Ok(Taken::NotTheirs) => {
            input(Input::LookAtTheLine);
            return Err(Nothing::Later(None));
        }
        Err(_) => return Err(Nothing::Later(None)),
    }
    Ok(())
}

async fn call(path: &str, wait_s: u32) -> Result<Got, Nothing> {
    let abort = net::abort().ok_or(Nothing::Later(None))?;
    if wait_s > 0 {
        POLL.replace(Some(abort.clone()));
    }
    let got = net::call(Call { method: "GET", path, body: None, limit_ms: net::PAGE_LIMIT_MS + wait_s * 1_000 }, &abort).await;
    // Broken off: whoever did it has taken it.
    let is_broken_off = wait_s > 0 && POLL.take().is_none();
    got.map_err(|Lost| {
        if is_broken_off {
            return Nothing::BrokenOff;
        }
        input(Input::LookAtTheLine);
        Nothing::Later(None)
    })
}

fn written(cursor: &Cursor) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).unwrap_or_default())
}
