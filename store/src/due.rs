//! What the timer has to do: accept what the inbox does not show once it is old enough, and show what waits for photos in vain.

use crate::code::code;
use crate::entity::inspection;
use crate::{Store, StoreError, Submitter};
use domain::command::{Command, Sealed, What};
use domain::decide::inbox::Why;
use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId, PlaceId, UserId};
use domain::parameter::PHOTOS_OVERDUE_HOURS;
use domain::time::Timestamp;
use domain::user::Role;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// Records that one round accepts at most; the next round goes on.
const ROUND_MAX: u64 = 200;

impl Store {
    /// Lets the inbox show the records whose photos have not arrived for days. Gives how many it looked at. A second run finds nothing.
    ///
    /// # Errors
    /// As [`Self::accept_due`].
    pub async fn show_overdue(&self) -> Result<usize, StoreError> {
        use inspection::Column;
        let received_by = self.now().plus_hours(-PHOTOS_OVERDUE_HOURS).0;
        let waiting = inspection::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::State.eq("submitted"))
            .filter(Column::Missing.gt(0))
            .filter(Column::ReceivedAt.lte(received_by))
            .filter(Column::Why.not_like(format!("%{}%", code(&Why::PhotosMissing))));
        // By index `inspection_auto_accept (auto_accept_at)` what the inbox does not show, by `inspection_inbox (in_inbox, …)` the rest.
        let unseen = waiting.clone().filter(Column::AutoAcceptAt.lte(self.now().0));
        let seen = waiting.filter(Column::InInbox.eq(true));
        let mut ids: Vec<Uuid> = unseen.limit(ROUND_MAX).into_tuple().all(self.readers()).await?;
        ids.extend(seen.limit(ROUND_MAX).into_tuple::<Uuid>().all(self.readers()).await?);
        for id in &ids {
            match self.door.queue().overdue(InspectionId(*id)).await {
                Ok(()) => {}
                Err(error @ (StoreError::Stopped | StoreError::NotWritten)) => return Err(error),
                Err(error) => tracing::error!(inspection.id = %id, "the timer cannot show the record {id}: {error}"),
            }
        }
        Ok(ids.len())
    }

    /// Accepts what is due and complete. The commands' ids follow from record and revision (W6), so that two servers or a second run
    /// do it once. Gives how many were accepted. What is old and lacks photos is shown
    /// instead. One that cannot be read or written is logged and keeps no other waiting.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be asked what is due, or nothing can be written at all; then all wait for the next round.
    pub async fn accept_due(&self) -> Result<u32, StoreError> {
        self.show_overdue().await?;
        let mut accepted = 0;
        let mut after = None;
        loop {
            let round = self.due_after(after).await?;
            let Some(last) = round.last() else { return Ok(accepted) };
            after = Some((last.auto_accept_at.unwrap_or_default(), last.id));
            for row in &round {
                match self.apply(Sealed::of(&auto_accept(row)), Submitter::System { operator: None }).await {
                    Ok(answer) => accepted += u32::from(answer.status < 300),
                    Err(error @ (StoreError::Stopped | StoreError::NotWritten)) => return Err(error),
                    Err(error) => tracing::error!(inspection.id = %row.id, "the timer cannot accept the record {}: {error}", row.id),
                }
            }
            if accepted > 0 {
                return Ok(accepted);
            }
        }
    }

    /// The commands that fell due, oldest first. Index `inspection_auto_accept (auto_accept_at)`.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn due(&self) -> Result<Vec<Command>, StoreError> {
        Ok(self.due_after(None).await?.iter().map(auto_accept).collect())
    }

    async fn due_after(&self, after: Option<(i64, Uuid)>) -> Result<Vec<inspection::Model>, StoreError> {
        use inspection::Column;
        let due = inspection::Entity::find()
            .filter(Column::AutoAcceptAt.lte(self.now().0))
            .filter(Column::State.eq("submitted"))
            .filter(Column::Missing.eq(0));
        let mut due = due.cursor_by((Column::AutoAcceptAt, Column::Id));
        if let Some(last) = after {
            due.after(last);
        }
        Ok(due.first(ROUND_MAX).all(self.readers()).await?)
    }
}

fn auto_accept(row: &inspection::Model) -> Command {
    let hash = Sha256::of(format!("auto_accept {} {}", row.id, row.revision).as_bytes());
    let mut half = [0; 16];
    half.copy_from_slice(&hash.0[..16]);
    Command {
        id: CommandId(uuid::Builder::from_custom_bytes(half).into_uuid()),
        by: UserId::SYSTEM,
        role: Role::System,
        place: PlaceId(row.place_id),
        // The moment it fell due, not the moment of the run: the same bytes from every server.
        at: Timestamp(row.auto_accept_at.unwrap_or_default()),
        base: u32::try_from(row.revision).ok(),
        what: What::AutoAccept { inspection: InspectionId(row.id) },
    }
}
