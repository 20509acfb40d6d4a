//! The targets, one a file.

pub(crate) mod command;
pub(crate) mod cursor;
pub(crate) mod envelope;
pub(crate) mod picture;
pub(crate) mod sheet;
pub(crate) mod workbook;
