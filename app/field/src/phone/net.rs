//! Talking to our server.
