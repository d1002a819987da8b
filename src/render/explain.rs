//! The reasoning behind a result: shape, language, certainty, byte change, alternatives, notes and warnings.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::model::{Alternative, ByteChange, Comparison, Diff, Proof, RowDifference, RowKind, Warning};
use crate::text::sanitize::sanitize_message;
use crate::text::writer::TerminalWriter;

/// Writes the reasoning behind a diff, one fact per line.
///
/// # Errors
/// When `out` fails.
pub fn explain<L>(diff: &Diff<'_, L>, out: &mut dyn Write) -> io::Result<()> {
    let out = &mut TerminalWriter::new(out);
    let title = diff.page.title.as_deref().unwrap_or("not in the input");
    fact("title", title, out)?;
    fact("shape", &format!("{}, from line {} of the input", diff.shape, diff.first_line), out)?;
    fact("language", diff.page.language.unwrap_or("unknown"), out)?;
    fact("proof", &describe_proof(diff), out)?;
    fact("bytes", &describe_bytes(diff), out)?;
    diff.alternatives
        .iter()
        .try_for_each(|alternative| fact("or", &describe_alternative(alternative), out))?;
    diff.notes.iter().try_for_each(|note| fact("note", note, out))?;
    diff.warnings.iter().try_for_each(|warning| fact("warning", &describe_warning(warning), out))
}

/// The columns of the names of facts.
const NAME_WIDTH: usize = 9;

fn fact(name: &'static str, text: &str, out: &mut TerminalWriter<'_>) -> io::Result<()> {
    out.write(&name.into())?;
    out.write_spaces((NAME_WIDTH + 1).saturating_sub(name.len()))?;
    out.write_line(&sanitize_message(text))
}

fn describe_proof<L>(diff: &Diff<'_, L>) -> Cow<'static, str> {
    let text = match diff.proof {
        _ if matches!(diff.comparison, Comparison::SidesLost) => {
            "none: the input has lost the sides of its lines"
        }
        Proof::Stated => "stated: the input says which side each line is on",
        Proof::Checked => "proved: line numbers and byte count fit only this reading",
        Proof::Inferred => match diff.confidence {
            Some(percent) => {
                return format!(
                    "likely, {percent} %: of such readings, {percent} in 100 have every line on its side"
                )
                .into();
            }
            None => "likely: the most likely reading, but nothing in the input proves it",
        },
    };
    text.into()
}

fn describe_bytes<L>(diff: &Diff<'_, L>) -> String {
    let Some(computed) = diff.known_bytes() else {
        return match diff.page.byte_change {
            Some(stated) => format!("the rows do not show them; the page states {}", format_stated(stated)),
            None => "unknown: the rows do not show them, and the page states no byte change".to_owned(),
        };
    };
    let Some(stated) = diff.page.byte_change else {
        return format!("{computed:+} computed from the rows; the page states no byte change");
    };
    let verdict = if stated.agrees_with(computed) { "they agree" } else { "they differ" };
    format!("{computed:+} computed from the rows; the page states {}: {verdict}", format_stated(stated))
}

fn format_stated(stated: ByteChange) -> String {
    match stated {
        ByteChange::Signed(bytes) => format!("{bytes:+}"),
        ByteChange::Unsigned(bytes) => format!("{bytes} without a sign"),
    }
}

/// Describes an alternative, such as "row 14 could be removed; the byte change is then -12". The first row shown is row 1.
fn describe_alternative(alternative: &Alternative) -> String {
    let Alternative { otherwise, bytes } = alternative;
    let (listed, more) = otherwise.split_at(otherwise.len().min(MAX_LISTED_PLACES));
    let places: Vec<String> = listed.iter().map(describe_difference).collect();
    let more = match more.len() {
        0 => String::new(),
        1 => "; and 1 more place differs".to_owned(),
        count => format!("; and {count} more places differ"),
    };
    format!("{}{more}; the byte change is then {bytes:+}", places.join("; "))
}

/// The maximum number of places listed for one alternative. The first few are enough to identify it.
const MAX_LISTED_PLACES: usize = 6;

fn describe_difference(difference: &RowDifference) -> String {
    let RowDifference { rows, instead } = difference;
    let kinds = describe_kinds(instead);
    match rows.len() {
        0 => format!(
            "before row {} there could be {}: {kinds}",
            rows.start + 1,
            match instead.len() {
                1 => "another row",
                _ => "other rows",
            }
        ),
        1 => format!("row {} could be {kinds}", rows.end),
        _ => format!("rows {} to {} could be {kinds}", rows.start + 1, rows.end),
    }
}

/// Lists the kinds in order, with runs of equal kinds counted: "changed, 2 added".
fn describe_kinds(kinds: &[RowKind]) -> String {
    let runs = kinds.chunk_by(|a, b| a == b).map(|run| match run.len() {
        1 => kind_name(run[0]).to_owned(),
        count => format!("{count} {}", kind_name(run[0])),
    });
    let runs: Vec<String> = runs.collect();
    if runs.is_empty() { "left out".to_owned() } else { runs.join(", ") }
}

const fn kind_name(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Context => "unchanged",
        RowKind::Changed => "changed",
        RowKind::Removed => "removed",
        RowKind::Added => "added",
    }
}

fn describe_warning(warning: &Warning) -> String {
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
    fn writes_every_fact_on_its_line_sanitized() {
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
shape     cells, from line 1 of the input
language  en
proof     stated: the input says which side each line is on
bytes     +4 computed from the rows; the page states +4: they agree
note      a <U+001B ESC>[2J note
warning   line 3: what is it (stray_line)
";
        assert_eq!(explained(&diff), expected);
    }

    #[test]
    fn describes_an_alternative_by_its_rows_and_bytes() {
        use RowKind::{Added, Changed, Removed};
        #[track_caller]
        fn case(otherwise: &[(std::ops::Range<usize>, &[RowKind])], expected: &str) {
            let otherwise = otherwise.iter().cloned();
            let otherwise = otherwise.map(|(rows, kinds)| RowDifference { rows, instead: kinds.to_vec() });
            assert_eq!(
                describe_alternative(&Alternative { otherwise: otherwise.collect(), bytes: -12 }),
                expected
            );
        }
        case(&[(13..14, &[Removed])], "row 14 could be removed; the byte change is then -12");
        case(
            &[(2..4, &[Changed]), (6..7, &[Added, Added])],
            "rows 3 to 4 could be changed; row 7 could be 2 added; the byte change is then -12",
        );
        case(
            &[(2..2, &[Added])],
            "before row 3 there could be another row: added; the byte change is then -12",
        );
        case(&[(2..3, &[])], "row 3 could be left out; the byte change is then -12");
        case(
            &vec![(0..1, &[Added][..]); 7],
            &format!(
                "{}; and 1 more place differs; the byte change is then -12",
                ["row 1 could be added"; 6].join("; ")
            ),
        );
    }

    #[test]
    fn describes_known_and_unknown_byte_changes() {
        #[track_caller]
        fn case(stated: Option<ByteChange>, expected: &str) {
            let mut diff = diff("~ a/<b>");
            (diff.page.byte_change, diff.bytes_computed) = (stated, -4);
            assert_eq!(describe_bytes(&diff), expected);
        }
        case(None, "-4 computed from the rows; the page states no byte change");
        case(Some(ByteChange::Signed(4)), "-4 computed from the rows; the page states +4: they differ");
        case(
            Some(ByteChange::Unsigned(4)),
            "-4 computed from the rows; the page states 4 without a sign: they agree",
        );
        let lost = Diff { comparison: Comparison::SidesLost, ..diff("= a") };
        assert_eq!(
            describe_bytes(&lost),
            "unknown: the rows do not show them, and the page states no byte change"
        );
        assert_eq!(describe_proof(&lost), "none: the input has lost the sides of its lines");
    }
}
