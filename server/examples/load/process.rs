//! What a process has used so far, as Linux tells it under `/proc`.

use anyhow::{Context, Result};
use std::fs;
use std::ops::Sub;
use std::path::Path;

/// Linux counts a process' time in hundredths of a second, whatever its kernel does inside.
const TICK_MS: f64 = 10.0;
/// How sqlx names the threads that own SQLite's connections; Linux keeps 15 letters.
const SQLITE_THREAD: &str = "sqlx-sqlite-wor";

/// Used since the process began; the difference of two is what was used between them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Used {
    /// Processor time outside of the kernel, all threads.
    pub(crate) user_ms: f64,
    /// Processor time inside of it.
    pub(crate) kernel_ms: f64,
    /// Of both, what the threads of SQLite's connections had.
    pub(crate) sqlite_ms: f64,
    /// Sent to the disk.
    pub(crate) written_bytes: f64,
}

impl Used {
    pub(crate) fn by(process: &str) -> Result<Self> {
        let folder = Path::new("/proc").join(process);
        let stat = fs::read_to_string(folder.join("stat")).context("the process is gone")?;
        // The second field is the program's name, which may hold anything but ends with the last bracket.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
        Ok(Self {
            user_ms: ticks(11) * TICK_MS,
            kernel_ms: ticks(12) * TICK_MS,
            sqlite_ms: sqlite_ms(&folder)?,
            written_bytes: number(&folder.join("io"), "write_bytes:")?,
        })
    }
}

impl Sub for Used {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            user_ms: self.user_ms - before.user_ms,
            kernel_ms: self.kernel_ms - before.kernel_ms,
            sqlite_ms: self.sqlite_ms - before.sqlite_ms,
            written_bytes: self.written_bytes - before.written_bytes,
        }
    }
}

/// The most memory that the process ever had, in megabytes.
pub(crate) fn peak_mb(pid: u32) -> Result<f64> {
    Ok(number(&Path::new("/proc").join(pid.to_string()).join("status"), "VmHWM:")? * 1024.0 / 1e6)
}

/// A thread that ends meanwhile is passed over: SQLite's live as long as the server.
fn sqlite_ms(folder: &Path) -> Result<f64> {
    let mut all_ns = 0.0;
    for thread in fs::read_dir(folder.join("task"))? {
        let thread = thread?.path();
        if fs::read_to_string(thread.join("comm")).is_ok_and(|name| name.trim_end() == SQLITE_THREAD) {
            let ran = fs::read_to_string(thread.join("schedstat")).unwrap_or_default();
            all_ns += ran.split_whitespace().next().and_then(|ran| ran.parse::<f64>().ok()).unwrap_or(0.0);
        }
    }
    Ok(all_ns / 1e6)
}

fn number(file: &Path, name: &str) -> Result<f64> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse().ok());
    value.with_context(|| format!("{} says nothing of {name}", file.display()))
}
