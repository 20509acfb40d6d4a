//! The plan names cadences, indicators, roles and features that exist, and is named back by its cadences.

use super::Faults;
use super::cadences::is_window;
use super::pages::Pages;
use crate::library::Flaw;
use crate::library::files::PLAN;
use crate::library::read::Parts;
use crate::plan::{Measure, Plan};

pub(super) fn check(parts: &Parts, pages: &Pages, faults: &mut Faults<'_>) {
    let Some(plan) = &parts.plan else { return };
    faults.unique(PLAN, plan.all_measures().map(|measure| measure.id.as_str()));
    faults.unique(PLAN, plan.parts.iter().map(|part| part.id.as_str()));
    faults.unique(PLAN, plan.goals.iter().map(|goal| goal.id.as_str()));
    for goal in &plan.goals {
        known(pages.indicators.as_ref(), &goal.id, "indicator", &goal.indicators, faults);
    }
    for duty in &plan.document.duties {
        known(pages.roles.as_ref(), &duty.who, "role", &duty.roles, faults);
        features(plan, &duty.who, &duty.features, faults);
    }
    known(pages.roles.as_ref(), "owner", "role", [&plan.document.owner.role], faults);
    for measure in plan.all_measures() {
        let at = measure.id.as_str();
        let is_part = |id: &String| plan.parts.iter().any(|part| part.id == *id);
        let is_safeguard = plan.safeguards.iter().any(|safeguard| safeguard.id == measure.id);
        match &measure.part {
            Some(part) if !is_part(part) => faults.not_known(PLAN, at, "part", part),
            None if !is_safeguard => faults.add(PLAN, Some(at.to_owned()), Flaw::Lacks { key: "part".to_owned() }),
            _ => {}
        }
        known(pages.indicators.as_ref(), at, "indicator", &measure.indicators, faults);
        known(pages.roles.as_ref(), at, "role", &measure.responsible, faults);
        features(plan, at, &measure.features, faults);
        cadences(parts, measure, faults);
    }
}

fn known<'i>(
    all: Option<&std::collections::BTreeSet<String>>,
    at: &str,
    what: &str,
    ids: impl IntoIterator<Item = &'i String>,
    faults: &mut Faults<'_>,
) {
    let Some(all) = all else { return };
    for id in ids.into_iter().filter(|id| !all.contains(*id)) {
        faults.not_known(PLAN, at, what, id);
    }
}

fn features(plan: &Plan, at: &str, ids: &[String], faults: &mut Faults<'_>) {
    for id in ids.iter().filter(|id| !plan.features.contains_key(*id)) {
        faults.not_known(PLAN, at, "feature", id);
    }
}

fn cadences(parts: &Parts, measure: &Measure, faults: &mut Faults<'_>) {
    let Some(cadences) = &parts.cadences else {
        return;
    };
    let at = measure.id.as_str();
    for id in &measure.cadences {
        match cadences.cadences.iter().find(|cadence| cadence.id == *id) {
            None => faults.not_known(PLAN, at, "cadence", id),
            Some(cadence) if !cadence.measures.contains(&measure.id) => {
                let flaw = Flaw::OneWay { one: format!("measure {at}"), other: id.clone() };
                faults.add(PLAN, Some(at.to_owned()), flaw);
            }
            Some(_) => {}
        }
    }
    for target in &measure.targets {
        let windows = target.every.iter().flat_map(|every| every.windows());
        for id in windows.filter(|id| !is_window(cadences, id)) {
            faults.not_known(PLAN, at, "window", id);
        }
        if target.due.is_some() && target.every.is_some() {
            faults.add(PLAN, Some(at.to_owned()), Flaw::ExactlyOne { keys: "due, every".to_owned() });
        }
    }
}
