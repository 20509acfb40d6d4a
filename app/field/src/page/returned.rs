//! What the pages of a returned visit have in common: who returned it and why, how far one is with mending it, and the answer to it.

use crate::part::submit::Submit;
use crate::state::{Visit, is_mended, use_clock};
use app_ui::part::{Button, ButtonLink, Card, Field, Icon, Kind, Weight, glyph};
use app_ui::words::{Phrase, code, day, moment, say};
use domain::decide::submit::Gap;
use domain::inspection::ReturnPoint;
use leptos::prelude::*;
use std::sync::Arc;
use sync::journal::{Edit, Mends};

/// How far one is. A handle.
#[derive(Clone, Copy)]
pub struct Mending {
    points: usize,
    now: Memo<(usize, String)>,
    gaps: Memo<Vec<Gap>>,
}

impl Mending {
    pub(super) fn new(visit: Visit, mends: &Arc<Mends>) -> Self {
        let revision = visit.open_draft().revision();
        let mends = mends.clone();
        let points = mends.returned.points.len();
        let now = Memo::new(move |_| {
            revision.track();
            let draft = visit.draft();
            let mended = mends.returned.points.iter().filter(|point| is_mended(point, &draft)).count();
            (mended, draft.reply)
        });
        let edits = visit.open_draft().revision();
        let gaps = Memo::new(move |_| {
            edits.track();
            visit.record().map(|record| visit.gaps(&record)).unwrap_or_default()
        });
        Effect::new(move |_| gaps.with(|gaps| visit.open_gaps(gaps)));
        Self { points, now, gaps }
    }

    /// What the new revision still lacks, tracked.
    pub(super) fn gaps(self) -> Vec<Gap> {
        self.gaps.get()
    }

    /// Whether it cannot be handed in yet, tracked. Who writes why he mends nothing has answered too.
    fn left(self) -> usize {
        let unmended = self.now.with(|(mended, reply)| if reply.trim().is_empty() { self.points - mended } else { 0 });
        unmended.max(self.gaps.with(Vec::len))
    }

    /// 改好 1/2
    pub(super) fn progress(self) -> Signal<Phrase> {
        Signal::derive(move || say::returned::progress(self.now.with(|(mended, _)| *mended), self.points))
    }

    fn reply(self) -> Signal<String> {
        Signal::derive(move || self.now.with(|(_, reply)| reply.clone()))
    }
}

/// 重新提交, and what it still lacks.
#[component]
pub fn Resubmit(
    /// How far one is.
    mending: Mending,
    /// Seals it.
    submit: Submit,
) -> impl IntoView {
    let label = Signal::derive(move || match (submit.is_busy(), mending.left()) {
        (true, _) => say::sign::submitting(),
        (false, 0) => say::returned::go(),
        (false, left) => say::returned::go_missing(left),
    });
    let is_missing = Signal::derive(move || mending.left() > 0);
    view! { <Button label weight=Weight::Primary wide=true disabled=is_missing on_press=move |()| submit.go()/> }
}

/// Who returned it, why, until when.
#[component]
pub fn ReturnHead(
    /// The return.
    mends: Arc<Mends>,
) -> impl IntoView {
    let clock = use_clock();
    let returned = &mends.returned;
    let (by, due_on, at) = (returned.by_name.clone(), returned.due_on.to_string(), returned.at);
    let (role, why) = (say::role::of(&code(&returned.by_role)), say::return_reason::of(&code(&returned.reason)));
    let points = returned.points.len();
    view! {
        <Card title=why>
            <p class="meta">{role} " " {move || say::returned::by(by.clone(), moment(at.0, clock.now().0))}</p>
            <p>{move || say::returned::todo(points, day(&due_on, &clock.today().to_string()))}</p>
            <p class="meta">{say::returned::revision(mends.revision + 1)}</p>
        </Card>
    }
}

/// The points that are no card's: a signature, the record as a whole, an item that is not asked any more.
#[component]
pub fn OtherPoints(
    /// The visit.
    visit: Visit,
    /// The return.
    mends: Arc<Mends>,
) -> impl IntoView {
    let at_the_door = visit.is_at_the_door();
    let card = move |point: ReturnPoint| {
        let (title, comment, href) = match point {
            ReturnPoint::Signature { comment } => (say::returned::signature(), comment, (!at_the_door).then(|| visit.path("signature"))),
            ReturnPoint::Whole { comment } => (say::returned::whole(), comment, (!at_the_door).then(|| visit.path("all"))),
            ReturnPoint::Item { comment, .. } => (say::returned::item_gone(), comment, None),
        };
        view! {
            <Card title>
                <p class="item-comment"><Icon of=glyph::MESSAGE_SQUARE/> <span>{comment}</span></p>
                {href.map(|href| view! { <ButtonLink label=say::returned::open() href/> })}
            </Card>
        }
    };
    let is_shown = move |point: &ReturnPoint| match point {
        ReturnPoint::Item { at, .. } => visit.walk().place_of(at).is_some_and(|place| visit.walk().card(place).is_shown.get()),
        ReturnPoint::Signature { .. } | ReturnPoint::Whole { .. } => false,
    };
    move || mends.returned.points.iter().filter(|point| !is_shown(point)).cloned().map(card).collect_view()
}

/// The answer to a return: needed where one does not agree, or where a finding is gone.
#[component]
pub fn Reply(
    /// The visit.
    visit: Visit,
    /// How far one is.
    mending: Mending,
) -> impl IntoView {
    let value = mending.reply();
    view! {
        <Card title=say::returned::disagree()>
            <Field id="reply" label=say::returned::reply() kind=Kind::Lines is_optional=true value on_input=move |text| visit.edit(Edit::Reply { text })/>
        </Card>
    }
}
