//! Reads: they go around the door and change nothing. Every query takes a `Scope`, which only a session can make. The desk's read
//! models are the types of `sync::desk`, and its queries return exactly these.
