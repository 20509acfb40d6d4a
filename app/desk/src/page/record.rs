//! One record at its own address, and the pane that the inbox shows beside its list.

use super::frame::Live;
use crate::call::inspection::{Accept, GiveBack, Release, open_record};
use crate::call::{DeskError, Opened};
use crate::part::{RecordHead, RecordView, ReturnForm, Skeleton, Trouble};
use app_ui::part::{Button, Notice, Tone, Weight, glyph};
use app_ui::words::{Phrase, code, say};
use domain::ids::InspectionId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};
use sync::desk::record::Record;

pub(crate) struct RecordPage;

/// What the page shows, loaded inside the frame whose context it needs.
struct Loaded {
    id: Memo<Option<InspectionId>>,
}

#[lazy_route]
impl LazyRoute for RecordPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let this = load();
        view! { <RecordPane id=this.id/> }.into_any()
    }
}

fn load() -> Loaded {
    let params = use_params_map();
    Loaded { id: Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse().ok())) }
}

/// The record of this id with what may be done about it.
#[component]
pub(crate) fn RecordPane(
    /// Which; none shows the invitation to choose one.
    #[prop(into)]
    id: Signal<Option<InspectionId>>,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let accept = ServerAction::<Accept>::new();
    let give_back = ServerAction::<GiveBack>::new();
    let release = ServerAction::<Release>::new();
    let opened = Resource::new(
        move || (id.get(), accept.version().get(), give_back.version().get(), release.version().get(), live.0.get()),
        |(id, ..)| async move {
            match id {
                Some(id) => open_record(id, None).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let is_returning = RwSignal::new(false);
    Effect::new(move |_| {
        id.track();
        is_returning.set(false);
    });
    let refused = move || {
        let outcomes = [accept.value().get(), give_back.value().get(), release.value().get()];
        outcomes.into_iter().flatten().find_map(Result::err)
    };
    view! {
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match opened.await {
                    Ok(Some(Opened { shown, command })) => { let name = shown.line.premises_name.clone(); view! {
                        <article class="desk-record" aria-label=name>
                            <RecordHead record=shown.clone()/>
                            <div class="scroll" tabindex="0" role="region" aria-label=say::desk::record::title()>
                                {move || refused().map(|error| view! { <Trouble error/> })}
                                <RecordView record=shown.clone()/>
                            </div>
                            <Decide record=shown command accept give_back release is_returning/>
                        </article>
                    }.into_any() }
                    Ok(None) => view! { <p class="desk-choose">{say::desk::inbox::choose()}</p> }.into_any(),
                    Err(DeskError::NotFound) => view! { <p class="desk-choose">{say::desk::record::gone()}</p> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// The bar with the decisions. What may not be done says why instead of being grey.
#[component]
fn Decide(
    record: Record,
    command: domain::ids::CommandId,
    accept: ServerAction<Accept>,
    give_back: ServerAction<GiveBack>,
    release: ServerAction<Release>,
    is_returning: RwSignal<bool>,
) -> impl IntoView {
    let (inspection, revision) = (record.line.id, record.line.revision);
    let is_open = record.line.state == domain::inspection::InspectionState::Submitted;
    let blocked = record.may.accept.clone();
    let may_return = record.may.give_back.is_none();
    let may_release = record.may.release.is_none() && !record.line.quarantine.is_empty();
    let accept_words = blocked.as_ref().map(|refusal| say::desk::record::blocked(say::refusal::of(&code(refusal))));
    let may_accept = blocked.is_none();
    let record = StoredValue::new(record);
    view! {
        {move || is_returning.get().then(|| view! { <ReturnForm record=record.get_value() command give_back on_close=Callback::new(move |()| is_returning.set(false))/> })}
        {is_open.then(|| view! {
            <footer>
                {accept_words.map(|text| view! { <Notice tone=Tone::Info text/> })}
                {may_release.then(|| view! { <ReleaseForm inspection revision command release/> })}
                <div class="actions">
                    {may_accept.then(|| view! {
                        <Button label=say::desk::record::accept() weight=Weight::Primary icon=glyph::CHECK
                            disabled=Signal::derive(move || accept.pending().get())
                            on_press=Callback::new(move |()| { accept.dispatch(Accept { inspection, revision, command }); })/>
                    })}
                    {may_return.then(|| view! {
                        <Button label=say::desk::record::send_back() icon=glyph::UNDO_2 pressed=is_returning on_press=Callback::new(move |()| is_returning.update(|open| *open = !*open))/>
                    })}
                </div>
            </footer>
        })}
    }
    .into_any()
}

/// Lets a quarantined record count; needs a reason in words.
#[component]
fn ReleaseForm(inspection: InspectionId, revision: u32, command: domain::ids::CommandId, release: ServerAction<Release>) -> impl IntoView {
    let label: Phrase = say::desk::record::release_reason();
    view! {
        <ActionForm action=release attr:class="release-form">
            <input type="hidden" name="inspection" value=inspection.to_string()/>
            <input type="hidden" name="revision" value=revision/>
            <input type="hidden" name="command" value=command.to_string()/>
            <label><span>{label}</span> <input type="text" name="why" required minlength="5" maxlength="200"/></label>
            <Button label=say::desk::record::release() submit=true/>
        </ActionForm>
    }
    .into_any()
}
