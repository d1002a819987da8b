//! Isolates for right-to-left text.
//!
//! A terminal with bidi support treats a screen line as one paragraph (UAX #9). Arabic or Hebrew text would then cross
//! the gutter, or one column would flow into the other. An isolate around the foreign text keeps the rest in place.
//! Other terminals print nothing for an isolate. Text without right-to-left letters gets none.

use super::sanitize::sanitized::Sanitized;

/// An isolate, by the direction of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Isolate {
    /// The first letter is written from left to right.
    LeftToRight,
    /// The first letter is written from right to left.
    RightToLeft,
}

impl Isolate {
    /// The character before the text: LRI or RLI.
    #[must_use]
    pub(crate) const fn open(self) -> Sanitized<'static> {
        match self {
            Self::LeftToRight => Sanitized::from_static("\u{2066}"),
            Self::RightToLeft => Sanitized::from_static("\u{2067}"),
        }
    }

    /// The character after the text: PDI.
    pub(crate) const CLOSE: Sanitized<'static> = Sanitized::from_static("\u{2069}");
}

/// Puts a text into the isolate that it needs, if any.
#[must_use]
pub(crate) fn isolate_text(text: Sanitized<'_>) -> Sanitized<'_> {
    let Some(isolate) = find_isolate(&text) else { return text };
    let mut isolated = isolate.open();
    isolated.extend([text, Isolate::CLOSE]);
    isolated
}

/// Finds the isolate that a sanitized text needs. Most texts need none.
///
/// The first letter of the whole text decides the direction (UAX #9, rules P2 and P3), so that all its wrapped lines
/// have one direction.
#[must_use]
pub(crate) fn find_isolate(text: &str) -> Option<Isolate> {
    let needed = !text.is_ascii() && text.chars().any(is_right_to_left);
    let first = text.chars().find(|character| character.is_alphabetic());
    needed.then(|| match first {
        Some(letter) if is_right_to_left(letter) => Isolate::RightToLeft,
        _ => Isolate::LeftToRight,
    })
}

/// True for RLM and for the blocks of right-to-left scripts: the ranges of Unicode's `DerivedBidiClass.txt` whose
/// unassigned characters are R or AL too.
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
    fn isolates_only_right_to_left_text() {
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
