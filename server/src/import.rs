//! Takes an office's ledger of premises (台账) into the data, as such files are: titles above the header, subtotals between the rows,
//! numbers as text and text as numbers.
//!
//! A file is read twice, row by row: first to the end, so that a damaged one changes nothing, then to be written in batches. What
//! a row says is cleaned where nobody could mean anything else and kept as written, marked, where somebody has to look.

mod batch;
mod cell;
mod column;
mod fault;
mod gas;
mod map;
mod merged;
mod number;
mod place;
mod progress;
mod report;
mod row;
mod stable_id;
mod table;
mod unfolded;
mod value;
mod word;
mod workbook;

pub use batch::Reading;
pub use fault::FileFault;
pub use progress::Progress;
pub use report::{Report, padded};
pub use stable_id::stable_id;

use anyhow::Result;
use domain::coordinates::Datum;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;

/// How a file is to be read.
#[derive(Debug, Clone)]
pub struct Options {
    /// Look and report, write nothing.
    pub dry_run: bool,
    /// The frame of the file's coordinates.
    pub datum: Datum,
    /// Columns that the person has named: heading, field.
    pub map: BTreeMap<String, String>,
    /// Who says he is typing; stands in the audit trail.
    pub operator: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { dry_run: false, datum: Datum::Wgs84, map: BTreeMap::new(), operator: None }
    }
}

/// What the command line says.
pub struct Order {
    /// The ledger.
    pub file: PathBuf,
    /// `--map`.
    pub map: Option<PathBuf>,
    /// `--datum`.
    pub datum: Datum,
    /// `--dry-run`.
    pub dry_run: bool,
    /// `--json`.
    pub json: bool,
    /// `--operator`.
    pub operator: Option<String>,
}

/// Imports and prints what became of it.
///
/// # Errors
/// One sentence that a person understands, if the file is none that can be read.
pub async fn command(store: &Arc<Store>, order: &Order) -> Result<()> {
    let map = order.map.as_deref().map(map::read).transpose()?.unwrap_or_default();
    let options = Options { dry_run: order.dry_run, datum: order.datum, map, operator: order.operator.clone() };
    let report = premises(store, &order.file, &options, crate::machine::now).await?;
    let mut out = std::io::stdout().lock();
    if order.json {
        writeln!(out, "{}", serde_json::to_string(&report.json())?)?;
    } else {
        out.write_all(report.told(order.dry_run).as_bytes())?;
    }
    Ok(())
}

/// Imports the premises of a file; `now` is asked once for every command that is issued.
///
/// # Errors
/// A [`FileFault`] for the file, otherwise what the store says.
pub async fn premises(store: &Arc<Store>, file: &Path, options: &Options, now: impl Fn() -> domain::time::Timestamp) -> Result<Report> {
    batch::run(store, file, options, now).await
}

/// The premises that a file has, each once, as an import of it into these communities would add them.
///
/// # Errors
/// A [`FileFault`] for the file, otherwise what the store says.
pub async fn rows(store: &Store, file: &Path) -> Result<Vec<domain::premises::Premises>> {
    batch::rows(store, file, &Options::default()).await
}
