//! Line ends of other systems and programs: CR alone (old Macs), CR CR LF (text that was converted twice), and the line
//! separators of word processors (VT, Unicode's LS and PS).

use crate::parse::repair::candidate::Candidate;

/// Line ends of texts without a line feed.
const OTHER_LINE_ENDS: [&str; 4] = ["\r", "\u{b}", "\u{2028}", "\u{2029}"];

/// Replaces other line ends in a text without line feeds, and CR CR LF by LF.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    if memchr::memchr(b'\n', text.as_bytes()).is_some() {
        let message = "every line ends with two carriage returns; read as one line end";
        return is_doubled(text).then(|| Candidate::new(text.replace("\r\r\n", "\n"), message));
    }
    let end = OTHER_LINE_ENDS.into_iter().find(|end| text.contains(end))?;
    let message = "the lines end with a character other than a line feed; read as lines";
    Some(Candidate::new(text.replace(end, "\n"), message))
}

/// Returns true if each line feed has two carriage returns before it.
fn is_doubled(text: &str) -> bool {
    memchr::memchr_iter(b'\n', text.as_bytes()).all(|at| text[..at].ends_with("\r\r"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn replaces_other_line_ends() {
        assert_text(repair, "a\rb", Some("a\nb"));
        assert_text(repair, "a\u{b}b", Some("a\nb"));
        assert_text(repair, "a\u{2028}b", Some("a\nb"));
        assert_text(repair, "a\r\r\nb\r\r\n", Some("a\nb\n"));
    }

    #[test]
    fn keeps_line_feeds() {
        assert_text(repair, "a\nb", None);
        assert_text(repair, "a\r\nb\r\n", None);
        assert_text(repair, "a\r\r\nb\r\n", None);
        assert_text(repair, "a", None);
    }
}
