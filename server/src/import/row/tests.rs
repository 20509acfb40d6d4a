use super::*;
use crate::import::column::Headings;
use domain::ids::PlaceId;
use domain::library::Library;
use domain::place::{Place, PlaceKind};
use uuid::Uuid;

const HEADINGS: [&str; 12] =
    ["序号", "单位名称", "信用代码", "地址", "社区", "网格", "场所类型", "联系电话", "是否用气", "夜间是否住人", "经度", "纬度"];

fn ground(datum: Datum) -> Ground {
    let reference = &Library::builtin().premises;
    let id = |n| PlaceId(Uuid::from_u128(n));
    let place =
        |n, parent: u128, kind, name: &str| (id(n), Place { id: id(n), parent: Some(id(parent)), kind, name: name.into(), code: None });
    let places = BTreeMap::from([
        place(1, 0, PlaceKind::Street, "诃额伦街道"),
        place(2, 1, PlaceKind::Community, "团结社区"),
        place(3, 2, PlaceKind::Grid, "第一网格"),
    ]);
    Ground { kinds: KindWords::new(&reference.kinds), places: Places::new(&places), datum }
}

fn columns() -> Columns {
    let cells = HEADINGS.iter().map(|text| Cell::Text((*text).to_owned())).collect();
    Headings::new(&Library::builtin().premises, &BTreeMap::new()).unwrap().columns(&Row { number: 1, cells }).unwrap()
}

/// A row that starts good; a test changes some cells.
fn row(changes: &[(&str, &str)]) -> Row {
    let good = ["1", "恒达面馆", "91150602MA0NPCD183", "样例路8号", "团结", "1网格", "面馆", "19900002028", "否", "是", "110.0", "39.8"];
    let mut cells: Vec<Cell> = good.iter().map(|text| Cell::Text((*text).to_owned())).collect();
    for (heading, text) in changes {
        let column = HEADINGS.iter().position(|known| known == heading).unwrap();
        cells[column] = Cell::Text((*text).to_owned());
    }
    Row { number: 4, cells }
}

fn line(changes: &[(&str, &str)]) -> Line {
    read(&ground(Datum::Wgs84), &columns(), None, &row(changes))
}

fn ready(changes: &[(&str, &str)]) -> (Premises, Vec<String>) {
    match line(changes) {
        Line::Ready(premises, street, notes) => {
            assert_eq!(street.0.as_u128(), 1);
            (*premises, notes.iter().map(|note| format!("{} {} {}", note.row, note.column, note.code.name())).collect())
        }
        other => panic!("{other:?}"),
    }
}

fn waits(changes: &[(&str, &str)]) -> Vec<String> {
    match line(changes) {
        Line::Waits(notes) => notes.iter().map(|note| format!("{} {}", note.column, note.code.name())).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_good_row_goes_in_without_a_word() {
    let (premises, notes) = ready(&[]);
    assert_eq!(notes, Vec::<String>::new());
    assert_eq!((premises.name.as_str(), premises.kind.as_str(), premises.address.as_str()), ("恒达面馆", "small-restaurant", "样例路8号"));
    assert_eq!((premises.community.0.as_u128(), premises.grid.map(|grid| grid.0.as_u128())), (2, Some(3)));
    assert_eq!(premises.fields["sleepers"], FieldValue::Int(1));
    assert_eq!(premises.marks, BTreeMap::from([("sleepers".to_owned(), FieldMark::Estimated)]));
    assert_eq!(premises.fields["gas"], FieldValue::Text("none".into()));
    let at = premises.position.unwrap();
    assert_eq!((at.lat_e6, at.lng_e6, at.source), (39_800_000, 110_000_000, PositionSource::Import));
}

#[test]
fn doubtful_fields_go_in_marked_and_as_they_stand() {
    let (premises, notes) = ready(&[("联系电话", "1990000"), ("信用代码", "91150602999999998")]);
    assert_eq!(notes, ["4 信用代码 bad_code", "4 联系电话 bad_phone"]);
    assert_eq!(premises.fields["head_phone"], FieldValue::Text("1990000".into()));
    assert_eq!(premises.marks["head_phone"], FieldMark::Invalid);
    assert_eq!(premises.marks["uscc"], FieldMark::Invalid);
}

#[test]
fn blank_is_unknown_and_never_no() {
    let (premises, notes) =
        ready(&[("联系电话", ""), ("信用代码", " "), ("是否用气", ""), ("夜间是否住人", ""), ("经度", ""), ("纬度", ""), ("网格", "")]);
    assert_eq!(notes, Vec::<String>::new());
    assert!(premises.fields.is_empty() && premises.marks.is_empty() && premises.position.is_none() && premises.grid.is_none());
}

#[test]
fn rows_without_their_essentials_wait_and_say_everything_at_once() {
    assert_eq!(waits(&[("单位名称", "")]), ["单位名称 no_name"]);
    assert_eq!(waits(&[("单位名称", "/")]), ["单位名称 no_name"]);
    assert_eq!(waits(&[("地址", "无")]), ["地址 no_address"]);
    assert_eq!(waits(&[("社区", "滨河新村")]), ["社区 unknown_community"]);
    assert_eq!(waits(&[("网格", "第九网格")]), ["网格 unknown_grid"]);
    assert_eq!(waits(&[("场所类型", "其他")]), ["场所类型 unknown_kind"]);
    assert_eq!(waits(&[("场所类型", ""), ("社区", "??"), ("联系电话", "无")]), ["场所类型 unknown_kind", "社区 unknown_community"]);
}

#[test]
fn sums_signatures_and_the_header_again_are_no_premises() {
    let apart = |cells: &[&str]| {
        let row = Row { number: 9, cells: cells.iter().map(|text| Cell::Text((*text).to_owned())).collect() };
        matches!(read(&ground(Datum::Wgs84), &columns(), None, &row), Line::Skipped)
    };
    assert!(apart(&["小计", "150家"]));
    assert!(apart(&["", "合 计", "", ""]));
    assert!(apart(&["审核人：", "", "填表人："]));
    assert!(apart(&["注：以上数据截至三月"]));
    assert!(apart(&HEADINGS));
    assert!(!apart(&["1", "合计饭店", "", "样例路1号"]));
    assert!(!apart(&["合计饭店", "", "", "样例路1号"]));
    assert!(!apart(&["1", "", "", ""]));
}

#[test]
fn coordinates_are_brought_to_wgs84_with_what_was_entered() {
    let Line::Ready(premises, ..) = read(&ground(Datum::Gcj02), &columns(), None, &row(&[])) else { panic!() };
    let at = premises.position.unwrap();
    assert_eq!((at.lat_in_e6, at.lng_in_e6, at.datum_in), (39_800_000, 110_000_000, Datum::Gcj02));
    assert_eq!((at.lat_e6, at.lng_e6), {
        let wgs84 = Wgs84::from_datum(Datum::Gcj02, Degrees { lat: 39.8, lng: 110.0 }).unwrap();
        (wgs84.lat_e6(), wgs84.lng_e6())
    });
    assert_ne!(at.lat_e6, at.lat_in_e6);
    for (lng, lat) in [("39.8", "110.0"), ("10.0", "39.8"), ("东边", "39.8"), ("110.0", "")] {
        let (premises, notes) = ready(&[("经度", lng), ("纬度", lat)]);
        assert_eq!((premises.position, notes), (None, vec!["4 经度 bad_position".to_owned()]));
    }
}

#[test]
fn the_same_premises_have_the_same_id_however_they_are_typed() {
    let id = |changes: &[(&str, &str)]| ready(changes).0.id;
    assert_eq!(id(&[]), id(&[("单位名称", " 恒达 面馆　"), ("地址", "样例路８号"), ("联系电话", "")]));
    assert_ne!(id(&[]), id(&[("地址", "样例路9号")]));
    // For ever: ledgers that were imported have it.
    assert_eq!(id(&[]).to_string(), "3805ccba-efac-8887-aa8e-e52379dba5b4");
}

/// A batch is taken or refused as one: what the rules would not let in must be marked before it gets there.
#[test]
fn whatever_stands_in_a_cell_the_rules_take_the_row() {
    let (reference, ground) = (&Library::builtin().premises, ground(Datum::Wgs84));
    let headings = Headings::new(reference, &BTreeMap::new()).unwrap();
    let cell = |text: &str| Cell::Text(text.to_owned());
    let (long, list) = ("甲".repeat(3_000), "乙、".repeat(200));
    let awkward = ["-3", "-0.5", "99999999999999999999999999", "1e400", "1-100层", "2026-13-45", "\0\u{1}_x0000_", "∞", &long, &list];
    let all = reference.fields.iter().chain(reference.fields_by_kind.values().flatten());
    let mut marked = 0;
    for field in all {
        let row = Row { number: 1, cells: ["单位名称", "地址", "社区", "场所类型", &field.id].map(cell).into() };
        let Some(columns) = headings.columns(&row) else { continue };
        for text in awkward {
            let row = Row { number: 2, cells: ["恒达面馆", "样例路8号", "团结社区", "面馆", text].map(cell).into() };
            let Line::Ready(premises, _, notes) = read(&ground, &columns, None, &row) else { continue };
            for (id, value) in &premises.fields {
                let is_marked = premises.marks.get(id) == Some(&FieldMark::Invalid);
                assert!(is_marked || (id == &field.id && is_fitting(field, value)), "{id}: {value:?} of {text:.40}");
                marked += usize::from(is_marked);
                if let FieldValue::Text(text) = value {
                    assert!(text.chars().count() <= FIELD_TEXT_MAX + 1, "{id}");
                }
            }
            assert!(notes.iter().all(|note| note.text.chars().count() <= 201), "a note quotes and does not copy");
        }
    }
    assert!(marked > 100, "{marked}");
}

#[test]
fn a_name_that_is_a_novel_waits_and_is_not_quoted() {
    let novel = "面".repeat(40_000);
    assert_eq!(waits(&[("单位名称", &novel)]), ["单位名称 no_name"]);
    let Line::Waits(notes) = line(&[("场所类型", &novel)]) else { panic!("it has no kind") };
    assert!(notes[0].text.chars().count() <= 201, "{}", notes[0].text.len());
}
