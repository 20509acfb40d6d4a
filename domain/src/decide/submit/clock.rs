//! T1: when something was done.

use crate::parameter::CLOCK_AHEAD_MAX_S;
use crate::time::Timestamp;

/// The time of an act, and whether the phone's clock was off. The phone's word holds if it is not later than the receipt by more
/// than [`CLOCK_AHEAD_MAX_S`] and not earlier than the last server time that the phone had confirmed; else the receipt's time.
#[must_use]
pub fn time_of_act(issued_at: Timestamp, received_at: Timestamp, server_seen_at: Option<Timestamp>) -> (Timestamp, bool) {
    let is_ahead = issued_at > received_at.plus_seconds(CLOCK_AHEAD_MAX_S);
    let is_behind = server_seen_at.is_some_and(|seen| issued_at < seen);
    if is_ahead || is_behind { (received_at, true) } else { (issued_at, false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIVED: Timestamp = Timestamp(1_800_000_000_000_000);

    #[test]
    fn an_hour_offline_is_the_phones_own_hour() {
        let act = RECEIVED.plus_hours(-1);
        assert_eq!(time_of_act(act, RECEIVED, None), (act, false));
        assert_eq!(time_of_act(act, RECEIVED, Some(act)), (act, false));
    }

    #[test]
    fn five_minutes_ahead_are_forgiven_and_no_second_more() {
        let ahead = RECEIVED.plus_seconds(CLOCK_AHEAD_MAX_S);
        assert_eq!(time_of_act(ahead, RECEIVED, None), (ahead, false));
        assert_eq!(time_of_act(ahead.plus_seconds(1), RECEIVED, None), (RECEIVED, true));
    }

    #[test]
    fn nothing_was_done_before_the_server_was_last_seen() {
        let seen = RECEIVED.plus_hours(-2);
        assert_eq!(time_of_act(seen.plus_seconds(-1), RECEIVED, Some(seen)), (RECEIVED, true));
    }
}
