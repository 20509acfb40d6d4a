//! The check of the library sees each fault: every case breaks one thing in the files that ship and names what must be said.

mod files;

use domain::library::{Fault, Flaw, check};
use files::files;
use std::borrow::Cow;

const FIRE_HOTEL: &str = "checklists/fire-hotel.yaml";
const GAS_RESTAURANT: &str = "checklists/gas-restaurant.yaml";
const PREMISES: &str = "checklists/reference/premises.yaml";
const CADENCES: &str = "checklists/reference/cadences.yaml";
const PLAN: &str = "checklists/reference/plan.yaml";

/// What is replaced, by what, and what is then said.
type Case = (&'static str, &'static str, fn(&Flaw) -> bool);

/// The faults after the first `old` in a file became `new`.
fn faults_with(path: &str, old: &str, new: &str) -> Vec<Fault> {
    let mut files = files();
    let text = files.get(path).expect("the file is there").to_owned();
    assert!(text.contains(old), "{path} has no {old:?}");
    files.0.insert(path.to_owned(), Cow::Owned(text.replacen(old, new, 1)));
    check(&files)
}

#[track_caller]
fn fires(path: &str, old: &str, new: &str, expected: impl Fn(&Flaw) -> bool) {
    let faults = faults_with(path, old, new);
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.iter().any(|fault| expected(&fault.flaw)), "{path}: {old:?} → {new:?} says {said:#?}");
}

fn unreadable(flaw: &Flaw) -> bool {
    matches!(flaw, Flaw::Unreadable { .. })
}

fn unknown(flaw: &Flaw, expected: &str) -> bool {
    matches!(flaw, Flaw::NotKnown { what, .. } if what == expected)
}

#[test]
fn each_fault_in_a_checklist_is_seen() {
    let cases: &[Case] = &[
        ("id: fire-hotel", "id: fire-inn", |f| matches!(f, Flaw::IdIsNotFileName { .. })),
        ("title: ", "titel: ", |f| matches!(f, Flaw::Unreadable { reason } if reason.contains("titel"))),
        ("domain: fire", "domain: water", |f| matches!(f, Flaw::UnknownWord { key, .. } if key == "domain")),
        ("applies_to: [", "applies_to: [space-station, ", |f| unknown(f, "kind")),
        ("minutes: ", "# minutes: ", |f| matches!(f, Flaw::Lacks { key } if key == "minutes")),
        ("version: 1", "version: one", unreadable),
        ("answer: check", "answer: guess", |f| matches!(f, Flaw::UnknownWord { key, .. } if key == "answer")),
        ("severity: general", "severity: grave", |f| matches!(f, Flaw::UnknownWord { key, .. } if key == "severity")),
        ("severity: general", "severity: major", |f| matches!(f, Flaw::MajorWithoutBasis)),
        ("severity: major", "severity: general", |f| matches!(f, Flaw::BasisWithoutMajor)),
        ("photo: on_violation", "photo: sometimes", |f| matches!(f, Flaw::UnknownWord { key, .. } if key == "photo")),
        ("{doc: ", "{doc: no-such-law-", |f| unknown(f, "source")),
        ("ref: ", "ref: '', x: ", unreadable),
        (
            "        rectify: ",
            "        violation_en: x\n        rectify: ",
            |f| matches!(f, Flaw::Unreadable { reason } if reason.contains("violation_en")),
        ),
    ];
    for &(old, new, expected) in cases {
        fires(FIRE_HOTEL, old, new, expected);
    }
    for key in ["violation", "severity", "basis", "rectify", "deadline_days"] {
        let (old, new) = (format!("        {key}: "), format!("        # {key}: "));
        fires(FIRE_HOTEL, &old, &new, |f| matches!(f, Flaw::Lacks { key: lacking } if lacking == key));
    }
    for key in ["text", "text_en", "answer"] {
        let (old, new) = (format!("        {key}: "), format!("        # {key}: "));
        fires(FIRE_HOTEL, &old, &new, |f| matches!(f, Flaw::Lacks { key: lacking } if lacking == key));
    }
}

#[test]
fn each_fault_of_an_answer_is_seen() {
    let cases: &[Case] = &[
        ("unit: m\n", "unit: ''\n", |f| matches!(f, Flaw::Lacks { key } if key == "unit")),
        ("pass: {within_days: 365}", "pass: {within_days: 365, min: 1}", |f| matches!(f, Flaw::ExactlyOne { .. })),
        ("pass: {within_days: 365}", "pass: {not_before: tomorrow}", |f| matches!(f, Flaw::ExactlyOne { .. })),
        ("pass: {max: ", "pass: {least: ", unreadable),
        (
            "answer: date\n        pass: {within_days: 365}",
            "answer: date",
            |f| matches!(f, Flaw::FactCarries { key } if key == "violation"),
        ),
        ("answer: check", "answer: check\n        unit: m", |f| matches!(f, Flaw::KeyDoesNotFit { key, .. } if key == "unit")),
        ("{id: part, ", "{id: all, ", |f| matches!(f, Flaw::UsedTwice { .. })),
        ("- id: alarm-test", "- id: alarm-power", |f| matches!(f, Flaw::UsedTwice { .. })),
        ("{item: alarm-installed, is: all}", "{item: alarm-valve, is: all}", |f| matches!(f, Flaw::ShowIfNotEarlier { .. })),
        ("{item: alarm-installed, is: all}", "{item: alarm-installed, is: every}", |f| matches!(f, Flaw::ShowIfCannotBe { .. })),
        ("{item: alarm-installed, is: all}", "{item: alarm-installed, gt: 1}", |f| matches!(f, Flaw::ShowIfCannotBe { .. })),
        ("{item: alarm-installed, is: all}", "{item: alarm-installed}", unreadable),
        (
            "          - {id: pipe, text: 管道天然气, text_en: Piped natural gas}\n          - {id: bottle, text: 瓶装液化石油气, text_en: Bottled LPG}\n",
            "",
            |f| matches!(f, Flaw::TooFewOptions),
        ),
        ("        fact: gas\n", "        fact: gasoline\n", |f| matches!(f, Flaw::FactIsNoField { .. })),
        ("        fact: gas\n", "        fact: people\n", |f| matches!(f, Flaw::FactDoesNotFit { .. })),
        ("        fact: gas\n", "        fact: structure\n", |f| matches!(f, Flaw::FactOption { .. })),
        ("        fact: gas\n", "        fact: risk_colour\n", |f| matches!(f, Flaw::FactDoesNotFit { .. })),
    ];
    for &(old, new, expected) in cases {
        fires(GAS_RESTAURANT, old, new, expected);
    }
}

#[test]
fn each_fault_of_a_shared_question_is_seen() {
    let path = "checklists/fire-small-place.yaml";
    let cases: &[Case] = &[
        ("same: overnight\n", "same: Overnight\n", |f| matches!(f, Flaw::NotKebabCase { .. })),
        ("same: overnight\n", "same: only-here\n", |f| matches!(f, Flaw::SameInOneList { .. })),
        ("same: overnight\n", "same: sleepers\n", |f| matches!(f, Flaw::SameTwiceInList { .. })),
        ("same: overnight\n", "same: sleepers\n", |f| matches!(f, Flaw::SameDiffers { what, .. } if what == "answers")),
        (
            "unit: 人\n        show_if: {item: overnight, is: 'yes'}",
            "unit: 个\n        show_if: {item: overnight, is: 'yes'}",
            |f| matches!(f, Flaw::SameDiffers { what, .. } if what == "units"),
        ),
        ("fact: sleepers", "fact: people", |f| matches!(f, Flaw::SameDiffers { what, .. } if what == "facts")),
    ];
    for &(old, new, expected) in cases {
        fires(path, old, new, expected);
    }
    let option = "          - {id: pipe, ";
    let another = format!("          - {{id: alcohol-fuel, text: 醇基燃料, text_en: Alcohol fuel}}\n{option}");
    fires("checklists/gas-household.yaml", option, &another, |f| matches!(f, Flaw::SameDiffers { what, .. } if what == "options"));
}

#[test]
fn each_fault_of_the_kinds_is_seen() {
    let cases: &[Case] = &[
        ("  - {id: small-shop, ", "  - {id: tiny-shop, ", |f| matches!(f, Flaw::KindNotInBoth { .. })),
        ("aliases: [小商店, 便利店,", "aliases: [小商店, 小 商店,", |f| matches!(f, Flaw::Aliases)),
        ("aliases: [办公场所, 办公室, 办公用房, 办公区, 机关办公]", "aliases: []", |f| matches!(f, Flaw::Aliases)),
        ("aliases: [小商店, 便利店,", "aliases: [小商店, ＫＴＶ,", |f| matches!(f, Flaw::WordOfTwoKinds { .. })),
        ("checklists: [fire-small-place, electrical-safety]}", "checklists: [fire-hotel]}", |f| {
            matches!(f, Flaw::ChecklistDoesNotApply { .. })
        }),
        ("checklists: [fire-small-place, electrical-safety]}", "checklists: [no-such]}", |f| {
            matches!(f, Flaw::ChecklistDoesNotApply { .. })
        }),
        ("add: [winter-seasonal]", "add: [summer-seasonal]", |f| unknown(f, "checklist")),
        ("group: small-place, ", "group: smallish, ", |f| unknown(f, "group")),
        ("sector: [commerce, fire, market]", "sector: [navy]", |f| unknown(f, "sector")),
        ("{field: gas, in: [pipe, bottle, both]}", "{field: gaz, in: [pipe]}", |f| unknown(f, "field")),
        (
            "{field: gas, in: [pipe, bottle, both]}",
            "{field: gas, in: [pipes]}",
            |f| matches!(f, Flaw::UnknownWord { key, .. } if key == "gas"),
        ),
        ("{field: gas, in: [pipe, bottle, both]}", "{field: gas}", unreadable),
        ("has: elevator}", "has: elevater}", |f| matches!(f, Flaw::UnknownWord { key, .. } if key == "special_equipment")),
        ("- {id: name, ", "- {id: code, ", |f| matches!(f, Flaw::UsedTwice { .. })),
        ("  hotel: [{id: rooms,", "  motel: [{id: rooms,", |f| unknown(f, "kind")),
        ("zh: 管道天然气, en: Piped natural gas", "zh: 管道天然气", unreadable),
        ("zh: 管道天然气", "zh: ''", |f| matches!(f, Flaw::Lacks { key } if key == "zh")),
        ("en: Piped natural gas", "en: ' '", |f| matches!(f, Flaw::Lacks { key } if key == "en")),
        ("{id: pipe, zh: ", "{id: bottle, zh: ", |f| matches!(f, Flaw::UsedTwice { id } if id == "bottle")),
        ("zh: 管道天然气", "zh: 瓶装液化石油气", |f| matches!(f, Flaw::UsedTwice { id } if id == "瓶装液化石油气")),
        ("en: Independent exits, type: int", "en: Independent exits, type: enum", |f| matches!(f, Flaw::Lacks { key } if key == "options")),
        ("en: \"Schools, care and health\"", "en: Schools, care and health", unreadable),
        ("\"91150602MA0NPCD183\"", "\"91150602MA0NPCD184\"", |f| matches!(f, Flaw::ExampleDiffers { .. })),
        ("{code: \"91150602MA0NPCD184\"", "{code: \"91150602MA0NPCD183\"", |f| matches!(f, Flaw::ExampleDiffers { .. })),
    ];
    for &(old, new, expected) in cases {
        fires(PREMISES, old, new, expected);
    }
}

#[test]
fn each_fault_of_the_risk_rules_is_seen() {
    let cases: &[Case] = &[
        ("points: 15}", "points: 14}", |f| matches!(f, Flaw::ExampleDiffers { .. })),
        ("cap: 14", "cap: 13", |f| matches!(f, Flaw::ExampleDiffers { .. })),
        ("min: 60", "min: 70", |f| matches!(f, Flaw::ExampleDiffers { .. })),
        ("overrides: [open-major]", "overrides: []", |f| matches!(f, Flaw::ExampleDiffers { .. })),
        ("id: blue, zh: 蓝, min: 0", "id: blue, zh: 蓝, min: 1", |f| matches!(f, Flaw::Lacks { .. })),
        ("points: 6, unknown: [gas]", "unknown: [gas]", |f| matches!(f, Flaw::ExactlyOne { .. })),
        ("unknown: [gas]", "unknown: [gaz]", |f| unknown(f, "field")),
        ("per: {field: majors_24m", "per: {field: majors_25m", |f| unknown(f, "field")),
        ("{id: peak-200, ", "{id: peak-500, ", |f| matches!(f, Flaw::UsedTwice { .. })),
    ];
    for &(old, new, expected) in cases {
        fires(PREMISES, old, new, expected);
    }
}

#[test]
fn each_fault_of_the_sources_is_seen() {
    let sources = "checklists/reference/sources/fire.yaml";
    fires(sources, "title: 中华人民共和国消防法", "title: ''", |f| matches!(f, Flaw::Lacks { key } if key == "title"));
    fires(sources, "  issuer: ", "  # issuer: ", unreadable);
    fires(sources, "status: in-force", "status: forgotten", unreadable);
    fires(sources, "title: 中华人民共和国安全生产法", "title: 安全生产法", |f| matches!(f, Flaw::OtherTitle { .. }));
}

#[test]
fn each_fault_of_the_cadences_is_seen() {
    let cases: &[Case] = &[
        ("{set: business}", "{set: busyness}", |f| unknown(f, "set")),
        ("business: {all: [", "business: {all: [{set: small}, {set: enterprise}, ", |f| matches!(f, Flaw::SetsInCircle)),
        ("who: enterprise_head", "who: enterprise_cook", |f| unknown(f, "role")),
        ("every: {window: heating}", "every: {window: heat}", |f| unknown(f, "window")),
        ("during: heating", "during: heat", |f| unknown(f, "window")),
        ("self_check:enterprise-duty", "self_check:enterprise-fun", |f| unknown(f, "checklist")),
        ("measures: [\"4\"]", "measures: [\"26\"]", |f| unknown(f, "measure")),
        ("measures: [\"4\"]", "measures: [\"5\"]", |f| matches!(f, Flaw::OneWay { .. })),
        ("months_off: [2, 7, 8]", "months_off: [2, 7, 13]", |f| unknown(f, "month")),
        ("day: \"01-01\"", "day: \"01-32\"", unreadable),
        ("lunar: true", "lunar: false", |f| matches!(f, Flaw::ExactlyOne { .. })),
        ("\"2026\": {spring-festival: [\"2026-02-17\"", "\"2026\": {spring-festival: [\"2025-02-17\"", |f| unknown(f, "holiday")),
        ("every: {months: 3}", "every: {months: 0}", unreadable),
        ("{field: risk, eq: red}", "{field: risc, eq: red}", |f| unknown(f, "field")),
    ];
    for &(old, new, expected) in cases {
        fires(CADENCES, old, new, expected);
    }
}

#[test]
fn each_fault_of_the_plan_is_seen() {
    let cases: &[Case] = &[
        ("cadences: [theory-study, ", "cadences: [practice-study, ", |f| unknown(f, "cadence")),
        ("cadences: [theory-study, ", "cadences: [theory-study, gas-special, ", |f| matches!(f, Flaw::OneWay { .. })),
        ("indicators: [cadre-training]", "indicators: [cadre-straining]", |f| unknown(f, "indicator")),
        ("responsible: [street_leader, ", "responsible: [street_singer, ", |f| unknown(f, "role")),
        ("features: [training-register, ", "features: [training-bicycle, ", |f| unknown(f, "feature")),
        ("part: A1", "part: A9", |f| unknown(f, "part")),
        ("due: \"2024-06-30\"", "due: \"2024-06-31\"", unreadable),
    ];
    for &(old, new, expected) in cases {
        fires(PLAN, old, new, expected);
    }
    let mut files = files();
    files.0.remove(PLAN);
    assert!(check(&files).iter().any(|fault| fault.flaw == Flaw::Missing));
}
