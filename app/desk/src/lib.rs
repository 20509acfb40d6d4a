//! The supervisors' desk: server-rendered pages that hydrate. A page reads the address and owns the resources, parts take plain data,
//! `call/` is what the browser asks of the server.

#![recursion_limit = "512"]
#![expect(unreachable_pub, reason = "the component macro writes a pub function into private modules")]

#[cfg(feature = "ssr")]
mod access;
mod call;
mod live;
mod page;
mod part;
mod routes;

pub use routes::DeskRoutes;
