//! What travels between phone and server.

use domain::digest::Sha256;
use domain::ids::{CommandId, UserId};
use sync::answer::{Answer, Expected, of_blob, of_blob_head, of_command, of_hello, of_reconcile};
use sync::feed::Cursor;
use sync::hello::Epoch;
use sync::outbox::{Reply, Request};
use sync::reconcile::Reconcile;

/// A request as bytes, with the cookie it left with.
#[derive(Debug, Clone)]
pub(crate) struct Packet {
    /// Whose session.
    pub(crate) cookie: Option<UserId>,
    /// What is asked.
    pub(crate) call: Call,
}

/// The call and its body.
#[derive(Debug, Clone)]
pub(crate) enum Call {
    /// `GET hello`
    Hello,
    /// `PUT commands/{id}`
    Command {
        /// Which.
        id: CommandId,
        /// As they were sealed.
        bytes: Vec<u8>,
    },
    /// `HEAD blobs/{sha256}`
    AskBlob {
        /// Which.
        sha256: Sha256,
    },
    /// `PATCH blobs/{sha256}`
    Blob {
        /// Which.
        sha256: Sha256,
        /// Where the part begins.
        offset: u64,
        /// Bytes of the whole.
        length: u64,
        /// The part.
        bytes: Vec<u8>,
    },
    /// `POST reconcile`
    Reconcile(Reconcile),
    /// `GET feed`; the time is used by a bug only.
    Feed(Option<Cursor>, i64),
    /// `PUT holdings`: what lies on which installation.
    Holdings(u64, Vec<CommandId>),
}

/// An answer as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Response {
    /// The HTTP status.
    pub(crate) status: u16,
    /// It carried our header.
    pub(crate) is_ours: bool,
    /// The epoch's header.
    pub(crate) epoch: Option<Epoch>,
    /// `Retry-After`, seconds.
    pub(crate) retry_after_s: Option<u32>,
    /// `Upload-Offset`
    pub(crate) upload_offset: Option<u64>,
    /// The body.
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// One of ours with only a status.
    #[must_use]
    pub(crate) const fn status(status: u16) -> Self {
        Self { status, is_ours: true, epoch: None, retry_after_s: None, upload_offset: None, body: vec![] }
    }

    /// One of somebody else's.
    pub(crate) fn foreign(status: u16, words: &str) -> Self {
        Self { is_ours: false, body: words.as_bytes().to_vec(), ..Self::status(status) }
    }

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
