//! Founds the house: every table of the first release.
//!
//! There is no older server that could see it half done.

use sea_orm_migration::prelude::*;

/// The migration.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Custom("the founding is not taken back: restore a backup".to_owned()))
    }
}

/// A column: its name, what it holds, and whether it may be empty.
fn column(name: &'static str, ty: ColumnType, may_be_null: bool) -> ColumnDef {
    let mut column = ColumnDef::new_with_type(name, ty);
    if !may_be_null {
        column.not_null();
    }
    column
}

fn table(name: &'static str, columns: Vec<ColumnDef>, key: &[&'static str]) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name);
    for mut column in columns {
        table.col(&mut column);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(*column);
    }
    table.primary_key(&mut primary);
    table
}

fn index(name: &'static str, of: &'static str, columns: &[&'static str], is_unique: bool) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(of);
    for column in columns {
        index.col(*column);
    }
    if is_unique {
        index.unique();
    }
    index
}

fn tables() -> Vec<TableCreateStatement> {
    use ColumnType::{BigInteger, Blob, Boolean, Integer, Text, Uuid};
    vec![
        // What is true of the database as a whole: the epoch, its founding.
        table("meta", vec![column("key", Text, false), column("value", Text, false)], &["key"]),
        // The tree of places.
        table(
            "place",
            vec![
                column("id", Uuid, false),
                column("parent_id", Uuid, true),
                column("kind", Text, false),
                column("name", Text, false),
                column("code", Text, true),
                column("added_at", BigInteger, false),
            ],
            &["id"],
        ),
        // Named persons with accounts.
        table(
            "user_account",
            vec![
                column("id", Uuid, false),
                column("login", Text, false),
                column("name", Text, false),
                column("password_hash", Text, false),
                column("is_active", Boolean, false),
                column("added_at", BigInteger, false),
            ],
            &["id"],
        ),
        // Roles with the places they hold in.
        table(
            "role_grant",
            vec![column("user_id", Uuid, false), column("role", Text, false), column("place_id", Uuid, false)],
            &["user_id", "role", "place_id"],
        ),
        // The ledger: columns that lists need, and the whole row as JSON.
        table(
            "premises",
            vec![
                column("id", Uuid, false),
                column("code", Text, false),
                column("name", Text, false),
                column("kind", Text, false),
                column("address", Text, false),
                column("community_id", Uuid, false),
                column("grid_id", Uuid, true),
                column("lat_e6", Integer, true),
                column("lng_e6", Integer, true),
                column("risk", Text, false),
                column("risk_rank", Integer, false),
                column("name_key", Text, false),
                column("address_key", Text, false),
                column("search", Text, false),
                column("pinyin", Text, false),
                column("initials", Text, false),
                column("version", Integer, false),
                column("to_verify", Boolean, false),
                column("is_marked", Boolean, false),
                column("batch_id", Uuid, true),
                column("is_touched", Boolean, false),
                column("is_removed", Boolean, false),
                column("last_visit_on", Text, true),
                column("last_visit_at", BigInteger, true),
                column("open_hazards", Integer, false),
                column("body", Text, false),
                column("added_at", BigInteger, false),
            ],
            &["id"],
        ),
        // History of the ledger.
        table(
            "premises_version",
            vec![
                column("premises_id", Uuid, false),
                column("version", Integer, false),
                column("body", Text, false),
                column("by_id", Uuid, false),
                column("at", BigInteger, false),
            ],
            &["premises_id", "version"],
        ),
        // Checklists by their content; one version has one hash.
        table(
            "checklist_version",
            vec![
                column("sha256", Text, false),
                column("checklist_id", Text, false),
                column("version", Integer, false),
                column("is_latest", Boolean, false),
                column("yaml", Text, false),
                column("body", Text, false),
                column("published_at", BigInteger, false),
            ],
            &["sha256"],
        ),
        // Visits as they stand; the evidence is in `inspection_revision`.
        table(
            "inspection",
            vec![
                column("id", Uuid, false),
                column("number", Text, false),
                column("provisional_number", Text, false),
                column("premises_id", Uuid, false),
                column("premises_name", Text, false),
                column("place_id", Uuid, false),
                column("grid_id", Uuid, true),
                column("nature", Text, false),
                column("kind", Text, false),
                column("access", Text, false),
                column("state", Text, false),
                column("revision", Integer, false),
                column("sealed", Text, false),
                column("inspector_id", Uuid, false),
                column("started_at", BigInteger, false),
                column("acted_at", BigInteger, false),
                column("received_at", BigInteger, false),
                column("quarantine", Text, false),
                column("flags", Text, false),
                column("why", Text, false),
                column("in_inbox", Boolean, false),
                column("urgency", Integer, false),
                column("failed", Integer, false),
                column("majors", Integer, false),
                column("answered", Integer, false),
                column("headline", Text, true),
                column("blobs", Integer, false),
                column("missing", Integer, false),
                column("was_returned", Boolean, false),
                column("auto_accept_at", BigInteger, true),
                column("reviewed_by", Uuid, true),
                column("reviewed_at", BigInteger, true),
            ],
            &["id"],
        ),
        // The sealed bytes as they came.
        table(
            "inspection_revision",
            vec![
                column("sealed", Text, false),
                column("inspection_id", Uuid, false),
                column("revision", Integer, false),
                column("stands", Boolean, false),
                column("command_id", Uuid, false),
                column("by_id", Uuid, false),
                column("bytes", Blob, false),
                column("received_at", BigInteger, false),
            ],
            &["sealed"],
        ),
        // Who took part, in any revision.
        table(
            "inspection_person",
            vec![column("inspection_id", Uuid, false), column("user_id", Uuid, false)],
            &["inspection_id", "user_id"],
        ),
        // Returns.
        table(
            "inspection_return",
            vec![
                column("id", Uuid, false),
                column("inspection_id", Uuid, false),
                column("revision", Integer, false),
                column("by_id", Uuid, false),
                column("role", Text, false),
                column("at", BigInteger, false),
                column("due_on", Text, false),
                column("reason", Text, false),
                column("points", Text, false),
            ],
            &["id"],
        ),
        // Findings of standing revisions and the hazard each became or sighted.
        table(
            "finding",
            vec![
                column("id", Uuid, false),
                column("inspection_id", Uuid, false),
                column("hazard_id", Uuid, true),
                column("list", Text, false),
                column("item", Text, false),
                column("is_gone", Boolean, false),
            ],
            &["id"],
        ),
        // Hazards.
        table(
            "hazard",
            vec![
                column("id", Uuid, false),
                column("number", Text, false),
                column("premises_id", Uuid, false),
                column("community_id", Uuid, false),
                column("inspection_id", Uuid, false),
                column("finding_id", Uuid, false),
                column("list", Text, false),
                column("item", Text, false),
                column("violation", Text, false),
                column("spot", Text, false),
                column("demand", Text, false),
                column("severity", Text, false),
                column("lifeline", Boolean, false),
                column("state", Text, false),
                column("is_open", Boolean, false),
                column("closure", Text, true),
                column("demand_kind", Text, false),
                column("due_on", Text, true),
                column("due_key", Text, false),
                column("found_by", Uuid, false),
                column("found_at", BigInteger, false),
                column("closed_at", BigInteger, true),
                column("recurrence_of", Uuid, true),
            ],
            &["id"],
        ),
        // Open hazards that were seen again.
        table(
            "hazard_sighting",
            vec![
                column("hazard_id", Uuid, false),
                column("finding_id", Uuid, false),
                column("inspection_id", Uuid, false),
                column("at", BigInteger, false),
            ],
            &["hazard_id", "finding_id"],
        ),
        // Items that could not be checked.
        table(
            "follow_up",
            vec![
                column("id", Uuid, false),
                column("inspection_id", Uuid, false),
                column("premises_id", Uuid, false),
                column("community_id", Uuid, false),
                column("list", Text, false),
                column("item", Text, false),
                column("reason", Text, false),
                column("due_on", Text, false),
                column("is_open", Boolean, false),
            ],
            &["id"],
        ),
        // Photos and signatures that are here, by their content.
        table(
            "blob",
            vec![
                column("sha256", Text, false),
                column("size_bytes", BigInteger, false),
                column("media_type", Text, false),
                column("stored_at", BigInteger, false),
            ],
            &["sha256"],
        ),
        // Which record names which blob; a hash alone opens nothing.
        table(
            "blob_ref",
            vec![
                column("inspection_id", Uuid, false),
                column("sha256", Text, false),
                column("n", Integer, false),
                column("is_photo", Boolean, false),
                column("size_bytes", BigInteger, false),
            ],
            &["inspection_id", "sha256"],
        ),
        // Commands with their answers.
        table(
            "command",
            vec![
                column("id", Uuid, false),
                column("sha256", Text, false),
                column("by_id", Uuid, false),
                column("role", Text, false),
                column("kind", Text, false),
                column("place_id", Uuid, false),
                column("status", Integer, false),
                column("answer", Blob, false),
                column("operator", Text, true),
                column("received_at", BigInteger, false),
            ],
            &["id"],
        ),
        // The one append-only table: audit trail, time line, change feed.
        table(
            "event",
            vec![
                column("place_id", Uuid, false),
                column("seq", BigInteger, false),
                column("subject", Uuid, false),
                column("kind", Text, false),
                column("payload", Text, false),
                column("at", BigInteger, false),
                column("by_id", Uuid, false),
                column("role", Text, false),
                column("command_id", Uuid, false),
                column("prev_hash", Text, false),
                column("hash", Text, false),
            ],
            &["place_id", "seq"],
        ),
        // The counter of each place's events; its row is the place's lock.
        table(
            "place_seq",
            vec![
                column("place_id", Uuid, false),
                column("seq", BigInteger, false),
                column("hash", Text, false),
                column("is_common", Boolean, false),
            ],
            &["place_id"],
        ),
        // Numbers of papers and premises.
        table("counter", vec![column("scope", Text, false), column("last", BigInteger, false)], &["scope"]),
        // Imports of ledger files.
        table(
            "import_batch",
            vec![
                column("id", Uuid, false),
                column("file_sha256", Text, false),
                column("street_id", Uuid, false),
                column("rows", Integer, false),
                column("first_at", BigInteger, false),
                column("undone_at", BigInteger, true),
            ],
            &["id"],
        ),
        // Who is signed in where. Outside the door.
        table(
            "session",
            vec![
                column("token_hash", Text, false),
                column("user_id", Uuid, false),
                column("device_id", Uuid, true),
                column("created_at", BigInteger, false),
                column("expires_at", BigInteger, false),
                column("seen_at", BigInteger, false),
            ],
            &["token_hash"],
        ),
        // Failed sign-ins: a growing delay, never a lock.
        table(
            "sign_in_counter",
            vec![column("key", Text, false), column("failures", Integer, false), column("until", BigInteger, false)],
            &["key"],
        ),
        // Background work: who has it until when.
        table("lease", vec![column("name", Text, false), column("holder", Text, false), column("until", BigInteger, false)], &["name"]),
        // What each phone says it holds. Outside the door.
        table(
            "holdings",
            vec![
                column("device_id", Uuid, false),
                column("user_id", Uuid, false),
                column("body", Text, false),
                column("records", Integer, false),
                column("lost", Integer, false),
                column("at", BigInteger, false),
            ],
            &["device_id"],
        ),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        // names are unique under their parent
        index("place_parent_name", "place", &["parent_id", "name"], true),
        // sign-in finds the account
        index("user_login", "user_account", &["login"], true),
        // the feed and lists page by id within communities
        index("premises_community_id", "premises", &["community_id", "id"], false),
        // an import asks for duplicates
        index("premises_duplicate", "premises", &["community_id", "name_key", "address_key"], false),
        // the ledger, the riskiest first
        index("premises_risk_name", "premises", &["risk_rank", "name", "id"], false),
        // an import is taken back
        index("premises_batch", "premises", &["batch_id"], false),
        // a version has one hash
        index("checklist_id_version", "checklist_version", &["checklist_id", "version"], true),
        // the inbox, the most urgent first
        index("inspection_inbox", "inspection", &["in_inbox", "urgency", "received_at", "id"], false),
        // all records, newest first
        index("inspection_received", "inspection", &["received_at", "id"], false),
        // the last visits of premises
        index("inspection_premises", "inspection", &["premises_id", "acted_at"], false),
        // a phone's own records
        index("inspection_inspector", "inspection", &["inspector_id", "received_at"], false),
        // the timer
        index("inspection_auto_accept", "inspection", &["auto_accept_at"], false),
        // a record's history
        index("inspection_revision_of", "inspection_revision", &["inspection_id", "revision"], false),
        // a record's returns
        index("inspection_return_of", "inspection_return", &["inspection_id", "at"], false),
        // a record's findings
        index("finding_inspection", "finding", &["inspection_id"], false),
        // open hazards by deadline
        index("hazard_open_due", "hazard", &["is_open", "due_key", "id"], false),
        // the feed
        index("hazard_community", "hazard", &["community_id", "id"], false),
        // a premises' card
        index("hazard_premises", "hazard", &["premises_id", "is_open"], false),
        // all hazards
        index("hazard_found", "hazard", &["found_at", "id"], false),
        // what is to be looked at again
        index("follow_up_open_due", "follow_up", &["is_open", "due_on", "id"], false),
        // a premises' card
        index("follow_up_premises", "follow_up", &["premises_id", "is_open"], false),
        // an arriving blob finds its records
        index("blob_ref_sha256", "blob_ref", &["sha256"], false),
        // a time line
        index("event_subject", "event", &["subject", "at"], false),
        // ending every session of a person
        index("session_user", "session", &["user_id"], false),
        // whose phone holds what
        index("holdings_user", "holdings", &["user_id"], false),
    ]
}
