//! What several pages of the desk share.

mod clock;
mod decide;
mod filter;
mod gap;
mod record_line;
mod record_view;
mod return_draft;
mod return_form;
mod revisions;
mod tag;
mod time_line;
mod zoom;

pub(crate) use clock::{now, today};
pub(crate) use decide::Decide;
pub(crate) use filter::{CommunityFilter, FilterSelect, Filters, NoRows, PLACE, address_with, is_filtered};
pub(crate) use gap::{Empty, Skeleton, Trouble, sign_in_address, this_page};
pub(crate) use record_line::RecordLine;
pub(crate) use record_view::{RecordHead, RecordView};
pub(crate) use return_draft::{Drafts, provide_drafts};
pub(crate) use revisions::Revisions;
pub(crate) use tag::{Tag, WhyTags};
pub(crate) use time_line::TimeLine;
pub(crate) use zoom::{LargePicture, Pictures, Shown, provide_zoom};
