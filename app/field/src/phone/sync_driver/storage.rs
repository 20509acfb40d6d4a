//! Stores what the outbox wants stored, and reads it back.

use super::super::db::{Op, Store, StoreFault, decode, encode, kept, kept_one, keys, read, write};
use super::super::{draft_store, ledger};
use super::lock::{Word, tell_others};
use super::{DRIVER, input, load, with};
use domain::command::{Command, Sealed, What};
use domain::digest::Sha256;
use domain::ids::{CommandId, PremisesId, UserId};
use futures::channel::oneshot;
use js_sys::Uint8Array;
use std::collections::BTreeSet;
use sync::hello::Epoch;
use sync::journal::Entry;
use sync::outbox::{Blob, Input, Item, Seal, State, StoreOp, TransactionNo};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

const EPOCH: &str = "epoch";
const ITEM: &str = "item/";
const BLOB: &str = "blob/";

/// Everything that the database has of the outbox.
///
/// # Errors
/// The database's, for every part of it: half of what is there is not all.
pub(super) async fn read_everything() -> Result<Input, StoreFault> {
    let mut items: Vec<Item> = kept(Store::Outbox, ITEM).await?.into_iter().map(|(_, item)| item).collect();
    let blobs: Vec<Blob> = kept(Store::Outbox, BLOB).await?.into_iter().map(|(_, blob)| blob).collect();
    let epoch = kept_one::<Epoch>(Store::Meta, EPOCH).await?;
    // Sealed bytes whose row can't be read: the row follows from the bytes.
    let known: BTreeSet<String> = items.iter().map(|item| item.id.to_string()).collect();
    for id in keys(Store::Sealed, "").await?.into_iter().filter(|id| !known.contains(id)) {
        // None: it has left meanwhile.
        let Some(bytes) = read(Store::Sealed, &id).await? else { continue };
        let rebuilt = rebuilt(&id, Uint8Array::new(&bytes).to_vec());
        if let Some(item) = &rebuilt {
            // If that does not work it is shown all the same, and met again.
            let _ = write(vec![Op::Put(Store::Outbox, format!("{ITEM}{id}"), encode(item))]).await;
        }
        items.extend(rebuilt);
    }
    Ok(Input::Loaded { items, blobs, epoch })
}

/// The item of these bytes; none if their key is none of ours.
fn rebuilt(id: &str, bytes: Vec<u8>) -> Option<Item> {
    let id = id.parse().ok()?;
    let sealed = Sealed::from_bytes(bytes);
    Some(match sealed.open() {
        Ok(command) => {
            let title = title_of(&command.what);
            Item { attempted: true, ..item_of(&sealed, &command, title) }
        }
        // Not even the bytes: shown to whoever works here, kept for export.
        Err(_) => Item {
            id,
            sha256: sealed.sha256,
            size_bytes: sealed.bytes.len() as u64,
            owner: with(|outbox| outbox.session().user()).unwrap_or(UserId::SYSTEM),
            kind: String::new(),
            inspection: None,
            premises: None,
            title: String::new(),
            number: String::new(),
            sealed_at: domain::time::Timestamp::default(),
            blobs: vec![],
            attempted: true,
            state: State::Corrupt,
        },
    })
}

fn title_of(what: &What) -> String {
    match what {
        What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => inspection.snapshot.name.clone(),
        What::AddPremises { premises } => premises.name.clone(),
        _ => String::new(),
    }
}

/// The premises that it visits, changes or adds: nothing of premises is sent before they are.
const fn premises_of(what: &What) -> Option<PremisesId> {
    match what {
        What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => Some(inspection.premises),
        What::AddPremises { premises } => Some(premises.id),
        What::EditPremises { premises, .. } | What::DiscardDraft { premises, .. } => Some(*premises),
        _ => None,
    }
}

/// A new item for these bytes.
fn item_of(sealed: &Sealed, command: &Command, title: String) -> Item {
    let record = match &command.what {
        What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => Some(inspection),
        _ => None,
    };
    let blobs = record.map(|record| record.blobs().into_keys().collect()).unwrap_or_default();
    Item {
        id: command.id,
        sha256: sealed.sha256,
        size_bytes: sealed.bytes.len() as u64,
        owner: command.by,
        kind: command.what.name().to_owned(),
        inspection: record.map(|record| record.id),
        premises: premises_of(&command.what),
        title,
        number: record.map(|record| record.provisional_number.clone()).unwrap_or_default(),
        sealed_at: command.at,
        blobs,
        attempted: false,
        state: State::Sealed,
    }
}

/// Something to be handed in.
pub(in super::super) struct Sealing {
    pub(in super::super) command: Command,
    pub(in super::super) title: String,
    /// The journal's entry that closes the draft.
    pub(in super::super) journal: Option<Entry>,
}

/// Seals: bytes, row, blobs and the journal's last entry in one transaction.
///
/// # Errors
/// The database's; then nothing was sealed, or the reload has found it.
pub(in super::super) async fn seal(sealing: Sealing) -> Result<CommandId, StoreFault> {
    let Sealing { command, title, journal } = sealing;
    let sealed = Sealed::of(&command);
    let item = item_of(&sealed, &command, title);
    let id = item.id;
    let blobs = match &command.what {
        What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => rows_of(&inspection.blobs()).await?,
        _ => vec![],
    };
    let done = await_transaction(Input::Seal(Box::new(Seal { item, blobs, bytes: sealed.bytes, journal }))).await;
    // What was told to have failed may be there all the same.
    if done.is_err() && with(|outbox| outbox.item(id).is_some()) { Ok(id) } else { done.map(|()| id) }
}

async fn rows_of(blobs: &std::collections::BTreeMap<Sha256, u64>) -> Result<Vec<Blob>, StoreFault> {
    let here: BTreeSet<String> = keys(Store::Blobs, "").await?.into_iter().collect();
    Ok(blobs.iter().map(|(sha256, size_bytes)| Blob::new(*sha256, *size_bytes, here.contains(&sha256.to_string()))).collect())
}

/// Takes back.
///
/// # Errors
/// [`StoreFault::Taken`] if it was offered meanwhile, by another tab; else the database's.
pub(in super::super) async fn withdraw(id: CommandId, journal: Vec<Entry>) -> Result<(), StoreFault> {
    await_transaction(Input::Withdraw { id, journal }).await
}

/// The command that was sealed; none if its bytes are gone or can't be read.
pub(in super::super) async fn sealed(id: CommandId) -> Option<Command> {
    let bytes = read(Store::Sealed, &id.to_string()).await.ok()??;
    Sealed::from_bytes(Uint8Array::new(&bytes).to_vec()).open().ok()
}

/// Steps, and waits for the transaction that comes of it.
async fn await_transaction(step: Input) -> Result<(), StoreFault> {
    let (tell, told) = oneshot::channel();
    let slot = DRIVER.with(|driver| driver.next_waiting.replace(Some(tell)));
    debug_assert!(slot.is_none(), "one at a time");
    input(step);
    // No transaction came of it: it was too late.
    drop(DRIVER.with(|driver| driver.next_waiting.take()));
    told.await.unwrap_or(Err(StoreFault::Taken))
}

/// Does it in one transaction and tells the machine.
pub(super) fn store(no: TransactionNo, ops: Vec<StoreOp>) {
    let is_waited_for = ops.iter().any(|op| matches!(op, StoreOp::AddSealed { .. } | StoreOp::Withdraw { .. }));
    let waiting = if is_waited_for { DRIVER.with(|driver| driver.next_waiting.take()) } else { None };
    let not_taken: Vec<(UserId, PremisesId)> = ops.iter().filter_map(premises_not_taken).collect();
    spawn_local(async move {
        // Nobody goes on visiting what is only on this phone; what was typed lies in the outbox.
        let mut writes: Vec<Op> = not_taken.iter().map(|(owner, premises)| ledger::lose_own(*owner, *premises)).collect();
        let done = match add_writes(&mut writes, ops).await {
            Ok(()) => write(writes).await,
            Err(fault) => Err(fault),
        };
        match done {
            Ok(()) => {
                input(Input::StorageDone { no });
                if !not_taken.is_empty() {
                    not_taken.iter().for_each(|(_, premises)| ledger::own_is_lost(*premises));
                    tell_others(Word::Ledger);
                }
            }
            Err(_) => {
                input(Input::StorageFailed { no });
                // Nobody knows whether it is there: look.
                load().await;
            }
        }
        if let Some(waiting) = waiting {
            let _ = waiting.send(done);
        }
        tell_others(Word::Outbox);
    });
}

/// Premises that the server has just refused to add, and who added them.
fn premises_not_taken(op: &StoreOp) -> Option<(UserId, PremisesId)> {
    match op {
        StoreOp::PutItem { item, .. } if matches!(item.state, State::Refused { .. }) => Some((item.owner, item.adds()?)),
        _ => None,
    }
}

async fn add_writes(writes: &mut Vec<Op>, ops: Vec<StoreOp>) -> Result<(), StoreFault> {
    for op in ops {
        writes.extend(writes_of(op).await?);
    }
    Ok(())
}

async fn writes_of(op: StoreOp) -> Result<Vec<Op>, StoreFault> {
    let item_key = |id: CommandId| format!("{ITEM}{id}");
    Ok(match op {
        StoreOp::AddSealed { id, bytes } => vec![Op::Add(Store::Sealed, id.to_string(), Uint8Array::from(&bytes[..]).buffer().into())],
        StoreOp::PutItem { item, known } => {
            let key = item_key(item.id);
            let require = Op::Require(Store::Outbox, key.clone(), Box::new(move |row| !known || row.is_some()));
            vec![require, Op::Put(Store::Outbox, key, encode(&item))]
        }
        StoreOp::PutBlob(blob) => vec![Op::Put(Store::Outbox, format!("{BLOB}{}", blob.sha256), encode(&blob))],
        StoreOp::Withdraw { id } => {
            let was_not_offered = |row: Option<JsValue>| row.and_then(|row| decode::<Item>(&row)).is_some_and(|item| !item.attempted);
            vec![
                Op::Require(Store::Outbox, item_key(id), Box::new(was_not_offered)),
                Op::Delete(Store::Outbox, item_key(id)),
                Op::Delete(Store::Sealed, id.to_string()),
            ]
        }
        StoreOp::AppendJournal(entry) => vec![Op::Add(Store::Drafts, draft_store::key(entry.draft, entry.n), encode(&entry))],
        StoreOp::PutEpoch(epoch) => vec![Op::Put(Store::Meta, EPOCH.into(), encode(&epoch))],
        StoreOp::Purge(proof) => {
            let mut ops = vec![
                Op::Put(Store::Receipts, proof.id().to_string(), encode(proof.receipt())),
                Op::Delete(Store::Outbox, item_key(proof.id())),
                Op::Delete(Store::Sealed, proof.id().to_string()),
            ];
            for sha256 in proof.blobs() {
                ops.push(Op::Delete(Store::Outbox, format!("{BLOB}{sha256}")));
                ops.push(Op::Delete(Store::Blobs, sha256.to_string()));
                ops.push(Op::Delete(Store::Thumbs, sha256.to_string()));
            }
            if let Some(draft) = proof.inspection()
                && draft_store::is_sealed_into(draft, proof.id()).await?
            {
                ops.push(Op::DeleteAll(Store::Drafts, draft_store::prefix(draft)));
            }
            ops
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::PlaceId;
    use domain::premises::Premises;
    use domain::refusal::Refusal;
    use domain::user::Role;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    const LI: UserId = UserId(Uuid::from_u128(1));
    const SHOP: PremisesId = PremisesId(Uuid::from_u128(2));

    fn addition() -> Item {
        let place = PlaceId(Uuid::from_u128(3));
        let premises = Box::new(Premises {
            id: SHOP,
            code: None,
            name: "新开的小店".into(),
            kind: "small-shop".into(),
            address: "团结路14号".into(),
            community: place,
            grid: None,
            position: None,
            fields: BTreeMap::new(),
            marks: BTreeMap::new(),
            to_verify: true,
        });
        let (id, at) = (CommandId(Uuid::from_u128(4)), domain::time::Timestamp(1));
        let command = Command { id, by: LI, role: Role::Inspector, place, at, base: None, what: What::AddPremises { premises } };
        item_of(&Sealed::of(&command), &command, String::new())
    }

    #[test]
    fn an_addition_names_the_premises_for_which_visits_wait() {
        assert_eq!(addition().adds(), Some(SHOP));
    }

    #[test]
    fn premises_leave_the_ledger_of_their_phone_when_they_are_refused_and_not_before() {
        let put = |state: State| StoreOp::PutItem { item: Box::new(Item { state, ..addition() }), known: true };
        let refused = put(State::Refused { refusal: Refusal::OutOfScope, repeats: true });
        assert_eq!(premises_not_taken(&refused), Some((LI, SHOP)));
        for state in [State::Sealed, State::Corrupt, State::Conflict] {
            assert_eq!(premises_not_taken(&put(state)), None);
        }
    }
}
