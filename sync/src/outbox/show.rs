//! What the outbox says of itself: states, never text. Every item that is still on the phone is in it, each with its reason.

use domain::ids::{CommandId, InspectionId, PremisesId, UserId};
use domain::refusal::{Quarantine, Refusal};
use domain::time::Timestamp;
use std::collections::BTreeMap;

/// The outbox as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// For the chip that every page carries.
    pub chip: Chip,
    /// The signed-in person's items, oldest first; with nobody signed in none.
    pub rows: Vec<Row>,
    /// Undelivered items of other persons on this phone: counted, not readable.
    pub others: BTreeMap<UserId, u32>,
}

/// The chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chip {
    /// The numbers are all there is. False: the database could not be read, so none of them says anything.
    pub is_loaded: bool,
    /// The line to the server.
    pub link: Link,
    /// Something is on its way just now.
    pub sending: bool,
    /// 待发送: not yet delivered, photos included, and nobody has to do anything.
    pub waiting: u32,
    /// 需处理: somebody has to do something.
    pub attention: u32,
    /// 已送达 and 已核对 that are still on the phone.
    pub delivered: u32,
    /// When the oldest of the waiting was sealed.
    pub oldest: Option<Timestamp>,
    /// The account was disabled: what waits still goes to the office (`auth.stop`).
    pub is_stopped: bool,
}

/// The line to the server. `hello` decides it, the browser's word only hurries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Link {
    /// Not asked yet.
    #[default]
    Unknown,
    /// Our server answers.
    Online,
    /// No network.
    Offline,
    /// 这个 Wi-Fi 要先登录: somebody else answers.
    Portal,
    /// Our server, or what stands before it, says that it can't just now.
    Busy,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The command.
    pub id: CommandId,
    /// Its name on the wire: `submit_inspection` …
    pub kind: String,
    /// Its visit.
    pub inspection: Option<InspectionId>,
    /// Where.
    pub premises: Option<PremisesId>,
    /// The premises' name, or what else people call it by.
    pub title: String,
    /// The provisional number.
    pub number: String,
    /// When it was sealed.
    pub sealed_at: Timestamp,
    /// Bytes of text and photos together.
    pub size_bytes: u64,
    /// How it stands.
    pub status: Status,
    /// The refusal is the server's last word on these bytes: offered again they get it again. What helps is to hand it in anew.
    pub is_refused_for_good: bool,
    /// Photos and signatures: how many the server has, of how many.
    pub blobs_sent: u32,
    /// See `blobs_sent`.
    pub blobs: u32,
    /// Photos that are not on this phone (an earlier revision's) and not at the server either.
    pub blobs_elsewhere: u32,
    /// 撤回修改: it was not offered to the server yet.
    pub can_withdraw: bool,
    /// Why it waits for a person at the office although it was taken.
    pub quarantine: Vec<Quarantine>,
}

/// How an item stands, in the words of the word table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// 待发送
    Waiting,
    /// The last attempt came to nothing; the next is in so many seconds (`q.next`).
    Retrying {
        /// From now.
        in_seconds: u32,
    },
    /// 正在发送
    Sending,
    /// Delivered, photos are still on their way (`q.photos`).
    Photos,
    /// 已送达
    Delivered {
        /// Server time.
        at: Timestamp,
    },
    /// `q.recheck`: the server was restored, or asked to be asked again.
    Rechecking,
    /// 已核对
    Verified {
        /// Server time of the confirmation.
        at: Timestamp,
        /// Days until it leaves the phone.
        days_left: u32,
    },
    /// `q.auth`
    NeedsAuth,
    /// `q.update`
    NeedsUpdate,
    /// This phone's storage does not take what has to be written down; tried again by itself.
    Blocked,
    /// `q.conflict`
    Conflict,
    /// `q.refused`
    Refused(Refusal),
    /// A photo was refused by the server (too large, no picture); the record is there.
    PhotoRefused,
    /// `q.corrupt`: the bytes can't be read or are not those that were sealed.
    Corrupt,
}

impl Status {
    /// Whether somebody has to do something.
    #[must_use]
    pub const fn needs_attention(&self) -> bool {
        matches!(
            self,
            Self::NeedsAuth | Self::NeedsUpdate | Self::Blocked | Self::Conflict | Self::Refused(_) | Self::PhotoRefused | Self::Corrupt
        )
    }

    /// Whether the server has all of it.
    #[must_use]
    pub const fn is_delivered(&self) -> bool {
        matches!(self, Self::Delivered { .. } | Self::Verified { .. })
    }
}
