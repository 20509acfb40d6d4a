//! What must hold, one property a checker. Each is asked again and again while a run goes on, and once more at its end.

mod acknowledged;
mod alarm;
mod conservation;
mod delivered;
mod news;
mod once;
mod order;
mod owner;
mod replay;
mod saved;
mod silent;
mod whole;

use crate::world::World;

/// A checker: its name, and what is wrong now.
pub(crate) type Checker = (&'static str, fn(&World) -> Result<(), String>);

/// Hold at every moment.
pub(crate) const ALWAYS: &[Checker] = &[
    ("nothing acknowledged is missing", acknowledged::check),
    ("nothing sealed vanishes", conservation::check),
    ("delivered means delivered", delivered::check),
    ("nothing arrives twice or changed", once::check),
    ("answers are repeated byte for byte", replay::check),
    ("no gap and no repeat in the feed", news::check),
    ("no visit before its premises", order::check),
    ("nobody's work under another's name", owner::check),
    ("what was shown as saved is there", saved::check),
    ("no silent end", silent::check),
];

/// Hold once everybody has been online for a while without faults.
pub(crate) const HEALED: &[Checker] = &[
    ("everything heals, and photos never part from their record", whole::healed),
    ("the feed brings everybody up to date", news::healed),
    ("every loss raises the alarm", alarm::healed),
];

/// Hold eight days after that.
pub(crate) const AFTER_DAYS: &[Checker] = &[("phones become empty", whole::purged)];
