//! Programs that run beside us (a server, a database) and must be gone when we are, however we end.

use std::{
    path::PathBuf,
    process::{Child, Command},
    sync::Mutex,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

/// How long a program may take to end in order before it is killed.
const END_MAX: Duration = Duration::from_secs(10);

/// How long they get on Ctrl-C before their folders are removed under them.
const HURRY: Duration = Duration::from_millis(500);

/// What must be undone on Ctrl-C, when no destructor runs: process ids and their folders.
static RUNNING: Mutex<Vec<(u32, Option<PathBuf>)>> = Mutex::new(Vec::new());

/// Notes a program in [`RUNNING`] for as long as this lives.
pub(crate) struct Noted(u32);

impl Noted {
    pub(crate) fn new(child: &Child, folder: Option<PathBuf>) -> Self {
        running().push((child.id(), folder));
        Self(child.id())
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        running().retain(|(id, _)| *id != self.0);
    }
}

/// A program that ends, and whose folder goes, when this is dropped or we are told to stop.
pub(crate) struct Beside {
    child: Child,
    folder: Option<PathBuf>,
    _noted: Noted,
}

impl Beside {
    /// Starts it. `folder` is removed after it has ended.
    pub(crate) fn start(command: &mut Command, purpose: &str, folder: Option<PathBuf>) -> Result<Self> {
        let child = command.spawn().with_context(|| format!("{purpose} could not be started"))?;
        let noted = Noted::new(&child, folder.clone());
        Ok(Self { child, folder, _noted: noted })
    }

    /// Has it ended by itself?
    pub(crate) fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)) | Err(_))
    }

    /// Waits until it ends by itself, as a server in the foreground does.
    pub(crate) fn wait(mut self) -> Result<()> {
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.has_ended() {
            interrupt(self.child.id());
            let begun = Instant::now();
            while !self.has_ended() && begun.elapsed() < END_MAX {
                std::thread::sleep(Duration::from_millis(20));
            }
            // Only reached by one that did not listen; a second kill of an ended child is harmless.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// On Ctrl-C and on `kill`, ends what runs beside us, then us.
pub(crate) fn end_on_signal() {
    let set = ctrlc::set_handler(|| {
        let ending = std::mem::take(&mut *running());
        for (id, _) in &ending {
            interrupt(*id);
        }
        if !ending.is_empty() {
            std::thread::sleep(HURRY);
        }
        for folder in ending.into_iter().filter_map(|(_, folder)| folder) {
            let _ = std::fs::remove_dir_all(folder);
        }
        std::process::exit(130);
    });
    set.expect("nobody else has set a handler");
}

/// SIGINT: PostgreSQL's "fast" shutdown, and Ctrl-C for a server.
fn interrupt(id: u32) {
    let _ = Command::new("kill").args(["-INT", &id.to_string()]).status();
}

fn running() -> std::sync::MutexGuard<'static, Vec<(u32, Option<PathBuf>)>> {
    RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
