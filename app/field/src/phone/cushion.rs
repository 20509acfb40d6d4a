//! Copies in localStorage of what IndexedDB does not have yet.
