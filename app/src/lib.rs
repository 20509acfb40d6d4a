//! The router, the two shells and the one WASM entry.
