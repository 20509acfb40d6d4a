//! Rows and what they mean: hazards and premises both ways.

use crate::StoreError;
use crate::code::{code, decode, from_json, json};
use crate::entity::{hazard, premises};
use domain::condition::{FactValue, Facts};
use domain::coordinates::Wgs84;
use domain::decimal::Decimal;
use domain::hazard::Hazard;
use domain::ids::{BatchId, FindingId, HazardId, InspectionId, PlaceId, PremisesId, UserId};
use domain::inspection::{ItemRef, Severity};
use domain::library::Library;
use domain::premises::{FieldValue, Premises};
use domain::risk::Colour;
use domain::time::{Day, Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

/// Sorts after every day, for what has no deadline.
const NO_DAY: &str = "9999-12-31";

/// A hazard's row.
pub(crate) fn hazard_row(hazard: &Hazard) -> hazard::ActiveModel {
    let due_on = hazard.due_on.map(|day| day.to_string());
    hazard::ActiveModel {
        id: Set(hazard.id.0),
        number: Set(hazard.number.clone()),
        premises_id: Set(hazard.premises.0),
        community_id: Set(hazard.community.0),
        inspection_id: Set(hazard.inspection.0),
        finding_id: Set(hazard.finding.0),
        list: Set(hazard.at.list.to_string()),
        item: Set(hazard.at.item.to_string()),
        violation: Set(hazard.violation.clone()),
        spot: Set(hazard.spot.clone()),
        demand: Set(hazard.demand.clone()),
        severity: Set(code(&hazard.severity)),
        lifeline: Set(hazard.lifeline),
        state: Set(code(&hazard.state)),
        is_open: Set(hazard.state.is_open()),
        closure: Set(hazard.closure.as_ref().map(code)),
        demand_kind: Set(code(&hazard.demand_kind)),
        due_key: Set(due_on.clone().unwrap_or_else(|| NO_DAY.to_owned())),
        due_on: Set(due_on),
        found_by: Set(hazard.found_by.0),
        found_at: Set(hazard.found_at.0),
        closed_at: Set(hazard.closed_at.map(|at| at.0)),
        recurrence_of: Set(hazard.recurrence_of.map(|id| id.0)),
    }
}

/// A row's hazard.
pub(crate) fn hazard_of(row: hazard::Model) -> Result<Hazard, StoreError> {
    let id = row.id;
    let day = |text: String| text.parse::<Day>().map_err(|error| StoreError::broken("hazard", id, error));
    Ok(Hazard {
        id: HazardId(row.id),
        number: row.number,
        premises: PremisesId(row.premises_id),
        community: PlaceId(row.community_id),
        inspection: InspectionId(row.inspection_id),
        finding: FindingId(row.finding_id),
        at: ItemRef { list: row.list.as_str().into(), item: row.item.as_str().into() },
        violation: row.violation,
        spot: row.spot,
        demand: row.demand,
        severity: decode("hazard", id, &row.severity)?,
        lifeline: row.lifeline,
        state: decode("hazard", id, &row.state)?,
        closure: row.closure.map(|closure| decode("hazard", id, &closure)).transpose()?,
        demand_kind: decode("hazard", id, &row.demand_kind)?,
        due_on: row.due_on.map(day).transpose()?,
        found_by: UserId(row.found_by),
        found_at: Timestamp(row.found_at),
        closed_at: row.closed_at.map(Timestamp),
        recurrence_of: row.recurrence_of.map(HazardId),
    })
}

/// A row's premises.
pub(crate) fn premises_of(row: &premises::Model) -> Result<Premises, StoreError> {
    from_json("premises", row.id, &row.body)
}

/// What is new or changed about a premises' row.
pub(crate) struct PremisesState {
    pub version: i32,
    pub batch: Option<BatchId>,
    pub is_touched: bool,
    pub last_visit: Option<(Day, Timestamp)>,
    pub open_hazards: i32,
    pub open_majors: i32,
    pub added_at: Timestamp,
}

/// A premises' row.
pub(crate) fn premises_row(premises: &Premises, state: &PremisesState, today: Day) -> premises::ActiveModel {
    let risk = risk_of(premises, state.open_majors, today);
    premises::ActiveModel {
        id: Set(premises.id.0),
        code: Set(premises.code.clone().unwrap_or_default()),
        name: Set(premises.name.clone()),
        kind: Set(premises.kind.clone()),
        address: Set(premises.address.clone()),
        community_id: Set(premises.community.0),
        grid_id: Set(premises.grid.map(|grid| grid.0)),
        lat_e6: Set(premises.position.map(|at| at.lat_e6)),
        lng_e6: Set(premises.position.map(|at| at.lng_e6)),
        risk: Set(code(&risk)),
        risk_rank: Set(rank_of(risk)),
        name_key: Set(crate::house::key(&premises.name)),
        address_key: Set(crate::house::key(&premises.address)),
        search: Set(search_text(premises)),
        pinyin: Set(pinyin_of(&premises.name)),
        initials: Set(String::new()),
        version: Set(state.version),
        to_verify: Set(premises.to_verify),
        is_marked: Set(!premises.marks.is_empty()),
        batch_id: Set(state.batch.map(|batch| batch.0)),
        is_touched: Set(state.is_touched),
        is_removed: Set(false),
        last_visit_on: Set(state.last_visit.map(|(day, _)| day.to_string())),
        last_visit_at: Set(state.last_visit.map(|(_, at)| at.0)),
        open_hazards: Set(state.open_hazards),
        body: Set(json(premises)),
        added_at: Set(state.added_at.0),
    }
}

/// The open hazards at premises that are majors. Index `hazard_premises (premises_id, is_open)`.
pub(super) async fn open_majors(db: &impl ConnectionTrait, premises: PremisesId) -> Result<i32, StoreError> {
    let open_majors = hazard::Entity::find()
        .filter(hazard::Column::PremisesId.eq(premises.0))
        .filter(hazard::Column::IsOpen.eq(true))
        .filter(hazard::Column::Severity.eq(code(&Severity::Major)))
        .count(db)
        .await?;
    Ok(i32::try_from(open_majors).unwrap_or(i32::MAX))
}

/// The colour by the ledger's facts and the open majors. Until every risk fact is there it is at least the kind's `default_risk`.
pub(crate) fn risk_of(premises: &Premises, open_majors: i32, today: Day) -> Colour {
    let reference = &Library::builtin().premises;
    let mut facts = facts_of(premises);
    facts.insert("open_majors".to_owned(), FactValue::Number(Decimal::from(open_majors)));
    let Some(grade) = reference.grade(&facts, today) else { return Colour::Blue };
    let kind = reference.kinds.iter().find(|kind| kind.id.as_str() == premises.kind);
    let is_known = reference.missing_risk_facts(&facts).is_empty();
    match kind {
        Some(kind) if !is_known => grade.colour.max(kind.default_risk),
        _ => grade.colour,
    }
}

pub(crate) const fn rank_of(colour: Colour) -> i32 {
    match colour {
        Colour::Red => 0,
        Colour::Orange => 1,
        Colour::Yellow => 2,
        Colour::Blue => 3,
    }
}

/// The ledger's fields as facts.
pub(super) fn facts_of(premises: &Premises) -> Facts {
    let value = |value: &FieldValue| match value {
        FieldValue::Text(text) => FactValue::Text(text.clone()),
        // A count beyond what a decimal holds is a slip of the keyboard: as a word it matches no rule.
        FieldValue::Int(number) => Decimal::try_from(*number).map_or_else(|_| FactValue::Text(number.to_string()), FactValue::Number),
        FieldValue::Decimal(number) => FactValue::Number(*number),
        FieldValue::Day(day) => FactValue::Text(day.to_string()),
        FieldValue::List(words) => FactValue::List(words.clone()),
    };
    let mut facts: Facts = premises.fields.iter().map(|(id, field)| (id.clone(), value(field))).collect();
    facts.insert("kind".to_owned(), FactValue::Text(premises.kind.clone()));
    facts
}

/// Everything a search at the desk looks through: name, address, number, codes and phones, folded.
fn search_text(premises: &Premises) -> String {
    let of_field = |id: &str| match premises.fields.get(id) {
        Some(FieldValue::Text(text)) => crate::house::key(text),
        _ => String::new(),
    };
    let phones = ["head_phone", "controller_phone", "safety_phone", "landlord_phone"].map(of_field).join(" ");
    [
        crate::house::key(&premises.name),
        pinyin_of(&premises.name),
        crate::house::key(&premises.address),
        premises.code.as_deref().map(crate::house::key).unwrap_or_default(),
        of_field("uscc"),
        phones,
    ]
    .join("\n")
}

/// The name in pinyin, all readings of its characters. ü is written v, as every keyboard has it.
fn pinyin_of(name: &str) -> String {
    use pinyin::ToPinyinMulti;
    domain::search::pinyin_line(name, |character| {
        let mut readings: Vec<String> =
            character.to_pinyin_multi().into_iter().flatten().map(|reading| reading.plain().replace('ü', "v")).collect();
        readings.dedup();
        readings
    })
}

/// Coordinates for the distance of photos.
pub(crate) fn position_of(row: &premises::Model) -> Option<(i32, i32)> {
    let (lat, lng) = row.lat_e6.zip(row.lng_e6)?;
    Wgs84::new(lat, lng).ok().map(|at| (at.lat_e6(), at.lng_e6()))
}
