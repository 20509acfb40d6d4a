//! One tab at a time: Web Locks, which die with their tab. By reflection, because web-sys has them behind a flag of the compiler only.

use futures::channel::oneshot;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// This tab's turn. It ends when this is dropped, or with the tab.
pub(super) struct Turn(Option<Function>);

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(end) = self.0.take() {
            let _ = end.call0(&JsValue::NULL);
        }
    }
}

/// Waits in line for this tab's turn. A browser without locks (no HTTPS) gives it at once: what is done in turn has to be harmless
/// when two tabs do it, if not sensible.
pub(super) async fn take(name: &str) -> Turn {
    let (tell, told) = oneshot::channel();
    match ask(name, tell) {
        Some(()) => told.await.unwrap_or(Turn(None)),
        None => Turn(None),
    }
}

/// `navigator.locks.request(name, callback)`: the lock is held until the callback's promise settles.
fn ask(name: &str, tell: oneshot::Sender<Turn>) -> Option<()> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(|locks| locks.is_object())?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let on_granted = Closure::once_into_js(move |_lock: JsValue| {
        let mut end = None;
        let held = Promise::new(&mut |resolve, _reject| end = Some(resolve));
        // Nobody waits any more: the turn is dropped, and with that over.
        let _ = tell.send(Turn(end));
        held
    });
    request.call2(&locks, &name.into(), &on_granted).ok().map(|_| ())
}
