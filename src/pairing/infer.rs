//! Rows of an input that does not state its sides: the likeliest reading, and what speaks for it.

use std::borrow::Cow;

use crate::model::{Alternative, ByteChange, Change, Hunk, Line, Proof, Row, Side, Sides, Warning};
use crate::parse::sheet::{Cell, Engine, Integrity, Section, Sheet, TextEnd};

use super::cost::blank_lines::Habits;
use super::cost::edit_summary;
use super::cost::similarity::Alike;
use super::cost::{self, CLOSE, Cost, IRREGULAR, Lean, NEAR_AT_THE_END, RIVAL};
use super::evidence::alternatives;
use super::evidence::anomalies;
use super::evidence::byte_check::{self, Passes};
use super::evidence::byte_delta;
use super::evidence::hard_wrap;
use super::evidence::messages::{self, Checks};
use super::grammar::candidates::Piece;
use super::grammar::constraints::{self, Frame};
use super::grammar::engine::StepKind;
use super::php_whitespace;
use super::search::combine::{self, Whole};
use super::search::{self, Found, Step};
use crate::options::Hints;

/// What was found out.
pub(crate) struct Inferred<'a> {
    /// The hunks.
    pub(crate) hunks: Vec<Hunk<Line<'a>>>,
    /// How sure the reading is.
    pub(crate) proof: Proof,
    /// New minus old on the wiki, in bytes, where the reading settles it.
    pub(crate) bytes: Option<i64>,
    /// Other readings that are likely too.
    pub(crate) alternatives: Vec<Alternative>,
    /// What a person must be told.
    pub(crate) warnings: Vec<Warning>,
    /// How the reading came about.
    pub(crate) notes: Vec<String>,
}

/// Finds the likeliest reading of the sheet's cells.
pub(crate) fn infer<'a>(sheet: &Sheet<'a>, help: &Hints) -> Inferred<'a> {
    let change = help.bytes.map(ByteChange::Signed).or(sheet.page.byte_change);
    let engines = help.engine.as_ref().map_or(sheet.source.engines, std::slice::from_ref);
    let paste = Paste::of(sheet);
    let mut readings: Vec<Reading> =
        engines.iter().map(|&engine| Reading::of(&paste, engine, change)).collect();
    readings.sort_by_key(|reading| reading.cost + cost::engine(reading.engine));
    let mut readings = readings.into_iter();
    let Some(mut best) = readings.next() else { return Inferred::nothing() };
    readings.for_each(|other| best.heed(other));
    best.told(sheet, change)
}

impl Inferred<'_> {
    const fn nothing() -> Self {
        Self {
            hunks: Vec::new(),
            proof: Proof::Inferred,
            bytes: None,
            alternatives: Vec::new(),
            warnings: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// A sheet, and what is known of its hunks whichever engine printed them.
struct Paste<'s, 'a> {
    sheet: &'s Sheet<'a>,
    /// Of each section.
    alike: Vec<Alike>,
    habits: Habits,
    /// What the edit rather does with whole lines, as its summary says.
    lean: Lean,
}

impl<'s, 'a> Paste<'s, 'a> {
    fn of(sheet: &'s Sheet<'a>) -> Self {
        let alike = sheet.sections.iter().map(|_| Alike::default()).collect();
        let lean = edit_summary::lean(sheet.page.revisions.new.comment.as_deref());
        Self { sheet, alike, habits: Habits::of(sheet), lean }
    }

    /// What is known of a hunk besides its cells.
    fn frame(&self, index: usize, engine: Engine) -> Frame {
        let lean = constraints::lean(self.sheet.sections[index].start, self.lean);
        Frame { habits: self.habits, lean, ..Frame::of(self.sheet, index, engine) }
    }
}

/// The whole sheet read with one engine's grammar.
struct Reading {
    engine: Engine,
    cost: Cost,
    /// How much more that is than what the likeliest reading costs, whatever its byte change.
    above: Cost,
    /// The rows of each section.
    steps: Vec<Vec<Step>>,
    /// Another reading of each section that passes as well, if there is one.
    second: Vec<Option<Vec<Step>>>,
    passes: Passes,
    /// Stands for the lines with text on each side.
    signature: u64,
    /// New minus old, in bytes, where a byte change is stated.
    bytes: Option<i64>,
    warnings: Vec<Warning>,
}

impl Reading {
    fn of(paste: &Paste<'_, '_>, engine: Engine, change: Option<ByteChange>) -> Self {
        match change {
            Some(change) => Self::by_bytes(paste, engine, change),
            None => Self::hunk_by_hunk(paste, engine),
        }
    }

    /// Without a byte change the hunks do not depend on each other.
    fn hunk_by_hunk(paste: &Paste<'_, '_>, engine: Engine) -> Self {
        let mut reading = Self {
            engine,
            cost: 0,
            above: 0,
            steps: Vec::new(),
            second: Vec::new(),
            passes: Passes::Unstated,
            signature: 0,
            bytes: None,
            warnings: Vec::new(),
        };
        for (index, section) in paste.sheet.sections.iter().enumerate() {
            let found = found(paste, (index, engine, None), &mut reading.warnings);
            let (best, second) = likeliest(&found);
            reading.cost += best.map_or(IRREGULAR, |best| best.cost);
            let steps = best.map(|best| found.steps(best));
            reading.second.push(second.map(|second| found.steps(second)));
            let cells = &section.cells;
            if steps.is_none() {
                reading.warnings.extend(cells.first().map(|cell| messages::no_reading(cell.line)));
            }
            reading.steps.push(steps.unwrap_or_else(|| line_by_line(cells)));
        }
        reading
    }

    fn by_bytes(paste: &Paste<'_, '_>, engine: Engine, change: ByteChange) -> Self {
        let mut warnings = Vec::new();
        let indices = 0..paste.sheet.sections.len();
        let found = |index| found(paste, (index, engine, Some(change)), &mut warnings);
        let all: Vec<Found> = indices.map(found).collect();
        if all.iter().any(|found| found.readings.is_empty()) {
            return Self { passes: Passes::None, ..Self::hunk_by_hunk(paste, engine) };
        }
        let joined = combine::join(&all, byte_check::price(paste.sheet, change));
        let passes = byte_check::passes(paste.sheet, &joined);
        let chosen = match passes {
            Passes::None | Passes::Unstated => joined.likeliest.as_ref(),
            Passes::Nearly => joined.near.as_ref(),
            Passes::Several | Passes::OneOfSome | Passes::One => joined.passing.first(),
        };
        let steps = |whole: &Whole| -> Vec<Vec<Step>> {
            let readings =
                all.iter().zip(&whole.choices).map(|(found, &choice)| (found, found.readings.get(choice)));
            readings
                .map(|(found, reading)| reading.map_or_else(Vec::new, |reading| found.steps(reading)))
                .collect()
        };
        let second = match joined.passing.get(1) {
            Some(second) if passes == Passes::Several => steps(second).into_iter().map(Some).collect(),
            _ => vec![None; all.len()],
        };
        let above =
            chosen.zip(joined.likeliest.as_ref()).map_or(0, |(chosen, other)| chosen.cost - other.cost);
        Self {
            engine,
            cost: chosen.map_or(IRREGULAR, |whole| whole.cost),
            above,
            steps: chosen.map_or_else(|| vec![Vec::new(); all.len()], steps),
            second,
            passes,
            signature: chosen.map_or(0, |whole| whole.signature),
            bytes: chosen.map(|whole| whole.bytes),
            warnings,
        }
    }

    /// Takes note of what the other engine's grammar makes of the cells: a proof holds only if that is the same, or
    /// does not pass, or is far less likely.
    fn heed(&mut self, other: Self) {
        let is_rival =
            other.passes.has_bytes() && other.cost <= self.cost + RIVAL && other.signature != self.signature;
        if self.passes == Passes::One && is_rival {
            self.passes = Passes::Several;
            self.second = other.steps.into_iter().map(Some).collect();
        }
    }

    /// Whether something checks the reading of a hunk.
    fn checks(&self, sheet: &Sheet<'_>, index: usize) -> Checks {
        let is_numbered = Frame::of(sheet, index, self.engine).lines.is_some();
        if is_numbered || self.passes.has_bytes() { Checks::Some } else { Checks::None }
    }

    /// The reading as rows, with what speaks for it.
    fn told<'a>(self, sheet: &Sheet<'a>, change: Option<ByteChange>) -> Inferred<'a> {
        let is_regular = self.cost < IRREGULAR && !anomalies::is_torn(&sheet.sections, &self.steps);
        let mut hunks: Vec<_> =
            (0..sheet.sections.len()).map(|index| self.hunk(sheet, index, &self.steps[index])).collect();
        let is_checked = self.passes == Passes::One && is_regular && sheet.integrity != Integrity::Damaged;
        let doubt = if is_checked { self.doubt(sheet, &hunks) } else { None };
        let proof = if is_checked && doubt.is_none() { Proof::Checked } else { Proof::Inferred };
        let alternatives = if proof == Proof::Inferred { self.flag(sheet, &mut hunks) } else { Vec::new() };
        let notes = messages::notes(sheet, self.engine, self.passes);
        let unseen = [Checks::Some, Checks::None].map(|checks| self.unseen(sheet, checks));
        let mut warnings = self.warnings;
        warnings.extend(restore_blank(sheet, &mut hunks));
        warnings.extend(messages::disagreement(change, self.passes));
        warnings.extend(unseen.into_iter().flatten());
        warnings.extend(doubt);
        Inferred { hunks, proof, bytes: self.bytes, alternatives, warnings, notes }
    }

    /// What is told of the unseen rows that are checked so.
    fn unseen(&self, sheet: &Sheet<'_>, checks: Checks) -> Option<Warning> {
        let indices = (0..self.steps.len()).filter(|&index| self.checks(sheet, index) == checks);
        messages::unseen(indices.flat_map(|index| &self.steps[index]), checks)
    }

    /// What speaks against a reading although it alone has the byte change.
    fn doubt(&self, sheet: &Sheet<'_>, hunks: &[Hunk<Line<'_>>]) -> Option<Warning> {
        anomalies::of_checked(hunks)
            .or_else(|| hard_wrap::doubt(&sheet.sections, &self.steps))
            .or_else(|| if self.above < NEAR_AT_THE_END { None } else { anomalies::of_end(hunks) })
    }

    fn hunk<'a>(&self, sheet: &Sheet<'a>, index: usize, steps: &[Step]) -> Hunk<Line<'a>> {
        let Section { start, cells } = &sheet.sections[index];
        Hunk {
            start: *start,
            section: None,
            rows: steps.iter().map(|step| row(cells, step, self.engine)).collect(),
        }
    }

    /// Flags the rows that another reading has otherwise: those that the second reading has not, and, where no
    /// equation holds, every line alone, which could as well be on the other side. Returns the other readings.
    fn flag<'a>(&self, sheet: &Sheet<'a>, hunks: &mut [Hunk<Line<'a>>]) -> Vec<Alternative> {
        let mut alternatives = Vec::new();
        let total = self.bytes.unwrap_or_else(|| byte_delta::of(&*hunks));
        let mut rows_before = 0;
        for (index, hunk) in hunks.iter_mut().enumerate() {
            let checks = self.checks(sheet, index);
            for (row, step) in hunk.rows.iter_mut().zip(&self.steps[index]) {
                let is_alone =
                    !matches!(step.kind, StepKind::Context | StepKind::Changed | StepKind::Replaced);
                row.is_ambiguous = is_alone && checks == Checks::None;
            }
            if let Some(second) = &self.second[index] {
                let forks = alternatives::forks(&self.steps[index], second);
                let flagged = forks.iter().flat_map(|fork| fork.shown.clone());
                flagged.for_each(|row| hunk.rows[row].is_ambiguous = true);
                let otherwise = forks.iter().map(|fork| alternatives::told(fork, second, rows_before));
                let [own, others] =
                    [&*hunk, &self.hunk(sheet, index, second)].map(|hunk| byte_delta::of([hunk]));
                alternatives
                    .push(Alternative { otherwise: otherwise.collect(), bytes: total - own + others });
            }
            rows_before += hunk.rows.len();
        }
        self.together(alternatives)
    }

    /// Where the page states a byte change, the hunks of the other reading have it only together.
    fn together(&self, alternatives: Vec<Alternative>) -> Vec<Alternative> {
        let Some(bytes) = self.bytes else { return alternatives };
        let otherwise: Vec<_> =
            alternatives.into_iter().flat_map(|alternative| alternative.otherwise).collect();
        let alternative = (!otherwise.is_empty()).then_some(Alternative { otherwise, bytes });
        alternative.into_iter().collect()
    }
}

/// The likeliest reading, and the likeliest with other sides that is close to it.
fn likeliest(found: &Found) -> (Option<&search::Reading>, Option<&search::Reading>) {
    let Some(best) = found.readings.iter().min_by_key(|reading| reading.cost) else { return (None, None) };
    let others = found.readings.iter().filter(|other| other.signature != best.signature);
    let second = others.min_by_key(|other| other.cost).filter(|other| other.cost < best.cost + CLOSE);
    (Some(best), second)
}

fn found(
    paste: &Paste<'_, '_>,
    (index, engine, change): (usize, Engine, Option<ByteChange>),
    warnings: &mut Vec<Warning>,
) -> Found {
    let (section, alike) = (&paste.sheet.sections[index], &paste.alike[index]);
    let frame = Frame { counts_bytes: change.is_some(), ..paste.frame(index, engine) };
    let mut found = search::search(&section.cells, alike, frame);
    let line = section.cells.first().map(|cell| cell.line);
    if found.readings.is_empty() && frame.lines.is_some() {
        found = search::search(&section.cells, alike, Frame { lines: None, ..frame });
        warnings.push(messages::numbers_disagree(line));
    }
    if found.is_cut_short {
        warnings.push(messages::search_limit(line));
    }
    found
}

/// Puts back the blank row of context that a trimmed text has lost, and says so.
///
/// A hunk ends in two rows of context, or in fewer where the page ends, and no page ends in a blank line. So where one
/// row of context is left, the second was a blank one, or the page ends there. This takes it for the first, which is so
/// in 41 of 53 measured edits that end in one such row.
fn restore_blank<'a>(sheet: &Sheet<'a>, hunks: &mut [Hunk<Line<'a>>]) -> Option<Warning> {
    let rows = &mut hunks.last_mut()?.rows;
    let context = rows.iter().rev().take_while(|row| row.change.is_context()).count();
    if sheet.text_end == TextEnd::Kept || context != 1 || rows.len() == 1 {
        return None;
    }
    let source_line = rows.last().filter(|row| !is_blank(row))?.source_line;
    let change = Change::Context(Sides::new("".into(), "".into()));
    rows.push(Row::new(change, source_line));
    Some(messages::trimmed(source_line))
}

fn is_blank(row: &Row<Line<'_>>) -> bool {
    row.change.line(Side::New).is_none_or(|line| line.trim().is_empty())
}

/// The cells of a damaged paste that no row fits: each line with text alone, so that none is lost.
fn line_by_line(cells: &[Cell<'_>]) -> Vec<Step> {
    let texts = (0..).zip(cells).filter(|(_, cell)| !cell.text.trim().is_empty());
    let step = |(at, _): (u32, _)| Step {
        kind: StepKind::Added,
        lines: Sides::new(None, Some(Piece::whole(cells, at as usize))),
        at,
    };
    texts.map(step).collect()
}

fn row<'a>(cells: &[Cell<'a>], step: &Step, engine: Engine) -> Row<Line<'a>> {
    let text = |side: Side| {
        let copied = step.lines.get(side).map_or(Cow::Borrowed(""), |piece| piece.line(cells));
        if engine == Engine::Php { php_whitespace::undone(copied) } else { copied }
    };
    let both = || Sides::new(text(Side::Old), text(Side::New));
    let change = match step.kind {
        StepKind::Context => Change::Context(both()),
        StepKind::Changed | StepKind::Replaced => Change::Changed(both()),
        StepKind::Removed | StepKind::UnseenRemoved => Change::Removed(text(Side::Old)),
        StepKind::Added | StepKind::UnseenAdded => Change::Added(text(Side::New)),
    };
    let source_line = step.is_seen().then(|| cells[step.at as usize].line);
    Row::new(change, source_line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WarningCode;
    use crate::pairing::tests::shown;
    use crate::parse;

    /// What is found out of a paste besides its rows.
    type Told<'t> = (Proof, Option<i64>, &'t [WarningCode]);

    #[track_caller]
    fn case(copied: &str, rows: &[&str], told: Told<'_>) {
        let sheets = parse::read_sheets(copied, &parse::Options::default()).unwrap();
        let inferred = infer(&sheets[0], &Hints::default());
        let found: Vec<String> = inferred.hunks.iter().flat_map(|hunk| shown(&hunk.rows)).collect();
        let codes: Vec<_> = inferred.warnings.iter().map(|warning| warning.code).collect();
        assert_eq!(found, rows, "{copied}");
        assert_eq!((inferred.proof, inferred.bytes, codes.as_slice()), told, "{copied}");
    }

    /// A page that states a byte change, with two rows of context around the given cells.
    fn page(change: &str, cells: &str) -> String {
        format!(
            "Fenn: Difference between revisions\n\n{change} , \u{a0}4 February 2023\n{}",
            hunk(20, 20, cells)
        )
    }

    fn hunk(old: u32, new: u32, cells: &str) -> String {
        format!("Line {old}: Line {new}:\none\none\ntwo\ntwo\n{cells}\nten\nten\nend\nend")
    }

    #[test]
    fn the_only_reading_with_the_stated_bytes_is_proved() {
        let told: Told<'_> = (Proof::Checked, Some(4), &[]);
        case(
            &page("4 bytes added", "a link in the text\na [[link]] in the text"),
            &["=one", "=two", "~a link in the text|a [[link]] in the text", "=ten", "=end"],
            told,
        );
        case(
            &page("16 bytes removed", "milk and rennet"),
            &["=one", "=two", "-milk and rennet", "=ten", "=end"],
            (Proof::Checked, Some(-16), &[]),
        );
    }

    #[test]
    fn the_sample_of_the_readme_is_proved() {
        let sheets =
            parse::read_sheets(include_str!("../../fixtures/seed/chatgpt.txt"), &parse::Options::default())
                .unwrap();
        let inferred = infer(&sheets[0], &Hints::default());
        let is_context: Vec<_> = inferred.hunks[0].rows.iter().map(|row| row.change.is_context()).collect();
        assert_eq!(is_context, [true, true, false, true, true]);
        assert_eq!((inferred.proof, inferred.bytes, inferred.warnings), (Proof::Checked, Some(4), vec![]));
    }

    #[test]
    fn rows_that_two_readings_have_otherwise_are_guessed() {
        case(
            &page("No change in size", "milk\nsix\nsix\nwhey"),
            &["=one", "=two", "?+milk", "=six", "?-whey", "=ten", "=end"],
            (Proof::Inferred, Some(0), &[]),
        );
    }

    #[test]
    fn a_line_added_twice_round_a_blank_one_is_a_rival() {
        let cells = "{{reflist}}\n{{reflist}}\n* item 10\n \n\n\n\n\nstone river\nstone river\n\n\n[[arch]]\n}}\n\
                     * item 14\n* item 14\n\n\n\n\nriver\nriver";
        let copied = format!("Tarn: Difference between revisions\n24 bytes added, 16 February 2024\n{cells}");
        let sheets = parse::read_sheets(&copied, &parse::Options::default()).unwrap();
        assert_eq!(infer(&sheets[0], &Hints::default()).proof, Proof::Inferred);
    }

    #[test]
    fn a_blank_row_that_was_trimmed_is_put_back_where_one_row_of_context_is_left() {
        let copied = |end: &str| {
            format!(
                "Fenn: Difference between revisions\n\n5 bytes added, 4 May 2024\nLine 20: Line 20:\none\none\ntwo\ntwo\nmilk\n{end}"
            )
        };
        let told: Told<'_> = (Proof::Checked, Some(5), &[WarningCode::BlankLines]);
        case(&copied("ten\nten"), &["=one", "=two", "+milk", "=ten", "="], told);
        let told: Told<'_> = (Proof::Checked, Some(5), &[]);
        case(&copied("ten\nten\nend\nend"), &["=one", "=two", "+milk", "=ten", "=end"], told);
        case(&copied("ten\nten\n\n"), &["=one", "=two", "+milk", "=ten", "="], told);
    }

    #[test]
    fn where_no_reading_has_the_bytes_the_likeliest_is_shown() {
        case(
            &page("99 bytes added", "milk"),
            &["=one", "=two", "?+milk", "=ten", "=end"],
            (Proof::Inferred, Some(5), &[WarningCode::BytesDisagree]),
        );
    }

    #[test]
    fn what_hard_spaces_account_for_speaks_against_no_reading() {
        let cells = "the mountain is 1 204 m high\nthe peak is 1 204 m high";
        let changed = "~the mountain is 1 204 m high|the peak is 1 204 m high";
        case(
            &page("11 bytes removed", cells),
            &["=one", "=two", changed, "=ten", "=end"],
            (Proof::Inferred, Some(-4), &[WarningCode::BytesDisagree]),
        );
        let kept = cells.replacen("1 204", "1\u{a0}204", 1);
        let told = infer_warnings(&page("11 bytes removed", &kept));
        assert!(told.iter().any(|message| message.starts_with("no reading of the rows")), "{told:?}");
    }

    fn infer_warnings(copied: &str) -> Vec<String> {
        let sheets = parse::read_sheets(copied, &parse::Options::default()).unwrap();
        infer(&sheets[0], &Hints::default()).warnings.into_iter().map(|warning| warning.message).collect()
    }

    #[test]
    fn line_numbers_say_the_side_of_a_line() {
        let after = |new| format!("{}\n{}", hunk(3, 3, "milk"), hunk(20, new, "the old mill\nthe new mill"));
        let context = ["=one", "=two", "?~the old mill|the new mill", "=ten", "=end"];
        let with = |row| [&["=one", "=two", row, "=ten", "=end"][..], &context].concat();
        case(&after(21), &with("+milk"), (Proof::Inferred, None, &[]));
        case(&after(19), &with("-milk"), (Proof::Inferred, None, &[]));
        case(&after(40), &with("?+milk"), (Proof::Inferred, None, &[WarningCode::LinesDisagree]));
    }

    #[test]
    fn a_sum_that_only_an_unlikely_reading_has_proves_nothing() {
        // The last line lacks its copy: a row of context is taken for a line that was removed, with blank ones.
        let cells = "mill\nmill\ntown\ntown\nwater\nwater wheel\nhouse old\nhouse old\nweir year";
        let copied = format!(
            "Fenn: Difference between revisions\n\n6 bytes added, 4 May 2024\nLine 20: Line 20:\n{cells}"
        );
        let sheets = parse::read_sheets(&copied, &parse::Options::default()).unwrap();
        assert_eq!(infer(&sheets[0], &Hints::default()).proof, Proof::Inferred);
    }

    #[test]
    fn a_sum_that_an_unlikely_end_has_proves_nothing() {
        let cells =
            |end: &str| format!("mill\nmill\ntown\ntown\nwater\nwater wheel\nhouse old\nhouse old\n{end}");
        let proof = |end: &str, bytes: &str| {
            let copied = format!(
                "Fenn: Difference between revisions\n\n{bytes}, 4 May 2024\nLine 20: Line 20:\n{}",
                cells(end)
            );
            let sheets = parse::read_sheets(&copied, &parse::Options::default()).unwrap();
            infer(&sheets[0], &Hints::default()).proof
        };
        assert_eq!(proof("weir\nweir", "6 bytes added"), Proof::Checked);
        assert_eq!(proof("weir", "6 bytes added"), Proof::Inferred);
    }

    #[test]
    fn blank_lines_that_were_not_copied_are_put_back() {
        case(
            &page("11 bytes added", "== Law =="),
            &["=one", "=two", "+", "+== Law ==", "=ten", "=end"],
            (Proof::Checked, Some(11), &[WarningCode::BlankLines]),
        );
    }
}
