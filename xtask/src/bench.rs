//! Measurements with a budget each. A bench says what it measured and fails when the budget is broken.

mod phone;
mod size;

use anyhow::{Context, Result};

/// One entry of `cargo xtask bench --list`.
struct Bench {
    name: &'static str,
    what: &'static str,
    /// Runs when no name is given.
    by_default: bool,
    run: fn(&[String]) -> Result<()>,
}

const BENCHES: &[Bench] = &[
    Bench { name: "size", what: "what the first page downloads, brotli: at most 300 KB", by_default: true, run: |_| size::size() },
    Bench { name: "phone", what: "the phone on Slow 4G with CPU ×4: start, taps, restart", by_default: false, run: |_| phone::phone() },
];

pub(crate) use size::no_heavier;

pub(crate) fn list() {
    for bench in BENCHES {
        println!("{:<12} {}{}", bench.name, bench.what, if bench.by_default { "" } else { "  (only by name)" });
    }
}

/// Runs one by its name, or all that run by default.
pub(crate) fn bench(name: Option<&str>, rest: &[String]) -> Result<()> {
    if let Some(name) = name {
        let bench = BENCHES.iter().find(|bench| bench.name == name);
        return (bench.with_context(|| format!("no bench is called `{name}`; see `cargo xtask bench --list`"))?.run)(rest);
    }
    BENCHES.iter().filter(|bench| bench.by_default).try_for_each(|bench| {
        println!("▸ {}: {}", bench.name, bench.what);
        (bench.run)(rest)
    })
}
