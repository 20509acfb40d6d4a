//! The sheet of a failed item: everything prefilled, one tap for what is done about it. Each change goes into the journal at once, so
//! that closing it, or a page that dies behind the camera, loses nothing.

use super::due_choice::DueChoice;
use super::item_photos::FindingPhotos;
use super::options::{Options, Pick, Stand};
use crate::state::{SheetOpen, Visit, basis_line, evidence, name_of, tongue_now, use_app};
use app_ui::part::{Badge, Button, EmptyState, Field, Kind, Notice, Shade, Sheet, Tone, Weight, glyph};
use app_ui::words::{Phrase, due, say};
use domain::checklist::{Item, PhotoRule};
use domain::hazard::Hazard;
use domain::ids::FindingId;
use domain::inspection::{Disposition, Finding, PhotoOf, Severity};
use leptos::prelude::*;
use std::sync::Arc;

/// A title of one or two lines.
const TITLE_CHARS_MAX: usize = 18;

/// The sheet; up while [`Visit::sheet`] says so.
#[component]
pub fn FailSheet(
    /// The visit.
    visit: Visit,
) -> impl IntoView {
    let shown = Memo::new(move |_| match visit.sheet().get() {
        Some(SheetOpen::Fail(place, id)) => Some((place, id)),
        _ => None,
    });
    let title = Signal::derive(move || match shown.get() {
        Some((place, _)) => short_title(visit, place),
        None => say::fail::title(),
    });
    let keep = move |()| {
        let place = shown.get_untracked().map(|(place, _)| place);
        visit.sheet().set(None);
        if let Some(place) = place {
            visit.advance(place);
        }
    };
    let is_up = use_app().is_sheet_up();
    Effect::new(move |_| is_up.set(shown.get().is_some()));
    on_cleanup(move || is_up.set(false));
    view! {
        <Sheet
            id="fail-sheet"
            title=title
            open=Signal::derive(move || shown.get().is_some())
            on_close=move |()| visit.sheet().set(None)
            mark=move || view! { <Badge label=say::answer::verdict::fail() shade=Shade::Fail/> }
            foot=move || view! {
                <super::page::Undone in_sheet=true/>
                <super::saved_line::SavedLine visit/>
                <Button label=say::fail::go() weight=Weight::Primary wide=true on_press=keep/>
            }
        >
            {move || shown.get().map(|(place, id)| view! { <Body visit place id/> })}
        </Sheet>
    }
}

/// 2.1 从最里间到大门的通道…
fn short_title(visit: Visit, place: usize) -> Phrase {
    let walk = visit.walk();
    let item = walk.item(place);
    let text = tongue_now(&item.text, &item.text_en);
    let rest = if text.chars().count() > TITLE_CHARS_MAX { "…" } else { "" };
    let text: String = text.chars().take(TITLE_CHARS_MAX).collect();
    Phrase::verbatim(format!("{} {text}{rest}", walk.card(place).no))
}

/// One finding of the item, with signals of its own.
#[derive(Clone, Copy)]
struct Editing {
    visit: Visit,
    place: usize,
    id: FindingId,
    finding: Memo<Option<Finding>>,
}

impl Editing {
    fn read<T>(self, read: impl Fn(&Finding) -> T + Send + Sync + 'static) -> Signal<T>
    where
        T: Default + Clone + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.finding.with(|finding| finding.as_ref().map(&read).unwrap_or_default())).into()
    }

    /// Says only what differs: pictures may have come in since the sheet was drawn.
    fn write(self, change: impl FnOnce(&mut Finding)) {
        self.visit.walk().change_finding(self.place, self.id, change);
    }

    fn item(self) -> Item {
        self.visit.walk().item(self.place).clone()
    }
}

#[component]
fn Body(visit: Visit, place: usize, id: FindingId) -> impl IntoView {
    let findings = visit.walk().card(place).findings;
    let finding = Memo::new(move |_| findings.with(|findings| findings.iter().find(|finding| finding.id == id).cloned()));
    let editing = Editing { visit, place, id, finding };
    let item = editing.item();
    let is_major = item.demand.as_ref().is_some_and(|demand| demand.severity == Severity::Major);
    let basis: Vec<String> = item.demand.iter().flat_map(|demand| &demand.basis).map(basis_line).collect();
    let text = |read: fn(&Finding) -> String| editing.read(read);
    let photos_label = if item.photo == PhotoRule::Never { say::fail::photos_free() } else { say::fail::photos(1) };
    let app = use_app();
    let remove = move |()| {
        let Some(gone) = finding.get_untracked() else { return };
        visit.walk().remove_finding(place, id);
        visit.sheet().set(None);
        app.offer_undo(say::fail::removed(), move || visit.walk().add_finding(place, gone.clone()));
    };
    let has_others = Memo::new(move |_| findings.with(|findings| findings.len() > 1));
    view! {
        <Field
            id="violation" label=say::fail::violation() kind=Kind::Lines value=text(|finding| finding.violation.clone())
            on_input=move |text: String| editing.write(|finding| finding.violation = text)
        />
        <section class="sheet-group">
            <h3>{photos_label}</h3>
            <FindingPhotos visit place finding=id of=PhotoOf::Item/>
        </section>
        <Field
            id="spot" label=say::fail::spot() hint=say::fail::spot_hint() is_optional=true value=text(|finding| finding.spot.clone())
            on_input=move |text: String| editing.write(|finding| finding.spot = text)
        />
        <Dispositions editing is_major/>
        <Field
            id="demand" label=say::fail::demand() kind=Kind::Lines value=text(|finding| finding.demand.clone())
            on_input=move |text: String| editing.write(|finding| finding.demand = text)
        />
        <Field
            id="finding-note" label=say::fail::note() is_optional=true value=text(|finding| finding.note.clone())
            on_input=move |text: String| editing.write(|finding| finding.note = text)
        />
        {(!basis.is_empty()).then(|| view! { <p class="meta" lang="zh-CN">{say::fail::basis(basis.join("；"))}</p> })}
        <p class="meta">{say::fail::advised()}</p>
        <div class="line">
            <Button label=say::fail::add() icon=glyph::PLUS on_press=move |()| visit.add_finding(place)/>
            {move || has_others.get().then(|| view! { <Button label=say::fail::remove() icon=glyph::TRASH_2 weight=Weight::Quiet on_press=remove/> })}
        </div>
    }
}

/// 当场改好, 限期, 同一隐患, 报疑似重大, and what each of them asks for.
#[component]
fn Dispositions(editing: Editing, is_major: bool) -> impl IntoView {
    let visit = editing.visit;
    // Memoised: a letter typed below must not build the fields anew under the finger.
    let chosen = Memo::new(move |_| editing.finding.get().map(|finding| name_of(&finding.disposition).to_owned()));
    let has_hazards = !visit.open_hazards().is_empty();
    let all = [
        ("on_spot", say::fail::on_spot(), !is_major),
        ("order", say::fail::order(), !is_major),
        ("same_as", say::fail::same_as(), has_hazards || chosen.get_untracked().as_deref() == Some("same_as")),
        ("suspected_major", say::fail::suspected_major(), true),
    ];
    let options = all.into_iter().filter(|(_, _, offered)| *offered).map(|(value, label, _)| Pick::new(value, label)).collect::<Vec<_>>();
    let choose = move |name: String| visit.decide(editing.place, editing.id, &name);
    view! {
        <section class="sheet-group">
            <h3>{say::fail::disposition()}</h3>
            {is_major.then(|| view! { <Notice tone=Tone::Warn text=say::fail::major_only()/> })}
            <Options name=say::fail::disposition() options value=chosen on_choose=choose stand=Stand::Chips/>
            {move || match chosen.get().as_deref() {
                Some("on_spot") => view! { <OnSpot editing/> }.into_any(),
                Some("order") => view! { <Order editing/> }.into_any(),
                Some("same_as") => view! { <SameAs editing/> }.into_any(),
                Some("suspected_major") => view! { <Suspected editing/> }.into_any(),
                _ => ().into_any(),
            }}
        </section>
    }
}

/// The pictures before are those of the finding; here come those after.
#[component]
fn OnSpot(editing: Editing) -> impl IntoView {
    // A picture that was taken before the choice, or since, shows what it was like before.
    let pictures = editing.visit.walk().card(editing.place).photos;
    Effect::new(move |_| {
        let Some(finding) = editing.finding.get() else { return };
        let wanted = pictures.with(|pictures| evidence::before(&finding, pictures));
        if matches!(&finding.disposition, Disposition::OnSpot { before, .. } if *before != wanted) {
            editing.write(|finding| {
                if let Disposition::OnSpot { before, .. } = &mut finding.disposition {
                    *before = wanted;
                }
            });
        }
    });
    view! {
        <h4>{say::fail::on_spot_photo()}</h4>
        <FindingPhotos visit=editing.visit place=editing.place finding=editing.id of=PhotoOf::After/>
    }
}

#[component]
fn Order(editing: Editing) -> impl IntoView {
    let item = editing.item();
    let due_on = Signal::derive(move || match editing.finding.get().map(|finding| finding.disposition) {
        Some(Disposition::Order { due_on, .. }) => Some(due_on),
        _ => None,
    });
    let reason = editing.read(|finding| match &finding.disposition {
        Disposition::Order { reason, .. } => reason.clone().unwrap_or_default(),
        _ => String::new(),
    });
    let begun_on = editing.visit.open_draft().look(|draft| draft.begin.started_at.day());
    let ordered = editing.visit.ordered_before(editing.id);
    view! {
        <DueChoice
            default_days=item.demand.map_or(0, |demand| demand.deadline_days)
            lifeline=item.lifeline
            due_on
            begun_on
            ordered
            reason
            on_due=move |day| editing.write(|finding| {
                if let Disposition::Order { due_on, .. } = &mut finding.disposition {
                    *due_on = day;
                }
            })
            on_reason=move |text: String| editing.write(|finding| {
                if let Disposition::Order { reason, .. } = &mut finding.disposition {
                    *reason = Some(text).filter(|text| !text.trim().is_empty());
                }
            })
        />
    }
}

/// Which of the open ones here.
#[component]
fn SameAs(editing: Editing) -> impl IntoView {
    let hazards = editing.visit.open_hazards();
    if hazards.is_empty() {
        return view! { <EmptyState icon=glyph::TRIANGLE_ALERT title=say::fail::same_none()/> }.into_any();
    }
    let value = Signal::derive(move || match editing.finding.get().map(|finding| finding.disposition) {
        Some(Disposition::SameAs { hazard }) => Some(hazard.to_string()),
        _ => None,
    });
    let options = hazards.iter().map(|hazard| Pick::new(hazard.id.to_string(), hazard_line(hazard))).collect::<Vec<_>>();
    let choose = move |id: String| {
        if let Ok(id) = id.parse() {
            editing.write(|finding| finding.disposition = Disposition::SameAs { hazard: id });
        }
    };
    view! { <Options name=say::fail::same_choose() options value on_choose=choose stand=Stand::Rows/> }.into_any()
}

/// 灭火器过期2具，明天到期
fn hazard_line(hazard: &Arc<Hazard>) -> Phrase {
    let today = crate::phone::clock::now().day().to_string();
    match hazard.due_on {
        Some(day) => say::fail::order_due(Phrase::verbatim(hazard.violation.clone()), due(&day.to_string(), &today)),
        None => Phrase::verbatim(hazard.violation.clone()),
    }
}

/// By which standard, and what it may lead to.
#[component]
fn Suspected(editing: Editing) -> impl IntoView {
    let bases = editing.item().demand.map(|demand| demand.major_basis).unwrap_or_default();
    let value = Signal::derive(move || match editing.finding.get().map(|finding| finding.disposition) {
        Some(Disposition::SuspectedMajor { basis, .. }) => Some(basis.map_or_else(|| "none".to_owned(), |basis| basis.to_string())),
        _ => None,
    });
    let consequence = editing.read(|finding| match &finding.disposition {
        Disposition::SuspectedMajor { consequence, .. } => consequence.clone(),
        _ => String::new(),
    });
    let mut options: Vec<Pick> =
        bases.iter().enumerate().map(|(place, basis)| Pick::new(place.to_string(), Phrase::verbatim(basis_line(basis)))).collect();
    options.push(Pick::new("none", say::fail::major_basis_none()));
    let choose = move |name: String| {
        editing.write(|finding| {
            if let Disposition::SuspectedMajor { basis, .. } = &mut finding.disposition {
                *basis = name.parse().ok();
            }
        });
    };
    let write = move |text: String| {
        editing.write(|finding| {
            if let Disposition::SuspectedMajor { consequence, .. } = &mut finding.disposition {
                *consequence = text;
            }
        });
    };
    let missing = Signal::derive(move || consequence.with(|text| text.trim().is_empty()).then(say::fail::consequence_missing));
    view! {
        <h4>{say::fail::major_basis()}</h4>
        <Options name=say::fail::major_basis() options value on_choose=choose stand=Stand::Rows/>
        <Field id="consequence" label=say::fail::consequence() value=consequence on_input=write error=missing/>
    }
}
