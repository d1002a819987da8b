//! Values of the options: the named ones with their help, the numbers with their bounds.

use std::num::NonZeroUsize;
use std::ops::RangeInclusive;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::model::Shape;

/// The group of arguments that only make sense for one run. They are refused in the configuration.
pub(crate) const ONE_RUN: &str = "one_run";

/// The format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With colours if the terminal supports them
    Terminal,
    /// Without colours: [-old-] {+new+}
    Plain,
    /// One JSON object per line and diff
    Json,
    /// A self-contained web page with both views
    Html,
    /// A unified diff for git apply or patch
    Patch,
    /// The old side of the diff as wikitext
    Old,
    /// The new side of the diff as wikitext
    New,
    /// With --check: annotations for GitHub Actions
    Github,
    /// With --check: a Code Quality report for GitLab
    Gitlab,
}

/// The layout of changed lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ViewName {
    /// One paragraph, old words before new words
    #[default]
    Inline,
    /// The old line above the new line
    Stacked,
    /// Two columns
    SideBySide,
}

/// The terminal's background.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum BackgroundName {
    /// Ask the terminal
    #[default]
    Auto,
    /// Light text on a dark background
    Dark,
    /// Dark text on a light background
    Light,
}

/// The number of colours of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorsName {
    /// As the environment says
    #[default]
    Auto,
    /// 16 basic colours
    #[value(name = "16")]
    Sixteen,
    /// 256 colours
    #[value(name = "256")]
    Indexed,
    /// 24-bit colour
    True,
}

/// A diff engine of MediaWiki.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineName {
    /// The C++ extension, used by Wikipedia and most large wikis
    Wikidiff2,
    /// MediaWiki's built-in engine
    Php,
}

/// The value of an option that can be decided automatically.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    #[default]
    Auto,
    Always,
    Never,
}

/// Returns the parser of `--color`.
pub(crate) fn color_parser() -> impl TypedValueParser<Value = When> {
    when_parser(["If standard output is a terminal", "Also in a pipe", "No colours"])
}

/// Returns the parser of `--paging`.
pub(crate) fn paging_parser() -> impl TypedValueParser<Value = When> {
    when_parser(["If the output is longer than the screen", "For all output", "No pager"])
}

/// Returns the parser of `--hyperlinks`.
pub(crate) fn hyperlinks_parser() -> impl TypedValueParser<Value = When> {
    when_parser(["If the terminal is known to support links", "In all coloured output", "No links"])
}

/// Returns a parser of `auto`, `always` and `never` with their help.
fn when_parser([auto, always, never]: [&'static str; 3]) -> impl TypedValueParser<Value = When> {
    let values = [("auto", auto), ("always", always), ("never", never)];
    let values = values.map(|(name, help)| PossibleValue::new(name).help(help));
    PossibleValuesParser::new(values).map(|name| match name.as_str() {
        "always" => When::Always,
        "never" => When::Never,
        _ => When::Auto,
    })
}

/// Describes the appearance of a shape, for `--help` and for the error that lists all shapes.
pub(crate) const fn shape_description(shape: Shape) -> &'static str {
    match shape {
        Shape::Cells => "a cell per line, without markers: copied from a current wiki",
        Shape::Rows => "a row per line, its old and new text joined by a space",
        Shape::Marked => "lines marked − and +: copied from an older wiki",
        Shape::Tabs => "lines that begin with tabs: copied from Firefox",
        Shape::Markdown => "a Markdown table: columns separated by |",
        Shape::Grid => "a table in a grid of +---+ lines",
        Shape::Columns => "both sides in columns, aligned by spaces",
        Shape::Gaps => "cells with blank lines between, as taken out of a page's source",
        Shape::Glued => "a row per line, old and new run together without a space",
        Shape::Pieces => "a cell per line, broken at its changed words",
        Shape::Inline => "the inline view: old and new words run together",
        Shape::OneSide => "one column only",
        Shape::Unified => "a unified diff: @@ -1,5 +1,6 @@",
        Shape::Html => "the HTML source of a diff page or its table: <td class=\"diff-…\">",
        Shape::HtmlInline => "the HTML source of the inline view: <div class=\"mw-diff-inline-…\">",
        Shape::Api => "an answer of the API: {\"compare\": …}",
        Shape::Rest => "an answer of the REST API: {\"diff\": …}",
        Shape::Feed => "an Atom or RSS feed of a page history",
        Shape::Export => "an XML file of Special:Export with two or more revisions of a page",
        Shape::Revisions => "two wikitext files, compared with --revisions",
    }
}

/// Returns the parser of `--shape`.
pub(crate) fn shape_parser() -> impl TypedValueParser<Value = Shape> {
    let values = Shape::ALL.map(|shape| PossibleValue::new(shape.name()).help(shape_description(shape)));
    PossibleValuesParser::new(values).map(|name| {
        let shape = Shape::ALL.into_iter().find(|shape| shape.name() == name);
        shape.expect("clap accepts the names above only")
    })
}

/// Parses a number of threads.
pub(crate) fn parse_jobs(text: &str) -> Result<NonZeroUsize, String> {
    let jobs = parse_number::<usize>(text, &(1..=i128::from(u32::MAX)))?;
    Ok(NonZeroUsize::new(jobs).unwrap_or(NonZeroUsize::MIN))
}

/// Parses a number of context lines. `all` is more than any page has.
pub(crate) fn parse_context(text: &str) -> Result<usize, String> {
    if text == "all" {
        return Ok(usize::MAX);
    }
    match text.parse::<i128>() {
        Err(_) => Err(format!("'{text}' is neither a whole number nor all")),
        Ok(_) => parse_number(text, &(0..=u64::MAX.into())),
    }
}

/// Returns a parser of a whole number within bounds.
pub(crate) fn number<T: TryFrom<i128>>(
    range: RangeInclusive<i128>,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| parse_number(text, &range)
}

fn parse_number<T: TryFrom<i128>>(text: &str, range: &RangeInclusive<i128>) -> Result<T, String> {
    let number: i128 = text.parse().map_err(|_| format!("'{text}' is not a whole number"))?;
    if number < *range.start() {
        return Err(format!("it must be {} or more", range.start()));
    }
    T::try_from(number)
        .ok()
        .filter(|_| range.contains(&number))
        .ok_or_else(|| format!("it must be {} or less", range.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn parses(text: &str, expected: Result<u16, &str>) {
        assert_eq!(number::<u16>(20..=600)(text), expected.map_err(str::to_owned));
    }

    #[test]
    fn states_the_bound_that_a_number_exceeds() {
        parses("20", Ok(20));
        parses("+600", Ok(600));
        parses("19", Err("it must be 20 or more"));
        parses("-1", Err("it must be 20 or more"));
        parses("601", Err("it must be 600 or less"));
        parses("99999999", Err("it must be 600 or less"));
        parses("abc", Err("'abc' is not a whole number"));
        parses("", Err("'' is not a whole number"));
    }

    #[test]
    fn takes_at_least_one_thread() {
        assert_eq!(parse_jobs("3").map(NonZeroUsize::get), Ok(3));
        assert!(parse_jobs("0").is_err());
    }
}
