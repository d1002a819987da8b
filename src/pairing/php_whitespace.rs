//! Removal of the PHP engine's padding from a copied line.
//!
//! The engine writes a leading space as NBSP and a space, a trailing space as a space and NBSP, and the first of two spaces
//! as NBSP (`TableDiffFormatter::escapeWhiteSpace`). Browsers copy that NBSP as NBSP or as a space. An end inside a word
//! mark has no extra blank. A line that was added or removed in a block of such lines is marked as a whole. Elsewhere the copy
//! does not show the marks, and one blank too many may be removed. In markup the marks are known: `parse::markup::html`
//! removes the padding there.

use crate::model::Line;
use crate::parse::sheet::Sheet;
use crate::text::whitespace::is_blank;

/// Returns the line as it most likely is on the wiki.
pub(crate) fn unescape(line: Line<'_>) -> Line<'_> {
    if !line.starts_with(is_blank) && !line.ends_with(is_blank) && !line.contains("\u{a0} ") {
        return line;
    }
    let inner = line.trim_matches(is_blank);
    if inner.is_empty() {
        return " ".repeat(line.chars().count() - 1).into();
    }
    let leading = line.chars().take_while(|&blank| is_blank(blank)).count();
    let trailing = line.chars().rev().take_while(|&blank| is_blank(blank)).count();
    let unpadded = |blanks: usize| " ".repeat(if blanks > 1 { blanks - 1 } else { blanks });
    let mut plain = unpadded(leading);
    plain.push_str(&inner.replace("\u{a0} ", "  "));
    plain.push_str(&unpadded(trailing));
    plain.into()
}

/// Returns a line that is marked as a whole as it is on the wiki. A lone blank is an empty line.
pub(crate) fn unescape_marked(line: Line<'_>) -> Line<'_> {
    match &*line {
        " " | "\u{a0}" => "".into(),
        text if text.contains("\u{a0} ") => text.replace("\u{a0} ", "  ").into(),
        _ => line,
    }
}

/// Returns true if the white space of a line would be padding on a page of the PHP engine, and text on one of wikidiff2.
pub(crate) fn has_padding(sheet: &Sheet<'_>) -> bool {
    let mut cells = sheet.sections.iter().flat_map(|section| &section.cells);
    cells.any(|cell| {
        let text = cell.text.trim_matches('\t');
        !text.trim().is_empty() && unescape(text.into()) != text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(copied: &str, plain: &str) {
        assert_eq!(unescape(copied.into()), plain);
    }

    #[test]
    fn removes_one_blank_from_each_end() {
        case("abc", "abc");
        case("  abc", " abc");
        case("\u{a0} abc", " abc");
        case(" abc", " abc");
        case("abc \u{a0}", "abc ");
        case("a\u{a0} b", "a  b");
        case("a\u{a0}b", "a\u{a0}b");
        case(" ", "");
        case("", "");
    }

    #[test]
    fn keeps_the_ends_of_a_marked_line() {
        for (copied, plain) in
            [("  abc ", "  abc "), ("a\u{a0} b", "a  b"), (" ", ""), ("\u{a0}", ""), ("", "")]
        {
            assert_eq!(unescape_marked(copied.into()), plain);
        }
    }
}
