//! Numbers: where one ends that separators stand in.

use super::char_class::{CharClass, run};
use crate::graphemes::first_cluster;

/// The length of the number that the text begins with.
///
/// A point between digits belongs to the number; a comma only before two digits or more (`1,759`, `43,20,000`),
/// so that the members of `1,2,3` stay apart. Where points part several numbers, [`numbers_apart`] says so.
pub(crate) fn number(text: &str) -> usize {
    let mut length = run(text, CharClass::Digit);
    // Most numbers end before another byte than one that a separator begins with.
    while let Some(b'.' | b',' | 0xd9) = text.as_bytes().get(length)
        && let Some((separator @ ('.' | ',' | '٫' | '٬'), cluster)) = first_cluster(&text[length..])
    {
        let more = run(&text[length + cluster..], CharClass::Digit);
        let least = if separator == ',' { 2 } else { 1 };
        if more < least || cluster != separator.len_utf8() {
            break;
        }
        length += cluster + more;
    }
    length
}

/// The numbers of a date or a version (`12.11.2007`, `2.4.10`), which means something in its parts: digits with several
/// points among them, unless those part thousands (`1.234.567`).
pub(crate) fn numbers_apart(text: &str) -> Option<impl Iterator<Item = &str>> {
    let parts = || text.split('.');
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let are_thousands = || parts().skip(1).all(|part| part.len() == 3);
    // Few numbers have points, and to count those is quicker than to look for the parts.
    let points = text.bytes().filter(|byte| *byte == b'.').count();
    (points > 1 && parts().all(is_number) && !are_thousands()).then(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_belong_to_a_number() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(&text[..number(text)], expected);
        }
        case("1,759 a", "1,759");
        case("43,20,000", "43,20,000");
        case("1,2,34", "1");
        case("3.14.", "3.14");
        case("٣٫٥", "٣٫٥");
        case("1.\u{301}5", "1");
    }

    #[test]
    fn several_points_part_numbers_unless_they_part_thousands() {
        #[track_caller]
        fn case(text: &str, expected: Option<&[&str]>) {
            let parts = numbers_apart(text).map(Iterator::collect::<Vec<_>>);
            assert_eq!(parts.as_deref(), expected, "{text}");
        }
        case("12.11.2007", Some(&["12", "11", "2007"]));
        case("192.168.0.1", Some(&["192", "168", "0", "1"]));
        case("1.234.567", None);
        case("3.14", None);
        case("1,500.2.3", None);
    }
}
