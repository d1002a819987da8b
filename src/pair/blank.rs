//! Where an unseen blank line is likely: before a heading and between paragraphs, hardly inside a list or a table.

use crate::model::Cell;

use super::cost::Cost;

/// What a blank line costs before each cell and after the last, besides its kind: by what stands around it.
pub(super) fn costs(cells: &[Cell<'_>]) -> Vec<Cost> {
    let opening =
        |at: Option<usize>| at.and_then(|at| cells.get(at)).and_then(|cell| cell.text.bytes().next());
    (0..=cells.len()).map(|at| before(opening(Some(at))) + after(at, opening(at.checked_sub(1)))).collect()
}

fn before(opening: Option<u8>) -> Cost {
    match opening {
        Some(b'=') => -500,
        Some(b'|' | b'!') => 1_000,
        Some(b'*' | b'#' | b':' | b';') => 300,
        _ => 0,
    }
}

/// A blank line seldom is the first of a page.
fn after(at: usize, opening: Option<u8>) -> Cost {
    match opening {
        _ if at == 0 => 1_500,
        Some(b'=') => -300,
        _ => 0,
    }
}
