//! The words of the product: every sentence is a function under [`say`], made by the build from `locales/*.toml`, and gives a
//! [`Phrase`] that renders in the reader's language and changes with it at once.
//!
//! ```text
//! view! { <button aria-label=say::action::close()>{say::draft::saved(words::moment(saved_at, now))}</button> }
//! ```

mod amount;
mod code;
mod day;
mod locale;
mod phrase;

pub use amount::{bytes, distance, span};
pub use code::code;
pub use day::{ago, clock, day, day_of, due, moment, week_day};
pub use locale::{Locale, LocaleSwitch, provide_locale, use_locale};
pub use phrase::{Arg, Phrase};

/// One function a sentence, one module a table of `locales/zh-CN.toml`, whose head says how to add one.
pub mod say {
    include!(concat!(env!("OUT_DIR"), "/say.rs"));
}
