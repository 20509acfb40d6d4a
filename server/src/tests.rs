//! The server from outside: requests in, answers out, over a real store with its own clock and folder.

mod app;
mod contract;
#[cfg(feature = "pages")]
mod desk;
#[cfg(feature = "pages")]
mod pages;
mod protection;
mod sample;
mod story;
mod visit;
