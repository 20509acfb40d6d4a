//! What the pages of a visit do when one arrives at them: they open at the item in the address, and say what was put together or lost
//! meanwhile.

use crate::part::scroll;
use crate::phone::photo;
use crate::state::{SheetOpen, Visit, use_app, use_clock};
use app_ui::part::{Button, Notice, Tone, glyph};
use app_ui::words::{moment, say};
use domain::checklist::{ChecklistId, ItemId};
use domain::ids::FindingId;
use domain::inspection::ItemRef;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The item in the address becomes the current one, and a finding or field that it names is opened; without one, the item where the
/// camera was open when the page died. Tells the card that was named.
pub(super) fn follow_address(visit: Visit) -> Signal<Option<usize>> {
    let (params, query) = (use_params_map(), use_query_map());
    // Read now: what is said of the lost picture clears it.
    let camera_at = visit.open_draft().look(|draft| draft.camera.as_ref().and_then(|camera| camera.at.clone()));
    let camera_at = camera_at.and_then(|at| visit.walk().place_of(&at));
    let named = Memo::new(move |_| {
        let in_path = params.with(|params| params.get("item"));
        let named = in_path.or_else(|| query.with(|query| query.get("at")))?;
        let (list, item) = named.split_once('~')?;
        visit.walk().place_of(&ItemRef { list: ChecklistId::from(list), item: ItemId::from(item) })
    });
    Effect::new(move |before: Option<()>| {
        let lost_at = camera_at.filter(|_| before.is_none());
        if let Some(place) = named.get().or(lost_at) {
            visit.open_card(place);
        }
        let finding = query.with(|query| query.get("finding")).and_then(|id| id.parse::<FindingId>().ok());
        if let (Some(place), Some(finding)) = (named.get(), finding)
            && untrack(|| visit.is_editable(place))
        {
            visit.sheet().set(Some(SheetOpen::Fail(place, finding)));
        }
        if let Some(field) = query.with(|query| query.get("field")) {
            scroll::focus(&field);
        }
    });
    named.into()
}

/// What was put together when the draft was opened, and a picture that was lost when the page died behind the camera.
#[component]
pub fn Found(
    /// The visit.
    visit: Visit,
) -> impl IntoView {
    let (app, now) = (use_app(), use_clock());
    let draft = visit.open_draft();
    let found = draft.found();
    // A picture whose bytes had come is finished by opening the draft, and then the crumb is gone. One that is left over from this
    // page's life is somebody who came back from the camera without a picture.
    let is_open = draft.look(|draft| draft.camera.is_some());
    let has_died = app.started.with_untracked(|started| started.camera) == Some(draft.id());
    if is_open {
        photo::camera_closed(draft);
    }
    if has_died {
        app.started.update_untracked(|started| started.camera = None);
    }
    let is_lost = is_open && has_died;
    view! {
        {(found.is_worth_saying() && app.tells_once(draft.id())).then(|| view! { <Notice tone=Tone::Info text=Signal::derive(move || say::draft::restored(moment(found.up_to.0, now.now().0)))/> })}
        {is_lost.then(|| view! { <Notice tone=Tone::Warn text=say::draft::photo_lost()/> })}
        {move || visit.is_open_elsewhere().then(|| view! {
            <Notice tone=Tone::Error text=say::draft::tab_here() urgent=true>
                <Button label=say::app::reopen() icon=glyph::REFRESH_CW on_press=|()| drop(window().location().reload())/>
            </Notice>
        })}
        {move || visit.is_signing_void().then(|| view! { <Notice tone=Tone::Warn text=say::sign::outdated()/> })}
    }
}
