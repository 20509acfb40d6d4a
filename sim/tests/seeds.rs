//! Seeds of the simulation. A seed that once failed gets a name here and stays for good.

use sim::{Order, run, run_as};

/// Seeds in every run of the tests, in eight parts for as many cores.
const PART: u64 = 250;

fn all_hold(part: u64) {
    let failed: Vec<_> =
        (part * PART..(part + 1) * PART).filter_map(|seed| run(seed).fault.map(|fault| format!("seed {seed}: {fault}"))).collect();
    assert!(failed.is_empty(), "{} seeds failed (cargo xtask torture --story SEED tells of one):\n{}", failed.len(), failed.join("\n"));
}

macro_rules! parts {
    ($($name:ident: $part:literal,)*) => {$(
        #[test]
        fn $name() {
            all_hold($part);
        }
    )*};
}

parts! {
    nothing_is_lost_or_doubled_in_seeds_0_to_249: 0,
    nothing_is_lost_or_doubled_in_seeds_250_to_499: 1,
    nothing_is_lost_or_doubled_in_seeds_500_to_749: 2,
    nothing_is_lost_or_doubled_in_seeds_750_to_999: 3,
    nothing_is_lost_or_doubled_in_seeds_1000_to_1249: 4,
    nothing_is_lost_or_doubled_in_seeds_1250_to_1499: 5,
    nothing_is_lost_or_doubled_in_seeds_1500_to_1749: 6,
    nothing_is_lost_or_doubled_in_seeds_1750_to_1999: 7,
}

/// New premises time out again and again in it while visits of them wait on the phone.
const PREMISES_THAT_TIME_OUT: u64 = 184;

#[test]
fn a_visit_of_new_premises_waits_for_them_however_often_they_time_out() {
    let run = run(PREMISES_THAT_TIME_OUT);
    assert_eq!((run.fault, run.visits_waited > 2), (None, true), "{} times", run.visits_waited);
}

/// A layer before the door forbids records and photos for a while. The phone took that for the last word and never offered them again.
const FORBIDDEN_FOR_A_WHILE: [u64; 2] = [3, 8];

#[test]
fn what_was_forbidden_for_a_while_is_offered_again_by_itself() {
    for seed in FORBIDDEN_FOR_A_WHILE {
        let run = run_as(seed, Order { is_told: true, ..Order::default() });
        assert!(run.story.iter().any(|line| line.contains("Forbidden")), "seed {seed} is another than it was");
        assert_eq!(run.fault, None, "seed {seed}");
    }
}

/// A damaged file takes the end of the database with it, and with that the last records. The phone said that all was delivered.
const THE_END_OF_THE_DATABASE: u64 = 2_268;

#[test]
fn records_that_went_with_the_end_of_the_database_are_missed() {
    let run = run_as(THE_END_OF_THE_DATABASE, Order { is_told: true, ..Order::default() });
    assert!(run.story.iter().any(|line| line.contains("TheEndOfItsDatabase")), "the seed is another than it was");
    assert_eq!(run.fault, None);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for seed in [1, 7, 42, 160] {
        assert_eq!(run(seed), run(seed));
    }
}

#[test]
fn the_runs_are_worth_running() {
    let runs: Vec<_> = (0..20).map(run).collect();
    assert!(runs.iter().map(|run| run.sealed).sum::<usize>() > 60, "people hand something in: {runs:?}");
}
