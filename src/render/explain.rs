//! The reasoning behind a reading: shape, language, proof, what the checks said, what was left unread.

use std::io::{self, Write};

use crate::model::{Alternative, ByteChange, Diff, Proof, RowDifference, RowKind, Warning};
use crate::text::sanitize::sanitize_message;
use crate::text::writer::TerminalWriter;

/// Writes how the reading of a diff came about, a fact a line.
///
/// # Errors
/// When `out` fails.
pub fn explain<L>(diff: &Diff<'_, L>, out: &mut dyn Write) -> io::Result<()> {
    let out = &mut TerminalWriter::new(out);
    let title = diff.page.title.as_deref().unwrap_or("not in the input");
    fact("title", title, out)?;
    fact("shape", &format!("{}, from line {} of the input on", diff.shape, diff.first_line), out)?;
    fact("language", diff.page.language.unwrap_or("not known"), out)?;
    fact("proof", proof(diff.proof), out)?;
    fact("bytes", &bytes(diff), out)?;
    diff.alternatives.iter().try_for_each(|alternative| fact("or", &told_rival(alternative), out))?;
    diff.notes.iter().try_for_each(|note| fact("note", note, out))?;
    diff.warnings.iter().try_for_each(|warning| fact("warning", &told_warning(warning), out))
}

/// The columns that the names of the facts take.
const NAME: usize = 9;

fn fact(name: &'static str, text: &str, out: &mut TerminalWriter<'_>) -> io::Result<()> {
    out.write(&name.into())?;
    out.write_spaces((NAME + 1).saturating_sub(name.len()))?;
    out.write_line(&sanitize_message(text))
}

const fn proof(proof: Proof) -> &'static str {
    match proof {
        Proof::Stated => "stated: the input names every side",
        Proof::Checked => {
            "proved: inferred, and the paste's own arithmetic agrees with this reading and with no other"
        }
        Proof::Inferred => "likely: the likeliest reading, which nothing in the paste proves",
    }
}

fn bytes<L>(diff: &Diff<'_, L>) -> String {
    let computed = diff.bytes_computed;
    let Some(stated) = diff.page.byte_change else {
        return format!("{computed:+} by the rows shown; the page states none");
    };
    let verdict = if stated.agrees_with(computed) { "agree" } else { "disagree" };
    format!("{computed:+} by the rows shown; {} stated by the page; the two {verdict}", told_bytes(stated))
}

fn told_bytes(stated: ByteChange) -> String {
    match stated {
        ByteChange::Signed(bytes) => format!("{bytes:+}"),
        ByteChange::Unsigned(bytes) => format!("{bytes}, the sign not known,"),
    }
}

/// "row 14 could be removed instead: then -12 bytes": rows are counted from the first one shown, from 1.
fn told_rival(alternative: &Alternative) -> String {
    let Alternative { otherwise, bytes } = alternative;
    let (shown, more) = otherwise.split_at(otherwise.len().min(MAX_LISTED_ROWS));
    let places: Vec<String> = shown.iter().map(told_otherwise).collect();
    let more = match more.len() {
        0 => String::new(),
        1 => "; and one more place".to_owned(),
        count => format!("; and {count} more places"),
    };
    format!("{}{more} instead: then {bytes:+} bytes", places.join("; "))
}

/// The most places of one other reading that are told: the first few say what it is about.
const MAX_LISTED_ROWS: usize = 6;

fn told_otherwise(otherwise: &RowDifference) -> String {
    let RowDifference { rows, instead } = otherwise;
    let kinds = told_kinds(instead);
    match rows.len() {
        0 => format!("before row {} there could be {kinds}", rows.start + 1),
        1 => format!("row {} could be {kinds}", rows.end),
        _ => format!("rows {} to {} could be {kinds}", rows.start + 1, rows.end),
    }
}

/// The kinds in order, equal ones counted: "changed, 2 added".
fn told_kinds(kinds: &[RowKind]) -> String {
    let told = kinds.chunk_by(|a, b| a == b).map(|run| match run.len() {
        1 => name(run[0]).to_owned(),
        count => format!("{count} {}", name(run[0])),
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "left out".to_owned() } else { told.join(", ") }
}

const fn name(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Context => "unchanged",
        RowKind::Changed => "changed",
        RowKind::Removed => "removed",
        RowKind::Added => "added",
    }
}

fn told_warning(warning: &Warning) -> String {
    let Warning { code, message, .. } = warning;
    let place = warning.first_line().map(|line| format!("line {line}: ")).unwrap_or_default();
    format!("{place}{message} ({})", code.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WarningCode;
    use crate::render::tests::diff;

    fn explained<L>(diff: &Diff<'_, L>) -> String {
        let mut out = Vec::new();
        explain(diff, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_fact_has_its_line_and_is_safe() {
        let mut diff = diff("~ <a>/<b>");
        diff.page.byte_change = Some(ByteChange::Signed(4));
        diff.bytes_computed = 4;
        diff.page.language = Some("en");
        diff.notes = vec!["a \x1b[2J note".to_owned()];
        diff.warnings = vec![Warning {
            lines: Some(3..=3),
            code: WarningCode::StrayLine,
            message: "what is it".to_owned(),
        }];
        let expected = "\
title     Page
shape     cells, from line 1 of the input on
language  en
proof     stated: the input names every side
bytes     +4 by the rows shown; +4 stated by the page; the two agree
note      a <U+001B ESC>[2J note
warning   line 3: what is it (stray_line)
";
        assert_eq!(explained(&diff), expected);
    }

    #[test]
    fn another_reading_is_told_by_its_rows_and_its_bytes() {
        use RowKind::{Added, Changed, Removed};
        #[track_caller]
        fn case(otherwise: &[(std::ops::Range<usize>, &[RowKind])], expected: &str) {
            let otherwise = otherwise.iter().cloned();
            let otherwise = otherwise.map(|(rows, kinds)| RowDifference { rows, instead: kinds.to_vec() });
            assert_eq!(told_rival(&Alternative { otherwise: otherwise.collect(), bytes: -12 }), expected);
        }
        case(&[(13..14, &[Removed])], "row 14 could be removed instead: then -12 bytes");
        case(
            &[(2..4, &[Changed]), (6..7, &[Added, Added])],
            "rows 3 to 4 could be changed; row 7 could be 2 added instead: then -12 bytes",
        );
        case(&[(2..2, &[Added])], "before row 3 there could be added instead: then -12 bytes");
        case(&[(2..3, &[])], "row 3 could be left out instead: then -12 bytes");
        case(
            &vec![(0..1, &[Added][..]); 7],
            &format!(
                "{}; and one more place instead: then -12 bytes",
                ["row 1 could be added"; 6].join("; ")
            ),
        );
    }

    #[test]
    fn the_bytes_are_told_whatever_is_known_of_them() {
        #[track_caller]
        fn case(stated: Option<ByteChange>, expected: &str) {
            let mut diff = diff("");
            (diff.page.byte_change, diff.bytes_computed) = (stated, -4);
            assert_eq!(bytes(&diff), expected);
        }
        case(None, "-4 by the rows shown; the page states none");
        case(Some(ByteChange::Signed(4)), "-4 by the rows shown; +4 stated by the page; the two disagree");
        case(
            Some(ByteChange::Unsigned(4)),
            "-4 by the rows shown; 4, the sign not known, stated by the page; the two agree",
        );
    }
}
