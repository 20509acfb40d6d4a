//! Opens the visit whose pages lie under `/field/i/:id`, from the phone's own store.

use super::door::DoorPage;
use crate::part::page::Page;
use crate::phone::draft_store::{self, OpenDraft, OpenFault};
use crate::phone::ledger;
use crate::state::{Visit, use_app};
use app_ui::part::{Back, Button, ButtonLink, EmptyState, Notice, Skeleton, Tone, Weight, glyph};
use app_ui::words::{Phrase, say};
use domain::ids::InspectionId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_navigate, use_params_map};

/// The frame around a visit's pages.
#[component]
pub fn Inspect() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<InspectionId>().ok()));
    let opened = RwSignal::new(None::<Result<OpenDraft, OpenFault>>);
    let (app, navigate) = (use_app(), use_navigate());
    Effect::new(move |_| {
        opened.set(None);
        let Some(id) = id.get() else { return opened.set(Some(Err(OpenFault::Unknown))) };
        let navigate = navigate.clone();
        spawn_local(async move {
            // A returned record is mended in a revision of its own.
            let is_returned = ledger::inspection(id).is_some_and(|row| row.returned.is_some());
            let result = if is_returned { draft_store::mend(id).await } else { draft_store::open(id).await };
            if let Ok(draft) = &result
                && draft.draft().sealed.is_some()
            {
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                return navigate(&format!("/field/i/{id}/done"), options);
            }
            opened.try_set(Some(result));
        });
    });
    // The draft stays open in memory: a picture may still be on its way into it.
    on_cleanup(move || {
        app.forget_undo();
        app.reload_drafts();
    });
    move || match opened.get() {
        None => view! { <Page title=say::part::loading() back=Back::To("/field/today".to_owned())><Skeleton rows=4/></Page> }.into_any(),
        Some(Ok(draft)) if draft.look(|draft| draft.trashed.is_some()) => view! { <InTrash draft opened/> }.into_any(),
        Some(Ok(draft)) => match Visit::new(draft) {
            Some(visit) => {
                provide_context(visit);
                // Where nobody entered there is one page, by whichever address one comes: nothing to go through, nobody to sign.
                if visit.is_at_the_door() { view! { <DoorPage visit/> }.into_any() } else { view! { <Outlet/> }.into_any() }
            }
            None => trouble(say::draft::no_list()).into_any(),
        },
        Some(Err(OpenFault::Unknown)) => trouble(say::draft::gone()).into_any(),
        Some(Err(OpenFault::Unreadable)) => trouble(say::q::corrupt()).into_any(),
        Some(Err(OpenFault::Store(_))) => trouble(say::draft::closed()).into_any(),
    }
}

/// A draft that was thrown away, reached by an old link: what is written into it now could not be handed in.
#[component]
fn InTrash(draft: OpenDraft, opened: RwSignal<Option<Result<OpenDraft, OpenFault>>>) -> impl IntoView {
    let fault = RwSignal::new(false);
    let put_back = move |()| {
        fault.set(false);
        spawn_local(async move {
            match draft_store::restore(draft.id()).await {
                Ok(()) => {
                    opened.try_set(Some(Ok(draft)));
                }
                Err(_) => {
                    fault.try_set(true);
                }
            }
        });
    };
    view! {
        <Page title=say::today::drafts() back=Back::To("/field/today".to_owned())>
            <EmptyState icon=glyph::TRASH_2 title=say::draft::in_trash()>
                <Button label=say::trash::restore() icon=glyph::UNDO_2 weight=Weight::Primary on_press=put_back/>
            </EmptyState>
            {move || fault.get().then(|| view! { <Notice tone=Tone::Error text=say::drafts::stuck() urgent=true/> })}
        </Page>
    }
}

fn trouble(words: Phrase) -> impl IntoView {
    view! {
        <Page title=say::today::drafts() back=Back::To("/field/today".to_owned())>
            <EmptyState icon=glyph::FILE_TEXT title=words>
                <ButtonLink label=say::done::home() href="/field/today".to_owned() weight=Weight::Primary/>
            </EmptyState>
        </Page>
    }
}
