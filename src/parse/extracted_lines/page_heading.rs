//! The heading of an extracted page: its facts, without the signs of the program that wrote it.

use std::borrow::Cow;

use crate::model::{Page, Warning};
use crate::parse::input::InputLines;
use crate::parse::line_map::LineMap;
use crate::parse::page::heading::{self, Heading};
use crate::parse::page::messages::Languages;
use crate::parse::page::revision_details::parse_comment;

use super::header_rows::HeaderJoint;
use super::page_text::strip_page_signs;

/// The heading of an extracted page.
#[derive(Debug)]
pub(crate) struct ExtractedHeading {
    /// The facts of the page.
    pub(crate) page: Page<'static>,
    /// The lines of the heading that say nothing about the edit.
    pub(crate) warnings: Vec<Warning>,
}

/// Parses the lines above the first header row. `languages` are those of the header row.
pub(crate) fn parse_heading(
    lines: &[&str],
    joint: HeaderJoint,
    languages: Option<Languages>,
    line_map: LineMap<'_>,
) -> ExtractedHeading {
    // Paragraphs have a blank line between any two.
    let has_gaps = joint == HeaderJoint::Below(1);
    let mut stripped: Vec<Cow<'_, str>> = Vec::new();
    let mut numbers = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let text = strip_page_signs(line);
        if !has_gaps || !text.is_empty() {
            stripped.push(text);
            numbers.push(line_map.line_number(at));
        }
    }
    let count = stripped.len();
    numbers.push(line_map.line_number(lines.len()));
    let text = stripped.join("\n");
    let map = LineMap::from_line_numbers(Some(&numbers));
    let input = InputLines::new(&text, map);
    let mut heading = heading::parse_heading_in(&input, 0..count.min(input.len()));
    heading.move_lone_label_to_new();
    find_lone_summary(&mut heading, &stripped);
    let warnings = heading.unread.take_warnings(map);
    let language = heading.languages.likeliest_language(languages);
    ExtractedHeading { page: Page { language, ..heading.page.into_owned() }, warnings }
}

/// Takes the last line in parentheses as the summary of the new revision, where a program dropped both labels.
fn find_lone_summary(heading: &mut Heading<'_>, lines: &[Cow<'_, str>]) {
    let has_revisions = heading.label_count > 0 || heading.page.byte_change.is_some();
    let last = lines.iter().rposition(|line| !line.trim().is_empty());
    if let Some((at, line)) = last.map(|at| (at, lines[at].trim()))
        && heading.page.title.is_some()
        && !has_revisions
        && line.starts_with('(')
        && line.ends_with(')')
    {
        heading.page.revisions.new.comment = parse_comment(line).map(|comment| comment.into_owned().into());
        heading.unread.truncate(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, joint: HeaderJoint, comment: Option<&str>, warnings: &[&str]) {
        let lines: Vec<&str> = text.split('\n').collect();
        let heading = parse_heading(&lines, joint, None, LineMap::default());
        assert_eq!(heading.page.title.as_deref(), Some("Fenn"));
        assert_eq!(heading.page.revisions.new.comment.as_deref(), comment);
        let found: Vec<_> = heading.warnings.iter().map(|warning| warning.message.as_str()).collect();
        assert_eq!(found, warnings);
    }

    #[test]
    fn paragraphs_of_the_heading_have_blank_lines_between() {
        case(
            "Menu\n\nTools\n\nFenn: Difference between revisions\n\n**[Revision as of 10:00, 3 May 2024](/a)**\n\n[Ann](/b) \
             ([talk](/c) | [contribs](/c))\n\nNo edit summary\n\n**[Latest revision as of 11:00, 4 May 2024](/d)**\n\n[Bob](/e) \
             ([talk](/f) | [contribs](/f))\n\n(spelling)\n",
            HeaderJoint::Below(1),
            Some("spelling"),
            &["lines 1 to 4 are no part of the diff: \"Menu\""],
        );
    }

    #[test]
    fn summary_may_stand_without_labels() {
        let text = "Fenn: Difference between revisions\nNo edit summary\n \n(spelling)\n ";
        case(
            text,
            HeaderJoint::Wide(0),
            Some("spelling"),
            &["line 2 is no part of the diff: \"No edit summary\""],
        );
    }
}
