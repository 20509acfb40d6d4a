//! Whether everything is on the phone that is needed without a network: the service worker says so. And that the browser shall not clear
//! it away when room becomes scarce.

use leptos::prelude::{ArcReadSignal, ArcRwSignal, GetUntracked, Set};
use std::cell::Cell;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageEvent, ServiceWorker, ServiceWorkerContainer};

/// `boot.js` says so when the browser does not take the service worker at all.
const NO_WORKER: &str = "xunan-no-worker";
/// `boot.js` says so when another build lies ready beside the one that runs.
const UPDATE: &str = "xunan-update";

/// How much of the program is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OfflineState {
    /// Not known yet.
    #[default]
    Unknown,
    /// It is being fetched.
    Loading {
        /// Bytes that are here.
        done: u64,
        /// Of so many.
        total: u64,
    },
    /// Everything is here. An update that is being fetched changes nothing about that.
    Ready,
    /// It could not be fetched, or this browser keeps nothing: a start without network will fail. The next start tries again.
    Failed,
}

/// What the service worker says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Progress { done: u64, total: u64 },
    Installed,
    Failed,
}

impl OfflineState {
    /// What follows from that. What works stays: a build that fails leaves the old one in its place.
    const fn after(self, said: Said) -> Self {
        match (self, said) {
            (Self::Ready, _) | (_, Said::Installed) => Self::Ready,
            (_, Said::Progress { done, total }) => Self::Loading { done, total },
            (_, Said::Failed) => Self::Failed,
        }
    }
}

thread_local! {
    static STATE: ArcRwSignal<OfflineState> = ArcRwSignal::new(OfflineState::Unknown);
    static IS_UPDATE_THERE: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static IS_PERSISTED: ArcRwSignal<Option<bool>> = ArcRwSignal::new(None);
    static IS_ASKING: Cell<bool> = const { Cell::new(false) };
}

/// How much of the program is here; tracked.
#[must_use]
pub fn state() -> ArcReadSignal<OfflineState> {
    STATE.with(ArcRwSignal::read_only)
}

/// Whether another build lies ready: it takes over when the person says so, or when the app is next opened after all of its pages were
/// closed. Tracked.
#[must_use]
pub fn is_update_there() -> ArcReadSignal<bool> {
    IS_UPDATE_THERE.with(ArcRwSignal::read_only)
}

/// The build that lies ready takes over, and this page begins anew with it. What was edited is in the journal.
pub fn take_over() {
    let Some(worker) = web_sys::window().map(|window| window.navigator().service_worker()).filter(|worker| !worker.is_undefined()) else {
        return;
    };
    spawn_local(async move {
        let Some(waiting) = waiting(&worker).await else { return reload() };
        let on_change = Closure::once_into_js(reload);
        let _ = worker.add_event_listener_with_callback("controllerchange", on_change.unchecked_ref());
        let message = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&message, &"type".into(), &"take-over".into());
        let _ = waiting.post_message(&message); // one that has gone has taken over already
    });
}

fn reload() {
    let _ = web_sys::window().map(|window| window.location().reload());
}

async fn waiting(worker: &ServiceWorkerContainer) -> Option<ServiceWorker> {
    let registration = JsFuture::from(worker.ready().ok()?).await.ok()?;
    js_sys::Reflect::get(&registration, &"waiting".into()).ok()?.dyn_into().ok()
}

/// Whether the browser has promised to keep this phone's data when room becomes scarce; none before it was asked. Tracked.
#[must_use]
pub fn is_persisted() -> ArcReadSignal<Option<bool>> {
    IS_PERSISTED.with(ArcRwSignal::read_only)
}

fn hear(said: Said) {
    STATE.with(|state| {
        let (now, next) = (state.get_untracked(), state.get_untracked().after(said));
        if now != next {
            state.set(next);
        }
    });
}

/// Listens for as long as the page lives. Called once.
pub(super) fn listen() {
    let Some(window) = web_sys::window() else { return };
    let on_no_worker = Closure::<dyn Fn()>::new(|| hear(Said::Failed)).into_js_value();
    let _ = window.add_event_listener_with_callback(NO_WORKER, on_no_worker.unchecked_ref());
    let on_update = Closure::<dyn Fn()>::new(|| IS_UPDATE_THERE.with(|is_there| is_there.set(true))).into_js_value();
    let _ = window.add_event_listener_with_callback(UPDATE, on_update.unchecked_ref());
    // Without HTTPS, and in some private windows, there is none.
    let worker = window.navigator().service_worker();
    if worker.is_undefined() {
        return hear(Said::Failed);
    }
    if worker.controller().is_some() {
        hear(Said::Installed);
    }
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| said(&event.data()).into_iter().for_each(hear));
    let _ = worker.add_event_listener_with_callback("message", on_message.into_js_value().unchecked_ref());
    spawn_local(wait_until_ready(worker));
}

/// A worker that was installed before this page listened is active by now, or will be.
async fn wait_until_ready(worker: ServiceWorkerContainer) {
    if let Ok(ready) = worker.ready()
        && JsFuture::from(ready).await.is_ok()
    {
        hear(Said::Installed);
    }
    // It may have come before anybody listened.
    if waiting(&worker).await.is_some() {
        IS_UPDATE_THERE.with(|is_there| is_there.set(true));
    }
}

fn said(message: &JsValue) -> Option<Said> {
    let field = |name: &str| js_sys::Reflect::get(message, &name.into()).ok();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes are whole numbers")]
    let bytes = |name: &str| Some(field(name)?.as_f64()? as u64);
    match field("type")?.as_string()?.as_str() {
        "progress" => Some(Said::Progress { done: bytes("done")?, total: bytes("total")? }),
        "installed" => Some(Said::Installed),
        "install-failed" => Some(Said::Failed),
        _ => None,
    }
}

/// Asks the browser to keep this phone's data: at each start and each sign-in until it promises to. A browser that said no once may say
/// yes later, when the page is installed or used often.
pub(super) async fn ask_to_keep() {
    if IS_ASKING.replace(true) {
        return;
    }
    if IS_PERSISTED.with(|known| known.get_untracked()) != Some(true)
        && let Some(answer) = ask().await
    {
        IS_PERSISTED.with(|is_persisted| is_persisted.set(Some(answer)));
    }
    IS_ASKING.set(false);
}

async fn ask() -> Option<bool> {
    let storage = web_sys::window()?.navigator().storage();
    if storage.is_undefined() {
        return Some(false);
    }
    // What it has promised before needs no question, which some browsers put to the person.
    let promised = JsFuture::from(storage.persisted().ok()?).await.ok()?.as_bool();
    if promised == Some(true) {
        return promised;
    }
    JsFuture::from(storage.persist().ok()?).await.ok()?.as_bool()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Said = Said::Progress { done: 1, total: 2 };

    #[test]
    fn the_first_install_is_followed_to_its_end() {
        let loading = OfflineState::Unknown.after(HALF);
        assert_eq!(loading, OfflineState::Loading { done: 1, total: 2 });
        assert_eq!(loading.after(Said::Failed), OfflineState::Failed);
        assert_eq!(loading.after(Said::Failed).after(HALF), loading, "another attempt");
        assert_eq!(loading.after(Said::Installed), OfflineState::Ready);
    }

    #[test]
    fn an_update_takes_nothing_away_whatever_becomes_of_it() {
        for said in [HALF, Said::Failed, Said::Installed] {
            assert_eq!(OfflineState::Ready.after(said), OfflineState::Ready);
        }
    }
}
