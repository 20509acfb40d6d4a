//! 草稿: what is not finished; moved away it stays in the trash for 30 days.

use crate::part::options::{Options, Pick};
use crate::part::page::Page;
use crate::part::storage_line::StorageClosed;
use crate::phone::StoreFault;
use crate::phone::draft_store::{self, DraftCard};
use crate::phone::ledger;
use crate::state::{App, use_app, use_clock};
use app_ui::part::{Back, Button, ButtonLink, Card, EmptyState, Notice, Sheet, Skeleton, Tone, Weight, glyph};
use app_ui::words::{Phrase, moment, say};
use domain::ids::InspectionId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// After so many days it is said that the ledger has moved on.
const OLD_DAYS: i64 = 3;
const WHY: [&str; 5] = ["duplicate", "wrong_place", "not_needed", "practice", "other"];

/// The list of drafts.
#[component]
pub fn DraftsPage() -> impl IntoView {
    let app = use_app();
    app.reload_drafts();
    let asking = RwSignal::new(None::<InspectionId>);
    let fault = RwSignal::new(None::<Phrase>);
    let count = Memo::new(move |_| app.drafts().len());
    let trash = Memo::new(move |_| app.trash().len());
    view! {
        <Page title=Signal::derive(move || say::drafts::title(count.get())) back=Back::To("/field/settings".to_owned())>
            <ButtonLink label=Signal::derive(move || say::trash::title(trash.get())) href="/field/drafts/trash".to_owned() icon=glyph::TRASH_2/>
            {move || fault.get().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
            {move || app.are_drafts_unreadable().then(|| view! { <StorageClosed/> })}
            {move || match (count.get(), app.are_drafts_read()) {
                (0, true) => Some(view! { <EmptyState icon=glyph::FILE_TEXT title=say::draft::none()/> }.into_any()),
                (0, false) => Some(view! { <Skeleton rows=2/> }.into_any()),
                _ => None,
            }}
            <For each=move || app.drafts() key=|draft| (draft.id, draft.saved_at) children=move |draft| view! { <DraftLine draft asking fault/> }/>
            <Why asking fault/>
        </Page>
    }
}

#[component]
fn DraftLine(draft: DraftCard, asking: RwSignal<Option<InspectionId>>, fault: RwSignal<Option<Phrase>>) -> impl IntoView {
    let (app, clock) = (use_app(), use_clock());
    let (id, saved_at) = (draft.id, draft.saved_at);
    let has_content = draft.answers + draft.photos > 0;
    let days = move || clock.today().days_since(saved_at.day());
    let newer = draft
        .checklists
        .iter()
        .filter(|pin| ledger::current_checklists().iter().any(|list| list.checklist.id == pin.id && list.sha256 != pin.sha256))
        .map(|pin| pin.version)
        .max();
    let remove = move |()| {
        if has_content {
            asking.set(Some(id));
        } else {
            move_away(app, id, None, fault);
        }
    };
    view! {
        <Card title=Phrase::verbatim(draft.name.clone()) over=Signal::derive(move || say::draft::saved(moment(saved_at.0, clock.now().0)))>
            <p class="meta">{say::amount::items(draft.answers)} " " {say::photo::count(draft.photos)} " " {say::queue::provisional(draft.number.clone())}</p>
            {move || (days() > OLD_DAYS).then(|| view! { <Notice tone=Tone::Warn text=say::draft::old(days())/> })}
            {newer.map(|version| view! { <Notice tone=Tone::Info text=say::draft::version(version)/> })}
            <div class="line">
                <ButtonLink label=say::drafts::resume() href=format!("/field/i/{id}")/>
                <Button label=say::drafts::remove() weight=Weight::Quiet icon=glyph::TRASH_2 on_press=remove/>
            </div>
        </Card>
    }
}

/// Why it is moved away, if anything was answered.
#[component]
fn Why(asking: RwSignal<Option<InspectionId>>, fault: RwSignal<Option<Phrase>>) -> impl IntoView {
    let app = use_app();
    let none = Signal::<Option<String>>::stored(None);
    let reasons = || WHY.into_iter().map(|why| Pick::new(why, say::drafts::why::of(why))).collect::<Vec<_>>();
    let choose = move |why: String| {
        if let Some(id) = asking.get_untracked() {
            asking.set(None);
            move_away(app, id, Some(why), fault);
        }
    };
    view! {
        <Sheet id="why" title=say::drafts::why::title() open=Signal::derive(move || asking.get().is_some()) on_close=move |()| asking.set(None)>
            <Options
                name=say::drafts::why::title()
                options=reasons()
                value=none
                on_choose=choose
            />
        </Sheet>
    }
}

fn move_away(app: App, id: InspectionId, why: Option<String>, fault: RwSignal<Option<Phrase>>) {
    fault.set(None);
    spawn_local(async move {
        match draft_store::trash(id, why).await {
            Ok(()) => app.offer_undo(say::draft::moved(), move || put_back(app, id, fault)),
            Err(why) => drop(fault.try_set(Some(words(why)))),
        }
        app.reload_drafts();
    });
}

/// Out of the trash again.
pub(super) fn put_back(app: App, id: InspectionId, fault: RwSignal<Option<Phrase>>) {
    fault.try_set(None);
    spawn_local(async move {
        if let Err(why) = draft_store::restore(id).await {
            fault.try_set(Some(words(why)));
        }
        app.reload_drafts();
    });
}

fn words(fault: StoreFault) -> Phrase {
    match fault {
        StoreFault::Taken => say::draft::tab(),
        StoreFault::Full | StoreFault::TimedOut | StoreFault::Broken => say::drafts::stuck(),
    }
}
