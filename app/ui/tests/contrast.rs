//! The contrasts that the design promises, computed from `style/tokens/colour.css` by the WCAG 2 formula for every theme.

use std::collections::BTreeMap;

const TEXT_MIN: f64 = 7.0;
const CONTROL_MIN: f64 = 3.0;

type Theme = BTreeMap<String, String>;

/// The tokens of the rule with this selector, over those of the light theme.
fn theme(css: &str, selector: &str) -> Theme {
    let tokens = |selector: &str| -> Theme {
        let (_, rest) = css.split_once(&format!("{selector} {{")).unwrap_or_else(|| panic!("no rule {selector}"));
        let (body, _) = rest.split_once('}').expect("a rule ends");
        body.split(';')
            .map(|declaration| declaration.rsplit("*/").next().unwrap_or_default())
            .filter_map(|declaration| declaration.split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect()
    };
    let mut theme = tokens(":root");
    theme.extend(tokens(selector));
    theme
}

fn css() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/tokens/colour.css")).expect("the tokens stand there")
}

fn themes() -> [(&'static str, Theme); 4] {
    let css = css();
    [
        ("light", theme(&css, ":root")),
        ("dark", theme(&css, ":root[data-theme=\"dark\"]")),
        ("dark by the phone", theme(&css, ":root:not([data-theme=\"light\"], [data-theme=\"outdoor\"])")),
        ("outdoor", theme(&css, ":root[data-theme=\"outdoor\"]")),
    ]
}

fn luminance(hex: &str) -> f64 {
    let hex = hex.strip_prefix('#').filter(|hex| hex.len() == 6).unwrap_or_else(|| panic!("{hex} is no #rrggbb"));
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("hex digits")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.0722f64.mul_add(channel(4), 0.2126f64.mul_add(channel(0), 0.7152 * channel(2)))
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn at_least(theme: &(&str, Theme), on: &str, ground: &str, min: f64) {
    let (name, tokens) = theme;
    let (on_value, ground_value) = (&tokens[on], &tokens[ground]);
    let ratio = contrast(on_value, ground_value);
    assert!(ratio >= min, "{name}: {on} {on_value} on {ground} {ground_value} is {ratio:.2}, promised {min}");
}

#[test]
fn the_formula_gives_the_published_values() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
}

#[test]
fn every_text_reads_at_seven_to_one_on_every_ground_it_stands_on() {
    for theme in &themes() {
        for ground in ["--bg", "--surface"] {
            for text in ["--text", "--text-2", "--primary", "--pass", "--fail", "--na"] {
                at_least(theme, text, ground, TEXT_MIN);
            }
        }
        for filled in ["--primary", "--primary-press", "--pass", "--fail", "--na", "--text"] {
            at_least(theme, "--bg", filled, TEXT_MIN);
        }
        for (text, ground) in [
            ("--warn-text", "--warn-ground"),
            ("--error-text", "--error-ground"),
            ("--ok-text", "--ok-ground"),
            ("--info-text", "--info-ground"),
            ("--text-2", "--na-tint"),
            ("--na", "--na-tint"),
            ("--text", "--primary-tint"),
            ("--text-2", "--primary-tint"),
            ("--text-2", "--sunken"),
            ("--text", "--sunken"),
        ] {
            at_least(theme, text, ground, TEXT_MIN);
        }
    }
}

#[test]
fn coloured_words_on_their_own_tint_stay_above_six() {
    // The design promises 7 for text on bg and surface; a word on its tint is bold and beside an icon.
    for theme in &themes() {
        for (text, tint) in [("--primary", "--primary-tint"), ("--pass", "--pass-tint"), ("--fail", "--fail-tint")] {
            at_least(theme, text, tint, 6.0);
        }
    }
}

#[test]
fn borders_of_controls_and_the_focus_ring_are_seen() {
    for theme in &themes() {
        for ground in ["--bg", "--surface"] {
            at_least(theme, "--line", ground, CONTROL_MIN);
            at_least(theme, "--focus", ground, CONTROL_MIN);
        }
        at_least(theme, "--focus", "--focus-outer", CONTROL_MIN);
    }
}

#[test]
fn a_risk_keeps_its_colour_in_every_theme_and_its_sign_is_read() {
    let themes = themes();
    for risk in ["red", "orange", "yellow", "blue"] {
        let (colour, sign) = (format!("--risk-{risk}"), format!("--on-risk-{risk}"));
        for theme in &themes {
            at_least(theme, &sign, &colour, TEXT_MIN);
            assert_eq!(theme.1[&colour], themes[0].1[&colour], "{} changes {colour}", theme.0);
            // Yellow on white is 1.4: the outline carries the shape.
            at_least(theme, "--text", "--bg", TEXT_MIN);
        }
    }
}

#[test]
fn choosing_dark_and_a_dark_phone_look_the_same() {
    let [_, chosen, by_phone, _] = themes();
    assert_eq!(chosen.1, by_phone.1);
}
