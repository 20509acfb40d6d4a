//! Every edit that was shown as 已存本机 is in the journal as it was made, unless its record has left the phone rightly.

use crate::world::World;

pub(super) fn check(world: &World) -> Result<(), String> {
    for ((phone, draft, n), row) in &world.truth.saved {
        let disk = &world.phones[*phone].disk;
        let holds = disk.journal.get(&(*draft, *n)).is_some_and(|stored| stored == row);
        if !holds && !world.truth.left.contains(draft) {
            return Err(format!("entry {n} of draft {draft} was shown as saved"));
        }
    }
    Ok(())
}
