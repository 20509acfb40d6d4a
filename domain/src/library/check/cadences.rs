//! Cadences name sets, windows, checklists, roles and measures that exist.

use super::pages::Pages;
use super::{Faults, conditions};
use crate::cadence::{Cadence, Cadences, Evidence};
use crate::condition::{Condition, Sets};
use crate::library::Flaw;
use crate::library::files::CADENCES;
use crate::library::read::Parts;
use std::collections::BTreeSet;

/// Facts that cadences may ask about besides those of premises: of hazards, devices, grades, and of a department's draw.
const FURTHER_FACTS: [&str; 8] =
    ["risk", "season", "state", "severity", "imminent", "equipment_kind", "equipment_count", "sector_of_department"];

pub(super) fn check(parts: &Parts, pages: &Pages, faults: &mut Faults<'_>) {
    let Some(cadences) = &parts.cadences else {
        return;
    };
    faults.unique(CADENCES, cadences.cadences.iter().map(|cadence| cadence.id.as_str()));
    let windows = cadences.windows.iter().map(|window| window.id.as_str());
    faults.unique(CADENCES, windows.chain(cadences.holidays.iter().map(|holiday| holiday.id.as_str())));
    for (name, condition) in &cadences.sets {
        check_condition(parts, cadences, name, condition, faults);
        if in_circle(&cadences.sets, name, &mut BTreeSet::new()) {
            faults.add(CADENCES, Some(name.clone()), Flaw::SetsInCircle);
        }
    }
    check_holidays(cadences, faults);
    for role in cadences.nature.by_who.keys() {
        check_role(pages, "nature", role, faults);
    }
    for cadence in &cadences.cadences {
        check_role(pages, &cadence.id, &cadence.who, faults);
        check_cadence(parts, cadences, cadence, faults);
    }
}

fn check_role(pages: &Pages, at: &str, role: &str, faults: &mut Faults<'_>) {
    if pages.roles.as_ref().is_some_and(|roles| !roles.contains(role)) {
        faults.not_known(CADENCES, at, "role", role);
    }
}

fn check_cadence(parts: &Parts, cadences: &Cadences, cadence: &Cadence, faults: &mut Faults<'_>) {
    let at = cadence.id.as_str();
    let quota = cadence.quota.as_ref().and_then(|quota| quota.from.as_ref());
    for condition in quota.into_iter().chain([&cadence.applies]) {
        check_condition(parts, cadences, at, condition, faults);
    }
    let of_rhythm = cadence.every.windows().into_iter().chain(cadence.report_every.iter().flat_map(|every| every.windows()));
    for id in of_rhythm.filter(|id| !is_window(cadences, id)) {
        faults.not_known(CADENCES, at, "window", id);
    }
    if let Some(during) = cadence.during.as_ref().filter(|during| cadences.window(during).is_none()) {
        faults.not_known(CADENCES, at, "window", during);
    }
    if let Evidence::Inspection { checklist: Some(id), .. } = &cadence.evidence
        && !parts.lists().any(|(_, list)| list.id == *id)
    {
        faults.not_known(CADENCES, at, "checklist", id.as_str());
    }
    for month in cadence.months_off.iter().filter(|month| !(1..=12).contains(*month)) {
        faults.not_known(CADENCES, at, "month", &month.to_string());
    }
    let Some(plan) = &parts.plan else { return };
    for id in &cadence.measures {
        match plan.all_measures().find(|measure| measure.id == *id) {
            None => faults.not_known(CADENCES, at, "measure", id),
            Some(measure) if !measure.cadences.contains(&cadence.id) => {
                let flaw = Flaw::OneWay { one: cadence.id.clone(), other: format!("measure {id}") };
                faults.add(CADENCES, Some(at.to_owned()), flaw);
            }
            Some(_) => {}
        }
    }
}

/// Whether a rhythm or a target of the plan may name it.
pub(super) fn is_window(cadences: &Cadences, id: &str) -> bool {
    cadences.window(id).is_some() || cadences.holidays.iter().any(|holiday| holiday.id == id)
}

fn check_condition(parts: &Parts, cadences: &Cadences, at: &str, condition: &Condition, faults: &mut Faults<'_>) {
    for name in condition.sets().into_iter().filter(|name| !cadences.sets.contains_key(*name)) {
        faults.not_known(CADENCES, at, "set", name);
    }
    let Some(premises) = &parts.premises else {
        return;
    };
    conditions::check(premises, CADENCES, at, condition, &FURTHER_FACTS, faults);
}

fn in_circle<'a>(sets: &'a Sets, name: &'a str, above: &mut BTreeSet<&'a str>) -> bool {
    if !above.insert(name) {
        return true;
    }
    let below = sets.get(name).map(Condition::sets).unwrap_or_default();
    let found = below.into_iter().any(|next| in_circle(sets, next, above));
    above.remove(name);
    found
}

/// A holiday has its day or moves; one that moves has its days in every year that is listed.
fn check_holidays(cadences: &Cadences, faults: &mut Faults<'_>) {
    for holiday in &cadences.holidays {
        let at = Some(holiday.id.clone());
        if holiday.day.is_some() == holiday.lunar {
            faults.add(CADENCES, at, Flaw::ExactlyOne { keys: "day, lunar".to_owned() });
        } else if holiday.lunar {
            for (year, days) in &cadences.holiday_dates {
                if !days.contains_key(&holiday.id) {
                    faults.add(CADENCES, at.clone(), Flaw::Lacks { key: format!("its days in {year}") });
                }
            }
        }
    }
    for (year, days) in &cadences.holiday_dates {
        for (id, (first, last)) in days {
            let known = cadences.holidays.iter().any(|holiday| holiday.id == *id && holiday.lunar);
            if !known || first > last || [first, last].iter().any(|day| day.year().to_string() != *year) {
                faults.not_known(CADENCES, year, "holiday", id);
            }
        }
    }
}
