//! A receipt given means: the server has it, or (after a restore) a phone still does.

use crate::world::World;

pub(super) fn check(world: &World) -> Result<(), String> {
    for (id, sha256) in &world.server.receipts {
        let at_server = world.server.durable.commands.contains_key(id);
        let at_phone = world.phones.iter().any(|phone| phone.disk.sealed.contains_key(id));
        // A restore may take what a browser threw the second copy of away.
        if !at_server && !at_phone && !world.truth.gone.contains(id) {
            return Err(format!("{id} ({sha256}) was acknowledged and is nowhere"));
        }
    }
    Ok(())
}
