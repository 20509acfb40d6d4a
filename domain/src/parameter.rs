//! The parameters of the life cycles with their defaults (`lifecycle.md` 0). The office may change them inside the bounds; that comes later.

/// Hours after which what the inbox does not show is accepted by the timer.
pub const AUTO_ACCEPT_HOURS: i64 = 72;
/// Hours after which photos that have not arrived are the office's to ask for: when the timer would have accepted the visit.
pub const PHOTOS_OVERDUE_HOURS: i64 = AUTO_ACCEPT_HOURS;
/// One in this many ordinary patrols is drawn into the inbox (`auto_accept_sample` 0.10).
pub const AUTO_ACCEPT_SAMPLE_ONE_IN: u32 = 10;
/// Days to mend a returned record.
pub const RETURN_DAYS: i64 = 2;
/// The longest deadline of a general hazard, days, with a reason.
pub const GENERAL_DEADLINE_MAX_DAYS: i64 = 30;
/// The window in which the same finding at the same premises counts as recurrence, days after closing.
pub const RECURRENCE_WINDOW_DAYS: i64 = 90;
/// How far from the premises a photo may have been taken, metres; a kind may override it.
pub const PHOTO_RADIUS_M: u32 = 150;
/// How much of a fix's inaccuracy is forgiven, metres.
pub const PHOTO_ACCURACY_CAP_M: u32 = 100;
/// A follow-up of an item that could not be checked is due after these days.
pub const FOLLOW_UP_DAYS: i64 = 7;
/// The same on a lifeline.
pub const FOLLOW_UP_LIFELINE_DAYS: i64 = 1;
/// A phone's clock may be ahead of the server's by this much, seconds (T1).
pub const CLOCK_AHEAD_MAX_S: i64 = 300;
/// The first inspections of a new inspector are all looked at.
pub const NEW_INSPECTOR_FIRST: u32 = 10;
/// An import can be taken back for these days.
pub const UNDO_IMPORT_DAYS: i64 = 7;
/// A visit handed in more than these days after the act is late. A week without any network is more than a basement or a day off.
pub const LATE_AFTER_DAYS: i64 = 7;
