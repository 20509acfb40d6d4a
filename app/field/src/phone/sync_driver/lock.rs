//! One tab sends: a Web Lock that dies with its tab. The others hear by a channel what has changed.

use super::{DRIVER, input, load, nudge};
use crate::phone::{draft_store, identity, ledger};
use js_sys::{Function, Promise, Reflect};
use sync::outbox::Input;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{BroadcastChannel, MessageEvent};

const LOCK: &str = "xunan-outbox";
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
    /// Somebody signed in or out.
    Session,
    /// 立即重试
    Retry,
}

impl Word {
    const ALL: [Self; 5] = [Self::Outbox, Self::Drafts, Self::Ledger, Self::Session, Self::Retry];

    const fn text(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Drafts => "drafts",
            Self::Ledger => "ledger",
            Self::Session => "session",
            Self::Retry => "retry",
        }
    }
}

/// The channel, kept open.
pub(super) struct Channel(BroadcastChannel);

/// Waits in line for the lock; whoever has it sends until the tab dies.
pub(super) fn become_sender_when_free() {
    open_channel();
    if request_lock().is_none() {
        // A browser without locks has one tab as a rule; two would at worst send the same bytes twice, which is harmless.
        spawn_local(start_sending());
    }
}

/// `navigator.locks.request(name, callback)`. By reflection: web-sys has it behind a flag of the compiler only.
fn request_lock() -> Option<()> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(|locks| locks.is_object())?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let on_granted = Closure::once_into_js(move |_lock: JsValue| {
        spawn_local(start_sending());
        // Never settles: the lock is held for as long as the tab lives.
        Promise::new(&mut |_resolve, _reject| {})
    });
    request.call2(&locks, &LOCK.into(), &on_granted).ok().map(|_| ())
}

async fn start_sending() {
    load().await;
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
        Word::Drafts => draft_store::changed_elsewhere().await,
        Word::Ledger => reread_ledger().await,
        Word::Session => {
            identity::read_who().await;
            reread_ledger().await;
            nudge();
        }
        Word::Retry => {
            input(Input::RetryNow);
            nudge();
        }
    }
}

async fn reread_ledger() {
    ledger::open().await;
    ledger::open_premises().await;
}

/// Tells the other tabs.
pub(super) fn tell_others(word: Word) {
    DRIVER.with(|driver| {
        if let Some(Channel(channel)) = &*driver.channel.borrow() {
            let _ = channel.post_message(&word.text().into());
        }
    });
}
