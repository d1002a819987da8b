//! A cheap measure of the similarity of two lines, linear in their length, since pairing computes it for many pairs.
//!
//! wikidiff2's own measure is [`wikidiff2_similarity`]; it compares word by word, and costs more. The estimate has two
//! kinds of words. With wikidiff2's words it is never less than that measure ([`similarity`]): pairing uses them to
//! read a paste. With the words that a reader recognizes ([`is_similar_to_reader`], [`Profile`]) it compares whole
//! pages.

use std::cell::OnceCell;

use super::common_ends::{CommonEnds, common_ends_at_borders};
use super::wikidiff2::{is_border, share, words};
use super::word_id::WordId;
use crate::model::Sides;
use crate::word_diff::tokens::char_class::{CharClass, run_len};
use crate::word_diff::tokens::dictionary::word_boundaries;

pub use super::wikidiff2::wikidiff2_similarity;

/// The share of characters that two lines have in common, from 0 (nothing) to 1 (equal lines).
///
/// Counts bytes: the common ends and, between them, the words that both lines have, in any order; divided by the
/// length of the longer line.
#[must_use]
pub(crate) fn similarity(old: &str, new: &str) -> f64 {
    similarity_at_least(old, new, 0.0).unwrap_or(0.0)
}

/// The similarity of two lines if it is at least `min`.
///
/// Most lines that are less similar are rejected by their lengths, or by how often they have each byte.
#[must_use]
pub(crate) fn similarity_at_least(old: &str, new: &str, min: f64) -> Option<f64> {
    let lines = Sides { old, new };
    measure(lines, min, |ends, needed| {
        let middle = middle(lines, ends);
        let is_possible = ends.sum() >= needed || ends.sum() + max_common_bytes(middle) >= needed;
        is_possible.then(|| ends.sum() + common_word_bytes(middle, WordRule::Wikidiff2))
    })
}

/// Returns true if the [`similarity`] of two lines is at least `min`. Stops as soon as that is decided.
#[must_use]
pub(crate) fn is_similar(old: &str, new: &str, min: f64) -> bool {
    reaches(Sides { old, new }, min, WordRule::Wikidiff2)
}

/// Returns true unless the [`similarity`] of two lines is certainly less than `min`, by their lengths or by how often they
/// have each byte.
#[must_use]
pub(crate) fn may_be_similar(old: &str, new: &str, min: f64) -> bool {
    let lines = Sides { old, new };
    let most = measure(lines, min, |ends, needed| {
        let sum = ends.sum();
        Some(if sum >= needed { sum } else { sum + max_common_bytes(middle(lines, ends)) })
    });
    most.is_some()
}

/// Returns true if the similarity of two lines is at least `min`, measured in the words that a reader recognizes.
/// Stops as soon as that is decided.
#[must_use]
pub(crate) fn is_similar_to_reader(old: &str, new: &str, min: f64) -> bool {
    reaches(Sides { old, new }, min, WordRule::Reader)
}

fn reaches(lines: Sides<&str>, min: f64, rule: WordRule) -> bool {
    let common = measure(lines, min, |ends, needed| {
        let (sum, middle) = (ends.sum(), middle(lines, ends));
        if sum >= needed {
            return Some(sum);
        }
        (sum + max_common_bytes(middle) >= needed).then(|| sum + common_word_bytes(middle, rule))
    });
    common.is_some()
}

/// A line that is compared with many others. Each part of its analysis is computed once, when first needed.
#[derive(Debug)]
pub(crate) struct Profile<'t> {
    text: &'t str,
    histogram: OnceCell<ByteHistogram>,
    words: OnceCell<WordBag>,
}

impl<'t> Profile<'t> {
    /// Creates the profile of a line without analysing the line.
    #[must_use]
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { text, histogram: OnceCell::new(), words: OnceCell::new() }
    }

    /// The line.
    #[must_use]
    pub(crate) const fn text(&self) -> &'t str {
        self.text
    }

    /// The similarity of this old line and a new one if it is at least `min`, in the words that a reader recognizes.
    #[must_use]
    pub(crate) fn similarity_at_least(&self, new: &Self, min: f64) -> Option<f64> {
        measure(Sides { old: self.text, new: new.text }, min, |ends, needed| {
            // The common ends add the same counts to both histograms, so the bound holds for the middles as well.
            let is_possible =
                ends.sum() >= needed || self.histogram().max_common_bytes(new.histogram()) >= needed;
            is_possible.then(|| self.common_bytes(new, ends))
        })
    }

    /// Counts the common bytes of two lines with these common ends.
    fn common_bytes(&self, new: &Self, ends: CommonEnds) -> usize {
        let lines = Sides { old: self.text, new: new.text };
        let has_short_ends = ends.sum() < self.text.len() / 2;
        if has_short_ends && are_whole_words(ends, self.text) && are_whole_words(ends, new.text) {
            // The words of a line are then those of its ends and of its middle, and the ends are equal.
            return ends.sum() + self.words().common_bytes(new.words()) - counted_bytes(ends, self.text);
        }
        ends.sum() + common_word_bytes(middle(lines, ends), WordRule::Reader)
    }

    fn histogram(&self) -> &ByteHistogram {
        self.histogram.get_or_init(|| ByteHistogram::new(self.text))
    }

    fn words(&self) -> &WordBag {
        self.words.get_or_init(|| WordBag::new(self.text, WordRule::Reader))
    }
}

/// The similarity of two lines if it is at least `min`.
///
/// `count_common` counts the common bytes, and is not called where the lengths of the lines decide. It may return
/// `None` if there are fewer than needed.
fn measure(
    lines: Sides<&str>,
    min: f64,
    count_common: impl FnOnce(CommonEnds, usize) -> Option<usize>,
) -> Option<f64> {
    let Sides { old, new } = lines;
    let longer = old.len().max(new.len());
    if longer == 0 || old == new {
        return Some(1.0);
    }
    let needed = needed_bytes(longer, min);
    if old.len().min(new.len()) < needed {
        return None;
    }
    let ends = common_ends_at_borders(lines, is_word_border);
    let common = count_common(ends, needed).filter(|common| *common >= needed)?;
    Some(share(common, longer))
}

/// The smallest number of common bytes that makes up the share.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn needed_bytes(longer: usize, min: f64) -> usize {
    // Exact below 2⁵³ bytes; a share outside of 0 to 1 is clamped.
    (longer as f64 * min.clamp(0.0, 1.0)).ceil() as usize
}

/// The texts between the common ends.
fn middle(lines: Sides<&str>, ends: CommonEnds) -> Sides<&str> {
    lines.map(|line| &line[ends.middle(line.len())])
}

/// Returns true if no word of the line continues from an end into the middle.
fn are_whole_words(ends: CommonEnds, line: &str) -> bool {
    let middle = ends.middle(line.len());
    is_border(line, middle.start) && is_border(line, middle.end)
}

/// The bytes of the common ends as a word bag counts them.
fn counted_bytes(ends: CommonEnds, line: &str) -> usize {
    let middle = ends.middle(line.len());
    let ends = [&line[..middle.start], &line[middle.end..]];
    let ends = ends.into_iter().filter(|end| !end.is_empty());
    ends.map(|end| WordBag::new(end, WordRule::Reader).byte_len()).sum()
}

/// Returns true if the bytes on both sides of the offset are not inside of one word.
fn is_word_border(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    at == 0 || !is_inside_word(bytes[at - 1]) || bytes.get(at).is_none_or(|&byte| !is_inside_word(byte))
}

/// Returns true for letters, digits, and the bytes of characters outside ASCII.
const fn is_inside_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// An upper bound of the common bytes of two texts.
fn max_common_bytes(texts: Sides<&str>) -> usize {
    ByteHistogram::new(texts.old).max_common_bytes(&ByteHistogram::new(texts.new))
}

/// A histogram of the bytes of a text, in 64 classes.
#[derive(Debug)]
struct ByteHistogram {
    /// Left at 0 in a text with more bytes than a count can hold.
    counts: [u16; 64],
    byte_len: usize,
}

impl ByteHistogram {
    fn new(text: &str) -> Self {
        let mut counts = [0; 64];
        if u16::try_from(text.len()).is_ok() {
            text.bytes().for_each(|byte| counts[usize::from(byte & 63)] += 1);
        }
        Self { counts, byte_len: text.len() }
    }

    /// Sums up the smaller count of each class. In long texts, the bound is the length of the shorter one.
    fn max_common_bytes(&self, other: &Self) -> usize {
        if self.byte_len.max(other.byte_len) > usize::from(u16::MAX) {
            return self.byte_len.min(other.byte_len);
        }
        // The sum fits into 16 bits, as the lengths do; in 16 bits the compiler adds many counts at once.
        let smaller = self.counts.iter().zip(&other.counts).map(|(own, other)| *own.min(other));
        usize::from(smaller.fold(0, u16::wrapping_add))
    }
}

/// The sum of the counts of the ASCII characters: 128 counts of 8 bits fit into 16 bits.
fn sum_counts(counts: impl Iterator<Item = u8>) -> usize {
    usize::from(counts.map(u16::from).fold(0, u16::wrapping_add))
}

/// Counts the bytes of the words that both texts have.
fn common_word_bytes(texts: Sides<&str>, rule: WordRule) -> usize {
    if texts.old.is_empty() || texts.new.is_empty() {
        return 0;
    }
    let Sides { old, new } = texts.map(|text| WordBag::new(text, rule));
    old.common_bytes(&new)
}

/// The rule that cuts a text into words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordRule {
    /// wikidiff2's: a run of letters, or a Han or kana character.
    Wikidiff2,
    /// A reader's. In scripts without spaces, words of the dictionary instead of whole runs, which may be sentences.
    /// Pairs of Han or kana characters instead of single ones, since any two lines share some of those.
    Reader,
}

/// Returns true if the text may have letters of a script without spaces. They all stand above `U+0E00`; most words
/// have only lower characters, which shows in their bytes.
fn may_lack_spaces(text: &str) -> bool {
    let bytes = text.as_bytes();
    if text.is_ascii() {
        return false;
    }
    bytes.iter().any(|byte| *byte > 0xe0) || bytes.windows(2).any(|pair| pair[0] == 0xe0 && pair[1] >= 0xb8)
}

fn is_ideographic(character: char) -> bool {
    CharClass::from_char(character) == CharClass::Ideographic
}

/// The words of a text without their order.
#[derive(Debug)]
struct WordBag {
    /// The counts of the ASCII characters that are words by themselves: half of all words are spaces and signs. With 8
    /// bits, many counts are compared at once; what exceeds them goes to `words`.
    signs: [u8; 128],
    /// The other words, sorted.
    words: Vec<WordId>,
}

impl WordBag {
    fn new(text: &str, rule: WordRule) -> Self {
        let mut bag = Self { signs: [0; 128], words: Vec::with_capacity(text.len() / 8) };
        let rule = if may_lack_spaces(text) { rule } else { WordRule::Wikidiff2 };
        let mut at = 0;
        for word in words(text) {
            at += word.len();
            match *word.as_bytes() {
                [sign @ ..128] => bag.push_sign(sign),
                _ if rule == WordRule::Reader && may_lack_spaces(word) => {
                    bag.push_recognized(&text[..at], word);
                }
                _ => bag.words.push(WordId::new(word.as_bytes())),
            }
        }
        bag.words.sort_unstable();
        bag
    }

    fn push_sign(&mut self, sign: u8) {
        match &mut self.signs[usize::from(sign)] {
            &mut u8::MAX => self.words.push(WordId::new(&[sign])),
            count => *count += 1,
        }
    }

    /// Adds the parts that a reader recognizes of the word at the end of the text.
    fn push_recognized(&mut self, text: &str, word: &str) {
        if word.starts_with(is_ideographic) {
            let before = &text[..text.len() - word.len()];
            let pair = before.chars().next_back().filter(|before| is_ideographic(*before));
            let name = &text[before.len() - pair.map_or(0, char::len_utf8)..];
            self.words.push(WordId::with_byte_len(name.as_bytes(), word.len()));
            return;
        }
        let mut rest = word;
        while let Some(at) = rest.find(|character| CharClass::from_char(character) == CharClass::Dictionary) {
            let (other, from) = rest.split_at(at);
            let (parts, after) = from.split_at(run_len(from, CharClass::Dictionary));
            self.push_nonempty(other);
            self.push_dictionary_words(parts);
            rest = after;
        }
        self.push_nonempty(rest);
    }

    fn push_nonempty(&mut self, word: &str) {
        self.words.extend((!word.is_empty()).then(|| WordId::new(word.as_bytes())));
    }

    fn push_dictionary_words(&mut self, run: &str) {
        let mut from = 0;
        for end in word_boundaries(run) {
            self.words.push(WordId::new(&run.as_bytes()[from..end]));
            from = end;
        }
    }

    /// The length of all words in bytes.
    fn byte_len(&self) -> usize {
        let words = self.words.iter().map(|word| word.byte_len()).sum::<usize>();
        words + sum_counts(self.signs.iter().copied())
    }

    /// Counts the bytes of the words that are in both bags.
    fn common_bytes(&self, new: &Self) -> usize {
        let smaller = self.signs.iter().zip(&new.signs).map(|(own, new)| *own.min(new));
        let mut common = sum_counts(smaller);
        let mut rest = new.words.iter().peekable();
        for word in &self.words {
            while rest.next_if(|other| *other < word).is_some() {}
            if rest.next_if_eq(&word).is_some() {
                common += word.byte_len();
            }
        }
        common
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn case(old: &str, new: &str, expected: f64) {
        let found = similarity(old, new);
        assert!((found - expected).abs() < 1e-9, "{found}: {old} | {new}");
    }

    #[test]
    fn counts_common_words_in_any_order() {
        case("", "", 1.0);
        case("a", "", 0.0);
        case("same", "same", 1.0);
        case("one two", "two one", 1.0);
        case("abcd efgh", "abcd ijkl", 5.0 / 9.0);
        case("abc abc", "abc xyz", 4.0 / 7.0);
        case("reader", "reads", 0.0);
        case(&"a ".repeat(700), &"b ".repeat(700), 0.5);
    }

    #[track_caller]
    fn case_for_reader(old: &str, new: &str, expected: f64) {
        let found = Profile::new(old).similarity_at_least(&Profile::new(new), 0.0).unwrap();
        assert!((found - expected).abs() < 1e-9, "{found}: {old} | {new}");
    }

    #[test]
    fn reader_recognizes_words_without_spaces_between_them() {
        case_for_reader("ความโกรธเกรี้ยว", "ความโดดเดี่ยว", 4.0 / 15.0);
        case_for_reader("漢字", "字漢", 0.0);
        case_for_reader("漢字", "大漢字", 1.0 / 3.0);
        case_for_reader("漢 字", "字 漢", 1.0);
        case_for_reader("reader", "reads", 0.0);
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn similarity_lies_between_0_and_1_and_is_1_for_equal_lines(old in "\\PC{0,40}", new in "\\PC{0,40}") {
            let found = similarity(&old, &new);
            prop_assert!((0.0..=1.0).contains(&found));
            prop_assert!(similarity(&old, &old) >= 1.0);
        }

        #[test]
        fn bound_does_not_change_the_measure(old in "[ab ]{0,30}", new in "[ab ]{0,30}", min in 0.0..1.0_f64) {
            let found = similarity(&old, &new);
            let bounded = similarity_at_least(&old, &new, min);
            prop_assert_eq!(bounded, (found >= min).then_some(found));
        }

        #[test]
        fn profile_does_not_change_the_measure(
            old in "([ab_ é字ก]{0,3}|\\PC|a{300}|,{200}){0,12}",
            new in "([ab_ é字ก]{0,3}|\\PC|a{300}|,{200}){0,12}",
            end in "[ab_ é.]{0,9}",
            min in 0.0..0.6_f64,
        ) {
            for (old, new) in [(old.clone(), new.clone()), (format!("{end}{old}{end}"), format!("{end}{new}{end}"))] {
                let found = Profile::new(&old).similarity_at_least(&Profile::new(&new), min);
                let middles = |ends: CommonEnds, _| Some(ends.sum() + common_word_bytes(middle(Sides::new(&old, &new), ends), WordRule::Reader));
                prop_assert_eq!(found, measure(Sides::new(&old, &new), min, middles));
                prop_assert_eq!(found.is_some(), is_similar_to_reader(&old, &new, min));
            }
        }
    }
}
