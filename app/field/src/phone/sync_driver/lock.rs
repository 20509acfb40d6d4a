//! One tab sends: a Web Lock that dies with its tab. The others hear by a channel what has changed.

use super::{DRIVER, READ_AGAIN_MAX_MS, drafts_are_not_read, feed, input, load, nudge, rest, with};
use crate::phone::{draft_store, identity, ledger, turn};
use sync::outbox::{Input, Outbox};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{BroadcastChannel, MessageEvent};

const TURN: &str = "xunan-outbox";
const CHANNEL: &str = "xunan";

/// What tabs tell each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// The outbox's rows changed.
    Outbox,
    /// A draft was begun, sealed or thrown away.
    Drafts,
    /// The ledger's rows changed.
    Ledger,
    /// The server has said that the ledger's rows are still all.
    Seen,
    /// 刷新
    Refresh,
    /// Somebody signed in or out.
    Session,
    /// 立即重试
    Retry,
}

impl Word {
    const ALL: [Self; 7] = [Self::Outbox, Self::Drafts, Self::Ledger, Self::Seen, Self::Refresh, Self::Session, Self::Retry];

    const fn text(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Drafts => "drafts",
            Self::Ledger => "ledger",
            Self::Seen => "seen",
            Self::Refresh => "refresh",
            Self::Session => "session",
            Self::Retry => "retry",
        }
    }
}

/// The channel, kept open.
pub(super) struct Channel(BroadcastChannel);

/// Waits in line; whoever's turn it is sends until the tab dies. In a browser without locks two tabs would at worst send the same bytes
/// twice, which is harmless.
pub(super) fn become_sender_when_free() {
    open_channel();
    spawn_local(async {
        let _turn = turn::take(TURN).await;
        start_sending().await;
        std::future::pending::<()>().await;
    });
}

async fn start_sending() {
    load().await;
    // Whoever sends trusts its memory more than the database: what another tab has done until now has to be in it.
    while !with(Outbox::is_loaded) {
        rest(READ_AGAIN_MAX_MS).await;
    }
    input(Input::BecameSender);
    nudge();
}

fn open_channel() {
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return };
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let word = event.data().as_string();
        if let Some(word) = Word::ALL.into_iter().find(|known| Some(known.text()) == word.as_deref()) {
            spawn_local(hear(word));
        }
    });
    channel.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    DRIVER.with(|driver| driver.channel.replace(Some(Channel(channel))));
}

async fn hear(word: Word) {
    match word {
        Word::Outbox => load().await,
        Word::Drafts => {
            if draft_store::changed_elsewhere().await.is_err() {
                drafts_are_not_read();
            }
        }
        Word::Ledger => ledger::reread().await,
        Word::Seen => ledger::seen_elsewhere().await,
        Word::Refresh => feed::hurry(),
        Word::Session => {
            identity::read_who().await;
            ledger::reread().await;
            nudge();
        }
        Word::Retry => {
            input(Input::RetryNow);
            nudge();
        }
    }
}

/// Tells the other tabs.
pub(super) fn tell_others(word: Word) {
    DRIVER.with(|driver| {
        if let Some(Channel(channel)) = &*driver.channel.borrow() {
            let _ = channel.post_message(&word.text().into());
        }
    });
}
