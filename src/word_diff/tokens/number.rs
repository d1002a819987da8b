//! Numbers with separators.
//!
//! ```text
//! 1,759 men   →  1,759                one number
//! 12 345 men  →  12 345               one number
//! 1,2,34      →  1                    the members of a list stay apart
//! 12.11.2007  →  12 · 11 · 2007       a date or a version: its parts
//! ```

use super::char_class::{CharClass, run_len};
use crate::graphemes::first_cluster;

/// The length of the number at the beginning of the text, in bytes.
///
/// A point between digits belongs to the number. A comma belongs to it before two digits or more (`1,759`, `43,20,000`),
/// so the members of `1,2,3` stay apart. A blank belongs to it between groups of three digits (`1 234 567`).
pub(crate) fn number_len(text: &str) -> usize {
    let mut length = run_len(text, CharClass::Digit);
    if let Some(grouped) = grouped_len(text, length) {
        length = grouped;
    }
    // Most numbers end before a byte that begins no separator.
    while let Some(b'.' | b',' | 0xd9) = text.as_bytes().get(length)
        && let Some((separator @ ('.' | ',' | '٫' | '٬'), cluster)) = first_cluster(&text[length..])
    {
        let more = run_len(&text[length + cluster..], CharClass::Digit);
        let min = if separator == ',' { 2 } else { 1 };
        if more < min || cluster != separator.len_utf8() {
            break;
        }
        length += cluster + more;
    }
    length
}

/// The length of a number whose thousands are separated by blanks, or `None` if no blank separates thousands. `first` is
/// the length of the first digits.
fn grouped_len(text: &str, first: usize) -> Option<usize> {
    let mut length = first;
    while let Some(blank) = thousands_blank_len(&text[length..])
        && run_len(&text[length + blank..], CharClass::Digit) == GROUP_LEN
    {
        length += blank + GROUP_LEN;
    }
    (first <= GROUP_LEN && length > first).then_some(length)
}

/// The number of digits between two separators of thousands.
const GROUP_LEN: usize = 3;

/// The length of the blank at the beginning of the text that may separate thousands.
fn thousands_blank_len(text: &str) -> Option<usize> {
    // Most numbers end before a byte that begins no such blank.
    if !matches!(text.as_bytes().first(), Some(b' ' | 0xc2 | 0xe2)) {
        return None;
    }
    let (blank, cluster) = first_cluster(text)?;
    let may_separate = matches!(blank, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}');
    (may_separate && cluster == blank.len_utf8()).then_some(cluster)
}

/// Splits a date or a version (`12.11.2007`, `2.4.10`) into its numbers. Returns `None` unless the text is digits with
/// several points, or if the points separate thousands (`1.234.567`).
pub(crate) fn split_at_points(text: &str) -> Option<impl Iterator<Item = &str>> {
    let parts = || text.split('.');
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let are_thousands = || parts().skip(1).all(|part| part.len() == 3);
    // Few numbers have points, and counting points is cheaper than splitting.
    let points = text.bytes().filter(|byte| *byte == b'.').count();
    (points > 1 && parts().all(is_number) && !are_thousands()).then(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_separators_in_numbers() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(&text[..number_len(text)], expected);
        }
        case("1,759 a", "1,759");
        case("43,20,000", "43,20,000");
        case("1,2,34", "1");
        case("3.14.", "3.14");
        case("٣٫٥", "٣٫٥");
        case("1.\u{301}5", "1");
        case("12 345 a", "12 345");
        case("1\u{202f}234\u{a0}567.5 a", "1\u{202f}234\u{a0}567.5");
        case("1871 200", "1871");
        case("12 34", "12");
        case("12 3456", "12");
        case("12 \u{301}345", "12");
    }

    #[test]
    fn splits_at_points_unless_they_separate_thousands() {
        #[track_caller]
        fn case(text: &str, expected: Option<&[&str]>) {
            let parts = split_at_points(text).map(Iterator::collect::<Vec<_>>);
            assert_eq!(parts.as_deref(), expected, "{text}");
        }
        case("12.11.2007", Some(&["12", "11", "2007"]));
        case("192.168.0.1", Some(&["192", "168", "0", "1"]));
        case("1.234.567", None);
        case("3.14", None);
        case("1,500.2.3", None);
    }
}
