//! The simulation for as long as it is let: built fast, its options handed on.

use anyhow::Result;

use crate::program;

/// Builds `torture` in release and runs it.
///
/// # Errors
/// It does not build, or a seed failed.
pub(crate) fn torture(rest: &[String]) -> Result<()> {
    let mut cargo = program::cargo();
    cargo.args(["run", "--release", "--quiet", "--package", "xunan-sim", "--bin", "torture", "--"]).args(rest);
    program::run(&mut cargo, "the torture")
}
