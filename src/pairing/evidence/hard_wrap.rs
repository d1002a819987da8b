//! Whether lines of a reading may be halves of longer ones, which a mail program or a chat has cut at a column.
//!
//! A line end is as long as the space that it stands for, so that the byte change of a page agrees with both readings.
//! Where there are many cuts, the reader sees them; here one is enough, for a proof must not rest on it.

use crate::model::{Warning, WarningCode};
use crate::parse::sheet::{Cell, RowClaim, Section};

use crate::pairing::grammar::engine::StepKind;
use crate::pairing::search::Step;

/// The columns at which programs cut lines.
const MIN_WRAP_COLUMN: usize = 60;
const MAX_WRAP_COLUMN: usize = 100;

/// What begins a line of wikitext that nobody would take for the second half of a sentence.
const OPENINGS: [char; 13] = ['*', '#', ':', ';', '|', '!', '=', '{', '}', '[', '<', '\'', '-'];

/// Those of them that begin a part of a sentence as well: links, tags, quotes of bold and italics, templates.
const INLINE: [char; 4] = ['{', '[', '<', '\''];

/// So many characters at their beginnings tell two versions of a line from two halves of one.
const ALIKE: usize = 3;

/// Why a reading may be one of lines that were cut, if it may.
pub(crate) fn doubt(sections: &[Section<'_>], steps: &[Vec<Step>]) -> Option<Warning> {
    let width = width(sections)?;
    let cuts: Vec<Cut> =
        sections.iter().zip(steps).flat_map(|(section, steps)| cuts(&section.cells, steps, width)).collect();
    // A line that stands twice, one below the other, ends where the page has it end: so do the page's other lines.
    if cuts.iter().any(|cut| cut.is_page_s) {
        return None;
    }
    let line = cuts.first()?.line;
    Some(Warning {
        lines: Some(line..=line),
        code: WarningCode::StrayLine,
        message: format!(
            "line {line} may go on in the next one, as where a program cuts lines at a column; if it does, copy the page \
             again, or attach it as a file"
        ),
    })
}

/// The column at which lines are cut if any are: as wide as the longest, but for a word that is longer.
fn width(sections: &[Section<'_>]) -> Option<usize> {
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

/// A line that may go on in the next one.
struct Cut {
    /// Where it stands in the input.
    line: u32,
    /// Whether both lines are context.
    is_page_s: bool,
}

/// The lines that may go on in the next one, both of them in context or neither.
fn cuts(cells: &[Cell<'_>], steps: &[Step], width: usize) -> Vec<Cut> {
    let mut is_context = vec![false; cells.len()];
    for step in steps.iter().filter(|step| step.kind == StepKind::Context) {
        for piece in [step.lines.old, step.lines.new].into_iter().flatten() {
            is_context[piece.cell as usize] = true;
        }
    }
    let pairs = cells.windows(2).zip(is_context.windows(2));
    let cuts = pairs.filter(|(pair, is_context)| is_context[0] == is_context[1] && goes_on(pair, width));
    cuts.map(|(pair, is_context)| Cut { line: pair[0].line, is_page_s: is_context[0] }).collect()
}

/// Whether a line may go on in the next one: what begins there would not have fitted, and nothing begins there.
fn goes_on(pair: &[Cell<'_>], width: usize) -> bool {
    let [line, next] = [&pair[0].text, &pair[1].text];
    let is_text = pair.iter().all(|cell| cell.claim != RowClaim::Border && !cell.text.trim().is_empty());
    let is_open = line.trim_end().ends_with(',');
    let may_begin = |c: char| OPENINGS.contains(&c) && !(is_open && INLINE.contains(&c));
    let begins = |c: char| c.is_uppercase() || c.is_whitespace() || may_begin(c);
    let is_version = line.chars().take(ALIKE).eq(next.chars().take(ALIKE));
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
    use crate::parse;

    /// Reads a page on which these lines were added, with the right byte change; expects whether that proves them.
    #[track_caller]
    fn case(added: &[&str], is_proved: bool) {
        let bytes: usize = added.iter().map(|line| line.len() + 1).sum();
        let paste = format!(
            "Fenn: Difference between revisions\n\n{bytes} bytes added, 4 May 2024\nLine 20: Line 20:\none\none\ntwo\ntwo\n\
             {}\nten\nten\nend\nend",
            added.join("\n")
        );
        let diff = &crate::internals::parse_lines(&paste, &parse::Options::default()).unwrap()[0];
        let told: Vec<_> = diff.warnings.iter().map(|warning| warning.code).collect();
        let expected: &[WarningCode] = if is_proved { &[] } else { &[WarningCode::StrayLine] };
        assert_eq!((diff.proof == Proof::Checked, told.as_slice()), (is_proved, expected), "{paste}");
    }

    const CUT: &str = "The mill by the weir was built in the year in which the";

    #[test]
    fn a_line_that_may_go_on_in_the_next_one_is_not_proved() {
        case(&[CUT, "bridge of the old road fell"], false);
        case(&[&format!("{CUT},"), "[[bridge]] of the old road fell"], false);
        case(&[CUT, "https://example.org/a/very/long/address/of/a/page/that/no/line/has/room/for"], false);
    }

    #[test]
    fn a_page_whose_own_lines_are_cut_so_is_proved() {
        let context = format!("{CUT}\n{CUT}\nbridge of the old road fell\nbridge of the old road fell");
        let bytes = format!("A {CUT}\nbridge of the old road fell\n").len();
        let paste = format!(
            "Fenn: Difference between revisions\n\n{bytes} bytes added, 4 May 2024\nLine 20: Line 20:\n{context}\nA {CUT}\n\
             bridge of the old road fell"
        );
        let diff = &crate::internals::parse_lines(&paste, &parse::Options::default()).unwrap()[0];
        assert_eq!(diff.proof, Proof::Checked, "{:?}", diff.warnings);
    }

    #[test]
    fn a_line_with_room_or_before_another_beginning_is_whole() {
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
