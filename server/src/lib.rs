//! What of the server can be used without serving: how it reads ledgers, and the cursors that phones hand back. What comes from
//! outside is read here, where the fuzz targets reach it.

pub mod cursor;
pub mod import;
pub mod machine;
