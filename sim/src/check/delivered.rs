//! What a phone shows as delivered the server has: the record, and each photo with the bytes of its name.

use crate::world::World;

pub(super) fn check(world: &World) -> Result<(), String> {
    let epoch = Some(world.server.epoch);
    for page in world.phones.iter().filter_map(|phone| phone.page.as_ref()) {
        for item in page.outbox.items().filter(|item| item.is_acked(epoch)) {
            if !world.server.durable.commands.contains_key(&item.id) && !world.server.is_volatile(item.id) {
                return Err(format!("{} is shown as delivered and the server does not have it", item.id));
            }
        }
    }
    match world.server.durable.blobs.iter().find(|(name, hash)| name != hash) {
        Some((name, _)) => Err(format!("other bytes are kept as the photo {name}")),
        None => Ok(()),
    }
}
