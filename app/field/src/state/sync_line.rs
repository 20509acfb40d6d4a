//! The state of sending in one sentence. Nothing is called 全部送达 that somebody still has to do something about.

use app_ui::part::{SyncState, Tone};
use app_ui::words::{Phrase, say};
use sync::outbox::{Chip, Link};

/// What the chip on every page says. Nothing is called 已同步 that the server has not said.
pub(super) fn chip_state(chip: Chip, can_send: bool) -> SyncState {
    match chip {
        Chip { is_loaded: false, .. } => SyncState::Unread,
        _ if !can_send => SyncState::SignIn,
        Chip { attention: 1.., .. } => SyncState::Attention(chip.attention),
        Chip { sending: true, .. } => SyncState::Sending(chip.waiting.max(1)),
        Chip { waiting: 1.., .. } => SyncState::Waiting(chip.waiting),
        Chip { link: Link::Online, .. } => SyncState::Synced,
        _ => SyncState::Offline,
    }
}

/// The sentence, with its tone.
pub(super) fn sync_line(chip: Chip, can_send: bool) -> (Tone, Phrase) {
    if !chip.is_loaded {
        return (Tone::Warn, say::q::unread());
    }
    // Without a session everything that waits counts as 需处理: what it needs is the sign-in, and to an offline entry that is new.
    if !can_send {
        let is_known_ended = chip.link == Link::Online || chip.attention + chip.waiting > 0;
        return (Tone::Warn, if is_known_ended { say::q::auth() } else { say::auth::off() });
    }
    if chip.is_stopped {
        return (Tone::Warn, say::auth::stop(chip.waiting + chip.attention));
    }
    if chip.attention > 0 {
        return (Tone::Warn, say::queue::attention(chip.attention));
    }
    match (chip.link, chip.waiting) {
        (Link::Portal, _) => (Tone::Warn, say::net::portal()),
        (Link::Busy, _) => (Tone::Warn, say::net::server()),
        (Link::Online, 0) => (Tone::Ok, say::q::all()),
        (Link::Online, _) if chip.sending => (Tone::Info, say::net::back()),
        (Link::Online, waiting) => (Tone::Info, say::q::wait(waiting)),
        (Link::Offline | Link::Unknown, 0) => (Tone::Info, say::net::off()),
        (Link::Offline | Link::Unknown, waiting) => (Tone::Info, say::q::wait(waiting)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONLINE: Chip = Chip {
        link: Link::Online,
        sending: false,
        waiting: 0,
        attention: 0,
        delivered: 0,
        oldest: None,
        is_stopped: false,
        is_loaded: true,
    };

    #[test]
    fn all_is_delivered_only_when_nothing_waits_for_anybody() {
        let said = |chip, can_send| sync_line(chip, can_send);
        assert_eq!(said(ONLINE, true), (Tone::Ok, say::q::all()));
        assert_eq!(said(Chip { attention: 2, ..ONLINE }, true), (Tone::Warn, say::queue::attention(2)), "refused ones are not delivered");
        assert_eq!(said(Chip { is_loaded: false, ..ONLINE }, true), (Tone::Warn, say::q::unread()), "nobody knows what is there");
        assert_eq!(said(Chip { waiting: 1, ..ONLINE }, true), (Tone::Info, say::q::wait(1)));
        assert_eq!(said(Chip { is_stopped: true, attention: 3, ..ONLINE }, true), (Tone::Warn, say::auth::stop(3)));
    }

    #[test]
    fn an_ended_session_is_not_an_offline_entry() {
        let offline = Chip { link: Link::Offline, ..ONLINE };
        assert_eq!(sync_line(offline, false).1, say::auth::off());
        assert_eq!(sync_line(ONLINE, false).1, say::q::auth());
        assert_eq!(sync_line(Chip { attention: 1, ..offline }, false).1, say::q::auth(), "they wait for the sign-in");
        assert_eq!(chip_state(Chip { attention: 1, ..ONLINE }, false), SyncState::SignIn);
    }
}
