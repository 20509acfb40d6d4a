//! What every request passes before a handler sees it, and every answer before it leaves.

pub(crate) mod compress;
pub(crate) mod cookie;
pub(crate) mod headers;
pub(crate) mod own_site;
pub(crate) mod protocol;
pub(crate) mod rejected;
pub(crate) mod request;
