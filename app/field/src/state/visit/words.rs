//! What an answer and a decision are called.

use super::Visit;
use crate::phone::clock;
use crate::state::tongue_now;
use app_ui::words::{Phrase, code, due, say};
use domain::inspection::{Answer, Disposition, Finding};
use leptos::prelude::*;

impl Visit {
    /// The answer's value in words, where it is more than a verdict.
    #[must_use]
    pub fn value_words(self, place: usize, answer: &Answer) -> Option<Phrase> {
        let walk = self.walk();
        let item = walk.item(place);
        match answer {
            Answer::YesNo(true) => Some(say::answer::yes()),
            Answer::YesNo(false) => Some(say::answer::no()),
            Answer::Number(figure) => Some(Phrase::verbatim(format!("{figure} {}", item.answer.unit().unwrap_or_default()))),
            Answer::Choice(id) => {
                let option = item.answer.options().iter().find(|option| option.id == *id)?;
                Some(Phrase::verbatim(tongue_now(&option.text, &option.text_en)))
            }
            Answer::Date(day) => Some(Phrase::verbatim(day.to_string())),
            Answer::Text(text) => Some(Phrase::verbatim(text.clone())),
            Answer::Photo => Some(say::amount::photos(walk.card(place).photos.with(Vec::len))),
            Answer::Pass | Answer::Fail | Answer::NotApplicable | Answer::NotChecked { .. } => None,
        }
    }

    /// What was done about a finding, in words.
    #[must_use]
    pub fn disposition_words(self, finding: &Finding) -> Phrase {
        let word = say::disposition::of(&code(&finding.disposition));
        match &finding.disposition {
            Disposition::Order { due_on, .. } => say::fail::order_due(word, due(&due_on.to_string(), &clock::now().day().to_string())),
            _ => word,
        }
    }
}
