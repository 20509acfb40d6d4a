//! A street to look at: seven communities with an imported ledger, people in every role, three months of inspections with pictures.
//! All of it goes through the one door with a fixed seed and times reckoned back from today, so it is the same street every time.

mod account;
mod answer;
mod calendar;
mod canvas;
mod darkroom;
mod lists;
mod memory;
mod people;
mod picture;
mod places;
mod random;
mod review;
mod run;
mod scene;
mod theme;
mod town;
mod visit;

use crate::import;
use anyhow::{Context, Result, bail};
use domain::time::Day;
use people::Person;
use std::io::Write;
use std::path::{Path, PathBuf};
use town::Town;

/// The ledger that the demo imports: made up from the first to the last row.
const LEDGER: &[u8] = include_bytes!("../demo/ledger.xlsx");
/// Written first and taken away last; holds the day, so that a demo that broke off is finished as it was begun.
const UNFINISHED: &str = "demo-unfinished.txt";
/// Written last.
const ACCOUNTS: &str = "accounts.txt";
/// Any number would do. This one stays, so that screenshots and manuals keep showing the same street.
const SEED: u64 = 2026;
/// Three months.
const DAYS: i64 = 91;
const VISITS: usize = 230;
/// The street is founded before the first visit.
const FOUNDED_BEFORE_DAYS: i64 = 2;

/// How large the demo is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// The day that counts as today.
    pub(crate) today: Day,
    /// Days before it with visits.
    pub(crate) days: i64,
    /// Visits.
    pub(crate) visits: usize,
    /// Where chance begins.
    pub(crate) seed: u64,
}

/// What the command line says.
pub(crate) struct Order {
    /// The data folder.
    pub(crate) folder: PathBuf,
    /// A PostgreSQL server instead of the embedded database.
    pub(crate) database_url: Option<String>,
    /// `--today`; the machine's day if none.
    pub(crate) today: Option<Day>,
    /// `--json`.
    pub(crate) json: bool,
}

/// What was made.
pub(crate) struct Made {
    people: Vec<Person>,
    visits: usize,
    findings: usize,
    pictures: usize,
}

/// Makes the demo, or says that it is there.
///
/// # Errors
/// If the folder holds somebody's own data, or if something can't be written.
pub(crate) async fn command(order: &Order) -> Result<()> {
    let plan = Plan { today: order.today.unwrap_or_else(|| crate::machine::now().day()), days: DAYS, visits: VISITS, seed: SEED };
    let made = make(&order.folder, order.database_url.clone(), &plan).await?;
    let mut out = std::io::stdout().lock();
    let accounts = order.folder.join(ACCOUNTS);
    match (made, order.json) {
        (Some(made), true) => writeln!(out, "{}", account::json(&made, &plan)?)?,
        (Some(made), false) => {
            writeln!(out, "示范街道做好了：{} 次检查，{} 条问题，{} 张照片。\n", made.visits, made.findings, made.pictures)?;
            out.write_all(account::table(&made.people).as_bytes())?;
            writeln!(out, "\n以上也写在 {}", accounts.display())?;
        }
        (None, true) => writeln!(out, r#"{{"made":false}}"#)?,
        (None, false) => {
            writeln!(out, "示范数据已经在 {} 里，什么也没有改动。账号：\n", order.folder.display())?;
            out.write_all(&std::fs::read(&accounts)?)?;
        }
    }
    Ok(())
}

/// Makes the demo; `None` if it is there already.
///
/// # Errors
/// As [`command`].
pub(crate) async fn make(folder: &Path, database_url: Option<String>, plan: &Plan) -> Result<Option<Made>> {
    if folder.join(ACCOUNTS).exists() {
        return Ok(None);
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let unfinished = folder.join(UNFINISHED);
    let begun = std::fs::read_to_string(&unfinished).ok().and_then(|day| day.trim().parse().ok());
    let plan = Plan { today: begun.unwrap_or(plan.today), ..*plan };
    let founded_at = plan.today.plus(-plan.days - FOUNDED_BEFORE_DAYS).start().plus_hours(9);
    let mut town = Town::open(folder, database_url, plan.seed, founded_at).await?;
    let house = town.store.house().await?;
    if begun.is_none() && house.places.values().any(|place| place.kind == domain::place::PlaceKind::Community) {
        bail!("{} 里已有自己的数据，示范数据要放在空的文件夹里", folder.display());
    }
    std::fs::write(&unfinished, plan.today.to_string())?;
    let (street, communities) = places::make(&mut town).await?;
    let people = people::all(street, &communities)?;
    people::make(&mut town, street, &people).await?;
    town.set(founded_at.plus_days(1));
    let ledger = ledger(folder, &town).await?;
    let mut run = run::Run::new(town, &people, &ledger, &plan)?;
    let visits = run.live().await?;
    let (findings, pictures) = (run.findings, run.pictures);
    let made = Made { people, visits, findings, pictures };
    std::fs::write(folder.join(ACCOUNTS), account::table(&made.people))?;
    std::fs::remove_file(unfinished)?;
    Ok(Some(made))
}

/// Imports the ledger as an office would, and gives its rows.
async fn ledger(folder: &Path, town: &Town) -> Result<Vec<domain::premises::Premises>> {
    let file = folder.join("demo-ledger.xlsx");
    std::fs::write(&file, LEDGER)?;
    let rows = import::rows(&town.store, &file).await;
    let store = std::sync::Arc::clone(&town.store);
    let imported = import::premises(&store, &file, &import::Options::default(), || store.now()).await;
    std::fs::remove_file(&file)?;
    let (rows, imported) = (rows?, imported?);
    let there = usize::try_from(imported.imported + imported.duplicates)?;
    if there < rows.len() {
        bail!("of {} premises only {there} were imported", rows.len());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests;
