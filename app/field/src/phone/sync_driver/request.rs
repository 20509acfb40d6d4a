//! Sends what the outbox wants sent.

use super::super::clock;
use super::super::db::{Store, read};
use super::super::hash::sha256;
use super::super::identity;
use super::super::net::{self, Body, Call, Lost};
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
    let (method, path) = match request {
        Request::Hello => ("GET", "hello".to_owned()),
        Request::Command { id, .. } => ("PUT", format!("commands/{id}")),
        Request::AskBlob { sha256 } => ("HEAD", format!("blobs/{sha256}")),
        Request::Blob { sha256 } => ("PUT", format!("blobs/{sha256}")),
        Request::Reconcile(_) => ("POST", "reconcile".to_owned()),
    };
    let (body, limit_ms) = match body(request).await {
        Ok(Some((body, size_bytes))) => (Some(body), net::limit_for(size_bytes)),
        Ok(None) => (None, net::SMALL_LIMIT_MS),
        Err(Unsendable::Unreadable) => return Input::Unreadable { no },
        Err(Unsendable::NotNow) => return Input::TimedOut { no },
    };
    match net::call(Call { method, path: &path, body, limit_ms }, abort).await {
        Ok(got) => {
            let answer = got.answer();
            Input::Answer { no, epoch: answer.epoch, reply: reply(request, &answer) }
        }
        Err(Lost) => Input::TimedOut { no },
    }
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

/// Why there is nothing to send.
enum Unsendable {
    /// The bytes are gone or are not those of their hash.
    Unreadable,
    /// The database does not answer: that says nothing about the bytes.
    NotNow,
}

async fn body(request: &Request) -> Result<Option<(Body, u64)>, Unsendable> {
    match request {
        Request::Hello | Request::AskBlob { .. } => Ok(None),
        Request::Command { id, sha256 } => {
            let bytes = bytes(Store::Sealed, &id.to_string(), *sha256).await?;
            let size_bytes = u64::from(bytes.byte_length());
            Ok(Some((Body::Json(js_sys::Uint8Array::new(&bytes).to_vec()), size_bytes)))
        }
        Request::Blob { sha256 } => {
            let bytes = bytes(Store::Blobs, &sha256.to_string(), *sha256).await?;
            let size_bytes = u64::from(bytes.byte_length());
            Ok(Some((Body::Bytes(bytes), size_bytes)))
        }
        Request::Reconcile(asked) => {
            let json = serde_json::to_vec(asked).unwrap_or_default();
            let size_bytes = json.len() as u64;
            Ok(Some((Body::Json(json), size_bytes)))
        }
    }
}

/// Bytes from the database, if they are still those of their hash.
async fn bytes(store: Store, key: &str, expected: Sha256) -> Result<ArrayBuffer, Unsendable> {
    let found = read(store, key).await.map_err(|_| Unsendable::NotNow)?;
    let bytes: ArrayBuffer = found.and_then(|value| value.dyn_into().ok()).ok_or(Unsendable::Unreadable)?;
    if sha256(&bytes).await == expected { Ok(bytes) } else { Err(Unsendable::Unreadable) }
}
