//! All configuration, in one place: flags, environment and help text are written by these doc comments.

use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// 巡安 Xun'an: safety inspections of a street's premises, from the first look to the hazard that is gone.
///
/// One file, one data folder. Every command makes the folder and brings the database up to date by itself.
#[derive(Debug, Parser)]
#[command(name = "xunan", version)]
pub(crate) struct Config {
    /// Where everything is kept: the embedded database and the photos. Made if it isn't there.
    #[arg(long, value_name = "DIR", global = true, env = "XUNAN_DATA", default_value = "./data")]
    pub(crate) data: PathBuf,

    /// A PostgreSQL server instead of the embedded database (`postgres://user:password@host/name`). Photos stay in the data folder.
    #[arg(long, value_name = "URL", global = true, env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,

    /// Standard output is JSON and nothing else, `{"error": …}` if it went wrong. What a person reads goes to standard error.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// How the log on standard error is written.
    #[arg(long, value_name = "FORM", global = true, env = "XUNAN_LOG", default_value = "text")]
    pub(crate) log: LogForm,

    /// What is logged: a level, or `target=level` pairs. Names, phone numbers, positions and passwords never are.
    #[arg(long, value_name = "FILTER", global = true, env = "XUNAN_LOG_FILTER", default_value = "info,sqlx=warn,sea_orm_migration=warn")]
    pub(crate) log_filter: String,

    /// Who is typing; stands in the audit trail beside what this changes.
    #[arg(long, value_name = "NAME", global = true, env = "USER")]
    pub(crate) operator: Option<String>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogForm {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the phone's API, the desk and the built front end.
    Serve(Serve),
    /// Make a street to look at: places, people in every role, a ledger, three months of inspections. For an empty data folder; a second
    /// run changes nothing. Prints the accounts.
    Demo(Demo),
    /// Take files into the data.
    #[command(subcommand)]
    Import(Import),
    /// Accounts and places.
    #[command(subcommand)]
    Admin(Admin),
    /// Check the event chain, the photos against their hashes and the database; exit 1 at the first fault and say where it is.
    Verify,
    /// Write the database and the photos into one file, while the server runs. A file that is there is not written over.
    Backup {
        /// The file: 2026-03-01.zip
        file: PathBuf,
    },
    /// Put a backup back, with the server stopped. It is checked before it takes the place of anything. Phones then offer again what
    /// they still hold.
    Restore(Restore),
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The file that `backup` wrote.
    pub(crate) file: PathBuf,
    /// There is data already: move it aside, inside the data folder, and put the backup in its place.
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen. Put a proxy with TLS (Caddy) in front of anything but this machine.
    #[arg(long, alias = "listen", value_name = "ADDR", env = "XUNAN_ADDR", default_value = "127.0.0.1:3000")]
    pub(crate) addr: SocketAddr,

    /// The built front end, the folder with `site.json`. Default: the one inside this program, else `site` or `../site` beside it.
    #[arg(long, value_name = "DIR", env = "XUNAN_SITE")]
    pub(crate) site: Option<PathBuf>,

    /// Sign-in over plain http from other machines. Without it the session cookie is `__Host-xunan; Secure` everywhere but on
    /// localhost, and a browser drops it where there is no TLS. For trials in a closed network only.
    #[arg(long, env = "XUNAN_INSECURE_COOKIE", value_parser = BoolishValueParser::new())]
    pub(crate) insecure_cookie: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The day up to which it reckons. Default: today in Asia/Shanghai.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) today: Option<domain::time::Day>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// The ledger of premises, as the office keeps it (.xlsx, .xlsm, .xls). Columns are recognised by their headings. A second run
    /// imports nothing twice; rows that cannot go in are listed and wait.
    Premises(ImportPremises),
}

#[derive(Debug, Args)]
pub(crate) struct ImportPremises {
    /// The file.
    pub(crate) file: PathBuf,
    /// Say what would happen and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// What the file's coordinates are: GPS, or copied from a map of China (高德, 腾讯). They are stored as WGS84.
    #[arg(long, value_name = "DATUM", default_value = "wgs84")]
    pub(crate) datum: Datum,
    /// Headings that are not recognised, `{"列名": "field"}` as JSON or YAML; `skip` leaves a column out.
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
}

/// The frame of a file's coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Datum {
    /// GPS, phones.
    Wgs84,
    /// 高德, 腾讯 and other maps of China.
    Gcj02,
}

impl From<Datum> for domain::coordinates::Datum {
    fn from(datum: Datum) -> Self {
        match datum {
            Datum::Wgs84 => Self::Wgs84,
            Datum::Gcj02 => Self::Gcj02,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Admin {
    /// Make an account. Without `--password` one is made and printed once.
    AddUser(AddUser),
    /// End an account. Desks are signed out at once; a phone that was signed in only hands in what it still holds, into quarantine.
    DisableUser {
        /// Sign-in name.
        login: String,
        /// Why, at least five characters; stands in the audit trail.
        #[arg(long)]
        reason: String,
    },
    /// Set a new password and end all sessions of the account.
    ResetPassword {
        /// Sign-in name.
        login: String,
        #[command(flatten)]
        password: Password,
    },
    /// Add a community to the street, with its grids.
    AddCommunity {
        /// Its name: 绿苑社区
        name: String,
        /// So many grids, named 第一网格 to 第n网格.
        #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=99))]
        grids: u32,
        /// Its short code in the ledger's numbers: digits or capital letters. Default: the next free number of three digits.
        #[arg(long)]
        code: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AddUser {
    /// Sign-in name: a mobile or staff number.
    pub(crate) login: String,
    /// Name, as colleagues write it.
    #[arg(long)]
    pub(crate) name: String,
    /// Role and where it holds, `role@place`, several times for several roles: `inspector@绿苑社区/第一网格`,
    /// `community_safety@绿苑社区`, `office_clerk` (the street).
    #[arg(long = "role", value_name = "ROLE[@PLACE]", required = true)]
    pub(crate) roles: Vec<String>,
    #[command(flatten)]
    pub(crate) password: Password,
}

#[derive(Debug, Args)]
pub(crate) struct Password {
    /// The password. Better left out: then a good one is made, and nothing stands in the shell's history.
    #[arg(long = "password", value_name = "PASSWORD", env = "XUNAN_PASSWORD", hide_env_values = true)]
    pub(crate) given: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Config::command().debug_assert();
    }

    #[test]
    fn data_and_json_may_stand_before_and_after_the_command() {
        let before = Config::try_parse_from(["xunan", "--data", "/d", "--json", "verify"]).unwrap();
        let after = Config::try_parse_from(["xunan", "verify", "--json", "--data", "/d"]).unwrap();
        for config in [before, after] {
            assert_eq!((config.data, config.json), (PathBuf::from("/d"), true));
        }
    }

    #[test]
    fn serve_listens_on_this_machine_only_unless_told() {
        let Command::Serve(serve) = Config::try_parse_from(["xunan", "serve"]).unwrap().command else { panic!("not serve") };
        assert_eq!(serve.addr.to_string(), "127.0.0.1:3000");
        assert!(!serve.insecure_cookie);
    }
}
