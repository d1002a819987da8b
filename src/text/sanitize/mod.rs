//! The sanitizer: makes foreign text safe for a terminal, and its invisible characters visible.
//!
//! Wikitext is written by strangers. An escape sequence in it must not reach the terminal, a bidi override must not
//! reorder the picture, and an edit that adds only a zero-width space must not look like no edit. So invisible
//! characters are shown by name, and changed whitespace by a sign:
//!
//! ```text
//! ESC [ 2 J        <U+001B ESC>[2J
//! admin RLO nimda  admin<U+202E RLO>nimda
//! + code␠          +  code·
//! ```
//!
//! A sign may also occur in the text itself (`·` is a middle dot): the picture does not distinguish the two. The JSON
//! output has the exact text.

#[cfg(feature = "cli")]
pub(crate) mod colours;
mod display;
mod names;
pub(crate) mod sanitized;
pub(crate) mod visibility;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::iter::from_fn;

pub use display::Invisible;
pub(crate) use display::Scope;
use display::{CharacterDisplay, DisplayWalk, is_plain};
use names::CharacterName;
use sanitized::Sanitized;
use visibility::{Visibility, visibility_of};

/// Sanitizes text that is not part of a change.
#[must_use]
pub fn sanitize(text: &str, invisible: Invisible) -> Sanitized<'_> {
    sanitize_span(text, Scope::Unchanged, invisible)
}

/// Sanitizes a message: words of ours that contain figures or foreign words.
#[must_use]
pub(crate) fn sanitize_message(text: &str) -> Sanitized<'_> {
    sanitize(text, Invisible::WhereChanged)
}

/// Sanitizes a part of a line. The scope decides which invisible characters are shown.
#[must_use]
pub(crate) fn sanitize_span(text: &str, scope: Scope, invisible: Invisible) -> Sanitized<'_> {
    if is_plain(text, scope) {
        return Sanitized::trusted(Cow::Borrowed(text));
    }
    let mut walk = DisplayWalk::new(text, scope, invisible);
    let mut replaced = from_fn(|| walk.next_replaced()).peekable();
    if replaced.peek().is_none() {
        return Sanitized::trusted(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len() + 32);
    let mut from = 0;
    for (at, character, display) in replaced {
        out.push_str(&text[from..at]);
        push(&mut out, character, display);
        from = at + character.len_utf8();
    }
    out.push_str(&text[from..]);
    Sanitized::trusted(Cow::Owned(out))
}

fn push(out: &mut String, character: char, display: CharacterDisplay) {
    match display {
        CharacterDisplay::AsIs => out.push(character),
        CharacterDisplay::OnCircle => out.extend(['◌', character]),
        CharacterDisplay::Sign(sign) => out.push_str(sign),
        CharacterDisplay::Named => {
            write!(out, "{}", CharacterName(character)).expect("writing to a String cannot fail");
        }
    }
}

/// Sanitizes a part of a line, and moves byte offsets in it (sorted, on character boundaries) to their new places.
#[must_use]
pub(crate) fn sanitize_with_offsets<'t>(
    text: &'t str,
    scope: Scope,
    invisible: Invisible,
    offsets: &mut [usize],
) -> Sanitized<'t> {
    let safe = sanitize_span(text, scope, invisible);
    if safe.is_borrowed() {
        return safe;
    }
    let mut out = String::new();
    let mut left = offsets.iter_mut().peekable();
    for (at, character, display) in DisplayWalk::new(text, scope, invisible) {
        while let Some(offset) = left.next_if(|offset| **offset <= at) {
            *offset = out.len();
        }
        push(&mut out, character, display);
    }
    debug_assert!(
        left.peek().is_none_or(|offset| **offset <= text.len()),
        "an offset is outside of the text"
    );
    left.for_each(|offset| *offset = out.len());
    safe
}

/// A part of a text, for output formats that mark invisible characters by other means than signs in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment<'t> {
    /// Text that is shown as it is.
    Text(&'t str),
    /// A whitespace character and its sign.
    Whitespace(char, &'static str),
    /// A mark without a letter of its own.
    Mark(char),
    /// A character that is shown by its name.
    Named(char),
}

/// Splits a text into segments. Their characters concatenate to the text.
#[must_use]
pub(crate) fn segments(text: &str, scope: Scope, invisible: Invisible) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut from = 0;
    for (at, character, display) in DisplayWalk::new(text, scope, invisible) {
        let segment = match display {
            CharacterDisplay::AsIs => continue,
            CharacterDisplay::OnCircle => Segment::Mark(character),
            CharacterDisplay::Sign(sign) => Segment::Whitespace(character, sign),
            CharacterDisplay::Named => Segment::Named(character),
        };
        segments.extend([Segment::Text(&text[from..at]), segment]);
        from = at + character.len_utf8();
    }
    segments.push(Segment::Text(&text[from..]));
    segments.retain(|segment| *segment != Segment::Text(""));
    segments
}

/// Returns the name of an invisible character: `<U+200E LRM>`.
#[must_use]
pub(crate) fn character_name(character: char) -> String {
    CharacterName(character).to_string()
}

/// True if the character is invisible by itself.
#[must_use]
pub(crate) fn is_invisible(character: char) -> bool {
    !character.is_ascii()
        && matches!(visibility_of(character), Visibility::Quiet | Visibility::Joiner | Visibility::Tag)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::display::{MAX_JOINED, MAX_MARKS, extends};
    use super::*;

    #[track_caller]
    fn unchanged(text: &str, expected: &str) {
        assert_eq!(&*sanitize(text, Invisible::WhereChanged), expected);
    }

    #[track_caller]
    fn changed(text: &str, expected: &str) {
        assert_eq!(&*sanitize_span(text, Scope::Changed, Invisible::WhereChanged), expected);
    }

    #[test]
    fn borrows_ordinary_text() {
        for text in ["", "plain", "a b  c", "Köln", "日本語", "می‌خواهم", "ক্ষ", "👩‍👧", "é", "עברית"]
        {
            assert!(sanitize(text, Invisible::WhereChanged).is_borrowed(), "{text}");
        }
    }

    #[test]
    fn offsets_stay_at_their_characters() {
        #[track_caller]
        fn case(text: &str, scope: Scope, expected: &str) {
            let mut places: Vec<_> =
                text.match_indices(['[', ']']).map(|(at, _)| at).chain([text.len()]).collect();
            let safe = sanitize_with_offsets(text, scope, Invisible::WhereChanged, &mut places);
            let at = |place: &usize| safe[*place..].chars().next().unwrap_or('$');
            assert_eq!(places.iter().map(at).collect::<String>(), expected, "{safe}");
        }
        case("a [b] c", Scope::Unchanged, "[]$");
        case(" [b] ", Scope::Changed, "[]$");
        case("\x1b[b]\u{200b}[\u{301}]", Scope::Changed, "[][]$");
    }

    #[test]
    fn names_controls_that_attack_the_terminal() {
        unchanged("\x1b[2J", "<U+001B ESC>[2J");
        unchanged("\x1b]0;title\x07", "<U+001B ESC>]0;title<U+0007 BEL>");
        unchanged("\u{9b}31m", "<U+009B CSI>31m");
        unchanged("\u{90}q\u{9c}", "<U+0090 DCS>q<U+009C ST>");
        unchanged("over\rwritten", "over<U+000D CR>written");
        unchanged("a\x08b\x7f", "a<U+0008 BS>b<U+007F DEL>");
        unchanged("two\nlines", "two<U+000A LF>lines");
        unchanged(
            "a\u{85}b\u{2028}c\u{2029}",
            "a<U+0085 NEL>b<U+2028 LINE SEPARATOR>c<U+2029 PARAGRAPH SEPARATOR>",
        );
    }

    #[test]
    fn names_characters_that_deceive_the_reader() {
        unchanged("admin\u{202e}nimda", "admin<U+202E RLO>nimda");
        unchanged("\u{2067}x\u{2069}", "<U+2067 RLI>x<U+2069 PDI>");
        unchanged("\u{e0001}\u{e0041}", "<U+E0001 LANGUAGE TAG><U+E0041 TAG A>");
        unchanged("\u{e123}\u{fffe}", "<U+E123 private use><U+FFFE noncharacter>");
        unchanged("\u{378}", "<U+0378>");
        unchanged("\u{206a}", "<U+206A>");
    }

    #[test]
    fn keeps_flags_of_regions_and_names_other_tags() {
        let scotland = "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
        unchanged(scotland, scotland);
        changed(scotland, scotland);
        unchanged("🏴\u{e0067}", "🏴<U+E0067 TAG g>");
        unchanged("🏴\u{e0041}\u{e007f}", "🏴<U+E0041 TAG A><U+E007F CANCEL TAG>");
        unchanged("🏴\u{e007f}", "🏴<U+E007F CANCEL TAG>");
        let long = format!("🏴{}\u{e007f}", "\u{e0061}".repeat(7));
        assert!(sanitize(&long, Invisible::WhereChanged).contains("TAG a"));
    }

    #[test]
    fn names_harmless_invisible_characters_where_they_changed() {
        for (character, name) in [
            ('\u{200e}', "<U+200E LRM>"),
            ('\u{200f}', "<U+200F RLM>"),
            ('\u{61c}', "<U+061C ALM>"),
            ('\u{200b}', "<U+200B ZWSP>"),
            ('\u{ad}', "<U+00AD SHY>"),
            ('\u{feff}', "<U+FEFF BOM>"),
            ('\u{2060}', "<U+2060 WJ>"),
            ('\u{a0}', "⍽"),
        ] {
            let text = format!("a{character}b");
            let named = format!("a{name}b");
            unchanged(&text, &text);
            changed(&text, &named);
            assert_eq!(&*sanitize(&text, Invisible::Everywhere), named);
        }
    }

    #[test]
    fn names_joiners_only_where_nothing_else_changed() {
        changed("می\u{200c}خواهم", "می\u{200c}خواهم");
        changed("\u{200c}", "<U+200C ZWNJ>");
        let text = "می\u{200c}خواهم";
        let named = "می<U+200C ZWNJ>خواهم";
        assert_eq!(&*sanitize_span(text, Scope::OnlyInvisible, Invisible::WhereChanged), named);
        assert_eq!(&*sanitize(text, Invisible::Everywhere), text);
        let text = "☺\u{fe0f}";
        assert_eq!(&*sanitize_span(text, Scope::OnlyInvisible, Invisible::WhereChanged), "☺<U+FE0F VS16>");
    }

    #[test]
    fn draws_changed_whitespace() {
        changed("  ", "··");
        changed(" word ", "·word·");
        changed("two words", "two words");
        changed("\t", "⇥");
        changed("a\tb", "a⇥b");
        changed(" \u{3000}x", "·<U+3000 IDEOGRAPHIC SPACE>x");
        changed("x\u{3000}y", "x\u{3000}y");
        unchanged(" \t ", "      ");
        assert_eq!(&*sanitize("\t", Invisible::Everywhere), "⇥");
    }

    #[test]
    fn puts_marks_without_a_letter_on_circles() {
        unchanged("\u{301}a", "◌\u{301}a");
        unchanged("e\u{301}", "e\u{301}");
        unchanged("\x1b\u{338}", "<U+001B ESC>◌\u{338}");
        changed("\u{e34}", "◌\u{e34}");
        unchanged("\u{1f3fb}", "◌\u{1f3fb}");
        unchanged("\u{200d}x", "<U+200D ZWJ>x");
    }

    #[test]
    fn puts_excess_marks_on_circles() {
        let marks = "\u{301}".repeat(30);
        let (full, rest) = ("\u{301}".repeat(MAX_MARKS), "\u{301}".repeat(30 - 2 * MAX_MARKS));
        unchanged(&format!("a{marks}b"), &format!("a{full}◌{full}◌{rest}b"));
        changed(&format!("x a{marks}"), &format!("x a{full}◌{full}◌{rest}"));
        let tibetan = "ཧ\u{f90}\u{fb5}\u{fa8}\u{fb3}\u{fba}\u{fbc}\u{fbb}\u{f82}";
        unchanged(tibetan, tibetan);
        let thai = "\u{e01}\u{e34}\u{e48}".repeat(9);
        unchanged(&thai, &thai);
    }

    #[test]
    fn names_characters_without_effect() {
        unchanged("☺\u{fe0f}\u{fe01}\u{e0123}", "☺\u{fe0f}<U+FE01 VS2><U+E0123 VS52>");
        let heart = "❤\u{fe0f}\u{200d}🔥";
        unchanged(heart, heart);
        let kiss = "👩🏽\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}👨🏽";
        unchanged(kiss, kiss);
        let chain = "👩\u{200d}".repeat(3 * (MAX_JOINED + 1));
        assert_eq!(sanitize(&chain, Invisible::WhereChanged).matches("ZWJ").count(), 3, "{chain}");
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn limits_marks_on_a_letter(text in "[ab漢]?[\u{301}\u{338}\u{e34}\u{fe0f}a]{0,60}") {
            let safe = sanitize(&text, Invisible::WhereChanged);
            let most = safe.split(|c| !extends(c)).map(|marks| marks.chars().count()).max();
            prop_assert!(most <= Some(MAX_MARKS + 1), "{safe:?}");
        }

        #[test]
        fn passes_no_control_and_no_bidi_control(text in any::<String>(), changed in any::<bool>()) {
            let scope = if changed { Scope::Changed } else { Scope::Unchanged };
            let safe = sanitize_span(&text, scope, Invisible::WhereChanged);
            let is_bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            prop_assert!(!safe.chars().any(|c| c.is_control() || is_bidi(c)));
        }

        #[test]
        fn keeps_sanitized_text(text in any::<String>()) {
            let once = sanitize(&text, Invisible::WhereChanged).into_owned();
            prop_assert_eq!(&*sanitize(&once, Invisible::WhereChanged), &*once);
        }
    }
}
