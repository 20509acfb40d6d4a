//! Randomness and the clock, taken from the machine at the edge and passed in everywhere else.

use domain::ids::uuid_v7;
use domain::time::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// Fills with what the system calls random.
pub fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system gives randomness");
}

/// The machine's time.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock stands after 1970");
    Timestamp(i64::try_from(since.as_micros()).expect("the clock stands before the year 292277"))
}

/// A new UUIDv7.
pub fn id() -> Uuid {
    let mut random = [0; 10];
    fill(&mut random);
    uuid_v7(now(), &random)
}
