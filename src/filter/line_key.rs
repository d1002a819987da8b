//! Lines without the differences that do not count.

use std::borrow::Cow;

/// The use of a kind of difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DifferenceRule {
    /// The difference counts.
    #[default]
    Counts,
    /// The difference does not count.
    Ignored,
}

/// The use of differences in white space: spaces, tabs and the other controls that C counts as white space. A no-break
/// space is not white space here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhiteSpaceRule {
    /// All white space counts.
    #[default]
    Counts,
    /// The amount of white space does not count, nor does white space at the end of a line.
    AmountIgnored,
    /// No white space counts.
    Ignored,
}

/// The rules by which two lines are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineKey {
    pub(super) white_space: WhiteSpaceRule,
    pub(super) case: DifferenceRule,
}

impl LineKey {
    /// True if lines may be equal that are not the same.
    pub(super) const fn changes_lines(self) -> bool {
        !matches!((self.white_space, self.case), (WhiteSpaceRule::Counts, DifferenceRule::Counts))
    }

    /// Returns a text that equal lines have in common.
    pub(super) fn of(self, line: &str) -> Cow<'_, str> {
        let spaced = match self.white_space {
            WhiteSpaceRule::Counts => Cow::Borrowed(line),
            WhiteSpaceRule::Ignored => line.chars().filter(|character| !is_white_space(*character)).collect(),
            WhiteSpaceRule::AmountIgnored => collapse(line).into(),
        };
        match self.case {
            DifferenceRule::Counts => spaced,
            DifferenceRule::Ignored => spaced.chars().flat_map(char::to_lowercase).collect(),
        }
    }

    /// True for a line that counts as blank.
    pub(super) fn is_blank(self, line: &str) -> bool {
        match self.white_space {
            WhiteSpaceRule::Counts => line.is_empty(),
            _ => line.chars().all(is_white_space),
        }
    }
}

/// Replaces each run of white space by a space, and removes the run at the end.
fn collapse(line: &str) -> String {
    let mut collapsed = String::with_capacity(line.len());
    let mut is_pending = false;
    for character in line.chars() {
        if is_white_space(character) {
            is_pending = true;
        } else {
            if std::mem::take(&mut is_pending) {
                collapsed.push(' ');
            }
            collapsed.push(character);
        }
    }
    collapsed
}

/// True for the characters that C counts as white space.
const fn is_white_space(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn equals(white_space: WhiteSpaceRule, case: DifferenceRule, lines: [&str; 2], expected: bool) {
        let key = LineKey { white_space, case };
        assert_eq!(key.of(lines[0]) == key.of(lines[1]), expected, "{lines:?}");
    }

    #[test]
    fn ignores_white_space_as_diff_does() {
        let case = DifferenceRule::Counts;
        for (lines, amount, all) in [
            (["a b", "a  b"], true, true),
            (["a b ", "a b"], true, true),
            (["a b", "ab"], false, true),
            ([" a", "\t\ta"], true, true),
            ([" a", "a"], false, true),
            (["a\u{a0}b", "a b"], false, false),
            (["", "  "], true, true),
        ] {
            equals(WhiteSpaceRule::Counts, case, lines, false);
            equals(WhiteSpaceRule::AmountIgnored, case, lines, amount);
            equals(WhiteSpaceRule::Ignored, case, lines, all);
        }
    }

    #[test]
    fn ignores_case_in_every_script() {
        equals(WhiteSpaceRule::Counts, DifferenceRule::Ignored, ["Straße ДОМ", "sTRAßE дом"], true);
        equals(WhiteSpaceRule::Counts, DifferenceRule::Ignored, ["a b", "A  B"], false);
        equals(WhiteSpaceRule::Ignored, DifferenceRule::Ignored, ["a b", "A  B"], true);
    }
}
