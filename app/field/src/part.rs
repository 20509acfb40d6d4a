//! What the phone's pages are made of besides the kit: cards of items, sheets, the frame.

pub mod answer_input;
pub mod due_choice;
pub mod fail_sheet;
pub mod gap_list;
pub mod held;
pub mod item_card;
pub mod item_photos;
pub mod loss_sheet;
pub mod nothing;
pub mod offline_line;
pub mod options;
pub mod page;
pub mod premises_row;
pub mod reason_sheets;
pub mod recorded;
pub mod saved_line;
pub mod scroll;
pub mod section_view;
pub mod storage_line;
pub mod submit;
pub mod thumbs;
