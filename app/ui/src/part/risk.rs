//! Risk (红橙黄蓝): shape, colour, sign and word, never the colour alone.

use crate::words::{Phrase, say};
use leptos::prelude::*;

/// How risky premises are, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// 红, 重大
    Red,
    /// 橙, 较大
    Orange,
    /// 黄, 一般
    Yellow,
    /// 蓝, 低
    Blue,
    /// Not rated.
    None,
}

impl Risk {
    /// From the code under which it travels (`red` … `blue`).
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code {
            "red" => Self::Red,
            "orange" => Self::Orange,
            "yellow" => Self::Yellow,
            "blue" => Self::Blue,
            _ => Self::None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::None => "none",
        }
    }

    /// 重大风险 and so on.
    #[must_use]
    pub fn word(self) -> Phrase {
        match self {
            Self::Red => say::risk::red(),
            Self::Orange => say::risk::orange(),
            Self::Yellow => say::risk::yellow(),
            Self::Blue => say::risk::blue(),
            Self::None => say::risk::none(),
        }
    }

    fn sign(self) -> Phrase {
        match self {
            Self::Red => say::risk::sign::red(),
            Self::Orange => say::risk::sign::orange(),
            Self::Yellow => say::risk::sign::yellow(),
            Self::Blue => say::risk::sign::blue(),
            Self::None => say::risk::sign::none(),
        }
    }

    /// Octagon, diamond, triangle, circle, and a dashed square for what is not rated; in a box of 40.
    const fn outline(self) -> &'static str {
        match self {
            Self::Red => "M13 2h14l11 11v14L27 38H13L2 27V13z",
            Self::Orange => "M20 1.5 38.5 20 20 38.5 1.5 20z",
            Self::Yellow => "M20 2.5 38.5 37.5h-37z",
            Self::Blue => "M20 2a18 18 0 0 1 0 36a18 18 0 0 1 0-36z",
            Self::None => "M5 5h30v30H5z",
        }
    }
}

/// The badge of a risk. Its word is read by screen readers, and shown if `word`.
#[component]
pub fn RiskBadge(
    /// The risk.
    risk: Risk,
    /// Shows the word beside the shape, not only to screen readers.
    #[prop(optional)]
    word: bool,
) -> impl IntoView {
    view! {
        <span class="risk" data-risk=risk.name()>
            <span class="risk-shape" aria-hidden="true">
                <svg viewBox="0 0 40 40" focusable="false"><path d=risk.outline()></path></svg>
                <b>{risk.sign()}</b>
            </span>
            <span class="risk-word" class:unseen=!word>{risk.word()}</span>
        </span>
    }
    .into_any()
}
