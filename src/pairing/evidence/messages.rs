//! What is told of an inferred reading: sentences for `--explain`, and warnings.

use crate::model::{ByteChange, Hunk, Line, Side, Warning, WarningCode};
use crate::parse::sheet::{Engine, Sheet};

use super::byte_check::Passes;
use crate::pairing::search::Step;

/// Whether anything checks the reading of a hunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checks {
    /// The numbers round it, or the stated byte change.
    Some,
    /// Nothing.
    None,
}

/// How the reading came about.
pub(crate) fn notes(sheet: &Sheet<'_>, engine: Engine, passes: Passes) -> Vec<String> {
    let engine = match engine {
        Engine::Wikidiff2 => "read by the block grammar of wikidiff2",
        Engine::Php => "read by the block grammar of MediaWiki's PHP engine",
    };
    let bytes = match passes {
        Passes::Unstated => "the paste states no byte change, so nothing checks the reading as a whole",
        Passes::None => "no reading has the stated byte change",
        Passes::Nearly => {
            "no likely reading has the stated byte change, but no-break spaces would account for what is missing"
        }
        Passes::Several => "several readings have the stated byte change",
        Passes::OneOfSome => {
            "one reading has the stated byte change, but not every reading was looked at, or a likelier one has not"
        }
        Passes::One => "one reading has the stated byte change, and no other",
    };
    let numbered = sheet.sections.iter().filter(|section| section.start.is_some()).count();
    vec![
        engine.to_owned(),
        format!("{numbered} headers with line numbers, each an equation for the hunk before it"),
        bytes.to_owned(),
    ]
}

/// The reading that is shown has not the stated byte change.
pub(crate) fn disagreement(change: Option<ByteChange>, passes: Passes) -> Option<Warning> {
    let stated = change.map_or("byte change".to_owned(), in_words);
    let message = match passes {
        Passes::None => {
            format!("no reading of the rows has the {stated} that the page states; the likeliest is shown")
        }
        Passes::Nearly => format!(
            "the rows shown have not quite the {stated} that the page states: it seems that no-break spaces, which \
             take two bytes, were copied as spaces"
        ),
        Passes::Unstated | Passes::Several | Passes::OneOfSome | Passes::One => return None,
    };
    Some(Warning { lines: None, code: WarningCode::BytesDisagree, message })
}

/// The rows, whose sides are stated, have not the byte change that is stated, too.
///
/// A page that was empty before or is now has no line, and so no line end more than it has others.
pub(crate) fn stated_disagreement(
    change: Option<ByteChange>,
    computed: i64,
    hunks: &[Hunk<Line<'_>>],
) -> Option<Warning> {
    let change = change?;
    let has = |side| hunks.iter().flat_map(|hunk| &hunk.rows).any(|row| row.change.line(side).is_some());
    let agrees = change.agrees_with(computed)
        || !has(Side::Old) && change.agrees_with(computed - 1)
        || !has(Side::New) && change.agrees_with(computed + 1);
    (!agrees).then(|| Warning {
        lines: None,
        code: WarningCode::BytesDisagree,
        message: format!(
            "the rows make {computed:+} bytes, the page states {}; is a part of it missing, or a size of another page?",
            in_words(change)
        ),
    })
}

fn in_words(change: ByteChange) -> String {
    match change {
        ByteChange::Signed(bytes) => format!("{bytes:+} bytes"),
        ByteChange::Unsigned(bytes) => format!("{bytes} bytes"),
    }
}

/// No reading of a hunk agrees with the line numbers round it.
pub(crate) fn numbers_disagree(line: Option<u32>) -> Warning {
    Warning {
        lines: line.map(|line| line..=line),
        code: WarningCode::LinesDisagree,
        message:
            "no reading of this hunk adds as many lines as the next header says; is a part of it missing?"
                .to_owned(),
    }
}

/// The cells of a hunk fit no rows.
pub(crate) fn no_reading(line: u32) -> Warning {
    Warning {
        lines: Some(line..=line),
        code: WarningCode::StrayLine,
        message:
            "from here on the lines fit no rows of a diff; each is shown as a new one; was the paste altered?"
                .to_owned(),
    }
}

/// Not every reading of a hunk was looked at.
pub(crate) fn search_limit(line: Option<u32>) -> Warning {
    Warning {
        lines: line.map(|line| line..=line),
        code: WarningCode::SearchLimit,
        message: "this hunk could be read in too many ways to look at all of them; a likely one is shown"
            .to_owned(),
    }
}

/// A blank row of context at the end, where the text was trimmed.
pub(crate) fn trimmed(line: Option<u32>) -> Warning {
    Warning {
        lines: line.map(|line| line..=line),
        code: WarningCode::BlankLines,
        message: "a blank line of context was put back at the end, where the copy was trimmed; or the page ends there"
            .to_owned(),
    }
}

/// Blank lines that the page did not let be copied, and what speaks for them.
pub(crate) fn unseen<'s>(steps: impl Iterator<Item = &'s Step>, checks: Checks) -> Option<Warning> {
    let count = steps.filter(|step| !step.is_seen()).count();
    let lines = if count == 1 { "1 blank line was" } else { "blank lines were" };
    let number = if count == 1 { String::new() } else { format!("{count} ") };
    let reason = match checks {
        Checks::Some => "the paste's arithmetic says how many, not quite where",
        Checks::None => "such places mostly have one, but nothing in the paste counts them",
    };
    (count > 0).then(|| Warning {
        lines: None,
        code: WarningCode::BlankLines,
        message: format!("{number}{lines} put back that the page leaves out of a copy: {reason}"),
    })
}
