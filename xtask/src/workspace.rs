//! Where things stand on disk.

use std::path::PathBuf;

/// The checkout's root: xtask is always one folder below it. What cargo says at run time comes first, because two
/// checkouts may share a target folder.
pub(crate) fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    xtask.parent().expect("xtask stands in a folder of the workspace").to_path_buf()
}

/// Where cargo puts what it builds; everything generated goes here too, so that one folder can be thrown away.
pub(crate) fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// What the server serves: one folder, described by its `site.json`.
pub(crate) fn site_dir() -> PathBuf {
    target_dir().join("site")
}

/// The browser stories, and the npm packages that the build needs as well.
pub(crate) fn end2end_dir() -> PathBuf {
    root().join("end2end")
}

/// The demo street that `run` serves; thrown away by hand.
pub(crate) fn demo_dir() -> PathBuf {
    target_dir().join("demo")
}
