//! What is told of an inferred reading: sentences for `--explain`, and warnings.

use crate::model::{ByteChange, Sheet, Warning, WarningCode};

use super::engine::Engine;
use super::search::Step;
use super::verdict::Passes;

/// How the reading came about.
pub(super) fn notes(sheet: &Sheet<'_>, engine: Engine, passes: Passes) -> Vec<String> {
    let engine = match engine {
        Engine::Wikidiff2 => "read by the block grammar of wikidiff2",
        Engine::Php => "read by the block grammar of MediaWiki's PHP engine",
    };
    let bytes = match passes {
        Passes::Unstated => "the paste states no byte change, so nothing checks the reading as a whole",
        Passes::None => "no reading has the stated byte change",
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

/// No reading has the stated byte change.
pub(super) fn disagreement(change: Option<ByteChange>) -> Warning {
    let stated = match change {
        Some(ByteChange::Signed(bytes)) => format!("{bytes:+} bytes"),
        Some(ByteChange::Unsigned(bytes)) => format!("{bytes} bytes"),
        None => "byte change".to_owned(),
    };
    Warning {
        line: None,
        code: WarningCode::BytesDisagree,
        message: format!(
            "no reading of the rows has the {stated} that the page states; the likeliest is shown"
        ),
    }
}

/// No reading of a hunk agrees with the line numbers round it.
pub(super) fn numbers_disagree(line: Option<u32>) -> Warning {
    Warning {
        line,
        code: WarningCode::LinesDisagree,
        message:
            "no reading of this hunk adds as many lines as the next header says; is a part of it missing?"
                .to_owned(),
    }
}

/// Not every reading of a hunk was looked at.
pub(super) fn search_limit(line: Option<u32>) -> Warning {
    Warning {
        line,
        code: WarningCode::SearchLimit,
        message: "this hunk could be read in too many ways to look at all of them; a likely one is shown"
            .to_owned(),
    }
}

/// Blank lines that the page did not let be copied, and that the paste's arithmetic calls for.
pub(super) fn unseen(steps: &[Vec<Step>]) -> Option<Warning> {
    let count = steps.iter().flatten().filter(|step| !step.is_seen()).count();
    let lines = if count == 1 { "1 blank line was" } else { "blank lines were" };
    let number = if count == 1 { String::new() } else { format!("{count} ") };
    (count > 0).then(|| Warning {
        line: None,
        code: WarningCode::BlankLines,
        message: format!(
            "{number}{lines} put back that the page leaves out of a copy: the paste's arithmetic says how many, not \
             quite where"
        ),
    })
}
