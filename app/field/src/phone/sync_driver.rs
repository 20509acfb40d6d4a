//! Drives the outbox, the feed and the rest.
pub(super) async fn start() -> super::Started { unimplemented!() }
