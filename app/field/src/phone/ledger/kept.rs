//! The ledger in the database: one generation that is whole, and perhaps one that is still coming in. They are swapped in the
//! transaction that writes the last page, so that half a ledger is never taken for a whole one. A transaction that finds another
//! standing than this tab knows does nothing: then another tab has fetched.

use super::super::db::{Op, Store, StoreFault, decode, encode, read, read_all, write};
use super::super::{clock, draft_store, identity};
use super::rows::{Kept, Key, Rows};
use super::standing::{Page, Standing, Turned};
use super::{LedgerState, change, owner, seen_as_of, with};
use domain::ids::{PremisesId, UserId};
use std::cell::RefCell;
use std::collections::BTreeSet;
use sync::feed::{Cursor, FeedPage, FeedRow, Gone, PremisesRow};
use wasm_bindgen::JsValue;

const PLACE: &str = "ledger";
/// Lists lie above the generations: a draft may have pinned one that is offered no more.
const LISTS: &str = "list/";
/// Premises added on this phone, by whom, until the server sends them.
const OWN: &str = "own/";
/// What a draft needs to open.
const FIRST: [&str; 4] = ["me", "place", "hazard", "inspection"];
const PREMISES: &str = "premises";

#[derive(Default)]
struct Here {
    standing: Standing,
    /// As the database has it: what this tab does not go on with (half a generation of an earlier visit) is still in it.
    stored: Option<Standing>,
    /// Rows of the generation that comes in.
    coming: Rows,
}

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Taken {
    /// It is here.
    Stored,
    /// Another tab was faster: what is in memory is old.
    ByAnother,
    /// Whoever asked does not work here any more, or it is somebody else's.
    NotTheirs,
}

thread_local! {
    static HERE: RefCell<Here> = RefCell::new(Here::default());
}

/// What a draft needs to open, before anything is shown: lists, places, own inspections, hazards. Premises may be many and come by
/// [`open_premises`].
pub(in super::super) async fn open() {
    look_up().await;
    let mut rows = Rows::default();
    if !load_kinds(&mut rows, &FIRST).await {
        forget_cursor();
    }
    let as_of = as_of();
    change(|now| *now = rows, |state| *state = LedgerState { is_open: false, as_of, of: None, ..*state });
}

/// The rest.
pub(in super::super) async fn open_premises() {
    let mut rows = Rows::default();
    let is_whole = load_generation(&mut rows, &[PREMISES]).await;
    load_own(&mut rows).await;
    if !is_whole {
        // What can't be read is fetched anew, all of it: the rows that are here stay until then.
        forget_cursor();
    }
    change(|now| now.premises_are(rows), |state| state.is_open = true);
}

/// Another tab has changed it: everything anew, in one step, so that nothing is missing meanwhile.
pub(in super::super) async fn reread() {
    look_up().await;
    let mut rows = Rows::default();
    let is_whole = load_kinds(&mut rows, &FIRST).await & load_generation(&mut rows, &[PREMISES]).await;
    load_own(&mut rows).await;
    if !is_whole {
        forget_cursor();
    }
    let as_of = as_of();
    change(|now| *now = rows, |state| *state = LedgerState { is_open: true, as_of, of: None, ..*state });
}

/// Another tab has heard from the server that nothing changed.
pub(in super::super) async fn seen_elsewhere() {
    let was = HERE.with(|here| here.borrow().standing.whole);
    look_up().await;
    if HERE.with(|here| here.borrow().standing.whole) != was {
        return reread().await;
    }
    if let Some(at) = as_of() {
        seen_as_of(at);
    }
}

/// Reads where the phone stands. Half a generation from an earlier visit begins anew: its rows are not in memory.
async fn look_up() {
    let stored: Option<Standing> = read(Store::Meta, PLACE).await.ok().flatten().as_ref().and_then(decode);
    let standing = Standing { coming: None, ..stored.clone().unwrap_or_default() };
    HERE.with(|here| here.replace(Here { standing, stored, coming: Rows::default() }));
}

fn as_of() -> Option<domain::time::Timestamp> {
    HERE.with(|here| here.borrow().standing.as_of.filter(|_| here.borrow().standing.generation(owner()).is_some()))
}

async fn load_kinds(rows: &mut Rows, kinds: &[&str]) -> bool {
    let is_whole = load(rows, LISTS).await;
    HERE.with(|here| rows.withdraw(&here.borrow().standing.withdrawn));
    is_whole & load_generation(rows, kinds).await
}

/// Rows of the generation that is whole, if it is of whoever works here. False if one can't be read.
async fn load_generation(rows: &mut Rows, kinds: &[&str]) -> bool {
    let Some(generation) = HERE.with(|here| here.borrow().standing.generation(owner())) else { return true };
    let mut is_whole = true;
    for kind in kinds {
        is_whole &= load(rows, &format!("g{generation}/{kind}/")).await;
    }
    is_whole
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
    let Some(owner) = owner() else { return };
    for (_, row) in read_all(Store::Ledger, &format!("{OWN}{owner}/")).await.unwrap_or_default() {
        let own: Option<PremisesRow> = row.as_string().and_then(|json| serde_json::from_slice(json.as_bytes()).ok());
        if let Some(own) = own {
            rows.take_own(own);
        }
    }
}

/// What to ask the feed with; none begins anew.
pub(in super::super) fn cursor() -> Option<Cursor> {
    HERE.with(|here| here.borrow().standing.next_cursor(owner()))
}

/// The next page begins anew; what is here stays until that is whole.
pub(in super::super) fn forget_cursor() {
    HERE.with(|here| {
        let standing = &mut here.borrow_mut().standing;
        standing.cursor = None;
        standing.coming = None;
    });
}

/// Takes a page of the feed over that was asked for this person: rows and cursor in one transaction.
///
/// # Errors
/// The database's; the same page is then asked for again.
pub(in super::super) async fn take_page(by: UserId, asked: Option<&Cursor>, page: FeedPage) -> Result<Taken, StoreFault> {
    let me = page.rows.iter().find_map(|row| if let FeedRow::Me(user) = row { Some(user.clone()) } else { None });
    if owner() != Some(by) || me.as_ref().is_some_and(|me| me.id != by) {
        return Ok(Taken::NotTheirs);
    }
    let begins_anew = asked.is_none() || page.restart;
    let is_coming = begins_anew || HERE.with(|here| here.borrow().standing.coming.is_some());
    let taken = if is_coming { take_coming(by, page, begins_anew).await } else { take_change(by, page).await };
    match taken {
        Err(StoreFault::Taken) => return Ok(Taken::ByAnother),
        other => other?,
    }
    if owner() != Some(by) {
        return Ok(Taken::NotTheirs);
    }
    if let Some(user) = me {
        identity::renew(user).await;
    }
    Ok(Taken::Stored)
}

/// Writes, if the database still stands where this tab believes it to stand; then memory follows, if it is still this person's.
async fn move_on(by: UserId, mut ops: Vec<Op>, standing: Standing) -> Result<bool, StoreFault> {
    let known = HERE.with(|here| here.borrow().stored.clone());
    let is_as_known = move |row: Option<JsValue>| row.as_ref().and_then(decode::<Standing>) == known;
    ops.insert(0, Op::Require(Store::Meta, PLACE.into(), Box::new(is_as_known)));
    ops.push(Op::Put(Store::Meta, PLACE.into(), encode(&standing)));
    write(ops).await?;
    if owner() != Some(by) {
        return Ok(false);
    }
    HERE.with(|here| {
        let mut here = here.borrow_mut();
        here.stored = Some(standing.clone());
        here.standing = standing;
    });
    Ok(true)
}

/// A page of the present state.
async fn take_coming(by: UserId, page: FeedPage, begins_anew: bool) -> Result<(), StoreFault> {
    let (old, mut rows) = HERE.with(|here| {
        let here = here.borrow();
        (here.standing.clone(), if begins_anew { with(Rows::beginning_anew) } else { here.coming.clone() })
    });
    let (now, is_last, of) = (clock::now(), !page.more, page.premises_total);
    let Turned { mut standing, into, cleared } =
        old.turn(Page { owner: by, begins_anew, has_more: page.more, cursor: page.cursor, at: now });
    let mut ops: Vec<Op> = cleared.iter().map(|generation| Op::DeleteAll(Store::Ledger, format!("g{generation}/"))).collect();
    ops.extend(known_by_server(by, &page.rows));
    ops.extend(page.rows.into_iter().filter_map(|row| rows.take(row)).map(|kept| op_of(kept, into)));
    if is_last {
        let pinned = draft_store::pinned_lists().await?;
        ops.extend(lists_to_drop(&rows, &pinned));
        rows.keep_lists(&pinned);
        standing.withdrawn = rows.withdrawn();
    }
    let is_first = standing.whole == 0;
    if !move_on(by, ops, standing).await? {
        return Ok(());
    }
    HERE.with(|here| here.borrow_mut().coming = if is_last { Rows::default() } else { rows.clone() });
    if is_last {
        load_own(&mut rows).await;
        change(|here| *here = rows, |state| *state = LedgerState { is_open: true, of: None, as_of: Some(now), ..*state });
    } else if is_first {
        // Nothing was here before: what is there can be worked with, 还在下载.
        load_own(&mut rows).await;
        change(|here| *here = rows, |state| *state = LedgerState { is_open: true, of, ..*state });
    }
    Ok(())
}

/// Rows that changed since.
async fn take_change(by: UserId, page: FeedPage) -> Result<(), StoreFault> {
    let now = clock::now();
    let old = HERE.with(|here| here.borrow().standing.clone());
    let generation = old.whole;
    let mut ops: Vec<Op> =
        page.rows.iter().filter_map(|row| Rows::default().take(row.clone())).map(|kept| op_of(kept, generation)).collect();
    ops.extend(known_by_server(by, &page.rows));
    let mut standing = Standing { cursor: Some(page.cursor), as_of: Some(now), ..old };
    for row in &page.rows {
        if let FeedRow::Checklist(list) = row {
            standing.withdrawn.remove(&list.sha256);
        }
    }
    if !move_on(by, ops, standing).await? {
        return Ok(());
    }
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

/// Premises of which the server has said something: what was kept of their addition would stand beside that for ever.
fn known_by_server(by: UserId, rows: &[FeedRow]) -> Vec<Op> {
    let of = |row: &FeedRow| match row {
        FeedRow::Premises(row) => Some(row.premises.id),
        FeedRow::Gone(Gone::Premises(id)) => Some(*id),
        _ => None,
    };
    rows.iter().filter_map(of).map(|id| lose_own(by, id)).collect()
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
    here.into_iter()
        .filter(|sha256| !rows.keeps_list(*sha256, pinned))
        .map(|sha256| Op::Delete(Store::Ledger, format!("{LISTS}{sha256}")))
        .collect()
}

/// A premises that this person added on this phone: it is there at once.
///
/// # Errors
/// The database's.
pub(in super::super) async fn keep_own(by: UserId, row: PremisesRow) -> Result<(), StoreFault> {
    let json = serde_json::to_string(&row).unwrap_or_default();
    write(vec![Op::Put(Store::Ledger, own_key(by, row.premises.id), JsValue::from_str(&json))]).await?;
    change(|rows| rows.take_own(row), |_| {});
    Ok(())
}

/// The server did not take it: to be written with that. [`own_is_lost`] follows.
pub(in super::super) fn lose_own(by: UserId, premises: PremisesId) -> Op {
    Op::Delete(Store::Ledger, own_key(by, premises))
}

/// It is gone from the database.
pub(in super::super) fn own_is_lost(premises: PremisesId) {
    change(|rows| rows.lose_own(premises), |_| {});
}

fn own_key(by: UserId, premises: PremisesId) -> String {
    format!("{OWN}{by}/{premises}")
}

/// Takes everything away but the lists that drafts have pinned; all lists stay if that is not known.
pub(in super::super) async fn clear() {
    let pinned = match draft_store::pinned_lists().await {
        Ok(pinned) => pinned,
        Err(_) => with(|here| here.checklists.keys().copied().collect()),
    };
    let mut ops =
        vec![Op::DeleteAll(Store::Ledger, "g".into()), Op::DeleteAll(Store::Ledger, OWN.into()), Op::Delete(Store::Meta, PLACE.into())];
    ops.extend(lists_to_drop(&Rows::default(), &pinned));
    HERE.with(|here| here.replace(Here::default()));
    let keep_pinned = |rows: &mut Rows| {
        *rows = rows.beginning_anew();
        rows.keep_lists(&pinned);
    };
    change(keep_pinned, |state| {
        *state = LedgerState { is_open: true, ..LedgerState { revision: state.revision, ..LedgerState::default() } }
    });
    let _ = write(ops).await;
}
