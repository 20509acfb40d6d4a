//! Cells merged downwards: offices write the community once and merge it over all its rows, the file has it in the first one only.

use super::cell::Cell;
use super::workbook::{COLUMNS_MAX, ROWS_MAX, Row};
use calamine::Dimensions;
use std::collections::BTreeMap;

/// The merged cells of a sheet that reach over more than one row.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// First row and column (from 1 and 0), last row.
    begin: BTreeMap<(u32, usize), u32>,
    /// Columns that are being filled: what with, until which row.
    filling: BTreeMap<usize, (Cell, u32)>,
}

impl Merged {
    pub(super) fn new(merged: Vec<Dimensions>) -> Self {
        let is_in_sheet = |cells: &Dimensions| cells.start.0 < ROWS_MAX && (cells.start.1 as usize) < COLUMNS_MAX;
        let down = merged.into_iter().filter(|cells| cells.end.0 > cells.start.0 && is_in_sheet(cells));
        let begin = down.map(|cells| ((cells.start.0 + 1, cells.start.1 as usize), cells.end.0.min(ROWS_MAX - 1) + 1)).collect();
        Self { begin, ..Self::default() }
    }

    /// The row with what is merged into it from above. Rows must come in order.
    pub(super) fn fill(&mut self, mut row: Row) -> Row {
        self.filling.retain(|_, (_, last)| *last >= row.number);
        for (column, (cell, _)) in &self.filling {
            if row.cell(*column).is_blank() {
                if row.cells.len() <= *column {
                    row.cells.resize(*column + 1, Cell::Empty);
                }
                row.cells[*column] = cell.clone();
            }
        }
        for (&(_, column), &last) in self.begin.range((row.number, 0)..=(row.number, usize::MAX)) {
            self.filling.insert(column, (row.cell(column).clone(), last));
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_community_merged_over_three_rows_stands_in_each() {
        let mut merged = Merged::new(vec![Dimensions::new((3, 0), (5, 0)), Dimensions::new((0, 0), (0, 8))]);
        let row = |number, cells: &[&str]| Row { number, cells: cells.iter().map(|text| Cell::Text((*text).to_owned())).collect() };
        let read = [row(4, &["团结社区", "甲"]), row(5, &["", "乙"]), row(6, &["", "丙"]), row(7, &["", "丁"])];
        let first: Vec<String> = read.map(|row| merged.fill(row).cell(0).text()).into();
        assert_eq!(first, ["团结社区", "团结社区", "团结社区", ""]);
    }
}
