//! 没有签字: an equal path, not an error. A patrol needs the reason and no witness.

use crate::part::options::{Options, Pick, Stand};
use crate::part::page::Page;
use crate::part::saved_line::SavedLine;
use crate::state::use_visit;
use app_ui::part::{Back, BottomBar, Button, Card, Field, Kind, Notice, Tone, Weight};
use app_ui::words::{code, say};
use domain::inspection::{Counterpart, NotSigned};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use sync::journal::{Edit, Signer};

const WHY: [NotSigned; 3] = [NotSigned::Refused, NotSigned::Absent, NotSigned::CannotSign];

/// Why nobody signed.
#[component]
pub fn UnsignedPage() -> impl IntoView {
    let visit = use_visit();
    let kept = match visit.draft().counterpart {
        Some(Counterpart::Unsigned { why, note, .. }) => Some((why, note)),
        _ => None,
    };
    let why = RwSignal::new(kept.as_ref().map(|(why, _)| *why));
    let note = RwSignal::new(kept.map_or_else(|| visit.signer().unsigned_note, |(_, note)| note));
    let write = move |text: String| {
        note.set(text.clone());
        visit.edit(Edit::Signer { signer: Signer { unsigned_note: text, ..visit.signer() } });
    };
    let fault = RwSignal::new(false);
    let navigate = use_navigate();
    let keep = Callback::new(move |()| match why.get_untracked() {
        None => fault.set(true),
        Some(why) => {
            let counterpart = Counterpart::Unsigned { why, note: note.get_untracked().trim().to_owned(), witness: None };
            visit.edit(Edit::Counterpart { counterpart: Some(counterpart) });
            navigate(&visit.path("signature?step=inspector"), Default::default());
        }
    });
    let value = Signal::derive(move || why.get().map(|why| code(&why)));
    let options = WHY.iter().map(|why| Pick::new(code(why), say::sign::refused::of(&code(why)))).collect::<Vec<_>>();
    let choose = move |name: String| {
        fault.set(false);
        why.set(WHY.into_iter().find(|why| code(why) == name));
    };
    view! {
        <Page
            title=say::sign::refused::title()
            back=Back::To(visit.path("signature"))
            foot=move || view! {
                <BottomBar saved=move || view! { <SavedLine visit/> }>
                    <Button label=say::sign::not::keep() weight=Weight::Primary wide=true on_press=keep/>
                </BottomBar>
            }
        >
            <Card>
                <Options name=say::sign::refused::title() options value on_choose=choose stand=Stand::Rows/>
                {move || fault.get().then(|| view! { <Notice tone=Tone::Error text=say::sign::not::why_missing() urgent=true/> })}
                <Field id="unsigned-note" label=say::sign::not::note() kind=Kind::Lines is_optional=true value=note on_input=write/>
                <p class="meta">{say::sign::not::valid()}</p>
            </Card>
        </Page>
    }
}
