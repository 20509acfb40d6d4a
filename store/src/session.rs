//! Who is signed in, and what they may see. Only a session makes a [`Scope`], and every query takes one, so that no reader can forget
//! to ask whose data it is.
//!
//! Sessions stand outside the door: they decide who may send, never what it means. Of the cookie's token only the hash is kept.

mod counter;
mod scope;

pub use counter::Attempt;
pub(crate) use counter::forget as forget_counters;
pub use scope::Scope;

use crate::entity::{session, user_account};
use crate::{Store, StoreError};
use domain::digest::Sha256;
use domain::ids::{DeviceId, UserId};
use domain::time::Timestamp;
use domain::user::User;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, Set};
use std::sync::Arc;

/// How long a phone stays signed in, days: an inspector who was away for weeks must still be able to hand in his work.
pub const PHONE_DAYS: i64 = 30;
/// How long a desk stays signed in, hours.
pub const DESK_HOURS: i64 = 8;
/// `seen_at` is written at most once in this time, so that reading stays reading.
const SEEN_EVERY_S: i64 = 3_600;

/// 256 random bits that only the browser's cookie holds.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// From randomness that the caller passes in.
    #[must_use]
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// From the cookie's 64 hexadecimal digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        text.parse::<Sha256>().ok().map(|digits| Self(digits.0))
    }

    /// For the cookie.
    #[must_use]
    pub fn text(&self) -> String {
        Sha256(self.0).to_string()
    }

    fn hash(&self) -> String {
        Sha256::of(&self.0).to_string()
    }
}

/// A person who is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// The person. A disabled account may still hand in what its phone holds, and nothing else ([`Self::may_hand_in`]).
    pub user: User,
    /// The phone's installation; none at a desk.
    pub device: Option<DeviceId>,
    /// Until when.
    pub expires_at: Timestamp,
    /// What they may see; nothing for a disabled account.
    pub scope: Scope,
}

impl Session {
    /// Whether something may be handed in by it. A disabled account may do so from a phone, where its unsent work is; the rules put
    /// that into quarantine and refuse everything else.
    #[must_use]
    pub const fn may_hand_in(&self) -> bool {
        self.user.is_active || self.device.is_some()
    }
}

/// An account as the sign-in looks at it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Whose.
    pub user: UserId,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// False: it was disabled.
    pub is_active: bool,
}

/// What a server-rendered page or one of its calls works with.
#[derive(Clone)]
pub struct Access {
    /// The data.
    pub store: Arc<Store>,
    /// Who is signed in.
    pub session: Option<Session>,
}

impl Store {
    /// Where sessions, counters and holdings are written: the writer, so that on SQLite they wait for their turn instead of for a lock.
    pub(crate) fn aside(&self) -> &DatabaseConnection {
        &self.door.parts().writer
    }

    /// The account of this sign-in name.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn account(&self, login: &str) -> Result<Option<Account>, StoreError> {
        if login.contains('\0') {
            return Ok(None); // nobody's name, and PostgreSQL does not take the question
        }
        let found = user_account::Entity::find().filter(user_account::Column::Login.eq(login)).one(self.readers()).await?;
        Ok(found.map(|row| Account { user: UserId(row.id), password_hash: row.password_hash, is_active: row.is_active }))
    }

    /// Signs in under a new token.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn begin_session(&self, user: UserId, device: Option<DeviceId>, token: &Token) -> Result<Timestamp, StoreError> {
        let now = self.now();
        let expires_at = if device.is_some() { now.plus_days(PHONE_DAYS) } else { now.plus_hours(DESK_HOURS) };
        let db = self.aside();
        session::Entity::delete_many()
            .filter(session::Column::UserId.eq(user.0))
            .filter(session::Column::ExpiresAt.lte(now.0))
            .exec(db)
            .await?;
        let row = session::ActiveModel {
            token_hash: Set(token.hash()),
            user_id: Set(user.0),
            device_id: Set(device.map(|device| device.0)),
            created_at: Set(now.0),
            expires_at: Set(expires_at.0),
            seen_at: Set(now.0),
        };
        session::Entity::insert(row).exec_without_returning(db).await?;
        Ok(expires_at)
    }

    /// The session of this token, if it has not ended.
    ///
    /// # Errors
    /// [`StoreError`] if it can't be read.
    pub async fn session(&self, token: &Token) -> Result<Option<Session>, StoreError> {
        let now = self.now();
        let found = session::Entity::find_by_id(token.hash()).one(self.readers()).await?;
        let Some(row) = found.filter(|row| row.expires_at > now.0) else { return Ok(None) };
        let house = self.house().await?;
        let Some(user) = house.users.get(&UserId(row.user_id)).cloned() else { return Ok(None) };
        if now.seconds_since(Timestamp(row.seen_at)) >= SEEN_EVERY_S {
            let seen = session::ActiveModel { token_hash: Set(row.token_hash), seen_at: Set(now.0), ..Default::default() };
            session::Entity::update_many().set(seen).filter(session::Column::TokenHash.eq(token.hash())).exec(self.aside()).await?;
        }
        let scope = Scope::of(&user, house);
        Ok(Some(Session { user, device: row.device_id.map(DeviceId), expires_at: Timestamp(row.expires_at), scope }))
    }

    /// Signs out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn end_session(&self, token: &Token) -> Result<(), StoreError> {
        session::Entity::delete_by_id(token.hash()).exec(self.aside()).await?;
        Ok(())
    }
}
