//! The ledger in the database: one generation that is whole, and perhaps one that is still coming in. They are swapped in the
//! transaction that writes the last page, so that half a ledger is never taken for a whole one.

use super::super::db::{Op, Store, StoreFault, decode, encode, read, read_all, write};
use super::super::{clock, draft_store, identity};
use super::rows::{Kept, Key, Rows};
use super::{LedgerState, change, owner, seen_as_of, with};
use domain::ids::UserId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeSet;
use sync::feed::{Cursor, FeedPage, FeedRow, PremisesRow};
use wasm_bindgen::JsValue;

const PLACE: &str = "ledger";
/// Lists lie above the generations: a draft may have pinned one that is offered no more.
const LISTS: &str = "list/";
/// Premises added on this phone, until the server sends them.
const OWN: &str = "own/";

/// Where the phone stands.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Standing {
    /// Whose scope it is.
    owner: Option<UserId>,
    /// The generation that is whole; 0: none yet.
    whole: u32,
    /// Where that one ends.
    cursor: Option<Cursor>,
    /// When the server last said that this is all.
    as_of: Option<Timestamp>,
    /// The generation that comes in.
    coming: Option<Coming>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Coming {
    generation: u32,
    cursor: Cursor,
}

#[derive(Default)]
struct Here {
    standing: Standing,
    /// Rows of the generation that comes in.
    coming: Rows,
}

thread_local! {
    static HERE: RefCell<Here> = RefCell::new(Here::default());
}

/// What a draft needs to open, before anything is shown: lists, places, own inspections, hazards. Premises may be many and come by
/// [`open_premises`].
pub(in super::super) async fn open() {
    let standing: Standing = match read(Store::Meta, PLACE).await {
        Ok(row) => row.as_ref().and_then(decode).unwrap_or_default(),
        Err(_) => Standing::default(),
    };
    let mut rows = Rows::default();
    let mut is_whole = load(&mut rows, LISTS).await;
    if let Some(generation) = generation(&standing) {
        for kind in ["me", "place", "hazard", "inspection"] {
            is_whole &= load(&mut rows, &format!("g{generation}/{kind}/")).await;
        }
    }
    let as_of = standing.as_of.filter(|_| generation(&standing).is_some());
    // Half a generation from an earlier visit begins anew: its rows are not in memory.
    let standing = Standing { coming: None, ..standing };
    HERE.with(|here| here.replace(Here { standing, coming: Rows::default() }));
    if !is_whole {
        forget_cursor();
    }
    change(|now| *now = rows, |state| *state = LedgerState { is_open: false, as_of, of: None, ..*state });
}

/// The rest.
pub(in super::super) async fn open_premises() {
    let mut rows = Rows::default();
    let is_whole = match HERE.with(|here| generation(&here.borrow().standing)) {
        Some(generation) => load(&mut rows, &format!("g{generation}/premises/")).await,
        None => true,
    };
    load_own(&mut rows).await;
    if !is_whole {
        // What can't be read is fetched anew, all of it: the rows that are here stay until then.
        forget_cursor();
    }
    change(|now| now.premises_are(rows.premises), |state| state.is_open = true);
}

/// The generation that is whole, if it is of whoever works here.
fn generation(standing: &Standing) -> Option<u32> {
    (standing.owner.is_some() && standing.owner == owner() && standing.whole > 0).then_some(standing.whole)
}

async fn load(rows: &mut Rows, prefix: &str) -> bool {
    let Ok(found) = read_all(Store::Ledger, prefix).await else { return false };
    let kind = prefix.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let mut is_whole = true;
    for (_, row) in found {
        is_whole &= row.as_string().is_some_and(|json| rows.read(kind, &json));
    }
    is_whole
}

async fn load_own(rows: &mut Rows) {
    for (_, row) in read_all(Store::Ledger, OWN).await.unwrap_or_default() {
        let own: Option<PremisesRow> = row.as_string().and_then(|json| serde_json::from_str(&json).ok());
        if let Some(own) = own.filter(|own| !rows.premises.contains_key(&own.premises.id)) {
            rows.take(FeedRow::Premises(Box::new(own)));
        }
    }
}

/// What to ask the feed with; none begins anew.
pub(in super::super) fn cursor() -> Option<Cursor> {
    HERE.with(|here| {
        let Standing { owner: of, cursor, coming, .. } = &here.borrow().standing;
        let is_mine = *of == owner();
        coming.as_ref().map(|coming| coming.cursor.clone()).or_else(|| cursor.clone()).filter(|_| is_mine)
    })
}

/// The next page begins anew; what is here stays until that is whole.
pub(in super::super) fn forget_cursor() {
    HERE.with(|here| {
        let standing = &mut here.borrow_mut().standing;
        standing.cursor = None;
        standing.coming = None;
    });
}

/// Takes a page of the feed over: rows and cursor in one transaction.
///
/// # Errors
/// The database's; the same page is then asked for again.
pub(in super::super) async fn take_page(asked: Option<&Cursor>, page: FeedPage) -> Result<(), StoreFault> {
    let begins_anew = asked.is_none() || page.restart;
    let is_coming = begins_anew || HERE.with(|here| here.borrow().standing.coming.is_some());
    let me = page.rows.iter().find_map(|row| if let FeedRow::Me(user) = row { Some(user.clone()) } else { None });
    if is_coming {
        take_coming(page, begins_anew).await?
    } else {
        take_change(page).await?
    }
    if let Some(user) = me {
        identity::renew(user).await;
    }
    Ok(())
}

/// A page of the present state.
async fn take_coming(page: FeedPage, begins_anew: bool) -> Result<(), StoreFault> {
    let (mut standing, mut rows) = HERE.with(|here| {
        let here = here.borrow();
        (here.standing.clone(), if begins_anew { Rows::default() } else { here.coming.clone() })
    });
    let last = standing.coming.as_ref().map_or(standing.whole, |coming| coming.generation);
    let generation = if begins_anew { last + 1 } else { last };
    let mut ops = vec![];
    if begins_anew && last != standing.whole {
        ops.push(Op::DeleteAll(Store::Ledger, format!("g{last}/")));
    }
    ops.extend(page.rows.into_iter().filter_map(|row| rows.take(row)).map(|kept| op_of(kept, generation)));
    let is_last = !page.more;
    let of = page.premises_total;
    let now = clock::now();
    if is_last {
        if standing.whole > 0 {
            ops.push(Op::DeleteAll(Store::Ledger, format!("g{}/", standing.whole)));
        }
        let pinned = draft_store::pinned_lists().await;
        with(|here| rows.checklists.extend(pinned.iter().filter_map(|sha256| Some((*sha256, here.checklists.get(sha256)?.clone())))));
        ops.extend(lists_to_drop(&rows, &pinned));
        standing = Standing { owner: owner(), whole: generation, cursor: Some(page.cursor), as_of: Some(now), coming: None };
    } else {
        standing = Standing { owner: owner(), coming: Some(Coming { generation, cursor: page.cursor }), ..standing };
    }
    ops.push(Op::Put(Store::Meta, PLACE.into(), encode(&standing)));
    write(ops).await?;
    let is_first = standing.whole == 0;
    HERE.with(|here| here.replace(Here { standing, coming: if is_last { Rows::default() } else { rows.clone() } }));
    if is_last {
        load_own(&mut rows).await;
        change(|here| *here = rows, |state| *state = LedgerState { is_open: true, of: None, as_of: Some(now), ..*state });
    } else if is_first {
        // Nothing was here before: what is there can be worked with, 还在下载.
        change(|here| *here = rows, |state| *state = LedgerState { is_open: true, of, ..*state });
    }
    Ok(())
}

/// Rows that changed since.
async fn take_change(page: FeedPage) -> Result<(), StoreFault> {
    let generation = HERE.with(|here| here.borrow().standing.whole);
    let now = clock::now();
    let standing = HERE.with(|here| Standing { cursor: Some(page.cursor.clone()), as_of: Some(now), ..here.borrow().standing.clone() });
    let mut ops: Vec<Op> =
        page.rows.iter().filter_map(|row| Rows::default().take(row.clone())).map(|kept| op_of(kept, generation)).collect();
    let arrived = page.rows.iter().filter_map(|row| if let FeedRow::Premises(row) = row { Some(row.premises.id) } else { None });
    ops.extend(arrived.map(|id| Op::Delete(Store::Ledger, format!("{OWN}{id}"))));
    ops.push(Op::Put(Store::Meta, PLACE.into(), encode(&standing)));
    write(ops).await?;
    HERE.with(|here| here.borrow_mut().standing = standing);
    if page.rows.is_empty() {
        seen_as_of(now);
    } else {
        let take = |here: &mut Rows| {
            for row in page.rows {
                here.take(row);
            }
        };
        change(take, |state| *state = LedgerState { as_of: Some(now), of: None, ..*state });
    }
    Ok(())
}

fn op_of(kept: Kept, generation: u32) -> Op {
    let key = match kept.key {
        Key::Row(key) => format!("g{generation}/{key}"),
        Key::List(sha256) => format!("{LISTS}{sha256}"),
    };
    match kept.json {
        Some(json) => Op::Put(Store::Ledger, key, JsValue::from_str(&json)),
        None => Op::Delete(Store::Ledger, key),
    }
}

/// Lists that are neither offered nor pinned by a draft.
fn lists_to_drop(rows: &Rows, pinned: &BTreeSet<domain::digest::Sha256>) -> Vec<Op> {
    let here: Vec<_> = with(|here| here.checklists.keys().copied().collect());
    let is_kept = |sha256: &domain::digest::Sha256| rows.offered.contains(sha256) || pinned.contains(sha256);
    here.into_iter().filter(|sha256| !is_kept(sha256)).map(|sha256| Op::Delete(Store::Ledger, format!("{LISTS}{sha256}"))).collect()
}

/// A premises that was added on this phone: it is there at once.
///
/// # Errors
/// The database's.
pub(in super::super) async fn keep_own(row: PremisesRow) -> Result<(), StoreFault> {
    let json = serde_json::to_string(&row).unwrap_or_default();
    write(vec![Op::Put(Store::Ledger, format!("{OWN}{}", row.premises.id), JsValue::from_str(&json))]).await?;
    change(|rows| drop(rows.take(FeedRow::Premises(Box::new(row)))), |_| {});
    Ok(())
}

/// Takes everything away but the lists that drafts have pinned.
pub(in super::super) async fn clear() {
    let pinned = draft_store::pinned_lists().await;
    let mut ops =
        vec![Op::DeleteAll(Store::Ledger, "g".into()), Op::DeleteAll(Store::Ledger, OWN.into()), Op::Delete(Store::Meta, PLACE.into())];
    ops.extend(lists_to_drop(&Rows::default(), &pinned));
    HERE.with(|here| here.replace(Here::default()));
    let keep_pinned = |rows: &mut Rows| {
        let mut checklists = std::mem::take(rows).checklists;
        checklists.retain(|sha256, _| pinned.contains(sha256));
        rows.checklists = checklists;
    };
    change(keep_pinned, |state| {
        *state = LedgerState { is_open: true, ..LedgerState { revision: state.revision, ..LedgerState::default() } }
    });
    let _ = write(ops).await;
}
