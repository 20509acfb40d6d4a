//! Every item that lies on a phone is shown, to its owner as a row and to others as a number; or it is said that the phone does not know.

use crate::world::World;

pub(super) fn check(world: &World) -> Result<(), String> {
    for (phone, page) in world.phones.iter().filter_map(|phone| Some((phone, phone.page.as_ref()?))) {
        // While something is being written, disk and memory may differ.
        let is_told = page.summary.chip.is_loaded && page.transactions.is_empty();
        if let Some(id) = phone.disk.items.keys().find(|id| is_told && page.outbox.item(**id).is_none()) {
            return Err(format!("{id} lies on a phone that says it knows all"));
        }
        let shown = page.summary.rows.len();
        let mine = page.outbox.items().filter(|item| Some(item.owner) == page.user).count();
        if page.user.is_some() && shown != mine {
            return Err(format!("{shown} rows are shown for {mine} items"));
        }
        let counted = page.summary.chip.waiting + page.summary.chip.attention + page.summary.chip.delivered;
        if counted as usize != shown {
            return Err(format!("the chip counts {counted} of {shown}"));
        }
    }
    Ok(())
}
