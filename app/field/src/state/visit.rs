//! A visit while its pages are open: the draft, the walk through it, and which sheet is up. Pages and parts act on it; what they do
//! goes through the walk into the journal.

use super::Walk;
use super::walk::Shift;
use crate::part::scroll;
use crate::phone::draft_store::{OpenDraft, Saved};
use crate::phone::{clock, ledger};
use app_ui::part::{Live, use_live};
use app_ui::words::{Phrase, code, due, say};
use domain::checklist::{AnswerKind, PublishedChecklist, Verdict};
use domain::command::What;
use domain::decide::submit::{Against, Gap, gaps};
use domain::hazard::Hazard;
use domain::ids::{CommandId, FindingId, PremisesId};
use domain::inspection::{Answer, Disposition, Finding, Inspection, NotCheckedReason, ReturnPoint, Severity};
use domain::time::Day;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use sync::journal::{Draft, Edit, Finish, Mends, seal};
use uuid::Uuid;

/// A second tap within this time meets the card that has just moved in, so it does not count (getodk/collect#3039).
const DEAD_TIME_MS: u64 = 400;
/// How long 下面多了 n 条 [撤销] stands.
const SHIFT_STANDS: Duration = Duration::from_secs(10);

/// The sheet that is up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetOpen {
    /// What is wrong, of which finding.
    Fail(usize, FindingId),
    /// Why it could not be checked.
    NotChecked(usize),
    /// A remark.
    Note(usize),
}

/// Items that came or went with an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Shifted {
    /// The card that was answered.
    pub place: usize,
    /// What it did.
    pub shift: Shift,
}

/// The open visit. A handle: copies mean the same one.
#[derive(Clone, Copy)]
pub struct Visit {
    draft: OpenDraft,
    walk: StoredValue<Walk>,
    mends: StoredValue<Option<Arc<Mends>>>,
    marked: StoredValue<BTreeMap<usize, Vec<String>>>,
    premises: PremisesId,
    name: StoredValue<String>,
    live: Live,
    sheet: RwSignal<Option<SheetOpen>>,
    shifted: RwSignal<Option<Shifted>>,
    saved: ArcSaved,
    photos_open: RwSignal<BTreeSet<usize>>,
    arrived_ms: StoredValue<u64>,
    answered_ms: StoredValue<u64>,
}

type ArcSaved = StoredValue<leptos::prelude::ArcReadSignal<Saved>>;

/// The visit of the context.
#[must_use]
pub fn use_visit() -> Visit {
    expect_context::<Visit>()
}

impl Visit {
    /// The visit of an open draft, if all its lists are here.
    #[must_use]
    pub fn new(draft: OpenDraft) -> Option<Self> {
        let now = draft.draft();
        let lists = now.checklists.iter().map(|pin| ledger::checklist(pin.sha256)).collect::<Option<Vec<_>>>()?;
        let walk = Walk::new(&now, lists, move |edit| draft.edit(edit));
        let mends = now.begin.mends.clone().map(|mends| Arc::new(*mends));
        let marked = mends.as_deref().map(|mends| marked(&walk, mends)).unwrap_or_default();
        Some(Self {
            draft,
            walk: StoredValue::new(walk),
            mends: StoredValue::new(mends),
            marked: StoredValue::new(marked),
            premises: now.begin.premises,
            name: StoredValue::new(now.begin.snapshot.name.clone()),
            live: use_live(),
            sheet: RwSignal::new(None),
            shifted: RwSignal::new(None),
            saved: StoredValue::new(draft.saved()),
            photos_open: RwSignal::new(BTreeSet::new()),
            arrived_ms: StoredValue::new(clock::mono_ms()),
            answered_ms: StoredValue::new(0),
        })
    }

    /// The draft's handle.
    #[must_use]
    pub fn open_draft(self) -> OpenDraft {
        self.draft
    }

    /// The draft as it stands now, not tracked.
    #[must_use]
    pub fn draft(self) -> Draft {
        self.draft.draft()
    }

    /// The walk through its lists.
    #[must_use]
    pub fn walk(self) -> Walk {
        self.walk.get_value()
    }

    /// The premises' name.
    #[must_use]
    pub fn name(self) -> Phrase {
        Phrase::verbatim(self.name.get_value())
    }

    /// A page of this visit: `/field/i/…/overview`; empty for the answering itself.
    #[must_use]
    pub fn path(self, page: &str) -> String {
        if page.is_empty() { format!("/field/i/{}", self.draft.id()) } else { format!("/field/i/{}/{page}", self.draft.id()) }
    }

    /// The page that opens at a card; `back` leads to the summary afterwards.
    #[must_use]
    pub fn path_to(self, place: usize, back: bool) -> String {
        let at = &self.walk().card(place).at.clone();
        let from = if back { "?back=sign" } else { "" };
        format!("{}{from}", self.path(&format!("item/{}~{}", at.list, at.item)))
    }

    /// Whether everything so far is durable, tracked.
    #[must_use]
    pub fn saved(self) -> Saved {
        self.saved.with_value(Get::get)
    }

    /// The return that it mends.
    #[must_use]
    pub fn mends(self) -> Option<Arc<Mends>> {
        self.mends.get_value()
    }

    /// The cards that the reviewer marked, each with what he says.
    #[must_use]
    pub fn marked(self) -> BTreeMap<usize, Vec<String>> {
        self.marked.get_value()
    }

    /// Whether this card may be changed: of a returned record only what was marked, unless it was returned as a whole.
    #[must_use]
    pub fn is_editable(self, place: usize) -> bool {
        self.mends.with_value(|mends| match mends {
            None => true,
            Some(mends) => {
                let is_whole = mends.returned.points.iter().any(|point| matches!(point, ReturnPoint::Whole { .. }));
                is_whole || self.marked.with_value(|marked| marked.contains_key(&place))
            }
        })
    }

    /// The sheet that is up.
    #[must_use]
    pub fn sheet(self) -> RwSignal<Option<SheetOpen>> {
        self.sheet
    }

    /// Items that came or went just now.
    #[must_use]
    pub fn shifted(self) -> RwSignal<Option<Shifted>> {
        self.shifted
    }

    /// Makes a card the current one.
    pub fn open_card(self, place: usize) {
        self.arrived_ms.set_value(clock::mono_ms());
        self.walk().go_to(place);
    }

    /// Gives an answer, and goes on to the next open item, or into the sheet of a failed one.
    pub fn answer(self, place: usize, answer: Answer) {
        let now = clock::mono_ms();
        if now.saturating_sub(self.answered_ms.get_value()) < DEAD_TIME_MS {
            return;
        }
        self.answered_ms.set_value(now);
        self.put(place, answer);
        if self.walk().verdict(place) == Some(Verdict::Fail) {
            scroll::buzz(&[40, 60, 40]);
            self.open_finding(place);
        } else {
            scroll::buzz(&[10]);
            self.advance(place);
        }
    }

    /// Gives an answer and stays: while a text is being typed.
    pub fn put(self, place: usize, answer: Answer) {
        let walk = self.walk();
        let dwell = clock::mono_ms().saturating_sub(self.arrived_ms.get_value());
        let shift = walk.answer(place, answer, u32::try_from(dwell).unwrap_or(u32::MAX));
        self.tell_shift(place, shift);
    }

    fn tell_shift(self, place: usize, shift: Shift) {
        if shift.shown + shift.hidden == 0 {
            return;
        }
        let shifted = Shifted { place, shift };
        self.shifted.set(Some(shifted.clone()));
        set_timeout(
            move || {
                if self.shifted.try_get_untracked().flatten().as_ref() == Some(&shifted) {
                    self.shifted.set(None);
                }
            },
            SHIFT_STANDS,
        );
    }

    /// Takes back the answer that let items come or go.
    pub fn undo_shift(self) {
        if let Some(Shifted { place, shift }) = self.shifted.get_untracked() {
            self.shifted.set(None);
            self.walk().undo(&shift);
            self.open_card(place);
        }
    }

    /// On to the next open item; at the end it stays and says so.
    pub fn advance(self, place: usize) {
        let walk = self.walk();
        match walk.next_open(Some(place)) {
            Some(next) => {
                self.open_card(next);
                self.live.say(say::answer::next(walk.totals().get_untracked().open()));
            }
            None => self.live.say(say::answer::all_answered()),
        }
    }

    /// The first finding of a failed item, made now with everything prefilled if there is none, in its sheet.
    pub fn open_finding(self, place: usize) {
        let first = self.walk().card(place).findings.with_untracked(|findings| findings.first().map(|finding| finding.id));
        match first {
            Some(id) => self.sheet.set(Some(SheetOpen::Fail(place, id))),
            None => self.add_finding(place),
        }
    }

    /// One more thing that is wrong with an item, everything prefilled, in its sheet.
    pub fn add_finding(self, place: usize) {
        let finding = self.new_finding(place);
        let id = finding.id;
        self.walk().put_finding(place, finding);
        self.sheet.set(Some(SheetOpen::Fail(place, id)));
    }

    fn new_finding(self, place: usize) -> Finding {
        let walk = self.walk();
        let demand = walk.item(place).demand.clone();
        let severity = demand.as_ref().map_or(Severity::General, |demand| demand.severity);
        let disposition = match (&demand, severity) {
            (Some(demand), Severity::Major) => {
                let basis = if demand.major_basis.len() == 1 { Some(0) } else { None };
                Disposition::SuspectedMajor { basis, consequence: String::new() }
            }
            (demand, _) => {
                Disposition::Order { due_on: self.default_due(demand.as_ref().map_or(0, |demand| demand.deadline_days)), reason: None }
            }
        };
        Finding {
            id: FindingId(clock::new_id()),
            at: walk.card(place).at.clone(),
            violation: demand.as_ref().map(|demand| demand.violation.clone()).unwrap_or_default(),
            spot: String::new(),
            demand: demand.map(|demand| demand.rectify).unwrap_or_default(),
            severity,
            disposition,
            photos: vec![],
            note: String::new(),
        }
    }

    /// The last day of so many from today.
    #[must_use]
    pub fn default_due(self, days: u32) -> Day {
        clock::now().day().plus(i64::from(days))
    }

    /// Open hazards of these premises, for 同一隐患.
    #[must_use]
    pub fn open_hazards(self) -> Vec<Arc<Hazard>> {
        ledger::open_hazards(self.premises)
    }

    /// 查不了, with its reason.
    pub fn not_checked(self, place: usize, reason: NotCheckedReason, text: String) {
        self.sheet.set(None);
        self.put(place, Answer::NotChecked { reason, text });
        self.advance(place);
    }

    /// Reads a card's pictures and findings from the draft: the camera has written into it.
    pub fn reread(self, place: usize) {
        self.walk().reread(place, &self.draft());
    }

    /// The record as it would be sealed now; none while it cannot be.
    #[must_use]
    pub fn record(self) -> Option<Inspection> {
        let (draft, walk) = (self.draft(), self.walk());
        let lists: Vec<&PublishedChecklist> = walk.lists().iter().map(Arc::as_ref).collect();
        let finish = Finish { command: CommandId(Uuid::nil()), at: clock::now(), server_seen_at: None };
        match seal(&draft, &lists, finish).ok()?.what {
            What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => Some(*inspection),
            _ => None,
        }
    }

    /// Everything that is missing, in the order of the lists.
    #[must_use]
    pub fn gaps(self, record: &Inspection) -> Vec<Gap> {
        let walk = self.walk();
        let checklists = walk.lists().iter().map(|list| (list.sha256, Arc::new(list.checklist.clone()))).collect();
        let hazards = self.open_hazards().iter().map(|hazard| (hazard.id, Hazard::clone(hazard))).collect();
        let mends = self.mends();
        let earlier = mends.as_deref().map(|mends| &mends.returned.inspection);
        gaps(record, &Against { checklists: &checklists, hazards: &hazards, found_on: clock::now().day(), earlier })
    }

    /// Where a gap is closed; the page comes back to the summary.
    #[must_use]
    pub fn path_of_gap(self, gap: &Gap) -> String {
        let place = gap.at.as_ref().and_then(|at| self.walk().place_of(at));
        match (place, gap.finding) {
            (Some(place), Some(finding)) => format!("{}&finding={finding}", self.path_to(place, true)),
            (Some(place), None) => self.path_to(place, true),
            (None, _) => self.path(if gap.kind.is_about_signing() { "signature" } else { "" }),
        }
    }

    /// An edit that is no item's: counterpart, signatures, remarks on the whole.
    pub fn edit(self, edit: Edit) {
        self.draft.edit(edit);
    }

    /// The answer's value in words, where it is more than a verdict.
    #[must_use]
    pub fn value_words(self, place: usize, answer: &Answer) -> Option<Phrase> {
        let walk = self.walk();
        let item = walk.item(place);
        match answer {
            Answer::YesNo(true) => Some(say::answer::yes()),
            Answer::YesNo(false) => Some(say::answer::no()),
            Answer::Number(figure) => Some(Phrase::verbatim(format!("{figure} {}", item.answer.unit().unwrap_or_default()))),
            Answer::Choice(id) => {
                let option = item.answer.options().iter().find(|option| option.id == *id)?;
                Some(Phrase::verbatim(super::tongue_now(&option.text, &option.text_en)))
            }
            Answer::Date(day) => Some(Phrase::verbatim(day.to_string())),
            Answer::Text(text) => Some(Phrase::verbatim(text.clone())),
            Answer::Photo => Some(say::amount::photos(walk.card(place).photos.with(Vec::len))),
            Answer::Pass | Answer::Fail | Answer::NotApplicable | Answer::NotChecked { .. } => None,
        }
    }

    /// What was done about a finding, in words.
    #[must_use]
    pub fn disposition_words(self, finding: &Finding) -> Phrase {
        let word = say::disposition::of(&code(&finding.disposition));
        match &finding.disposition {
            Disposition::Order { due_on, .. } => say::fail::order_due(word, due(&due_on.to_string(), &clock::now().day().to_string())),
            _ => word,
        }
    }

    /// Opens the camera for a card.
    pub fn take_photo(self, place: usize) {
        self.photos_open.update(|open| {
            open.insert(place);
        });
        scroll::click(&format!("photo-{place}-item-camera"));
    }

    /// Cards whose pictures are shown although there are none yet.
    #[must_use]
    pub fn photos_open(self) -> RwSignal<BTreeSet<usize>> {
        self.photos_open
    }

    /// Whether this item asks for a picture rather than an answer.
    #[must_use]
    pub fn is_photo_item(self, place: usize) -> bool {
        matches!(self.walk().item(place).answer, AnswerKind::Photo)
    }
}

/// The cards that a return points at.
fn marked(walk: &Walk, mends: &Mends) -> BTreeMap<usize, Vec<String>> {
    let mut marked: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for point in &mends.returned.points {
        if let ReturnPoint::Item { at, comment } = point
            && let Some(place) = walk.place_of(at)
        {
            marked.entry(place).or_default().push(comment.clone());
        }
    }
    marked
}
