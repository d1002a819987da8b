//! Foreign text made safe for a terminal, and its invisible characters made visible.
//!
//! Wikitext is written by strangers. An escape sequence in it must not reach the terminal that shows it, a bidi
//! override must not turn the picture round, and an edit that adds nothing but a zero-width space must not look
//! like no edit. So what cannot be seen is named, `<U+202E RLO>`, and white space that changed is drawn.
//!
//! What is a sign of ours and what stood in the text cannot be told apart by looking (`·` may be a middle dot);
//! the JSON output has the text as it is.

pub mod sanitized;
pub(crate) mod visibility;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::iter::from_fn;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::graphemes;
use sanitized::Sanitized;
use visibility::{Name, Visibility, is_all_ordinary, is_selector, printable_ascii, visibility_of};

/// Where harmless invisible characters are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Invisible {
    /// Where they came or went.
    #[default]
    WhereChanged,
    /// Wherever they stand.
    Everywhere,
}

/// What is known of the text: how closely its invisible characters are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// It stands on both sides.
    Unchanged,
    /// It stands on one side.
    Changed,
    /// It stands on one side, and differs from the other side in invisible characters alone.
    OnlyInvisible,
}

/// A tab that did not change, as spaces: a real one would depend on the column, which the gutter and every wrap
/// shift, and nobody could measure it. The width is MediaWiki's own `tab-size` for code.
const TAB: &str = "    ";

/// The longest tag sequence that a flag may have: "gb" and up to three letters or digits of a region are five
/// (`gbeng`); ISO 3166-2 ends at six. More would be a place to hide text in.
const MAX_FLAG_TAGS: usize = 6;

/// The most marks on one letter: the tallest stacks of Tibetan have eight. More would be drawn over the lines above
/// and below; they stand on circles, so many on each.
const MAX_MARKS: usize = 12;

/// The most emoji that are joined to one picture: Unicode's own have four. More would be taken for one that is two
/// columns wide, and drawn side by side by most terminals.
const MAX_JOINED: usize = 6;

/// Text that is not part of a change, safe for a terminal.
#[must_use]
pub fn sanitize(text: &str, invisible: Invisible) -> Sanitized<'_> {
    sanitize_span(text, Scope::Unchanged, invisible)
}

/// Words of our own that have figures or foreign words in them.
#[must_use]
pub fn sanitize_message(text: &str) -> Sanitized<'_> {
    sanitize(text, Invisible::WhereChanged)
}

/// A stretch of text, safe for a terminal, its invisible characters shown as its scope asks.
#[must_use]
pub fn sanitize_span(text: &str, scope: Scope, invisible: Invisible) -> Sanitized<'_> {
    Sanitized::trusted(shown(text, scope, invisible))
}

fn shown(text: &str, scope: Scope, invisible: Invisible) -> Cow<'_, str> {
    if is_plain(text, scope) {
        return Cow::Borrowed(text);
    }
    let mut drawing = Drawing::new(text, scope, invisible);
    let mut others = from_fn(|| drawing.next_other()).peekable();
    if others.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 32);
    let mut from = 0;
    for (at, character, drawn) in others {
        out.push_str(&text[from..at]);
        push(&mut out, character, drawn);
        from = at + character.len_utf8();
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// A stretch of a text, as an output that has other means than signs in the text shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'t> {
    /// Text that is shown as it is.
    Text(&'t str),
    /// White space that a sign stands for.
    Whitespace(char, &'static str),
    /// A mark without a letter of its own.
    Mark(char),
    /// A character that is named.
    Named(char),
}

/// The stretches of a text; their characters are those of the text.
#[must_use]
pub fn segments(text: &str, scope: Scope, invisible: Invisible) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut from = 0;
    for (at, character, drawn) in Drawing::new(text, scope, invisible) {
        let segment = match drawn {
            Drawn::Itself => continue,
            Drawn::OnCircle => Segment::Mark(character),
            Drawn::As(sign) => Segment::Whitespace(character, sign),
            Drawn::Named => Segment::Named(character),
        };
        segments.extend([Segment::Text(&text[from..at]), segment]);
        from = at + character.len_utf8();
    }
    segments.push(Segment::Text(&text[from..]));
    segments.retain(|segment| *segment != Segment::Text(""));
    segments
}

/// The name of a character that cannot be seen: `<U+200E LRM>`.
#[must_use]
pub fn character_name(character: char) -> String {
    Name(character).to_string()
}

/// The same, and where places in the text (in order, on character boundaries) stand in what comes out.
#[must_use]
pub fn sanitize_with_offsets<'t>(
    text: &'t str,
    scope: Scope,
    invisible: Invisible,
    places: &mut [usize],
) -> Sanitized<'t> {
    let safe = sanitize_span(text, scope, invisible);
    if !safe.is_borrowed() {
        move_places(text, Drawing::new(text, scope, invisible), places);
    }
    safe
}

/// Moves places by what the characters before them take more or less.
fn move_places(text: &str, drawing: Drawing, places: &mut [usize]) {
    let mut out = String::new();
    let mut places = places.iter_mut().peekable();
    for (at, character, drawn) in drawing {
        while let Some(place) = places.next_if(|place| **place <= at) {
            *place = out.len();
        }
        push(&mut out, character, drawn);
    }
    debug_assert!(places.peek().is_none_or(|place| **place <= text.len()), "a place is outside of the text");
    places.for_each(|place| *place = out.len());
}

/// Whether the character cannot be seen by itself.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    !character.is_ascii()
        && matches!(visibility_of(character), Visibility::Quiet | Visibility::Joiner | Visibility::Tag)
}

/// Whether there is nothing to do: no character but ordinary ones, none without its letter, no space to draw. True
/// for most text, and known without asking what each character is.
fn is_plain(text: &str, scope: Scope) -> bool {
    let stands_alone = || !text.chars().next().is_some_and(extends) && !is_crowded(text);
    let ascii = printable_ascii(text);
    (ascii == text.len() || is_all_ordinary(&text[ascii..]) && stands_alone())
        && (scope == Scope::Unchanged || !(text.starts_with(' ') || text.ends_with(' ')))
}

/// How a character is put on the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawn {
    Itself,
    /// On a dotted circle, since there is no letter of its own for it to stand on.
    OnCircle,
    As(&'static str),
    Named,
}

fn push(out: &mut String, character: char, drawn: Drawn) {
    match drawn {
        Drawn::Itself => out.push(character),
        Drawn::OnCircle => out.extend(['◌', character]),
        Drawn::As(sign) => out.push_str(sign),
        Drawn::Named => write!(out, "{}", Name(character)).expect("a String takes all that is written"),
    }
}

/// A walk over the characters of a stretch.
struct Drawing<'t> {
    text: &'t str,
    at: usize,
    scope: Scope,
    invisible: Invisible,
    /// The stretch without the white space at its two ends.
    inner: Range<usize>,
    /// The end of the flag that was met last; tags before it belong to it.
    flag_end: usize,
    /// Whether the character before is not the one that stood before this one in the text.
    detached: bool,
    crowd: Crowd,
}

impl<'t> Drawing<'t> {
    fn new(text: &'t str, scope: Scope, invisible: Invisible) -> Self {
        let start = text.len() - text.trim_start().len();
        let inner = start..text.trim_end().len().max(start);
        let crowd = Crowd { is_watched: is_crowded(text), ..Crowd::default() };
        Self { text, at: 0, scope, invisible, inner, flag_end: 0, detached: true, crowd }
    }

    /// The next character that is not drawn as itself.
    fn next_other(&mut self) -> Option<(usize, char, Drawn)> {
        loop {
            self.pass_graphic();
            let found = self.next()?;
            if found.2 != Drawn::Itself {
                return Some(found);
            }
        }
    }

    /// Goes over the letters and signs of ASCII that stand here, and the blanks between them, which are drawn as
    /// themselves: most of all text.
    fn pass_graphic(&mut self) {
        let rest = &self.text[self.at..self.inner.end.max(self.at)];
        if rest.as_bytes().first().is_some_and(u8::is_ascii_graphic) {
            self.at += printable_ascii(rest);
            self.meets_graphic();
        }
    }

    fn meets_graphic(&mut self) {
        self.detached = false;
        self.crowd = Crowd { is_watched: self.crowd.is_watched, ..Crowd::default() };
    }

    fn drawn(&self, at: usize, character: char) -> Drawn {
        let edge = self.scope != Scope::Unchanged && !self.inner.contains(&at);
        let watched = self.scope != Scope::Unchanged || self.invisible == Invisible::Everywhere;
        let sought = self.scope == Scope::OnlyInvisible || self.detached || self.crowd.hides(character);
        match visibility_of(character) {
            Visibility::Forbidden => Drawn::Named,
            Visibility::Tag if sought || at >= self.flag_end => Drawn::Named,
            Visibility::Joiner if sought => Drawn::Named,
            Visibility::Quiet if watched => Drawn::Named,
            Visibility::Blank if edge => Drawn::Named,
            Visibility::Space if edge => Drawn::As("·"),
            Visibility::NoBreakSpace if watched => Drawn::As("⍽"),
            Visibility::Tab if watched => Drawn::As("⇥"),
            Visibility::Tab => Drawn::As(TAB),
            Visibility::Plain if (self.detached || self.crowd.is_full()) && extends(character) => {
                Drawn::OnCircle
            }
            _ => Drawn::Itself,
        }
    }
}

/// What stands on the letter that was met last.
#[derive(Clone, Copy, Debug, Default)]
struct Crowd {
    /// Whether there is anywhere in the text a letter with too many marks.
    is_watched: bool,
    /// The marks, where they are watched.
    marks: usize,
    /// The emoji that are joined so far.
    joined: usize,
    /// The character before.
    last: char,
}

impl Crowd {
    /// Whether there is no room for another mark.
    const fn is_full(self) -> bool {
        self.marks >= MAX_MARKS
    }

    /// Whether the character, which cannot be seen, does nothing where it stands: a second choice of a glyph, or one
    /// more link of a chain of emoji. What does nothing may carry something.
    const fn hides(self, character: char) -> bool {
        is_selector(character) && is_selector(self.last)
            || character == ZERO_WIDTH_JOINER && self.joined >= MAX_JOINED
    }

    fn meets(&mut self, character: char, drawn: Drawn) {
        let is_mark = self.is_watched && extends(character);
        self.marks = match drawn {
            Drawn::OnCircle => 1,
            _ if is_mark => self.marks + 1,
            _ => 0,
        };
        self.joined = match character {
            ZERO_WIDTH_JOINER if drawn == Drawn::Itself => self.joined + 1,
            _ if self.last == ZERO_WIDTH_JOINER || is_selector(character) || is_tone(character) => {
                self.joined
            }
            _ => 0,
        };
        self.last = character;
    }
}

/// What joins emoji, and letters.
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Whether the character is the skin tone of an emoji.
const fn is_tone(character: char) -> bool {
    matches!(character, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether more marks stand on one letter than any script has there. One byte in so many is looked at: a mark has two
/// or more, and so many in a row leave none of the places out.
fn is_crowded(text: &str) -> bool {
    let places = (0..text.len()).step_by(2 * MAX_MARKS).filter(|at| !text.as_bytes()[*at].is_ascii());
    let mut characters = places.filter_map(|at| (0..=at).rev().find(|at| text.is_char_boundary(*at)));
    characters.any(|at| text[at..].chars().next().is_some_and(extends) && marks_round(text, at) > MAX_MARKS)
}

/// The marks in a row round a place, where there is one, as far as they are too many.
fn marks_round(text: &str, at: usize) -> usize {
    let count = |characters: &mut dyn Iterator<Item = char>| {
        characters.take(MAX_MARKS + 1).take_while(|character| extends(*character)).count()
    };
    count(&mut text[..at].chars().rev()) + 1 + count(&mut text[at..].chars().skip(1))
}

impl Iterator for Drawing<'_> {
    type Item = (usize, char, Drawn);

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let character = self.text[at..].chars().next()?;
        self.at += character.len_utf8();
        if character.is_ascii_graphic() {
            self.meets_graphic();
            return Some((at, character, Drawn::Itself));
        }
        if character == '\u{1f3f4}' {
            self.flag_end = self.at + flag_tags(&self.text[self.at..]);
        }
        let drawn = self.drawn(at, character);
        self.detached = matches!(drawn, Drawn::As(_) | Drawn::Named);
        self.crowd.meets(character, drawn);
        Some((at, character, drawn))
    }
}

/// The bytes that the tags of a region's flag take after its black flag; 0 where they make none.
fn flag_tags(after: &str) -> usize {
    let is_letter = |tag: &char| matches!(tag, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
    let letters = after.chars().take(MAX_FLAG_TAGS).take_while(is_letter).count();
    let closed = after.chars().nth(letters) == Some('\u{e007f}');
    if letters > 0 && closed { (letters + 1) * '\u{e007f}'.len_utf8() } else { 0 }
}

/// Whether the character is of a range in which none joins the letter before it: the short way for letters that may
/// have marks of their own, and for the signs that rules and borders are drawn with.
const fn is_letter_alone(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{2ff}'
            | '\u{370}'..='\u{3ff}'
            | '\u{904}'..='\u{939}'
            | '\u{958}'..='\u{961}'
            | '\u{985}'..='\u{9b9}'
            | '\u{b85}'..='\u{bb9}'
            | '\u{c05}'..='\u{c39}'
            | '\u{e40}'..='\u{e46}'
            | '\u{1e00}'..='\u{200b}'
            | '\u{2028}'..='\u{20cf}'
            | '\u{2100}'..='\u{2bff}'
            | '\u{ac00}'..='\u{d7a3}'
    )
}

/// Whether the character joins the letter before it: a combining mark, a vowel sign, a skin tone.
fn extends(character: char) -> bool {
    if graphemes::is_plain(character) || is_letter_alone(character) {
        return false;
    }
    let mut pair = [b'a', 0, 0, 0, 0];
    let length = character.encode_utf8(&mut pair[1..]).len();
    let pair = std::str::from_utf8(&pair[..=length]).expect("a letter and an encoded character are UTF-8");
    pair.graphemes(true).nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
    fn ordinary_text_is_borrowed() {
        for text in ["", "plain", "a b  c", "Köln", "日本語", "می‌خواهم", "ক্ষ", "👩‍👧", "é", "עברית"]
        {
            assert!(sanitize(text, Invisible::WhereChanged).is_borrowed(), "{text}");
        }
    }

    #[test]
    fn places_stay_at_their_characters() {
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
    fn an_attack_on_the_terminal_is_shown_and_not_run() {
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
    fn an_attack_on_the_reader_is_shown() {
        unchanged("admin\u{202e}nimda", "admin<U+202E RLO>nimda");
        unchanged("\u{2067}x\u{2069}", "<U+2067 RLI>x<U+2069 PDI>");
        unchanged("\u{e0001}\u{e0041}", "<U+E0001 LANGUAGE TAG><U+E0041 TAG A>");
        unchanged("\u{e123}\u{fffe}", "<U+E123 private use><U+FFFE noncharacter>");
        unchanged("\u{378}", "<U+0378>");
        unchanged("\u{206a}", "<U+206A>");
    }

    #[test]
    fn the_flag_of_a_region_is_left_and_text_hidden_in_tags_is_not() {
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
    fn a_harmless_invisible_character_is_named_where_it_changed() {
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
    fn joiners_are_named_only_where_they_are_what_changed() {
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
    fn changed_white_space_is_drawn() {
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
    fn a_mark_without_its_letter_stands_on_a_circle() {
        unchanged("\u{301}a", "◌\u{301}a");
        unchanged("e\u{301}", "e\u{301}");
        unchanged("\x1b\u{338}", "<U+001B ESC>◌\u{338}");
        changed("\u{e34}", "◌\u{e34}");
        unchanged("\u{1f3fb}", "◌\u{1f3fb}");
        unchanged("\u{200d}x", "<U+200D ZWJ>x");
    }

    #[test]
    fn a_letter_alone_joins_nothing() {
        for character in ('\0'..='\u{ffff}').filter(|character| is_letter_alone(*character)) {
            let joins = format!("a{character}").graphemes(true).nth(1).is_none();
            assert!(!joins || character.is_ascii(), "{character:?}");
        }
    }

    #[test]
    fn marks_beyond_those_of_any_script_stand_on_circles() {
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
    fn nothing_is_hidden_behind_a_letter() {
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
        fn no_letter_has_too_many_marks(text in "[ab漢]?[\u{301}\u{338}\u{e34}\u{fe0f}a]{0,60}") {
            let safe = sanitize(&text, Invisible::WhereChanged);
            let most = safe.split(|c| !extends(c)).map(|marks| marks.chars().count()).max();
            prop_assert!(most <= Some(MAX_MARKS + 1), "{safe:?}");
        }

        #[test]
        fn no_control_and_no_bidi_control_passes(text in any::<String>(), changed in any::<bool>()) {
            let scope = if changed { Scope::Changed } else { Scope::Unchanged };
            let safe = sanitize_span(&text, scope, Invisible::WhereChanged);
            let is_bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            prop_assert!(!safe.chars().any(|c| c.is_control() || is_bidi(c)));
        }

        #[test]
        fn safe_text_is_left_as_it_is(text in any::<String>()) {
            let once = sanitize(&text, Invisible::WhereChanged).into_owned();
            prop_assert_eq!(&*sanitize(&once, Invisible::WhereChanged), &*once);
        }
    }
}
