//! A visit while its pages are open: the draft, the walk through it, and which sheet is up. Pages and parts act on it; what they do
//! goes through the walk into the journal.

mod clock_gaps;
mod finding;
mod mending;
mod pictures;
mod signing;
mod words;

pub use finding::name_of;
pub use mending::is_mended;

use super::Walk;
use super::walk::{Journal, Shift};
use crate::part::scroll;
use crate::phone::draft_store::{OpenDraft, Saved};
use crate::phone::photo::PhotoFault;
use crate::phone::{clock, ledger};
use app_ui::part::{Live, use_live};
use app_ui::words::{Phrase, say};
use clock_gaps::is_by_the_clock;
use domain::checklist::{AnswerKind, PublishedChecklist, Verdict};
use domain::command::What;
use domain::decide::submit::{Against, Gap, GapKind, gaps};
use domain::hazard::Hazard;
use domain::ids::{CommandId, FindingId, PremisesId};
use domain::inspection::{Access, Answer, Inspection, NotCheckedReason};
use leptos::prelude::*;
use signing::Signing;
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
    mendable: RwSignal<BTreeSet<usize>>,
    signing: Signing,
    decided: StoredValue<finding::Decided>,
    premises: PremisesId,
    name: StoredValue<String>,
    live: Live,
    sheet: RwSignal<Option<SheetOpen>>,
    shifted: RwSignal<Option<Shifted>>,
    saved: ArcSaved,
    is_elsewhere: Memo<bool>,
    photos_open: RwSignal<BTreeSet<usize>>,
    photo_items: StoredValue<Vec<usize>>,
    storing: RwSignal<BTreeMap<String, usize>>,
    photo_fault: RwSignal<Option<(String, PhotoFault)>>,
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
        let signing = Signing::new(draft);
        let walk = Walk::new(&now, lists, Written { draft, signing });
        let mends = now.begin.mends.clone().map(|mends| Arc::new(*mends));
        let marked = mends.as_deref().map(|mends| mending::marked(&walk, mends)).unwrap_or_default();
        let mendable = mends.as_deref().map(|mends| mending::mendable(&walk, mends, &now)).unwrap_or_default();
        let is_photo_item = |place: &usize| matches!(walk.item(*place).answer, AnswerKind::Photo);
        let photo_items = (0..walk.cards().len()).filter(is_photo_item).collect();
        let visit = Self {
            draft,
            walk: StoredValue::new(walk),
            mends: StoredValue::new(mends),
            marked: StoredValue::new(marked),
            mendable: RwSignal::new(mendable),
            signing,
            decided: StoredValue::new(finding::Decided::new()),
            premises: now.begin.premises,
            name: StoredValue::new(now.begin.snapshot.name.clone()),
            live: use_live(),
            sheet: RwSignal::new(None),
            shifted: RwSignal::new(None),
            saved: StoredValue::new(draft.saved()),
            is_elsewhere: {
                let saved = draft.saved();
                Memo::new(move |_| matches!(saved.get(), Saved::ElsewhereOpen))
            },
            photos_open: RwSignal::new(BTreeSet::new()),
            photo_items: StoredValue::new(photo_items),
            storing: RwSignal::new(BTreeMap::new()),
            photo_fault: RwSignal::new(None),
            arrived_ms: StoredValue::new(clock::mono_ms()),
            answered_ms: StoredValue::new(0),
        };
        visit.follow_draft();
        Some(visit)
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

    /// The page that opens at a card; `back` leads to the summary afterwards. What may only be read of a returned record stands on the
    /// page of the whole.
    #[must_use]
    pub fn path_to(self, place: usize, back: bool) -> String {
        let at = &self.walk().card(place).at.clone();
        let named = format!("{}~{}", at.list, at.item);
        if self.mends().is_some() && !untrack(|| self.is_on_mend_page(place)) {
            return self.path(&format!("all?at={named}"));
        }
        let from = if back { "?back=sign" } else { "" };
        format!("{}{from}", self.path(&format!("item/{named}")))
    }

    /// The page that opens with a finding in its sheet.
    #[must_use]
    pub fn path_to_finding(self, place: usize, finding: FindingId) -> String {
        let path = self.path_to(place, true);
        let and = if path.contains('?') { '&' } else { '?' };
        format!("{path}{and}finding={finding}")
    }

    /// Whether it ended at the door: there is nothing to walk through.
    #[must_use]
    pub fn is_at_the_door(self) -> bool {
        self.draft.look(|draft| draft.access != Access::Entered) || self.walk().cards().is_empty()
    }

    /// Whether everything so far is durable, tracked.
    #[must_use]
    pub fn saved(self) -> Saved {
        self.saved.with_value(Get::get)
    }

    /// Whether another window writes to the draft, tracked: what is tapped here would not be kept.
    #[must_use]
    pub fn is_open_elsewhere(self) -> bool {
        self.is_elsewhere.get()
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

    /// Gives an answer, and goes on to the next open item, or into the sheet of a failed one. A tap that was meant for the card before,
    /// and one on a card that may only be read, does not count.
    pub fn answer(self, place: usize, answer: Answer) {
        if !untrack(|| self.is_editable(place)) || !self.is_alive_again() {
            return;
        }
        self.put(place, answer);
        if untrack(|| self.walk().verdict(place)) == Some(Verdict::Fail) {
            scroll::buzz(&[40, 60, 40]);
            self.open_finding(place);
        } else {
            scroll::buzz(&[10]);
            self.advance(place);
        }
    }

    /// Whether the dead time after the last tap is over; the next one begins.
    fn is_alive_again(self) -> bool {
        let now = clock::mono_ms();
        let is_over = now.saturating_sub(self.answered_ms.get_value()) >= DEAD_TIME_MS;
        if is_over {
            self.answered_ms.set_value(now);
        }
        is_over
    }

    /// Gives an answer and stays: while a text is being typed.
    pub fn put(self, place: usize, answer: Answer) {
        let walk = self.walk();
        let dwell = clock::mono_ms().saturating_sub(self.arrived_ms.get_value());
        let shift = walk.answer(place, answer, u32::try_from(dwell).unwrap_or(u32::MAX));
        self.tell_shift(place, shift);
    }

    /// An item is unanswered again.
    pub fn take_answer_back(self, place: usize) {
        let shift = self.walk().unanswer(place);
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

    /// On to the next open item; at the end it stays and says so. What moves in under the finger is dead for a moment.
    pub fn advance(self, place: usize) {
        let walk = self.walk();
        self.answered_ms.set_value(clock::mono_ms());
        match walk.next_open(Some(place)) {
            Some(next) => {
                self.open_card(next);
                self.live.say(say::answer::next(walk.totals().get_untracked().open()));
            }
            None => self.live.say(say::answer::all_answered()),
        }
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

    /// Everything that is missing and can be made good, in the order of the lists.
    #[must_use]
    pub fn gaps(self, record: &Inspection) -> Vec<Gap> {
        let walk = self.walk();
        let checklists = walk.lists().iter().map(|list| (list.sha256, Arc::new(list.checklist.clone()))).collect();
        let hazards = self.open_hazards().iter().map(|hazard| (hazard.id, Hazard::clone(hazard))).collect();
        let mends = self.mends();
        let earlier = mends.as_deref().map(|mends| &mends.returned.inspection);
        let now = clock::now();
        let mut gaps = gaps(record, &Against { checklists: &checklists, hazards: &hazards, found_on: now.day(), earlier });
        gaps.retain(|gap| !is_by_the_clock(record, gap, now));
        gaps
    }

    /// Where a gap is closed; the page comes back to the summary.
    #[must_use]
    pub fn path_of_gap(self, gap: &Gap) -> String {
        let place = gap.at.as_ref().and_then(|at| self.walk().place_of(at));
        match (place, gap.finding) {
            (Some(place), Some(finding)) => self.path_to_finding(place, finding),
            (Some(place), None) => self.path_to(place, true),
            (None, _) if gap.kind.is_about_signing() => self.path("signature"),
            (None, _) if gap.kind == GapKind::ReplyMissing => format!("{}?field=reply", self.path("")),
            (None, _) => self.path(""),
        }
    }

    /// An edit that is no item's: counterpart, signatures, remarks on the whole.
    pub fn edit(self, edit: Edit) {
        Written { draft: self.draft, signing: self.signing }.write(edit);
    }
}

/// The draft behind the walk. Signatures under what is being changed go first.
struct Written {
    draft: OpenDraft,
    signing: Signing,
}

impl Journal for Written {
    fn write(&self, edit: Edit) {
        self.signing.before(&edit);
        self.draft.edit(edit);
    }

    fn read(&self, look: &mut dyn FnMut(&Draft)) {
        self.draft.look(look);
    }
}
