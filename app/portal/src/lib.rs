//! The doors: the page that shows the two ways in, and sign-in at the desk. What enterprises and residents see comes later.

mod page;

pub use page::{LandingPage, LostPage, SignInPage};
