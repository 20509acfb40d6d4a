//! The demo street on this machine.

use anyhow::Result;

use crate::{
    server,
    setup::{self, Need},
    web::{self, Profile},
    workspace,
};

pub(crate) fn run(profile: Profile, port: u16) -> Result<()> {
    setup::setup(Need::Web)?;
    println!("▸ Building the front end");
    let site = web::build(profile)?;
    println!("▸ Building the server");
    let xunan = server::build()?;
    let data = workspace::demo_dir();
    println!("▸ The demo street in {}", data.display());
    let accounts = server::demo(&xunan, &data)?;
    let server = server::serve(&xunan, &data, &site, port, None)?;
    println!("\n{}\n", accounts.trim_end());
    println!("  http://localhost:{port}        desk\n  http://localhost:{port}/field  phone\n\n  Ctrl-C ends it.");
    server.wait()
}
