//! One row below the header: premises, or why it waits, or that it is none.

use super::cell::Cell;
use super::column::{Columns, Target};
use super::place::Places;
use super::report::{Code, Note, shortened};
use super::stable_id::stable_id;
use super::value::{self, Value};
use super::word::says_nothing;
use super::workbook::Row;
use super::{gas, word};
use domain::coordinates::{CoordinateFault, Datum, Degrees, Wgs84};
use domain::decide::ledger::{ADDRESS_MAX, FIELD_TEXT_MAX, NAME_MAX, is_fitting};
use domain::half_width::plain;
use domain::ids::{PlaceId, PremisesId};
use domain::ledger_field::Field;
use domain::premises::{FieldMark, FieldValue, PositionSource, Premises, PremisesPosition};
use domain::premises_kind::KindWords;
use std::collections::BTreeMap;

/// What rows are read against.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) kinds: KindWords,
    pub(super) places: Places,
    pub(super) datum: Datum,
}

/// What a row is.
#[derive(Debug)]
pub(super) enum Line {
    /// Blank, a subtotal, a total, a signature, the header again.
    Skipped,
    /// So many rows that are not in the file, because no cell of them was ever filled.
    Gap(u32),
    /// Waits for a person.
    Waits(Vec<Note>),
    /// Goes in, with what has to be looked at; the street it lies in.
    Ready(Box<Premises>, PlaceId, Vec<Note>),
}

/// Words with which a row of sums begins.
const SUMS: [&str; 8] = ["小计", "合计", "总计", "共计", "累计", "本页小计", "本页合计", "总合计"];
/// Words with which a line of signatures or remarks begins.
const SIGNS: [&str; 14] = ["审核", "填表", "制表", "审批", "复核", "填报", "负责人", "领导", "签字", "签章", "盖章", "经办", "备注", "注"];

/// Reads a row. `in_community` is the one the sheet is named after, for sheets without such a column.
pub(super) fn read(ground: &Ground, columns: &Columns, in_community: Option<&str>, row: &Row) -> Line {
    if is_apart(columns, row) {
        return Line::Skipped;
    }
    Reading { ground, columns, row, notes: vec![], fields: BTreeMap::new(), marks: BTreeMap::new() }.read(in_community)
}

fn is_apart(columns: &Columns, row: &Row) -> bool {
    let text = |target| columns.find(target).map(|(column, _, _)| row.cell(*column).text()).unwrap_or_default();
    let name = text(Target::Name);
    if name == columns.heading(Target::Name) {
        return true; // the header again, on the next printed page
    }
    let first = row.cells.iter().find(|cell| !cell.is_blank()).map(|cell| plain(&cell.text())).unwrap_or_default();
    let begins = |words: &[&str]| words.iter().any(|word| first.starts_with(word));
    // 合计饭店 is a name: a sum has no address.
    text(Target::Address).is_empty() && (begins(&SUMS) || (begins(&SIGNS) && first.contains(':')))
}

struct Reading<'a> {
    ground: &'a Ground,
    columns: &'a Columns,
    row: &'a Row,
    notes: Vec<Note>,
    fields: BTreeMap<String, FieldValue>,
    marks: BTreeMap<String, FieldMark>,
}

impl Reading<'_> {
    fn read(mut self, in_community: Option<&str>) -> Line {
        let mut waits = vec![];
        let name = self.words(Target::Name, Code::NoName, "没有名称", NAME_MAX, &mut waits);
        let address = self.words(Target::Address, Code::NoAddress, "没有地址", ADDRESS_MAX, &mut waits);
        let kind = self.kind(&mut waits);
        let lies = self.places(in_community, &mut waits);
        // What waits is looked at by a person who sees the whole row: it is not doubted twice.
        let (Some(name), Some(address), Some(kind), Some((street, community, grid))) = (name, address, kind, lies) else {
            return Line::Waits(waits);
        };
        for (column, target, heading) in &self.columns.read {
            if let Target::Field(field) = target
                && field.id != "gas"
            {
                let value = self.value(field, self.row.cell(*column));
                self.keep(&field.id, heading, value);
            }
        }
        self.gas();
        let position = self.position();
        let id = premises_id(street, community, &name, &address);
        let premises = Premises {
            id,
            code: None,
            name,
            kind,
            address,
            community,
            grid,
            position,
            fields: self.fields,
            marks: self.marks,
            to_verify: false,
        };
        Line::Ready(Box::new(premises), street, self.notes)
    }

    fn text(&self, target: Target) -> String {
        self.columns.find(target).map(|(column, _, _)| self.row.cell(*column).text()).unwrap_or_default()
    }

    fn note(&self, target: Target, code: Code, text: impl Into<String>) -> Note {
        Note::new(self.row.number, &self.columns.heading(target), code, &text.into())
    }

    fn words(&self, target: Target, none: Code, why: &str, max: usize, waits: &mut Vec<Note>) -> Option<String> {
        let text = self.text(target);
        if says_nothing(&text) {
            waits.push(self.note(target, none, why));
            return None;
        }
        if text.chars().count() > max {
            waits.push(self.note(target, none, format!("太长，最多 {max} 个字")));
            return None;
        }
        Some(text)
    }

    fn kind(&self, waits: &mut Vec<Note>) -> Option<String> {
        let text = self.text(Target::Kind);
        let kind = self.ground.kinds.recognise(&text).map(ToString::to_string);
        if kind.is_none() {
            let why = if text.is_empty() { "没有填场所类型".to_owned() } else { format!("没有“{text}”这个场所类型") };
            waits.push(self.note(Target::Kind, Code::UnknownKind, why));
        }
        kind
    }

    /// Street, community, grid.
    fn places(&self, in_community: Option<&str>, waits: &mut Vec<Note>) -> Option<(PlaceId, PlaceId, Option<PlaceId>)> {
        let written = self.text(Target::Community);
        let name = match (written.is_empty(), self.columns.find(Target::Community), in_community) {
            (true, None, Some(sheet)) => sheet,
            _ => &written,
        };
        let community = match self.ground.places.community(name) {
            Ok(community) => community,
            Err(why) => {
                waits.push(self.note(Target::Community, Code::UnknownCommunity, why));
                return None;
            }
        };
        match community.grid(&self.text(Target::Grid)) {
            Ok(grid) => Some((community.street, community.id, grid)),
            Err(why) => {
                waits.push(self.note(Target::Grid, Code::UnknownGrid, why));
                None
            }
        }
    }

    fn value(&self, field: &Field, cell: &Cell) -> Value {
        let value = value::of(field, cell, &self.ground.kinds);
        match value {
            // Nobody needs an alarm for gas that isn't there.
            Value::Known(FieldValue::Text(none)) if field.id == "gas_alarm" && none == "none" && self.uses_no_gas() => {
                Value::text("not-needed")
            }
            // One row that the rules do not let in would keep out all that are handed in with it.
            Value::Known(ref fit) | Value::Estimated(ref fit) if !is_fitting(field, fit) => Value::unclear(&cell.text(), "不能这样填"),
            value => value,
        }
    }

    fn uses_no_gas(&self) -> bool {
        matches!(self.gas_value(), Value::Known(FieldValue::Text(gas)) if gas == "none")
    }

    fn gas_column(&self) -> Option<&(usize, Target, String)> {
        self.columns.read.iter().find(|(_, target, _)| matches!(target, Target::Field(field) if field.id == "gas"))
    }

    fn gas_value(&self) -> Value {
        let kind = self.gas_column().map(|(column, _, _)| self.row.cell(*column).text()).unwrap_or_default();
        gas::value(&self.text(Target::GasUsed), &kind)
    }

    fn gas(&mut self) {
        let heading = self.gas_column().map_or_else(|| self.columns.heading(Target::GasUsed), |(_, _, heading)| heading.clone());
        let value = self.gas_value();
        self.keep("gas", &heading, value);
    }

    fn keep(&mut self, field: &str, heading: &str, value: Value) {
        let (value, mark) = match value {
            Value::Blank => return,
            Value::Known(value) => (value, None),
            Value::Estimated(value) => (value, Some(FieldMark::Estimated)),
            Value::Doubtful(text, code, why) => {
                self.notes.push(Note::new(self.row.number, heading, code, &why));
                // Phones load it with the rest of the ledger: enough of it to be found again in the file.
                (FieldValue::Text(shortened(&text, FIELD_TEXT_MAX)), Some(FieldMark::Invalid))
            }
        };
        self.fields.insert(field.to_owned(), value);
        if let Some(mark) = mark {
            self.marks.insert(field.to_owned(), mark);
        }
    }

    fn position(&mut self) -> Option<PremisesPosition> {
        let (lng, lat) = (self.text(Target::Lng), self.text(Target::Lat));
        let both = self.text(Target::Position);
        let of = if both.is_empty() { Target::Lng } else { Target::Position };
        let mut pair = both.split([',', '，', ' ', ';', '；', '/']).filter(|part| !part.is_empty());
        let (lng, lat) =
            if both.is_empty() { (lng, lat) } else { (pair.next().unwrap_or("").to_owned(), pair.next().unwrap_or("").to_owned()) };
        if word::says_nothing(&lng) && word::says_nothing(&lat) {
            return None;
        }
        let (Some(lng), Some(lat)) = (degrees(&lng), degrees(&lat)) else {
            self.notes.push(self.note(of, Code::BadPosition, format!("看不懂的坐标，没有导入：{lng} {lat}")));
            return None;
        };
        // In one cell either may come first; nowhere in China are both readings right.
        let entered = match Wgs84::from_datum(self.ground.datum, Degrees { lat, lng }) {
            Err(CoordinateFault::Swapped) if of == Target::Position => Degrees { lat: lng, lng: lat },
            _ => Degrees { lat, lng },
        };
        match Wgs84::from_datum(self.ground.datum, entered) {
            Ok(at) => Some(PremisesPosition {
                lat_e6: at.lat_e6(),
                lng_e6: at.lng_e6(),
                datum_in: self.ground.datum,
                lat_in_e6: micro(entered.lat),
                lng_in_e6: micro(entered.lng),
                source: PositionSource::Import,
                accuracy_m: None,
            }),
            Err(fault) => {
                let why = if fault == CoordinateFault::Swapped { "经度和纬度写反了" } else { "坐标不在国内" };
                self.notes.push(self.note(of, Code::BadPosition, format!("{why}，没有导入：{lng} {lat}")));
                None
            }
        }
    }
}

/// Degrees, with or without the sign of degrees or the word before them.
fn degrees(text: &str) -> Option<f64> {
    let bare = plain(text);
    let bare = bare.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '-').trim_end_matches(['°', 'e', 'n', '度']);
    bare.parse().ok().filter(|degrees: &f64| degrees.is_finite())
}

/// The cast saturates; what is beyond all bounds was refused before.
fn micro(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}

/// The id of premises by where they are and what they are called: the same row of the same file is the same premises for ever, so
/// an import that broke off can simply be run again.
fn premises_id(street: PlaceId, community: PlaceId, name: &str, address: &str) -> PremisesId {
    let parts = [street.0.as_bytes().as_slice(), community.0.as_bytes(), &plain(name).into_bytes(), &plain(address).into_bytes()];
    stable_id("xunan/import/premises/1", &parts).into()
}

#[cfg(test)]
mod tests;
