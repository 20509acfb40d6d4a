//! What has to be true when nothing goes wrong any more.

use crate::world::World;
use sync::outbox::State;

/// Everything is verified with all its photos, or stands visibly refused by the server's last word.
pub(super) fn healed(world: &World) -> Result<(), String> {
    for (n, phone) in world.phones.iter().enumerate() {
        let page = phone.page.as_ref().ok_or("a phone is still dead")?;
        if !page.outbox.is_loaded() {
            return Err(format!("phone {n} has not read its database"));
        }
        for item in page.outbox.items() {
            let is_settled = page.outbox.is_verified(item.id) || matches!(item.state, State::Refused { repeats: true, .. });
            if !is_settled {
                return Err(format!("phone {n}: {} is {:?}", item.id, item.state));
            }
            if let Some(sha256) =
                item.blobs.iter().find(|sha256| item.receipt().is_some() && !world.server.durable.blobs.contains_key(sha256))
            {
                return Err(format!("phone {n}: {} misses {sha256}", item.id));
            }
        }
        if let Some((draft, edits)) = page.unsaved.iter().find(|(_, edits)| !edits.is_empty()) {
            return Err(format!("phone {n}: {} edits of {draft} are still not stored", edits.len()));
        }
    }
    Ok(())
}

/// Only what was refused is still there; every receipt was kept.
pub(super) fn purged(world: &World) -> Result<(), String> {
    for (n, phone) in world.phones.iter().enumerate() {
        for item in phone.disk.all_items() {
            if !matches!(item.state, State::Refused { .. }) {
                return Err(format!("phone {n}: {} never left: {:?}", item.id, item.state));
            }
        }
    }
    for (id, sealed) in &world.truth.sealed {
        let disk = &world.phones[sealed.phone].disk;
        if !world.truth.withdrawn.contains(id)
            && !world.truth.gone.contains(id)
            && !disk.items.contains_key(id)
            && !disk.receipts.contains_key(id)
        {
            return Err(format!("{id} left without its receipt"));
        }
    }
    Ok(())
}
