//! The same bytes get the same answer, byte for byte, however often they come.

use crate::world::World;

pub(super) fn check(world: &World) -> Result<(), String> {
    world.server.differing.first().map_or(Ok(()), |id| Err(format!("{id} was answered twice and not alike")))
}
