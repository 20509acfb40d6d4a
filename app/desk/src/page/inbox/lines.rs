//! The inbox' lines: under the reason for which they are shown, or one after the other where the list is none of what needs eyes.

use crate::part::{PLACE, RecordLine, address_with};
use app_ui::part::{Icon, glyph};
use app_ui::words::{Phrase, code, say};
use domain::decide::inbox::Why;
use domain::ids::InspectionId;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use sync::desk::Page;
use sync::desk::inbox::InspectionLine;

/// One page of them. A section that goes on from the page before has its heading again.
#[component]
pub(super) fn Lines(
    /// The lines.
    page: Page<InspectionLine>,
    /// How many each section has in all; none where the list is not the inbox.
    sections: Vec<(Why, u64)>,
    /// The record that is open.
    open: Memo<Option<InspectionId>>,
) -> impl IntoView {
    let query = use_location().query;
    let next = page.next;
    let lists = if sections.is_empty() {
        view! { <ol class="desk-lines">{page.rows.into_iter().map(|line| view! { <Line line open/> }).collect_view()}</ol> }.into_any()
    } else {
        let one = |(why, lines): (Option<Why>, Vec<InspectionLine>)| {
            let count = sections.iter().find(|(section, _)| Some(*section) == why).map(|(_, count)| *count);
            view! { <Section why count lines open/> }
        };
        by_section(page.rows).into_iter().map(one).collect_view().into_any()
    };
    view! {
        {lists}
        {next.map(|after| {
            let href = move || query.with(|query| address_with("/desk/inbox", query, &["revision"], "after", &after));
            view! { <p class="desk-next"><a class="btn" href=href>{say::action::next_page()}</a></p> }
        })}
    }
}

/// The lines in their order, those of one section together. The store has sorted them by it.
fn by_section(lines: Vec<InspectionLine>) -> Vec<(Option<Why>, Vec<InspectionLine>)> {
    let mut sections: Vec<(Option<Why>, Vec<InspectionLine>)> = vec![];
    for line in lines {
        let why = Why::most_urgent(&line.why);
        match sections.last_mut() {
            Some((section, lines)) if *section == why => lines.push(line),
            _ => sections.push((why, vec![line])),
        }
    }
    sections
}

#[component]
fn Section(why: Option<Why>, count: Option<u64>, lines: Vec<InspectionLine>, open: Memo<Option<InspectionId>>) -> impl IntoView {
    let name = why.map(|why| code(&why)).unwrap_or_default();
    let id = format!("section-{name}");
    let labelled_by = id.clone();
    view! {
        <section class="desk-section" aria-labelledby=labelled_by>
            <header>
                <h2 id=id>{say::desk::inbox::section::of(&name)} " " <span class="meta">{count}</span></h2>
                <p class="meta">{say::desk::inbox::section_why::of(&name)}</p>
            </header>
            <ol class="desk-lines">{lines.into_iter().map(|line| view! { <Line line open/> }).collect_view()}</ol>
        </section>
    }
}

/// The sections with their counts, each a way to see it alone.
#[component]
pub(super) fn Sections(
    /// How many each has.
    sections: Vec<(Why, u64)>,
    /// The one that is shown alone.
    chosen: Memo<Option<Why>>,
) -> impl IntoView {
    let query = use_location().query;
    let link = move |show: String, title: Phrase, count: u64, why: Option<Why>| {
        let href = move || query.with(|query| address_with("/desk/inbox", query, &PLACE, "show", &show));
        view! { <li><a href=href aria-current=move || (chosen.get() == why).then_some("true")>{title} " " <b>{count}</b></a></li> }
    };
    let all = sections.iter().map(|(_, count)| count).sum();
    (!sections.is_empty()).then(|| {
        let each = sections.into_iter().map(|(why, count)| {
            let show = code(&why);
            link(show.clone(), say::desk::inbox::section::of(&show), count, Some(why))
        });
        view! {
            <nav class="desk-sections" aria-label=say::desk::inbox::by_reason()>
                <ul>{link(String::new(), say::desk::inbox::needs_eyes(), all, None)} {each.collect_view()}</ul>
            </nav>
        }
    })
}

/// A line that opens its record beside the list.
#[component]
fn Line(line: InspectionLine, open: Memo<Option<InspectionId>>) -> impl IntoView {
    let query = use_location().query;
    let id = line.id;
    // Counted and not the page's: a list that is loading again still shows the lines of before, whose scope has ended.
    let href = ArcSignal::derive(move || query.with(|query| address_with("/desk/inbox", query, &["revision"], "open", &id.to_string())));
    let is_open = ArcSignal::derive(move || open.get() == Some(id));
    view! { <RecordLine line href is_open/> }
}

/// What cannot be reviewed because it has not arrived.
#[component]
pub(super) fn SilentPhones(
    /// Phones that hold some of it.
    phones: u32,
) -> impl IntoView {
    (phones > 0).then(|| {
        view! { <p class="desk-silent"><a href="/desk/phones"><Icon of=glyph::SMARTPHONE/> <span>{say::desk::inbox::silent(phones)}</span></a></p> }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::PremisesId;
    use domain::inspection::{Access, InspectionState, Nature, VisitKind};
    use domain::time::Timestamp;

    fn line(id: u8, why: &[Why]) -> InspectionLine {
        InspectionLine {
            id: format!("00000000-0000-7000-8000-{id:012}").parse().unwrap(),
            number: String::new(),
            premises: PremisesId(Default::default()),
            premises_name: String::new(),
            risk: "blue".to_owned(),
            community: String::new(),
            inspector: String::new(),
            nature: Nature::Patrol,
            kind: VisitKind::Routine,
            access: Access::Entered,
            state: InspectionState::Submitted,
            revision: 1,
            received_at: Timestamp(0),
            why: why.to_vec(),
            flags: vec![],
            quarantine: vec![],
            failed: 0,
            majors: 0,
            answered: 0,
            headline: None,
            missing: 0,
            blobs: 0,
        }
    }

    #[test]
    fn a_line_stands_under_its_most_urgent_reason_and_the_order_stays() {
        let lines = vec![
            line(1, &[Why::Quarantine, Why::Major]),
            line(2, &[Why::Quarantine]),
            line(3, &[Why::Quarantine, Why::Flagged]),
            line(4, &[Why::Sample]),
        ];
        let ids: Vec<InspectionId> = lines.iter().map(|line| line.id).collect();
        let sections = by_section(lines);
        let shape: Vec<_> = sections.iter().map(|(why, lines)| (*why, lines.len())).collect();
        assert_eq!(shape, [(Some(Why::Major), 1), (Some(Why::Quarantine), 2), (Some(Why::Sample), 1)]);
        let after: Vec<InspectionId> = sections.into_iter().flat_map(|(_, lines)| lines).map(|line| line.id).collect();
        assert_eq!(after, ids);
    }
}
