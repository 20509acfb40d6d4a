//! Who works on this phone: signing in and out, offline entry, other persons' unsent work.

use domain::ids::{DeviceId, UserId};
use domain::time::Timestamp;
use domain::user::User;
use leptos::prelude::ArcReadSignal;

/// Who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Not known yet, for some milliseconds at start.
    Opening,
    /// Nobody: the sign-in page. Others' unsent work is counted.
    Nobody,
    /// Somebody.
    Here(Person),
}

/// The person who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// With name and roles, as the server last said.
    pub user: User,
    /// False: the session ended or was never opened (offline entry). Drafting goes on, sending waits: `q.auth`, `auth.off`.
    pub can_send: bool,
}

/// Unsent work of another person on this phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Whose.
    pub user: UserId,
    /// Their name, as far as this phone knows it.
    pub name: String,
    /// Sealed and not yet delivered.
    pub count: u32,
}

/// Why signing in did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInFault {
    /// Login or password.
    Wrong,
    /// Too many attempts.
    Wait {
        /// Until the next is taken.
        seconds: u32,
    },
    /// No network.
    NoNetwork,
    /// The Wi-Fi wants a sign-in of its own.
    Portal,
    /// The server can't just now.
    Busy,
    /// This version is too old for the server.
    NeedsUpdate,
}

/// Why offline entry did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfflineFault {
    /// Login or password.
    Wrong,
    /// Nobody of this login was signed in on this phone, or signed out of it.
    NeverHere,
    /// The last sign-in is more than 30 days ago.
    Expired,
    /// The browser cannot check it.
    Unsupported,
}

/// Who works here; tracked.
#[must_use]
pub fn who() -> ArcReadSignal<Who> { unimplemented!() }

/// This installation's id and the code before its provisional numbers, as 7F3A.
#[must_use]
pub fn device() -> (DeviceId, String) { unimplemented!() }

/// Signs in with the network. The password makes the offline verifier and is then forgotten.
///
/// # Errors
/// See [`SignInFault`].
pub async fn sign_in(login: String, password: String) -> Result<Person, SignInFault> { let _ = (login, password); unimplemented!() }

/// 离线进入, up to 30 days after the last sign-in with the network.
///
/// # Errors
/// See [`OfflineFault`].
pub async fn enter_offline(login: String, password: String) -> Result<Person, OfflineFault> { let _ = (login, password); unimplemented!() }

/// Signs out: the ledger leaves the phone, drafts and unsent work stay and wait for their owner.
pub async fn sign_out() { unimplemented!() }

/// Unsent work of everybody but the person who works here.
#[must_use]
pub fn others_waiting() -> Vec<Waiting> { unimplemented!() }

/// When a session last answered, by the server's clock; for `server_seen_at` and 上次联系服务器.
#[must_use]
pub fn server_seen_at() -> Option<Timestamp> { unimplemented!() }
