//! Many at once, each as fast as it is answered: how much gets done, how long each waits, and what it costs.

use crate::Server;
use crate::line::Line;
use crate::process::{Used, peak_mb};
use anyhow::Result;
use futures::future::try_join_all;
use serde::Serialize;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// What was measured. Costs are for each that was finished.
#[derive(Serialize)]
pub(crate) struct Pressed {
    finished: usize,
    seconds: f64,
    p50_ms: f64,
    p99_ms: f64,
    longest_ms: f64,
    /// Sent to the server for each, without what HTTP adds.
    sent_kb: f64,
    /// The server's memory at its most, since it began.
    peak_mb: f64,
    /// Processor time of the server.
    server_ms: f64,
    /// Of it inside the kernel.
    kernel_ms: f64,
    /// Of it in the threads of SQLite's connections.
    sqlite_ms: f64,
    /// Processor time of who pressed.
    generator_ms: f64,
    /// Sent to the disk.
    written_kb: f64,
}

/// Lets `clients` with a line each do `one` thing after the other until `count` are done; each says how many bytes it sent.
pub(crate) async fn press(
    server: Server,
    clients: usize,
    count: usize,
    one: impl AsyncFn(&mut Line, usize) -> Result<usize>,
) -> Result<Pressed> {
    let (next, sent, pid) = (Cell::new(0), Cell::new(0), server.pid.to_string());
    let client = async || {
        let mut line = Line::open(server).await?;
        let mut times = vec![];
        while next.get() < count {
            let n = next.replace(next.get() + 1);
            let begun = Instant::now();
            let bytes = one(&mut line, n).await?;
            times.push(begun.elapsed());
            sent.set(sent.get() + bytes);
        }
        anyhow::Ok(times)
    };
    let (before, own_before, begun) = (Used::by(&pid)?, Used::by("self")?, Instant::now());
    let times = try_join_all((0..clients).map(|_| client())).await?.concat();
    let seconds = begun.elapsed().as_secs_f64();
    let (used, own) = (Used::by(&pid)? - before, Used::by("self")? - own_before);
    let [p50_ms, p99_ms, longest_ms] = percentiles(times, [0.5, 0.99, 1.0]);
    let each = |all: f64| all / count as f64;
    Ok(Pressed {
        finished: count,
        seconds,
        p50_ms,
        p99_ms,
        longest_ms,
        sent_kb: each(sent.get() as f64 / 1e3),
        peak_mb: peak_mb(server.pid)?,
        server_ms: each(used.user_ms + used.kernel_ms),
        kernel_ms: each(used.kernel_ms),
        sqlite_ms: each(used.sqlite_ms),
        generator_ms: each(own.user_ms + own.kernel_ms),
        written_kb: each(used.written_bytes / 1e3),
    })
}

/// The times below which these shares lie, in milliseconds.
pub(crate) fn percentiles<const N: usize>(mut times: Vec<Duration>, shares: [f64; N]) -> [f64; N] {
    times.sort_unstable();
    shares.map(|share| times.get((times.len().saturating_sub(1) as f64 * share) as usize).map_or(0.0, |time| time.as_secs_f64() * 1e3))
}
