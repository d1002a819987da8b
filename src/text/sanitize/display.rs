//! Display of each character of a text: as it is, as a sign, on a dotted circle, or by its name.
//!
//! ```text
//! text      a  ␠  ESC            [  2  J  U+0301     ␠
//! display   a  ␠  <U+001B ESC>   [  2  J  J with ´   ·     unchanged text; a blank at the end of changed text is drawn
//! ```

use std::ops::Range;

use super::visibility::{Visibility, is_variation_selector, printable_ascii, visibility_of};
use crate::graphemes;

/// Visibility of harmless invisible characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Invisible {
    /// Shown where they were added or removed.
    #[default]
    WhereChanged,
    /// Shown everywhere.
    Everywhere,
}

/// The part of a change that a text belongs to. Decides how strictly its invisible characters are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// On both sides.
    Unchanged,
    /// On one side.
    Changed,
    /// On one side, and different from the other side in invisible characters only.
    OnlyInvisible,
}

/// Spaces in place of an unchanged tab. The width of a real tab depends on its column, which the gutter and every wrap
/// shift. The number is MediaWiki's `tab-size` for code.
const TAB: &str = "    ";

/// The maximum number of tags in a flag: "gb" and up to three letters or digits of a region are five (`gbeng`);
/// ISO 3166-2 ends at six. Longer sequences could hide text.
const MAX_FLAG_TAGS: usize = 6;

/// The maximum number of marks on one letter. The tallest stacks of Tibetan have eight; more would be drawn over the
/// lines above and below. Further marks stand on circles, again up to this number on each.
pub(crate) const MAX_MARKS: usize = 12;

/// The maximum number of emoji joined to one picture. Unicode's own sequences have up to four. Most terminals draw
/// longer sequences side by side, wider than the two columns of one picture.
pub(crate) const MAX_JOINED: usize = 6;

/// The display of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CharacterDisplay {
    AsIs,
    /// A mark on a dotted circle: it has no letter of its own.
    OnCircle,
    Sign(&'static str),
    Named,
}

/// True if every character is shown as it is: only ordinary characters, no mark without a letter, no blank at the end
/// of changed text. This covers most text without a lookup of each character.
pub(crate) fn is_plain(text: &str, scope: Scope) -> bool {
    let ascii = printable_ascii(text);
    let has_stray_marks = || text.chars().next().is_some_and(extends) || has_crowded_letter(text);
    (ascii == text.len() || super::visibility::is_all_ordinary(&text[ascii..]) && !has_stray_marks())
        && (scope == Scope::Unchanged || !(text.starts_with(' ') || text.ends_with(' ')))
}

/// An iterator over the characters of a text, their byte offsets, and their display.
pub(crate) struct DisplayWalk<'t> {
    text: &'t str,
    at: usize,
    scope: Scope,
    invisible: Invisible,
    /// The text without the whitespace at both ends.
    inner: Range<usize>,
    /// The end of the last flag. Tags before it belong to the flag.
    flag_end: usize,
    /// True if the character before is replaced, so that a mark cannot join it.
    detached: bool,
    cluster: ClusterState,
}

impl<'t> DisplayWalk<'t> {
    pub(crate) fn new(text: &'t str, scope: Scope, invisible: Invisible) -> Self {
        let start = text.len() - text.trim_start().len();
        let inner = start..text.trim_end().len().max(start);
        let cluster = ClusterState { counts_marks: has_crowded_letter(text), ..ClusterState::default() };
        Self { text, at: 0, scope, invisible, inner, flag_end: 0, detached: true, cluster }
    }

    /// Returns the next character that is not shown as it is.
    pub(crate) fn next_replaced(&mut self) -> Option<(usize, char, CharacterDisplay)> {
        loop {
            self.skip_graphic_ascii();
            let found = self.next()?;
            if found.2 != CharacterDisplay::AsIs {
                return Some(found);
            }
        }
    }

    /// Skips letters and signs of ASCII and the blanks between them. They are shown as they are, and make up most text.
    fn skip_graphic_ascii(&mut self) {
        let rest = &self.text[self.at..self.inner.end.max(self.at)];
        if rest.as_bytes().first().is_some_and(u8::is_ascii_graphic) {
            self.at += printable_ascii(rest);
            self.begin_cluster();
        }
    }

    fn begin_cluster(&mut self) {
        self.detached = false;
        self.cluster = ClusterState { counts_marks: self.cluster.counts_marks, ..ClusterState::default() };
    }

    fn display(&self, at: usize, character: char) -> CharacterDisplay {
        use CharacterDisplay::{AsIs, Named, OnCircle, Sign};
        let is_at_edge = self.scope != Scope::Unchanged && !self.inner.contains(&at);
        let shows_quiet = self.scope != Scope::Unchanged || self.invisible == Invisible::Everywhere;
        let shows_joiner =
            self.scope == Scope::OnlyInvisible || self.detached || self.cluster.is_without_effect(character);
        match visibility_of(character) {
            Visibility::Forbidden => Named,
            Visibility::Tag if shows_joiner || at >= self.flag_end => Named,
            Visibility::Joiner if shows_joiner => Named,
            Visibility::Quiet if shows_quiet => Named,
            Visibility::Blank if is_at_edge => Named,
            Visibility::Space if is_at_edge => Sign("·"),
            Visibility::NoBreakSpace if shows_quiet => Sign("⍽"),
            Visibility::Tab if shows_quiet => Sign("⇥"),
            Visibility::Tab => Sign(TAB),
            Visibility::Plain if (self.detached || self.cluster.is_full()) && extends(character) => OnCircle,
            _ => AsIs,
        }
    }
}

impl Iterator for DisplayWalk<'_> {
    type Item = (usize, char, CharacterDisplay);

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let character = self.text[at..].chars().next()?;
        self.at += character.len_utf8();
        if character.is_ascii_graphic() {
            self.begin_cluster();
            return Some((at, character, CharacterDisplay::AsIs));
        }
        if character == BLACK_FLAG {
            self.flag_end = self.at + flag_tags_len(&self.text[self.at..]);
        }
        let display = self.display(at, character);
        self.detached = matches!(display, CharacterDisplay::Sign(_) | CharacterDisplay::Named);
        self.cluster.add(character, display);
        Some((at, character, display))
    }
}

/// The characters that stand on, or are joined to, the last letter or emoji.
#[derive(Clone, Copy, Debug, Default)]
struct ClusterState {
    /// True if some letter of the text has too many marks. Only then are marks counted.
    counts_marks: bool,
    marks: usize,
    /// The number of joined emoji.
    joined: usize,
    /// The character before.
    last: char,
}

impl ClusterState {
    /// True if the letter has the maximum number of marks.
    const fn is_full(self) -> bool {
        self.marks >= MAX_MARKS
    }

    /// True for an invisible character without effect: a second variation selector, or one more link of a long chain of
    /// emoji. A character without effect may carry hidden text.
    const fn is_without_effect(self, character: char) -> bool {
        is_variation_selector(character) && is_variation_selector(self.last)
            || character == ZERO_WIDTH_JOINER && self.joined >= MAX_JOINED
    }

    fn add(&mut self, character: char, display: CharacterDisplay) {
        let is_mark = self.counts_marks && extends(character);
        self.marks = match display {
            CharacterDisplay::OnCircle => 1,
            _ if is_mark => self.marks + 1,
            _ => 0,
        };
        self.joined = match character {
            ZERO_WIDTH_JOINER if display == CharacterDisplay::AsIs => self.joined + 1,
            _ if self.last == ZERO_WIDTH_JOINER
                || is_variation_selector(character)
                || is_skin_tone(character) =>
            {
                self.joined
            }
            _ => 0,
        };
        self.last = character;
    }
}

/// Joins emoji, and letters.
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Begins the flag of a region.
const BLACK_FLAG: char = '\u{1f3f4}';

const fn is_skin_tone(character: char) -> bool {
    matches!(character, '\u{1f3fb}'..='\u{1f3ff}')
}

/// True if a letter of the text has more than [`MAX_MARKS`] marks. Samples the text: a mark has at least two bytes, so
/// that a run of too many marks covers at least one sample.
fn has_crowded_letter(text: &str) -> bool {
    let samples = (0..text.len()).step_by(2 * MAX_MARKS).filter(|at| !text.as_bytes()[*at].is_ascii());
    let mut characters = samples.filter_map(|at| (0..=at).rev().find(|at| text.is_char_boundary(*at)));
    characters.any(|at| text[at..].chars().next().is_some_and(extends) && count_marks(text, at) > MAX_MARKS)
}

/// Counts the marks in a row around the mark at `at`, up to a few more than [`MAX_MARKS`].
fn count_marks(text: &str, at: usize) -> usize {
    let before = text[..at].chars().rev().take(MAX_MARKS + 1).take_while(|character| extends(*character));
    let after = text[at..].chars().skip(1).take(MAX_MARKS + 1).take_while(|character| extends(*character));
    before.count() + 1 + after.count()
}

/// Returns the length in bytes of the tags after a black flag; 0 if they name no region.
fn flag_tags_len(after: &str) -> usize {
    let is_letter = |tag: &char| matches!(tag, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
    let letters = after.chars().take(MAX_FLAG_TAGS).take_while(is_letter).count();
    let is_closed = after.chars().nth(letters) == Some('\u{e007f}');
    if letters > 0 && is_closed { (letters + 1) * '\u{e007f}'.len_utf8() } else { 0 }
}

/// True if the character joins the letter before it: a combining mark, a vowel sign, a skin tone.
pub(crate) fn extends(character: char) -> bool {
    let mut pair = [b'a', 0, 0, 0, 0];
    let length = character.encode_utf8(&mut pair[1..]).len();
    let pair = std::str::from_utf8(&pair[..=length]).expect("a letter and an encoded character are UTF-8");
    graphemes::extends_cluster(pair, 1)
}
