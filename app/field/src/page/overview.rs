//! 目录: the sections with their counts, and every gap as a link.

use crate::part::options::{Options, Pick};
use crate::part::page::Page;
use crate::part::recorded::Recorded;
use crate::part::saved_line::SavedLine;
use crate::state::{Section, Visit, tongue, use_visit};
use app_ui::part::{Back, Badge, BottomBar, ButtonLink, Icon, Shade, Weight, glyph};
use app_ui::words::{Phrase, say};
use domain::checklist::Verdict;
use domain::inspection::Answer;
use leptos::prelude::*;

/// Which items are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Open,
    Failed,
    NotChecked,
    All,
}

/// The overview of a visit.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let visit = use_visit();
    let walk = visit.walk();
    let totals = walk.totals();
    let which = RwSignal::new(if totals.get_untracked().open() > 0 { Which::Open } else { Which::All });
    let options = vec![
        Pick::new("open", Signal::derive(move || say::overview::open(totals.get().open()))),
        Pick::new("fail", Signal::derive(move || say::overview::fail(totals.get().failed))),
        Pick::new("not_checked", Signal::derive(move || say::overview::not_checked(totals.get().not_checked))),
        Pick::new("all", say::overview::all()),
    ];
    let value = Signal::derive(move || {
        Some(
            match which.get() {
                Which::Open => "open",
                Which::Failed => "fail",
                Which::NotChecked => "not_checked",
                Which::All => "all",
            }
            .to_owned(),
        )
    });
    let choose = move |name: String| {
        which.set(match name.as_str() {
            "open" => Which::Open,
            "fail" => Which::Failed,
            "not_checked" => Which::NotChecked,
            _ => Which::All,
        });
    };
    let first_open = {
        let walk = walk.clone();
        move || {
            let _ = totals.get();
            walk.next_open(None)
        }
    };
    let foot = move || {
        let first_open = first_open.clone();
        view! {
            <BottomBar saved=move || view! { <SavedLine visit/> }>
                {move || match first_open() {
                    Some(place) => view! {
                        <ButtonLink label=say::overview::go(visit.walk().card(place).no.clone()) href=visit.path_to(place, false) weight=Weight::Primary wide=true/>
                    }.into_any(),
                    None if visit.mends().is_some() => view! { <ButtonLink label=say::returned::back() href=visit.path("") weight=Weight::Primary wide=true/> }.into_any(),
                    None => view! { <ButtonLink label=say::answer::summary() href=visit.path("sign") weight=Weight::Primary wide=true/> }.into_any(),
                }}
            </BottomBar>
        }
    };
    let sections = walk.sections().to_vec();
    view! {
        <Page
            title=say::overview::title()
            aside=Signal::derive(move || say::answer::total(totals.get().answered, totals.get().asked))
            back=Back::To(visit.path(""))
            foot=foot
        >
            <p class="meta">{visit.name()}</p>
            <Options name=say::overview::title() options value on_choose=choose/>
            {sections.into_iter().map(|section| view! { <SectionCard visit section which/> }).collect_view()}
            <Recorded visit/>
        </Page>
    }
}

#[component]
fn SectionCard(visit: Visit, section: Section, which: RwSignal<Which>) -> impl IntoView {
    let title = tongue(&section.title, &section.title_en);
    let cards = section.cards.clone();
    let lines = Memo::new(move |_| cards.clone().filter(|place| is_listed(visit, *place, which.get())).collect::<Vec<_>>());
    let depends_on = depends_on(visit, &section);
    let (asked, answered) = (section.asked, section.answered);
    let is_done = Memo::new(move |_| asked.get() > 0 && asked.get() == answered.get());
    view! {
        <section class="card overview-section">
            <h2>
                <span>{section.no} " " {title}</span>
                <span class="meta">{move || say::answer::section(answered.get(), asked.get())}</span>
                {move || is_done.get().then(|| view! { <Badge label=say::overview::done() shade=Shade::Pass/> })}
            </h2>
            {move || (asked.get() == 0).then(|| depends_on.clone().map(|fact| view! { <p class="meta">{say::overview::dependent(fact)}</p> }))}
            <ul class="overview-lines">
                <For each=move || lines.get() key=|place| *place children=move |place| view! { <Line visit place/> }/>
            </ul>
        </section>
    }
}

#[component]
fn Line(visit: Visit, place: usize) -> impl IntoView {
    let walk = visit.walk();
    let (card, item) = (walk.card(place).clone(), walk.item(place));
    let text = tongue(&item.text, &item.text_en);
    let state = move || state_of(visit, place);
    view! {
        <li>
            <a class="overview-line" href=visit.path_to(place, false)>
                <span class="item-no">{card.no}</span>
                <span class="overview-text">{text}</span>
                <span class="verdict" data-verdict=move || state().0>{move || view! { <Icon of=state().1/> }} <span>{move || state().2}</span></span>
            </a>
        </li>
    }
}

fn state_of(visit: Visit, place: usize) -> (&'static str, app_ui::part::Glyph, Phrase) {
    let walk = visit.walk();
    let answer = walk.card(place).answer.get();
    match (&answer, walk.verdict(place)) {
        (None, _) => ("open", glyph::MINUS, say::answer::open()),
        (Some(Answer::NotChecked { .. }), _) => ("not_checked", glyph::CIRCLE_HELP, say::answer::verdict::not_checked()),
        (Some(Answer::NotApplicable), _) => ("na", glyph::MINUS, say::answer::verdict::na()),
        (_, Some(Verdict::Fail)) => ("fail", glyph::X, say::answer::verdict::fail()),
        (_, Some(Verdict::Pass)) => ("pass", glyph::CHECK, say::answer::verdict::pass()),
        _ => ("fact", glyph::CHECK, say::answer::recorded_mark()),
    }
}

fn is_listed(visit: Visit, place: usize, which: Which) -> bool {
    let walk = visit.walk();
    let card = walk.card(place);
    card.is_shown.get()
        && match which {
            Which::All => true,
            Which::Open => card.answer.get().is_none(),
            Which::Failed => walk.verdict(place) == Some(Verdict::Fail),
            Which::NotChecked => matches!(card.answer.get(), Some(Answer::NotChecked { .. })),
        }
}

/// The fact on which a section hangs that asks nothing yet.
fn depends_on(visit: Visit, section: &Section) -> Option<String> {
    let walk = visit.walk();
    let leaf = walk.item(section.cards.start).show_if.as_ref()?.leaves().into_iter().next()?.clone();
    let (domain::checklist::ShowIf::Is { item, .. }
    | domain::checklist::ShowIf::Gt { item, .. }
    | domain::checklist::ShowIf::Lt { item, .. }) = leaf
    else {
        return None;
    };
    let place = walk.place_of(&domain::inspection::ItemRef { list: section.list.clone(), item })?;
    let item = walk.item(place);
    Some(crate::state::tongue_now(&item.text, &item.text_en))
}
