//! How many columns a text takes on a terminal.
//!
//! The one place that knows: everything that pads, aligns or wraps asks here. Widths are summed over grapheme
//! clusters, never taken over a whole string, because `unicode-width` counts ligatures (Arabic lam-alef, Khmer
//! subscripts) that a terminal with its fixed cells does not form.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::graphemes;

/// How wide the characters are that Unicode calls ambiguous (UAX #11), letters left aside: signs, quotes and
/// box-drawing characters, which East Asian fonts draw as wide as their ideographs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AmbiguousWidth {
    /// One column, as nearly everywhere.
    #[default]
    Narrow,
    /// Two columns, as terminals set up for Chinese, Japanese or Korean may have it.
    Wide,
}

/// The columns of a text, which must be safe: without controls and tabs.
#[must_use]
pub fn display_width(text: &str, ambiguous: AmbiguousWidth) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    clusters(text).map(|cluster| cluster_width(cluster, ambiguous)).sum()
}

/// The grapheme clusters of a text: what a reader takes for one character, and what is never split.
pub fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (cluster, after) = rest.split_at(first_cluster(rest));
        rest = after;
        (!cluster.is_empty()).then_some(cluster)
    })
}

/// The length of the first cluster in bytes; 0 for an empty text.
fn first_cluster(text: &str) -> usize {
    graphemes::first_cluster(beginning(text)).map_or(0, |(_, length)| length)
}

/// The most bytes of a cluster. The longest that there are have some forty (emoji with their tones, stacks of marks);
/// without an end, a line of nothing but the beginnings of Korean syllables would be one cluster, and never wrapped.
const MAX_CLUSTER_LEN: usize = 64;

/// As much of a text as a cluster may take.
fn beginning(text: &str) -> &str {
    let end = (0..=MAX_CLUSTER_LEN.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// The columns of one grapheme cluster.
///
/// An emoji sequence (joined, flagged, toned, a keycap) is one picture of two columns. Any other cluster takes the
/// sum of its characters, as terminals count them one by one: a Devanagari conjunct of two letters is two.
#[must_use]
pub fn cluster_width(cluster: &str, ambiguous: AmbiguousWidth) -> usize {
    let mut characters = cluster.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => character_width(only, ambiguous),
        _ if cluster.chars().any(makes_emoji) => cluster.width().min(2),
        _ => cluster.chars().map(|character| character_width(character, ambiguous)).sum(),
    }
}

/// The columns of a character by itself. A soft hyphen takes one on many terminals and none on others; the larger
/// number is the safe one, since it never runs over the edge.
fn character_width(character: char, ambiguous: AmbiguousWidth) -> usize {
    let width = match ambiguous {
        AmbiguousWidth::Narrow => character.width(),
        AmbiguousWidth::Wide => character.width_cjk(),
    };
    if character == '\u{ad}' { 1 } else { width.unwrap_or(0) }
}

/// Whether the character makes one picture of the emoji before or after it.
const fn makes_emoji(character: char) -> bool {
    matches!(character, '\u{fe0f}' | '\u{20e3}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3f4}' | '\u{1f3fb}'..='\u{1f3ff}')
        || matches!(character, '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;

    #[test]
    fn columns_are_what_terminals_use() {
        #[track_caller]
        fn case(text: &str, expected: usize) {
            assert_eq!(display_width(text, AmbiguousWidth::Narrow), expected, "{text:?}");
        }
        case("", 0);
        case("plain", 5);
        case("Köln", 4);
        case("Ko\u{308}ln", 4);
        case("漢字かな", 8);
        case("ﾊﾝｶｸ", 4);
        case("한국어", 6);
        case("\u{1112}\u{1161}\u{11ab}", 2);
        case("กรุงเทพ", 6);
        case("عربي", 4);
        case("لا", 2);
        case("ক্ষ", 2);
        case("👩‍👧", 2);
        case("👩🏽‍🚀", 2);
        case("🇯🇵", 2);
        case("🇯🇵🇩🇪", 4);
        case("1\u{fe0f}\u{20e3}", 2);
        case("❤\u{fe0f}", 2);
        case("🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", 2);
        case("a\u{200e}b", 2);
    }

    #[test]
    fn ambiguous_characters_are_as_wide_as_the_terminal_has_them() {
        #[track_caller]
        fn case(text: &str, narrow: usize, wide: usize) {
            assert_eq!(display_width(text, AmbiguousWidth::Narrow), narrow, "{text:?}");
            assert_eq!(display_width(text, AmbiguousWidth::Wide), wide, "{text:?}");
        }
        case("─│·", 3, 6);
        case("“a”", 3, 5);
        case("aé漢", 4, 4);
        case("e\u{301}", 1, 1);
        case("👩‍👧", 2, 2);
        case("a\u{200e}b", 2, 2);
    }

    #[test]
    fn no_cluster_is_longer_than_a_line() {
        for character in ["\u{1100}", "\u{301}", "क\u{94d}", "👩\u{200d}"] {
            let text = character.repeat(1_000);
            assert!(clusters(&text).all(|cluster| cluster.len() <= MAX_CLUSTER_LEN));
        }
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn clusters_concatenate_to_the_text(text in any::<String>()) {
            prop_assert_eq!(clusters(&text).collect::<String>(), text);
        }

        #[test]
        fn clusters_are_those_of_the_standard(text in "[a-cé \u{301}\u{200d}👩🏽🇯🇵한漢क्षกำב\u{5b0}\u{fe0f}]{0,12}") {
            let expected: Vec<_> = text.graphemes(true).collect();
            prop_assert_eq!(clusters(&text).collect::<Vec<_>>(), expected);
        }
    }
}
