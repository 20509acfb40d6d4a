//! Sends what the outbox wants sent.

use super::super::clock;
use super::super::db::{Store, read};
use super::super::hash::sha256;
use super::super::identity;
use super::super::net::{self, Body, Call, Got, Lost};
use super::{DRIVER, input};
use domain::digest::Sha256;
use js_sys::ArrayBuffer;
use sync::answer::{Answer, Expected, of_blob, of_blob_head, of_command, of_hello, of_reconcile};
use sync::outbox::{Input, Reply, Request, RequestNo};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

pub(super) fn send(no: RequestNo, request: Request) {
    let Some(abort) = net::abort() else { return input(Input::TimedOut { no }) };
    DRIVER.with(|driver| driver.on_their_way.borrow_mut().insert(no, (abort.clone(), clock::mono_ms())));
    spawn_local(async move {
        let outcome = attempt(no, &request, &abort).await;
        // Given up meanwhile: nobody wants the answer any more.
        let is_wanted = DRIVER.with(|driver| driver.on_their_way.borrow_mut().remove(&no)).is_some();
        if is_wanted {
            input(outcome);
        }
    });
}

async fn attempt(no: RequestNo, request: &Request, abort: &AbortController) -> Input {
    if *request == Request::Hello && !identity::nothing_is_left().await {
        return Input::TimedOut { no };
    }
    match ask(request, abort).await {
        Err(Unsent::Unreadable) => Input::Unreadable { no },
        Err(Unsent::NotNow | Unsent::Lost) => Input::TimedOut { no },
        Ok(got) => {
            let answer = got.answer();
            Input::Answer { no, epoch: answer.epoch, reply: reply(request, &answer) }
        }
    }
}

async fn ask(request: &Request, abort: &AbortController) -> Result<Got, Unsent> {
    let (method, path, body) = match request {
        Request::Hello => ("GET", "hello".to_owned(), None),
        Request::Command { id, sha256 } => {
            let bytes = bytes(Store::Sealed, &id.to_string(), *sha256).await?;
            ("PUT", format!("commands/{id}"), Some(Body::Json(js_sys::Uint8Array::new(&bytes).to_vec())))
        }
        Request::AskBlob { sha256 } => ("HEAD", format!("blobs/{sha256}"), None),
        Request::Blob { sha256 } => return send_blob(*sha256, abort).await,
        Request::Reconcile(asked) => ("POST", "reconcile".to_owned(), Some(Body::Json(serde_json::to_vec(asked).unwrap_or_default()))),
    };
    let got = call(method, &path, body, abort).await?;
    if let Request::AskBlob { sha256 } = request {
        note(*sha256, &got);
    }
    Ok(got)
}

/// From where it was broken off; whole where the server is older than this build and takes no parts.
async fn send_blob(sha256: Sha256, abort: &AbortController) -> Result<Got, Unsent> {
    let path = format!("blobs/{sha256}");
    let bytes = bytes(Store::Blobs, &sha256.to_string(), sha256).await?;
    let length = bytes.byte_length();
    let begin = DRIVER.with(|driver| driver.halves.borrow().begin(sha256, length.into()));
    let offset = u32::try_from(begin).unwrap_or(0);
    let part = Body::Part { bytes: bytes.slice_with_end(offset, length), offset, length };
    let got = call("PATCH", &path, Some(part), abort).await?;
    note(sha256, &got);
    if !got.is_method_unknown() {
        return Ok(got);
    }
    call("PUT", &path, Some(Body::Bytes(bytes)), abort).await
}

async fn call(method: &'static str, path: &str, body: Option<Body>, abort: &AbortController) -> Result<Got, Unsent> {
    let limit_ms = body.as_ref().map_or(net::SMALL_LIMIT_MS, Body::limit_ms);
    Ok(net::call(Call { method, path, body, limit_ms }, abort).await?)
}

fn note(sha256: Sha256, got: &Got) {
    DRIVER.with(|driver| got.note(&mut driver.halves.borrow_mut(), sha256));
}

fn reply(request: &Request, answer: &Answer<'_>) -> Reply {
    match request {
        Request::Hello => Reply::Hello(of_hello(answer)),
        Request::Command { id, sha256 } => Reply::Command(of_command(answer, Expected { id: *id, sha256: *sha256 })),
        Request::AskBlob { .. } => Reply::Blob(of_blob_head(answer)),
        Request::Blob { sha256 } => Reply::Blob(of_blob(answer, *sha256)),
        Request::Reconcile(asked) => Reply::Reconciled(of_reconcile(answer, asked)),
    }
}

/// Why there is no answer.
enum Unsent {
    /// The bytes are gone or are not those of their hash.
    Unreadable,
    /// The database does not answer: that says nothing about the bytes.
    NotNow,
    /// Sent, and nobody knows whether it arrived.
    Lost,
}

impl From<Lost> for Unsent {
    fn from(Lost: Lost) -> Self {
        Self::Lost
    }
}

/// Bytes from the database, if they are still those of their hash.
async fn bytes(store: Store, key: &str, expected: Sha256) -> Result<ArrayBuffer, Unsent> {
    let found = read(store, key).await.map_err(|_| Unsent::NotNow)?;
    let bytes: ArrayBuffer = found.and_then(|value| value.dyn_into().ok()).ok_or(Unsent::Unreadable)?;
    if sha256(&bytes).await == expected { Ok(bytes) } else { Err(Unsent::Unreadable) }
}
