//! `POST session`: signing in. `DELETE session` signs out and has no body.

use domain::ids::DeviceId;
use domain::time::Timestamp;
use domain::user::User;
use serde::{Deserialize, Serialize};

/// What a person types.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Mobile or staff number.
    pub login: String,
    /// The password; never stored, logged or shown.
    pub password: String,
    /// The installation: a phone's session lasts 30 days, a desk's, which names none, 8 hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("device", &self.device).finish_non_exhaustive()
    }
}

/// Who is signed in now; the cookie travels beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The person.
    pub user: User,
    /// Until when.
    pub expires_at: Timestamp,
}
