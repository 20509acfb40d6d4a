//! What several pages of the desk share.

mod clock;
mod filter;
mod gap;
mod record_view;
mod return_form;
mod tag;
mod time_line;
mod zoom;

pub(crate) use clock::{now, today};
pub(crate) use filter::{CommunityFilter, FilterSelect};
pub(crate) use gap::{Skeleton, Trouble};
pub(crate) use record_view::{RecordHead, RecordView};
pub(crate) use return_form::ReturnForm;
pub(crate) use tag::{Tag, WhyTags};
pub(crate) use time_line::TimeLine;
pub(crate) use zoom::{Pictures, Shown};
