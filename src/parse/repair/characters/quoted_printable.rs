//! Quoted-printable (RFC 2045, section 6.7): the encoding of mails. Each code such as `=E2` is a byte, and a line that ends
//! in `=` continues on the next line.

use crate::parse::repair::candidate::Candidate;

/// Maximum length of a line in quoted-printable, its `=` included.
const MAX_LINE_LEN: usize = 76;

/// Decodes a text in which every `=` begins a code and every other character needs no code.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let is_code = |at| is_hexadecimal(bytes, at) || is_line_end(&bytes[at + 1..]);
    if !memchr::memchr_iter(b'=', bytes).all(is_code) || !has_telling_code(text) || !text.is_ascii() {
        return None;
    }
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    if lines.iter().any(|line| line.len() > MAX_LINE_LEN) {
        return None;
    }
    let mut joined: Vec<(usize, Vec<u8>)> = Vec::new();
    let mut continues = false;
    for (at, line) in lines.into_iter().enumerate() {
        let (line, is_soft) = line.strip_suffix('=').map_or((line, false), |line| (line, true));
        match joined.last_mut() {
            Some((_, last)) if continues => last.extend(decode_line(line)),
            _ => joined.push((at, decode_line(line).collect())),
        }
        continues = is_soft;
    }
    let lines: Option<Vec<(usize, String)>> =
        joined.into_iter().map(|(at, bytes)| Some((at, String::from_utf8(bytes).ok()?))).collect();
    Some(Candidate::from_lines(&lines?, "this is the source of a mail (quoted-printable); decoded"))
}

/// Returns true if the text has codes that no page has: two bytes of a character, a line of blanks, or `=3D` and a line
/// that continues. A page may have some `=` at the ends of lines, or one `=20`.
fn has_telling_code(text: &str) -> bool {
    let lines = || text.split('\n').map(|line| line.trim_end_matches('\r'));
    let is_blank = |line: &str| BLANKS.contains(&line.trim_start_matches(['\t', ' ']));
    let is_broken = |line: &str| line.ends_with('=') && line.len() >= MIN_BROKEN_LEN;
    text.match_indices('=').any(|(at, _)| is_beyond_ascii(&text.as_bytes()[at..]))
        || lines().any(is_blank)
        || text.contains("=3D") && lines().any(is_broken)
}

/// Codes of the blank at the end of a line (rule 3). Only the last blank is a code.
const BLANKS: [&str; 2] = ["=20", "=09"];

/// Returns true if the text begins with two codes that are bytes of a character beyond ASCII.
fn is_beyond_ascii(codes: &[u8]) -> bool {
    let is_high = |at: usize| is_hexadecimal(codes, at) && matches!(codes[at + 1], b'8' | b'9' | b'A'..=b'F');
    is_high(0) && codes.get(3) == Some(&b'=') && is_high(3)
}

/// Minimum length of a line that a program breaks: it breaks a line if the next word or code does not fit.
const MIN_BROKEN_LEN: usize = 48;

fn is_hexadecimal(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1..at + 3).is_some_and(|code| code.iter().all(|&digit| digit_value(digit).is_some()))
}

fn is_line_end(rest: &[u8]) -> bool {
    rest.is_empty() || rest.starts_with(b"\n") || rest.starts_with(b"\r\n")
}

/// Decodes a line into bytes.
fn decode_line(line: &str) -> impl Iterator<Item = u8> {
    let mut bytes = line.bytes();
    std::iter::from_fn(move || match bytes.next()? {
        b'=' => Some(digit_value(bytes.next()?)? << 4 | digit_value(bytes.next()?)?),
        byte => Some(byte),
    })
}

/// Returns the value of a hexadecimal digit. Quoted-printable has capitals only.
fn digit_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_lines;

    #[test]
    fn decodes_bytes_and_joins_lines() {
        assert_lines(repair, "a =E2=80=93 b", Some(("a – b", &[0])));
        assert_lines(repair, "=C3=A4=\nb=\nc\nd", Some(("äbc\nd", &[0, 3])));
        assert_lines(repair, "=C3=A4=\r\nb=3D=\r\n=20\r\nc", Some(("äb= \nc", &[0, 3])));
        assert_lines(repair, "=09\na\n\t=09\na", Some(("\t\na\n\t\t\na", &[0, 1, 2, 3])));
        let long = "a".repeat(60);
        assert_lines(repair, &format!("{long}=\nb=3D"), Some((&format!("{long}b="), &[0])));
    }

    #[test]
    fn keeps_equals_signs_of_the_page() {
        assert_lines(repair, "a = b", None);
        assert_lines(repair, "Colors =\nColors =", None);
        assert_lines(repair, "width=20", None);
        assert_lines(repair, "kind=3D", None);
        assert_lines(repair, "== A ==", None);
        assert_lines(repair, "a=e2", None);
        assert_lines(repair, "– =20", None);
        assert_lines(repair, "a=FF", None);
        assert_lines(repair, "no sign at all", None);
    }
}
