//! Nobody's work is sent under another's name.

use crate::world::World;

pub(super) fn check(world: &World) -> Result<(), String> {
    world.server.not_owner.first().map_or(Ok(()), |id| Err(format!("{id} came with another's session")))
}
