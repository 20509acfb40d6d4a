//! The first few of a list on the start page, with the way to all of it.

use crate::call::DeskError;
use crate::part::{RecordLine, Skeleton, Tag, Trouble, now, today};
use app_ui::part::{Mark, Shade, glyph};
use app_ui::words::{Phrase, due, moment, say};
use domain::inspection::Severity;
use leptos::prelude::*;
use sync::desk::hazard::HazardLine;
use sync::desk::inbox::InspectionLine;
use sync::desk::people::PhoneLine;

type Lines<T> = Resource<Result<Vec<T>, DeskError>>;

/// The records to begin with.
#[component]
pub(super) fn FirstRecords(
    /// The first of the inbox.
    records: Lines<InspectionLine>,
) -> impl IntoView {
    let row = |line: InspectionLine| {
        let href = format!("/desk/inbox?open={}", line.id);
        view! { <RecordLine line href/> }.into_any()
    };
    let rows = move || Suspend::new(async move { rows(records.await, say::desk::inbox::none(), row) });
    view! {
        <Part title=say::desk::home::first() all=say::desk::home::all_records() href="/desk/inbox">
            <Transition fallback=Skeleton>{rows}</Transition>
        </Part>
    }
}

/// The hazards whose day comes first, or has passed.
#[component]
pub(super) fn FirstHazards(
    /// The first by their day.
    hazards: Lines<HazardLine>,
) -> impl IntoView {
    let row = |line: HazardLine| view! { <HazardRow line/> }.into_any();
    let rows = move || Suspend::new(async move { rows(hazards.await, say::desk::hazards::none_open(), row) });
    view! {
        <Part title=say::desk::home::due() all=say::desk::hazards::see_all() href="/desk/hazards">
            <Transition fallback=Skeleton>{rows}</Transition>
        </Part>
    }
}

/// Phones that hold what has not arrived.
#[component]
pub(super) fn FirstPhones(
    /// The ones heard of last.
    phones: Lines<PhoneLine>,
) -> impl IntoView {
    let row = |line: PhoneLine| view! { <PhoneRow line/> }.into_any();
    let rows = move || Suspend::new(async move { rows(phones.await, say::desk::phones::none(), row) });
    view! {
        <Part title=say::desk::home::silent() all=say::desk::home::all_phones() href="/desk/phones">
            <Transition fallback=Skeleton>{rows}</Transition>
        </Part>
    }
}

/// A frame with a heading and the way to the whole list.
#[component]
fn Part(title: Phrase, all: Phrase, href: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="home-part">
            <header><h2>{title}</h2> <a href=href>{all}</a></header>
            {children()}
        </section>
    }
    .into_any()
}

/// The lines that came, or that there are none, or what went wrong: in their own place, so that the other parts stay.
fn rows<T>(lines: Result<Vec<T>, DeskError>, none: Phrase, row: fn(T) -> AnyView) -> AnyView {
    match lines {
        Ok(lines) if lines.is_empty() => view! { <p class="meta home-none">{none}</p> }.into_any(),
        Ok(lines) => view! { <ol class="desk-lines">{lines.into_iter().map(row).collect_view()}</ol> }.into_any(),
        Err(error) => view! { <Trouble error/> }.into_any(),
    }
}

#[component]
fn HazardRow(line: HazardLine) -> impl IntoView {
    let HazardLine { hazard, premises_name, community, is_overdue, .. } = line;
    let is_major = hazard.severity == Severity::Major;
    let shade = if is_major || is_overdue { Shade::Fail } else { Shade::Warn };
    let day = hazard.due_on.map(|day| due(&day.to_string(), &today()));
    view! {
        <li>
            <Mark icon=glyph::TRIANGLE_ALERT shade/>
            <a href=format!("/desk/hazards/{}", hazard.id)><b>{hazard.violation.clone()}</b></a>
            <span class="meta" class:late=is_overdue>{day}</span>
            <span class="why">
                {is_major.then(|| view! { <Tag text=say::desk::hazards::major() tone="fail"/> })}
                {hazard.lifeline.then(|| view! { <Tag text=say::desk::hazards::lifeline() tone="warn"/> })}
                " " <span class="meta">{premises_name} " · " {community}</span>
            </span>
        </li>
    }
}

#[component]
fn PhoneRow(line: PhoneLine) -> impl IntoView {
    let now = now().0;
    let held = line.oldest.map(|oldest| say::desk::home::phone(line.records, moment(oldest.0, now)));
    view! {
        <li>
            <Mark icon=glyph::SMARTPHONE shade=Shade::Warn/>
            <a href="/desk/phones"><b>{line.person}</b></a>
            <span class="meta">{moment(line.seen_at.0, now)}</span>
            <span class="why">
                {(line.lost > 0).then(|| view! { <Tag text=say::desk::phones::lost(line.lost) tone="fail"/> })}
                " " <span class="meta">{held}</span>
            </span>
        </li>
    }
}
