//! Steps that are told while they run and added up at the end.

use std::time::{Duration, Instant};

use anyhow::Result;

/// What happened so far; printed as a table by [`Report::table`].
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<(String, Duration, bool)>,
    passed: usize,
    failed: usize,
}

impl Report {
    /// Says the step's name, runs it, says how long it took. An error is kept in the table and handed back.
    pub(crate) fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n▸ {name}");
        let begun = Instant::now();
        let result = work();
        let took = begun.elapsed();
        self.steps.push((name.to_owned(), took, result.is_ok()));
        println!("{} {name} ({})", if result.is_ok() { "✓" } else { "✗" }, seconds(took));
        result
    }

    /// Adds tests that a step has counted.
    pub(crate) fn count(&mut self, count: Count) {
        self.passed += count.passed;
        self.failed += count.failed;
    }

    /// The table of times, and the line that says it all.
    pub(crate) fn table(&self) {
        let total: Duration = self.steps.iter().map(|(_, took, _)| *took).sum();
        let width = self.steps.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0);
        println!("\n{}", "─".repeat(width + 14));
        for (name, took, good) in &self.steps {
            println!("{} {name:<width$}  {:>9}", if *good { "✓" } else { "✗" }, seconds(*took));
        }
        println!("{}\n  {:<width$}  {:>9}", "─".repeat(width + 14), "in all", seconds(total));
        println!("\n{} passed, {} failed", self.passed, self.failed);
    }
}

/// How many tests a runner ran.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Count {
    /// Reads the counts out of what nextest, cargo test or Playwright printed, whichever it was.
    ///
    /// All of them write `<number> passed` and `<number> failed`; nextest and Playwright once, cargo test once a binary.
    pub(crate) fn read(output: &str) -> Self {
        let counted =
            output.lines().filter(|line| line.contains("Summary [") || line.starts_with("test result:") || is_playwright_total(line));
        counted.fold(Self::default(), |sum, line| Self {
            passed: sum.passed + number_before(line, "passed"),
            failed: sum.failed + number_before(line, "failed") + number_before(line, "flaky"),
        })
    }
}

fn is_playwright_total(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next().is_some_and(|word| word.parse::<usize>().is_ok()) && matches!(words.next(), Some("passed" | "failed" | "flaky"))
}

fn number_before(line: &str, word: &str) -> usize {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.windows(2).find(|pair| pair[1].trim_end_matches([',', ';']) == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

/// `0.4 s`, `12.3 s`, `3 min 05 s`.
pub(crate) fn seconds(took: Duration) -> String {
    let whole = took.as_secs();
    if whole < 100 { format!("{:.1} s", took.as_secs_f64()) } else { format!("{} min {:02} s", whole / 60, whole % 60) }
}

/// `12.3 KB`, in thousands, as budgets are written.
pub(crate) fn kilobytes(bytes: u64) -> String {
    format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runner_is_counted() {
        let nextest = "     Summary [   1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 2 skipped";
        assert_eq!(Count::read(nextest), Count { passed: 11, failed: 1 });
        let cargo = "test result: ok. 3 passed; 0 failed; 0 ignored\ntest result: FAILED. 4 passed; 2 failed; 0 ignored";
        assert_eq!(Count::read(cargo), Count { passed: 7, failed: 2 });
        let playwright = "  ✓ a story where 9 passed by (1s)\n\n  1 failed\n    [phone] › x.spec.ts\n  1 flaky\n  7 passed (3.4s)";
        assert_eq!(Count::read(playwright), Count { passed: 7, failed: 2 });
    }

    #[test]
    fn times_and_sizes_read_like_speech() {
        assert_eq!(seconds(Duration::from_millis(400)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
        assert_eq!(kilobytes(12_345), "12.3 KB");
    }
}
