//! Rows of context that could be two lines of one side: readings that satisfy every equation with another line exchanged.
//!
//! ```text
//! copied    shown    otherwise
//! mill      + mill   - mill      one line less, and 5 bytes
//! weir      = weir   = weir
//! weir
//! mill      = mill   + mill      two lines more, and 10 bytes
//! mill               + mill
//! ```
//!
//! The search finds such readings unlikely, as it does mirrors. Both engines print them where lines are repeated.

use crate::model::Sides;
use crate::parse::sheet::{Cell, Engine, Sheet};

use crate::pairing::grammar::constraints::HunkConstraints;
use crate::pairing::grammar::state::{MAX_CONTEXT_AROUND, StepKind};
use crate::pairing::search::ReadingStep;

use super::block_rows::{BlockLine, block_lines, changed_rows, print};
use super::line_bytes;

/// Most readings that are tried. Few lines of a diff have the size of a line of context.
const MAX_TRIED: usize = 200;

/// Finds a reading in which a row of context is two lines of one side, and a line of this side and size is on the other.
pub(crate) fn find_split_context(
    sheet: &Sheet<'_>,
    engines: &[Engine],
    steps: &[Vec<ReadingStep>],
) -> Option<Vec<Vec<ReadingStep>>> {
    let mut tried = 0;
    for &engine in engines {
        for (section, shown) in steps.iter().enumerate() {
            let cells = &sheet.sections[section].cells;
            let constraints = HunkConstraints::new(sheet, section, engine);
            for (single, context) in pairs_of_one_size(cells, shown, engine) {
                tried += 1;
                if tried > MAX_TRIED {
                    return None;
                }
                let otherwise = exchange(shown, single, context);
                if is_printed(cells, &otherwise, &constraints) {
                    let mut steps = steps.to_vec();
                    steps[section] = otherwise;
                    return Some(steps);
                }
            }
        }
    }
    None
}

/// Lists the rows of one line, each with every row of context that has its size.
fn pairs_of_one_size<'s>(
    cells: &'s [Cell<'_>],
    steps: &'s [ReadingStep],
    engine: Engine,
) -> impl Iterator<Item = (usize, usize)> + 's {
    let size = move |step: &ReadingStep| {
        let text = step.lines.new.or(step.lines.old).map(|line| line.text(cells));
        line_bytes::row_byte_delta(StepKind::Added, Sides::new(None, text), engine)
    };
    let singles = steps.iter().enumerate().filter(move |(_, step)| is_single(step, cells));
    singles.flat_map(move |(single, step)| {
        let sizes = size(step);
        let contexts = steps.iter().enumerate().filter(move |(_, step)| is_context(step));
        contexts.filter_map(move |(context, step)| {
            let others = size(step);
            let is_one = sizes.start() <= others.end() && others.start() <= sizes.end();
            is_one.then_some((single, context))
        })
    })
}

/// Returns true for a row of one line with text. Blank lines alone are no rival, wherever they stand.
fn is_single(step: &ReadingStep, cells: &[Cell<'_>]) -> bool {
    let line = step.lines.new.or(step.lines.old);
    matches!(step.kind, StepKind::Added | StepKind::Removed)
        && line.is_some_and(|line| !line.text(cells).trim().is_empty())
}

/// Returns true for a row of context in two cells. The lines of a row that stands on one line have no cells of their own.
fn is_context(step: &ReadingStep) -> bool {
    step.kind == StepKind::Context
        && step.lines.old.zip(step.lines.new).is_some_and(|(old, new)| old.cell != new.cell)
}

/// Returns the rows with a line on the other side, and a row of context as two lines of the side that it left.
fn exchange(steps: &[ReadingStep], single: usize, context: usize) -> Vec<ReadingStep> {
    let kind = steps[single].kind;
    let on_side = |line, at| ReadingStep {
        kind,
        lines: if kind == StepKind::Added { Sides::new(None, line) } else { Sides::new(line, None) },
        at,
    };
    let mut rows = Vec::with_capacity(steps.len() + 1);
    for (index, step) in steps.iter().enumerate() {
        if index == single {
            let lines = Sides::new(step.lines.new, step.lines.old);
            rows.push(ReadingStep { kind: kind.mirrored(), lines, at: step.at });
        } else if index == context {
            let second = step.lines.new.map_or(step.at, |line| line.cell);
            rows.extend([on_side(step.lines.old, step.at), on_side(step.lines.new, second)]);
        } else {
            rows.push(*step);
        }
    }
    rows
}

/// Returns true if the engine prints the rows of a hunk.
fn is_printed(cells: &[Cell<'_>], steps: &[ReadingStep], constraints: &HunkConstraints) -> bool {
    let is_context = |step: &&ReadingStep| step.kind == StepKind::Context;
    let (above, below) =
        (steps.iter().take_while(is_context).count(), steps.iter().rev().take_while(is_context).count());
    let whole = usize::from(MAX_CONTEXT_AROUND);
    let has_context =
        (constraints.may_begin_short || above == whole) && (!constraints.is_followed || below == whole);
    has_context
        && changed_rows(steps).all(|rows| {
            let lines: Vec<BlockLine> = steps[rows].iter().flat_map(block_lines).collect();
            print(cells, &lines, constraints.engine).is_some()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Proof;
    use crate::pairing::infer::infer_rows;
    use crate::pairing::tests::sheet;
    use crate::parse::Options;
    use crate::parse::sheet::SideEvidence;

    #[track_caller]
    fn case(cells: &str, bytes: i64, expected: Proof) {
        let sheet = sheet(SideEvidence::Unstated, &[(Some(Sides::new(1, 1)), cells)]);
        let options = Options { bytes: Some(bytes), ..Options::default() };
        assert_eq!(infer_rows(&sheet, &options).proof, expected, "{cells:?}");
    }

    #[test]
    fn repeated_lines_around_a_context_row_prove_nothing() {
        let cells = |last: &str| format!("\n\n}}}}\n}}}}\n\n== Mills ==\n}}}}\n}}}}\n{last}\n{last}");
        case(&cells("== Mills =="), 13, Proof::Inferred);
        case(&cells("the river"), 13, Proof::Checked);
    }
}
