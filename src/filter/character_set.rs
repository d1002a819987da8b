//! Sets of characters: a class of an expression whose members are looked up without the engine, one by one.

use std::ops::{Range, RangeInclusive};

use regex_syntax::hir::{Class, Hir, HirKind};

/// A set of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CharacterSet {
    /// True for each byte that is a member, or part of one whatever the other bytes of the character are.
    bytes: Box<[bool; 256]>,
    /// The ranges of the members, in order.
    ranges: Box<[RangeInclusive<char>]>,
}

/// All characters that are not one byte.
const BEYOND_ASCII: RangeInclusive<char> = '\u{80}'..=char::MAX;

impl CharacterSet {
    /// Returns the set of an expression that matches any one of some characters, and nothing else.
    pub(super) fn of(expression: &Hir) -> Option<Self> {
        let ranges: Vec<RangeInclusive<char>> = match expression.kind() {
            HirKind::Class(Class::Unicode(class)) => {
                class.ranges().iter().map(|range| range.start()..=range.end()).collect()
            }
            HirKind::Class(Class::Bytes(class)) => {
                let class = class.to_unicode_class()?;
                class.ranges().iter().map(|range| range.start()..=range.end()).collect()
            }
            HirKind::Literal(literal) => {
                let mut characters = str::from_utf8(&literal.0).ok()?.chars();
                let character = characters.next().filter(|_| characters.next().is_none())?;
                vec![character..=character]
            }
            _ => return None,
        };
        let has_all = |wanted: RangeInclusive<char>| {
            ranges.iter().any(|range| range.contains(wanted.start()) && range.contains(wanted.end()))
        };
        let has_all_beyond = has_all(BEYOND_ASCII);
        let bytes = std::array::from_fn(|byte| match u8::try_from(byte).map(char::from) {
            Ok(character) if character.is_ascii() => has_all(character..=character),
            _ => has_all_beyond,
        });
        Some(Self { bytes: Box::new(bytes), ranges: ranges.into() })
    }

    fn contains(&self, character: char) -> bool {
        let next = self.ranges.partition_point(|range| *range.end() < character);
        self.ranges.get(next).is_some_and(|range| range.contains(&character))
    }

    const fn contains_byte(&self, byte: u8) -> bool {
        self.bytes[byte as usize]
    }

    /// Finds the longest runs of members in a part of a text.
    pub(super) fn runs<'s>(
        &'s self,
        text: &'s str,
        part: Range<usize>,
    ) -> impl Iterator<Item = Range<usize>> {
        let mut at = part.start;
        std::iter::from_fn(move || {
            let start = at + text.get(at..part.end)?.find(|character| self.contains(character))?;
            at = self.run_end(text, start).min(part.end);
            Some(start..at)
        })
    }

    /// The start of the run that ends at an offset.
    pub(super) fn run_start(&self, text: &str, end: usize) -> usize {
        let mut rest = text.get(..end).unwrap_or_default();
        loop {
            let members = rest.bytes().rev().take_while(|byte| self.contains_byte(*byte)).count();
            rest = &rest[..rest.len() - members];
            match rest.strip_suffix(|last: char| !last.is_ascii() && self.contains(last)) {
                Some(before) => rest = before,
                None => return rest.len(),
            }
        }
    }

    /// The end of the run that starts at an offset.
    pub(super) fn run_end(&self, text: &str, start: usize) -> usize {
        let mut rest = text.get(start..).unwrap_or_default();
        loop {
            let members = rest.bytes().take_while(|byte| self.contains_byte(*byte)).count();
            rest = &rest[members..];
            match rest.strip_prefix(|first: char| !first.is_ascii() && self.contains(first)) {
                Some(behind) => rest = behind,
                None => return text.len() - rest.len(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(expression: &str, text: &str, expected: &[&str]) {
        let set = CharacterSet::of(&regex_syntax::parse(expression).unwrap()).unwrap();
        let found: Vec<_> = set.runs(text, 0..text.len()).map(|run| &text[run]).collect();
        assert_eq!(found, expected, "{expression}");
        for run in set.runs(text, 0..text.len()) {
            assert_eq!((set.run_start(text, run.end), set.run_end(text, run.start)), (run.start, run.end));
        }
    }

    #[test]
    fn finds_runs_of_members() {
        case("[a-c]", "abdcé", &["ab", "c"]);
        case(r"\w", "ab, été 漢字", &["ab", "été", "漢字"]);
        case(".", "a é", &["a é"]);
        case("é", "été", &["é", "é"]);
        case(r"(?-u:\d)", "12٣4", &["12", "4"]);
        case("[^é-ü\u{7f}]", "aé\u{7f}ýb", &["a", "ýb"]);
        case("x", "", &[]);
    }

    #[test]
    fn stays_in_a_part_of_the_text() {
        let set = CharacterSet::of(&regex_syntax::parse("[a-c]").unwrap()).unwrap();
        assert_eq!(set.runs("abcxabc", 1..6).collect::<Vec<_>>(), [1..3, 4..6]);
    }

    #[test]
    fn other_expressions_are_not_sets() {
        for expression in ["ab", "a+", "", "^", "a|bc"] {
            assert_eq!(CharacterSet::of(&regex_syntax::parse(expression).unwrap()), None, "{expression}");
        }
    }
}
