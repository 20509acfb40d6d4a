//! Is everything still what it was? The chain of events, sealed bytes and blobs against their hashes, the database itself.

use crate::door::hash_of;
use crate::entity::{blob, event, inspection_revision, place_seq};
use crate::{Store, StoreError};
use domain::digest::Sha256;
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};

/// Rows read at a time.
const PAGE: u64 = 500;

/// The first thing that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The database says that its file is damaged.
    #[error("the database: {0}")]
    Database(String),
    /// An event was changed, or one is missing before it.
    #[error("the events of place {place} are broken at {seq}: {what}")]
    Chain {
        /// The place.
        place: String,
        /// The event.
        seq: i64,
        /// What is wrong.
        what: &'static str,
    },
    /// A record's bytes are not what was handed in.
    #[error("the record {inspection}, revision {revision}, is not what was handed in")]
    Record {
        /// The visit.
        inspection: String,
        /// Its revision.
        revision: i32,
    },
    /// A blob's bytes are gone or others.
    #[error("the blob {sha256} is {what}")]
    Blob {
        /// Its name.
        sha256: String,
        /// Gone, or damaged.
        what: &'static str,
    },
}

#[derive(FromQueryResult)]
struct Integrity {
    integrity_check: String,
}

impl Store {
    /// The first fault, or none.
    ///
    /// # Errors
    /// [`StoreError`] if something could not even be read.
    pub async fn verify(&self) -> Result<Option<Fault>, StoreError> {
        if let Some(fault) = self.verify_database().await? {
            return Ok(Some(fault));
        }
        if let Some(fault) = self.verify_chains().await? {
            return Ok(Some(fault));
        }
        if let Some(fault) = self.verify_records().await? {
            return Ok(Some(fault));
        }
        self.verify_blobs().await
    }

    async fn verify_database(&self) -> Result<Option<Fault>, StoreError> {
        let db = self.readers();
        if db.get_database_backend() != DbBackend::Sqlite {
            return Ok(None); // PostgreSQL checks its pages by itself where checksums are on
        }
        let rows = Integrity::find_by_statement(Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check")).all(db).await?;
        Ok(rows.into_iter().find(|row| row.integrity_check != "ok").map(|row| Fault::Database(row.integrity_check)))
    }

    async fn verify_chains(&self) -> Result<Option<Fault>, StoreError> {
        let db = self.readers();
        for end in place_seq::Entity::find().order_by_asc(place_seq::Column::PlaceId).all(db).await? {
            let fault = |seq, what| Some(Fault::Chain { place: end.place_id.to_string(), seq, what });
            let (mut seq, mut hash) = (0, String::new());
            loop {
                let page = event::Entity::find()
                    .filter(event::Column::PlaceId.eq(end.place_id))
                    .filter(event::Column::Seq.gt(seq))
                    .order_by_asc(event::Column::Seq)
                    .limit(PAGE)
                    .all(db)
                    .await?;
                if page.is_empty() {
                    break;
                }
                for row in page {
                    if row.seq != seq + 1 {
                        return Ok(fault(seq + 1, "missing"));
                    }
                    if row.prev_hash != hash || hash_of(&row) != row.hash {
                        return Ok(fault(row.seq, "changed"));
                    }
                    (seq, hash) = (row.seq, row.hash);
                }
            }
            // Events may have come while we read: the end is behind only if some are gone.
            if seq < end.seq || (seq == end.seq && hash != end.hash) {
                return Ok(fault(seq + 1, "missing"));
            }
        }
        Ok(None)
    }

    async fn verify_records(&self) -> Result<Option<Fault>, StoreError> {
        let mut after = String::new();
        loop {
            let page = inspection_revision::Entity::find()
                .filter(inspection_revision::Column::Sealed.gt(after.clone()))
                .order_by_asc(inspection_revision::Column::Sealed)
                .limit(PAGE)
                .all(self.readers())
                .await?;
            let Some(last) = page.last() else { return Ok(None) };
            after.clone_from(&last.sealed);
            if let Some(row) = page.iter().find(|row| Sha256::of(&row.bytes).to_string() != row.sealed) {
                return Ok(Some(Fault::Record { inspection: row.inspection_id.to_string(), revision: row.revision }));
            }
        }
    }

    async fn verify_blobs(&self) -> Result<Option<Fault>, StoreError> {
        let mut after = String::new();
        loop {
            let page = blob::Entity::find()
                .filter(blob::Column::Sha256.gt(after.clone()))
                .order_by_asc(blob::Column::Sha256)
                .limit(PAGE)
                .all(self.readers())
                .await?;
            let Some(last) = page.last() else { return Ok(None) };
            after.clone_from(&last.sha256);
            for row in page {
                let sha256: Sha256 = row.sha256.parse().map_err(|error| StoreError::broken("blob", &row.sha256, error))?;
                let what = match self.blob(sha256).await? {
                    None => "gone",
                    Some(bytes) if Sha256::of(&bytes) != sha256 => "damaged",
                    Some(_) => continue,
                };
                return Ok(Some(Fault::Blob { sha256: row.sha256, what }));
            }
        }
    }
}
