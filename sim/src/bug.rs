//! Twelve ways in which others have lost people's work. Each can be built into a run, to show that the checkers would see it; none of
//! them is in anything that ships: they wrap the real machines, in the simulated driver, disk and server.

/// A deliberate bug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bug {
    /// The server looks for the id, and inserts some moments later without looking again.
    DedupeByReadThenInsert,
    /// The phone takes "accepted for later" for "it is there".
    AcceptedTakenForDone,
    /// The server answers, then commits.
    AckBeforeCommit,
    /// A retry writes the record anew instead of sending the sealed bytes.
    ReserialisedRetry,
    /// What was once forbidden is never offered again, and nobody is told.
    ForbiddenSkipped,
    /// A receipt is enough to delete what it is for.
    PurgeWithoutReconcile,
    /// The feed goes on from a time instead of a number.
    FeedCursorByTime,
    /// A blob that came in parts is taken without its hash being reckoned.
    ResumedHashUnchecked,
    /// A database connection that has died is used for ever.
    DeadHandle,
    /// That one tab sends is written down, and a kill leaves it standing.
    LockLeftBehind,
    /// The phone does not notice that the server is another one since it was restored.
    EpochIgnored,
    /// What localStorage holds is written over what the database holds, whatever its age.
    OlderCushionWins,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::DedupeByReadThenInsert,
        Self::AcceptedTakenForDone,
        Self::AckBeforeCommit,
        Self::ReserialisedRetry,
        Self::ForbiddenSkipped,
        Self::PurgeWithoutReconcile,
        Self::FeedCursorByTime,
        Self::ResumedHashUnchecked,
        Self::DeadHandle,
        Self::LockLeftBehind,
        Self::EpochIgnored,
        Self::OlderCushionWins,
    ];
}
