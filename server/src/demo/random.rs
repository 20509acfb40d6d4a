//! Chance with a fixed seed: the same demo, every time.

use domain::digest::Sha256;
use domain::ids::uuid_v7;
use domain::time::Timestamp;
use std::ops::RangeInclusive;
use uuid::Uuid;

/// SplitMix64: enough for scenery, and ten lines.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// A source of its own for each thing, so that one thing more does not change all others.
    pub(super) fn of(seed: u64, thing: &str, n: usize) -> Self {
        let hash = Sha256::of(format!("{seed} {thing} {n}").as_bytes());
        let mut half = [0; 8];
        half.copy_from_slice(&hash.0[..8]);
        Self(u64::from_be_bytes(half))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`; 0 for 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1) as u64;
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    pub(super) fn within(&mut self, range: RangeInclusive<i64>) -> i64 {
        let width = usize::try_from(range.end() - range.start() + 1).unwrap_or(1);
        range.start() + self.below(width) as i64
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// One of a table, which is never empty.
    pub(super) fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.pick(of).copied().unwrap_or_default()
    }

    pub(super) fn id(&mut self, at: Timestamp) -> Uuid {
        let (mut random, high) = ([0; 10], self.next().to_be_bytes());
        random[..8].copy_from_slice(&high);
        random[8..].copy_from_slice(&self.next().to_be_bytes()[..2]);
        uuid_v7(at, &random)
    }
}
