//! Room at the end of a line for the first word of the next line.

use crate::parse::table::measure::ColumnMeasure;

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

/// Columns that a program may leave free before an ideograph, which takes two.
const IDEOGRAPH_SLACK: usize = 2;

/// Measures the room in a line for the first word of the next line.
pub(crate) fn room(line: &str, next: &str, width: usize, measure: ColumnMeasure) -> Room {
    if line.is_empty() || next.is_empty() {
        return Room::Enough;
    }
    let is_ideograph = next.chars().next().is_some_and(is_wide);
    let used = measure.width(line) + 1 + if is_ideograph { IDEOGRAPH_SLACK } else { 0 };
    if used + measure.width(first_word(next)) <= width {
        return Room::Enough;
    }
    if used + measure.width(first_part(next)) <= width { Room::Part } else { Room::None }
}

/// The first word of a text. An ideograph is a word of its own, with the closing signs behind it.
pub(crate) fn first_word(text: &str) -> &str {
    let word = text.split(' ').next().unwrap_or(text);
    cut_where(word, |before, after| (is_wide(before) || is_wide(after)) && can_break(before, after))
}

/// The first word of a text up to a sign in it at which a program may break it.
pub(crate) fn first_part(text: &str) -> &str {
    cut_where(first_word(text), can_break)
}

/// Cuts a word at the first place that a test of the characters before and after it finds.
fn cut_where(word: &str, is_place: impl Fn(char, char) -> bool) -> &str {
    let places = word.char_indices().zip(word.chars().skip(1));
    let mut cuts = places.filter(|&((_, before), after)| is_place(before, after));
    cuts.next().map_or(word, |((at, before), _)| &word[..at + before.len_utf8()])
}

/// Returns true if a program may break a line between two characters without a space: at a sign, but not before a closing
/// one or after an opening one.
pub(crate) fn can_break(before: char, after: char) -> bool {
    let is_word = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ',' | '.' | ':' | '"' | '\'' | '$' | '%' | '*' | '+' | '-' | '@' | '~' | '_')
    };
    let is_closing = matches!(
        after,
        ',' | '.'
            | ':'
            | ';'
            | '?'
            | '!'
            | ')'
            | ']'
            | '}'
            | '>'
            | '，'
            | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '」'
            | '』'
            | '》'
            | '”'
    );
    let is_opening = matches!(before, '(' | '[' | '{' | '`' | '<' | '（' | '「' | '『' | '《' | '“');
    let is_between_words = is_word(before) && is_word(after) && !is_wide(before) && !is_wide(after);
    !(is_closing || is_opening || is_between_words)
}

pub(crate) fn is_wide(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Starts and ends of the marks of changed words.
pub(crate) const MARKS: [(&str, &str); 2] = [("[DEL:", ":DEL]"), ("[INS:", ":INS]")];
