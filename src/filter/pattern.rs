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
use regex_syntax::hir::translate::TranslatorBuilder;
use regex_syntax::hir::{Hir, HirKind};

/// Maximum size of a compiled pattern in bytes. A list of some thousand words fits; `(\w{1000}){1000}` does not.
const MAX_COMPILED_BYTES: usize = 16 << 20;

/// Maximum size of the states of a search in bytes. A search that needs more is slower, and finds the same.
const MAX_STATE_BYTES: usize = 4 << 20;

/// Maximum number of characters of a run before a change. In a longer run, the search begins at the line, and has few
/// matches.
const MAX_RUN: usize = 64;

/// Maximum depth of groups in groups. It bounds the stack.
const MAX_NESTING: u32 = 200;

/// A regular expression or a fixed string to search lines for.
///
/// The syntax is that of the crate `regex`: `(?i)` at the start ignores case, `\b` is the border of a word, `\p{Greek}` a
/// letter of a script. A line is searched by itself, so that `^` and `$` are its ends.
#[derive(Clone, Debug)]
pub struct Pattern {
    expression: Regex,
    matches: MatchKind,
}

/// The kind of the matches of a pattern, as far as a search can begin inside a line without missing one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MatchKind {
    /// A match is one character, whatever stands around it.
    Character,
    /// A match is a run of characters of one class, as long as there are any.
    Run,
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
        let matches = find_match_kind(source, ignores_case);
        expression.map(|expression| Self { expression, matches }).map_err(|_| PatternError {
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

    /// The first match from an offset on, which is the end of another match or [`Self::find_start`].
    pub(super) fn find_at(&self, line: &str, at: usize) -> Option<Range<usize>> {
        self.expression.find_at(line, at).map(|found| found.range())
    }

    /// Finds an offset at or behind `at`, from which on the search finds all matches that reach `place` or come later.
    pub(super) fn find_start(&self, line: &str, at: usize, place: usize) -> usize {
        // An offset inside a character is that of a match of bytes, which has no text.
        let Some(before) = line.get(at..place) else { return at };
        match self.matches {
            MatchKind::Character => place,
            MatchKind::Run => {
                let mut start = place;
                for (offset, _) in before.char_indices().rev().take(MAX_RUN) {
                    if !self.is_match(&line[at + offset..start]) {
                        return start;
                    }
                    start = at + offset;
                }
                at
            }
            MatchKind::Other => at,
        }
    }
}

/// Finds the kind of the matches of an expression that was compiled.
fn find_match_kind(source: &str, ignores_case: bool) -> MatchKind {
    let mut parser = ParserBuilder::new().nest_limit(MAX_NESTING).case_insensitive(ignores_case).build();
    let Ok(expression) = parser.parse(source) else { return MatchKind::Other };
    let is_character = |expression: &Hir| match expression.kind() {
        HirKind::Class(_) => true,
        HirKind::Literal(literal) => str::from_utf8(&literal.0).is_ok_and(|text| text.chars().count() == 1),
        _ => false,
    };
    match expression.kind() {
        _ if is_character(&expression) => MatchKind::Character,
        HirKind::Repetition(repeated)
            if repeated.min == 1
                && repeated.max.is_none()
                && repeated.greedy
                && is_character(&repeated.sub) =>
        {
            MatchKind::Run
        }
        _ => MatchKind::Other,
    }
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
    fn finds_where_a_search_can_begin() {
        let start = |pattern: &str, line: &str, at, place| {
            Pattern::new(pattern, PatternOptions::default()).unwrap().find_start(line, at, place)
        };
        assert_eq!(start(".", "one two", 0, 5), 5);
        assert_eq!(start("[a-z]", "漢字ab", 3, 6), 6);
        assert_eq!(start(r"\w+", "one two", 0, 5), 4);
        assert_eq!(start(r"\w+", "one two", 5, 6), 5);
        assert_eq!(start(r"\w+", "one two", 0, 3), 0);
        assert_eq!(start(r"\w+?", "one two", 0, 5), 0);
        assert_eq!(start("(?:ab)+", "ab ab", 0, 4), 0);
        assert_eq!(start(r"\w*", "one two", 0, 5), 0);
        assert_eq!(start(".+", &"x".repeat(99), 0, 90), 0);
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
