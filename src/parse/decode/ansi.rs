//! Removal of the colours of `git diff --color`.
//!
//! Only a text with a coloured header of a file or a hunk is a coloured diff. Other texts keep their colour codes: they may
//! be on the page.

use std::borrow::Cow;

/// Start of a colour code (ECMA-48, "CSI").
const INTRODUCER: &str = "\u{1B}[";

/// Strips the colour codes from a coloured diff. Returns other texts as they are.
pub(crate) fn strip_colours(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr(0x1B, text.as_bytes()).is_some() && text.lines().any(is_coloured_header) {
        return strip_codes(&text).into();
    }
    text
}

fn is_coloured_header(line: &str) -> bool {
    line.starts_with(INTRODUCER) && {
        let plain = strip_codes(line);
        plain.starts_with("@@ -") || plain.starts_with("diff --git ")
    }
}

/// Strips the codes that set a colour (SGR) or clear the rest of a line (EL); git writes no others.
pub(crate) fn strip_codes(text: &str) -> String {
    let mut parts = text.split(INTRODUCER);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|letter: char| !matches!(letter, '0'..='9' | ';' | ':')).unwrap_or(part.len());
        match part[end..].strip_prefix(['m', 'K']) {
            Some(rest) => plain.push_str(rest),
            None => plain.extend([INTRODUCER, part]),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert_eq!(strip_colours(text.into()), expected);
    }

    #[test]
    fn removes_the_colours_of_a_diff() {
        case(
            "\u{1B}[1mdiff --git a/x b/x\u{1B}[m\n\u{1B}[36m@@ -1 +1 @@\u{1B}[m\n\u{1B}[1;31m-a\u{1B}[m\u{1B}[K\n",
            "diff --git a/x b/x\n@@ -1 +1 @@\n-a\n",
        );
        case("\u{1B}[36m@@ -1 +1 @@\u{1B}[m\n\u{1B}[38;2;1;2;3m-a\u{1B}[0m", "@@ -1 +1 @@\n-a");
    }

    #[test]
    fn keeps_other_codes_and_other_texts() {
        case(
            "\u{1B}[36m@@ -1 +1 @@\u{1B}[m\n-\u{1B}[2J\u{1B}]0;x\u{7}",
            "@@ -1 +1 @@\n-\u{1B}[2J\u{1B}]0;x\u{7}",
        );
        case("@@ -1 +1 @@\n-\u{1B}[31ma", "@@ -1 +1 @@\n-\u{1B}[31ma");
        case("\u{1B}[31mLine 1:\u{1B}[m", "\u{1B}[31mLine 1:\u{1B}[m");
    }
}
