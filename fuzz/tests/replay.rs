//! Every target over its seeds, over pieces of them, and over what once failed.

use fuzz::{Read, TARGETS, Target};
use std::path::Path;

/// Pieces that are tried of each seed.
const PIECES: usize = 8;

fn try_all(target: &Target, what: &str, inputs: impl IntoIterator<Item = (String, Vec<u8>)>) -> usize {
    let mut read = 0;
    for (name, bytes) in inputs {
        let tried = std::panic::catch_unwind(|| (target.check)(&bytes));
        read += usize::from(tried.unwrap_or_else(|_| panic!("{}: {what} {name} fails; its words are above", target.name)) == Read::Whole);
    }
    read
}

#[test]
fn every_seed_keeps_the_promises_and_some_are_read() {
    for target in TARGETS {
        let seeds = (target.seeds)();
        assert!(seeds.iter().all(|seed| seed.len() <= target.max_bytes), "{}: a seed is longer than what is tried", target.name);
        let count = seeds.len();
        let read = try_all(target, "seed", (0..).map(|n: usize| n.to_string()).zip(seeds));
        assert!(read * 4 >= count, "{}: {read} of {count} seeds are read", target.name);
    }
}

#[test]
fn what_breaks_off_or_is_turned_round_keeps_the_promises() {
    for target in TARGETS {
        let damaged = (target.seeds)().into_iter().enumerate().flat_map(|(n, seed)| {
            (0..PIECES).flat_map(move |piece| {
                let at = seed.len() * piece / PIECES;
                let mut turned = seed.clone();
                turned.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << piece);
                [(format!("{n} up to {at}"), seed[..at].to_vec()), (format!("{n} turned at {at}"), turned)]
            })
        });
        try_all(target, "seed", damaged);
    }
}

/// A file that `cargo xtask fuzz` found goes into `failed/<target>/`, named for what it showed.
#[test]
fn what_once_failed_fails_no_more() {
    let failed = Path::new(env!("CARGO_MANIFEST_DIR")).join("failed");
    for folder in std::fs::read_dir(&failed).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let target = fuzz::target(name).unwrap_or_else(|| panic!("failed/{name} is of no target"));
        let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        try_all(target, "failed", files.map(|file| (file.display().to_string(), std::fs::read(&file).unwrap())));
    }
}
