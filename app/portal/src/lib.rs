//! The doors: the page that shows the two ways in, and sign-in at the desk. What enterprises and residents see comes later.

#![expect(unreachable_pub, reason = "the component macro writes a pub function into private modules")]

mod page;

pub use page::{LandingPage, LostPage, SignInPage};
