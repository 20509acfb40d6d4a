//! Runs seeds for as long as it is let, and tells what it saw: how many, how fast, which stages and ways between them, and of a seed
//! that fails its story. `cargo xtask torture` builds it fast and runs it.
//!
//! `torture [--minutes N] [--seeds N] [--from SEED] [--sqlite] [--bugs] [--story SEED [--bug NAME]]`

use sim::{Bug, Coverage, Order, Run, run_as};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use sync::outbox::Stage;

/// Seeds within which each bug has to be found.
const SEARCH_MAX: u64 = 2_000;

/// What is to be done.
#[derive(Debug, Default)]
struct Wanted {
    minutes: Option<u64>,
    seeds: Option<u64>,
    from: u64,
    bugs: bool,
    sqlite: bool,
    story: Option<u64>,
    bug: Option<Bug>,
}

fn main() -> ExitCode {
    let wanted = match read(std::env::args().skip(1)) {
        Ok(wanted) => wanted,
        Err(why) => {
            eprintln!("torture: {why}");
            return ExitCode::from(2);
        }
    };
    if let Some(seed) = wanted.story {
        return tell(seed, wanted.bug, wanted.sqlite);
    }
    if wanted.bugs {
        return search();
    }
    torture(&wanted)
}

fn read(mut words: impl Iterator<Item = String>) -> Result<Wanted, String> {
    let mut wanted = Wanted::default();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|number| number.parse().ok()).ok_or(format!("{word} needs a number"));
        match word.as_str() {
            "--minutes" => wanted.minutes = Some(number()?),
            "--seeds" => wanted.seeds = Some(number()?),
            "--from" => wanted.from = number()?,
            "--story" => wanted.story = Some(number()?),
            "--bugs" => wanted.bugs = true,
            "--sqlite" => wanted.sqlite = true,
            "--bug" => {
                let name = words.next().unwrap_or_default();
                wanted.bug = Some(Bug::ALL.into_iter().find(|bug| format!("{bug:?}") == name).ok_or(format!("there is no bug {name}"))?);
            }
            _ => return Err(format!("{word} is not understood")),
        }
    }
    Ok(wanted)
}

fn print_story(seed: u64, run: &Run) {
    println!("seed {seed}, the last of {} events:", run.events);
    for line in &run.story {
        println!("  {line}");
    }
    println!("  {} records were handed in; visits waited {} times for their premises", run.sealed, run.visits_waited);
    println!("  and then: {}", run.fault.as_deref().unwrap_or("all is well"));
}

/// The real store behind, if it is wanted.
#[cfg(feature = "store")]
fn behind(seed: u64, is_wanted: bool) -> Option<Box<dyn sim::Behind>> {
    is_wanted.then(|| Box::new(sim::RealStore::new(seed)) as Box<dyn sim::Behind>)
}

#[cfg(not(feature = "store"))]
fn behind(_seed: u64, _is_wanted: bool) -> Option<Box<dyn sim::Behind>> {
    None
}

fn tell(seed: u64, bug: Option<Bug>, is_sqlite: bool) -> ExitCode {
    let run = run_as(seed, Order { bug, is_told: true, behind: behind(seed, is_sqlite), ..Order::default() });
    print_story(seed, &run);
    if run.fault.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The first seed at which each bug is seen.
fn search() -> ExitCode {
    let mut is_all = true;
    for bug in Bug::ALL {
        let found = (0..SEARCH_MAX).find_map(|seed| Some((seed, run_as(seed, Order { bug: Some(bug), ..Order::default() }).fault?)));
        match found {
            Some((seed, fault)) => println!("{bug:?}: seed {seed}: {}", fault.chars().take(160).collect::<String>()),
            None => {
                println!("{bug:?}: not found in {SEARCH_MAX} seeds");
                is_all = false;
            }
        }
    }
    if is_all { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn torture(wanted: &Wanted) -> ExitCode {
    let begun = Instant::now();
    let limit = wanted.minutes.map(|minutes| Duration::from_secs(minutes * 60));
    let end = wanted.seeds.map_or(u64::MAX, |seeds| wanted.from + seeds);
    let (next, done, is_over) = (AtomicU64::new(wanted.from), AtomicU64::new(0), AtomicBool::new(false));
    let (coverage, failed) = (Mutex::new(Coverage::default()), Mutex::new(vec![]));
    let work = || {
        let mut seen = Coverage::default();
        while !is_over.load(Ordering::Relaxed) && limit.is_none_or(|limit| begun.elapsed() < limit) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end {
                break;
            }
            let run = run_as(seed, Order { is_counted: true, behind: behind(seed, wanted.sqlite), ..Order::default() });
            done.fetch_add(1, Ordering::Relaxed);
            seen.add(&run.coverage);
            if run.fault.is_some() {
                failed.lock().expect("nobody panics with it").push(seed);
                is_over.store(wanted.seeds.is_none(), Ordering::Relaxed);
            }
        }
        coverage.lock().expect("nobody panics with it").add(&seen);
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let (done, took) = (done.into_inner(), begun.elapsed().as_secs_f64());
    println!("{done} seeds from {} in {took:.0} s, {:.0} a second on {threads} cores", wanted.from, done as f64 / took);
    print_coverage(&coverage.into_inner().expect("nobody panics with it"));
    let mut failed = failed.into_inner().expect("nobody panics with it");
    failed.sort_unstable();
    if let Some(first) = failed.first() {
        println!("{} seeds failed: {failed:?}", failed.len());
        tell(*first, None, wanted.sqlite);
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print_coverage(coverage: &Coverage) {
    println!("{} stages of {}, {} ways between them:", Stage::ALL.len() - coverage.never().len(), Stage::ALL.len(), coverage.ways.len());
    for ((from, to), times) in &coverage.ways {
        println!("  {from:?} to {to:?}: {times}");
    }
    if !coverage.never().is_empty() {
        println!("never seen: {:?}", coverage.never());
    }
}
