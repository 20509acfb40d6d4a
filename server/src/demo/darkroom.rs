//! Draws pictures on other threads, a few visits ahead: drawing is most of a demo's work. A record is written with marks that stand for
//! its pictures' hashes; when they are drawn, the hashes take their places.

use super::picture::{Evidence, Shot, picture};
use anyhow::{Context, Result};
use domain::digest::Sha256;
use domain::inspection::{Disposition, Finding, Inspection};
use std::collections::{BTreeMap, VecDeque};
use tokio::task::JoinHandle;

/// Visits whose pictures may be drawn before they are asked for: bounds what is held in memory.
const AHEAD: usize = 6;

/// A mark and its picture.
type Developed = (Sha256, Evidence);

/// Pictures in the order of their visits.
pub(super) struct Darkroom {
    waiting: VecDeque<Vec<Shot>>,
    drawing: VecDeque<JoinHandle<Result<Vec<Developed>>>>,
    /// Hash and size of everything drawn so far; a later record may show an earlier picture again.
    known: BTreeMap<Sha256, (Sha256, u64)>,
}

impl Darkroom {
    pub(super) fn new(shots: impl Iterator<Item = Vec<Shot>>) -> Self {
        Self { waiting: shots.collect(), drawing: VecDeque::new(), known: BTreeMap::new() }
    }

    /// The pictures of the next visit; puts their hashes into its record.
    pub(super) async fn develop(&mut self, inspection: &mut Inspection) -> Result<Vec<Evidence>> {
        while self.drawing.len() < AHEAD
            && let Some(shots) = self.waiting.pop_front()
        {
            self.drawing
                .push_back(tokio::task::spawn_blocking(move || shots.iter().map(|shot| Ok((shot.mark(), picture(shot)?))).collect()));
        }
        let drawn = self.drawing.pop_front().context("as many films as visits")?.await??;
        self.known.extend(drawn.iter().map(|(mark, file)| (*mark, (file.sha256, file.size_bytes()))));
        self.name(inspection);
        Ok(drawn.into_iter().map(|(_, file)| file).collect())
    }

    fn name(&self, inspection: &mut Inspection) {
        for photo in &mut inspection.photos {
            if let Some((sha256, size_bytes)) = self.known.get(&photo.sha256) {
                (photo.sha256, photo.size_bytes) = (*sha256, *size_bytes);
            }
        }
        for mark in inspection.findings.iter_mut().flat_map(marks) {
            if let Some((sha256, _)) = self.known.get(mark) {
                *mark = *sha256;
            }
        }
    }
}

/// Wherever a finding names a picture.
fn marks(finding: &mut Finding) -> impl Iterator<Item = &mut Sha256> {
    let (before, after) = match &mut finding.disposition {
        Disposition::OnSpot { before, after } => (before.as_mut_slice(), after.as_mut_slice()),
        _ => (Default::default(), Default::default()),
    };
    finding.photos.iter_mut().chain(before).chain(after)
}
