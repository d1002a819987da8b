//! Line ends of other systems and programs: CR alone (old Macs), CR CR LF (text that was converted twice), the line
//! separators of word processors (VT, Unicode's LS and PS).

use crate::parse::repair::candidate::Candidate;

/// Line ends of texts without a line feed.
const OTHERS: [&str; 4] = ["\r", "\u{b}", "\u{2028}", "\u{2029}"];

/// The text with line feeds, if it has none, or has every return twice.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    if memchr::memchr(b'\n', text.as_bytes()).is_some() {
        let message = "every line ends with two returns; read with one";
        return is_doubled(text).then(|| Candidate::new(text.replace("\r\r\n", "\n"), message));
    }
    let end = OTHERS.into_iter().find(|end| text.contains(end))?;
    let message = "the lines end with another character than a line feed; read as lines";
    Some(Candidate::new(text.replace(end, "\n"), message))
}

/// Returns true if each line feed has two returns before it; a single return may be the page's.
fn is_doubled(text: &str) -> bool {
    memchr::memchr_iter(b'\n', text.as_bytes()).all(|at| text[..at].ends_with("\r\r"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn other_line_ends_become_line_feeds() {
        assert_text(repair, "a\rb", Some("a\nb"));
        assert_text(repair, "a\u{b}b", Some("a\nb"));
        assert_text(repair, "a\u{2028}b", Some("a\nb"));
        assert_text(repair, "a\r\r\nb\r\r\n", Some("a\nb\n"));
    }

    #[test]
    fn line_feeds_are_left_as_they_are() {
        assert_text(repair, "a\nb", None);
        assert_text(repair, "a\r\nb\r\n", None);
        assert_text(repair, "a\r\r\nb\r\n", None);
        assert_text(repair, "a", None);
    }
}
