//! Tables as programs write them as text, from the rows of a table whose truth is known.

use wikidiff::internals::display_width;
use wikidiff::model::{Change, Side, Sides};
use wikidiff::render::AmbiguousWidth;

use super::bytes::Bytes;
use super::engine::{Row, Table};

/// Ways of writing a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextForm {
    /// `|  | old |  | new |`
    Pipes,
    /// ` | old |  | new`
    BarePipes,
    /// Rule lines around each row.
    Grid,
    /// Columns of the screen.
    Columns,
}

impl TextForm {
    /// One form.
    pub(crate) fn choose(bytes: &mut Bytes<'_>) -> Self {
        bytes.one_of(&[Self::Pipes, Self::BarePipes, Self::Grid, Self::Columns])
    }
}

/// The four cells of a row; a cell over two columns is `None` behind the first one.
type Cells = [Option<String>; 4];

/// Writes a table in a form.
pub(crate) fn write_table(table: &Table, form: TextForm) -> String {
    let mut rows = Vec::new();
    for hunk in &table.hunks {
        let label = |side| format!("Line {}:", hunk.start.get(side));
        rows.push([Some(label(Side::Old)), None, Some(label(Side::New)), None]);
        rows.extend(hunk.rows.iter().map(cells));
    }
    let width = |at: usize| {
        rows.iter().filter_map(|row| row[at].as_ref()).map(|cell| columns(cell)).max().unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2), width(3)];
    let text: Vec<String> = rows.iter().map(|row| write_row(row, form, &widths)).collect();
    let rule = widths.map(|width| "-".repeat(width + 2)).join("+");
    match form {
        TextForm::Grid => format!("+{rule}+\n{}\n+{rule}+\n", text.join(&format!("\n+{rule}+\n"))),
        _ => text.join("\n") + "\n",
    }
}

/// The columns of the screen that a text takes.
fn columns(text: &str) -> usize {
    display_width(text, AmbiguousWidth::Narrow)
}

fn cells(row: &Row) -> Cells {
    let text = |side| row.shown.get(side).clone();
    let Sides { old, new } = Sides::new(text(Side::Old), text(Side::New));
    let is_sole = !matches!(row.change, Change::Context(_) | Change::Changed(_));
    match (old, new) {
        (Some(old), None) if is_sole => [Some(String::new()), Some(old), Some(String::new()), None],
        (None, Some(new)) if is_sole => [Some(String::new()), None, Some(String::new()), Some(new)],
        (old, new) => [Some(String::new()), old, Some(String::new()), new],
    }
}

fn write_row(row: &Cells, form: TextForm, widths: &[usize; 4]) -> String {
    let text = |at: usize| row[at].as_deref().unwrap_or_default();
    let padded =
        |at: usize| format!("{}{}", text(at), " ".repeat(widths[at].saturating_sub(columns(text(at)))));
    match form {
        TextForm::Pipes => {
            let cell =
                |at: usize| row[at].as_ref().map_or_else(|| " |".to_owned(), |cell| format!(" {cell} |"));
            format!("|{}{}{}{}", cell(0), cell(1), cell(2), cell(3))
        }
        TextForm::BarePipes => {
            let cells: Vec<&str> = row.iter().flatten().map(String::as_str).collect();
            format!("{}  ", cells.join(" | ").trim_start())
        }
        TextForm::Grid => format!("| {} | {} | {} | {} |", padded(0), padded(1), padded(2), padded(3)),
        TextForm::Columns => {
            let is_header = row[1].is_none() && row[3].is_none();
            let column = 2 + widths[0].max(widths[1] + 2) + 2;
            let (indent, old, new) =
                if is_header { ("", text(0), text(2)) } else { ("  ", text(1), text(3)) };
            let left = format!("{indent}{old}");
            let line = format!("{left}{}{indent}{new}", " ".repeat(column.saturating_sub(columns(&left))));
            line.trim_end().to_owned()
        }
    }
}
