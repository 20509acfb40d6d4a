//! Each deliberate bug is seen, by the checker that is there for it, in a seed in which all is well without it.

use sim::{Bug, Order, run, run_as};

/// The bug, a seed in which it shows, and who sees it.
const FOUND: [(Bug, u64, &str); 12] = [
    (Bug::DedupeByReadThenInsert, 18, "nothing arrives twice or changed"),
    (Bug::AcceptedTakenForDone, 3, "delivered means delivered"),
    (Bug::AckBeforeCommit, 45, "delivered means delivered"),
    (Bug::ReserialisedRetry, 0, "nothing arrives twice or changed"),
    (Bug::ForbiddenSkipped, 8, "everything heals"),
    (Bug::PurgeWithoutReconcile, 0, "nothing acknowledged is missing"),
    (Bug::FeedCursorByTime, 13, "no gap and no repeat in the feed"),
    (Bug::ResumedHashUnchecked, 8, "delivered means delivered"),
    (Bug::DeadHandle, 4, "everything heals"),
    (Bug::LockLeftBehind, 1, "everything heals"),
    (Bug::EpochIgnored, 8, "everything heals"),
    (Bug::OlderCushionWins, 31, "what was shown as saved is there"),
];

#[test]
fn every_deliberate_bug_is_seen_and_nothing_else() {
    for (bug, seed, checker) in FOUND {
        let fault = run_as(seed, Order { bug: Some(bug), ..Order::default() }).fault.unwrap_or_default();
        assert!(fault.starts_with(checker), "{bug:?} in seed {seed}: {fault:?}; `cargo xtask torture --bugs` finds another seed");
        assert_eq!(run(seed).fault, None, "seed {seed} without {bug:?}");
    }
    assert!(Bug::ALL.iter().all(|bug| FOUND.iter().any(|(found, ..)| found == bug)));
}
