//! How a phone and the server agree: receipts, the feed, holdings, the outbox as a pure state machine.
