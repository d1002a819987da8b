//! The options that choose among the changes, and their patterns.

use crate::cli::output::messages::format_lines;
use crate::filter::{
    DifferenceRule, Filter, Find, Ignore, Pattern, PatternCase, PatternError, PatternOptions, PatternSyntax,
    SearchedSides, WhiteSpaceRule,
};
use crate::text::sanitize::sanitized::Sanitized;
use crate::text::sanitize::{Invisible, sanitize};
use crate::text::width::{AmbiguousWidth, display_width};

use super::values::ONE_RUN;

/// The options that choose among the changes.
#[derive(Clone, Debug, Default, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that was typed or not")]
pub(crate) struct FilterArgs {
    /// Show only the diffs, and in them the places, whose added or removed text matches REGEX; several: any of them
    #[arg(short = 'G', long, value_name = "REGEX", allow_hyphen_values = true, conflicts_with = "check")]
    #[arg(group = ONE_RUN)]
    pub(crate) grep: Vec<String>,

    /// With --grep: search only added text
    #[arg(long, requires = "grep", group = ONE_RUN)]
    pub(crate) added: bool,

    /// With --grep: search only removed text
    #[arg(long, requires = "grep", group = ONE_RUN)]
    pub(crate) removed: bool,

    /// REGEX is plain text
    #[arg(short = 'F', long, group = ONE_RUN)]
    pub(crate) fixed_strings: bool,

    /// Ignore case in REGEX if it has no capital letter
    #[arg(short = 'S', long)]
    pub(crate) smart_case: bool,

    /// Count lines as unchanged that differ only in white space
    #[arg(short = 'w', long, conflicts_with = "check", group = ONE_RUN)]
    pub(crate) ignore_all_space: bool,

    /// Count lines as unchanged that differ only in the amount of white space, or in white space at their end
    #[arg(short = 'b', long, conflicts_with = "check", group = ONE_RUN)]
    pub(crate) ignore_space_change: bool,

    /// Count added and removed blank lines as unchanged, unless another change adjoins them
    #[arg(short = 'B', long, conflicts_with = "check", group = ONE_RUN)]
    pub(crate) ignore_blank_lines: bool,

    /// Count lines as unchanged that differ only in case
    #[arg(short = 'i', long, conflicts_with = "check", group = ONE_RUN)]
    pub(crate) ignore_case: bool,

    /// Count lines as unchanged if all of their changed text matches REGEX; several: any of them
    #[arg(short = 'I', long, value_name = "REGEX", allow_hyphen_values = true, conflicts_with = "check")]
    #[arg(group = ONE_RUN)]
    pub(crate) ignore_matching_lines: Vec<String>,

    /// Print only the number of diffs that would be shown
    #[arg(long, conflicts_with_all = ["check", "format", "json", "stat", "numstat"], group = ONE_RUN)]
    pub(crate) count: bool,
}

impl FilterArgs {
    /// Compiles the filter. On failure, returns the message, which shows where the pattern is wrong.
    pub(crate) fn compile(&self) -> Result<Filter, Sanitized<'static>> {
        let mut filter = Filter { ignore: self.ignore()?, ..Filter::default() };
        if !self.grep.is_empty() {
            let mut find = Find::new(self.compile_all("--grep", &self.grep)?);
            find.sides = match (self.added, self.removed) {
                (true, false) => SearchedSides::New,
                (false, true) => SearchedSides::Old,
                _ => SearchedSides::Both,
            };
            filter.find = Some(find);
        }
        Ok(filter)
    }

    fn ignore(&self) -> Result<Ignore, Sanitized<'static>> {
        let rule = |is_ignored| if is_ignored { DifferenceRule::Ignored } else { DifferenceRule::Counts };
        let white_space = match (self.ignore_all_space, self.ignore_space_change) {
            (true, _) => WhiteSpaceRule::Ignored,
            (false, true) => WhiteSpaceRule::AmountIgnored,
            (false, false) => WhiteSpaceRule::Counts,
        };
        Ok(Ignore {
            white_space,
            case: rule(self.ignore_case),
            blank_lines: rule(self.ignore_blank_lines),
            matching: self.compile_all("--ignore-matching-lines", &self.ignore_matching_lines)?,
        })
    }

    fn compile_all(&self, option: &str, patterns: &[String]) -> Result<Vec<Pattern>, Sanitized<'static>> {
        let mut options = PatternOptions::default();
        if self.fixed_strings {
            options.syntax = PatternSyntax::FixedString;
        }
        if self.smart_case {
            options.case = PatternCase::Smart;
        }
        patterns
            .iter()
            .map(|pattern| {
                Pattern::new(pattern, options).map_err(|error| pattern_message(option, pattern, &error))
            })
            .collect()
    }
}

/// The columns before a pattern in a message.
const INDENT: usize = 2;

/// Returns the message about a wrong pattern, with a mark below the fault.
fn pattern_message(option: &str, pattern: &str, error: &PatternError) -> Sanitized<'static> {
    let width = |part: &str| display_width(&sanitize(part, Invisible::Everywhere), AmbiguousWidth::Narrow);
    let mut lines = vec![format!("{option}: {error}"), format!("{:INDENT$}{pattern}", "")];
    if let Some(range) = error.range() {
        let indent = INDENT + width(&pattern[..range.start]);
        let length = width(&pattern[range]).max(1);
        lines.push(format!("{:indent$}{}", "", "^".repeat(length)));
    }
    format_lines(lines.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn message(pattern: &str, expected: &str) {
        let args = FilterArgs { grep: vec![pattern.to_owned()], ..FilterArgs::default() };
        assert_eq!(args.compile().unwrap_err().to_string(), expected);
    }

    #[test]
    fn shows_where_a_pattern_is_wrong() {
        message("a(bc", "wikidiff: --grep: unclosed group\n  a(bc\n   ^\n");
        message(
            "漢字\\p{Quux}",
            "wikidiff: --grep: Unicode property not found\n  漢字\\p{Quux}\n      ^^^^^^^^\n",
        );
    }
}
