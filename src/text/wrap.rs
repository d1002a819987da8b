//! Where a paragraph is broken into lines.
//!
//! A pure question of text and columns: which pieces are drawn how is the renderer's business, so that a word half
//! of which changed is still one word here. The places are those of UAX #14 as far as wikitext needs them: after
//! spaces, between ideographs (with the usual care for their punctuation), after `|`, `/`, hyphens and dashes.
//!
//! The spaces at a break are left out, since their line may have no room for them; nothing else ever is.

use std::ops::Range;

use super::width::{AmbiguousWidth, cluster_width, clusters};

/// The lines of a text, as ranges of it with nothing but spaces between them: at most so many columns each, never
/// cutting a grapheme cluster. An empty text is one empty line.
///
/// A word wider than a whole line is broken where the line ends. Takes time linear in the text: no line looks
/// further ahead than one line's width.
pub fn wrap_lines(
    text: &str,
    columns: usize,
    ambiguous: AmbiguousWidth,
) -> impl Iterator<Item = Range<usize>> {
    let room = Room { columns: columns.max(1), ambiguous };
    let mut from = Some(0);
    std::iter::from_fn(move || {
        let start = from?;
        let rest = &text[start..];
        let end = line_end(rest, room);
        let next = end + spaces(&rest[end..]);
        from = (next < rest.len()).then_some(start + next);
        let end = if end < rest.len() { rest[..end].trim_end_matches(' ').len() } else { end };
        Some(start..start + end)
    })
}

/// What a line has room for.
#[derive(Clone, Copy)]
struct Room {
    columns: usize,
    ambiguous: AmbiguousWidth,
}

/// The spaces at the beginning of the text. One that carries a combining mark is none.
fn spaces(text: &str) -> usize {
    clusters(text).take_while(|cluster| *cluster == " ").count()
}

/// Where the first line of the text ends.
fn line_end(text: &str, room: Room) -> usize {
    // No character takes more columns than bytes.
    if text.len() <= room.columns {
        return text.len();
    }
    let Some(Overflow { at, word }) = ascii_overflow(text, room.columns).or_else(|| overflow(text, room))
    else {
        return text.len();
    };
    let at_space = clusters(&text[at..]).next() == Some(" ");
    if !at_space && word > 0 && word_fits(&text[word..], room) { word } else { at }
}

/// Where a line is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Overflow {
    /// The cluster that has no room.
    at: usize,
    /// The last allowed break up to there; 0 if there is none.
    word: usize,
}

/// Where a line of these columns is full, if the text is longer.
fn overflow(text: &str, room: Room) -> Option<Overflow> {
    let mut filled = 0;
    let mut word = 0;
    for Cut { at, cluster, allowed } in cuts(text) {
        if allowed {
            word = at;
        }
        filled += cluster_width(cluster, room.ambiguous);
        if filled > room.columns && at > 0 {
            return Some(Overflow { at, word });
        }
    }
    None
}

/// The same for a line of ASCII, in which a byte is a column: nothing but the last word is looked at.
fn ascii_overflow(text: &str, columns: usize) -> Option<Overflow> {
    let line = text.as_bytes().get(..=columns).filter(|line| line.is_ascii())?;
    let character = |at: usize| char::from(line[at]);
    let allowed = |at: &usize| {
        let earlier = at.checked_sub(2).map_or('\0', character);
        may_break([earlier, character(at - 1)], character(*at))
    };
    Some(Overflow { at: columns, word: (1..=columns).rev().find(allowed).unwrap_or(0) })
}

/// Whether the text up to its first space or allowed break fits into a line of its own.
fn word_fits(text: &str, room: Room) -> bool {
    let mut filled = 0;
    for Cut { at, cluster, allowed } in cuts(text) {
        if cluster == " " || (allowed && at > 0) {
            return true;
        }
        filled += cluster_width(cluster, room.ambiguous);
        if filled > room.columns {
            return false;
        }
    }
    true
}

/// A place between two clusters.
struct Cut<'t> {
    at: usize,
    /// The cluster after the place.
    cluster: &'t str,
    allowed: bool,
}

/// Every place before a cluster, from the beginning of the text on.
fn cuts(text: &str) -> impl Iterator<Item = Cut<'_>> {
    let mut at = 0;
    let mut before = ['\0'; 2];
    clusters(text).map(move |cluster| {
        let first = cluster.chars().next().unwrap_or('\0');
        let cut = Cut { at, cluster, allowed: may_break(before, first) };
        at += cluster.len();
        before = [before[1], first];
        cut
    })
}

/// Whether a line may end between the two characters before and the one after (each the first of its cluster).
fn may_break(before: [char; 2], after: char) -> bool {
    match before[1] {
        _ if is_space(after) => false,
        ' ' | '\u{200b}' => true,
        '\0' => false,
        '|' => after.is_alphanumeric() || after == '[' || after == '{',
        '/' | '-' | '–' | '—' => before[0].is_alphanumeric() && after.is_alphabetic(),
        last if is_space(last) => true,
        last => ideographs_part(last, after),
    }
}

/// A space at which a line may end: not the no-break ones.
fn is_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}')
}

/// Whether one of the two is an ideograph or a kana that the other may be parted from.
///
/// ASCII punctuation holds on to both its neighbours: it may be markup (`[[漢字]]`) or a bracket of ours.
fn ideographs_part(last: char, after: char) -> bool {
    let holds = |character: char| character.is_ascii_punctuation();
    (is_ideograph(last) || is_ideograph(after))
        && !(holds(last) || holds(after) || OPENING.contains(last) || CLOSING.contains(after))
}

/// East Asian characters that may begin and end lines, and emoji. Hangul is written with spaces and is not here.
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

/// Opening punctuation that ends no line (JIS X 4051, and UAX #14's class OP).
const OPENING: &str = "（「『【〔〈《〖〘〚［｛｟“‘＄￥";

/// What begins no line: closing punctuation, small kana and iteration marks (JIS X 4051, and UAX #14's classes CL,
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
    fn a_line_ends_at_spaces_which_are_left_out() {
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
    fn a_word_wider_than_a_line_is_poured_from_where_it_stands() {
        case("abcdefghij", 4, &["abcd", "efgh", "ij"]);
        case("ab cdefghijk", 5, &["ab cd", "efghi", "jk"]);
        case("ab cdefg hi", 5, &["ab", "cdefg", "hi"]);
    }

    #[test]
    fn a_cluster_is_never_cut_even_where_it_does_not_fit() {
        case("e\u{301}e\u{301}e\u{301}", 2, &["e\u{301}e\u{301}", "e\u{301}"]);
        case("漢字", 1, &["漢", "字"]);
        case("👩‍👧👩‍👧", 3, &["👩‍👧", "👩‍👧"]);
    }

    #[test]
    fn ideographs_part_anywhere_but_at_their_punctuation() {
        case("漢字漢字漢字", 4, &["漢字", "漢字", "漢字"]);
        case("漢字。漢字", 4, &["漢", "字。", "漢字"]);
        case("漢「字」漢", 6, &["漢", "「字」", "漢"]);
        case("漢字a[[漢字]]", 8, &["漢字", "a[[漢", "字]]"]);
        case("한국어 위키", 8, &["한국어", "위키"]);
    }

    #[test]
    fn markup_and_addresses_part_at_their_joints() {
        case("thumb|left|Text", 9, &["thumb|", "left|Text"]);
        case("example/one/two", 9, &["example/", "one/two"]);
        case("</ref></ref>", 7, &["</ref><", "/ref>"]);
        case("well-known fact", 8, &["well-", "known", "fact"]);
        case("a 10-12 b", 6, &["a", "10-12", "b"]);
        case("[-old-]new word", 9, &["[-old-]ne", "w word"]);
        case("a\u{a0}b c", 4, &["a\u{a0}b", "c"]);
    }

    #[test]
    fn a_space_with_a_mark_is_no_space() {
        case("one \u{301}two", 3, &["one", " \u{301}", "two"]);
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn lines_leave_out_nothing_but_spaces_and_none_is_too_wide(
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
        fn lines_begin_where_clusters_do(text in "[a-c 漢é\u{301}👩\u{200d}🇯ก]{0,60}", columns in 2_usize..20) {
            let begins = |start: usize| cuts(&text).any(|cut| cut.at == start);
            prop_assert!(text.is_empty() || wrap_lines(&text, columns, AmbiguousWidth::Narrow).all(|line| begins(line.start)));
        }

        #[test]
        fn the_short_way_through_ascii_leads_to_the_same_place(text in "[ -~]{0,40}", columns in 1_usize..20) {
            prop_assert_eq!(
                ascii_overflow(&text, columns),
                (text.len() > columns).then(|| overflow(&text, Room { columns, ambiguous: AmbiguousWidth::Narrow })).flatten()
            );
        }
    }
}
