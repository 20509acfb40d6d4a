//! 新增场所: four fields, marked 待核实 until the community confirms it. It can be inspected at once.

use crate::part::page::Page;
use crate::phone::{clock, ledger, position, sending};
use crate::state::{kinds, tongue_now, use_app};
use app_ui::part::{Back, BottomBar, Button, Card, EmptyState, ErrorSummary, Fault, Field, Kind, Notice, Tone, Weight, glyph};
use app_ui::words::{Phrase, say};
use domain::command::What;
use domain::coordinates::Datum;
use domain::decide::ledger::{ADDRESS_MAX, NAME_MAX};
use domain::ids::{CommandId, PlaceId, PremisesId};
use domain::permission::Action;
use domain::phone_number::PhoneNumber;
use domain::place::PlaceKind;
use domain::position::Located;
use domain::premises::{FieldMark, FieldValue, PositionSource, Premises, PremisesPosition};
use domain::search::{Query, SearchRow};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Adds premises that are not in the ledger.
#[component]
pub fn AddPremisesPage() -> impl IntoView {
    if use_app().may(Action::PremisesEdit) {
        return view! { <Adding/> }.into_any();
    }
    view! {
        <Page title=say::premises::add::title() back=Back::To("/field/premises".to_owned())>
            <EmptyState icon=glyph::STORE title=say::premises::add::not_yours() hint=say::premises::none_words()/>
        </Page>
    }
    .into_any()
}

#[component]
fn Adding() -> impl IntoView {
    let app = use_app();
    let communities: Vec<_> = ledger::places().into_iter().filter(|place| place.kind == PlaceKind::Community).collect();
    let only = if communities.len() == 1 { communities[0].id.to_string() } else { String::new() };
    let [name, kind, address, phone] = [(); 4].map(|()| RwSignal::new(String::new()));
    let community = RwSignal::new(only);
    let (has_tried, is_busy, fault) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<Phrase>));
    // What was not taken is put right under the id that visits may name already.
    let again = use_query_map().with_untracked(|query| query.get("again")).and_then(|id| id.parse::<CommandId>().ok());
    let id = RwSignal::new(PremisesId(clock::new_id()));
    if let Some(command) = again {
        spawn_local(async move {
            if let Some(typed) = sending::typed_premises(command).await {
                let number = match typed.fields.get("head_phone") {
                    Some(FieldValue::Text(number)) => number.clone(),
                    _ => String::new(),
                };
                id.try_set(typed.id);
                let said = [(name, typed.name), (kind, typed.kind), (address, typed.address), (phone, number)];
                said.into_iter().for_each(|(field, text)| drop(field.try_set(text)));
                community.try_set(typed.community.to_string());
            }
        });
    }
    // Too much is said at once, too little only once it was tried.
    let fault_of = move |field: RwSignal<String>, missing: fn() -> Phrase, max: Option<usize>| {
        Signal::derive(move || {
            field.with(|text| match text_fault(text, max) {
                Some(TextFault::TooLong(max)) => Some(say::premises::add::too_long(max)),
                Some(TextFault::Missing) => has_tried.get().then(missing),
                None => None,
            })
        })
    };
    let name_fault = fault_of(name, say::premises::add::name_missing, Some(NAME_MAX));
    let kind_missing = fault_of(kind, say::premises::add::kind_missing, None);
    let address_fault = fault_of(address, say::premises::add::address_missing, Some(ADDRESS_MAX));
    let community_missing = fault_of(community, say::premises::add::community_missing, None);
    let faults = Signal::derive(move || {
        let all =
            [("add-name", name_fault), ("add-kind", kind_missing), ("add-address", address_fault), ("add-community", community_missing)];
        let faults: Vec<Fault> =
            all.into_iter().filter_map(|(field, text)| Some(Fault { field: field.to_owned(), text: text.get()? })).collect();
        if !has_tried.get() {
            return vec![];
        }
        if faults.len() > 1 { faults } else { vec![] }
    });
    let similar = Memo::new(move |_| similar_name(&name.get()));
    let navigate = use_navigate();
    let add = Callback::new(move |()| {
        has_tried.set(true);
        let Ok(place) = community.get_untracked().parse::<PlaceId>() else { return };
        let checked = [(name, Some(NAME_MAX)), (kind, None), (address, Some(ADDRESS_MAX))];
        let is_faulty = checked.into_iter().any(|(field, max)| field.with_untracked(|text| text_fault(text, max).is_some()));
        if is_faulty || is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let said = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        let number = Some(said(phone)).filter(|number| !number.is_empty());
        // Kept as it was written; somebody at the office sees the mark.
        let is_doubtful = number.as_ref().is_some_and(|number| number.parse::<PhoneNumber>().is_err());
        let premises = Premises {
            id: id.get_untracked(),
            code: None,
            name: said(name),
            kind: kind.get_untracked(),
            address: said(address),
            community: place,
            grid: None,
            position: None,
            fields: number.into_iter().map(|number| ("head_phone".to_owned(), FieldValue::Text(number))).collect(),
            marks: is_doubtful.then(|| ("head_phone".to_owned(), FieldMark::Invalid)).into_iter().collect(),
            to_verify: true,
        };
        let navigate = navigate.clone();
        spawn_local(async move {
            let premises = Premises { position: position_here().await, ..premises };
            let (id, title) = (premises.id, premises.name.clone());
            let what = What::AddPremises { premises: Box::new(premises) };
            match sending::issue(what, place, app.role_in(Action::PremisesEdit, place), None, title).await {
                Ok(_) => navigate(&format!("/field/premises/{id}"), Default::default()),
                Err(_) => {
                    is_busy.try_set(false);
                    fault.try_set(Some(say::draft::unsaved()));
                }
            }
        });
    });
    let kind_options = kinds().iter().map(|kind| (kind.id.to_string(), tongue_now(&kind.zh, &kind.en))).collect::<Vec<_>>();
    let place_options = communities.iter().map(|place| (place.id.to_string(), place.name.clone())).collect::<Vec<_>>();
    let has_choice = place_options.len() != 1;
    view! {
        <Page
            title=say::premises::add::title()
            back=Back::To("/field/premises".to_owned())
            foot=move || view! { <BottomBar><Button label=say::premises::add::go() weight=Weight::Primary wide=true on_press=add/></BottomBar> }
        >
            <ErrorSummary faults/>
            <Card>
                <Field id="add-name" label=say::premises::add::name() hint=say::premises::add::name_hint() value=name on_input=move |text| name.set(text) error=name_fault/>
                {move || similar.get().map(|found| view! { <Notice tone=Tone::Warn text=say::premises::add::similar(found)/> })}
                <Select id="add-kind" label=say::premises::add::kind() empty=say::premises::add::kind_choose() options=kind_options value=kind error=kind_missing/>
                <Field id="add-address" label=say::premises::add::address() hint=say::premises::add::address_hint() value=address on_input=move |text| address.set(text) error=address_fault/>
                {has_choice.then(|| view! { <Select id="add-community" label=say::premises::add::community() empty=say::premises::add::community_missing() options=place_options value=community error=community_missing/> })}
                <Field id="add-phone" kind=Kind::Phone label=say::premises::add::phone() hint=say::premises::add::phone_hint() is_optional=true value=phone on_input=move |text| phone.set(text)/>
            </Card>
            {move || fault.get().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
        </Page>
    }
}

/// What is wrong with a text of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextFault {
    Missing,
    /// More characters than these.
    TooLong(usize),
}

/// As the ledger checks it (`domain::decide::ledger`): something else than blanks, and so many characters at most.
fn text_fault(text: &str, max: Option<usize>) -> Option<TextFault> {
    let said = text.trim();
    if said.is_empty() { Some(TextFault::Missing) } else { max.filter(|max| said.chars().count() > *max).map(TextFault::TooLong) }
}

/// The phone's own list: sixty kinds do not fit on buttons.
#[component]
fn Select(
    #[prop(into)] id: String,
    label: Phrase,
    empty: Phrase,
    options: Vec<(String, String)>,
    value: RwSignal<String>,
    error: Signal<Option<Phrase>>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    view! {
        <div class="field" data-invalid=move || error.get().is_some().then_some("")>
            <label for=id.clone()>{label}</label>
            <select id=id aria-describedby=described_by aria-invalid=move || error.get().is_some().then_some("true") on:change=move |event| value.set(event_target_value(&event))>
                <option value="">{empty}</option>
                {options
                    .into_iter()
                    .map(|(id, name)| {
                        let mine = id.clone();
                        view! { <option value=id selected=move || value.with(|value| *value == mine)>{name}</option> }
                    })
                    .collect_view()}
            </select>
            <app_ui::part::FieldError id=error_id error/>
        </div>
    }
}

/// A premises of the ledger with this very name, in words.
fn similar_name(name: &str) -> Option<String> {
    let query = Query::new(name).filter(|_| name.trim().chars().count() > 1)?;
    let all = ledger::all_premises();
    all.iter().map(|row| &row.premises).find_map(|premises| {
        let row = SearchRow { name: &premises.name, pinyin: "", address: "", codes: &[], phones: &[] };
        query.matches(&row).map(|_| format!("{} {}", premises.name, premises.address))
    })
}

/// Where the phone is now, as the place's first position.
async fn position_here() -> Option<PremisesPosition> {
    match position::here().await {
        Located::At(fix) => Some(PremisesPosition {
            lat_e6: fix.lat_e6,
            lng_e6: fix.lng_e6,
            datum_in: Datum::Wgs84,
            lat_in_e6: fix.lat_e6,
            lng_in_e6: fix.lng_e6,
            source: PositionSource::Gps,
            accuracy_m: Some(fix.accuracy_m),
        }),
        Located::Without(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{ADDRESS_MAX, NAME_MAX, TextFault, text_fault};

    #[test]
    fn what_the_ledger_would_refuse_is_said_at_its_field() {
        assert_eq!(text_fault(" ", Some(NAME_MAX)), Some(TextFault::Missing));
        assert_eq!(text_fault(&"店".repeat(NAME_MAX), Some(NAME_MAX)), None);
        assert_eq!(text_fault(&"店".repeat(NAME_MAX + 1), Some(NAME_MAX)), Some(TextFault::TooLong(NAME_MAX)));
        assert_eq!(text_fault(&format!(" {} ", "路".repeat(ADDRESS_MAX)), Some(ADDRESS_MAX)), None, "blanks around it are not sent");
    }
}
