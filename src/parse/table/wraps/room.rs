//! Room at the end of a line for the first word of the next line, and signs that show where a line of the page begins.

use crate::parse::table::measure::ColumnMeasure;

/// Cost of joining a line that begins as no words inside a line do.
const LINE_START_COST: u32 = 6;

/// Cost of joining a line that begins with a sign of lists, tables or templates, which stand inside a line as well.
const SIGN_START_COST: u32 = 1;

/// Room for the next word at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// A side without text, or room for the whole word: the row ends here.
    Enough,
    /// Room for a part of the word, up to a sign inside it.
    Part,
    /// No room.
    None,
}

/// Measures the room in a line for the first word of the next line.
pub(crate) fn room(line: &str, next: &str, width: usize, measure: ColumnMeasure) -> Room {
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
pub(crate) fn can_break(before: char, after: char) -> bool {
    let is_word = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ',' | '.' | ':' | '"' | '\'' | '$' | '%' | '*' | '+' | '-' | '@' | '~' | '_')
    };
    let is_closing = matches!(after, ',' | '.' | ':' | ';' | '?' | '!' | ')' | ']' | '}' | '>');
    let is_opening = matches!(before, '(' | '[' | '{' | '`' | '<');
    is_wide(before) || is_wide(after) || !(is_closing || is_opening || is_word(before) && is_word(after))
}

pub(crate) fn is_wide(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns true for a heading of wikitext, perhaps with marked words.
pub(crate) fn is_heading(line: &str) -> bool {
    line.len() > 4 && line.starts_with("==") && line.ends_with("==")
}

/// Returns true for a text that begins inside a sentence.
pub(crate) fn continues_sentence(text: &str) -> bool {
    text.starts_with(|c: char| {
        c.is_lowercase() || c.is_numeric() || is_wide(c) || matches!(c, ')' | ']' | '}' | '\'')
    })
}

/// The cost of joining a text to the line above, by the signs that they begin with.
pub(crate) fn start_cost(above: &str, text: &str) -> u32 {
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
pub(crate) const MARKS: [(&str, &str); 2] = [("[DEL:", ":DEL]"), ("[INS:", ":INS]")];
