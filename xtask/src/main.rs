//! What a person would otherwise have to remember: set-up, run, test, bench, dist. `cargo xtask --help` lists the verbs.

mod bench;
mod check;
mod child;
mod dist;
mod e2e;
mod fuzz;
mod postgres;
mod program;
mod report;
mod run;
mod server;
mod setup;
mod test;
mod tidy;
mod torture;
mod tree;
mod web;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Everything around 巡安 Xun'an that is not the product itself.
#[derive(Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Line {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Install what is missing: the WebAssembly target, npm packages, browser, Chinese fonts, PostgreSQL.
    Setup,
    /// Build what browsers download into the site folder; nothing is done when nothing has changed.
    Web {
        /// Fast to build and big to download: for the work on the code, never for a phone in the street.
        #[arg(long)]
        dev: bool,
    },
    /// Build everything and serve the demo street on http://localhost:3000.
    Run {
        /// Take the quick development build of the front end.
        #[arg(long)]
        dev: bool,
        /// The port on this machine.
        #[arg(long, default_value_t = 3000)]
        port: u16,
    },
    /// Compile-check both halves, as fast as can be.
    Check,
    /// Everything that must hold before a change lands, in order, with times.
    Test,
    /// The stories in a real browser against a server of their own.
    E2e {
        /// Also write the pictures for the manual.
        #[arg(long)]
        shots: bool,
        /// Take the quick development build of the front end.
        #[arg(long)]
        dev: bool,
        /// Handed on to Playwright: a file, a line, `-g words`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        filter: Vec<String>,
    },
    /// Measure against the budgets; without a name, all that need no preparation.
    Bench {
        /// One of the names that `cargo xtask bench --list` gives.
        name: Option<String>,
        /// List the benches.
        #[arg(long)]
        list: bool,
        /// Handed on to the bench.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// Run seeds of the simulation without end, or as told: `--minutes N`, `--seeds N`, `--from SEED`, `--bugs`, `--story SEED [--bug NAME]`.
    Torture {
        /// Handed on.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// What comes from outside, mutated: each target for a while, from the seeds on. Fails with the path of an input that breaks a promise.
    Fuzz {
        /// For each target.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Only this one.
        #[arg(long)]
        target: Option<String>,
    },
    /// One file to copy to a server: the binary with the site inside.
    Dist,
    /// What reading the tree can tell: licences, unused dependencies, module sizes, forbidden words.
    Tidy,
}

fn main() -> ExitCode {
    let line = Line::parse();
    child::end_on_signal();
    match act(line.verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(verb: Verb) -> Result<()> {
    match verb {
        Verb::Setup => setup::setup(setup::Need::Tests),
        Verb::Web { dev } => {
            setup::setup(setup::Need::Web)?;
            web::build(web::Profile::from_dev(dev)).map(|_| ())
        }
        Verb::Run { dev, port } => run::run(web::Profile::from_dev(dev), port),
        Verb::Check => check::check(),
        Verb::Test => test::test(),
        Verb::E2e { shots, dev, filter } => e2e::e2e(web::Profile::from_dev(dev), shots, &filter).map(|_| ()),
        Verb::Bench { list: true, .. } => {
            bench::list();
            Ok(())
        }
        Verb::Bench { name, rest, .. } => bench::bench(name.as_deref(), &rest),
        Verb::Torture { rest } => torture::torture(&rest),
        Verb::Fuzz { seconds, target } => fuzz::fuzz(seconds, target.as_deref()),
        Verb::Dist => dist::dist(),
        Verb::Tidy => tidy::tidy(),
    }
}
