//! 回收站: 30 days, then it goes.

use super::drafts::put_back;
use crate::part::page::Page;
use crate::part::storage_line::StorageClosed;
use crate::state::use_app;
use app_ui::part::{Back, Button, Card, EmptyState, Notice, Skeleton, Tone, glyph};
use app_ui::words::{Phrase, say};
use leptos::prelude::*;

/// The trash.
#[component]
pub fn TrashPage() -> impl IntoView {
    let app = use_app();
    let fault = RwSignal::new(None::<Phrase>);
    app.reload_drafts();
    let count = Memo::new(move |_| app.trash().len());
    view! {
        <Page title=Signal::derive(move || say::trash::title(count.get())) back=Back::To("/field/drafts".to_owned())>
            <p class="meta">{say::trash::keep()}</p>
            {move || fault.get().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
            {move || app.are_drafts_unreadable().then(|| view! { <StorageClosed/> })}
            {move || match (count.get(), app.are_drafts_read()) {
                (0, true) => Some(view! { <EmptyState icon=glyph::TRASH_2 title=say::trash::none()/> }.into_any()),
                (0, false) => Some(view! { <Skeleton rows=2/> }.into_any()),
                _ => None,
            }}
            <For each=move || app.trash() key=|draft| (draft.id, draft.days_left) children=move |draft| {
                let id = draft.id;
                view! {
                    <Card title=Phrase::verbatim(draft.name.clone())>
                        <p class="meta">{say::amount::items(draft.answers)} " " {say::photo::count(draft.photos)}</p>
                        {draft.days_left.map(|days| view! { <p class="meta">{say::trash::left(days)}</p> })}
                        <Button label=say::trash::restore() icon=glyph::UNDO_2 on_press=move |()| put_back(app, id, fault)/>
                    </Card>
                }
            }/>
        </Page>
    }
}
