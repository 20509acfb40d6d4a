//! Ending a session for good. Its cookie can't be read or removed from here, so whoever signs out without a network leaves a live one
//! behind; that is written down, and the session is ended with the next contact.

use super::super::db::{Op, Store, encode, kept_one, write};
use super::super::{net, timer, turn};
use std::cell::Cell;
use wasm_bindgen_futures::spawn_local;

/// Signing in and ending a session take turns, through all tabs.
pub(super) const TURN: &str = "xunan-session";
const LEFT: &str = "left";
const AGAIN_MS: u32 = 30_000;

thread_local! {
    /// The database did not take it: this tab alone knows.
    static IS_ONLY_KNOWN_HERE: Cell<bool> = const { Cell::new(false) };
    static IS_TRYING: Cell<bool> = const { Cell::new(false) };
}

/// Somebody signs out: to be written down with that.
pub(super) fn begin() -> Op {
    Op::Put(Store::Meta, LEFT.into(), encode(&true))
}

/// It could not be written down.
pub(super) fn is_only_known_here() {
    IS_ONLY_KNOWN_HERE.set(true);
}

/// Ends what was left, now if the server can be reached, else as soon as it can.
pub(super) async fn go_on() {
    if nothing_is_left().await || IS_TRYING.replace(true) {
        return;
    }
    spawn_local(async {
        loop {
            timer::sleep(AGAIN_MS).await;
            if nothing_is_left().await {
                break;
            }
        }
        IS_TRYING.set(false);
    });
}

/// Somebody signed in: by that the server has ended the session whose cookie came with it.
pub(super) async fn is_over() {
    if is_left().await {
        IS_ONLY_KNOWN_HERE.set(false);
        let _ = write(vec![Op::Delete(Store::Meta, LEFT.into())]).await;
    }
}

/// Another tab may have ended it or signed somebody in, so the database's word counts.
async fn is_left() -> bool {
    let is_written = kept_one::<bool>(Store::Meta, LEFT).await.ok().flatten().is_some();
    is_written || IS_ONLY_KNOWN_HERE.get()
}

/// Whether no session of an earlier person lives any more; if one does, it is ended first. Asked before `hello` says whose cookie
/// this is.
pub(in super::super) async fn nothing_is_left() -> bool {
    if !is_left().await {
        return true;
    }
    let _turn = turn::take(TURN).await;
    if !is_left().await {
        return true;
    }
    let ended = net::ask("DELETE", "session", None, net::SMALL_LIMIT_MS).await;
    let is_ended = ended.is_ok_and(|got| has_ended(got.answer().status, got.answer().is_ours));
    if is_ended {
        is_over().await;
    }
    is_ended
}

/// Whether the answer means that there is no session any more.
const fn has_ended(status: u16, is_ours: bool) -> bool {
    is_ours && matches!(status, 200..=204 | 401 | 419)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_word_ends_a_session() {
        for status in [200, 204, 401] {
            assert!(has_ended(status, true) && !has_ended(status, false), "{status}");
        }
        for status in [302, 403, 429, 500, 503] {
            assert!(!has_ended(status, true), "{status}");
        }
    }
}
