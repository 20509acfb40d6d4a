//! One file to copy to a server.

use std::fs;

use anyhow::{Context, Result};

use crate::{
    server,
    setup::{self, Need},
    web::{self, Profile},
    workspace,
};

pub(crate) fn dist() -> Result<()> {
    setup::setup(Need::Web)?;
    let site = web::build(Profile::Release)?;
    let built = server::build_release(&site)?.xunan;
    let file = workspace::target_dir().join("dist/xunan");
    fs::create_dir_all(file.parent().expect("dist/ is above it"))?;
    let size = fs::copy(&built, &file).with_context(|| format!("copying {}", built.display()))?;
    println!("✓ {} ({} MB): copy it to the server and start it with `xunan serve`", file.display(), size / 1_000_000);
    Ok(())
}
