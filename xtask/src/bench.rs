//! Measurements with a budget each. A bench says what it measured and fails when the budget is broken.

mod ground;
mod intake;
mod machine;
mod pages;
mod phone;
mod photos;
mod pressed;
mod size;
mod start;

use anyhow::{Context, Result, bail};

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
    Bench {
        name: "intake",
        what: "8 clients handing in visits of 40 answers: at least 800/s finished, 99 of 100 in less than 50 ms",
        by_default: true,
        run: intake::intake,
    },
    Bench {
        name: "photos",
        what: "8 clients handing in photos of 300 KB: at least 150/s, with less than 150 MB of memory",
        by_default: true,
        run: photos::photos,
    },
    Bench { name: "start", what: "from the server's start to its first answer: at most 0.3 s", by_default: true, run: |_| start::start() },
    Bench {
        name: "pages",
        what: "of 20,000 records a list's page of 250 in less than 20 ms, a feed page of 500 in less than 30 ms",
        by_default: true,
        run: pages::pages,
    },
    Bench { name: "phone", what: "the phone on Slow 4G with CPU ×4: start, taps, restart", by_default: false, run: |_| phone::phone() },
];

pub(crate) use size::size;

pub(crate) fn list() {
    for bench in BENCHES {
        println!("{:<12} {}{}", bench.name, bench.what, if bench.by_default { "" } else { "  (only by name)" });
    }
}

/// Runs one by its name, or all that run by default: one that misses its budget keeps no other from being measured.
pub(crate) fn bench(name: Option<&str>, rest: &[String]) -> Result<()> {
    println!("{}", machine::now());
    if let Some(name) = name {
        let bench = BENCHES.iter().find(|bench| bench.name == name);
        return (bench.with_context(|| format!("no bench is called `{name}`; see `cargo xtask bench --list`"))?.run)(rest);
    }
    let run = |bench: &Bench| {
        println!("▸ {}: {}", bench.name, bench.what);
        (bench.run)(rest).err().map(|error| format!("{}: {error:#}", bench.name))
    };
    judge(&BENCHES.iter().filter(|bench| bench.by_default).filter_map(run).collect::<Vec<_>>())
}

/// Fails with what missed its budget, if anything did.
fn judge(missed: &[String]) -> Result<()> {
    if missed.is_empty() { Ok(()) } else { bail!("{}", missed.join("; ")) }
}
