//! Text that runs from right to left, kept to itself.
//!
//! A terminal that knows bidi takes a line of the screen for one paragraph (UAX #9) and would carry Arabic or Hebrew
//! text across the gutter, or one column's text into the other's. An isolate round the foreign text keeps the rest
//! in place. Terminals that do not know it print nothing for it, and no text without such letters gets one.

use super::sanitize::sanitized::Sanitized;

/// An isolate, by the direction of the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolate {
    /// It begins with a letter that is written from left to right.
    LeftToRight,
    /// It begins with one that is written from right to left.
    RightToLeft,
}

impl Isolate {
    /// What stands before the text: LRI or RLI.
    #[must_use]
    pub const fn open(self) -> Sanitized<'static> {
        match self {
            Self::LeftToRight => Sanitized::from_static("\u{2066}"),
            Self::RightToLeft => Sanitized::from_static("\u{2067}"),
        }
    }

    /// What stands after it: PDI.
    #[must_use]
    pub const fn close(self) -> Sanitized<'static> {
        Sanitized::from_static("\u{2069}")
    }
}

/// The text in the isolate that it needs.
#[must_use]
pub fn isolate_text(text: Sanitized<'_>) -> Sanitized<'_> {
    let Some(isolate) = find_isolate(&text) else { return text };
    let mut isolated = isolate.open();
    isolated.extend([text, isolate.close()]);
    isolated
}

/// The isolate that a text needs, which must be safe: without directional controls. Most need none.
///
/// The direction is that of the first letter (UAX #9, rules P2 and P3) of the whole text, so that the lines that it
/// is wrapped into have one direction.
#[must_use]
pub fn find_isolate(text: &str) -> Option<Isolate> {
    let needed = !text.is_ascii() && text.chars().any(is_right_to_left);
    let first = text.chars().find(|character| character.is_alphabetic());
    needed.then(|| match first {
        Some(letter) if is_right_to_left(letter) => Isolate::RightToLeft,
        _ => Isolate::LeftToRight,
    })
}

/// Whether the character is of a block of right-to-left scripts (Unicode's `DerivedBidiClass.txt`, the ranges whose
/// unassigned characters are R or AL too), or is RLM.
const fn is_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}'
            | '\u{200f}'
            | '\u{fb1d}'..='\u{fdcf}'
            | '\u{fdf0}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_that_runs_from_right_to_left_is_isolated() {
        #[track_caller]
        fn case(text: &str, expected: Option<Isolate>) {
            assert_eq!(find_isolate(text), expected, "{text}");
        }
        case("", None);
        case("plain", None);
        case("Köln 漢字", None);
        case("עברית", Some(Isolate::RightToLeft));
        case("'''العربية''' (Arabic)", Some(Isolate::RightToLeft));
        case("Arabic: العربية", Some(Isolate::LeftToRight));
        case("12 \u{200f}", Some(Isolate::LeftToRight));
    }
}
