//! One record at its own address, and the pane that the inbox shows beside its list. `?revision=` names an earlier version.

use crate::call::inspection::{Version, open_record};
use crate::call::{DeskError, Opened};
use crate::live::Live;
use crate::part::{Decide, Drafts, Empty, RecordHead, RecordView, Skeleton, Trouble};
use app_ui::part::glyph;
use app_ui::words::say;
use domain::digest::Sha256;
use domain::ids::{CommandId, InspectionId};
use leptos::html::H2;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_params_map};
use std::sync::Arc;
use sync::desk::record::Record;

type OpenedRecord = Resource<Result<Option<Opened<Record>>, DeskError>>;

/// The record of the address.
#[component]
pub(crate) fn RecordPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse().ok()));
    view! {
        <Title text=move || say::desk::record::title().get()/>
        <div class="desk-alone"><RecordPane id/></div>
    }
}

/// The record of this id with what may be done about it.
#[component]
pub(crate) fn RecordPane(
    /// Which; none shows the invitation to choose one.
    #[prop(into)]
    id: Signal<Option<InspectionId>>,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let query = use_location().query;
    let version = Memo::new(move |_| query.with(|query| Version::of_address(query.get("revision").as_deref())));
    let opened: OpenedRecord = live.resource(
        move || (id.get(), version.get()),
        |(id, version)| async move {
            match id {
                Some(id) => open_record(id, version).await.map(Some),
                None => Ok(None),
            }
        },
    );
    view! { <Transition fallback=Skeleton><Pane id opened/></Transition> }
}

/// What the pane shows.
#[derive(Clone, PartialEq)]
enum Face {
    Choose,
    Gone,
    Trouble(DeskError),
    Open(Arc<Record>, CommandId),
}

impl Face {
    /// What came. A record that is being read is not taken away because it could not be loaded again.
    fn of(came: Result<Option<Opened<Record>>, DeskError>, wanted: Option<InspectionId>, before: Option<&Self>) -> Self {
        match (came, before) {
            (Ok(Some(Opened { shown, command })), _) => Self::Open(Arc::new(shown), command),
            (Ok(None), _) => Self::Choose,
            (Err(DeskError::NotFound), _) => Self::Gone,
            (Err(_), Some(Self::Open(record, command))) if Some(record.line.id) == wanted => Self::Open(record.clone(), *command),
            (Err(error), _) => Self::Trouble(error),
        }
    }

    /// What is made anew: another record, or another version of it. Everything else changes in place, under the reader's hands.
    fn key(&self) -> Key {
        match self {
            Self::Choose => Key::Choose,
            Self::Gone => Key::Gone,
            Self::Trouble(error) => Key::Trouble(error.clone()),
            Self::Open(record, _) => {
                let shown = record.revisions.iter().find(|line| line.is_shown).and_then(|line| line.sealed);
                Key::Open(record.line.id, record.line.revision, shown)
            }
        }
    }
}

#[derive(Clone, PartialEq)]
enum Key {
    Choose,
    Gone,
    Trouble(DeskError),
    Open(InspectionId, u32, Option<Sha256>),
}

#[component]
fn Pane(id: Signal<Option<InspectionId>>, opened: OpenedRecord) -> impl IntoView {
    let drafts = expect_context::<Drafts>();
    let face = Memo::new(move |before: Option<&Option<Face>>| {
        opened.get().map(|came| Face::of(came, id.get_untracked(), before.and_then(Option::as_ref)))
    });
    let key = Memo::new(move |_| face.with(|face| face.as_ref().map(Face::key)));
    let record = Memo::new(move |_| match face.get() {
        Some(Face::Open(record, _)) => Some(record),
        _ => None,
    });
    let command = Memo::new(move |_| match face.get() {
        Some(Face::Open(_, command)) => Some(command),
        _ => None,
    });
    let heading = NodeRef::<H2>::new();
    focus_what_is_opened(key, heading);
    move || {
        match key.get() {
        None => ().into_any(),
        Some(Key::Choose) => view! { <div class="desk-choose"><p>{say::desk::inbox::choose()}</p></div> }.into_any(),
        Some(Key::Gone) => {
            view! { <Empty icon=glyph::FILE_TEXT title=say::desk::record::gone() go=say::desk::inbox::see_all() href="/desk/inbox?show=all"/> }.into_any()
        }
        Some(Key::Trouble(error)) => view! { <div class="desk-page"><Trouble error/></div> }.into_any(),
        Some(Key::Open(id, ..)) => {
            let name = record.with_untracked(|record| record.as_ref().map(|record| record.line.premises_name.clone()).unwrap_or_default());
            view! {
                <Title text=name.clone()/>
                <article class="desk-record" aria-label=name>
                    {move || record.get().map(|record| view! { <RecordHead record heading/> })}
                    <div class="scroll" tabindex="0" role="region" aria-label=say::desk::record::title()>
                        {move || record.get().map(|record| view! { <RecordView record/> })}
                    </div>
                    <Decide record command writing=drafts.of(id) on_decided=Callback::new(move |()| opened.refetch())/>
                </article>
            }
            .into_any()
        }
    }
    }
}

/// Who opens a record, or the next one, reads it: the focus goes to its name. The page that comes with a record leaves it where it is.
fn focus_what_is_opened(key: Memo<Option<Key>>, heading: NodeRef<H2>) {
    Effect::new(move |before: Option<Option<InspectionId>>| {
        let now = match key.get() {
            Some(Key::Open(id, ..)) => Some(id),
            _ => None,
        };
        if now.is_some() && before.is_some_and(|before| before != now) {
            request_animation_frame(move || {
                if let Some(heading) = heading.try_get_untracked().flatten() {
                    let _ = heading.focus(); // fails only for what is not shown
                }
            });
        }
        now
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_loaded_says_why_and_what_is_unknown_is_gone() {
        let of = |came| Face::of(came, None, None).key();
        assert!(of(Ok(None)) == Key::Choose);
        assert!(of(Err(DeskError::NotFound)) == Key::Gone);
        assert!(of(Err(DeskError::Unreached)) == Key::Trouble(DeskError::Unreached));
    }
}
