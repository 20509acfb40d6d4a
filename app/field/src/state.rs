//! What pages hold: the visit being answered, the lists they show, and the words that belong to values of the trade. Everything comes
//! from `crate::phone`, nothing is kept twice.

mod app;
#[cfg(test)]
pub(crate) mod cast;
mod clock;
pub mod evidence;
mod mandate;
mod preferences;
mod reference;
mod stamp;
mod sync_line;
mod tongue;
mod visit;
mod walk;

pub use app::{App, Undo, provide_app, use_app};
pub use clock::{Clock, provide_clock, use_clock};
pub use preferences::{keep_locale, kept_locale, tell_page};
pub use reference::{basis_line, kind_name, kinds, preselected};
pub use stamp::{forget_stamp, keep_stamp, kept_stamp};
pub use tongue::{tongue, tongue_now};
pub use visit::{SheetOpen, Shifted, Visit, is_mended, name_of, use_visit};
pub use walk::{Card, Journal, Section, Shift, Totals, Walk};
