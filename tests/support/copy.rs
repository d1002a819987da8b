//! The copied text of a table. Each style has one function, which follows the observed output of browsers and
//! extractions.

use std::fmt::Write as _;

use wikidiff::model::{Change, Sides};

use super::copy_styles::CopyStyle;
use super::engine::{Engine, Hunk, Row, Table};

/// A simulated paste.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paste {
    /// The lines.
    pub(crate) lines: Vec<String>,
    /// The indices of the lines that are cells. None of them may be lost.
    pub(crate) cells: Vec<usize>,
}

impl Paste {
    /// The text: a copy ends without a line end.
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }

    fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn cell(&mut self, text: &str) {
        self.cells.push(self.lines.len());
        self.line(text);
    }

    /// A cell that is left out of the copy if it is empty.
    fn filled_cell(&mut self, text: &str) {
        if !text.is_empty() {
            self.cell(text);
        }
    }
}

/// Copies a table.
pub(crate) fn copy(table: &Table, style: CopyStyle) -> Paste {
    let mut paste = Paste::default();
    head(&mut paste, table, style);
    for hunk in &table.hunks {
        header(&mut paste, hunk, style);
        for row in &hunk.rows {
            cells(&mut paste, row, style);
        }
    }
    // An extraction ends in a line end, and its last row may be an empty one.
    if style == CopyStyle::Rows || style == CopyStyle::Unified {
        paste.line("");
    }
    paste
}

fn head(paste: &mut Paste, table: &Table, style: CopyStyle) {
    let head = match style {
        CopyStyle::Seed => {
            format!("Tarn: Difference between revisions\n\n{} , \u{a0}4 February 2023", english(table.bytes))
        }
        CopyStyle::NumberedByLine
        | CopyStyle::Bytes
        | CopyStyle::TabsMobile
        | CopyStyle::TabsMobileNumbered => mobile(
            "Tarn: Difference between revisions",
            "Revision as of 16:18, 16 February 2024",
            &format!("{},  16 February 2024", english(table.bytes)),
        ),
        CopyStyle::BytesWithoutSummary => {
            let whole = mobile(
                "Tarn: Difference between revisions",
                "Revision as of 16:18, 16 February 2024",
                &format!("{},  16 February 2024", english(table.bytes)),
            );
            whole.trim_end_matches("\nmore air").to_owned()
        }
        CopyStyle::BytesGerman => mobile(
            "Tarn: Unterschied zwischen den Versionen",
            "Version vom 16. Februar 2024, 16:18 Uhr",
            &format!("{},  16. Februar 2024", german(table.bytes)),
        ),
        CopyStyle::BytesJapanese => mobile(
            "「Tarn」の版間の差分",
            "2024年2月16日 (金) 16:18時点における版",
            &format!("{}、 2024年2月16日 (金)", japanese(table.bytes)),
        ),
        CopyStyle::Unified => "--- Tarn\n+++ Tarn".to_owned(),
        CopyStyle::Markdown => "# Difference between revisions of \"Tarn\"\n".to_owned(),
        CopyStyle::Markers | CopyStyle::MarkedOneLine => return,
        CopyStyle::Rows => "Tarn: Difference between revisions\n".to_owned(),
        _ => desktop(),
    };
    paste.lines.extend(head.split('\n').map(String::from));
}

fn desktop() -> String {
    "Tarn: Difference between revisions\nPage\nDiscussion\nRead\nEdit\nView history\n\
     Revision as of 02:51, 17 February 2024 (edit)\nFerris (talk | contribs)\nNo edit summary\n \n\
     Latest revision as of 06:32, 19 February 2024 (edit) (undo)\nFerris (talk | contribs)\n(air)\n "
        .to_owned()
}

fn mobile(title: &str, label: &str, bytes: &str) -> String {
    format!("{title}\n{label}\n {bytes}\nmore air")
}

fn english(bytes: i64) -> String {
    let plural = if bytes.abs() == 1 { "" } else { "s" };
    match bytes {
        0 => "No change in size".to_owned(),
        1.. => format!("{} byte{plural} added", thousands(bytes, ',')),
        _ => format!("{} byte{plural} removed", thousands(-bytes, ',')),
    }
}

fn german(bytes: i64) -> String {
    let plural = if bytes.abs() == 1 { "" } else { "s" };
    match bytes {
        0 => "Keine Änderung der Größe".to_owned(),
        1.. => format!("{} Byte{plural} hinzugefügt", thousands(bytes, '.')),
        _ => format!("{} Byte{plural} entfernt", thousands(-bytes, '.')),
    }
}

fn japanese(bytes: i64) -> String {
    match bytes {
        0 => "サイズ変更なし".to_owned(),
        1.. => format!("{} バイト追加", thousands(bytes, ',')),
        _ => format!("{} バイト除去", thousands(-bytes, ',')),
    }
}

fn thousands(number: i64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

fn header(paste: &mut Paste, hunk: &Hunk, style: CopyStyle) {
    let Sides { old, new } = hunk.start;
    match style {
        CopyStyle::Seed | CopyStyle::NumberedBySpace | CopyStyle::Rows | CopyStyle::Markers => {
            paste.line(format!("Line {old}: Line {new}:"));
        }
        CopyStyle::NumberedByTab
        | CopyStyle::NumberedByTabPhp
        | CopyStyle::MarkedChromium
        | CopyStyle::MarkedChromiumPhp
        | CopyStyle::MarkedOneLine => paste.line(format!("Line {old}:\tLine {new}:")),
        CopyStyle::MarkedFirefox | CopyStyle::MarkedFirefoxPhp | CopyStyle::TabsDesktopNumbered => {
            paste.line(format!("Line {old}: \tLine {new}:"));
        }
        CopyStyle::NumberedByLine => {
            paste.line(format!("Line {old}:"));
            paste.line(format!("Line {new}:"));
        }
        CopyStyle::TabsMobileNumbered => {
            paste.line(format!("Line {old}:"));
            paste.line(format!("\tLine {new}:"));
        }
        CopyStyle::Markdown => paste.line(format!("| Line {old}: | | Line {new}: | |")),
        CopyStyle::Unified => paste.line(unified_header(hunk)),
        _ => {}
    }
}

fn unified_header(hunk: &Hunk) -> String {
    let mut header = String::from("@@");
    for (sign, side) in [('-', wikidiff::model::Side::Old), ('+', wikidiff::model::Side::New)] {
        let count = hunk.rows.iter().filter(|row| row.change.line(side).is_some()).count();
        let start = *hunk.start.get(side) - u32::from(count == 0);
        write!(header, " {sign}{start},{count}").unwrap();
    }
    header + " @@"
}

/// Copies one row.
fn cells(paste: &mut Paste, row: &Row, style: CopyStyle) {
    let Sides { old, new } =
        row.shown.as_ref().map(|line| line.as_deref().map(|line| copy_line(line, style)));
    match style {
        CopyStyle::Rows => push_joined(paste, old, new),
        CopyStyle::MarkedChromium | CopyStyle::MarkedChromiumPhp => {
            push_marked(paste, row, (style, &CHROMIUM), (old, new));
        }
        CopyStyle::MarkedFirefox => push_marked(paste, row, (style, &FIREFOX), (old, new)),
        CopyStyle::MarkedFirefoxPhp => push_marked(paste, row, (style, &FIREFOX_PHP), (old, new)),
        CopyStyle::MarkedOneLine => one_line(paste, row, old, new),
        CopyStyle::TabsDesktop | CopyStyle::TabsDesktopPhp | CopyStyle::TabsDesktopNumbered => {
            tabs(paste, old, new, &["\t\t"]);
        }
        CopyStyle::TabsMobile | CopyStyle::TabsMobileNumbered => tabs(paste, old, new, &["\t", "\t"]),
        CopyStyle::Markers => markers(paste, row, old, new),
        CopyStyle::Markdown => markdown(paste, row, old, new),
        CopyStyle::Unified => unified(paste, row, old, new),
        _ => plain(paste, style, old, new),
    }
}

/// Browsers copy NBSP as a space; an extraction keeps it.
pub(crate) fn copy_line(line: &str, style: CopyStyle) -> String {
    match style {
        CopyStyle::Seed | CopyStyle::Markdown | CopyStyle::Unified => line.to_owned(),
        // A tab in the text looks like a border; all counter-examples would be of this kind.
        CopyStyle::MarkedOneLine => line.replace(['\u{a0}', '\t'], " "),
        _ => line.replace('\u{a0}', " "),
    }
}

/// One cell per line. An empty line that the PHP engine prints alone is left out.
fn plain(paste: &mut Paste, style: CopyStyle, old: Option<String>, new: Option<String>) {
    let leaves_nothing = style.engine() == Engine::Php && (old.is_none() || new.is_none());
    for cell in [old, new].into_iter().flatten() {
        if !(leaves_nothing && cell.is_empty()) {
            paste.cell(&cell);
        }
    }
}

fn push_joined(paste: &mut Paste, old: Option<String>, new: Option<String>) {
    match (old, new) {
        (Some(old), Some(new)) => paste.cell(&format!("{old} {new}")),
        (old, new) => paste.cell(&old.or(new).unwrap_or_default()),
    }
}

/// The text of the marker columns in a browser.
struct Marks {
    /// Before the old cell of a context row, and before the plus of an added row.
    context: &'static str,
    /// Before the new cell of a context row.
    context_new: &'static str,
    /// A context row of an empty line.
    empty: &'static str,
    /// After a minus or a plus.
    after: &'static str,
    /// Before the right cell of a row with a left cell.
    right: &'static str,
}

const CHROMIUM: Marks =
    Marks { context: " \t", context_new: " \t", empty: " \t\t \t", after: "\t", right: "" };
const FIREFOX: Marks =
    Marks { context: "  \t", context_new: "\t  \t", empty: "  \t\t  \t", after: " \t", right: "\t" };
const FIREFOX_PHP: Marks =
    Marks { context: " \t", context_new: "\t \t", empty: " \t\t \t", after: "\t", right: "\t" };

fn push_marked(
    paste: &mut Paste,
    row: &Row,
    (style, marks): (CopyStyle, &Marks),
    lines: (Option<String>, Option<String>),
) {
    let Marks { context, after, right, .. } = marks;
    let is_context = row.change.is_context();
    match lines {
        (Some(old), Some(_)) if is_context && old.is_empty() => paste.line(marks.empty),
        (Some(old), Some(new)) if is_context => {
            paste.line(*context);
            paste.cell(&old);
            paste.line(marks.context_new);
            paste.cell(&new);
        }
        (Some(old), Some(new)) => {
            paste.line(format!("−{after}"));
            paste.cell(&old);
            paste.line(format!("{right}+{after}"));
            paste.cell(&new);
        }
        (Some(old), None) if old.is_empty() && style.engine() == Engine::Wikidiff2 => {
            paste.line(format!("−{after}\t "));
        }
        (Some(old), None) => {
            paste.line(format!("−{after}"));
            paste.filled_cell(&old);
            paste.line(format!("{right} "));
        }
        (None, new) => {
            paste.line(format!("{context}+{after}"));
            paste.filled_cell(&new.unwrap_or_default());
        }
    }
}

fn one_line(paste: &mut Paste, row: &Row, old: Option<String>, new: Option<String>) {
    match (old, new) {
        (Some(old), Some(new)) if row.change.is_context() => paste.cell(&format!(" \t{old}\t \t{new}")),
        (Some(old), Some(new)) => paste.cell(&format!("−\t{old}\t+\t{new}")),
        (Some(old), None) => paste.cell(&format!("−\t{old}\t ")),
        (None, new) => paste.cell(&format!(" \t+\t{}", new.unwrap_or_default())),
    }
}

fn tabs(paste: &mut Paste, old: Option<String>, new: Option<String>, before_new: &[&str]) {
    let has_new = new.is_some();
    if let Some(old) = old {
        paste.line("\t");
        paste.filled_cell(&old);
        if !has_new {
            paste.line("\t");
        }
    }
    if let Some(new) = new {
        for line in before_new {
            paste.line(*line);
        }
        paste.filled_cell(&new);
    }
}

fn markers(paste: &mut Paste, row: &Row, old: Option<String>, new: Option<String>) {
    let is_context = row.change.is_context();
    for (marker, cell) in [("−", old), ("+", new)] {
        let Some(cell) = cell else { continue };
        if !is_context {
            paste.line(marker);
        }
        paste.cell(&cell);
    }
}

fn markdown(paste: &mut Paste, row: &Row, old: Option<String>, new: Option<String>) {
    let escape = |text: String| text.replace('*', "\\*").replace('_', "\\_");
    paste.cell(&match (old.map(escape), new.map(escape)) {
        (Some(old), Some(new)) if row.change.is_context() => format!("|  | {old} |  | {new} |"),
        (Some(old), Some(new)) => format!("| − | {old} | + | {new} |"),
        (Some(old), None) => format!("| − | {old} |  | |"),
        (None, new) => format!("|  | | + | {} |", new.unwrap_or_default()),
    });
}

fn unified(paste: &mut Paste, row: &Row, old: Option<String>, new: Option<String>) {
    match (&row.change, old, new) {
        (Change::Context(_), Some(old), _) => paste.cell(&format!(" {old}")),
        (_, old, new) => {
            for (sign, line) in [('-', old), ('+', new)] {
                if let Some(line) = line {
                    paste.cell(&format!("{sign}{line}"));
                }
            }
        }
    }
}
