//! Mirrored readings: old and new exchanged in blocks of a reading.
//!
//! ```text
//! copied                shown        mirrored
//! A paragraph. Rest.    ~ old        + new      a split becomes a join: the byte change is 0 either way
//! A paragraph.          ~ new        - old
//! Rest.                 + new        - old
//! ```
//!
//! The search ranks readings by likelihood, and a mirror may be too unlikely to be searched. This check asks no cost: a
//! mirror that satisfies every equation and that an engine can print is a rival. Where blank lines leave no trace, the mirror
//! may have a few more or fewer of them.

use std::ops::Range;

use super::block::Block;
use super::block_rows::changed_rows;
use super::exchange::{Exchanges, find_exchanges};
use crate::model::ByteChange;
use crate::pairing::grammar::constraints::HunkConstraints;
use crate::pairing::search::ReadingStep;
use crate::parse::sheet::{Engine, Sheet};

/// Mirrored readings that satisfy every equation and the grammar of an engine.
pub(crate) struct Mirror {
    /// The rows of each section in the first such reading.
    pub(crate) steps: Vec<Vec<ReadingStep>>,
    /// The rows of each block that some such reading exchanges, with the index of the section.
    pub(crate) blocks: Vec<(usize, Range<usize>)>,
}

/// Finds mirrors of a reading: any set of blocks exchanged.
pub(crate) fn find_mirror(
    sheet: &Sheet<'_>,
    engines: &[Engine],
    change: ByteChange,
    steps: &[Vec<ReadingStep>],
) -> Option<Mirror> {
    engines.iter().find_map(|&engine| {
        let blocks = collect_blocks(sheet, engine, steps);
        let is_numbered = |section| HunkConstraints::new(sheet, section, engine).lines.is_some();
        let numbered: Vec<bool> = (0..steps.len()).map(is_numbered).collect();
        let Exchanges { first, any } = find_exchanges(&blocks, &numbered, change)?;
        Some(Mirror {
            steps: exchange(&blocks, steps, &first),
            blocks: any.iter().map(|&block| (blocks[block].section, blocks[block].rows.clone())).collect(),
        })
    })
}

/// Collects the blocks of a reading, as one engine prints them.
fn collect_blocks(sheet: &Sheet<'_>, engine: Engine, steps: &[Vec<ReadingStep>]) -> Vec<Block> {
    let sections = steps.iter().enumerate();
    sections
        .flat_map(|(section, steps)| {
            changed_rows(steps).map(move |rows| Block::new(sheet, engine, section, steps, rows))
        })
        .collect()
}

/// Returns the rows with these blocks exchanged.
fn exchange(blocks: &[Block], steps: &[Vec<ReadingStep>], exchanged: &[usize]) -> Vec<Vec<ReadingStep>> {
    let mut steps = steps.to_vec();
    for &block in exchanged.iter().rev() {
        let Block { section, rows, mirrored, .. } = &blocks[block];
        steps[*section].splice(rows.clone(), mirrored.iter().flatten().copied());
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sides;
    use crate::pairing::evidence::block_rows::block_lines;
    use crate::pairing::grammar::candidates::CellSlice;
    use crate::pairing::grammar::state::StepKind;
    use crate::pairing::tests::sheet;
    use crate::parse::sheet::SideEvidence;

    const BOTH: &[Engine] = &[Engine::Wikidiff2, Engine::Php];

    /// Makes steps from signs: `=` and `~` take two cells, `-` and `+` one.
    fn steps(signs: &str) -> Vec<ReadingStep> {
        let mut at = 0;
        let line = |cell| Some(CellSlice { cell, from: 0, to: 1 });
        let step = |sign| {
            let (kind, lines) = match sign {
                '=' => (StepKind::Context, Sides::new(line(at), line(at + 1))),
                '~' => (StepKind::Changed, Sides::new(line(at), line(at + 1))),
                '-' => (StepKind::Removed, Sides::new(line(at), None)),
                _ => (StepKind::Added, Sides::new(None, line(at))),
            };
            let step = ReadingStep { kind, lines, at };
            at += if matches!(sign, '=' | '~') { 2 } else { 1 };
            step
        };
        signs.chars().map(step).collect()
    }

    fn shown(steps: &[ReadingStep]) -> String {
        let sign = |step: &ReadingStep| match step.kind {
            StepKind::Context => '=',
            StepKind::Changed | StepKind::Replaced => '~',
            StepKind::Removed | StepKind::UnseenRemoved => '-',
            StepKind::Added | StepKind::UnseenAdded => '+',
        };
        steps.iter().map(sign).collect()
    }

    /// Expects the first mirror of a reading of cells of one letter each.
    #[track_caller]
    fn case(shown_rows: &str, engines: &[Engine], bytes: i64, expected: Option<&str>) {
        let steps = steps(shown_rows);
        let count = steps.iter().map(|step| block_lines(step).len()).sum();
        let cells = vec!["a"; count].join("\n");
        let sheet = sheet(SideEvidence::Unstated, &[(None, &cells)]);
        let found = find_mirror(&sheet, engines, ByteChange::Signed(bytes), &[steps]);
        assert_eq!(found.map(|mirror| shown(&mirror.steps[0])).as_deref(), expected, "{shown_rows}");
    }

    #[test]
    fn exchanges_blocks_that_keep_the_byte_change() {
        case("=+=-=", BOTH, 0, Some("=-=+="));
        case("=+=-=+=", BOTH, 2, Some("=-=+=+="));
        case("=+=-=+=-=", BOTH, 0, Some("=-=-=+=+="));
        case("=++=-=-=", BOTH, 0, Some("=--=+=+="));
        case("=+=+=", &[Engine::Wikidiff2], 4, None);
        case("=+=", BOTH, 2, None);
    }

    #[test]
    fn unseen_lines_make_up_for_a_few_bytes() {
        let find = |removed: &str| {
            let cells = format!("a\na\nwater mill\nb\nb\n{removed}\nc\nc");
            let sheet = sheet(SideEvidence::Unstated, &[(None, &cells)]);
            let bytes = 10 - i64::try_from(removed.len()).unwrap();
            let line = |cell: usize| Some(CellSlice::whole(&sheet.sections[0].cells, cell));
            let step = |kind, old: Option<usize>, new: Option<usize>| ReadingStep {
                kind,
                lines: Sides::new(old.and_then(line), new.and_then(line)),
                at: u32::try_from(old.or(new).unwrap()).unwrap(),
            };
            let steps = vec![
                step(StepKind::Context, Some(0), Some(1)),
                step(StepKind::Added, None, Some(2)),
                step(StepKind::Context, Some(3), Some(4)),
                step(StepKind::Removed, Some(5), None),
                step(StepKind::Context, Some(6), Some(7)),
            ];
            find_mirror(&sheet, &[Engine::Php], ByteChange::Signed(bytes), &[steps]).is_some()
        };
        assert!(find("water wheel") && find("the water"), "two bytes and two blank lines");
        assert!(!find("the water wheel"), "ten bytes");
    }

    #[test]
    fn finds_a_small_set_among_more_sums_than_are_kept() {
        const BLOCKS: usize = 60;
        let texts: Vec<String> = (0..BLOCKS).map(|index| "x".repeat(index * index * 7 % 3001 + 1)).collect();
        let find = |last: &str| {
            let lines = texts.iter().map(String::as_str).chain([last]);
            let cells: Vec<&str> = lines.flat_map(|line| ["a", "a", line]).chain(["a", "a"]).collect();
            let text = cells.join("\n");
            let sheet = sheet(SideEvidence::Unstated, &[(None, &text)]);
            let line = |cell: usize| Some(CellSlice::whole(&sheet.sections[0].cells, cell));
            let step = |at: usize| {
                let (kind, lines) = match at % 3 {
                    0 => (StepKind::Context, Sides::new(line(at), line(at + 1))),
                    _ if at == 3 * BLOCKS + 2 => (StepKind::Removed, Sides::new(line(at), None)),
                    _ => (StepKind::Added, Sides::new(None, line(at))),
                };
                ReadingStep { kind, lines, at: u32::try_from(at).unwrap() }
            };
            let steps: Vec<ReadingStep> = (0..3 * BLOCKS + 4).filter(|at| at % 3 != 1).map(step).collect();
            let added: usize = texts.iter().map(|text| text.len() + 1).sum();
            let bytes = i64::try_from(added).unwrap() - i64::try_from(last.len() + 1).unwrap();
            find_mirror(&sheet, &[Engine::Wikidiff2], ByteChange::Signed(bytes), &[steps])
        };
        let mirror = find(&texts[9]).expect("two blocks of one size");
        assert!(mirror.blocks.len() >= 2);
        assert!(find(&"x".repeat(1_000_000)).is_none(), "no set is as large");
    }

    #[test]
    fn asks_the_grammar_of_each_engine() {
        case("=~=", BOTH, 0, Some("=+-="));
        case("=~=", &[Engine::Php], 0, None);
        case("=+-=", &[Engine::Php], 0, Some("=~="));
    }

    #[test]
    fn line_numbers_exclude_a_mirror() {
        let cells = "a\na\nb\nc\nc";
        let start = |old, new| Some(Sides::new(old, new));
        let numbered = [(start(1, 1), cells), (start(5, 6), cells)];
        let mut sheet = sheet(SideEvidence::Unstated, &numbered);
        let change = ByteChange::Signed(0);
        let readings = [steps("=+="), steps("=-=")];
        assert!(find_mirror(&sheet, BOTH, change, &readings).is_none());
        sheet.sections[1].start = None;
        assert!(find_mirror(&sheet, BOTH, change, &readings).is_some());
    }
}
