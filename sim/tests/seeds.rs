//! Seeds of the simulation. A seed that once failed gets a name here and stays for good.

use sim::run;

fn all_hold(seeds: std::ops::Range<u64>) {
    let failed: Vec<_> = seeds.filter_map(|seed| run(seed).fault.map(|fault| format!("seed {seed}: {fault}"))).collect();
    assert!(failed.is_empty(), "{} seeds failed:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn nothing_is_lost_or_doubled_in_the_first_seeds() {
    all_hold(0..150);
}

#[test]
fn nothing_is_lost_or_doubled_in_the_next_seeds() {
    all_hold(150..300);
}

/// New premises time out again and again in it while visits of them wait on the phone.
const PREMISES_THAT_TIME_OUT: u64 = 68;

#[test]
fn a_visit_of_new_premises_waits_for_them_however_often_they_time_out() {
    let run = run(PREMISES_THAT_TIME_OUT);
    assert_eq!((run.fault, run.visits_waited > 2), (None, true), "{} times", run.visits_waited);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for seed in [1, 7, 42] {
        assert_eq!(run(seed), run(seed));
    }
}

#[test]
fn the_runs_are_worth_running() {
    let runs: Vec<_> = (0..20).map(run).collect();
    assert!(runs.iter().map(|run| run.sealed).sum::<usize>() > 60, "people hand something in: {runs:?}");
}
