//! Section headings of wikitext.

/// Whether the line is a heading: `== History ==`, with one to six signs (MediaWiki's `Preprocessor_Hash`). A comment
/// after it is not looked for.
pub(super) fn is_heading(line: &str) -> bool {
    let line = line.trim_ascii_end();
    let Some(inner) = line.strip_prefix('=').and_then(|rest| rest.strip_suffix('=')) else { return false };
    !inner.trim_matches('=').trim_ascii().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_signs_round_text_make_a_heading() {
        for line in ["== History ==", "=a=", "===a=== ", "== a == b =="] {
            assert!(is_heading(line), "{line:?}");
        }
        for line in ["", "=", "==", "== ==", "a ==", "== a", " == a ==", "|a=b="] {
            assert!(!is_heading(line), "{line:?}");
        }
    }
}
