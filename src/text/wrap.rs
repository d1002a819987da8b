//! Line wrapping: breaks a paragraph into lines of a given width.
//!
//! ```text
//! text      [[File:GPT Training process.png|thumb|漢字漢字]]
//! breaks               ▲        ▲           ▲     ▲ ▲ ▲        (before the marked character)
//! ```
//!
//! Knows only text and columns, not styles: a word with a changed half stays one word. The break opportunities are a
//! part of UAX #14: after spaces, between ideographs (not at their punctuation), after `|`, `/`, hyphens and dashes.
//! `icu_segmenter::LineSegmenter` has all of UAX #14, but reads a text from its beginning: the shortcut for ASCII, which
//! reads only the last word of a line, would go. It also breaks Korean between syllables and not at spaces alone.
//!
//! Wrapping drops the spaces at a break, since the line may have no columns left for them, and nothing else.

use std::ops::Range;

use super::width::{AmbiguousWidth, cluster_width, clusters};

/// Wraps a text into lines of at most `columns`. Returns byte ranges with only spaces between them; no range cuts a
/// grapheme cluster. An empty text is one empty line.
///
/// A word wider than a whole line is broken where the line ends. Takes linear time: no line looks further ahead than
/// its width.
pub(crate) fn wrap_lines(
    text: &str,
    columns: usize,
    ambiguous: AmbiguousWidth,
) -> impl Iterator<Item = Range<usize>> {
    let limit = WidthLimit { columns: columns.max(1), ambiguous };
    let mut from = Some(0);
    std::iter::from_fn(move || {
        let start = from?;
        let rest = &text[start..];
        let end = find_line_end(rest, limit);
        let next = end + leading_spaces(&rest[end..]);
        from = (next < rest.len()).then_some(start + next);
        let end = if end < rest.len() { rest[..end].trim_end_matches(' ').len() } else { end };
        Some(start..start + end)
    })
}

/// The width of a line.
#[derive(Clone, Copy)]
struct WidthLimit {
    columns: usize,
    ambiguous: AmbiguousWidth,
}

/// Counts the leading spaces. A space with a combining mark does not count.
fn leading_spaces(text: &str) -> usize {
    clusters(text).take_while(|cluster| *cluster == " ").count()
}

/// Returns the end of the first line of the text.
fn find_line_end(text: &str, limit: WidthLimit) -> usize {
    // No character takes more columns than bytes.
    if text.len() <= limit.columns {
        return text.len();
    }
    let overflow = find_overflow_in_ascii(text, limit.columns).or_else(|| find_overflow(text, limit));
    let Some(LineOverflow { at, word }) = overflow else { return text.len() };
    let is_at_space = clusters(&text[at..]).next() == Some(" ");
    if !is_at_space && word > 0 && word_fits(&text[word..], limit) { word } else { at }
}

/// The point at which a line is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LineOverflow {
    /// The first cluster that does not fit.
    at: usize,
    /// The last allowed break up to there; 0 if there is none.
    word: usize,
}

/// Finds the point at which a line is full; `None` if the text fits.
fn find_overflow(text: &str, limit: WidthLimit) -> Option<LineOverflow> {
    let mut filled = 0;
    let mut word = 0;
    for BreakPoint { at, cluster, is_allowed } in break_points(text) {
        if is_allowed {
            word = at;
        }
        filled += cluster_width(cluster, limit.ambiguous);
        if filled > limit.columns && at > 0 {
            return Some(LineOverflow { at, word });
        }
    }
    None
}

/// Does the work of [`find_overflow`] for a line of ASCII, where a byte is a column: reads only the last word.
fn find_overflow_in_ascii(text: &str, columns: usize) -> Option<LineOverflow> {
    let line = text.as_bytes().get(..=columns).filter(|line| line.is_ascii())?;
    let character = |at: usize| char::from(line[at]);
    let allowed = |at: &usize| {
        let earlier = at.checked_sub(2).map_or('\0', character);
        may_break([earlier, character(at - 1)], character(*at))
    };
    Some(LineOverflow { at: columns, word: (1..=columns).rev().find(allowed).unwrap_or(0) })
}

/// True if the text up to its first space or allowed break fits into a line of its own.
fn word_fits(text: &str, limit: WidthLimit) -> bool {
    let mut filled = 0;
    for BreakPoint { at, cluster, is_allowed } in break_points(text) {
        if cluster == " " || (is_allowed && at > 0) {
            return true;
        }
        filled += cluster_width(cluster, limit.ambiguous);
        if filled > limit.columns {
            return false;
        }
    }
    true
}

/// A possible break before a cluster.
struct BreakPoint<'t> {
    at: usize,
    /// The cluster after the break.
    cluster: &'t str,
    is_allowed: bool,
}

/// Lists the break points before all clusters, from the beginning of the text.
fn break_points(text: &str) -> impl Iterator<Item = BreakPoint<'_>> {
    let mut at = 0;
    let mut before = ['\0'; 2];
    clusters(text).map(move |cluster| {
        let first = cluster.chars().next().unwrap_or('\0');
        let point = BreakPoint { at, cluster, is_allowed: may_break(before, first) };
        at += cluster.len();
        before = [before[1], first];
        point
    })
}

/// True if a line may end between the two characters before and the character after (each the first of its cluster).
fn may_break(before: [char; 2], after: char) -> bool {
    match before[1] {
        _ if is_space(after) => false,
        ' ' | '\u{200b}' => true,
        '\0' => false,
        '|' => after.is_alphanumeric() || after == '[' || after == '{',
        '/' | '-' | '–' | '—' => before[0].is_alphanumeric() && after.is_alphabetic(),
        last if is_space(last) => true,
        last => may_break_ideographs(last, after),
    }
}

/// True for spaces at which a line may end; no-break spaces are excluded.
fn is_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}')
}

/// True if an ideograph or kana allows a break between the two characters.
///
/// ASCII punctuation never allows a break: it may be markup (`[[漢字]]`) or a bracket around a changed word.
fn may_break_ideographs(last: char, after: char) -> bool {
    (is_ideograph(last) || is_ideograph(after))
        && !(last.is_ascii_punctuation()
            || after.is_ascii_punctuation()
            || OPENING.contains(last)
            || CLOSING.contains(after))
}

/// True for emoji and for East Asian characters that may begin and end lines. Excludes Hangul, which is written with
/// spaces.
const fn is_ideograph(character: char) -> bool {
    matches!(
        character,
        '\u{2e80}'..='\u{312f}'
            | '\u{31a0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{a4cf}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}'
            | '\u{ff01}'..='\u{ff9f}'
            | '\u{17000}'..='\u{18dff}'
            | '\u{1b000}'..='\u{1b2ff}'
            | '\u{1f300}'..='\u{1faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Opening punctuation, which never ends a line (JIS X 4051, and UAX #14's class OP).
const OPENING: &str = "（「『【〔〈《〖〘〚［｛｟“‘＄￥";

/// Closing punctuation, small kana and iteration marks, which never begin a line (JIS X 4051, and UAX #14's classes CL,
/// EX and NS).
const CLOSING: &str = "、。，．：；？！）」』】〕〉》〗〙〛］｝｠”’…‥％・々〻ーゝゞヽヾ\
    ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶｧｨｩｪｫｯｬｭｮｰ｡｣､･";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::width;

    #[track_caller]
    fn case(text: &str, columns: usize, expected: &[&str]) {
        let lines: Vec<_> =
            wrap_lines(text, columns, AmbiguousWidth::Narrow).map(|line| &text[line]).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn breaks_at_spaces_and_drops_them() {
        case("", 5, &[""]);
        case("one", 5, &["one"]);
        case("one two three", 8, &["one two", "three"]);
        case("one two three", 7, &["one two", "three"]);
        case("one  two", 6, &["one", "two"]);
        case("one two", 7, &["one two"]);
        case("  one two", 5, &["  one", "two"]);
        case("one    ", 4, &["one"]);
        case("one ", 4, &["one "]);
    }

    #[test]
    fn breaks_words_wider_than_a_line() {
        case("abcdefghij", 4, &["abcd", "efgh", "ij"]);
        case("ab cdefghijk", 5, &["ab cd", "efghi", "jk"]);
        case("ab cdefg hi", 5, &["ab", "cdefg", "hi"]);
    }

    #[test]
    fn never_cuts_a_cluster() {
        case("e\u{301}e\u{301}e\u{301}", 2, &["e\u{301}e\u{301}", "e\u{301}"]);
        case("漢字", 1, &["漢", "字"]);
        case("👩‍👧👩‍👧", 3, &["👩‍👧", "👩‍👧"]);
    }

    #[test]
    fn breaks_between_ideographs_but_not_at_punctuation() {
        case("漢字漢字漢字", 4, &["漢字", "漢字", "漢字"]);
        case("漢字。漢字", 4, &["漢", "字。", "漢字"]);
        case("漢「字」漢", 6, &["漢", "「字」", "漢"]);
        case("漢字a[[漢字]]", 8, &["漢字", "a[[漢", "字]]"]);
        case("한국어 위키", 8, &["한국어", "위키"]);
    }

    #[test]
    fn breaks_markup_and_addresses_at_their_joints() {
        case("thumb|left|Text", 9, &["thumb|", "left|Text"]);
        case("example/one/two", 9, &["example/", "one/two"]);
        case("</ref></ref>", 7, &["</ref><", "/ref>"]);
        case("well-known fact", 8, &["well-", "known", "fact"]);
        case("a 10-12 b", 6, &["a", "10-12", "b"]);
        case("[-old-]new word", 9, &["[-old-]ne", "w word"]);
        case("a\u{a0}b c", 4, &["a\u{a0}b", "c"]);
    }

    #[test]
    fn keeps_a_space_with_a_mark() {
        case("one \u{301}two", 3, &["one", " \u{301}", "two"]);
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn drops_only_spaces_and_keeps_to_the_width(
            text in "[a-cα \\-/|漢。「é\u{301}👩\u{200d}🇯ก]{0,60}",
            columns in 2_usize..20,
            ambiguous in prop::sample::select(vec![AmbiguousWidth::Narrow, AmbiguousWidth::Wide]),
        ) {
            let mut at = 0;
            for line in wrap_lines(&text, columns, ambiguous) {
                prop_assert!(text[at..line.start].bytes().all(|byte| byte == b' '));
                at = line.end;
                let line = &text[line];
                let one_cluster = clusters(line).count() == 1;
                prop_assert!(one_cluster || width::display_width(line, ambiguous) <= columns, "{line:?}");
            }
            prop_assert!(text[at..].bytes().all(|byte| byte == b' '));
        }

        #[test]
        fn lines_begin_at_clusters(text in "[a-c 漢é\u{301}👩\u{200d}🇯ก]{0,60}", columns in 2_usize..20) {
            let begins = |start: usize| break_points(&text).any(|point| point.at == start);
            prop_assert!(text.is_empty() || wrap_lines(&text, columns, AmbiguousWidth::Narrow).all(|line| begins(line.start)));
        }

        #[test]
        fn ascii_shortcut_finds_the_same_overflow(text in "[ -~]{0,40}", columns in 1_usize..20) {
            prop_assert_eq!(
                find_overflow_in_ascii(&text, columns),
                (text.len() > columns).then(|| find_overflow(&text, WidthLimit { columns, ambiguous: AmbiguousWidth::Narrow })).flatten()
            );
        }
    }
}
