//! A page whose text is all on one line: nothing shows where a line of wikitext ends.

use crate::parse::page::line_number;

/// Maximum number of words that are searched for a header row. A page has its first one below some hundred words.
const MAX_WORDS: usize = 20_000;

/// Maximum number of words of two labels.
const MAX_LABEL_WORDS: usize = 8;

/// Minimum number of words beside the header row.
const MIN_OTHER_WORDS: usize = 6;

/// True for a diff page on one line: it has a header row with MediaWiki's words among other words.
pub(crate) fn is_on_one_line(text: &str) -> bool {
    let text = text.trim();
    if text.contains('\n') || !text.contains(char::is_whitespace) {
        return false;
    }
    // The offsets of the words.
    let words: Vec<(usize, usize)> = text
        .split_whitespace()
        .take(MAX_WORDS)
        .map(|word| {
            let start = word.as_ptr().addr() - text.as_ptr().addr();
            (start, start + word.len())
        })
        .collect();
    let is_header = |at: usize| {
        (2..=MAX_LABEL_WORDS.min(words.len() - at)).step_by(2).any(|count| {
            let labels = &text[words[at].0..words[at + count - 1].1];
            line_number::may_be_header(labels)
                && line_number::parse_pair(labels)
                    .is_some_and(|pair| line_number::language(&pair.old).is_some())
        })
    };
    words.len() >= MIN_OTHER_WORDS + 2 && (0..words.len()).any(is_header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_row_among_words_tells_the_page() {
        assert!(is_on_one_line("Fenn: Difference between revisions Line 3: Line 3: a mill a mill one two"));
        assert!(is_on_one_line("差分 20行目: 20行目: 水車 水車 三年 二年 小屋 石臼"));
        for text in
            ["Line 3: Line 3: a a", "a mill by the river, see page 3: page 4 of it", "Line 3: Line 3:\na\na"]
        {
            assert!(!is_on_one_line(text), "{text:?}");
        }
    }
}
