//! Reads the file, asks the ledger what it knows, hands the rest in as `ImportBatch` commands.

use super::Options;
use super::column::Headings;
use super::fault::FileFault;
use super::place::Places;
use super::progress::Progress;
use super::report::Report;
use super::row::{Ground, Line};
use super::stable_id::stable_id;
use super::table::{Sheet, walk};
use super::unfolded;
use anyhow::{Context, Result, bail};
use domain::command::{COMMAND_MAX_BYTES, Command, IMPORT_ROWS_MAX, Sealed, What};
use domain::digest::Sha256;
use domain::ids::{BatchId, CommandId, PlaceId, PremisesId, UserId};
use domain::library::Library;
use domain::place::Place;
use domain::premises::Premises;
use domain::premises_kind::KindWords;
use domain::time::Timestamp;
use domain::user::Role;
use sha2::Digest;
use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use store::{Store, Submitter};
use sync::receipt::Outcome;
use tokio::sync::mpsc;

/// Lines that are asked about together.
const LINES_A_STEP: usize = 500;
/// Steps that the reader may be ahead.
const STEPS_AHEAD: usize = 2;
/// More notes than this are no work for a person: the columns were mistaken.
const NOTES_MAX: usize = 20_000;
/// Bytes of a command that are no rows.
const COMMAND_FRAME_BYTES: usize = 16 * 1024;

pub(super) async fn run(store: &Arc<Store>, file: &Path, options: &Options, now: impl Fn() -> Timestamp) -> Result<Report> {
    let reading = Arc::new(Reading::new(store, options).await?);
    let (looked, path) = (Arc::clone(&reading), file.to_owned());
    let survey = tokio::task::spawn_blocking(move || looked.survey(&path)).await.context("the reader ended")??;
    // The same file is the same batch, whoever brings it again.
    let batch = Batch { id: stable_id("xunan/import/batch/1", &[&survey.file.0]).into(), file: survey.file };
    let mut import = Import {
        store,
        batch,
        is_dry: options.dry_run,
        operator: options.operator.clone(),
        now,
        seen: HashSet::new(),
        pending: BTreeMap::new(),
        report: Report { file: survey.name, sheets: survey.sheets, ..Report::default() },
    };
    let mut progress = Progress::new("导入", survey.lines);
    let (steps, mut coming) = mpsc::channel(STEPS_AHEAD);
    let path = file.to_owned();
    let reader = tokio::task::spawn_blocking(move || reading.read(&path, &steps));
    let mut done = 0;
    while let Some(lines) = coming.recv().await {
        done += lines.len() as u64;
        import.take(lines).await?;
        progress.at(done);
    }
    let read = reader.await.context("the reader ended")?;
    import.finish().await?;
    progress.end();
    if read.is_err() {
        // It had been read to its end a moment ago.
        bail!(FileFault::ChangedMeanwhile { name: import.report.file, imported: import.report.imported });
    }
    Ok(import.report)
}

/// The premises that a file has, each once, without asking the ledger or writing to it.
pub(super) async fn rows(store: &Store, file: &Path, options: &Options) -> Result<Vec<Premises>> {
    Ok(Reading::new(store, options).await?.rows(file)?)
}

/// What files are read against: it writes nothing, and without a store it can still say what a file has.
#[derive(Debug)]
pub struct Reading {
    ground: Ground,
    headings: Headings,
}

/// What a first look at the file gives.
struct Survey {
    name: String,
    file: Sha256,
    sheets: Vec<Sheet>,
    lines: u64,
}

impl Reading {
    async fn new(store: &Store, options: &Options) -> Result<Self> {
        Self::against(&store.house().await?.places, options)
    }

    /// Against these places.
    ///
    /// # Errors
    /// [`FileFault`] if there is no community among them, or if a column is named for a field that there is not.
    pub fn against(places: &BTreeMap<PlaceId, Place>, options: &Options) -> Result<Self> {
        let reference = &Library::builtin().premises;
        let ground = Ground { kinds: KindWords::new(&reference.kinds), places: Places::new(places), datum: options.datum };
        if ground.places.is_empty() {
            bail!(FileFault::NoCommunity);
        }
        Ok(Self { ground, headings: Headings::new(reference, &options.map)? })
    }

    /// The premises that an import of the file would offer to the ledger, each once, after the same first look.
    ///
    /// # Errors
    /// [`FileFault`] for the file.
    pub fn premises(&self, file: &Path) -> Result<Vec<Premises>, FileFault> {
        self.survey(file)?;
        self.rows(file)
    }

    fn rows(&self, file: &Path) -> Result<Vec<Premises>, FileFault> {
        let (mut rows, mut seen) = (vec![], HashSet::new());
        walk(file, &self.ground, &self.headings, |line| {
            if let Line::Ready(premises, ..) = line
                && seen.insert(premises.id)
            {
                rows.push(*premises);
            }
            ControlFlow::Continue(())
        })?;
        Ok(rows)
    }

    /// To the end and without a trace: a file that is damaged in the middle is noticed before a row went in.
    fn survey(&self, file: &Path) -> Result<Survey, FileFault> {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        unfolded::check(file, &name)?;
        let (mut lines, mut notes) = (0, 0);
        let sheets = walk(file, &self.ground, &self.headings, |line| {
            lines += 1;
            notes += match line {
                Line::Skipped => 0,
                Line::Waits(found) | Line::Ready(_, _, found) => found.len(),
            };
            if notes > NOTES_MAX { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if notes > NOTES_MAX {
            return Err(FileFault::TooManyNotes { name, max: NOTES_MAX });
        }
        let file = hash(file).map_err(|error| FileFault::Unopened { name: name.clone(), why: error.to_string() })?;
        Ok(Survey { name, file, sheets, lines })
    }

    fn read(&self, file: &Path, steps: &mpsc::Sender<Vec<Line>>) -> Result<(), FileFault> {
        let mut step = Vec::with_capacity(LINES_A_STEP);
        let mut is_heard = true;
        walk(file, &self.ground, &self.headings, |line| {
            step.push(line);
            if step.len() == LINES_A_STEP {
                is_heard = steps.blocking_send(std::mem::take(&mut step)).is_ok();
            }
            if is_heard { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        let _ = steps.blocking_send(step); // an error says that the importer gave up and says why itself
        Ok(())
    }
}

fn hash(path: &Path) -> std::io::Result<Sha256> {
    let (mut file, mut hasher, mut some) = (std::fs::File::open(path)?, sha2::Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut some)? {
            0 => return Ok(Sha256(hasher.finalize().into())),
            read => hasher.update(&some[..read]),
        }
    }
}

#[derive(Clone, Copy)]
struct Batch {
    id: BatchId,
    file: Sha256,
}

/// Rows of one street that wait for their command.
#[derive(Default)]
struct Pending {
    rows: Vec<Premises>,
    bytes: usize,
}

struct Import<'a, N> {
    store: &'a Store,
    batch: Batch,
    is_dry: bool,
    operator: Option<String>,
    now: N,
    /// What this file has brought already.
    seen: HashSet<PremisesId>,
    pending: BTreeMap<PlaceId, Pending>,
    report: Report,
}

impl<N: Fn() -> Timestamp> Import<'_, N> {
    async fn take(&mut self, lines: Vec<Line>) -> Result<()> {
        let mut ready = vec![];
        for line in lines {
            match line {
                Line::Skipped => self.report.skipped += 1,
                Line::Waits(notes) => {
                    self.report.rows += 1;
                    self.report.errors.extend(notes);
                }
                Line::Ready(premises, street, notes) => {
                    self.report.rows += 1;
                    if self.seen.insert(premises.id) {
                        ready.push((*premises, street, notes));
                    } else {
                        self.report.duplicates += 1;
                    }
                }
            }
        }
        let rows: Vec<&Premises> = ready.iter().map(|(premises, _, _)| premises).collect();
        let known = store::query::duplicates::of(self.store, &rows).await?;
        for (mut premises, street, notes) in ready {
            if known.here.contains(&premises.id) {
                self.report.duplicates += 1;
                continue;
            }
            if known.taken_back.contains(&premises.id) {
                // The import that brought it was undone: its id stays with what was removed.
                premises.id = crate::machine::id().into();
            }
            self.report.warnings.extend(notes);
            self.add(premises, street).await?;
        }
        Ok(())
    }

    async fn add(&mut self, premises: Premises, street: PlaceId) -> Result<()> {
        let bytes = serde_json::to_vec(&premises)?.len() + 1;
        let pending = self.pending.entry(street).or_default();
        if pending.rows.len() == IMPORT_ROWS_MAX || pending.bytes + bytes > COMMAND_MAX_BYTES - COMMAND_FRAME_BYTES {
            let full = std::mem::take(pending);
            self.hand_in(street, full.rows).await?;
        }
        let pending = self.pending.entry(street).or_default();
        pending.bytes += bytes;
        pending.rows.push(premises);
        Ok(())
    }

    async fn finish(&mut self) -> Result<()> {
        for (street, pending) in std::mem::take(&mut self.pending) {
            self.hand_in(street, pending.rows).await?;
        }
        Ok(())
    }

    async fn hand_in(&mut self, street: PlaceId, rows: Vec<Premises>) -> Result<()> {
        let count = u32::try_from(rows.len())?;
        if !self.is_dry && count > 0 {
            let at = (self.now)();
            let first = rows.first().map(|row| row.id.0).unwrap_or_default();
            // The first row and the time tell apart the commands of one file, and those of a later run.
            let id = stable_id("xunan/import/command/1", &[self.batch.id.0.as_bytes(), first.as_bytes(), &at.0.to_be_bytes()]);
            let what = What::ImportBatch { batch: self.batch.id, file_sha256: self.batch.file, rows };
            let command = Command { id: CommandId(id), by: UserId::SYSTEM, role: Role::System, place: street, at, base: None, what };
            let submitter = Submitter::System { operator: self.operator.clone() };
            let answer = self.store.apply(Sealed::of(&command), submitter).await?;
            if let Outcome::Refused { refusal, .. } = answer.outcome()? {
                bail!("已导入 {} 条，其余没有写入，再导入一次不会重复：{refusal}", self.report.imported);
            }
        }
        self.report.imported += count;
        Ok(())
    }
}
