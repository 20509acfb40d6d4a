//! A data folder to measure on, filled through the store while no server has it open: the same door, without the way there.

use crate::{now, photos, street};
use anyhow::Result;
use argon2::Argon2;
use argon2::password_hash::PasswordHasher;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;
use store::{Store, StoreConfig};

/// Everybody's.
pub(crate) const PASSWORD: &str = "zhongliang-ceshi";
/// Handing in at once.
const SENDERS: usize = 64;

/// What is there now.
#[derive(Serialize)]
pub(crate) struct Seeded {
    visits: usize,
}

pub(crate) async fn seed(data: PathBuf, visits: usize, awaiting_photos: bool) -> Result<Seeded> {
    let store = Arc::new(Store::open(StoreConfig { folder: data, database_url: None, clock: Arc::new(now) }).await?);
    let at = now();
    // The defaults are the server's: 19 MiB, two passes, one lane.
    let password_hash = Argon2::default().hash_password(PASSWORD.as_bytes())?.to_string();
    street::found(&store, at, &password_hash).await?;
    let mut sealed: Vec<_> = (0..visits as u128).map(|n| street::seal(n, street::visit(n, at), at)).collect();
    if awaiting_photos {
        sealed.extend(photos::visits(at));
    }
    let visits = sealed.len();
    street::hand_in(&store, sealed, SENDERS).await?;
    store.close().await?;
    Ok(Seeded { visits })
}
