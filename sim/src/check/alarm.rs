//! Every loss is missed by somebody: by the phone, whose localStorage counts what its database held, or by the desk, which was told.

use crate::world::World;

pub(super) fn healed(world: &World) -> Result<(), String> {
    for (id, is_missed) in &world.truth.evicted {
        let has_arrived = world.server.durable.commands.contains_key(id);
        let phone_says = world.phones.iter().any(|phone| phone.alarm.contains(id));
        let desk_knows = world.server.holdings.values().any(|held| held.contains(id));
        if *is_missed && !(has_arrived || phone_says || desk_knows) {
            return Err(format!("{id} was lost and nobody misses it"));
        }
    }
    Ok(())
}
