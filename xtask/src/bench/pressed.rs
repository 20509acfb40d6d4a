//! What is measured when many hand in at once, as `server/examples/load/press.rs` writes it.

use serde::Deserialize;

/// Costs are for each that was finished.
#[derive(Deserialize)]
pub(super) struct Pressed {
    pub(super) finished: u64,
    pub(super) seconds: f64,
    pub(super) p50_ms: f64,
    pub(super) p99_ms: f64,
    pub(super) longest_ms: f64,
    pub(super) sent_kb: f64,
    pub(super) peak_mb: f64,
    server_ms: f64,
    kernel_ms: f64,
    sqlite_ms: f64,
    generator_ms: f64,
    written_kb: f64,
}

impl Pressed {
    pub(super) fn a_second(&self) -> f64 {
        self.finished as f64 / self.seconds
    }

    /// The table.
    pub(super) fn print(&self, things: &str, thing: &str) {
        println!("  {:>10} {things} of {:.1} KB in {:.1} s: {:.0} a second", self.finished, self.sent_kb, self.seconds, self.a_second());
        println!("  {:>10.1} ms waits half of them, {:.1} ms 99 of 100, {:.1} ms the longest", self.p50_ms, self.p99_ms, self.longest_ms);
        println!("  {:>10.0} MB the server took at most", self.peak_mb);
        println!(
            "  {:>10.2} ms processor of the server for one {thing} (in SQLite's threads {:.2}, in the kernel {:.2}), {:.2} ms of the generator",
            self.server_ms, self.sqlite_ms, self.kernel_ms, self.generator_ms
        );
        println!("  {:>10.0} KB written to the disk for one {thing}", self.written_kb);
    }
}
