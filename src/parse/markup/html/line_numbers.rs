//! Line numbers in the headers of the markup: in a message ("Line 20:"), or in a comment for which the wiki put no
//! message.

use crate::model::Sides;
use crate::parse::page::digits;

/// Finds the first number in the text. Returns it with the text after it.
fn find_number(text: &str) -> Option<(u32, &str)> {
    let at = text.find(digits::is_digit).or_else(|| text.find(digits::is_any_digit))?;
    let (number, rest) = digits::parse_number(&text[at..])?;
    Some((u32::try_from(number).ok()?, rest))
}

/// Parses the message over one column.
pub(crate) fn parse_message(text: &str) -> Option<u32> {
    find_number(text).map(|(number, _)| number)
}

/// Parses the message of the inline view: "Line 20:" for equal numbers, or "Line 20 ⟶ 22:".
pub(crate) fn parse_inline_message(text: &str) -> Option<Sides<u32>> {
    let (old, rest) = find_number(text)?;
    Some(Sides::new(old, parse_message(rest).unwrap_or(old)))
}

/// Parses a comment: `LINE 20` over one column, `LINES 20,22` in the inline view.
pub(crate) fn parse_comment(text: &str) -> Option<Sides<u32>> {
    let text = text.trim();
    let Some(both) = text.strip_prefix("LINES ") else {
        let number = text.strip_prefix("LINE ")?.trim().parse().ok()?;
        return Some(Sides::new(number, number));
    };
    let (old, new) = both.split_once(',')?;
    Some(Sides::new(old.trim().parse().ok()?, new.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(found: Option<Sides<u32>>, expected: Option<(u32, u32)>) {
        assert_eq!(found.map(|numbers| (numbers.old, numbers.new)), expected);
    }

    #[test]
    fn parses_messages_in_any_digits() {
        case(parse_inline_message("Line 20:"), Some((20, 20)));
        case(parse_inline_message("Line 1,759 ⟶ 1,760:"), Some((1759, 1760)));
        case(parse_inline_message("第20行："), Some((20, 20)));
        case(parse_inline_message("سطر ٢٠:"), Some((20, 20)));
        case(parse_inline_message("Property / instance of"), None);
    }

    #[test]
    fn parses_comments() {
        case(parse_comment(" LINES 3,4 "), Some((3, 4)));
        case(parse_comment("LINE 3"), Some((3, 3)));
        case(parse_comment(" diff cache key "), None);
    }
}
