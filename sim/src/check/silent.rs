//! Every item that lies on a phone is shown, to its owner as a row and to others as a number.

use crate::world::World;

pub(super) fn check(world: &World) -> Result<(), String> {
    for page in world.phones.iter().filter_map(|phone| phone.page.as_ref()) {
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
