//! Which kinds of premises a community has is asked for each time a phone begins anew, and should not read its whole ledger.
//!
//! An older server does not notice the index.

use sea_orm_migration::prelude::*;

/// The migration.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const NAME: &str = "premises_kind";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // the checklists that fit a scope's premises
        let index = Index::create().name(NAME).table("premises").col("community_id").col("is_removed").col("kind").to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(NAME).table("premises").to_owned()).await
    }
}
