//! What was shown as handed in is on the phone or at the server, and its bytes are those that were sealed.

use crate::world::World;
use domain::digest::Sha256;

pub(super) fn check(world: &World) -> Result<(), String> {
    for (id, sealed) in &world.truth.sealed {
        let disk = &world.phones[sealed.phone].disk;
        let at_phone = disk.sealed.get(id).is_some_and(|bytes| Sha256::of(bytes) == sealed.sha256) && disk.items.contains_key(id);
        let at_server = world.server.durable.commands.get(id).is_some_and(|stored| Sha256::of(&stored.bytes) == sealed.sha256);
        let was_taken_back = world.truth.withdrawn.contains(id);
        if !(at_phone || at_server || was_taken_back) {
            return Err(format!("{id} was handed in and is nowhere"));
        }
    }
    Ok(())
}
