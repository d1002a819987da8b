//! Blanks at the ends of marked words. Some forms strip them inside a mark and put one behind it, so that a blank may be
//! missing or too many. The words and the other side show which.
//!
//! ```text
//! of the page    <del>two </del>, three <del>four </del>(4)
//! as written     ~~two~~ , three ~~four~~(4)
//! ```

use super::pairs::Parts;
use super::usual_blanks::{has_usual_blank, is_closing, is_format, is_opening, is_word};

/// Treatment of blanks at the ends of marked words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MarkBlanks {
    /// The blanks are kept, inside the marks or outside.
    #[default]
    Kept,
    /// The blanks inside are lost, and a blank may have been put behind the mark.
    Stripped,
}

/// A text without its marks.
pub(crate) struct JoinedText {
    pub(crate) text: String,
    /// True if a blank at a mark may be missing or too many.
    pub(crate) is_doubtful: bool,
}

/// Characters before which no blank is put behind a mark.
pub(crate) const fn is_never_spaced(character: char) -> bool {
    matches!(character, '[' | ']' | '(' | ')' | '{' | '}' | '.' | '!' | '?')
}

/// Joins the parts of a text without its marks, and restores the blanks as far as the words and the other side show them.
pub(crate) fn join(parts: &Parts<'_>, blanks: MarkBlanks, other: Option<&str>) -> JoinedText {
    if blanks == MarkBlanks::Kept {
        return JoinedText { text: parts.concat(), is_doubtful: false };
    }
    let mut joined = JoinedText { text: String::new(), is_doubtful: false };
    let mut other = OtherSide { text: other.unwrap_or_default(), at: 0, is_aligned: true };
    for (at, part) in parts.iter().enumerate() {
        if at % 2 == 1 {
            let place = MarkPlace::find(&other, parts[at - 1], parts[at + 1]);
            joined.push_marked(part, place);
            joined.push_behind_mark(part, parts[at + 1], place, &other);
        } else {
            if at == 0 {
                joined.text.push_str(part);
            }
            other.skip(part);
        }
    }
    joined
}

/// A marked word, as the other side shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkPlace {
    /// The text before and behind the mark touches on the other side.
    Closed,
    /// A blank is between the text before and behind the mark on the other side; the text before shows it.
    BlankBefore,
    /// A blank is between the text before and behind the mark on the other side; the text before does not show it.
    BlankBehind,
    /// Other words are in the place of the marked ones, without a blank before them. A blank that both sides have is not
    /// marked.
    Replaced,
    /// Other words behind a blank are in the place of the marked ones.
    ReplacedBehindBlank,
    /// The other side does not show the place.
    Unknown,
}

impl MarkPlace {
    fn find(other: &OtherSide<'_>, before: &str, behind: &str) -> Self {
        let rest = &other.text[other.at..];
        let end = behind.trim_start().char_indices().nth(PLACE_LEN).map(|(at, _)| at);
        let behind = behind.trim_start();
        let words = &behind[..end.unwrap_or(behind.len())];
        if !other.is_aligned || other.text.is_empty() {
            Self::Unknown
        } else if !rest.trim_start().starts_with(words) || words.is_empty() && !rest.trim().is_empty() {
            if rest.starts_with(char::is_whitespace) { Self::ReplacedBehindBlank } else { Self::Replaced }
        } else if !rest.starts_with(char::is_whitespace) {
            Self::Closed
        } else if before.ends_with(char::is_whitespace) {
            Self::BlankBefore
        } else {
            Self::BlankBehind
        }
    }
}

/// Length of the text behind a mark that is compared with the other side, in characters.
const PLACE_LEN: usize = 8;

impl JoinedText {
    /// The last character that is shown.
    fn last(&self) -> Option<char> {
        self.text.chars().rev().find(|c| !is_format(*c))
    }

    /// Adds marked words, before which a blank may be lost.
    fn push_marked(&mut self, part: &str, place: MarkPlace) {
        let first = part.chars().find(|c| !is_format(*c));
        match (self.last(), first) {
            // A blank alone was marked: it may be several, or one that does not break.
            _ if part.is_empty() => self.is_doubtful = true,
            (Some(last), None) if is_word(last) => {
                self.is_doubtful = true;
                self.text.push(' ');
            }
            // Words are marked whole, so two letters that touch have lost a blank.
            (Some(last), Some(first)) if is_word(last) && is_word(first) => self.text.push(' '),
            (Some(last), Some(_)) if !last.is_whitespace() && !is_opening(last) => {
                self.is_doubtful = true;
                let is_lost = match place {
                    MarkPlace::Closed | MarkPlace::Replaced => false,
                    _ => has_usual_blank(&self.text, part),
                };
                if is_lost {
                    self.text.push(' ');
                }
            }
            _ => {}
        }
        // The form puts a blank behind the first piece of the words, and a reference is a piece of its own.
        let mut pieces = part.char_indices();
        let cut = match pieces.next() {
            Some((_, first)) if is_reference(first) => Some(first.len_utf8()),
            _ => pieces.find(|(_, c)| is_reference(*c)).map(|(at, _)| part[..at].trim_end().len()),
        };
        match cut {
            Some(cut) if part[cut..].starts_with(' ') => {
                self.is_doubtful = true;
                let (piece, rest) = (&part[..cut], part[cut..].trim_start());
                let is_closing = matches!(piece, "\"" | "'") && self.last().is_some_and(is_word);
                self.text.push_str(piece);
                let is_alone = piece.chars().all(is_reference);
                if is_alone && is_closing || !is_alone && has_usual_blank(&self.text, rest) {
                    self.text.push(' ');
                }
                self.text.push_str(rest);
            }
            _ => self.text.push_str(part),
        }
    }

    /// Adds the text behind marked words. The form may have put a blank before it, or may have lost one.
    fn push_behind_mark(&mut self, marked: &str, part: &str, place: MarkPlace, other: &OtherSide<'_>) {
        let rest = part.trim_start();
        let has_blank = rest.len() < part.len();
        let next = rest.chars().find(|c| !is_format(*c));
        let Some(next) = next else {
            self.text.push_str(part);
            return;
        };
        if marked.is_empty() {
            if !has_blank || is_never_spaced(next) {
                self.text.push(' ');
            }
            self.text.push_str(part);
            return;
        }
        if !has_blank {
            // A blank may be lost before a sign that no blank is put before.
            let shown = other.has_blank_before(rest);
            if is_never_spaced(next) && place != MarkPlace::Closed && shown != Some(false) {
                self.is_doubtful = true;
                if is_opening(next) && has_usual_blank(&self.text, rest) {
                    self.text.push(' ');
                }
            }
            self.text.push_str(part);
            return;
        }
        let is_put = part.len() - rest.len() == 1 && part.starts_with(' ') && !is_never_spaced(next);
        let is_between_words = self.last().is_some_and(is_word) && is_word(next);
        if !is_put || is_between_words {
            self.text.push_str(part);
            return;
        }
        self.is_doubtful = true;
        let is_blank = match (place, other.has_blank_before(rest)) {
            (MarkPlace::Closed, _) => false,
            (MarkPlace::BlankBehind, _) => true,
            (MarkPlace::BlankBefore, _) if is_closing(next) => true,
            (MarkPlace::BlankBefore | MarkPlace::Unknown, _)
            | (MarkPlace::Replaced | MarkPlace::ReplacedBehindBlank, None) => {
                has_usual_blank(&self.text, rest)
            }
            (MarkPlace::Replaced | MarkPlace::ReplacedBehindBlank, Some(has_blank)) => has_blank,
        };
        self.text.push_str(if is_blank { part } else { rest });
    }
}

/// The text of the other side, read along with the parts.
struct OtherSide<'t> {
    text: &'t str,
    /// Offset after the last part that was found.
    at: usize,
    /// True if the last part was found.
    is_aligned: bool,
}

/// Lengths of the first words of a part that are searched on the other side, in characters.
const SEARCH_LENS: [usize; 4] = [24, 8, 3, 1];

impl OtherSide<'_> {
    /// Finds the beginning of a part.
    fn find(&self, part: &str) -> Option<usize> {
        let rest = &self.text[self.at..];
        SEARCH_LENS.iter().find_map(|&length| {
            let end = part.char_indices().nth(length).map_or(part.len(), |(at, _)| at);
            let words = part[..end].trim_end();
            rest.find(words).filter(|_| !words.is_empty()).map(|at| self.at + at)
        })
    }

    /// Returns true if a blank stands before the beginning of a part; `None` if the part is not there.
    fn has_blank_before(&self, part: &str) -> Option<bool> {
        let at = self.find(part).filter(|at| *at > 0)?;
        Some(self.text[..at].ends_with(char::is_whitespace))
    }

    /// Goes on behind a part, as far as it is there.
    fn skip(&mut self, part: &str) {
        let part = part.trim();
        let found = self.text[self.at..].find(part);
        self.is_aligned = found.is_some();
        if let Some(at) = found {
            self.at += at + part.len();
        }
    }
}

/// Returns true for a character that HTML writes as a reference.
pub(crate) const fn is_reference(character: char) -> bool {
    matches!(character, '<' | '>' | '&' | '"' | '\'')
}
