//! Rows of cells that were wrapped inside their columns: lines joined where the next word had no room.
//!
//! ```text
//!  The railway station was closed to       The railway station was closed to      ┐ one row: "passengers"
//!  passengers in 1964.                     passengers in 1964.                    ┘ had no room
//!  The end.                                The end.                                 a row of its own
//! ```
//!
//! The next line may begin where there is no room by chance. So a dynamic program weighs the ends of rows: by the room, by
//! the starts of lines that wikitext has, by unclosed marks, and by the number of context rows that MediaWiki prints.

use super::measure::ColumnMeasure;
use super::rows::{LineRow, RowDoubt};
use crate::model::Sides;
use crate::parse::sheet::Marker;

/// Maximum number of lines of a row. A paragraph of a page in narrow columns has about a hundred.
const MAX_ROW_LINES: usize = 256;

/// Number of context rows above and below a change.
const CONTEXT_ROWS: usize = 2;

/// Cost of the end of a row at which the next word had no room, if the next line begins inside a sentence.
const FULL_END_COST: u32 = 3;

/// Cost of such an end if the next line begins with a capital or a sign.
const CAPITAL_END_COST: u32 = 1;

/// Cost of joining a line that begins as no words inside a line do.
const LINE_START_COST: u32 = 6;

/// Cost of joining a line that begins with a sign of lists, tables or templates, which stand inside a line as well.
const SIGN_START_COST: u32 = 1;

/// Cost of joining a line to a heading.
const HEADING_COST: u32 = 6;

/// Cost of a row whose mark is closed in the next row.
const OPEN_MARK_COST: u32 = 8;

/// Cost of each context row too many or too few.
const CONTEXT_COST: u32 = 3;

/// Cost of a row that is not context.
const CHANGE_COST: u32 = 2;

/// Cost of a hunk without a change.
const NO_CHANGE_COST: u32 = 4;

/// A line of the text, split into its columns.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PhysicalLine<'a> {
    /// Its index.
    pub(crate) at: usize,
    /// The texts, without blanks at their ends; empty on a side without text.
    pub(crate) texts: Sides<&'a str>,
    pub(crate) markers: Sides<Option<Marker>>,
    /// True if the border between the columns is not where other lines have it.
    pub(crate) is_doubtful: bool,
}

impl PhysicalLine<'_> {
    /// Returns true for a line without text.
    pub(crate) const fn is_blank(&self) -> bool {
        self.texts.old.is_empty() && self.texts.new.is_empty()
    }
}

/// The lines under one header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WrappedHunk<'l, 'a> {
    pub(crate) lines: &'l [PhysicalLine<'a>],
    /// The numbers of its first lines.
    pub(crate) start: Sides<u32>,
    /// True if no other hunk follows.
    pub(crate) is_last: bool,
}

/// The columns of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ColumnFrame {
    pub(crate) measure: ColumnMeasure,
    /// The column at which the texts of the old side begin.
    pub(crate) old: usize,
    /// The column at which the texts of the new side begin.
    pub(crate) new: usize,
    /// Width of the widest line.
    pub(crate) widest: usize,
    /// True if the form keeps lines without text.
    pub(crate) has_blanks: bool,
}

/// Usual widths of the output of programs that wrap a page.
const USUAL_WIDTHS: [usize; 9] = [72, 80, 100, 120, 132, 160, 200, 240, 250];

/// Maximum number of columns that a table with wrapped cells leaves free.
const MAX_FREE_COLUMNS: usize = 12;

/// Columns between the texts of both sides, and at the end of a line, at most.
const MAX_GAP: usize = 6;

/// Measures the columns. Returns `None` if the table is not as wide as programs make a page: none of its cells was wrapped.
fn measure_widths(hunks: &[WrappedHunk<'_, '_>], frame: ColumnFrame) -> Option<Sides<usize>> {
    let page = USUAL_WIDTHS.into_iter().find(|width| *width >= frame.widest).unwrap_or(frame.widest);
    if page - frame.widest > MAX_FREE_COLUMNS {
        return None;
    }
    let lines = || hunks.iter().flat_map(|hunk| hunk.lines);
    let old = lines().map(|line| frame.measure.width(line.texts.old)).max()?;
    let new = lines().map(|line| frame.measure.width(line.texts.new)).max()?;
    Some(Sides::new(
        old.max(frame.new.saturating_sub(frame.old + MAX_GAP)),
        new.max(page.saturating_sub(frame.new + MAX_GAP)),
    ))
}

/// Room for the next word at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    /// A side without text, or room for the whole word: the row ends here.
    Enough,
    /// Room for a part of the word, up to a sign inside it.
    Part,
    /// No room.
    None,
}

/// Measures the room in a line for the first word of the next line.
fn room(line: &str, next: &str, width: usize, measure: ColumnMeasure) -> Room {
    if line.is_empty() || next.is_empty() {
        return Room::Enough;
    }
    let used = measure.width(line);
    let word = next.split(' ').next().unwrap_or(next);
    // Ideographs are words of their own.
    let word = match word.char_indices().find(|(_, c)| is_wide(*c)) {
        Some((0, first)) => &word[..first.len_utf8()],
        Some((at, _)) => &word[..at],
        None => word,
    };
    if used + 1 + measure.width(word) <= width {
        return Room::Enough;
    }
    let mut last = None;
    let cut = word.char_indices().find(|&(at, character)| {
        let is_cut = at > 0 && last.is_some_and(|last| can_break(last, character));
        last = Some(character);
        is_cut
    });
    let part = cut.map_or(word, |(at, _)| &word[..at]);
    if used + 1 + measure.width(part) <= width { Room::Part } else { Room::None }
}

/// Returns true if a program may break a line between two characters without a space: at a sign, but not before a closing
/// one or after an opening one.
fn can_break(before: char, after: char) -> bool {
    let is_word = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ',' | '.' | ':' | '"' | '\'' | '$' | '%' | '*' | '+' | '-' | '@' | '~' | '_')
    };
    let is_closing = matches!(after, ',' | '.' | ':' | ';' | '?' | '!' | ')' | ']' | '}' | '>');
    let is_opening = matches!(before, '(' | '[' | '{' | '`' | '<');
    is_wide(before) || is_wide(after) || !(is_closing || is_opening || is_word(before) && is_word(after))
}

fn is_wide(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns true for a heading of wikitext, perhaps with marked words.
fn is_heading(line: &str) -> bool {
    line.len() > 4 && line.starts_with("==") && line.ends_with("==")
}

/// Returns true for a text that begins inside a sentence.
fn continues_sentence(text: &str) -> bool {
    text.starts_with(|c: char| {
        c.is_lowercase() || c.is_numeric() || is_wide(c) || matches!(c, ')' | ']' | '}' | '\'')
    })
}

/// The cost of joining a text to the line above, by the signs that they begin with.
fn start_cost(above: &str, text: &str) -> u32 {
    let is_item = text.starts_with(['*', '#']) && text.trim_start_matches(['*', '#', ':']).starts_with(' ');
    let is_cell = text.starts_with(['|', '!']) && above.starts_with(['|', '!']);
    if is_item || is_cell || ["==", "{|", "|}", "|-", "[[Category"].iter().any(|sign| text.starts_with(sign))
    {
        LINE_START_COST
    } else if text.starts_with([':', ';', '|', '!', '=', '*', '#']) || text.starts_with("{{") {
        SIGN_START_COST
    } else {
        0
    }
}

/// Starts and ends of the marks of changed words.
const MARKS: [(&str, &str); 2] = [("[DEL:", ":DEL]"), ("[INS:", ":INS]")];

/// State of the search: the rows before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RunState {
    /// Number of context rows directly before.
    context: usize,
    has_change: bool,
}

/// Maximum number of context rows that a state counts.
const MAX_RUN: usize = 2 * CONTEXT_ROWS + 2;

/// Number of states.
const STATES: usize = 2 * (MAX_RUN + 1);

impl RunState {
    const fn index(self) -> usize {
        self.context * 2 + self.has_change as usize
    }

    const fn from_index(index: usize) -> Self {
        Self { context: index / 2, has_change: index % 2 == 1 }
    }
}

/// The best way to a state at a line.
#[derive(Clone, Copy, Debug)]
struct Step {
    cost: u32,
    from: usize,
    state: usize,
}

/// Rows of a hunk, each with the index of its first line.
type NumberedRows<'a> = Vec<(usize, LineRow<'a>)>;

/// Joins the lines of each hunk to rows. Returns `None` if the columns are not wrapped.
pub(crate) fn join_lines<'a>(
    hunks: &[WrappedHunk<'_, 'a>],
    frame: ColumnFrame,
) -> Option<Vec<NumberedRows<'a>>> {
    let widths = measure_widths(hunks, frame)?;
    let searches: Vec<_> = hunks.iter().map(|hunk| WrapSearch::new(*hunk, widths, frame)).collect();
    let found: Vec<FoundRows> = searches.iter().map(WrapSearch::find_rows).collect();
    let cost: u32 = found.iter().map(|found| found.cost).sum();
    let unwrapped_cost: u32 = searches.iter().map(WrapSearch::unwrapped_cost).sum();
    if unwrapped_cost < cost {
        return None;
    }
    // A space was the place of every break, unless a break stands where a part of a word had room.
    let has_room = |search: &WrapSearch<'_, '_>, at: usize| {
        search.rooms[at].old == Room::Part || search.rooms[at].new == Room::Part
    };
    let breaks_at_signs = !searches.iter().zip(&found).any(|(search, found)| {
        found.rows.iter().flat_map(|&(start, end)| start..end - 1).any(|at| has_room(search, at))
    });
    let join = |search: &WrapSearch<'_, 'a>, found: &FoundRows| {
        let row = |&(start, end): &(usize, usize)| {
            let is_full = search.end_cost(end) > 0;
            let row = join_row(&search.hunk.lines[start..end], breaks_at_signs);
            (search.hunk.lines[start].at, row.doubt_if(is_full, RowDoubt::Join))
        };
        found.rows.iter().map(row).collect()
    };
    Some(searches.iter().zip(&found).map(|(search, found)| join(search, found)).collect())
}

/// The rows of a hunk as ranges of lines, and their cost.
struct FoundRows {
    rows: Vec<(usize, usize)>,
    cost: u32,
}

/// Search for the ends of the rows.
struct WrapSearch<'l, 'a> {
    hunk: WrappedHunk<'l, 'a>,
    rooms: Vec<Sides<Room>>,
    /// Number of letters on each side before each line.
    letters: Vec<Sides<usize>>,
    /// Number of marks that are open after each line, on each side.
    open_marks: Vec<Sides<i32>>,
    /// True if the form keeps lines without text.
    has_blanks: bool,
}

impl<'l, 'a> WrapSearch<'l, 'a> {
    fn new(hunk: WrappedHunk<'l, 'a>, widths: Sides<usize>, frame: ColumnFrame) -> Self {
        let lines = hunk.lines;
        let room_at = |at: usize| {
            let (above, below) = (&lines[at].texts, &lines[at + 1].texts);
            Sides::new(
                room(above.old, below.old, widths.old, frame.measure),
                room(above.new, below.new, widths.new, frame.measure),
            )
        };
        let rooms = (0..lines.len().saturating_sub(1)).map(room_at).collect();
        let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let mut letters = vec![Sides::new(0, 0)];
        let mut open_marks = Vec::with_capacity(lines.len());
        let mut sum = Sides::new(0, 0);
        let mut open = Sides::new(0, 0);
        for line in lines {
            sum = Sides::new(sum.old + count(line.texts.old), sum.new + count(line.texts.new));
            open = Sides::new(open.old + count_open(line.texts.old), open.new + count_open(line.texts.new));
            letters.push(sum);
            open_marks.push(open);
        }
        Self { hunk, rooms, letters, open_marks, has_blanks: frame.has_blanks }
    }

    /// Finds the rows with the least cost.
    fn find_rows(&self) -> FoundRows {
        let count = self.hunk.lines.len();
        let mut best: Vec<[Option<Step>; STATES]> = vec![[None; STATES]; count + 1];
        best[0][0] = Some(Step { cost: 0, from: 0, state: 0 });
        for start in 0..count {
            if best[start].iter().all(Option::is_none) {
                continue;
            }
            self.for_each_row(start, |end, row| {
                let end_cost = self.end_cost(end);
                for state in 0..STATES {
                    let Some(step) = best[start][state] else { continue };
                    for (next, cost) in self.next_states(RunState::from_index(state), row) {
                        let cost = step.cost + cost + end_cost;
                        let target = &mut best[end][next.index()];
                        if target.is_none_or(|other| cost < other.cost) {
                            *target = Some(Step { cost, from: start, state });
                        }
                    }
                }
            });
        }
        let last = (0..STATES).filter_map(|state| {
            let step = best[count][state]?;
            Some((step.cost + self.final_cost(RunState::from_index(state)), state))
        });
        let mut rows = Vec::new();
        let (cost, mut state) = last.min().unwrap_or((u32::MAX / 2, 0));
        let mut end = count;
        while end > 0 {
            let Some(step) = best[end][state] else { break };
            rows.push((step.from, end));
            (end, state) = (step.from, step.state);
        }
        rows.reverse();
        FoundRows { rows, cost }
    }

    /// Calls a function with the end and the kind of each row that may begin at a line.
    fn for_each_row(&self, start: usize, mut visit: impl FnMut(usize, RowCost)) {
        let mut cost = 0;
        let mut is_long = Sides::new(true, true);
        let mut block = Sides::new(SideBlock::default(), SideBlock::default());
        for end in start + 1..=self.hunk.lines.len().min(start + MAX_ROW_LINES) {
            let line = &self.hunk.lines[end - 1].texts;
            is_long = Sides::new(is_long.old && !line.old.is_empty(), is_long.new && !line.new.is_empty());
            let is_first = end == start + 1;
            block.old.add(!line.old.is_empty());
            block.new.add(!line.new.is_empty());
            if block.old.is_broken || block.new.is_broken || !is_first && !(is_long.old || is_long.new) {
                break;
            }
            if !is_first {
                let Some(join) = self.join_cost(end - 2) else { break };
                cost += join;
            }
            let kind = self.kind(start, end);
            visit(end, RowCost { kind, cost });
            if self.hunk.lines[start].is_blank() {
                break;
            }
        }
    }

    /// The cost of joining a line to the next one; `None` if a side has room for the next word.
    fn join_cost(&self, at: usize) -> Option<u32> {
        let (above, below) = (&self.hunk.lines[at].texts, &self.hunk.lines[at + 1].texts);
        let mut cost = 0;
        for (room, line, next) in
            [(self.rooms[at].old, above.old, below.old), (self.rooms[at].new, above.new, below.new)]
        {
            if line.is_empty() || next.is_empty() {
                continue;
            }
            cost += match room {
                Room::Enough => return None,
                Room::Part => 1,
                Room::None => 0,
            };
            cost += start_cost(line, next);
            cost += if is_heading(line) { HEADING_COST } else { 0 };
        }
        Some(cost)
    }

    /// The cost of the end of a row before a line.
    fn end_cost(&self, end: usize) -> u32 {
        let Some(rooms) = end.checked_sub(1).and_then(|at| self.rooms.get(at)) else { return 0 };
        let cost = |room: Room, next: &str| match room {
            Room::None if continues_sentence(next) => FULL_END_COST,
            Room::None | Room::Part => CAPITAL_END_COST,
            Room::Enough => 0,
        };
        let below = &self.hunk.lines[end].texts;
        let full = cost(rooms.old, below.old).max(cost(rooms.new, below.new));
        let open = self.open_marks[end - 1];
        full + if open.old != 0 || open.new != 0 { OPEN_MARK_COST } else { 0 }
    }

    /// The cost of the hunk if every line is a row.
    fn unwrapped_cost(&self) -> u32 {
        let mut state = RunState { context: 0, has_change: false };
        let mut cost = 0;
        for at in 0..self.hunk.lines.len() {
            let row = RowCost { kind: self.kind(at, at + 1), cost: 0 };
            let Some((next, row_cost)) = self.next_states(state, row).min_by_key(|(_, cost)| *cost) else {
                continue;
            };
            state = next;
            cost += row_cost + u32::from(self.end_cost(at + 1) >= FULL_END_COST);
        }
        cost + self.final_cost(state)
    }

    fn kind(&self, start: usize, end: usize) -> RowKind {
        let (before, after) = (self.letters[start], self.letters[end]);
        let (old, new) = (after.old - before.old, after.new - before.new);
        if old + new == 0 {
            return RowKind::Blank;
        }
        let letters = |text: fn(&PhysicalLine<'a>) -> &'a str| {
            self.hunk.lines[start..end]
                .iter()
                .flat_map(move |line| text(line).chars().filter(|c| !c.is_whitespace()))
        };
        let is_equal = old == new && letters(|line| line.texts.old).eq(letters(|line| line.texts.new));
        if is_equal { RowKind::Context } else { RowKind::Changed }
    }

    /// The states after a row, with the cost of the row in its place.
    fn next_states(&self, state: RunState, row: RowCost) -> impl Iterator<Item = (RunState, u32)> {
        let as_context = RunState { context: (state.context + 1).min(MAX_RUN), ..state };
        let as_change = RunState { context: 0, has_change: true };
        let change_cost = CHANGE_COST + self.cost_before_change(state);
        let (context, change) = match row.kind {
            RowKind::Context => (Some(0), None),
            RowKind::Blank => (Some(0), Some(change_cost)),
            RowKind::Changed => (None, Some(change_cost)),
        };
        let context = context.map(|cost| (as_context, cost + row.cost));
        context.into_iter().chain(change.map(|cost| (as_change, cost + row.cost)))
    }

    /// The cost of the context before a change.
    fn cost_before_change(&self, state: RunState) -> u32 {
        if state.has_change {
            return cost_of(state.context.saturating_sub(2 * CONTEXT_ROWS));
        }
        let above = usize::try_from(self.hunk.start.old.min(self.hunk.start.new))
            .unwrap_or(usize::MAX)
            .saturating_sub(1);
        self.cost_of_run(state.context, above.min(CONTEXT_ROWS), false)
    }

    /// The cost of the context at the end of the hunk.
    fn final_cost(&self, state: RunState) -> u32 {
        if state.has_change {
            self.cost_of_run(state.context, CONTEXT_ROWS, self.hunk.is_last)
        } else {
            NO_CHANGE_COST
        }
    }

    fn cost_of_run(&self, found: usize, wanted: usize, may_be_short: bool) -> u32 {
        let short = wanted.saturating_sub(found);
        // The page may end here, and lines without text are missing in some forms.
        let is_usual = self.has_blanks && !may_be_short;
        let short_cost = if is_usual { cost_of(short) } else { u32::try_from(short).unwrap_or(u32::MAX) };
        cost_of(found.saturating_sub(wanted)) + short_cost
    }
}

fn cost_of(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX).saturating_mul(CONTEXT_COST)
}

/// Kind of a row, as far as the search needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowKind {
    Context,
    Blank,
    Changed,
}

/// A row that may begin at a line.
#[derive(Clone, Copy, Debug)]
struct RowCost {
    kind: RowKind,
    cost: u32,
}

/// The lines of one side of a row: they stand together, with blank lines above and below at most.
#[derive(Clone, Copy, Debug, Default)]
struct SideBlock {
    has_text: bool,
    has_ended: bool,
    is_broken: bool,
}

impl SideBlock {
    const fn add(&mut self, has_text: bool) {
        self.is_broken |= has_text && self.has_ended;
        self.has_ended |= !has_text && self.has_text;
        self.has_text |= has_text;
    }
}

/// Counts the marks that a text opens, without those that it closes.
fn count_open(text: &str) -> i32 {
    let count = |sign: &str| i32::try_from(text.matches(sign).count()).unwrap_or(i32::MAX);
    if !text.contains(['[', ']']) {
        return 0;
    }
    MARKS.iter().map(|(start, end)| count(start) - count(end)).sum()
}

/// Joins the lines of one row.
fn join_row<'a>(lines: &[PhysicalLine<'a>], breaks_at_signs: bool) -> LineRow<'a> {
    let text = |text: fn(&PhysicalLine<'a>) -> &'a str| {
        let parts: Vec<&str> = lines.iter().map(text).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => None,
            [part] => Some(std::borrow::Cow::Borrowed(*part)),
            _ => Some(std::borrow::Cow::Owned(join_parts(&parts, breaks_at_signs))),
        }
    };
    let texts = Sides::new(text(|line| line.texts.old), text(|line| line.texts.new));
    let is_blank = texts.old.is_none() && texts.new.is_none();
    let mut row = if is_blank {
        LineRow::pair("", "").doubt_if(true, RowDoubt::Blank)
    } else {
        LineRow { texts, ..LineRow::default() }
    };
    for line in lines {
        row.markers = Sides::new(row.markers.old.or(line.markers.old), row.markers.new.or(line.markers.new));
    }
    let is_doubtful = lines.iter().any(|line| line.is_doubtful);
    row.doubt_if(is_doubtful, RowDoubt::Border).doubt_if(lines.len() > 1, RowDoubt::Join)
}

fn join_parts(parts: &[&str], breaks_at_signs: bool) -> String {
    let mut joined = String::new();
    for part in parts {
        if !joined.is_empty() && needs_space(&joined, part, breaks_at_signs) {
            joined.push(' ');
        }
        joined.push_str(part);
    }
    joined
}

/// Returns true if a space belongs between two parts of a text.
fn needs_space(before: &str, after: &str, breaks_at_signs: bool) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let touches_mark = MARKS.iter().any(|(start, end)| before.ends_with(start) || after.starts_with(end));
    if touches_mark || is_wide(last) && is_wide(first) {
        return false;
    }
    if !breaks_at_signs || !can_break(last, first) {
        return true;
    }
    match (last, first) {
        _ if is_wide(last) || is_wide(first) => false,
        ('=', _) => before.ends_with(" ="),
        ('>', _) => !ends_with_opening_tag(before),
        ('/' | '&' | '#', _) => false,
        ('|', _) => false,
        ('\'' | '"', '[' | '{') => false,
        (_, '<' | '/' | '=') => false,
        (_, '|') => !is_in_link(before),
        _ => true,
    }
}

/// Returns true for a text that ends with the tag that opens an element.
fn ends_with_opening_tag(text: &str) -> bool {
    text.rfind('<').is_some_and(|start| !text[start..].starts_with("</") && !text.ends_with("/>"))
}

/// Returns true if a link of wikitext is open at the end of a text.
fn is_in_link(text: &str) -> bool {
    text.rfind("[[").is_some_and(|start| !text[start..].contains("]]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines<'a>(texts: &[(&'a str, &'a str)]) -> Vec<PhysicalLine<'a>> {
        let line = |(at, (old, new)): (usize, &(&'a str, &'a str))| PhysicalLine {
            at,
            texts: Sides::new(*old, *new),
            ..PhysicalLine::default()
        };
        texts.iter().enumerate().map(line).collect()
    }

    #[track_caller]
    fn case(widest: usize, texts: &[(&str, &str)], expected: &[(&str, &str)]) {
        let lines = lines(texts);
        let hunk = WrappedHunk { lines: &lines, start: Sides::new(9, 9), is_last: true };
        let frame =
            ColumnFrame { measure: ColumnMeasure::Screen, old: 12, new: 42, widest, has_blanks: true };
        let rows = join_lines(&[hunk], frame);
        let rows: Vec<_> = rows
            .iter()
            .flatten()
            .flatten()
            .map(|(_, row)| (row.texts.old.as_deref().unwrap_or(""), row.texts.new.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn joins_lines_without_room_for_the_next_word() {
        case(
            70,
            &[
                ("The railway was closed to", "The railway was closed to"),
                ("passengers in the year of", "passengers in the year of"),
                ("the flood.", "the flood."),
                ("One.", "One."),
                ("It has two wheels and one", "It has three wheels and a"),
                ("wheelhouse.", "wheelhouse."),
            ],
            &[
                (
                    "The railway was closed to passengers in the year of the flood.",
                    "The railway was closed to passengers in the year of the flood.",
                ),
                ("One.", "One."),
                ("It has two wheels and one wheelhouse.", "It has three wheels and a wheelhouse."),
            ],
        );
    }

    #[test]
    fn table_of_short_lines_is_not_joined() {
        case(55, &[("a b c d e f", "a b c d e f"), ("g h", "g h"), ("i j", "i k"), ("l m", "l m")], &[]);
    }
}
