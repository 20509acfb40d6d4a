//! Migrations run by themselves when the store is opened. Landed, one is never edited: expand, move, contract over three releases.

mod m20261124_1_found_house;
mod m20261124_2_index_kinds;
mod m20261126_1_note_blob_senders;

use sea_orm_migration::prelude::*;

/// All of them, in order.
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_1_found_house::Migration),
            Box::new(m20261124_2_index_kinds::Migration),
            Box::new(m20261126_1_note_blob_senders::Migration),
        ]
    }
}
