//! Is everything still what it was? The chain of events, sealed bytes and blobs against their hashes, the database itself.

use crate::code::from_json;
use crate::door::hash_of;
use crate::entity::{blob, event, inspection_revision, place_seq};
use crate::{Store, StoreError};
use domain::digest::Sha256;
use domain::event::Event;
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Rows read at a time.
const PAGE: u64 = 500;
/// Records read at a time; one may have two megabytes.
const RECORDS_PAGE: u64 = 50;
/// Kinds of events that say that a record was handed in.
const TELL_OF_RECORDS: [&str; 2] = ["inspection_submitted", "revision_set_aside"];

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
    /// A record's bytes are gone, or not what was handed in.
    #[error("the record {inspection}, revision {revision}, is {what}")]
    Record {
        /// The visit.
        inspection: String,
        /// Its revision.
        revision: i32,
        /// Gone, or changed.
        what: &'static str,
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
        let ends = place_seq::Entity::find().order_by_asc(place_seq::Column::PlaceId).all(self.readers()).await?;
        for end in &ends {
            if let Some(fault) = self.verify_chain(end).await? {
                return Ok(Some(fault));
            }
        }
        // Places have their row with their first event; whoever takes the row away hides the events.
        let mut after = Uuid::nil();
        while let Some(place) = self.place_with_events_after(after).await? {
            if ends.binary_search_by_key(&place, |end| end.place_id).is_err()
                && place_seq::Entity::find_by_id(place).one(self.readers()).await?.is_none()
            {
                return Ok(Some(Fault::Chain { place: place.to_string(), seq: 0, what: "without a counter" }));
            }
            after = place;
        }
        Ok(None)
    }

    async fn verify_chain(&self, end: &place_seq::Model) -> Result<Option<Fault>, StoreError> {
        let fault = |seq, what| Ok(Some(Fault::Chain { place: end.place_id.to_string(), seq, what }));
        let (mut seq, mut hash) = (0, String::new());
        loop {
            let page = event::Entity::find()
                .filter(event::Column::PlaceId.eq(end.place_id))
                .filter(event::Column::Seq.gt(seq))
                .order_by_asc(event::Column::Seq)
                .limit(PAGE)
                .all(self.readers())
                .await?;
            if page.is_empty() {
                break;
            }
            for row in &page {
                if row.seq != seq + 1 {
                    return fault(seq + 1, "missing");
                }
                if row.prev_hash != hash || hash_of(row) != row.hash {
                    return fault(row.seq, "changed");
                }
                seq = row.seq;
                hash.clone_from(&row.hash);
            }
            if let Some(fault) = self.verify_kept(&page).await? {
                return Ok(Some(fault));
            }
        }
        // Events may have come while we read: the end is behind only if some are gone.
        if seq < end.seq || (seq == end.seq && hash != end.hash) {
            return fault(seq + 1, "missing");
        }
        Ok(None)
    }

    /// Whether everything that these events say was handed in is still here: bytes and row together could be taken away unnoticed.
    async fn verify_kept(&self, page: &[event::Model]) -> Result<Option<Fault>, StoreError> {
        let mut told = vec![];
        for row in page.iter().filter(|row| TELL_OF_RECORDS.contains(&row.kind.as_str())) {
            let place = format!("{} {}", row.place_id, row.seq);
            match from_json("event", place, &row.payload)? {
                Event::InspectionSubmitted { inspection, revision, sealed, .. }
                | Event::RevisionSetAside { inspection, revision, sealed, .. } => {
                    told.push((inspection, revision, sealed.to_string()));
                }
                other => return Err(StoreError::broken("event", row.subject, format!("{other:?} under another name"))),
            }
        }
        if told.is_empty() {
            return Ok(None);
        }
        let kept: BTreeSet<String> = inspection_revision::Entity::find()
            .select_only()
            .column(inspection_revision::Column::Sealed)
            .filter(inspection_revision::Column::Sealed.is_in(told.iter().map(|(_, _, sealed)| sealed)))
            .into_tuple()
            .all(self.readers())
            .await?
            .into_iter()
            .collect();
        let gone = told.into_iter().find(|(_, _, sealed)| !kept.contains(sealed));
        Ok(gone.map(|(inspection, revision, _)| Fault::Record {
            inspection: inspection.to_string(),
            revision: i32::try_from(revision).unwrap_or(i32::MAX),
            what: "gone",
        }))
    }

    async fn place_with_events_after(&self, place: Uuid) -> Result<Option<Uuid>, StoreError> {
        let next = event::Entity::find().select_only().column(event::Column::PlaceId).filter(event::Column::PlaceId.gt(place));
        Ok(next.order_by_asc(event::Column::PlaceId).into_tuple().one(self.readers()).await?)
    }

    async fn verify_records(&self) -> Result<Option<Fault>, StoreError> {
        let mut after = String::new();
        loop {
            let page = inspection_revision::Entity::find()
                .filter(inspection_revision::Column::Sealed.gt(after.clone()))
                .order_by_asc(inspection_revision::Column::Sealed)
                .limit(RECORDS_PAGE)
                .all(self.readers())
                .await?;
            let Some(last) = page.last() else { return Ok(None) };
            after.clone_from(&last.sealed);
            if let Some(row) = page.iter().find(|row| Sha256::of(&row.bytes).to_string() != row.sealed) {
                return Ok(Some(Fault::Record { inspection: row.inspection_id.to_string(), revision: row.revision, what: "changed" }));
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
                let what = match self.blob_hash(sha256).await? {
                    None => "gone",
                    Some(hash) if hash != sha256 => "damaged",
                    Some(_) => continue,
                };
                return Ok(Some(Fault::Blob { sha256: row.sha256, what }));
            }
        }
    }
}
