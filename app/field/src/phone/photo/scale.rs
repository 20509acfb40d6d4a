//! The 1600 px JPEG and the thumbnail, made by a worker: the page stays free, and the large bitmap dies with a thread that is not it.

use super::super::timer::{TooLate, within};
use futures::channel::oneshot;
use js_sys::{ArrayBuffer, Object, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

/// Longer edge of the evidence, and of the small picture.
const EDGE_PX: u32 = 1_600;
const THUMB_PX: u32 = 320;
/// JPEG quality: 354 KB for a picture of 12 million pixels.
const QUALITY: f64 = 0.8;
/// 48 million pixels on the slowest phone of the list.
const LIMIT_MS: u32 = 30_000;

/// Both sizes, as JPEG.
#[derive(Debug, Clone)]
pub(super) struct Scaled {
    pub(super) picture: ArrayBuffer,
    pub(super) thumb: ArrayBuffer,
}

/// Why there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotScaled {
    /// The bytes are no picture that this browser can decode.
    Undecodable,
    /// The worker did not load, died, or hung: that says nothing about the picture.
    NoWorker,
}

type Answer = Result<Scaled, NotScaled>;
type Waiting = Rc<RefCell<BTreeMap<u32, oneshot::Sender<Answer>>>>;

/// The worker with whoever waits for it.
struct Scaler {
    worker: Worker,
    waiting: Waiting,
    last: u32,
}

thread_local! {
    static SCALER: RefCell<Option<Scaler>> = const { RefCell::new(None) };
}

/// Scales; once more with a fresh worker if the first one fails.
///
/// # Errors
/// See [`NotScaled`].
pub(super) async fn scale(bytes: &ArrayBuffer) -> Result<Scaled, NotScaled> {
    match attempt(bytes).await {
        Err(NotScaled::NoWorker) => attempt(bytes).await,
        other => other,
    }
}

async fn attempt(bytes: &ArrayBuffer) -> Answer {
    let (tell, told) = oneshot::channel();
    if ask(bytes, tell).is_none() {
        let_go();
        return Err(NotScaled::NoWorker);
    }
    match within(LIMIT_MS, told).await {
        Ok(told) => told.unwrap_or(Err(NotScaled::NoWorker)),
        Err(TooLate) => {
            // It may hang for good: the next picture gets another one.
            let_go();
            Err(NotScaled::NoWorker)
        }
    }
}

fn ask(bytes: &ArrayBuffer, tell: oneshot::Sender<Answer>) -> Option<()> {
    SCALER.with_borrow_mut(|scaler| {
        if scaler.is_none() {
            *scaler = Scaler::new();
        }
        let scaler = scaler.as_mut()?;
        scaler.last += 1;
        let question = question(scaler.last, bytes).ok()?;
        scaler.waiting.borrow_mut().insert(scaler.last, tell);
        // Copied, not handed over: the same bytes are hashed here, and kept if they can't be decoded.
        scaler.worker.post_message(&question).ok()
    })
}

/// The script of this very build, as the shell names it: an older or newer one may understand other questions.
fn script() -> Option<String> {
    web_sys::window()?.document()?.body()?.get_attribute("data-photo-worker")
}

fn question(id: u32, bytes: &ArrayBuffer) -> Result<Object, JsValue> {
    let question = Object::new();
    for (name, value) in [
        ("id", id.into()),
        ("bytes", bytes.clone().into()),
        ("edge", EDGE_PX.into()),
        ("thumb", THUMB_PX.into()),
        ("quality", QUALITY.into()),
    ] {
        Reflect::set(&question, &name.into(), &value)?;
    }
    Ok(question)
}

impl Scaler {
    fn new() -> Option<Self> {
        let worker = Worker::new(&script()?).ok()?;
        let waiting = Waiting::default();
        let answered = Rc::clone(&waiting);
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let answer = event.data();
            let id = field(&answer, "id").and_then(|id| id.as_f64());
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "our own number comes back")]
            let waiting = id.and_then(|id| answered.borrow_mut().remove(&(id as u32)));
            if let Some(waiting) = waiting {
                let _ = waiting.send(scaled(&answer));
            }
        });
        worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        // The script did not load, or the worker ran out of memory: whoever waits is told, the next picture gets another one.
        let on_error = Closure::<dyn Fn()>::new(let_go);
        worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
        Some(Self { worker, waiting, last: 0 })
    }
}

/// Ends the worker; whoever waits hears that nothing comes.
fn let_go() {
    if let Some(scaler) = SCALER.take() {
        scaler.worker.terminate();
        scaler.waiting.borrow_mut().clear();
    }
}

fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok()
}

fn scaled(answer: &JsValue) -> Answer {
    let bytes = |name| field(answer, name).and_then(|value| value.dyn_into::<ArrayBuffer>().ok());
    match (bytes("picture"), bytes("small")) {
        (Some(picture), Some(thumb)) => Ok(Scaled { picture, thumb }),
        _ if field(answer, "undecodable").is_some_and(|said| said.is_truthy()) => Err(NotScaled::Undecodable),
        _ => Err(NotScaled::NoWorker),
    }
}
