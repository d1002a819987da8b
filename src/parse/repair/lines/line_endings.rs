//! Line ends of other systems and programs: CR alone (old Macs), CR CR LF (text that was converted twice), the line
//! separators of word processors (VT, Unicode's LS and PS).

use crate::parse::repair::candidate::Repair;

/// What ends a line where no line feed is in the text.
const OTHERS: [&str; 4] = ["\r", "\u{b}", "\u{2028}", "\u{2029}"];

/// The text with line feeds, if it has none, or has every return twice.
pub(crate) fn repaired(text: &str) -> Option<Repair> {
    if memchr::memchr(b'\n', text.as_bytes()).is_some() {
        let message = "every line ends with two returns; read with one";
        return is_doubled(text).then(|| Repair::of(text.replace("\r\r\n", "\n"), message));
    }
    let end = OTHERS.into_iter().find(|end| text.contains(end))?;
    let message = "the lines end with another character than a line feed; read as lines";
    Some(Repair::of(text.replace(end, "\n"), message))
}

/// Whether each line feed has two returns before it; a return alone may be the page's.
fn is_doubled(text: &str) -> bool {
    memchr::memchr_iter(b'\n', text.as_bytes()).all(|at| text[..at].ends_with("\r\r"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::candidate::expect;

    #[track_caller]
    fn case(text: &str, expected: Option<&str>) {
        expect::text(repaired(text), text, expected);
    }

    #[test]
    fn other_line_ends_become_line_feeds() {
        case("a\rb", Some("a\nb"));
        case("a\u{b}b", Some("a\nb"));
        case("a\u{2028}b", Some("a\nb"));
        case("a\r\r\nb\r\r\n", Some("a\nb\n"));
    }

    #[test]
    fn line_feeds_are_left_as_they_are() {
        case("a\nb", None);
        case("a\r\nb\r\n", None);
        case("a\r\r\nb\r\n", None);
        case("a", None);
    }
}
