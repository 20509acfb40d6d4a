//! What is known around a record that comes in, asked for in one statement: most records are new, and then this is all there is.

use crate::StoreError;
use crate::blob::sent_for;
use crate::entity::{blob_ref, follow_up, inspection};
use domain::digest::Sha256;
use domain::ids::UserId;
use domain::inspection::Inspection;
use domain::parameter::NEW_INSPECTOR_FIRST;
use sea_orm::sea_query::{Alias, Expr, Query, UnionType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select};
use std::collections::{BTreeMap, BTreeSet};

/// What is known.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// A revision of the visit stands.
    pub is_known: bool,
    /// Blobs of the record that another record names.
    pub elsewhere: BTreeSet<Sha256>,
    /// The record's blobs that are here and belong to it.
    pub blobs_here: BTreeSet<String>,
    /// Something at the premises waits to be checked since another visit.
    pub has_follow_ups: bool,
    /// The sender's visits, counted up to [`NEW_INSPECTOR_FIRST`].
    pub submitted_before: u32,
}

#[derive(FromQueryResult)]
struct Row {
    what: i32,
    sha256: String,
    n: i64,
}

const STANDS: i32 = 0;
const ELSEWHERE: i32 = 1;
const HERE: i32 = 2;
const BEFORE: i32 = 3;
const FOLLOW_UP: i32 = 4;

impl Around {
    /// Keys of `blob_sender`, indexes `blob_ref_sha256 (sha256)`, `inspection_inspector (inspector_id, …)`, `follow_up_premises (premises_id, is_open)`.
    pub(super) async fn load(
        db: &impl ConnectionTrait,
        record: &Inspection,
        blobs: &BTreeMap<Sha256, u64>,
        by: UserId,
    ) -> Result<Self, StoreError> {
        let of_sender =
            inspection::Entity::find().select_only().column(inspection::Column::Id).filter(inspection::Column::InspectorId.eq(by.0));
        let of_sender = of_sender.limit(u64::from(NEW_INSPECTOR_FIRST)).into_query();
        let mut query = Query::select();
        query.expr_as(Expr::cust(BEFORE.to_string()), "what").expr_as(Expr::cust("''"), "sha256").expr_as(Expr::cust("count(*)"), "n");
        query.from_subquery(of_sender, Alias::new("first"));
        let stands = inspection::Entity::find().filter(inspection::Column::Id.eq(record.id.0));
        query.union(UnionType::All, row(stands, STANDS, "''").into_query());
        let open = follow_up::Entity::find()
            .filter(follow_up::Column::PremisesId.eq(record.premises.0))
            .filter(follow_up::Column::IsOpen.eq(true))
            .filter(follow_up::Column::InspectionId.ne(record.id.0));
        query.union(UnionType::All, row(open, FOLLOW_UP, "''").into_query());
        if !blobs.is_empty() {
            let names: Vec<String> = blobs.keys().map(Sha256::to_string).collect();
            let elsewhere = blob_ref::Entity::find()
                .filter(blob_ref::Column::Sha256.is_in(names.clone()))
                .filter(blob_ref::Column::InspectionId.ne(record.id.0));
            query.union(UnionType::All, row(elsewhere, ELSEWHERE, "sha256").into_query());
            let here = sent_for(record.id.0, by, names);
            query.union(UnionType::All, row(here, HERE, "sha256").into_query());
        }
        let rows = Row::find_by_statement(db.get_database_backend().build(&query)).all(db).await?;
        let mut around = Self::default();
        for row in rows {
            match row.what {
                STANDS => around.is_known = true,
                ELSEWHERE => around.elsewhere.extend(row.sha256.parse::<Sha256>()),
                HERE => {
                    around.blobs_here.insert(row.sha256); // by several senders it comes several times
                }
                FOLLOW_UP => around.has_follow_ups = true,
                _ => around.submitted_before = u32::try_from(row.n).unwrap_or(u32::MAX),
            }
        }
        Ok(around)
    }
}

fn row<E: EntityTrait>(of: Select<E>, what: i32, sha256: &'static str) -> Select<E> {
    let columns = of.select_only().expr_as(Expr::cust(what.to_string()), "what");
    columns.expr_as(Expr::cust(sha256), "sha256").expr_as(Expr::cust("0"), "n")
}
