//! One program for all targets: `XUNAN_FUZZ_TARGET` says which one, `XUNAN_FUZZ_SEEDS` into which folder its seeds and words are
//! written first. Without a target it names them. `cargo xtask fuzz` sets both.

#![no_main]

use fuzz::{TARGETS, Target};
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::OnceLock;

static CHOSEN: OnceLock<&'static Target> = OnceLock::new();

fuzz_target!(init: choose(), |bytes: &[u8]| {
    CHOSEN.get().expect("chosen before the first input").run(bytes);
});

fn choose() {
    let Some(target) = std::env::var("XUNAN_FUZZ_TARGET").ok().and_then(|name| fuzz::target(&name)) else {
        for target in TARGETS {
            println!("{}\t{}\t{}", target.name, target.max_bytes, target.what);
        }
        std::process::exit(0);
    };
    if let Some(folder) = std::env::var_os("XUNAN_FUZZ_SEEDS").map(PathBuf::from) {
        target.write_seeds(&folder).expect("the folder of seeds can be written");
    }
    CHOSEN.set(target).expect("chosen once");
}
