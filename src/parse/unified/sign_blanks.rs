//! Hunks with a blank behind the sign of every line, as bots and some wikis write them:
//!
//! ```text
//! >>> Lake Fenn <<<
//!
//! @@ -6 +6 @@
//! - Boats go twice a day.
//! + Boats go twice a day in summer.
//! ```
//!
//! The title tells this form. Without it, all lines of the page may begin with a blank.

use std::borrow::Cow;

use crate::model::{Warning, WarningCode};
use crate::parse::sheet::{Integrity, Sheet};

/// Parses a line as the title of a page.
pub(super) fn parse_title(line: &str) -> Option<&str> {
    let title = line.strip_prefix(">>> ")?.trim_end().strip_suffix(" <<<")?.trim();
    (!title.is_empty()).then_some(title)
}

/// Strips the blank behind the signs of a diff without the names of files, if every line has it.
pub(super) fn strip_sign_blanks(sheet: &mut Sheet<'_>) {
    let revisions = &sheet.page.revisions;
    if revisions.old.label.is_some() || revisions.new.label.is_some() || !sheet.page.file_changes.is_empty() {
        return;
    }
    let mut cells = sheet.sections.iter_mut().flat_map(|section| &mut section.cells).peekable();
    let Some(line) = cells.peek().map(|cell| cell.line) else { return };
    let cells: Vec<_> = cells.filter(|cell| !cell.text.is_empty()).collect();
    if cells.is_empty() || !cells.iter().all(|cell| cell.text.starts_with(' ')) {
        return;
    }
    for cell in cells {
        cell.text = match &cell.text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[1..]),
            Cow::Owned(text) => Cow::Owned(text[1..].to_owned()),
        };
    }
    if sheet.page.title.is_none() {
        let message =
            "a blank stands behind the sign of every line here; it was taken for a part of the sign";
        sheet.warnings.push(Warning::new(line, WarningCode::Altered, message));
        sheet.lower_integrity(Integrity::Repaired);
    } else {
        sheet.notes.push("a blank stands behind the sign of every line".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;
    use crate::parse::tests::format_rows;
    use crate::parse::unified::parse_sheets;

    #[track_caller]
    fn case(text: &str, title: Option<&str>, expected: &[&str], integrity: Integrity) {
        let sheets = parse_sheets(text, LineMap::default());
        let [sheet] = &sheets[..] else { panic!("{} diffs in {text:?}", sheets.len()) };
        assert_eq!(sheet.page.title.as_deref(), title);
        assert_eq!(format_rows(sheet), expected, "{text:?}");
        assert_eq!(sheet.integrity, integrity, "{text:?}");
    }

    const HUNK: &str = "@@ -6 +6 @@\n- old\n+ new\n";

    #[test]
    fn title_tells_the_form() {
        let titled = format!(">>> Lake Fenn <<<\n\n{HUNK}");
        case(&titled, Some("Lake Fenn"), &["@6,6", "-old", "+new"], Integrity::Intact);
        case(HUNK, None, &["@6,6", "-old", "+new"], Integrity::Repaired);
    }

    #[test]
    fn blanks_of_the_page_stay() {
        let named = format!("--- a\n+++ b\n{HUNK}");
        case(&named, Some("b"), &["@6,6", "- old", "+ new"], Integrity::Intact);
        case("@@ -6 +6 @@\n- old\n+new\n", None, &["@6,6", "- old", "+new"], Integrity::Intact);
    }

    #[test]
    fn title_needs_a_hunk() {
        assert!(parse_sheets(">>> Lake Fenn <<<\n\ntext\n", LineMap::default()).is_empty());
    }
}
