//! Rows of an entity's values, a row for each line of a value.

use super::cell_text::LineContent;
use super::row_item::HtmlRow;
use crate::model::{Side, Sides};
use crate::parse::markup::sheet_builder::{NumberedText, SheetBuilder};
use crate::parse::sheet::Marker;

/// Adds the rows of a value. If both sides have as many lines, each is compared with its counterpart.
pub(crate) fn add_values(builder: &mut SheetBuilder, row: &HtmlRow) {
    let values = row.lines.as_ref().map(|content| content.as_ref().map(read_lines));
    match (values.old, values.new) {
        (Some(old), Some(new)) if old.len() == new.len() => {
            for (old, new) in old.into_iter().zip(new) {
                let is_equal = old.text == new.text;
                let markers = if is_equal { [Marker::Context; 2] } else { [Marker::Removed, Marker::Added] };
                builder.push_pair(Sides::new(old, new), Sides::new(markers[0], markers[1]));
                mark_if_ambiguous(builder, row);
            }
        }
        (old, new) => {
            let sides = [(Side::Old, old, Marker::Removed), (Side::New, new, Marker::Added)];
            for (side, lines, marker) in sides {
                for line in lines.into_iter().flatten() {
                    builder.push_line(side, line, marker);
                    mark_if_ambiguous(builder, row);
                }
            }
        }
    }
}

fn mark_if_ambiguous(builder: &mut SheetBuilder, row: &HtmlRow) {
    if row.is_ambiguous {
        builder.mark_row_ambiguous();
    }
}

/// The lines of a value: at least one.
fn read_lines(content: &LineContent) -> Vec<NumberedText> {
    let numbered = |text: String| NumberedText { text, line: content.line };
    let lines = content.value_lines();
    if lines.is_empty() { vec![numbered(String::new())] } else { lines.into_iter().map(numbered).collect() }
}
