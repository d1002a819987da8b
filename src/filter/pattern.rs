//! Patterns: expressions of the user, compiled once.
//!
//! ```text
//! pattern ──parse──▶ syntax tree ──▶ any capital letter? (smart case)
//!            │                  └──▶ compiled expression, with bounds on its size
//!            └─ fault: what is wrong, and where in the pattern
//! ```
//!
//! The engine searches in linear time whatever the pattern is. No type of the engine is in the interface.

use std::fmt;
use std::ops::Range;

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::ast::{self, Ast, ClassSetItem, Visitor};
use regex_syntax::hir::HirKind;
use regex_syntax::hir::translate::TranslatorBuilder;

use super::character_set::CharacterSet;

/// Maximum size of a compiled pattern in bytes. A list of some thousand words fits; `(\w{1000}){1000}` does not.
const MAX_COMPILED_BYTES: usize = 16 << 20;

/// Maximum size of the states of a search in bytes. A search that needs more is slower, and finds the same.
const MAX_STATE_BYTES: usize = 4 << 20;

/// Maximum depth of groups in groups. It bounds the stack.
const MAX_NESTING: u32 = 200;

/// A regular expression or a fixed string to search lines for.
///
/// The syntax is that of the crate `regex`: `(?i)` at the start ignores case, `\b` is the border of a word, `\p{Greek}` a
/// letter of a script. A line is searched by itself, so that `^` and `$` are its ends.
#[derive(Clone, Debug)]
pub struct Pattern {
    expression: Regex,
    kind: MatchKind,
}

/// The kind of the matches of a pattern. The matches of most kinds are found without the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MatchKind {
    /// A match is one character, whatever stands around it.
    Character(CharacterSet),
    /// A match is a run of such characters, as long as there are any.
    Run(CharacterSet),
    /// A match has no text.
    Empty,
    /// Any other text, or none.
    Other,
}

/// The way in which a pattern is read. By default, it is a regular expression, and case matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PatternOptions {
    /// The meaning of `.`, `*` and other signs.
    pub syntax: PatternSyntax,
    /// Capital and small letters.
    pub case: PatternCase,
}

/// The meaning of `.`, `*` and other signs in a pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PatternSyntax {
    /// The pattern is a regular expression.
    #[default]
    Expression,
    /// The pattern is the text to search for.
    FixedString,
}

/// The use of case in a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PatternCase {
    /// Capital and small letters differ.
    #[default]
    Sensitive,
    /// They differ if the pattern has a capital letter.
    Smart,
}

/// An error in a pattern. It is shown as one sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    range: Option<Range<usize>>,
    message: String,
}

impl PatternError {
    /// The bytes of the pattern in which the fault is; `None` if it is the pattern as a whole.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        self.range.clone()
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// When the pattern is not a regular expression, or is too large.
    pub fn new(pattern: &str, options: PatternOptions) -> Result<Self, PatternError> {
        let escaped;
        let source = match options.syntax {
            PatternSyntax::Expression => pattern,
            PatternSyntax::FixedString => {
                escaped = regex::escape(pattern);
                &escaped
            }
        };
        let tree = parse(source)?;
        let ignores_case = options.case == PatternCase::Smart && !has_capital_letter(&tree);
        let expression = RegexBuilder::new(source)
            .case_insensitive(ignores_case)
            .nest_limit(MAX_NESTING)
            .size_limit(MAX_COMPILED_BYTES)
            .dfa_size_limit(MAX_STATE_BYTES)
            .build();
        let kind = find_match_kind(source, ignores_case);
        expression.map(|expression| Self { expression, kind }).map_err(|_| PatternError {
            range: None,
            message: "the expression is too large; use a smaller number of repetitions".to_owned(),
        })
    }

    /// Returns true if a line has a match.
    #[must_use]
    pub fn is_match(&self, line: &str) -> bool {
        self.expression.is_match(line)
    }

    /// The matches in a line, from its beginning to its end, as byte ranges. They do not overlap, and may be empty.
    pub fn matches<'l>(&'l self, line: &'l str) -> impl Iterator<Item = Range<usize>> {
        self.expression.find_iter(line).map(|found| found.range())
    }

    /// The first match from an offset on, which is the end of another match.
    pub(super) fn find_at(&self, line: &str, at: usize) -> Option<Range<usize>> {
        self.expression.find_at(line, at).map(|found| found.range())
    }

    /// The kind of the matches.
    pub(super) const fn kind(&self) -> &MatchKind {
        &self.kind
    }
}

/// Finds the kind of the matches of an expression that was compiled.
fn find_match_kind(source: &str, ignores_case: bool) -> MatchKind {
    let mut parser = ParserBuilder::new().nest_limit(MAX_NESTING).case_insensitive(ignores_case).build();
    let Ok(expression) = parser.parse(source) else { return MatchKind::Other };
    if expression.properties().maximum_len() == Some(0) {
        return MatchKind::Empty;
    }
    let kind = match expression.kind() {
        HirKind::Repetition(repeated) => CharacterSet::of(&repeated.sub).and_then(|set| {
            match (repeated.min, repeated.max, repeated.greedy) {
                (0 | 1, None, true) => Some(MatchKind::Run(set)),
                (1, _, false) => Some(MatchKind::Character(set)),
                _ => None,
            }
        }),
        _ => CharacterSet::of(&expression).map(MatchKind::Character),
    };
    kind.unwrap_or(MatchKind::Other)
}

/// Parses an expression, and checks the names of classes in it.
fn parse(source: &str) -> Result<Ast, PatternError> {
    let mut parser = ast::parse::ParserBuilder::new().nest_limit(MAX_NESTING).build();
    let tree = parser.parse(source).map_err(|error| PatternError {
        range: Some(byte_range(error.span())),
        message: error.kind().to_string(),
    })?;
    TranslatorBuilder::new().build().translate(source, &tree).map_err(|error| PatternError {
        range: Some(byte_range(error.span())),
        message: error.kind().to_string(),
    })?;
    Ok(tree)
}

const fn byte_range(span: &ast::Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

/// Returns true if a capital letter stands for itself. The capital in `\W` does not.
fn has_capital_letter(tree: &Ast) -> bool {
    let Ok(has_capital) = ast::visit(tree, CapitalLetters { found: false });
    has_capital
}

/// A search for capital letters among the literals of a syntax tree.
struct CapitalLetters {
    found: bool,
}

impl CapitalLetters {
    fn add(&mut self, literal: &ast::Literal) {
        self.found |= literal.c.is_uppercase();
    }
}

impl Visitor for CapitalLetters {
    type Output = bool;
    type Err = std::convert::Infallible;

    fn finish(self) -> Result<bool, Self::Err> {
        Ok(self.found)
    }

    fn visit_pre(&mut self, tree: &Ast) -> Result<(), Self::Err> {
        if let Ast::Literal(literal) = tree {
            self.add(literal);
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Self::Err> {
        match item {
            ClassSetItem::Literal(literal) => self.add(literal),
            ClassSetItem::Range(range) => {
                self.add(&range.start);
                self.add(&range.end);
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMART: PatternOptions =
        PatternOptions { syntax: PatternSyntax::Expression, case: PatternCase::Smart };
    const FIXED: PatternOptions =
        PatternOptions { syntax: PatternSyntax::FixedString, case: PatternCase::Sensitive };

    #[track_caller]
    fn finds(pattern: &str, options: PatternOptions, line: &str, expected: bool) {
        assert_eq!(Pattern::new(pattern, options).unwrap().is_match(line), expected, "{pattern} in {line}");
    }

    #[test]
    fn reads_expressions_and_fixed_strings() {
        let plain = PatternOptions::default();
        finds("a.c", plain, "abc", true);
        finds("a.c", FIXED, "abc", false);
        finds("[[a.c", FIXED, "[[a.c]]", true);
        finds(r"\bпоток\b", plain, "в поток,", true);
        finds(r"^\p{Greek}+$", plain, "ροή", true);
        finds("(?i)élan", plain, "ÉLAN", true);
    }

    #[test]
    fn smart_case_depends_on_literal_capitals() {
        finds("rlhf", SMART, "RLHF", true);
        finds("Rlhf", SMART, "RLHF", false);
        finds(r"\Wrlhf", SMART, " RLHF", true);
        finds("[A-C]x", SMART, "ax", false);
        finds("é", SMART, "É", true);
        finds("rlhf", PatternOptions { case: PatternCase::Smart, ..FIXED }, "RLHF", true);
    }

    #[track_caller]
    fn fails(pattern: &str, message: &str, part: &str) {
        let error = Pattern::new(pattern, PatternOptions::default()).unwrap_err();
        assert_eq!((error.to_string().as_str(), &pattern[error.range().unwrap()]), (message, part));
    }

    #[test]
    fn shows_where_a_pattern_is_wrong() {
        fails("a(bc", "unclosed group", "(");
        fails("a[b-", "unclosed character class", "[");
        fails("é*{x", "repetition quantifier expects a valid decimal", "");
        fails(r"a\p{Quux}b", "Unicode property not found", r"\p{Quux}");
        fails("(?=a)", "look-around, including look-ahead and look-behind, is not supported", "(?=");
    }

    #[test]
    fn knows_the_kinds_of_matches() {
        let kind = |pattern: &str| Pattern::new(pattern, PatternOptions::default()).unwrap().kind;
        for character in [".", "s", "[a-z]", "(?i)s", "a|b", ".+?"] {
            assert!(matches!(kind(character), MatchKind::Character(_)), "{character}");
        }
        for run in [".+", ".*", r"\w+", "[ab]{1,}"] {
            assert!(matches!(kind(run), MatchKind::Run(_)), "{run}");
        }
        for empty in ["", "^", r"\b", "$|^"] {
            assert_eq!(kind(empty), MatchKind::Empty, "{empty}");
        }
        for other in [".*?", "(?:ab)+", "s{2,}", "^.", "(s)", "s{0,3}"] {
            assert_eq!(kind(other), MatchKind::Other, "{other}");
        }
    }

    #[test]
    fn refuses_a_pattern_that_is_too_large() {
        let error = Pattern::new(r"(\w{1000}){1000}", PatternOptions::default()).unwrap_err();
        assert_eq!(error.range(), None);
        assert!(error.to_string().contains("too large"), "{error}");
        let deep = "(".repeat(1_000) + &")".repeat(1_000);
        assert!(Pattern::new(&deep, PatternOptions::default()).is_err());
    }
}
