//! The same runs with the real store behind: what it says and holds is what was promised.

#![cfg(feature = "store")]

use sim::{Order, RealStore, Run, run_as};

/// Seeds in every run of the tests, in four parts.
const PART: u64 = 50;

fn on_sqlite(seed: u64) -> Run {
    run_as(seed, Order { behind: Some(Box::new(RealStore::new(seed))), ..Order::default() })
}

fn all_hold(part: u64) {
    let failed: Vec<_> =
        (part * PART..(part + 1) * PART).filter_map(|seed| on_sqlite(seed).fault.map(|fault| format!("seed {seed}: {fault}"))).collect();
    assert!(failed.is_empty(), "{} seeds failed on SQLite:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn the_store_keeps_every_promise_in_seeds_0_to_49() {
    all_hold(0);
}

#[test]
fn the_store_keeps_every_promise_in_seeds_50_to_99() {
    all_hold(1);
}

#[test]
fn the_store_keeps_every_promise_in_seeds_100_to_149() {
    all_hold(2);
}

#[test]
fn the_store_keeps_every_promise_in_seeds_150_to_199() {
    all_hold(3);
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_sqlite() {
    for seed in [3, 9] {
        assert_eq!(on_sqlite(seed), on_sqlite(seed));
    }
}
