//! What travels between phone and server.

use domain::digest::Sha256;
use domain::ids::{CommandId, UserId};
use sync::answer::{Answer, Expected, of_blob, of_blob_head, of_command, of_hello, of_reconcile};
use sync::hello::Epoch;
use sync::outbox::{Reply, Request};
use sync::reconcile::Reconcile;

/// A request as bytes, with the cookie it left with.
#[derive(Debug, Clone)]
pub(crate) struct Packet {
    pub(crate) cookie: Option<UserId>,
    pub(crate) call: Call,
}

/// The call and its body.
#[derive(Debug, Clone)]
pub(crate) enum Call {
    Hello,
    Command { id: CommandId, bytes: Vec<u8> },
    AskBlob { sha256: Sha256 },
    Blob { sha256: Sha256, bytes: Vec<u8> },
    Reconcile(Reconcile),
}

/// An answer as bytes.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) is_ours: bool,
    pub(crate) epoch: Option<Epoch>,
    pub(crate) retry_after_s: Option<u32>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// Read by the one table, as the browser's driver does.
    pub(crate) fn read(&self, request: &Request) -> Reply {
        let answer =
            Answer { status: self.status, is_ours: self.is_ours, epoch: self.epoch, retry_after_s: self.retry_after_s, body: &self.body };
        match request {
            Request::Hello => Reply::Hello(of_hello(&answer)),
            Request::Command { id, sha256 } => Reply::Command(of_command(&answer, Expected { id: *id, sha256: *sha256 })),
            Request::AskBlob { .. } => Reply::Blob(of_blob_head(&answer)),
            Request::Blob { sha256 } => Reply::Blob(of_blob(&answer, *sha256)),
            Request::Reconcile(asked) => Reply::Reconciled(of_reconcile(&answer, asked)),
        }
    }
}
