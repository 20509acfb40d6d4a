//! The parts every page is made of, one file each; its style sheet is `style/part/<name>.css`.

pub mod answer;
pub mod bar;
pub mod button;
pub mod field;
pub mod icon;
pub mod notice;
pub mod progress;
mod radio;
pub mod risk;
pub mod sheet;

pub use answer::{AnswerGroup, Verdict};
pub use bar::{Back, BottomBar, SyncChip, SyncState, Tab, TabBar, TopBar};
pub use button::{Button, ButtonLink, Weight};
pub use field::{ErrorSummary, Fault, Field, FieldError, Kind};
pub use icon::{Glyph, Icon, glyph, provide_icons};
pub use notice::{Notice, Tone};
pub use progress::Progress;
pub use risk::{Risk, RiskBadge};
pub use sheet::Sheet;
