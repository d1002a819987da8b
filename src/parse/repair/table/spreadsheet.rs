//! The table of a diff in a spreadsheet or a word processor: four columns, separated by commas, semicolons or tabs, with
//! quotation marks around some fields (RFC 4180).
//!
//! ```text
//! Line 3:,,Line 3:,        Line 3:⇥Line 3:
//! −,"a ""b""",+,c     ▶    −⇥ · a "b" · +⇥ · c      one line each
//! ```

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::parse::page::line_number;
use crate::text::whitespace::is_same_text;

use crate::parse::repair::candidate::Candidate;

/// Separators of columns.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The columns of the table that both engines print.
const COLUMNS: usize = 4;

/// Marker and text of the old side, marker and text of the new side.
type Record = [String; COLUMNS];

const UNMARKED: &str = "these are the cells of a spreadsheet without the markers of a diff; read by their columns, but \
                        an added or removed empty line looks like context";

/// Restores the rows as a browser copies them.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let records = DELIMITERS.into_iter().find_map(|delimiter| parse_records(text, delimiter))?;
    let rows = || records.iter().filter(|(_, record)| parse_header(record).is_none());
    let has_markers = rows().any(|(_, [removed, _, added, _])| !removed.is_empty() || !added.is_empty());
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (at, record) in &records {
        lines.extend(restore_row(record)?.into_iter().map(|line| (*at, line)));
    }
    let message = if has_markers {
        "these are the cells of a spreadsheet; read as the rows of a table"
    } else {
        UNMARKED
    };
    let repair = Candidate::from_lines(&lines, message).certain_if(are_quoted(text));
    Some(if has_markers { repair } else { repair.lossy() })
}

/// Returns true if every field with a quotation mark is quoted by the rules, and at least one has a doubled mark.
/// Rows without a doubled mark can also be rows of an old wiki, which has a whole row on a line.
fn are_quoted(text: &str) -> bool {
    let has_doubled_mark = |field: &str| -> Option<bool> {
        let inside = field.strip_prefix('"')?.strip_suffix('"')?;
        (!inside.replace("\"\"", "").contains('"')).then(|| inside.contains("\"\""))
    };
    let fields = text.split(['\t', '\n', '\r']).filter(|field| field.contains('"'));
    let doubled: Option<Vec<bool>> = fields.map(has_doubled_mark).collect();
    doubled.is_some_and(|doubled| doubled.contains(&true))
}

/// Parses the records. Returns `None` unless all of them have four fields.
fn parse_records(text: &str, delimiter: u8) -> Option<Vec<(usize, Record)>> {
    let first = text.split('\n').find(|line| !line.trim().is_empty())?;
    if memchr::memchr_iter(delimiter, first.as_bytes()).count() < COLUMNS - 1 {
        return None;
    }
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    // With a line end after the last record, each call reads a whole record.
    let text = format!("{text}\n");
    let mut input = text.as_bytes();
    let mut buffer = vec![0; input.len().min(MAX_RECORD_BYTES)];
    let mut records = Vec::new();
    while !input.is_empty() {
        let line = usize::try_from(reader.line()).ok()? - 1;
        let (record, read) = read_record(&mut reader, input, &mut buffer)?;
        records.extend(record.map(|record| (line, record)));
        input = &input[read..];
    }
    Some(records)
}

/// Maximum length of a row in bytes; MediaWiki allows pages of two million bytes.
const MAX_RECORD_BYTES: usize = 1 << 20;

/// Reads the next record. Returns it with the number of bytes that it takes; no record at the end of the input. A field with
/// a line end is an error, since no cell of a diff has one.
fn read_record(reader: &mut Reader, input: &[u8], buffer: &mut [u8]) -> Option<(Option<Record>, usize)> {
    let mut ends = [0; COLUMNS];
    let (result, read, _, fields) = reader.read_record(input, buffer, &mut ends);
    match result {
        // After an unclosed quotation mark, the rest of the input is an unfinished record.
        ReadRecordResult::InputEmpty | ReadRecordResult::End => {
            input[..read].trim_ascii().is_empty().then_some((None, read))
        }
        ReadRecordResult::Record if fields == COLUMNS => {
            let starts = [0, ends[0], ends[1], ends[2]];
            let fields = [0, 1, 2, 3].map(|field| std::str::from_utf8(&buffer[starts[field]..ends[field]]));
            let is_line = |field: &Result<&str, _>| field.is_ok_and(|text| !text.contains('\n'));
            let record =
                fields.iter().all(is_line).then(|| fields.map(|text| text.unwrap_or_default().to_owned()));
            Some((Some(record?), read))
        }
        _ => None,
    }
}

/// Parses a header: two line numbers, which take two columns each.
fn parse_header([old, no_text, new, no_other]: &Record) -> Option<String> {
    let is_number = |field: &str| line_number::parse_label(field).is_some();
    let is_header = is_number(old) && is_number(new) && no_text.is_empty() && no_other.is_empty();
    is_header.then(|| format!("{old}\t{new}"))
}

/// Returns the lines that a browser copies for a row.
fn restore_row(record: &Record) -> Option<Vec<String>> {
    if let Some(header) = parse_header(record) {
        return Some(vec![header]);
    }
    let [removed, old, added, new] = record.each_ref().map(String::as_str);
    let lines: Vec<&str> = match (removed.trim(), added.trim()) {
        ("⚫", "") => vec!["⚫", old, " "],
        ("", "⚫") => vec![" \t", "⚫", new],
        ("" | "−" | "–" | "-", "" | "+") => {
            match (removed.len() + old.len() > 0, added.len() + new.len() > 0) {
                (false, false) => vec![" \t\t \t"],
                (true, true) if is_same_text(old, new) => vec![" \t", old, " \t", new],
                (true, true) => vec!["−\t", old, "+\t", new],
                (true, false) if old.is_empty() => vec!["−\t\t "],
                (true, false) => vec!["−\t", old, " "],
                (false, true) if new.is_empty() => vec![" \t+\t"],
                (false, true) => vec![" \t+\t", new],
            }
        }
        _ => return None,
    };
    Some(lines.into_iter().map(String::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn restores_rows_from_columns() {
        assert_text(
            repair,
            "Line 3:,,Line 3:,\n−,\"a \"\"b\"\", c\",+,d",
            Some("Line 3:\tLine 3:\n−\t\na \"b\", c\n+\t\nd"),
        );
        assert_text(
            repair,
            "−;a;;\n;;+;b\n;c;;c\n;;;",
            Some("−\t\na\n \n \t+\t\nb\n \t\nc\n \t\nc\n \t\t \t"),
        );
        assert_text(repair, "−\ta\t\t\n\t\t+\tb", Some("−\t\na\n \n \t+\t\nb"));
    }

    #[test]
    fn quoted_fields_show_a_spreadsheet() {
        assert!(are_quoted("\ta\t\tb\n−\t\"a \"\"b\"\"\"\t+\tb"));
        assert!(!are_quoted("−\t\"a\"\t+\t\"b\""));
        assert!(!are_quoted("−\t\"a \"\"b\"\"\"\t+\tb \"c\""));
    }

    #[test]
    fn keeps_other_tables() {
        assert_text(repair, "a,b\nc,d", None);
        assert_text(repair, "x,a,y,b\n", None);
        assert_text(repair, "−,a,+,b\nprose", None);
        assert_text(repair, "−,\"a\nb\",+,b", None);
        assert_text(repair, "−\ta\t+\tb\n\"c\n\t\t+\tthe last line", None);
    }
}
