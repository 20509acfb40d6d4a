//! Every part as the server writes it, and four screens put together of them. A part that changes shows it here before a person does.
//! `XUNAN_GALLERY=<folder> cargo test -p xunan-app-ui --features ssr` also writes the pieces there, to be looked at with the style sheet.
#![cfg(feature = "ssr")]
#![recursion_limit = "256"]

mod parts;
mod screens;

use app_ui::words::{Locale, provide_locale};
use leptos::prelude::*;

/// A name and what is rendered under it.
type Piece = (&'static str, fn() -> AnyView);

/// Renders under its own owner, in one language.
fn html(locale: Locale, part: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_locale(locale, |_| ());
        part().to_html()
    })
}

/// One tag a line, without the markers by which Leptos finds its places again.
fn readable(html: &str) -> String {
    html.replace("<!>", "").replace('<', "\n<").replace("\n</", "</").trim_start().to_owned()
}

fn check(name: &str, part: fn() -> AnyView) {
    let written = html(Locale::ZhCn, part);
    if let Some(folder) = std::env::var_os("XUNAN_GALLERY") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        std::fs::write(folder.join(format!("{name}.html")), &written).expect("the folder can be written");
        std::fs::write(folder.join(format!("{name}.en.html")), html(Locale::En, part)).expect("the folder can be written");
    }
    insta::assert_snapshot!(name, readable(&written));
}

#[test]
fn each_part_renders_as_it_did() {
    for (name, part) in parts::ALL {
        check(name, part);
    }
}

#[test]
fn each_screen_renders_as_it_did() {
    for (name, screen) in screens::ALL {
        check(name, screen);
    }
}

#[test]
fn nothing_pressable_stands_inside_something_pressable() {
    for (name, part) in parts::ALL.into_iter().chain(screens::ALL) {
        let html = html(Locale::En, part);
        for (open, close) in [("<a ", "</a>"), ("<button ", "</button>")] {
            for inside in html.split(open).skip(1) {
                let inside = inside.split(close).next().unwrap_or_default();
                for forbidden in ["<a ", "<button ", "<input ", "<label "] {
                    assert!(!inside.contains(forbidden), "{name}: {forbidden} inside {open}: {inside}");
                }
            }
        }
    }
}

#[test]
fn no_id_is_given_twice_on_a_screen() {
    for (name, screen) in screens::ALL {
        let html = html(Locale::ZhCn, screen);
        let mut ids: Vec<_> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name} repeats an id");
    }
}

#[test]
fn the_other_language_leaves_no_chinese_of_ours_behind() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for (name, part) in parts::ALL {
        let html = html(Locale::En, part);
        assert!(!chinese(&html.replace("中文", "")), "{name} still speaks Chinese: {html}");
    }
}
