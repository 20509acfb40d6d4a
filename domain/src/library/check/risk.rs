//! The rules of risk: they are complete, and they give the grades of their examples.

use super::{Faults, conditions};
use crate::library::files::PREMISES;
use crate::library::read::Parts;
use crate::library::{Flaw, PremisesReference};
use crate::risk::{Example, Grade, Rule};
use crate::time::Day;
use std::collections::BTreeMap;

pub(super) fn check(parts: &Parts, faults: &mut Faults<'_>) {
    let Some(premises) = &parts.premises else {
        return;
    };
    let risk = &premises.risk;
    let rules = || risk.groups.iter().flat_map(|group| &group.rules);
    faults.unique(PREMISES, rules().map(|rule| rule.id.as_str()).chain(["base"]));
    faults.unique(PREMISES, risk.groups.iter().map(|group| group.id.as_str()));
    if !risk.colours.iter().any(|colour| colour.min == 0) {
        faults.add(PREMISES, Some("risk".to_owned()), Flaw::Lacks { key: "a colour from 0 points on".to_owned() });
    }
    for rule in rules() {
        check_rule(premises, rule, faults);
    }
    for one in &risk.overrides {
        conditions::check(premises, PREMISES, &one.id, &one.when, &[], faults);
    }
    for example in &risk.examples {
        // The examples give what depends on the day directly.
        let any_day = Day(time::Date::MIN);
        let Some(grade) = premises.grade(&example.facts, any_day) else {
            faults.not_known(PREMISES, &example.zh, "kind", "of an example");
            continue;
        };
        if !agrees(example, &grade) {
            let found = serde_json::to_string(&grade).unwrap_or_default();
            faults.add(PREMISES, Some(example.zh.clone()), Flaw::ExampleDiffers { found });
        }
    }
}

fn check_rule(premises: &PremisesReference, rule: &Rule, faults: &mut Faults<'_>) {
    let complete = match (&rule.when, rule.points, &rule.per) {
        (Some(_), Some(_), None) => true,
        (None, None, Some(_)) => rule.unknown.is_empty(),
        _ => false,
    };
    if !complete {
        let flaw = Flaw::ExactlyOne { keys: "when with points, per".to_owned() };
        faults.add(PREMISES, Some(rule.id.clone()), flaw);
    }
    let known = |name: &str| premises.derived.contains_key(name) || premises.fields.iter().any(|field| field.id == name);
    let counted = rule.per.iter().map(|per| &per.field);
    for name in counted.chain(&rule.unknown).filter(|name| !known(name)) {
        faults.not_known(PREMISES, &rule.id, "field", name);
    }
    if let Some(when) = &rule.when {
        conditions::check(premises, PREMISES, &rule.id, when, &[], faults);
    }
}

fn agrees(example: &Example, grade: &Grade) -> bool {
    let parts: BTreeMap<String, i32> = grade.parts.iter().map(|part| (part.id.clone(), part.points)).collect();
    example.parts == parts
        && (example.score, example.by_score, example.colour) == (grade.score, grade.by_score, grade.colour)
        && example.overrides == grade.overrides
}
