//! What the reference data says about single premises: their kind, their checklists, their facts, their colour.

use domain::checklist::ChecklistId;
use domain::condition::{FactValue, Facts};
use domain::library::{Library, PremisesReference, Told};
use domain::premises::FieldValue;
use domain::premises_kind::{KindId, KindWords};
use domain::risk::Colour;
use domain::time::Day;

fn premises() -> &'static PremisesReference {
    &Library::builtin().premises
}

fn today() -> Day {
    "2026-11-24".parse().expect("a day")
}

fn facts(json: &str) -> Facts {
    serde_json::from_str(json).expect("facts")
}

fn completed(json: &str) -> Facts {
    premises().complete(&facts(json), today())
}

fn preselected(json: &str) -> Vec<String> {
    let facts = completed(json);
    let kind = facts["kind"].word().map(KindId::from).expect("a kind");
    let lists = premises().preselected_checklists(&kind, &facts);
    lists.into_iter().map(|ChecklistId(id)| id).collect()
}

#[test]
fn an_offices_word_stands_for_a_kind_and_other_for_none() {
    let words = KindWords::new(&premises().kinds);
    for (word, kind) in [
        ("small-shop", "small-shop"),
        ("小商店", "small-shop"),
        ("超市 便利店", "small-shop"),
        ("餐饮（大）", "restaurant"),
        ("ｋｔｖ", "entertainment"),
        ("公共活动场所(影院、展馆、图书馆、礼堂)", "public-venue"),
    ] {
        assert_eq!(words.recognise(word), Some(&KindId::from(kind)), "{word}");
    }
    for word in ["其他", "待定", "", "店"] {
        assert_eq!(words.recognise(word), None, "{word}");
    }
}

#[test]
fn a_visit_starts_with_the_lists_of_the_kind_and_of_its_facts() {
    let shop = preselected(r#"{"kind":"small-shop"}"#);
    assert_eq!(shop, ["fire-small-place", "electrical-safety"]);
    let slept_in = r#"{"kind":"small-shop","also_kinds":["self-built-house"],"gas":"bottle","sleepers":1,"season":"winter"}"#;
    let expected = ["fire-small-place", "electrical-safety", "self-built-house", "fire-mixed-use", "gas-restaurant", "winter-seasonal"];
    assert_eq!(preselected(slept_in), expected);
    let home = preselected(r#"{"kind":"rental-house","gas":"pipe","sleepers":12}"#);
    assert!(home.contains(&"gas-household".to_owned()) && !home.contains(&"gas-restaurant".to_owned()));
}

#[test]
fn what_follows_from_facts_is_added_and_what_was_given_stays() {
    let all = completed(
        r#"{"kind":"small-restaurant","people_peak":45,"area_m2":90,"floors_used":[-1,2],"self_built":"yes","last_drill":"2026-11-14","density":9}"#,
    );
    let number = |n: i32| FactValue::Number(n.into());
    assert_eq!(all["group"].word(), Some("small-place"));
    assert_eq!(all["is_dwelling"], FactValue::Flag(false));
    assert_eq!(all["basement_used"], FactValue::Flag(true));
    assert_eq!(all["business_upstairs"], FactValue::Flag(true));
    assert_eq!(all["days_since_drill"], number(10));
    assert_eq!(all["density"], number(9));
    assert!(!all.contains_key("days_since_training"), "nobody knows of one");
    assert_eq!(completed(r#"{"kind":"small-shop","people_peak":45,"area_m2":"?"}"#).get("density"), None);
    assert_eq!(completed(r#"{"kind":"old-residential"}"#)["is_dwelling"], FactValue::Flag(true));
}

#[test]
fn until_the_risk_facts_are_known_they_are_named() {
    let missing = |json: &str| premises().missing_risk_facts(&facts(json)).len();
    let of_nothing = missing("{}");
    assert!(of_nothing > 10);
    assert_eq!(missing(r#"{"kind":"small-shop","gas":"none"}"#), of_nothing - 2);
}

#[test]
fn a_person_may_raise_a_colour_and_lower_it_by_one() {
    let may = |json: &str| {
        let grade = premises().grade(&facts(json), today()).expect("a known kind");
        let colours = [Colour::Blue, Colour::Yellow, Colour::Orange, Colour::Red];
        let allowed = colours.into_iter().filter(|&wanted| premises().risk.may_be_set(&grade, wanted));
        (grade.colour, allowed.collect::<Vec<_>>())
    };
    let yellow_by_points = r#"{"kind":"small-shop","people_peak":60,"smoke_alarm":"none","gas":"pipe"}"#;
    assert_eq!(may(yellow_by_points), (Colour::Yellow, vec![Colour::Blue, Colour::Yellow, Colour::Orange, Colour::Red]));
    let red_by_points = r#"{"kind":"old-residential","people_peak":600,"gas":"bottle","vulnerable_people":60,"hazmat":"yes"}"#;
    assert_eq!(may(red_by_points), (Colour::Red, vec![Colour::Orange, Colour::Red]));
    let open_major = r#"{"kind":"small-shop","gas":"none","smoke_alarm":"system","open_majors":1}"#;
    assert_eq!(may(open_major), (Colour::Red, vec![Colour::Red]));
    let at_its_floor = r#"{"kind":"small-restaurant","gas":"none","smoke_alarm":"system"}"#;
    assert_eq!(may(at_its_floor).1, [Colour::Yellow, Colour::Orange, Colour::Red]);
}

#[test]
fn an_unknown_kind_has_no_grade() {
    assert_eq!(premises().grade(&facts(r#"{"kind":"space-station"}"#), today()), None);
}

#[test]
fn cadences_hold_by_colour_kind_and_named_sets() {
    let cadences = &Library::builtin().cadences;
    let holding = |json: &str| -> Vec<&str> {
        let facts = completed(json);
        let lines = cadences.cadences.iter().filter(|line| line.subject == domain::cadence::Subject::Premises);
        lines.filter(|line| cadences.applies(line, &facts)).map(|line| line.id.as_str()).collect()
    };
    let shop = holding(r#"{"kind":"small-shop","status":"open","risk":"red"}"#);
    assert!(shop.contains(&"grid-red") && shop.contains(&"ent-small-selfcheck"));
    assert!(!shop.contains(&"grid-blue") && !shop.contains(&"ent-head-quarterly"));
    let closed = holding(r#"{"kind":"small-shop","status":"closed","risk":"blue"}"#);
    assert!(!closed.contains(&"grid-blue") && !closed.contains(&"ent-small-selfcheck"));
    assert_eq!(cadences.season(today()), "winter");
    assert_eq!(cadences.season("2026-07-01".parse().expect("a day")), "normal");
}

#[test]
fn what_the_ledger_holds_is_told_in_words_and_never_by_its_code() {
    let told = |kind: &str, field: &str, value: &str| {
        let value: FieldValue = serde_json::from_str(value).expect("a value");
        premises().told(&KindId::from(kind), field, &value)
    };
    let chosen = |words: &[(&str, &str)]| Told::Chosen(words.iter().map(|(zh, en)| ((*zh).to_owned(), (*en).to_owned())).collect());
    let written = |text: &str| Told::Written(text.to_owned());
    for (field, value, expected) in [
        ("gas", r#"{"text":"pipe"}"#, chosen(&[("管道天然气", "Piped natural gas")])),
        ("gas", r#"{"text":"水煤气"}"#, written("水煤气")),
        ("gas", r#"{"text":"unknown"}"#, chosen(&[("不清楚", "Unknown")])),
        ("self_built", r#"{"text":"yes"}"#, Told::Yes),
        ("self_built", r#"{"text":"unknown"}"#, Told::Unknown),
        ("no_licence", r#"{"int":0}"#, Told::No),
        ("people", r#"{"int":1}"#, written("1")),
        ("head_name", r#"{"text":"yes"}"#, written("yes")),
        ("special_equipment", r#"{"list":["elevator","forklift"]}"#, chosen(&[("电梯", "Elevator"), ("叉车", "Forklift")])),
        ("also_kinds", r#"{"list":["self-built-house"]}"#, chosen(&[("经营性自建房", "Self-built house in business use")])),
        ("floors_used", r#"{"list":["-1"]}"#, chosen(&[("-1", "-1")])),
        ("no_such_field", r#"{"text":"pipe"}"#, written("pipe")),
    ] {
        assert_eq!(told("small-shop", field, value), expected, "{field} {value}");
    }
    assert_eq!(told("vulnerable-home", "reason", r#"{"text":"disabled"}"#), chosen(&[("残疾人", "Disabled person")]));
}

#[test]
fn every_option_of_the_ledger_has_words_in_both_languages() {
    let fields = premises().fields.iter().chain(premises().fields_by_kind.values().flatten());
    let options: Vec<_> = fields.flat_map(|field| field.options.iter().map(move |option| (&field.id, option))).collect();
    assert!(options.len() > 90, "{}", options.len());
    for (field, option) in options {
        assert!(!option.zh.is_ascii(), "{field} {}: {}", option.id, option.zh);
        assert!(option.en.is_ascii() && option.en != option.id, "{field} {}: {}", option.id, option.en);
    }
}
