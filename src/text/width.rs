//! Display width of text on a terminal, in columns.
//!
//! Everything that pads, aligns or wraps measures here. The width of a text is the sum over its grapheme clusters:
//! over a whole string, `unicode-width` would count ligatures (Arabic lam-alef, Khmer subscripts) that a terminal with
//! fixed cells does not form.
//!
//! ```text
//! cluster    K  ö  l  n    漢  字    👩‍👧    ก ำ
//! columns    1  1  1  1    2   2    2     2
//! ```

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::graphemes;

/// Width of the characters that Unicode calls ambiguous (UAX #11), except letters: signs, quotes and box-drawing
/// characters. East Asian fonts draw them as wide as ideographs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AmbiguousWidth {
    /// One column, the default nearly everywhere.
    #[default]
    Narrow,
    /// Two columns, on some terminals set up for Chinese, Japanese or Korean.
    Wide,
}

/// Returns the columns of a sanitized text (without controls and tabs).
#[must_use]
pub fn display_width(text: &str, ambiguous: AmbiguousWidth) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    clusters(text).map(|cluster| cluster_width(cluster, ambiguous)).sum()
}

/// Splits a text into grapheme clusters, the characters as a reader sees them. No renderer splits a cluster.
pub(crate) fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (cluster, after) = rest.split_at(first_cluster_len(rest));
        rest = after;
        (!cluster.is_empty()).then_some(cluster)
    })
}

/// Returns the length of the first cluster in bytes; 0 for an empty text.
fn first_cluster_len(text: &str) -> usize {
    let limit = (0..=MAX_CLUSTER_LEN.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    graphemes::first_cluster(&text[..limit.unwrap_or(0)]).map_or(0, |(_, length)| length)
}

/// The maximum length of a cluster in bytes. Real clusters have up to about 40 (emoji with skin tones, stacks of marks).
/// Without a limit, a line of leading Korean jamo would be one cluster and never wrapped.
const MAX_CLUSTER_LEN: usize = 64;

/// Returns the columns of one grapheme cluster.
///
/// An emoji sequence (joined, a flag, with a skin tone, a keycap) is one picture of two columns. Any other cluster takes
/// the sum of its characters, as terminals count: a Devanagari conjunct of two letters takes two.
#[must_use]
pub(crate) fn cluster_width(cluster: &str, ambiguous: AmbiguousWidth) -> usize {
    let mut characters = cluster.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => character_width(only, ambiguous),
        _ if cluster.chars().any(makes_emoji) => cluster.width().min(2),
        _ => cluster.chars().map(|character| character_width(character, ambiguous)).sum(),
    }
}

/// Returns the columns of a character by itself. A soft hyphen takes one column on many terminals and none on others;
/// the larger number never overflows a line.
fn character_width(character: char, ambiguous: AmbiguousWidth) -> usize {
    let width = match ambiguous {
        AmbiguousWidth::Narrow => character.width(),
        AmbiguousWidth::Wide => character.width_cjk(),
    };
    if character == '\u{ad}' { 1 } else { width.unwrap_or(0) }
}

/// True if the character makes one picture with the emoji before or after it.
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
    fn counts_columns_as_terminals_do() {
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
    fn ambiguous_characters_have_the_width_of_the_setting() {
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
    fn limits_the_length_of_clusters() {
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
        fn splits_clusters_as_the_standard_does(text in "[a-cé \u{301}\u{200d}👩🏽🇯🇵한漢क्षกำב\u{5b0}\u{fe0f}]{0,12}") {
            let expected: Vec<_> = text.graphemes(true).collect();
            prop_assert_eq!(clusters(&text).collect::<Vec<_>>(), expected);
        }
    }
}
