//! One row an id, with the bytes that were sealed; what was taken back never arrives.

use crate::world::World;
use domain::digest::Sha256;

pub(super) fn check(world: &World) -> Result<(), String> {
    if let Some(id) = world.server.conflicts.first() {
        return Err(format!("{id} came with other bytes"));
    }
    if let Some((id, rows)) = world.server.durable.rows.iter().find(|(_, rows)| **rows > 1) {
        return Err(format!("{id} is there {rows} times"));
    }
    for (id, stored) in &world.server.durable.commands {
        if world.truth.withdrawn.contains(id) && !world.truth.forgotten.contains(id) {
            return Err(format!("{id} was taken back and arrived"));
        }
        if let Some(sealed) = world.truth.sealed.get(id)
            && Sha256::of(&stored.bytes) != sealed.sha256
        {
            return Err(format!("{id} arrived changed"));
        }
    }
    Ok(())
}
