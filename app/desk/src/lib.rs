//! The supervisors' desk: server-rendered pages that hydrate.
