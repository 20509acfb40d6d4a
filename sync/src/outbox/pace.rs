//! When to try again: full jitter per item, so that a thousand phones that come back at once do not come in step.

/// Exponent at which the span stops growing: 2^8 s is above the cap.
const EXPONENT_MAX: u32 = 9;
/// The longest span.
const SPAN_MAX_MS: u64 = 300_000;
/// What a server may ask for at most: a wrong header must not silence a phone for a day.
const RETRY_AFTER_MAX_MS: u64 = 3_600_000;

/// When something may be tried next. Kept in memory only: after a restart everything is tried at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pace {
    /// Attempts that came to nothing since the last that came to something.
    pub(super) failures: u32,
    /// Not before, by the monotonic clock.
    pub(super) not_before_ms: u64,
}

impl Pace {
    /// Not before that moment, without any failure.
    pub(super) const fn at(not_before_ms: u64) -> Self {
        Self { failures: 0, not_before_ms }
    }

    pub(super) const fn is_due(self, now_ms: u64) -> bool {
        now_ms >= self.not_before_ms
    }

    /// After one more failure: somewhere between now and min(300 s, 2^n s), never before the server's `Retry-After`.
    pub(super) fn after_failure(self, now_ms: u64, retry_after_s: Option<u32>, random: u64) -> Self {
        let failures = self.failures.saturating_add(1);
        let span = (1_000_u64 << failures.min(EXPONENT_MAX)).min(SPAN_MAX_MS);
        let asked = retry_after_s.map_or(0, |seconds| (u64::from(seconds) * 1_000).min(RETRY_AFTER_MAX_MS));
        Self { failures, not_before_ms: now_ms + asked.max(random % (span + 1)) }
    }
}

/// Several draws from the one random number of a step (splitmix64).
#[derive(Debug)]
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_retry_is_never_earlier_than_asked_and_never_later_than_the_cap(failures in 0..40u32, now in 0..u64::MAX / 4, random: u64, asked in proptest::option::of(0..10_000u32)) {
            let next = Pace { failures, not_before_ms: 0 }.after_failure(now, asked, random);
            let asked_ms = asked.map_or(0, |seconds| u64::from(seconds) * 1_000).min(RETRY_AFTER_MAX_MS);
            prop_assert!(next.not_before_ms >= now + asked_ms);
            prop_assert!(next.not_before_ms <= now + asked_ms.max(SPAN_MAX_MS));
        }
    }
}
