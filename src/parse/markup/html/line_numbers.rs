//! The line numbers in the headers of the markup: in a message ("Line 20:"), or in a comment that nobody replaced.

use crate::model::Sides;
use crate::parse::page::digits;

/// The first number in the text, and what follows it.
fn first(text: &str) -> Option<(u32, &str)> {
    let at = text.find(digits::is_digit).or_else(|| text.find(digits::is_any_digit))?;
    let (number, rest) = digits::parse_number(&text[at..])?;
    Some((u32::try_from(number).ok()?, rest))
}

/// The number in the message over one column.
pub(crate) fn of_message(text: &str) -> Option<u32> {
    first(text).map(|(number, _)| number)
}

/// The numbers in the message of the inline view: one where both are the same, otherwise "Line 20 ⟶ 22:".
pub(crate) fn of_both(text: &str) -> Option<Sides<u32>> {
    let (old, rest) = first(text)?;
    Some(Sides::new(old, of_message(rest).unwrap_or(old)))
}

/// The numbers in a comment: `LINE 20` over one column, `LINES 20,22` in the inline view.
pub(crate) fn of_comment(text: &str) -> Option<Sides<u32>> {
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
    fn messages_hold_numbers_in_any_digits() {
        case(of_both("Line 20:"), Some((20, 20)));
        case(of_both("Line 1,759 ⟶ 1,760:"), Some((1759, 1760)));
        case(of_both("第20行："), Some((20, 20)));
        case(of_both("سطر ٢٠:"), Some((20, 20)));
        case(of_both("Property / instance of"), None);
    }

    #[test]
    fn comments_hold_numbers_where_no_message_is() {
        case(of_comment(" LINES 3,4 "), Some((3, 4)));
        case(of_comment("LINE 3"), Some((3, 3)));
        case(of_comment(" diff cache key "), None);
    }
}
