//! How alike two lines are: one cheap measure, linear in their length, since pairing asks for it many times.
//!
//! What the wiki's own engine asks before it prints two lines as one changed row is
//! [`engine_similarity`]; it compares word by word, and is dearer. Where a paste is read, the words are that engine's,
//! so that [`likeness`] is never less; where two pages are compared, they are a reader's ([`are_alike`], [`Profile`]).

use std::cell::OnceCell;

use super::common_ends::{common_prefix, common_suffix, length, named, number};
use super::wikidiff2::{is_border, share, words};
use crate::model::Sides;
use crate::word_diff::tokens::char_class::{Letter, run};
use crate::word_diff::tokens::dictionary::ends_of_words;

pub use super::wikidiff2::engine_similarity;

/// The share of characters that two lines have in common, from 0 (nothing) to 1 (the same).
///
/// Counted in bytes: the equal ends, and in between the words that both lines have, wherever they stand, over the
/// longer line.
#[must_use]
pub fn likeness(old: &str, new: &str) -> f64 {
    likeness_above(old, new, 0.0).unwrap_or(0.0)
}

/// The likeness of two lines if it is at least `least`.
///
/// Lines whose lengths alone, or whose letters alone, rule that out are told without looking at their words.
#[must_use]
pub fn likeness_above(old: &str, new: &str, least: f64) -> Option<f64> {
    measured(Sides { old, new }, least, |ends, needed| {
        let middle = ends.between(Sides { old, new });
        let may_reach = ends.sum() >= needed || ends.sum() + most_common(middle) >= needed;
        may_reach.then(|| ends.sum() + common_words(middle, Words::Engine))
    })
}

/// Whether the likeness of two lines to a reader is at least `least`: the words are not looked at where the equal ends
/// suffice.
#[must_use]
pub fn are_alike(old: &str, new: &str, least: f64) -> bool {
    reaches(Sides { old, new }, least, Words::Reader)
}

/// The same of the [`likeness`] of two lines.
#[must_use]
pub fn has_likeness(old: &str, new: &str, least: f64) -> bool {
    reaches(Sides { old, new }, least, Words::Engine)
}

fn reaches(lines: Sides<&str>, least: f64, whose: Words) -> bool {
    let common = measured(lines, least, |ends, needed| {
        let (sum, middle) = (ends.sum(), ends.between(lines));
        if sum >= needed {
            return Some(sum);
        }
        (sum + most_common(middle) >= needed).then(|| sum + common_words(middle, whose))
    });
    common.is_some()
}

/// A line that is compared with many others: what each comparison asks of it is found once.
#[derive(Debug)]
pub struct Profile<'t> {
    text: &'t str,
    classes: OnceCell<Classes>,
    bag: OnceCell<Bag>,
}

impl<'t> Profile<'t> {
    /// The profile of a line; nothing of it is looked at before it is asked for.
    #[must_use]
    pub const fn of(text: &'t str) -> Self {
        Self { text, classes: OnceCell::new(), bag: OnceCell::new() }
    }

    /// The line.
    #[must_use]
    pub const fn text(&self) -> &'t str {
        self.text
    }

    /// The likeness of this line and a new one to a reader, if it is at least `least`.
    #[must_use]
    pub fn likeness_above(&self, new: &Self, least: f64) -> Option<f64> {
        measured(Sides { old: self.text, new: new.text }, least, |ends, needed| {
            // Each class of bytes has in both lines what it has in the equal ends: the bound is that of the middles.
            let may_reach = ends.sum() >= needed || self.classes().most_common(new.classes()) >= needed;
            may_reach.then(|| self.common(new, &ends))
        })
    }

    /// The common bytes of two lines with such ends.
    fn common(&self, new: &Self, ends: &Ends) -> usize {
        let lines = Sides { old: self.text, new: new.text };
        let is_short = ends.sum() < self.text.len() / 2;
        if is_short && ends.are_whole_words(self.text) && ends.are_whole_words(new.text) {
            // The words of both lines are those of their middles and, on both sides the same, those of the ends.
            return ends.sum() + self.bag().common(new.bag()) - ends.counted(self.text);
        }
        ends.sum() + common_words(ends.between(lines), Words::Reader)
    }

    fn classes(&self) -> &Classes {
        self.classes.get_or_init(|| Classes::of(self.text))
    }

    fn bag(&self) -> &Bag {
        self.bag.get_or_init(|| Bag::of(self.text, Words::Reader))
    }
}

/// The likeness of two lines if it is at least `least`; `common` is asked for their common bytes if their lengths do not
/// tell, and need not count them where they are fewer than needed.
fn measured(
    lines: Sides<&str>,
    least: f64,
    common: impl FnOnce(Ends, usize) -> Option<usize>,
) -> Option<f64> {
    let Sides { old, new } = lines;
    let longer = old.len().max(new.len());
    if longer == 0 || old == new {
        return Some(1.0);
    }
    let needed = needed(longer, least);
    if old.len().min(new.len()) < needed {
        return None;
    }
    let common = common(Ends::of(old, new), needed).filter(|common| *common >= needed)?;
    Some(share(common, longer))
}

/// The fewest common bytes that make up the share.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn needed(longer: usize, least: f64) -> usize {
    // Exact below 2⁵³ bytes; a negative or greater share is cut to what there can be.
    (longer as f64 * least.clamp(0.0, 1.0)).ceil() as usize
}

/// The bytes of the equal ends of two lines, back to where words end.
struct Ends {
    prefix: usize,
    suffix: usize,
}

impl Ends {
    fn of(old: &str, new: &str) -> Self {
        let prefix = word_end(old, new, common_prefix(old.as_bytes(), new.as_bytes()));
        let rest = Sides { old: &old[prefix..], new: &new[prefix..] };
        let suffix = common_suffix(rest.old.as_bytes(), rest.new.as_bytes());
        Self { prefix, suffix: rest.old.len() - word_start(rest, suffix) }
    }

    const fn sum(&self) -> usize {
        self.prefix + self.suffix
    }

    /// What is between them.
    fn between<'t>(&self, lines: Sides<&'t str>) -> Sides<&'t str> {
        lines.map(|line| &line[self.prefix..line.len() - self.suffix])
    }

    /// Whether no word of the line goes on in the middle.
    fn are_whole_words(&self, line: &str) -> bool {
        is_border(line, self.prefix) && is_border(line, line.len() - self.suffix)
    }

    /// Their bytes as a bag counts them.
    fn counted(&self, line: &str) -> usize {
        let ends = [&line[..self.prefix], &line[line.len() - self.suffix..]];
        let ends = ends.into_iter().filter(|end| !end.is_empty());
        ends.map(|end| Bag::of(end, Words::Reader).size()).sum()
    }
}

/// The last place in the first `at` equal bytes where a word ends on both sides.
fn word_end(old: &str, new: &str, at: usize) -> usize {
    let ends = |text: &str, at: usize| text.as_bytes().get(at).is_none_or(|&byte| !is_inside(byte));
    if ends(old, at) && ends(new, at) && old.is_char_boundary(at) {
        return at;
    }
    let outside = old.as_bytes()[..at].iter().rposition(|&byte| !is_inside(byte));
    outside.map_or(0, |last| last + 1)
}

/// The first place in the last `length` equal bytes where a word begins on both sides.
fn word_start(texts: Sides<&str>, length: usize) -> usize {
    let at = texts.old.len() - length;
    let begins = |text: &str| {
        let at = text.len() - length;
        at == 0 || !is_inside(text.as_bytes()[at - 1])
    };
    if begins(texts.old) && begins(texts.new) {
        return at;
    }
    texts.old.as_bytes()[at..]
        .iter()
        .position(|&byte| !is_inside(byte))
        .map_or(texts.old.len(), |first| at + first)
}

/// Whether the byte is inside of a word: a letter, a digit, or a part of a character outside ASCII.
const fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// No more bytes than this can be common.
fn most_common(texts: Sides<&str>) -> usize {
    Classes::of(texts.old).most_common(&Classes::of(texts.new))
}

/// How often each of 64 classes of bytes stands in a text.
#[derive(Debug)]
struct Classes {
    /// Not counted in a text that has more bytes than such a number holds.
    counts: [u16; 64],
    bytes: usize,
}

impl Classes {
    fn of(text: &str) -> Self {
        let mut counts = [0; 64];
        if u16::try_from(text.len()).is_ok() {
            text.bytes().for_each(|byte| counts[usize::from(byte & 63)] += 1);
        }
        Self { counts, bytes: text.len() }
    }

    /// For each class, the fewer of both texts; in long texts, all of the shorter one.
    fn most_common(&self, other: &Self) -> usize {
        if self.bytes.max(other.bytes) > usize::from(u16::MAX) {
            return self.bytes.min(other.bytes);
        }
        // Summed up as what they are, so that many are at a time: there are no more bytes than that counts.
        let fewer = self.counts.iter().zip(&other.counts).map(|(own, other)| *own.min(other));
        usize::from(fewer.fold(0, u16::wrapping_add))
    }
}

/// The sum of what is counted of each sign: 128 such numbers are no more than sixteen bits hold.
fn summed(counts: impl Iterator<Item = u8>) -> usize {
    usize::from(counts.map(u16::from).fold(0, u16::wrapping_add))
}

/// The bytes of the words that both texts have.
fn common_words(texts: Sides<&str>, whose: Words) -> usize {
    if texts.old.is_empty() || texts.new.is_empty() {
        return 0;
    }
    let Sides { old, new } = texts.map(|text| Bag::of(text, whose));
    old.common(&new)
}

/// What counts as a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// What wikidiff2 takes for one: a run of letters, or a Han or kana character.
    Engine,
    /// What a reader knows again. Of a script without spaces that is a word of the dictionary, not a run of them, which
    /// may be a sentence; and not a Han or kana character, of which any two lines share some, but two in a row.
    Reader,
}

/// Whether there may be letters of a script without spaces: those stand above `U+0E00` all, which most words in the world's
/// scripts do not, and to see that takes no look at their characters.
fn may_be_unspaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    if text.is_ascii() {
        return false;
    }
    bytes.iter().any(|byte| *byte > 0xe0) || bytes.windows(2).any(|pair| pair[0] == 0xe0 && pair[1] >= 0xb8)
}

/// Whether any two texts have the character.
fn is_alone(character: char) -> bool {
    Letter::of(character) == Letter::Alone
}

/// The words of a text without their order.
#[derive(Debug)]
struct Bag {
    /// How often each ASCII character stands alone: half of all words are spaces and other signs. In eight bits, of which
    /// many are compared at a time; what is more stands among the words, on both sides alike.
    signs: [u8; 128],
    /// The other words as numbers, in order.
    words: Vec<u64>,
}

impl Bag {
    fn of(text: &str, whose: Words) -> Self {
        let mut bag = Self { signs: [0; 128], words: Vec::with_capacity(text.len() / 8) };
        let whose = if may_be_unspaced(text) { whose } else { Words::Engine };
        let mut at = 0;
        for word in words(text) {
            at += word.len();
            match *word.as_bytes() {
                [sign @ ..128] => bag.push_sign(sign),
                _ if whose == Words::Reader && may_be_unspaced(word) => bag.push_unspaced(&text[..at], word),
                _ => bag.words.push(number(word.as_bytes())),
            }
        }
        bag.words.sort_unstable();
        bag
    }

    fn push_sign(&mut self, sign: u8) {
        match &mut self.signs[usize::from(sign)] {
            &mut u8::MAX => self.words.push(number(&[sign])),
            count => *count += 1,
        }
    }

    /// Puts in what a reader knows again of a word that the text ends with.
    fn push_unspaced(&mut self, text: &str, word: &str) {
        if word.chars().next().is_some_and(is_alone) {
            let before =
                text[..text.len() - word.len()].chars().next_back().filter(|before| is_alone(*before));
            let name = &text[text.len() - word.len() - before.map_or(0, char::len_utf8)..];
            self.words.push(named(name.as_bytes(), word.len()));
            return;
        }
        let mut rest = word;
        while let Some(at) = rest.find(|character| Letter::of(character) == Letter::Unspaced) {
            let (other, from) = rest.split_at(at);
            let (parts, after) = from.split_at(run(from, Letter::Unspaced));
            self.push_some(other);
            self.push_parts(parts);
            rest = after;
        }
        self.push_some(rest);
    }

    fn push_some(&mut self, word: &str) {
        self.words.extend((!word.is_empty()).then(|| number(word.as_bytes())));
    }

    /// Puts in the words of a run without spaces.
    fn push_parts(&mut self, run: &str) {
        let mut from = 0;
        for end in ends_of_words(run) {
            self.words.push(number(&run.as_bytes()[from..end]));
            from = end;
        }
    }

    /// The bytes of all words.
    fn size(&self) -> usize {
        let words = self.words.iter().map(|word| length(*word)).sum::<usize>();
        words + summed(self.signs.iter().copied())
    }

    /// The bytes of the words that are in both.
    fn common(&self, new: &Self) -> usize {
        let fewer = self.signs.iter().zip(&new.signs).map(|(own, new)| *own.min(new));
        let mut common = summed(fewer);
        let mut rest = new.words.iter().peekable();
        for word in &self.words {
            while rest.next_if(|other| *other < word).is_some() {}
            if rest.next_if_eq(&word).is_some() {
                common += length(*word);
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
        let found = likeness(old, new);
        assert!((found - expected).abs() < 1e-9, "{found}: {old} | {new}");
    }

    #[test]
    fn likeness_counts_common_words_wherever_they_stand() {
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
    fn to_a_reader(old: &str, new: &str, expected: f64) {
        let found = Profile::of(old).likeness_above(&Profile::of(new), 0.0).unwrap();
        assert!((found - expected).abs() < 1e-9, "{found}: {old} | {new}");
    }

    #[test]
    fn a_reader_knows_words_where_no_spaces_are_between_them() {
        to_a_reader("ความโกรธเกรี้ยว", "ความโดดเดี่ยว", 4.0 / 15.0);
        to_a_reader("漢字", "字漢", 0.0);
        to_a_reader("漢字", "大漢字", 1.0 / 3.0);
        to_a_reader("漢 字", "字 漢", 1.0);
        to_a_reader("reader", "reads", 0.0);
    }

    proptest! {
        #[test]
        fn likeness_lies_between_0_and_1_and_is_1_for_equal_lines(old in "\\PC{0,40}", new in "\\PC{0,40}") {
            let found = likeness(&old, &new);
            prop_assert!((0.0..=1.0).contains(&found));
            prop_assert!(likeness(&old, &old) >= 1.0);
        }

        #[test]
        fn a_bound_never_changes_the_measure(old in "[ab ]{0,30}", new in "[ab ]{0,30}", least in 0.0..1.0_f64) {
            let found = likeness(&old, &new);
            let bounded = likeness_above(&old, &new, least);
            prop_assert_eq!(bounded, (found >= least).then_some(found));
        }

        #[test]
        fn a_profile_never_changes_the_measure(
            old in "([ab_ é字ก]{0,3}|\\PC|a{300}|,{200}){0,12}",
            new in "([ab_ é字ก]{0,3}|\\PC|a{300}|,{200}){0,12}",
            end in "[ab_ é.]{0,9}",
            least in 0.0..0.6_f64,
        ) {
            for (old, new) in [(old.clone(), new.clone()), (format!("{end}{old}{end}"), format!("{end}{new}{end}"))] {
                let found = Profile::of(&old).likeness_above(&Profile::of(&new), least);
                let middles = |ends: Ends, _| Some(ends.sum() + common_words(ends.between(Sides::new(&old, &new)), Words::Reader));
                prop_assert_eq!(found, measured(Sides::new(&old, &new), least, middles));
                prop_assert_eq!(found.is_some(), are_alike(&old, &new, least));
            }
        }
    }
}
