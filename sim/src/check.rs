//! What must hold, one property a checker. Each is asked again and again while a run goes on, and once more at its end.

mod acknowledged;
mod conservation;
mod once;
mod order;
mod owner;
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
    ("nothing arrives twice or changed", once::check),
    ("no visit before its premises", order::check),
    ("nobody's work under another's name", owner::check),
    ("what was shown as saved is there", saved::check),
    ("no silent end", silent::check),
];

/// Hold once everybody has been online for a while without faults.
pub(crate) const HEALED: &[Checker] = &[("everything heals, and photos never part from their record", whole::healed)];

/// Hold eight days after that.
pub(crate) const AFTER_DAYS: &[Checker] = &[("phones become empty", whole::purged)];
