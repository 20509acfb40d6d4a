//! A returned visit: only what the reviewer marked, with his words beside it. The answer is the next revision; the first one stays.

use crate::part::fail_sheet::FailSheet;
use crate::part::item_card::ItemCard;
use crate::part::page::Page;
use crate::part::reason_sheets::{NotCheckedSheet, NoteSheet};
use crate::part::saved_line::SavedLine;
use crate::part::submit::use_submit;
use crate::state::{Visit, use_clock};
use app_ui::part::{Back, BottomBar, Button, ButtonLink, Card, Field, Icon, Kind, Notice, Tone, Weight, glyph};
use app_ui::words::{code, day, moment, say};
use domain::decide::submit::Gap;
use domain::inspection::{ItemRef, ReturnPoint};
use leptos::prelude::*;
use std::sync::Arc;
use sync::journal::{Draft, Edit, Mends};

/// The page of a returned visit.
#[component]
pub fn MendPage(
    /// The visit.
    visit: Visit,
) -> impl IntoView {
    let Some(mends) = visit.mends() else { return ().into_any() };
    let draft = visit.open_draft();
    let revision = draft.revision();
    let points = mends.returned.points.len();
    let now = {
        let mends = mends.clone();
        Memo::new(move |_| {
            let _ = revision.get();
            let draft = visit.draft();
            let mended = mends.returned.points.iter().filter(|point| is_mended(point, &draft)).count();
            (mended, draft.reply)
        })
    };
    let reply = Signal::derive(move || now.get().1);
    let left = Memo::new(move |_| if now.with(|(_, reply)| reply.trim().is_empty()) { points - now.get().0 } else { 0 });
    let gaps = Memo::new(move |_| {
        let _ = now.get();
        visit.record().map(|record| visit.gaps(&record)).unwrap_or_default()
    });
    let submit = use_submit(visit);
    let label = Signal::derive(move || match (submit.is_busy(), left.get(), gaps.with(Vec::len)) {
        (true, ..) => say::sign::submitting(),
        (false, 0, 0) => say::returned::go(),
        (false, left, gaps) => say::returned::go_missing(left.max(gaps)),
    });
    let is_missing = Signal::derive(move || left.get() > 0 || gaps.with(|gaps| !gaps.is_empty()));
    let clock = use_clock();
    let returned = &mends.returned;
    let (by, due_on, at) = (returned.by_name.clone(), returned.due_on.to_string(), returned.at);
    let role = say::role::of(&code(&returned.by_role));
    let why = say::return_reason::of(&code(&returned.reason));
    let next_revision = mends.revision + 1;
    view! {
        <Page
            title=visit.name()
            aside=Signal::derive(move || say::returned::progress(now.get().0, points))
            back=Back::To("/field/today".to_owned())
            foot=move || view! {
                <BottomBar saved=move || view! { <SavedLine visit/> }>
                    <Button label weight=Weight::Primary wide=true disabled=is_missing on_press=move |()| submit.go()/>
                </BottomBar>
            }
        >
            <Card title=why>
                <p class="meta">{role} " " {move || say::returned::by(by.clone(), moment(at.0, clock.now().0))}</p>
                <p>{move || say::returned::todo(points, day(&due_on, &clock.today().to_string()))}</p>
                <p class="meta">{say::returned::revision(next_revision)}</p>
            </Card>
            <Points visit mends=mends.clone()/>
            <Card title=say::returned::disagree()>
                <Field id="reply" label=say::returned::reply() kind=Kind::Lines is_optional=true value=reply on_input=move |text| draft.edit(Edit::Reply { text })/>
            </Card>
            <Gaps visit gaps/>
            {move || submit.fault().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
            <ButtonLink label=say::returned::locked() href=visit.path("all") weight=Weight::Quiet/>
            <FailSheet visit/>
            <NotCheckedSheet visit/>
            <NoteSheet visit/>
        </Page>
    }
    .into_any()
}

#[component]
fn Points(visit: Visit, mends: Arc<Mends>) -> impl IntoView {
    let cards = visit.marked().into_iter().map(|(place, comments)| view! { <ItemCard visit place always_open=true comments/> });
    let others = mends.returned.points.iter().filter_map(|point| match point {
        ReturnPoint::Item { .. } => None,
        ReturnPoint::Signature { comment } => Some((say::returned::signature(), comment.clone(), visit.path("signature"))),
        ReturnPoint::Whole { comment } => Some((say::returned::whole(), comment.clone(), visit.path("all"))),
    });
    view! {
        <ol class="walk-cards">{cards.collect_view()}</ol>
        {others
            .map(|(title, comment, href)| view! {
                <Card title>
                    <p class="item-comment"><Icon of=glyph::MESSAGE_SQUARE/> <span>{comment}</span></p>
                    <ButtonLink label=say::returned::open() href/>
                </Card>
            })
            .collect_view()}
    }
}

/// What the new revision still lacks.
#[component]
fn Gaps(visit: Visit, gaps: Memo<Vec<Gap>>) -> impl IntoView {
    move || {
        let gaps = gaps.get();
        (!gaps.is_empty())
            .then(|| view! { <Card title=say::summary::missing_some(gaps.len())><crate::part::gap_list::GapList visit gaps/></Card> })
    }
}

/// Whether anything at this point differs from what was handed in.
fn is_mended(point: &ReturnPoint, draft: &Draft) -> bool {
    let before = Draft::new(draft.begin.clone());
    match point {
        ReturnPoint::Item { at, .. } => of_item(draft, at) != of_item(&before, at),
        ReturnPoint::Signature { .. } => draft.counterpart != before.counterpart || draft.signatures != before.signatures,
        ReturnPoint::Whole { .. } => draft.answers != before.answers || draft.findings != before.findings || draft.photos != before.photos,
    }
}

/// All that a draft says of an item.
fn of_item(draft: &Draft, at: &ItemRef) -> impl PartialEq + use<> {
    (
        draft.answers.get(at).cloned(),
        draft.notes.get(at).cloned(),
        draft.findings_of(at).cloned().collect::<Vec<_>>(),
        draft.photos_of(at).cloned().collect::<Vec<_>>(),
    )
}
