//! One program for all targets: `XUNAN_FUZZ_TARGET` says which one, `XUNAN_FUZZ_SEEDS` into which folder its seeds and words are
//! written first. Without a target it names them. `cargo xtask fuzz` sets both.

#![no_main]

use fuzz::{TARGETS, Target};
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

static CHOSEN: OnceLock<&'static Target> = OnceLock::new();

/// The last panic's words. Some readers of others panic and our code catches it: only what gets past it is a fault.
static SAID: Mutex<String> = Mutex::new(String::new());

fuzz_target!(init: choose(), |bytes: &[u8]| {
    let target = CHOSEN.get().expect("chosen before the first input");
    if std::panic::catch_unwind(|| target.run(bytes)).is_err() {
        eprintln!("{}", SAID.lock().map(|said| said.clone()).unwrap_or_default());
        std::process::abort();
    }
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
    // In place of the one of libFuzzer's crate, which ends the program at every panic.
    std::panic::set_hook(Box::new(|info| {
        if let Ok(mut said) = SAID.lock() {
            *said = format!("{info}\n{}", std::backtrace::Backtrace::force_capture());
        }
    }));
    CHOSEN.set(target).expect("chosen once");
}
