//! The portal's pages.

mod landing;
mod lost;
mod sign_in;

pub use landing::LandingPage;
pub use lost::LostPage;
pub use sign_in::SignInPage;
