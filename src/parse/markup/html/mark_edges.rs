//! Blanks at the edges of word marks, which a copy of the inline view may have lost.
//!
//! On desktop pages the marks of the inline view are boxes (`display: inline-block`). Chromium leaves out the blanks at the
//! edges of a box, unless the box keeps white space as on mobile pages, and writes the style into the copy:
//!
//! ```text
//! page    was<ins> first</ins> lit        copy    was<ins style="display: inline-block">first</ins> lit
//! ```
//!
//! wikidiff2 marks whole words. So two words without a blank between them had one, since a mark never ends inside a
//! word. Beside other characters a blank is possible.

use crate::model::Side;

/// A stretch of text with one kind of mark.
#[derive(Debug)]
pub(crate) struct MarkedPiece {
    /// The side of the mark; `None` for text on both sides.
    pub(crate) side: Option<Side>,
    /// The text.
    pub(crate) text: String,
}

/// State of the blanks at the edges of marks, the best first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EdgeBlanks {
    /// No blank can be missing.
    #[default]
    Whole,
    /// Blanks were missing and are back.
    Restored,
    /// Blanks may be missing.
    Doubtful,
}

/// Puts the blanks back that words show. `pieces` are the text of one changed line.
pub(crate) fn restore_blanks(pieces: &mut [MarkedPiece]) -> EdgeBlanks {
    let mut state = EdgeBlanks::Whole;
    for index in 0..pieces.len() {
        let Some(side) = pieces[index].side else { continue };
        if pieces[index].text.is_empty() {
            pieces[index].text.push(' ');
            state = state.max(EdgeBlanks::Restored);
            continue;
        }
        let is_of_side = |piece: &&MarkedPiece| piece.side.is_none_or(|other| other == side);
        let before =
            pieces[..index].iter().rev().filter(is_of_side).find_map(|piece| piece.text.chars().next_back());
        let after = pieces[index + 1..].iter().filter(is_of_side).find_map(|piece| piece.text.chars().next());
        let text = &mut pieces[index].text;
        let (first, last) = (text.chars().next(), text.chars().next_back());
        let (start, end) = (find_blank(before, first), find_blank(last, after));
        if start == EdgeBlanks::Restored {
            text.insert(0, ' ');
        }
        if end == EdgeBlanks::Restored {
            text.push(' ');
        }
        state = state.max(start).max(end);
    }
    state
}

/// Decides if a blank is missing between two characters on both sides of an edge.
fn find_blank(left: Option<char>, right: Option<char>) -> EdgeBlanks {
    let (Some(left), Some(right)) = (left, right) else { return EdgeBlanks::Whole };
    if left.is_whitespace() || right.is_whitespace() {
        return EdgeBlanks::Whole;
    }
    let is_opening = |character: char| "([{".contains(character);
    let is_closing = |character: char| ")]}".contains(character);
    match (is_word(left), is_word(right)) {
        (true, true) if is_ideographic(left) || is_ideographic(right) => EdgeBlanks::Whole,
        (true, true) => EdgeBlanks::Restored,
        (_, true) if is_opening(left) => EdgeBlanks::Whole,
        _ if is_opening(left) && (is_opening(right) || is_closing(right)) => EdgeBlanks::Whole,
        _ if !is_opening(left) && (is_closing(right) || ",.;:!?".contains(right)) => EdgeBlanks::Whole,
        _ => EdgeBlanks::Doubtful,
    }
}

/// True for a character that wikidiff2 counts to a word: letters, digits, and all beyond ASCII except the scripts without
/// blanks (`TextUtil::isLetter`).
fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_' || !character.is_ascii()
}

/// True for a character of a script without blanks between words. wikidiff2 marks each of them by itself.
fn is_ideographic(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3000}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Restores a line in which `-…-` is marked as removed and `+…+` as added.
    #[track_caller]
    fn case(line: &str, expected: &str, state: EdgeBlanks) {
        let mut pieces = Vec::new();
        for (sign, part) in line.split('|').map(|part| (part.chars().next(), part)) {
            let (side, text) = match sign {
                Some('-') => (Some(Side::Old), &part[1..]),
                Some('+') => (Some(Side::New), &part[1..]),
                _ => (None, part),
            };
            pieces.push(MarkedPiece { side, text: text.to_owned() });
        }
        assert_eq!(restore_blanks(&mut pieces), state, "{line:?}");
        let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(texts.join("|"), expected, "{line:?}");
    }

    #[test]
    fn words_without_a_blank_between_them_had_one() {
        case("was|+first| lit", "was| first| lit", EdgeBlanks::Restored);
        case("was |+first|lit", "was |first |lit", EdgeBlanks::Restored);
        case("in |-April|and", "in |April |and", EdgeBlanks::Restored);
        case("a|-b|+c|d", "a| b | c |d", EdgeBlanks::Restored);
        case("a|+| b", "a| | b", EdgeBlanks::Restored);
    }

    #[test]
    fn edges_that_had_no_blank_stay() {
        case("the |-old|+new| mill", "the |old|new| mill", EdgeBlanks::Whole);
        case("[[|-1871|+1872|]].", "[[|1871|1872|]].", EdgeBlanks::Whole);
        case("himself|+, and why|.", "himself|, and why|.", EdgeBlanks::Whole);
        case("古い|+石|橋", "古い|石|橋", EdgeBlanks::Whole);
        case("+all", "all", EdgeBlanks::Whole);
    }

    #[test]
    fn edges_beside_signs_are_doubtful() {
        case("1909:|+first| falsework", "1909:|first| falsework", EdgeBlanks::Doubtful);
        case("{|+.a|}", "{|.a|}", EdgeBlanks::Doubtful);
        case("-*|石", "*|石", EdgeBlanks::Doubtful);
        case("thick.|+[[File]]", "thick.|[[File]]", EdgeBlanks::Doubtful);
    }
}
