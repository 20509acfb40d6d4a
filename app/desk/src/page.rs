//! The desk's pages, one route each. All of a page's state is in its address, so that it can be sent to a colleague.

mod frame;
mod hazard;
mod hazards;
mod home;
mod inbox;
mod phones;
mod premises;
mod premises_card;
mod record;

pub(crate) use frame::FramePage;
pub(crate) use hazard::HazardOnePage;
pub(crate) use hazards::HazardListPage;
pub(crate) use home::HomePage;
pub(crate) use inbox::InboxPage;
pub(crate) use phones::PhonesPage;
pub(crate) use premises::PremisesListPage;
pub(crate) use premises_card::PremisesOnePage;
pub(crate) use record::RecordPage;
