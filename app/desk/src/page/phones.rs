//! Phones that hold what has not arrived: a silent loss becomes a task.

use crate::call::me::phones;
use crate::live::Live;
use crate::part::{Empty, Skeleton, Tag, Trouble, now};
use app_ui::part::glyph;
use app_ui::words::{moment, say};
use leptos::prelude::*;
use leptos_meta::Title;
use sync::desk::people::{HeldLine, PhoneLine};

/// The phones.
#[component]
pub(crate) fn PhonesPage() -> impl IntoView {
    let live = expect_context::<Live>();
    let phones = live.resource(|| (), |()| phones());
    view! {
        <Title text=move || say::desk::phones::title().get()/>
        <div class="desk-page">
        <header class="desk-head"><h1>{say::desk::phones::title()}</h1></header>
        <Transition fallback=Skeleton>
            {move || Suspend::new(async move {
                match phones.await {
                    Ok(rows) if rows.is_empty() => view! { <Empty icon=glyph::CLOUD_CHECK title=say::desk::phones::none() go=say::desk::inbox::see_all() href="/desk/inbox?show=all"/> }.into_any(),
                    Ok(rows) => view! { <Rows rows/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Rows(rows: Vec<PhoneLine>) -> impl IntoView {
    let now = now().0;
    let held = move |held: HeldLine| {
        let state = match held {
            HeldLine { is_lost: true, .. } => say::desk::phones::is_lost(),
            HeldLine { missing, .. } => say::desk::phones::missing(missing),
        };
        view! {
            <li>
                {held.premises} " " <span class="meta">{say::done::number(held.number)} " " {moment(held.sealed_at.0, now)} " " {state}</span>
            </li>
        }
    };
    let row = move |line: PhoneLine| {
        view! {
            <tr>
                <td>
                    {line.person} {(line.lost > 0).then(|| view! { " " <Tag text=say::desk::phones::lost(line.lost) tone="fail"/> })}
                    <ul class="held">{line.held.into_iter().map(held).collect_view()}</ul>
                </td>
                <td class="figures">{line.records}</td>
                <td class="figures">{line.oldest.map(|oldest| moment(oldest.0, now))}</td>
                <td class="figures">{line.drafts}</td>
                <td class="figures">{moment(line.seen_at.0, now)}</td>
                <td class="meta">{line.build.get(..8).unwrap_or(&line.build).to_owned()}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=say::desk::phones::title()>
            <table class="table">
                <thead><tr>
                    <th scope="col">{say::desk::phones::person()}</th>
                    <th scope="col">{say::desk::phones::records()}</th>
                    <th scope="col">{say::desk::phones::oldest()}</th>
                    <th scope="col">{say::desk::phones::drafts()}</th>
                    <th scope="col">{say::desk::phones::seen()}</th>
                    <th scope="col">{say::desk::phones::build()}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
