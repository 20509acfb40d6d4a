//! What the timer has to do: accept what the inbox does not show once it is old enough.

use crate::entity::inspection;
use crate::{Store, StoreError, Submitter};
use domain::command::{Command, Sealed, What};
use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId, PlaceId, UserId};
use domain::time::Timestamp;
use domain::user::Role;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Records that one round accepts at most; the next round goes on.
const ROUND_MAX: u64 = 200;

impl Store {
    /// Accepts what is due and complete. The commands' ids follow from record and revision (W6), so that two servers or a second run
    /// do it once. Gives how many were accepted.
    ///
    /// # Errors
    /// [`StoreError`] of the first that could not be written; the others wait for the next round.
    pub async fn accept_due(&self) -> Result<u32, StoreError> {
        let mut accepted = 0;
        for command in self.due().await? {
            let answer = self.apply(Sealed::of(&command), Submitter::System { operator: None }).await?;
            accepted += u32::from(answer.status < 300);
        }
        Ok(accepted)
    }

    /// The commands that fell due, oldest first. Index `inspection_auto_accept (auto_accept_at)`.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn due(&self) -> Result<Vec<Command>, StoreError> {
        let due = inspection::Entity::find()
            .filter(inspection::Column::AutoAcceptAt.lte(self.now().0))
            .filter(inspection::Column::State.eq("submitted"))
            .filter(inspection::Column::Missing.eq(0))
            .order_by_asc(inspection::Column::AutoAcceptAt)
            .limit(ROUND_MAX)
            .all(self.readers())
            .await?;
        Ok(due.iter().map(auto_accept).collect())
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
