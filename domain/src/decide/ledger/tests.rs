use super::*;
use crate::decide::cast::*;
use crate::library::{Library, builtin_files};
use crate::premises::{PositionSource, PremisesPosition};
use crate::user::User;
use std::sync::LazyLock;
use uuid::Uuid;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::read(&builtin_files()).expect("the library is sound"));

fn shop() -> Premises {
    Premises {
        id: PremisesId(Uuid::from_u128(0x4000)),
        code: Some("made up".into()),
        name: "兴旺旅馆".into(),
        kind: "small-hotel".into(),
        address: "西街3号".into(),
        community: place_id(COMMUNITY),
        grid: Some(place_id(GRID)),
        position: None,
        fields: BTreeMap::from([("sleepers".into(), FieldValue::Int(12)), ("gas".into(), FieldValue::Text("bottle".into()))]),
        marks: BTreeMap::new(),
        to_verify: false,
    }
}

fn as_who<T>(role: Role, subject: u128, ask: impl FnOnce(&House, Actor<'_>) -> T) -> T {
    let house = House::new();
    let places = house.places_from(subject);
    let user: User = house.person(role);
    let actor = if role == Role::System { house.system(&places) } else { house.actor(&user, role, &places) };
    ask(&house, actor)
}

fn add_as(role: Role, subject: u128, premises: &Premises) -> Result<Written, Refusal> {
    as_who(role, subject, |house, actor| {
        add(&AddFacts { actor, reference: &LIBRARY.premises, places: &house.places, is_known: false }, premises)
    })
}

fn invalid<T>(field: &str) -> Result<T, Refusal> {
    Err(Refusal::Invalid { field: field.into() })
}

#[test]
fn what_an_inspector_adds_waits_for_confirmation() {
    let written = add_as(Role::Inspector, GRID, &shop()).unwrap();
    assert_eq!((written.premises.to_verify, written.premises.code), (true, None));
    assert_eq!(written.events, [(place_id(COMMUNITY), Event::PremisesAdded { premises: shop().id, to_verify: true, batch: None })]);
    for role in [Role::CommunitySafety, Role::OfficeClerk, Role::OfficeLead] {
        assert!(!add_as(role, GRID, &Premises { to_verify: true, ..shop() }).unwrap().premises.to_verify, "{role:?}");
    }
    assert_eq!(add_as(Role::Inspector, OTHER_GRID, &shop()), Err(Refusal::OutOfScope));
    assert_eq!(add_as(Role::Auditor, GRID, &shop()), Err(Refusal::NotAllowed));
}

#[test]
fn each_column_and_field_passes_its_check() {
    let field = |id: &str, value| Premises { fields: BTreeMap::from([(id.into(), value)]), ..shop() };
    let zero = PremisesPosition {
        lat_e6: 0,
        lng_e6: 0,
        datum_in: crate::coordinates::Datum::Wgs84,
        lat_in_e6: 0,
        lng_in_e6: 0,
        source: PositionSource::Gps,
        accuracy_m: None,
    };
    let cases = [
        ("name", Premises { name: " ".into(), ..shop() }),
        ("address", Premises { address: String::new(), ..shop() }),
        ("kind", Premises { kind: "castle".into(), ..shop() }),
        ("community", Premises { community: place_id(STREET), grid: None, ..shop() }),
        ("grid", Premises { community: place_id(OTHER_COMMUNITY), ..shop() }),
        ("position", Premises { position: Some(zero), ..shop() }),
        ("shoe_size", field("shoe_size", FieldValue::Int(43))),
        ("group", field("group", FieldValue::Text("small-place".into()))), // reckoned from the kind
        ("gas", field("gas", FieldValue::Text("coal".into()))),
        ("head_phone", field("head_phone", FieldValue::Text("1380000123".into()))),
    ];
    for (name, premises) in cases {
        assert_eq!(add_as(Role::OfficeClerk, COMMUNITY, &premises), invalid(name));
    }
    let doubtful = Premises {
        marks: BTreeMap::from([("head_phone".into(), FieldMark::Invalid)]),
        ..field("head_phone", FieldValue::Text("1380000123".into()))
    };
    assert!(add_as(Role::OfficeClerk, COMMUNITY, &doubtful).is_ok());
}

fn edit_as(role: Role, base: u32, change: &PremisesChange) -> Result<Written, Refusal> {
    let mut before = Premises { to_verify: true, code: Some("LY000001".into()), ..shop() };
    before.marks.insert("sleepers".into(), FieldMark::Estimated);
    as_who(role, GRID, |house, actor| {
        edit(
            &EditFacts { actor, base: Some(base), version: 4, reference: &LIBRARY.premises, places: &house.places, before: &before },
            change,
        )
    })
}

#[test]
fn an_edit_names_what_differs_and_never_the_value() {
    let change = PremisesChange {
        fields: BTreeMap::from([("sleepers".into(), Some(FieldValue::Int(12))), ("gas".into(), None)]),
        name: Some("兴旺旅馆".into()),
        ..PremisesChange::default()
    };
    let written = edit_as(Role::Inspector, 4, &change).unwrap();
    let fields = vec!["gas".to_owned(), "sleepers".to_owned()]; // twelve were guessed, now somebody has counted
    assert_eq!(written.events, [(place_id(COMMUNITY), Event::PremisesEdited { premises: shop().id, fields })]);
    assert_eq!((written.premises.marks.len(), written.premises.fields.len()), (0, 1));
    assert_eq!(written.premises.code.as_deref(), Some("LY000001"));
    assert_eq!(edit_as(Role::Inspector, 3, &change), Err(Refusal::Stale));
    assert_eq!(edit_as(Role::Inspector, 4, &PremisesChange::default()).unwrap().events, []);
}

#[test]
fn moving_closing_and_confirming_are_not_the_inspectors() {
    let moves = PremisesChange { community: Some(place_id(OTHER_COMMUNITY)), ..PremisesChange::default() };
    let closes = PremisesChange {
        fields: BTreeMap::from([("status".into(), Some(FieldValue::Text("closed".into())))]),
        ..PremisesChange::default()
    };
    let confirms = PremisesChange { confirms: true, ..PremisesChange::default() };
    for change in [&moves, &closes, &confirms] {
        assert_eq!(edit_as(Role::Inspector, 4, change), Err(Refusal::NotAllowed));
        assert!(edit_as(Role::CommunitySafety, 4, change).is_ok());
    }
    assert!(!edit_as(Role::CommunitySafety, 4, &confirms).unwrap().premises.to_verify);
}

#[test]
fn moving_to_another_community_leaves_a_tombstone_and_no_grid() {
    let moves = PremisesChange { community: Some(place_id(OTHER_COMMUNITY)), ..PremisesChange::default() };
    let written = edit_as(Role::OfficeClerk, 4, &moves).unwrap();
    assert_eq!(written.premises.grid, None);
    let fields = vec!["community".to_owned(), "grid".to_owned()];
    let left = (place_id(COMMUNITY), Event::PremisesLeft { premises: shop().id, to: place_id(OTHER_COMMUNITY) });
    assert_eq!(written.events, [left, (place_id(OTHER_COMMUNITY), Event::PremisesEdited { premises: shop().id, fields })]);
}

fn import_as(role: Role, known: &BTreeSet<PremisesId>, rows: &[Premises]) -> Result<Imported, Refusal> {
    let (batch, file) = (BatchId(Uuid::from_u128(1)), Sha256::of(b"xlsx"));
    as_who(role, STREET, |house, actor| {
        import(
            &ImportFacts { actor, street: place_id(STREET), reference: &LIBRARY.premises, places: &house.places, known },
            batch,
            file,
            rows,
        )
    })
}

#[test]
fn the_same_rows_again_change_nothing() {
    let other = Premises { id: PremisesId(Uuid::from_u128(0x4001)), grid: None, ..shop() };
    let rows = [shop(), other.clone(), shop()];
    assert_eq!(import_as(Role::CommunitySafety, &BTreeSet::new(), &rows), Err(Refusal::NotAllowed));
    for role in [Role::OfficeClerk, Role::Admin, Role::System] {
        let imported = import_as(role, &BTreeSet::new(), &rows).unwrap();
        assert_eq!((imported.premises.len(), imported.events.len()), (2, 3), "{role:?}");
        assert_eq!(imported.events[2].0, place_id(STREET));
    }
    let all = BTreeSet::from([shop().id, other.id]);
    assert_eq!(import_as(Role::Admin, &all, &rows), Ok(Imported { premises: vec![], events: vec![] }));
    assert_eq!(import_as(Role::Admin, &all, &[Premises { kind: "castle".into(), ..shop() }]), invalid("kind"));
    assert_eq!(import_as(Role::Admin, &all, &vec![shop(); IMPORT_ROWS_MAX + 1]), Err(Refusal::LimitExceeded));
}

#[test]
fn an_import_is_taken_back_within_a_week_as_far_as_nobody_touched_it() {
    let row = |n, is_touched| (PremisesId(Uuid::from_u128(n)), place_id(COMMUNITY), is_touched);
    let rows = [row(1, false), row(2, true), row(3, false)];
    let undo_after = |days: i64, text: &str| {
        as_who(Role::OfficeClerk, STREET, |_, actor| {
            let facts = UndoFacts { actor, street: place_id(STREET), imported_at: Some(MORNING.plus_days(-days)), rows: &rows };
            undo(&facts, BatchId(Uuid::from_u128(1)), &Reason { code: "wrong_file".into(), text: text.into() })
        })
    };
    assert_eq!(undo_after(1, "错了"), Err(Refusal::ReasonRequired));
    assert_eq!(undo_after(8, "导错了文件"), Err(Refusal::LimitExceeded));
    let undone = undo_after(7, "导错了文件").unwrap();
    assert_eq!((undone.removed.len(), undone.kept), (2, vec![PremisesId(Uuid::from_u128(2))]));
    assert_eq!(
        undone.events.last(),
        Some(&(place_id(STREET), Event::BatchUndone { batch: BatchId(Uuid::from_u128(1)), removed: 2, kept: 1 }))
    );
    let unknown = as_who(Role::OfficeClerk, STREET, |_, actor| {
        let facts = UndoFacts { actor, street: place_id(STREET), imported_at: None, rows: &[] };
        undo(&facts, BatchId(Uuid::from_u128(2)), &Reason { code: "wrong_file".into(), text: "导错了文件".into() })
    });
    assert_eq!(unknown, Err(Refusal::TargetUnknown { what: "batch".into() }));
}
