//! Each place's feed has no gap and no repeat, and who is up to date has what the server has.

use crate::world::World;

pub(super) fn check(world: &World) -> Result<(), String> {
    for (n, phone) in world.phones.iter().enumerate() {
        if let Some(fault) = &phone.disk.feed.fault {
            return Err(format!("phone {n}: {fault}"));
        }
    }
    Ok(())
}

/// Once everybody has been online.
pub(super) fn healed(world: &World) -> Result<(), String> {
    for (n, phone) in world.phones.iter().enumerate() {
        let Some(user) = phone.cookie.filter(|user| !world.server.disabled.contains(user)) else { continue };
        if phone.disk.feed.of != Some(user) || phone.disk.feed.rows != world.server.durable.log.rows(&world.server.scope(user)) {
            return Err(format!("phone {n} believes other things than the server"));
        }
    }
    Ok(())
}
