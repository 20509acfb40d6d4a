//! Reads a checklist's file. The file's form is looser than the type (everything optional), so that all faults are said at once.

mod raw;

use super::{AnswerKind, Checklist, ChoiceOption, DatePass, Demand, Domain, Item, ItemId, NumberPass};
use super::{PhotoRule, Section, ShowIf};
use crate::inspection::Severity;
use crate::library::{Fault, Flaw};
use crate::source::Basis;
use raw::{RawBasis, RawChecklist, RawItem, RawPass, RawSection};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// Parses one file of `checklists/`. Whatever is wrong inside of the file is added to `faults`; then there is no checklist.
pub(crate) fn read(path: &str, name: &str, text: &str, faults: &mut Vec<Fault>) -> Option<Checklist> {
    let raw: RawChecklist = parse(path, text, faults)?;
    let before = faults.len();
    let mut file = File { path, at: None, earlier: BTreeMap::new(), faults };
    let checklist = file.checklist(name, raw);
    if faults.len() == before { checklist } else { None }
}

/// Parses YAML; a fault names line and column.
pub(crate) fn parse<T: DeserializeOwned>(path: &str, text: &str, faults: &mut Vec<Fault>) -> Option<T> {
    let fault = |reason: String| Fault { file: path.to_owned(), at: None, flaw: Flaw::Unreadable { reason } };
    serde_saphyr::from_str(text).map_err(|error| faults.push(fault(error.to_string()))).ok()
}

struct File<'a> {
    path: &'a str,
    at: Option<String>,
    /// What stands above in the file, for `show_if`.
    earlier: BTreeMap<ItemId, AnswerKind>,
    faults: &'a mut Vec<Fault>,
}

impl File<'_> {
    fn fault(&mut self, flaw: Flaw) {
        self.faults.push(Fault { file: self.path.to_owned(), at: self.at.clone(), flaw });
    }

    fn need<T>(&mut self, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.fault(Flaw::Lacks { key: key.to_owned() });
        }
        value
    }

    fn need_text(&mut self, key: &str, text: Option<String>) -> Option<String> {
        self.need(key, text.filter(|text| !text.trim().is_empty()))
    }

    /// A word of an enum, as serde writes it.
    fn word<T: DeserializeOwned>(&mut self, key: &str, word: String) -> Option<T> {
        let known = serde_json::from_value(serde_json::Value::String(word.clone()));
        known.map_err(|_| self.fault(Flaw::UnknownWord { key: key.to_owned(), word })).ok()
    }

    fn checklist(&mut self, name: &str, raw: RawChecklist) -> Option<Checklist> {
        let id = self.need("id", raw.id);
        if let Some(id) = id.as_ref().filter(|id| id.as_str() != name) {
            self.fault(Flaw::IdIsNotFileName { id: id.to_string() });
        }
        let title = self.need_text("title", raw.title);
        let title_en = self.need_text("title_en", raw.title_en);
        let version = self.need("version", raw.version);
        let applies_to = self.need("applies_to", raw.applies_to);
        let domain = self.need("domain", raw.domain).and_then(|word| self.word::<Domain>("domain", word));
        let minutes = self.need("minutes", raw.minutes);
        let sections = self.need("sections", raw.sections.filter(|sections| !sections.is_empty())).unwrap_or_default();
        let mut ids = BTreeSet::new();
        let mut all = vec![];
        for section in sections {
            self.at = section.id.clone();
            if let Some(id) = section.id.as_ref().filter(|id| !ids.insert((*id).clone())) {
                self.fault(Flaw::UsedTwice { id: id.clone() });
            }
            all.push(self.section(section));
        }
        Some(Checklist {
            id: id?,
            title: title?,
            title_en: title_en?,
            version: version?,
            applies_to: applies_to?,
            domain: domain?,
            minutes: minutes?,
            sections: all.into_iter().collect::<Option<_>>()?,
        })
    }

    fn section(&mut self, raw: RawSection) -> Option<Section> {
        let id = self.need_text("id", raw.id);
        let title = self.need_text("title", raw.title);
        let title_en = self.need_text("title_en", raw.title_en);
        let raw_items = self.need("items", raw.items.filter(|items| !items.is_empty())).unwrap_or_default();
        let items: Vec<Option<Item>> = raw_items.into_iter().map(|raw| self.item(raw)).collect();
        let items = items.into_iter().collect::<Option<_>>()?;
        Some(Section { id: id?, title: title?, title_en: title_en?, items })
    }

    fn item(&mut self, mut raw: RawItem) -> Option<Item> {
        self.at = raw.id.as_ref().map(ToString::to_string);
        let id = self.need("id", raw.id.take().filter(|id| !id.as_str().is_empty()));
        let text = self.need_text("text", raw.text.take());
        let text_en = self.need_text("text_en", raw.text_en.take());
        let answer = self.answer(&mut raw)?;
        let (id, show_if) = (id?, raw.show_if.take());
        if let Some(show_if) = &show_if {
            show_if.leaves().into_iter().for_each(|leaf| self.check_show_if(leaf));
        }
        if self.earlier.insert(id.clone(), answer.clone()).is_some() {
            self.fault(Flaw::UsedTwice { id: id.to_string() });
        }
        let photo = raw.photo.take().map_or(Some(PhotoRule::default()), |word| self.word("photo", word));
        let demand = self.demand(&mut raw, &answer)?;
        let photo = photo?;
        let (guide, lifeline, verify) = (raw.guide, raw.lifeline, raw.verify);
        let (same, fact) = (raw.same, raw.fact);
        Some(Item { id, text: text?, text_en: text_en?, guide, answer, demand, photo, lifeline, show_if, verify, same, fact })
    }

    fn answer(&mut self, raw: &mut RawItem) -> Option<AnswerKind> {
        let word = self.need("answer", raw.answer.take())?;
        let (unit, pass, options) = (raw.unit.take(), raw.pass.take(), raw.options.take());
        let extra = [("unit", unit.is_some()), ("pass", pass.is_some()), ("options", options.is_some())];
        let allowed: &[&str] = match word.as_str() {
            "number" => &["unit", "pass"],
            "date" => &["pass"],
            "choice" => &["options"],
            _ => &[],
        };
        for (key, _) in extra.into_iter().filter(|(key, there)| *there && !allowed.contains(key)) {
            self.fault(Flaw::KeyDoesNotFit { key: key.to_owned(), answer: word.clone() });
        }
        Some(match word.as_str() {
            "check" => AnswerKind::Check,
            "yes_no" => AnswerKind::YesNo,
            "text" => AnswerKind::Text,
            "photo" => AnswerKind::Photo,
            "number" => {
                let pass = pass.map(|pass| self.number_pass(&pass));
                let unit = self.need_text("unit", unit)?;
                AnswerKind::Number { unit, pass: pass.map_or(Some(None), |pass| pass.map(Some))? }
            }
            "date" => {
                let pass = pass.map(|pass| self.date_pass(&pass));
                AnswerKind::Date { pass: pass.map_or(Some(None), |pass| pass.map(Some))? }
            }
            "choice" => self.choice(options.unwrap_or_default()),
            _ => {
                self.fault(Flaw::UnknownWord { key: "answer".to_owned(), word });
                return None;
            }
        })
    }

    fn number_pass(&mut self, pass: &RawPass) -> Option<NumberPass> {
        match *pass {
            RawPass { min: None, max: None, .. } | RawPass { not_before: Some(_), .. } | RawPass { within_days: Some(_), .. } => {
                self.fault(Flaw::ExactlyOne { keys: "min, max or both".to_owned() });
                None
            }
            RawPass { min, max, .. } => Some(NumberPass { min, max }),
        }
    }

    fn date_pass(&mut self, pass: &RawPass) -> Option<DatePass> {
        match pass {
            RawPass { not_before: Some(today), within_days: None, min: None, max: None } if today == "today" => {
                Some(DatePass::NotBeforeToday)
            }
            RawPass { not_before: None, within_days: Some(days), min: None, max: None } => Some(DatePass::WithinDays(*days)),
            _ => {
                self.fault(Flaw::ExactlyOne { keys: "not_before: today, within_days".to_owned() });
                None
            }
        }
    }

    fn choice(&mut self, options: Vec<ChoiceOption>) -> AnswerKind {
        if options.len() < 2 {
            self.fault(Flaw::TooFewOptions);
        }
        let mut ids = BTreeSet::new();
        for option in &options {
            if !ids.insert(&option.id) {
                self.fault(Flaw::UsedTwice { id: option.id.clone() });
            }
        }
        AnswerKind::Choice { options }
    }

    fn check_show_if(&mut self, leaf: &ShowIf) {
        let (item, value) = match leaf {
            ShowIf::Is { item, value } => (item, value.clone()),
            ShowIf::Gt { item, than } | ShowIf::Lt { item, than } => (item, than.to_string()),
            ShowIf::All(_) | ShowIf::Any(_) => return,
        };
        let target = item.to_string();
        let fits = match (self.earlier.get(item), leaf) {
            (None, _) => return self.fault(Flaw::ShowIfNotEarlier { target }),
            (Some(AnswerKind::Choice { options }), ShowIf::Is { .. }) => options.iter().any(|option| option.id == value),
            (Some(AnswerKind::YesNo), ShowIf::Is { .. }) => ["yes", "no"].contains(&value.as_str()),
            (Some(AnswerKind::Number { .. }), ShowIf::Gt { .. } | ShowIf::Lt { .. }) => true,
            _ => false,
        };
        if !fits {
            self.fault(Flaw::ShowIfCannotBe { target, value });
        }
    }

    /// What is demanded; `Some(None)` for a fact without faults.
    fn demand(&mut self, raw: &mut RawItem, answer: &AnswerKind) -> Option<Option<Demand>> {
        if !may_fail(answer) {
            let there = [
                ("violation", raw.violation.is_some()),
                ("severity", raw.severity.is_some()),
                ("basis", raw.basis.is_some()),
                ("major_basis", raw.major_basis.is_some()),
                ("rectify", raw.rectify.is_some()),
                ("deadline_days", raw.deadline_days.is_some()),
            ];
            for (key, _) in there.into_iter().filter(|(_, there)| *there) {
                self.fault(Flaw::FactCarries { key: key.to_owned() });
            }
            return Some(None);
        }
        let violation = self.need_text("violation", raw.violation.take());
        let severity = self.need("severity", raw.severity.take());
        let severity = severity.and_then(|word| self.word::<Severity>("severity", word));
        let basis = self.need("basis", raw.basis.take()).map(|basis| self.basis(basis));
        let major_basis = self.basis(raw.major_basis.take().unwrap_or_default());
        let rectify = self.need_text("rectify", raw.rectify.take());
        let deadline_days = self.need("deadline_days", raw.deadline_days);
        match severity {
            Some(Severity::Major) if major_basis.is_empty() => self.fault(Flaw::MajorWithoutBasis),
            Some(Severity::General) if !major_basis.is_empty() => self.fault(Flaw::BasisWithoutMajor),
            _ => {}
        }
        Some(Some(Demand {
            violation: violation?,
            severity: severity?,
            major_basis,
            basis: basis?,
            rectify: rectify?,
            deadline_days: deadline_days?,
        }))
    }

    fn basis(&mut self, raw: Vec<RawBasis>) -> Vec<Basis> {
        let mut all = vec![];
        for RawBasis { doc, clause } in raw {
            let (doc, clause) = (doc.unwrap_or_default(), clause.unwrap_or_default());
            for (key, text) in [("doc", &doc), ("ref", &clause)] {
                if text.trim().is_empty() {
                    self.fault(Flaw::BasisLacks { key: key.to_owned() });
                }
            }
            all.push(Basis { doc, clause });
        }
        all
    }
}

/// Whether some answer is a finding.
fn may_fail(answer: &AnswerKind) -> bool {
    match answer {
        AnswerKind::Check | AnswerKind::Number { pass: Some(_), .. } | AnswerKind::Date { pass: Some(_) } => true,
        AnswerKind::Choice { options } => options.iter().any(|option| option.fails),
        AnswerKind::YesNo | AnswerKind::Number { .. } | AnswerKind::Date { .. } | AnswerKind::Text | AnswerKind::Photo => false,
    }
}
