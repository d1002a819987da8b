//! Hard wraps: lines that a mail program or a chat may have wrapped at a column.
//!
//! A newline is as long as the space that it replaced, so the byte change of a page agrees with both readings. The reader
//! sees many wraps; here a single one stops a proof.

use crate::model::{Warning, WarningCode};
use crate::parse::sheet::{Cell, RowClaim, Section};

use crate::pairing::grammar::state::StepKind;
use crate::pairing::search::ReadingStep;

/// Columns at which programs wrap lines.
const MIN_WRAP_COLUMN: usize = 60;
const MAX_WRAP_COLUMN: usize = 100;

/// Beginnings of a line of wikitext that is not the second half of a sentence.
const OPENINGS: [char; 13] = ['*', '#', ':', ';', '|', '!', '=', '{', '}', '[', '<', '\'', '-'];

/// Beginnings of a line that may also continue a sentence: links, tags, bold and italics, templates.
const INLINE: [char; 4] = ['{', '[', '<', '\''];

/// Number of common first characters of two versions of one line, which two halves of a line lack.
const VERSION_PREFIX_LEN: usize = 3;

/// Finds a line that may be wrapped.
pub(crate) fn find_hard_wrap(sections: &[Section<'_>], steps: &[Vec<ReadingStep>]) -> Option<Warning> {
    let width = find_wrap_column(sections)?;
    let wraps: Vec<Wrap> = sections
        .iter()
        .zip(steps)
        .flat_map(|(section, steps)| find_wraps(&section.cells, steps, width))
        .collect();
    // Both copies of a context line end in one place, so the page itself has its lines wrapped.
    if wraps.iter().any(|wrap| wrap.is_context) {
        return None;
    }
    let line = wraps.first()?.line;
    Some(Warning {
        lines: Some(line..=line),
        code: WarningCode::StrayLine,
        message: format!(
            "line {line} may continue on the next line, as if a program had wrapped it; if so, copy the page again, or \
             attach it as a file"
        ),
    })
}

/// Finds the column of the wraps: the length of the longest line of several words. `None` if a line is longer than any
/// wrap.
fn find_wrap_column(sections: &[Section<'_>]) -> Option<usize> {
    let mut width = MIN_WRAP_COLUMN;
    for cell in sections.iter().flat_map(|section| &section.cells) {
        let length = cell.text.chars().count();
        if length > MAX_WRAP_COLUMN {
            return None;
        }
        if cell.text.trim().contains(' ') {
            width = width.max(length);
        }
    }
    Some(width)
}

/// A line that may continue on the next line.
struct Wrap {
    /// The line of the input.
    line: u32,
    /// True if both lines are context.
    is_context: bool,
}

/// Finds the lines that may continue on the next line; both lines are context, or neither is.
fn find_wraps(cells: &[Cell<'_>], steps: &[ReadingStep], width: usize) -> Vec<Wrap> {
    let mut is_context = vec![false; cells.len()];
    for step in steps.iter().filter(|step| step.kind == StepKind::Context) {
        for line in [step.lines.old, step.lines.new].into_iter().flatten() {
            is_context[line.cell as usize] = true;
        }
    }
    let pairs = cells.windows(2).zip(is_context.windows(2));
    let wraps = pairs.filter(|(pair, is_context)| is_context[0] == is_context[1] && may_go_on(pair, width));
    wraps.map(|(pair, is_context)| Wrap { line: pair[0].line, is_context: is_context[0] }).collect()
}

/// Returns true if a line may go on in the next line: the next word would not have fitted, and no new text begins there.
fn may_go_on(pair: &[Cell<'_>], width: usize) -> bool {
    let [line, next] = [&pair[0].text, &pair[1].text];
    let is_text = pair.iter().all(|cell| cell.claim != RowClaim::Border && !cell.text.trim().is_empty());
    let is_open = line.trim_end().ends_with(',');
    let may_begin = |c: char| OPENINGS.contains(&c) && !(is_open && INLINE.contains(&c));
    let begins = |c: char| c.is_uppercase() || c.is_whitespace() || may_begin(c);
    let is_version = line.chars().take(VERSION_PREFIX_LEN).eq(next.chars().take(VERSION_PREFIX_LEN));
    let word = next.split(' ').next().unwrap_or_default().chars().count();
    let is_heading = line.trim_end().ends_with("==");
    is_text
        && !is_version
        && !is_heading
        && !next.starts_with(begins)
        && line.chars().count() + 1 + word > width
}

#[cfg(test)]
mod tests {
    use crate::model::{Proof, WarningCode};
    use crate::options::Options;
    use crate::pairing::pair;
    use crate::pairing::tests::mobile;

    /// Pairs a page on which these lines were added, with the right byte change. Expects a proof or none.
    #[track_caller]
    fn case(added: &[&str], is_proved: bool) {
        let bytes: usize = added.iter().map(|line| line.len() + 1).sum();
        let cells = format!("one\none\ntwo\ntwo\n{}\nten\nten\nend\nend", added.join("\n"));
        let diff = pair(mobile(bytes.try_into().unwrap(), &cells), &Options::default());
        let codes: Vec<_> = diff.warnings.iter().map(|warning| warning.code).collect();
        let expected: &[WarningCode] = if is_proved { &[] } else { &[WarningCode::StrayLine] };
        assert_eq!((diff.proof == Proof::Checked, codes.as_slice()), (is_proved, expected), "{cells}");
    }

    const CUT: &str = "The mill by the weir was built in the year in which the";

    #[test]
    fn wrapped_line_is_not_proved() {
        case(&[CUT, "bridge of the old road fell"], false);
        case(&[&format!("{CUT},"), "[[bridge]] of the old road fell"], false);
        case(&[CUT, "https://example.org/a/very/long/address/of/a/page/that/no/line/has/room/for"], false);
    }

    #[test]
    fn page_with_wrapped_context_is_proved() {
        let context = format!("{CUT}\n{CUT}\nbridge of the old road fell\nbridge of the old road fell");
        let added = format!("A {CUT}\nbridge of the old road fell");
        let bytes = (added.len() + 1).try_into().unwrap();
        let cells = format!("{context}\n{added}");
        let diff = pair(mobile(bytes, &cells), &Options::default());
        assert_eq!(diff.proof, Proof::Checked, "{:?}", diff.warnings);
    }

    #[test]
    fn line_with_room_or_before_a_new_beginning_is_proved() {
        case(&[CUT, "a bridge fell"], true);
        case(&[CUT, "* bridge of the old road fell"], true);
        case(&[CUT, "[[bridge]] of the old road fell"], true);
        case(
            &["== The mill by the weir and the year in which it was built ==", "bridge of the old road"],
            true,
        );
        case(&[CUT, "Bridges of the old road fell"], true);
        case(&[&[CUT; 2].join(" "), "bridge of the old road fell"], true);
        case(
            &["on the left bank there is a mill, and it has no miller since", "on the other one a bridge"],
            true,
        );
    }
}
