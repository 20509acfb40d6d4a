//! The thin driver around the outbox: what it wants stored is stored, what it wants sent is sent, and everything that happens is put
//! into it. One tab sends; of those that are looked at, one fetches; the others show.

mod feed;
mod lock;
mod report;
mod request;
mod storage;

use super::identity::News;
use super::{Started, clock, db, draft_store, identity, ledger, offline, timer};
use domain::ids::UserId;
use domain::time::Timestamp;
use futures::channel::oneshot;
use leptos::prelude::{ArcReadSignal, ArcRwSignal, Set};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use sync::outbox::{Input, Now, Outbox, Output, RequestNo, Session, Summary};
use sync::upload::Halves;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

pub(super) use storage::{Sealing, seal, sealed, withdraw};

/// A request that is older than this when the page is looked at again was frozen with it.
const FROZEN_MS: u64 = 60_000;
/// Before a database that could not be read is read again; grows to the longest.
const READ_AGAIN_MIN_MS: u32 = 1_000;
const READ_AGAIN_MAX_MS: u32 = 30_000;

struct Driver {
    outbox: RefCell<Outbox>,
    summary: ArcRwSignal<Summary>,
    session: Cell<Session>,
    on_their_way: RefCell<BTreeMap<RequestNo, (AbortController, u64)>>,
    halves: RefCell<Halves>,
    /// Whoever waits for the transaction that comes of the step being made.
    next_waiting: RefCell<Option<oneshot::Sender<Result<(), db::StoreFault>>>>,
    are_drafts_read: Cell<bool>,
    is_reading_again: Cell<bool>,
    trash_emptied_for: Cell<Option<UserId>>,
    wake_at_ms: Cell<Option<u64>>,
    /// Woken by whatever makes it worth to ask the server again.
    sleepers: RefCell<Vec<oneshot::Sender<()>>>,
    channel: RefCell<Option<lock::Channel>>,
}

thread_local! {
    static DRIVER: Driver = Driver {
        outbox: RefCell::new(Outbox::default()),
        summary: ArcRwSignal::new(Summary::default()),
        session: Cell::new(Session::Nobody),
        on_their_way: RefCell::new(BTreeMap::new()),
        halves: RefCell::new(Halves::default()),
        next_waiting: RefCell::new(None),
        are_drafts_read: Cell::new(false),
        is_reading_again: Cell::new(false),
        trash_emptied_for: Cell::new(None),
        wake_at_ms: Cell::new(None),
        sleepers: RefCell::new(vec![]),
        channel: RefCell::new(None),
    };
}

/// See [`super::start`].
pub(super) async fn start() -> Started {
    let lost = report::lost_at_start().await;
    // A database that does not answer here is read again by `load`.
    let drafts = draft_store::open_all().await.inspect(|_| drafts_are_read()).unwrap_or_default();
    load().await;
    offline::listen();
    identity::follow(heard);
    ledger::open().await;
    listen();
    lock::become_sender_when_free();
    // Whoever sends looks too: the tab before this one may have died with something stored that it told nobody of.
    lock::tell_others(lock::Word::Outbox);
    spawn_local(async {
        ledger::open_premises().await;
        feed::run().await;
    });
    spawn_local(report::run());
    Started { restored: drafts.restored, camera: drafts.camera, lost }
}

/// Puts everything that the database has into the outbox. If it can't be read that is known too, and it is read again by itself.
async fn load() {
    match read().await {
        Ok(loaded) => input(loaded),
        Err(_) => not_read(),
    }
}

/// Everything that the outbox has to know. Which pictures drafts name is part of it: what a draft names does not leave with a record.
async fn read() -> Result<Input, db::StoreFault> {
    if !DRIVER.with(|driver| driver.are_drafts_read.get()) {
        draft_store::open_all().await?;
        drafts_are_read();
    }
    storage::read_everything().await
}

fn drafts_are_read() {
    DRIVER.with(|driver| driver.are_drafts_read.set(true));
}

/// Drafts could not be read.
fn drafts_are_not_read() {
    DRIVER.with(|driver| driver.are_drafts_read.set(false));
    not_read();
}

/// Nothing is sent and nothing claimed until it was read: tried as often as it takes, by one at a time.
fn not_read() {
    input(Input::NotLoaded);
    if DRIVER.with(|driver| driver.is_reading_again.replace(true)) {
        return;
    }
    spawn_local(async {
        let mut pause_ms = READ_AGAIN_MIN_MS;
        let loaded = loop {
            rest(pause_ms).await;
            match read().await {
                Ok(loaded) => break loaded,
                Err(_) => pause_ms = (pause_ms * 2).min(READ_AGAIN_MAX_MS),
            }
        };
        // Before the step: what that wants done may fail in its turn.
        DRIVER.with(|driver| driver.is_reading_again.set(false));
        input(loaded);
        nudge();
    });
}

/// One step of the machine, and whatever it wants done.
pub(super) fn input(input: Input) {
    let random = u64::from_le_bytes(clock::random());
    let now = now();
    let outputs = DRIVER.with(|driver| driver.outbox.borrow_mut().step(now, random, input));
    for output in outputs {
        match output {
            Output::Send { no, request } => request::send(no, request),
            Output::Abort { no } => abort(no),
            Output::Store { no, ops } => storage::store(no, ops),
            Output::Show(summary) => show(*summary),
            Output::WakeAt { mono_ms } => wake_at(mono_ms),
            // Asked before by `can_withdraw`; what is left is said by the transaction.
            Output::TooLate { .. } => {}
        }
    }
    tell_session();
    empty_trash();
}

/// Once for each person, when everything is known that it takes: whose pictures are in use, and the server's time.
fn empty_trash() {
    let may = with(|outbox| outbox.is_sender() && outbox.is_loaded());
    let (Some(now), Some(user)) = (server_now().filter(|_| may), with(Outbox::session).user()) else { return };
    if DRIVER.with(|driver| driver.trash_emptied_for.replace(Some(user))) != Some(user) {
        spawn_local(draft_store::empty_trash(now));
    }
}

/// The server's time, as far as it is known.
pub(super) fn server_now() -> Option<Timestamp> {
    with(|outbox| outbox.server_now(now()))
}

/// The session was found to hold, or to have ended.
fn tell_session() {
    let session = with(Outbox::session);
    let before = DRIVER.with(|driver| driver.session.replace(session));
    if session != before && session != Session::Nobody {
        identity::session_is(matches!(session, Session::Open(_)));
        nudge();
    }
}

fn now() -> Now {
    Now { mono_ms: clock::mono_ms(), wall: clock::now() }
}

/// Looks at the outbox.
pub(super) fn with<T>(look: impl FnOnce(&Outbox) -> T) -> T {
    DRIVER.with(|driver| look(&driver.outbox.borrow()))
}

/// The outbox as it stands; tracked.
pub(super) fn summary() -> ArcReadSignal<Summary> {
    DRIVER.with(|driver| driver.summary.read_only())
}

fn show(summary: Summary) {
    report::remember_unsent();
    identity::others_wait(&summary.others);
    DRIVER.with(|driver| driver.summary.set(summary));
    report::something_changed();
}

fn abort(no: RequestNo) {
    let controller = DRIVER.with(|driver| driver.on_their_way.borrow_mut().remove(&no));
    if let Some((controller, _)) = controller {
        controller.abort();
    }
}

fn wake_at(mono_ms: u64) {
    let is_later = DRIVER.with(|driver| {
        let known = driver.wake_at_ms.get().filter(|known| *known > clock::mono_ms());
        let is_later = known.is_some_and(|known| known <= mono_ms);
        if !is_later {
            driver.wake_at_ms.set(Some(mono_ms));
        }
        is_later
    });
    if !is_later {
        let wait_ms = u32::try_from(mono_ms.saturating_sub(clock::mono_ms())).unwrap_or(u32::MAX);
        spawn_local(async move {
            timer::sleep(wait_ms).await;
            input(Input::Tick);
        });
    }
}

/// Who works here now.
fn heard(news: News) {
    match news {
        News::WorksHere { user, has_session } => {
            input(if has_session { Input::SignedIn { user } } else { Input::Offline { user } });
            nudge();
            if has_session {
                spawn_local(offline::ask_to_keep());
            }
        }
        News::NobodyWorks => input(Input::SignedOut),
        News::CameOrWent => session_changed(),
    }
}

/// Somebody signed in or out in this tab: the others look, and the ledger is read or fetched for whoever it is now.
fn session_changed() {
    lock::tell_others(lock::Word::Session);
    spawn_local(async {
        ledger::open().await;
        ledger::open_premises().await;
        nudge();
    });
}

/// When our server last answered, by its clock.
pub(super) fn server_seen_at() -> Option<Timestamp> {
    with(Outbox::server_seen_at)
}

/// 立即重试
pub(super) fn retry_now() {
    input(Input::RetryNow);
    lock::tell_others(lock::Word::Retry);
    nudge();
}

/// 刷新. The tab that fetches may be another one.
pub(super) fn refresh() {
    input(Input::OnlineHint);
    feed::hurry();
    lock::tell_others(lock::Word::Refresh);
}

/// Blobs that drafts name have changed.
pub(super) fn pin(pins: std::collections::BTreeSet<domain::digest::Sha256>) {
    input(Input::Pins(pins));
}

/// A draft was begun, sealed or thrown away.
pub(super) fn drafts_changed() {
    report::something_changed();
    lock::tell_others(lock::Word::Drafts);
}

/// Wakes whoever waits for a reason to ask the server again.
fn nudge() {
    let sleepers = DRIVER.with(|driver| driver.sleepers.take());
    for sleeper in sleepers {
        let _ = sleeper.send(());
    }
}

/// Sleeps until then or until [`nudge`].
async fn rest(ms: u32) {
    let (wake, woken) = oneshot::channel();
    DRIVER.with(|driver| driver.sleepers.borrow_mut().push(wake));
    let _ = timer::within(ms, woken).await;
}

/// Whether somebody looks at this page.
fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// What the browser tells: network, sight.
fn listen() {
    let Some(window) = web_sys::window() else { return };
    on(&window, "online", || {
        input(Input::OnlineHint);
        nudge();
    });
    on(&window, "offline", || input(Input::OfflineHint));
    if let Some(document) = window.document() {
        on(&document, "visibilitychange", || {
            if is_visible() {
                look_again();
            } else {
                feed::give_way();
            }
        });
    }
}

/// The page is looked at again: what was on its way when the phone slept may never settle.
fn look_again() {
    let old = clock::mono_ms().saturating_sub(FROZEN_MS);
    let frozen: Vec<RequestNo> = DRIVER.with(|driver| {
        let on_their_way = driver.on_their_way.borrow();
        on_their_way.iter().filter(|(_, (_, since_ms))| *since_ms < old).map(|(no, _)| *no).collect()
    });
    for no in frozen {
        abort(no);
        input(Input::TimedOut { no });
    }
    input(Input::Tick);
    nudge();
    // A tab that died between its write and its word to the others has told nobody.
    spawn_local(load());
}

/// For as long as the page lives.
fn on(target: &web_sys::EventTarget, event: &str, act: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(act).into_js_value();
    let _ = target.add_event_listener_with_callback(event, listener.unchecked_ref());
}
