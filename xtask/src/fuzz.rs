//! What comes from outside, mutated by libFuzzer: each target for so many seconds, beginning with its seeds, what once failed, and what
//! earlier runs found worth keeping.
//!
//! libFuzzer needs no nightly toolchain: the coverage counters are a pass of LLVM that the stable compiler can be told to run. Only the
//! sanitizers would need one, and our code has nothing for them to find: `unsafe` is forbidden in it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{program, workspace};

/// What cargo-fuzz says as well, without what is unstable.
const COVERAGE: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
/// An input that takes longer is a fault, seconds. The slowest of the seeds takes some milliseconds.
const INPUT_MAX_S: u32 = 5;
/// Memory that one program may take, with all that the run keeps.
const MEMORY_MAX_MB: u32 = 1_024;

/// What the program says of a target.
struct Target {
    name: String,
    max_bytes: String,
}

/// What is known of a target after its run.
#[derive(Debug, Default, PartialEq, Eq)]
struct Figures {
    executions: u64,
    per_second: u64,
    /// Edges of the program that were seen, in all that was built into it.
    edges: u64,
    /// Inputs that are kept, because each goes a way of its own.
    corpus: u64,
    memory_mb: u64,
    /// The input that failed.
    failed: Option<String>,
}

/// Builds the program and runs the targets, or the one that is named.
///
/// # Errors
/// It does not build, no target has the name, or an input failed: its path is said.
pub(crate) fn fuzz(seconds: u32, only: Option<&str>) -> Result<()> {
    let program = build()?;
    let mut targets = targets(&program)?;
    targets.retain(|target| only.is_none_or(|name| name == target.name));
    if targets.is_empty() {
        bail!("no target is called `{}`; `fuzz/src/lib.rs` names them", only.unwrap_or_default());
    }
    let mut failed = vec![];
    let mut table = vec![format!("{:<10} {:>12} {:>8} {:>8} {:>8} {:>8}", "target", "executions", "exec/s", "edges", "corpus", "MB")];
    for target in &targets {
        println!("▸ {} for {seconds} s", target.name);
        let figures = run(&program, target, seconds)?;
        let Figures { executions, per_second, edges, corpus, memory_mb, .. } = figures;
        table.push(format!("{:<10} {executions:>12} {per_second:>8} {edges:>8} {corpus:>8} {memory_mb:>8}", target.name));
        failed.extend(figures.failed.map(|path| format!("{}: {path}", target.name)));
    }
    println!("\n{}", table.join("\n"));
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failing inputs, to be copied into fuzz/failed/<target>/ when they are mended:\n  {}", failed.join("\n  "))
}

/// In a folder of its own, so that neither build throws the other's away. With `--target`, or build scripts would get the counters too.
fn build() -> Result<PathBuf> {
    let (host, folder) = (host()?, folder().join("build"));
    let mut cargo = program::cargo();
    cargo.args(["build", "--profile", "fuzz", "--package", "xunan-fuzz", "--features", "libfuzzer", "--bin", "fuzz", "--target", &host]);
    cargo.env("CARGO_TARGET_DIR", &folder).env("RUSTFLAGS", COVERAGE.join(" "));
    program::run(&mut cargo, "building the fuzz targets")?;
    Ok(folder.join(host).join("fuzz/fuzz"))
}

fn host() -> Result<String> {
    let said = program::output(Command::new("rustc").arg("-vV"), "asking the compiler for its host")?;
    said.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned).context("the compiler names no host")
}

fn folder() -> PathBuf {
    workspace::target_dir().join("fuzz")
}

fn targets(program: &PathBuf) -> Result<Vec<Target>> {
    let said = program::output(Command::new(program).env_remove("XUNAN_FUZZ_TARGET"), "asking for the targets")?;
    let target = |line: &str| {
        let (name, rest) = line.split_once('\t')?;
        Some(Target { name: name.to_owned(), max_bytes: rest.split('\t').next()?.to_owned() })
    };
    Ok(said.lines().filter_map(target).collect())
}

fn run(program: &PathBuf, target: &Target, seconds: u32) -> Result<Figures> {
    let folder = folder().join(&target.name);
    let (corpus, seeds, found) = (folder.join("corpus"), folder.join("seeds"), folder.join("found"));
    for made in [&corpus, &seeds, &found] {
        std::fs::create_dir_all(made)?;
    }
    let once_failed = workspace::root().join("fuzz/failed").join(&target.name);
    let mut command = Command::new(program);
    command.env("XUNAN_FUZZ_TARGET", &target.name).env("XUNAN_FUZZ_SEEDS", &folder);
    command.args([&corpus, &seeds]).args(once_failed.is_dir().then_some(once_failed));
    command.args([format!("-max_total_time={seconds}"), format!("-max_len={}", target.max_bytes)]);
    command.args([format!("-timeout={INPUT_MAX_S}"), format!("-rss_limit_mb={MEMORY_MAX_MB}")]);
    command.args([format!("-artifact_prefix={}/", found.display()), format!("-dict={}", folder.join("words").display())]);
    command.args(["-print_final_stats=1", "-verbosity=1"]);
    let (status, said) = program::tee_some(&mut command, "the fuzz target", is_for_people)?;
    let figures = Figures::read(&said);
    if !status.success() && figures.failed.is_none() {
        bail!("{} ended ({status}) without naming an input; its own words are above", target.name);
    }
    Ok(figures)
}

/// What failed, and now and then a sign of life; not each new input, nor the words that helped.
fn is_for_people(line: &str) -> bool {
    let chatter = ["\tNEW_FUNC", "\"", "######", "INFO:", "stat::", "Dictionary:", "Done "];
    line.contains("\tpulse") || !(line.starts_with('#') || chatter.iter().any(|start| line.starts_with(start)))
}

impl Figures {
    /// Out of what libFuzzer prints.
    fn read(said: &str) -> Self {
        let number = |text: &str| text.trim().split(['/', ' ']).next().and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut figures = Self::default();
        for line in said.lines() {
            if let Some((name, value)) = line.strip_prefix("stat::").and_then(|stat| stat.split_once(':')) {
                match name {
                    "number_of_executed_units" => figures.executions = number(value),
                    "average_exec_per_sec" => figures.per_second = number(value),
                    "peak_rss_mb" => figures.memory_mb = number(value),
                    _ => {}
                }
            }
            if line.starts_with('#') {
                let after = |word: &str| line.split_once(word).map(|(_, rest)| number(rest));
                figures.edges = after(" cov: ").unwrap_or(figures.edges);
                figures.corpus = after(" corp: ").unwrap_or(figures.corpus);
            }
            if let Some((_, path)) = line.split_once("Test unit written to ") {
                figures.failed = Some(path.trim().to_owned());
            }
        }
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_out_of_what_libfuzzer_says() {
        let said = "#2\tINITED cov: 12 ft: 13 corp: 1/1b exec/s: 0 rss: 27Mb\n\
                    #4711\tDONE   cov: 345 ft: 678 corp: 90/12Kb lim: 4096 exec/s: 1570 rss: 61Mb\n\
                    Done 4711 runs in 3 second(s)\nstat::number_of_executed_units: 4711\n\
                    stat::average_exec_per_sec:     1570\nstat::peak_rss_mb:              61\n";
        let whole = Figures { executions: 4711, per_second: 1570, edges: 345, corpus: 90, memory_mb: 61, failed: None };
        assert_eq!(Figures::read(said), whole);
        let failed = "artifact_prefix='found/'; Test unit written to found/crash-1\n";
        assert_eq!(Figures::read(failed).failed.as_deref(), Some("found/crash-1"));
    }
}
