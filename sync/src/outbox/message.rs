//! What goes into the outbox and what comes out of it.

use super::{Blob, Item, Summary, VerifiedFor7Days};
use crate::answer::{BlobMeaning, Meaning, Trouble};
use crate::hello::{Epoch, Hello};
use crate::journal::Entry;
use crate::reconcile::{Reconcile, Reconciled};
use domain::digest::Sha256;
use domain::ids::{CommandId, UserId};
use domain::time::Timestamp;
use std::collections::BTreeSet;

/// The moment of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds by a clock that never goes back; everything is scheduled by it.
    pub mono_ms: u64,
    /// The phone's clock; for words only.
    pub wall: Timestamp,
}

/// Number of a request, to find the answer's question again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestNo(pub u64);

/// Number of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransactionNo(pub u64);

/// What happens to the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Everything the database has; at the start, and whenever another tab wrote.
    Loaded {
        /// Every item.
        items: Vec<Item>,
        /// Every blob.
        blobs: Vec<Blob>,
        /// The last epoch that was stored.
        epoch: Option<Epoch>,
    },
    /// The database could not be read: what is here may be less than what it has. [`Input::Loaded`] follows when it can.
    NotLoaded,
    /// A person handed something in.
    Seal(Box<Seal>),
    /// A person takes it back.
    Withdraw {
        /// Which.
        id: CommandId,
        /// The journal's entries that open the draft again.
        journal: Vec<Entry>,
    },
    /// A request was answered.
    Answer {
        /// Which.
        no: RequestNo,
        /// The epoch in its header.
        epoch: Option<Epoch>,
        /// What it means.
        reply: Reply,
    },
    /// A request came to nothing: no connection, a stall, an abort.
    TimedOut {
        /// Which.
        no: RequestNo,
    },
    /// The bytes of a command can't be read from the database, or their hash is wrong.
    Unreadable {
        /// The request that was to carry them.
        no: RequestNo,
    },
    /// Time passed.
    Tick,
    /// The browser believes that there is a network.
    OnlineHint,
    /// The browser knows that there is none.
    OfflineHint,
    /// Another call met something odd (an ended session, another epoch): `hello` has a look.
    LookAtTheLine,
    /// A person signed in with the network, or their session was found to hold at the start.
    SignedIn {
        /// Who.
        user: UserId,
    },
    /// Somebody works here without a session: nothing is sent.
    Offline {
        /// Who.
        user: UserId,
    },
    /// Nobody works here.
    SignedOut,
    /// A transaction is durable.
    StorageDone {
        /// Which.
        no: TransactionNo,
    },
    /// A transaction failed, or nobody knows.
    StorageFailed {
        /// Which.
        no: TransactionNo,
    },
    /// This tab sends now; [`Input::Loaded`] came just before.
    BecameSender,
    /// Another tab sends.
    SenderLost,
    /// 立即重试
    RetryNow,
    /// An item that was refused, or whose photos were, is to be offered again: its owner says so.
    OfferAgain {
        /// Which.
        id: CommandId,
    },
    /// Blobs that open drafts name: these stay whatever happens to the items that name them too.
    Pins(BTreeSet<Sha256>),
}

/// Something to be handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The item.
    pub item: Item,
    /// Its blobs.
    pub blobs: Vec<Blob>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The journal's entry that closes the draft.
    pub journal: Option<Entry>,
}

/// What an answer means, by what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// To [`Request::Hello`].
    Hello(Result<Hello, Trouble>),
    /// To [`Request::Command`].
    Command(Meaning),
    /// To [`Request::AskBlob`] and [`Request::Blob`].
    Blob(BlobMeaning),
    /// To [`Request::Reconcile`].
    Reconciled(Result<Reconciled, Trouble>),
}

/// What the outbox wants done.
#[derive(Debug, PartialEq, Eq)]
pub enum Output {
    /// Send this; answer by [`Input::Answer`], [`Input::TimedOut`] or [`Input::Unreadable`].
    Send {
        /// Its number.
        no: RequestNo,
        /// What.
        request: Request,
    },
    /// Give this request up; no answer is wanted any more.
    Abort {
        /// Which.
        no: RequestNo,
    },
    /// Do all of this in one strict transaction; answer by [`Input::StorageDone`] or [`Input::StorageFailed`].
    Store {
        /// Its number.
        no: TransactionNo,
        /// In this order.
        ops: Vec<StoreOp>,
    },
    /// Show this.
    Show(Box<Summary>),
    /// Come back with [`Input::Tick`] at this moment, or earlier.
    WakeAt {
        /// By the monotonic clock.
        mono_ms: u64,
    },
    /// The item can't be taken back any more.
    TooLate {
        /// Which.
        id: CommandId,
    },
}

/// A request. Bytes come from the database; the driver checks their hash before they leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// `GET hello`
    Hello,
    /// `PUT commands/{id}`
    Command {
        /// Which.
        id: CommandId,
        /// Hash of its bytes.
        sha256: Sha256,
    },
    /// `HEAD blobs/{sha256}`: after an attempt of which nobody knows.
    AskBlob {
        /// Which.
        sha256: Sha256,
    },
    /// `PUT blobs/{sha256}`
    Blob {
        /// Which.
        sha256: Sha256,
    },
    /// `POST reconcile`
    Reconcile(Reconcile),
}

/// A write. None of them deletes anything but [`StoreOp::Withdraw`], which gives the content back to its draft, and
/// [`StoreOp::Purge`], whose argument only this crate can make.
#[derive(Debug, PartialEq, Eq)]
pub enum StoreOp {
    /// Add the sealed bytes of a new item. The transaction must fail if there are some.
    AddSealed {
        /// Whose.
        id: CommandId,
        /// Written once.
        bytes: Vec<u8>,
    },
    /// Write the item's row. With `known`, the transaction must fail if there is none (another tab took the item back).
    PutItem {
        /// The row.
        item: Box<Item>,
        /// It is no new one.
        known: bool,
    },
    /// Write the blob's row; its bytes are there already.
    PutBlob(Blob),
    /// Delete the row and the sealed bytes. The transaction must fail if the row says `attempted`.
    Withdraw {
        /// Which.
        id: CommandId,
    },
    /// Add an entry to a draft's journal. The transaction must fail if its number is taken.
    AppendJournal(Box<Entry>),
    /// Keep the receipt; delete row, sealed bytes, the blobs it names, and the journal if its draft is sealed into this command (a next
    /// revision may have begun in it).
    Purge(VerifiedFor7Days),
    /// Remember the server's epoch.
    PutEpoch(Epoch),
}
