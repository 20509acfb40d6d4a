//! No visit arrives before the server has said its word on premises that were added for it.

use crate::world::World;

pub(super) fn check(world: &World) -> Result<(), String> {
    let early = world.server.of_unanswered.iter().find(|(_, premises)| world.truth.added.contains_key(premises));
    early.map_or(Ok(()), |(id, premises)| Err(format!("{id} came before its premises {premises}")))
}
