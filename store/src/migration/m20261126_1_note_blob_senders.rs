//! A hash that somebody writes into a record opens nothing: bytes belong to the records of those who sent them, so it is noted who did.
//! Of what is here already, every record that names it counts as having sent it.
//!
//! An older server goes on without noting it; what arrives by it in the meantime is asked for once more.

use sea_orm_migration::prelude::*;

/// The migration.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const NAME: &str = "blob_sender";
const OF_WHAT_IS_HERE: &str = "INSERT INTO blob_sender (sha256, user_id) \
    SELECT DISTINCT blob.sha256, inspection_revision.by_id FROM blob \
    JOIN blob_ref ON blob_ref.sha256 = blob.sha256 \
    JOIN inspection_revision ON inspection_revision.inspection_id = blob_ref.inspection_id";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table(NAME).col(ColumnDef::new_with_type("sha256", ColumnType::Text).not_null());
        table.col(ColumnDef::new_with_type("user_id", ColumnType::Uuid).not_null());
        table.primary_key(Index::create().col("sha256").col("user_id"));
        manager.create_table(table).await?;
        manager.get_connection().execute_unprepared(OF_WHAT_IS_HERE).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(NAME).to_owned()).await
    }
}
