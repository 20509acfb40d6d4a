//! The three answers of a checked item. Pass is an outline, fail a solid fill once chosen, not applicable dashed: they differ in
//! greyscale too. 查不了 stands apart from them and is not here.

use super::icon::{Glyph, Icon, glyph};
use super::radio;
use crate::words::{Phrase, say};
use leptos::prelude::*;

/// One of the three answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// 符合
    Pass,
    /// 不符合
    Fail,
    /// 不涉及
    NotApplicable,
}

impl Verdict {
    /// In the order in which they stand and in which the keys 1 2 3 answer.
    pub const ALL: [Self; 3] = [Self::Pass, Self::Fail, Self::NotApplicable];

    /// Its word.
    #[must_use]
    pub fn word(self) -> Phrase {
        match self {
            Self::Pass => say::answer::pass(),
            Self::Fail => say::answer::fail(),
            Self::NotApplicable => say::answer::na(),
        }
    }

    /// Its sign: ✓ ✗ –.
    #[must_use]
    pub const fn sign(self) -> Glyph {
        match self {
            Self::Pass => glyph::CHECK,
            Self::Fail => glyph::X,
            Self::NotApplicable => glyph::MINUS,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotApplicable => "na",
        }
    }
}

/// The answers of one item, a radio group named by the item. Arrow keys move the focus and Space chooses, so that nothing is answered
/// by passing over it. Choosing the chosen one again calls back too: 不符合 opens its sheet anew.
#[component]
pub fn AnswerGroup(
    /// The item's number and words: the group's name.
    #[prop(into)]
    item: String,
    /// The answer now.
    #[prop(into)]
    value: Signal<Option<Verdict>>,
    /// An answer was chosen.
    #[prop(into)]
    on_answer: Callback<Verdict>,
    /// Other words for the three, where an item asks for 改好 / 没改好 / 没进去.
    #[prop(optional, into)]
    words: Option<[Phrase; 3]>,
) -> impl IntoView {
    let buttons = Verdict::ALL.into_iter().enumerate().map(|(place, verdict)| {
        let word = words.as_ref().map_or_else(|| verdict.word(), |words| words[place].clone());
        let is_chosen = move || value.get() == Some(verdict);
        view! {
            <button
                type="button"
                class="answer"
                role="radio"
                data-verdict=verdict.name()
                aria-checked=move || if is_chosen() { "true" } else { "false" }
                tabindex=move || if is_chosen() || (value.get().is_none() && place == 0) { "0" } else { "-1" }
                on:click=move |_| on_answer.run(verdict)
            >
                <Icon of=verdict.sign()/>
                <span>{word}</span>
            </button>
        }
    });
    view! {
        <div class="answer-group" role="radiogroup" aria-label=say::answer::label(item) on:keydown=radio::move_focus>
            {buttons.collect_view()}
        </div>
    }
    .into_any()
}
