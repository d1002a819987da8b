//! The page heading above a diff: its facts (title, both revisions, byte change) and its end.
//!
//! ```text
//! desktop                                         mobile
//! Fenn: Difference between revisions              Fenn: Difference between revisions
//! Page  Discussion  Read  Edit  (tab names)       Revision as of 11:00, 4 May 2024
//! Revision as of 10:00, 3 May 2024 (edit)         8 bytes added, 4 May 2024
//! Ann (talk | contribs)                           links
//! No edit summary
//! ← Older edit
//! Latest revision as of 11:00, 4 May 2024 (edit)
//! Bob (talk | contribs)
//! (links)
//! ```
//!
//! The edit window has a preview of the changes, with a heading of its own:
//!
//! ```text
//! Editing Fenn
//! Latest revision   Your text
//! ```

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Page, Revision, Side, Sides};

use super::hunk_headers::MAX_HEADING_LINES;
use super::messages::{ByteChangeLine, EditLetter, Languages, RevisionAge, RevisionLabel};
use super::revision_details::{self, DetailPlace, DetailRange, parse_comment};
use super::{digits, messages};
use crate::parse::input::InputLines;
use crate::parse::unread_lines::UnreadLines;

/// The lines above the first row.
#[derive(Debug, Default)]
pub(crate) struct Heading<'a> {
    /// Page facts.
    pub(crate) page: Page<'a>,
    /// The first line after the heading, judged by the heading's own words; `None` without a heading.
    pub(crate) end: Option<usize>,
    /// Number of revision labels.
    pub(crate) label_count: usize,
    /// The last label calls its revision the latest of the page.
    pub(crate) is_latest: bool,
    /// Lines that say nothing about the edit: menus and links.
    pub(crate) unread: UnreadLines,
    /// The last line above the rows that is neither the user, the summary nor the line of links.
    pub(crate) last_extension: Option<usize>,
    /// The languages of the heading's words.
    pub(crate) languages: LanguageEvidence,
}

/// Evidence for the language of a page: the languages of each known phrase.
#[derive(Debug, Default)]
pub(crate) struct LanguageEvidence(Vec<Languages>);

impl LanguageEvidence {
    /// Picks the language of the page, with the hunk headers as further evidence.
    pub(crate) fn likeliest_language(mut self, headers: Option<Languages>) -> Option<&'static str> {
        self.0.extend(headers);
        messages::likeliest_language(&self.0)
    }
}

impl Heading<'_> {
    /// True if the heading is that of a diff page: a title, a revision label or a byte change.
    pub(crate) const fn has_facts(&self) -> bool {
        self.page.title.is_some() || self.label_count > 0 || self.page.byte_change.is_some()
    }

    /// Describes the end of the heading for `--explain`, unless the heading ends with the user, the summary or links.
    pub(crate) fn end_note(&self, input: &InputLines<'_>) -> Option<String> {
        let (last, end) = (self.last_extension?, self.end?);
        let decisive = input.line_number(last);
        let first_row = input.line(end).map(|_| input.line_number(end))?;
        Some(format!(
            "line {decisive} can only belong to the heading, so that the rows begin at line {first_row}"
        ))
    }

    /// Takes a lone revision label as the label of the new revision.
    pub(crate) fn move_lone_label_to_new(&mut self) {
        if self.label_count == 1 && self.page.revisions.new == Revision::default() {
            self.page.revisions.new = std::mem::take(&mut self.page.revisions.old);
        }
    }
}

/// Finds the first row: the first hunk header, or else the first line after the heading.
pub(crate) fn find_first_row(input: &InputLines<'_>) -> usize {
    let first_header = input.headers().all().first().map(|header| header.at);
    first_header.or_else(|| parse_heading(input).end).unwrap_or(0)
}

/// Parses the heading of an input: the lines above the first hunk header.
///
/// Without hunk headers the first row is unknown. The heading then ends before the first non-blank line that is
/// repeated on the next line, since that is a context row.
pub(crate) fn parse_heading<'a>(input: &InputLines<'a>) -> Heading<'a> {
    let limit = input.len().min(MAX_HEADING_LINES);
    let end = (0..limit).find(|&at| input.is_doubled(at)).unwrap_or(limit);
    parse_heading_in(input, 0..end)
}

/// Parses the lines above the first hunk header, or else the heading.
pub(crate) fn parse_above_rows<'a>(input: &InputLines<'a>) -> Heading<'a> {
    match input.headers().all().first() {
        Some(header) => parse_heading_in(input, 0..header.at),
        None => parse_heading(input),
    }
}

/// Parses the heading in a range of lines.
pub(crate) fn parse_heading_in<'a>(input: &InputLines<'a>, range: Range<usize>) -> Heading<'a> {
    let mut parser = HeadingParser {
        input,
        end: range.end,
        heading: Heading::default(),
        has_unknown_counts: false,
        has_mobile_details: false,
    };
    let mut at = range.start;
    while at < range.end {
        at = parser.parse_line(at);
    }
    parser.heading
}

/// Lines of the details on a mobile page since MediaWiki 1.42, by index.
struct MobileDetails {
    user: usize,
    summary: usize,
}

/// The labels of the two texts in a preview of changes.
struct PreviewLabels<'a> {
    texts: Sides<&'a str>,
    languages: Languages,
    /// The index after their lines.
    end: usize,
}

/// Parser of a heading. Each method takes the index of a line and returns the index after the lines that it used.
struct HeadingParser<'i, 'a> {
    input: &'i InputLines<'a>,
    /// End of the lines to parse.
    end: usize,
    heading: Heading<'a>,
    /// The first revision has an edit count in unknown words.
    has_unknown_counts: bool,
    /// The heading is that of a mobile page without a byte line.
    has_mobile_details: bool,
}

impl<'a> HeadingParser<'_, 'a> {
    /// The line at an index before the end.
    fn line(&self, at: usize) -> Option<&'a str> {
        self.input.line(at).filter(|_| at < self.end)
    }

    fn parse_line(&mut self, at: usize) -> usize {
        let line = self.input.lines()[at].trim();
        if line.is_empty() {
            return at + 1;
        }
        if self.heading.label_count == 0
            && let Some(labels) = self.find_preview_labels(at)
        {
            return self.take_preview_labels(&labels);
        }
        let has_preview_below =
            |parser: &Self| (at + 1..parser.end).any(|at| parser.find_preview_labels(at).is_some());
        if self.heading.page.title.is_none()
            && let Some(title) = messages::parse_preview_title(strip_heading_marks(line))
            && has_preview_below(self)
        {
            self.heading.page.title = Some(title.into());
            self.heading.end = Some(at + 1);
            return at + 1;
        }
        let heading = &mut self.heading;
        if heading.page.title.is_none()
            && let Some(title) = messages::parse_title(strip_heading_marks(line))
        {
            heading.page.title = Some(title.text.into());
            heading.languages.0.push(title.languages);
            heading.end = Some(at + 1);
            return at + 1;
        }
        // A mobile page has a single label, above the byte line: a second one below it is wikitext.
        let is_complete =
            self.has_mobile_details || heading.page.byte_change.is_some() && heading.label_count > 0;
        if !is_complete
            && heading.label_count < 2
            && let Some(label) = messages::parse_revision_label(line)
        {
            return self.parse_revision(at, &label);
        }
        // A page has a single byte line, below a single label: another one is wikitext, or was inserted.
        if heading.page.byte_change.is_none()
            && heading.label_count < 2
            && let Some(bytes) = messages::parse_byte_change(line)
        {
            return self.parse_byte_line(at, &bytes);
        }
        if !is_complete && messages::is_boilerplate(line) && heading.end.is_some_and(|end| end >= at) {
            heading.end = Some(at + 1);
        } else {
            heading.unread.add(self.input.lines()[at], at);
        }
        at + 1
    }

    /// Finds the labels of a preview, on one line or on two.
    fn find_preview_labels(&self, at: usize) -> Option<PreviewLabels<'a>> {
        let line = self.line(at)?.trim();
        let (old, new, end) = if let Some((old, new)) = line.split_once('\t') {
            (old.trim(), new.trim(), at + 1)
        } else {
            messages::parse_preview_label(line)?;
            let below = (at + 1..self.end).find(|&at| !self.input.lines()[at].trim().is_empty())?;
            (line, self.input.lines()[below].trim(), below + 1)
        };
        let languages = messages::parse_preview_label(old)?;
        let is_pair = messages::parse_preview_label(new).is_some_and(|new| languages.stands_beside(new));
        (is_pair && old != new).then_some(PreviewLabels { texts: Sides::new(old, new), languages, end })
    }

    fn take_preview_labels(&mut self, labels: &PreviewLabels<'a>) -> usize {
        let heading = &mut self.heading;
        heading.languages.0.push(labels.languages);
        heading.page.revisions.old.label = Some(labels.texts.old.into());
        heading.page.revisions.new.label = Some(labels.texts.new.into());
        heading.label_count = 2;
        heading.end = Some(labels.end);
        labels.end
    }

    /// Parses the label of a revision and the lines below it that are about the revision.
    fn parse_revision(&mut self, label_line: usize, label: &RevisionLabel<'a>) -> usize {
        let side = if self.heading.label_count == 1 { Side::New } else { Side::Old };
        self.heading.languages.0.push(label.languages);
        self.heading.page.revisions.get_mut(side).label = Some(label.text.into());
        self.heading.is_latest = label.age == RevisionAge::Latest;
        self.heading.label_count += 1;
        let start = label_line + 1;
        let has_user = self.line(start).and_then(messages::parse_user).is_some();
        if self.heading.label_count == 1
            && !has_user
            && let Some(details) = self.find_mobile_details(start)
        {
            self.has_mobile_details = true;
            let revision = self.heading.page.revisions.get_mut(side);
            revision.user = self.input.line(details.user).map(Cow::Borrowed);
            revision.comment = self.input.line(details.summary).and_then(parse_comment);
            self.heading.page.revisions.new = std::mem::take(revision);
            let end = details.summary + 1;
            return self.parse_details_below(end, Side::New, DetailPlace::Mobile, label.languages);
        }
        let place = if self.find_next_fact(start) < self.end && self.heading.label_count == 1 {
            DetailPlace::BetweenLabels
        } else {
            DetailPlace::AboveRows
        };
        let ends_blank = side == Side::New && self.is_blank_below_details(label_line);
        let end = self.parse_details_below(start, side, place, label.languages);
        if ends_blank && self.line(end) == Some("") {
            self.heading.end = Some(end + 1);
            return end + 1;
        }
        end
    }

    /// True if a blank line alone stands between the details of the old revision and the label of the new one. The diff of
    /// deleted revisions has such a line below both (`SpecialUndelete::showDiff`).
    fn is_blank_below_details(&self, label_line: usize) -> bool {
        let is_end = |end: usize| end + 1 == label_line && self.line(end) == Some("");
        self.heading.end.is_some_and(is_end)
    }

    /// Parses the lines about a revision, and sets the end of the heading.
    fn parse_details_below(
        &mut self,
        start: usize,
        side: Side,
        place: DetailPlace,
        languages: Languages,
    ) -> usize {
        let range = DetailRange {
            lines: start..self.find_next_fact(start),
            place,
            languages,
            has_unknown_counts: self.has_unknown_counts,
        };
        let details = revision_details::parse_details(self.input, range);
        let revision = self.heading.page.revisions.get_mut(side);
        if place != DetailPlace::Mobile {
            revision.user = details.user.map(Cow::Borrowed);
            revision.comment = details.comment;
        }
        revision.tags = details.tags.into_iter().map(Cow::Borrowed).collect();
        revision.is_minor = details.is_minor;
        for at in details.unknown_lines {
            self.heading.unread.add(self.input.lines()[at], at);
        }
        self.has_unknown_counts |= details.has_unknown_count;
        self.heading.last_extension = details.last_extension.filter(|_| place != DetailPlace::BetweenLabels);
        self.heading.end = Some(details.end);
        details.end
    }

    /// Finds the next label or byte line, or else the end.
    fn find_next_fact(&self, start: usize) -> usize {
        let has_all_labels = self.heading.label_count == 2;
        // The user is on the line below the label, even if the line looks like another label.
        let has_user = self.line(start).and_then(messages::parse_user).is_some();
        (start + usize::from(has_user)..self.end)
            .find(|at| {
                let line = self.input.lines()[*at].trim();
                !has_all_labels
                    && (messages::parse_revision_label(line).is_some()
                        || self.heading.page.byte_change.is_none()
                            && messages::parse_byte_change(line).is_some())
            })
            .unwrap_or(self.end)
    }

    /// Finds the details below the label of a mobile page since MediaWiki 1.42, which has no byte line: the age, the
    /// user, the user's groups if there are any, the number of the user's edits, the word "edits", the summary.
    fn find_mobile_details(&self, start: usize) -> Option<MobileDetails> {
        let is_byte_line = |line: &&str| messages::parse_byte_change(line.trim()).is_some();
        if self.input.lines()[start..self.end].iter().any(is_byte_line) {
            return None;
        }
        let is_number = |at: &usize| {
            let line = self.line(*at).unwrap_or_default().trim();
            digits::parse_number(line).is_some_and(|(_, rest)| rest.trim().is_empty())
        };
        let user = start + 1;
        let count = Some(user + 1).filter(is_number).or_else(|| {
            let is_groups = self.line(user + 1).and_then(messages::parse_groups).is_some();
            Some(user + 2).filter(is_number).filter(|_| is_groups)
        })?;
        let summary = count + 2;
        (summary < self.end).then_some(MobileDetails { user, summary })
    }

    /// Parses the byte line of a mobile page, and the summary below it if the page has its full heading.
    fn parse_byte_line(&mut self, byte_line: usize, bytes: &ByteChangeLine<'a>) -> usize {
        let heading = &mut self.heading;
        heading.page.byte_change = Some(bytes.change);
        heading.languages.0.push(Languages::new(bytes.language));
        // The single label of a mobile page is the label of the new revision.
        if heading.label_count == 1 {
            heading.page.revisions.new = std::mem::take(&mut heading.page.revisions.old);
        } else if heading.label_count == 0 && !bytes.rest.is_empty() {
            heading.page.revisions.new.label = Some(bytes.rest.into());
        }
        let mut at = byte_line + 1;
        // Without a label the line below may be a row, unless it says "No edit summary".
        let has_label = heading.label_count == 1;
        let is_minor = has_label && self.has_minor_letter(at);
        at += usize::from(is_minor);
        let is_own = |line: &&str| messages::is_empty_summary(line) || has_label && is_summary(line);
        if let Some(summary) = self.line(at).filter(is_own) {
            self.heading.page.revisions.new.comment = parse_comment(summary);
            at += 1;
        }
        self.heading.end = Some(at);
        if !has_label {
            return at;
        }
        let end =
            self.parse_details_below(at, Side::New, DetailPlace::Mobile, Languages::new(bytes.language));
        self.heading.page.revisions.new.is_minor |= is_minor;
        end
    }

    /// True if a line is the letter of a minor edit, with the summary below. A summary may be that letter as well.
    fn has_minor_letter(&self, at: usize) -> bool {
        let is_letter = |line: &str| messages::parse_edit_letter(line) == Some(EditLetter::Minor);
        self.line(at).is_some_and(is_letter)
            && self.line(at + 1).is_some_and(|line| messages::is_empty_summary(line) || is_summary(line))
    }
}

/// Strips the marks that a Markdown converter puts before a heading.
fn strip_heading_marks(line: &str) -> &str {
    line.trim_start_matches('#').trim_start()
}

/// True for the summary, or for the words that stand for an empty one.
fn is_summary(line: &str) -> bool {
    !line.trim().is_empty() && !messages::is_boilerplate(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ByteChange, Sides};
    use crate::parse::line_map::LineMap;

    const TITLE: &str = "Fenn: Difference between revisions\n";

    /// The label, the user and the summary of a revision.
    type Facts<'t> = [Option<&'t str>; 3];

    fn revision_facts<'t>(revision: &'t Revision<'_>) -> Facts<'t> {
        [&revision.label, &revision.user, &revision.comment].map(|fact| fact.as_deref())
    }

    /// Parses the lines between a title and two lines of a context row.
    #[track_caller]
    fn case(lines: &str, change: Option<i64>, revisions: Sides<Facts<'_>>) {
        let copied = format!("{TITLE}{lines}a\na");
        let input = InputLines::new(&copied, LineMap::default());
        let mut heading = parse_heading(&input);
        heading.move_lone_label_to_new();
        assert_eq!(heading.page.title.as_deref(), Some("Fenn"));
        assert_eq!(heading.page.byte_change, change.map(ByteChange::Signed));
        assert_eq!(heading.page.revisions.as_ref().map(revision_facts), revisions);
        assert_eq!(heading.end, Some(input.len() - 2), "rows begin after the heading");
    }

    const NOTHING: Facts<'_> = [None, None, None];

    #[test]
    fn edit_window_has_a_title_and_two_labels() {
        let labels = Sides::new("Latest revision", "Your text");
        for copied in [
            "Editing Fenn\nThe edit can be undone.\nLatest revision\tYour text\na\na",
            "Editing Fenn\nLatest revision\nYour text\na\na",
        ] {
            let input = InputLines::new(copied, LineMap::default());
            let heading = parse_heading(&input);
            assert_eq!(heading.page.title.as_deref(), Some("Fenn"), "{copied}");
            let revisions = heading.page.revisions.as_ref();
            assert_eq!(
                revisions.map(|revision| revision.label.as_deref().unwrap_or_default()),
                labels,
                "{copied}"
            );
            assert_eq!(heading.end, Some(input.len() - 2), "{copied}");
        }
        // The words alone are text.
        for copied in ["Editing Fenn\nYour text\na\na", "Latest revision\nLatest revision\na\na"] {
            assert!(!parse_heading(&InputLines::new(copied, LineMap::default())).has_facts(), "{copied}");
        }
    }

    #[test]
    fn desktop_page_has_both_revisions() {
        let labels =
            Sides::new("Revision as of 10:00, 3 May 2024", "Latest revision as of 11:00, 4 May 2024");
        case(
            "Page\nDiscussion\nRead\nEdit\nView history\n\
             Revision as of 10:00, 3 May 2024 (edit)\nAnn (talk | contribs)\nNo edit summary\n \n\
             Latest revision as of 11:00, 4 May 2024 (edit) (undo)\nBob (talk | contribs)\n(links)\n \n",
            None,
            Sides::new([Some(labels.old), Some("Ann"), None], [Some(labels.new), Some("Bob"), Some("links")]),
        );
        case(
            "Revision as of 10:00, 3 May 2024 edit\nAnn (talk | contribs)\nNo edit summary\n← Older edit\n\
             Latest revision as of 11:00, 4 May 2024 edit undo\nBob (talk | contribs)\n→Law: links\n \n",
            None,
            Sides::new(
                [Some(labels.old), Some("Ann"), None],
                [Some(labels.new), Some("Bob"), Some("→Law: links")],
            ),
        );
    }

    #[test]
    fn mobile_page_has_the_new_revision_and_the_byte_change() {
        case(
            "Page Discussion\n← Older edit\nFenn (edit)\nRevision as of 01:05, 23 January 2024\n \
             8 bytes added,  23 January 2024\nlinks\n",
            Some(8),
            Sides::new(NOTHING, [Some("Revision as of 01:05, 23 January 2024"), None, Some("links")]),
        );
        case(
            "\n8 bytes removed ,  23 January 2024\n",
            Some(-8),
            Sides::new(NOTHING, [Some("23 January 2024"), None, None]),
        );
    }

    #[test]
    fn diff_of_deleted_revisions_has_a_blank_line_below_each_revision() {
        let copied = "View and undelete deleted pages\nPage\n< View all deleted revisions\n\
            Revision as of 07:03, 30 November 2026\nAnn (talk | contribs)\n(begin) (change visibility)\n\n\
            Revision as of 08:03, 30 November 2026\nBob (talk | contribs)\n(links) (change visibility)\n\na\na";
        let input = InputLines::new(copied, LineMap::default());
        assert_eq!(parse_heading(&input).end, Some(input.len() - 2));
        // A page's own heading has no such line, so that a blank line below is a row.
        let own = copied.replace("visibility)\n\nRev", "visibility)\n \nRev");
        let input = InputLines::new(&own, LineMap::default());
        assert_eq!(parse_heading(&input).end, Some(input.len() - 3));
    }

    #[test]
    fn letter_of_a_minor_edit_stands_above_the_summary_of_a_mobile_page() {
        for (lines, comment) in
            [("m\nlinks\n", Some("links")), ("m\nNo edit summary\n", None), ("m\n", Some("m"))]
        {
            let text = format!(
                "{TITLE}Revision as of 01:05, 23 January 2024\n 8 bytes added, 4 minutes ago\n{lines}a\na"
            );
            let input = InputLines::new(&text, LineMap::default());
            let heading = parse_heading(&input);
            let new = &heading.page.revisions.new;
            assert_eq!((new.comment.as_deref(), new.is_minor), (comment, comment != Some("m")), "{lines}");
            assert_eq!(heading.end, Some(input.len() - 2), "{lines}");
        }
    }

    #[test]
    fn empty_summary_below_a_byte_line_belongs_to_the_heading() {
        let mut heading = parse_heading(&InputLines::new(
            "Fenn: Difference between revisions\n8 bytes added, 23 January 2024\nNo edit summary\na\na",
            LineMap::default(),
        ));
        assert_eq!((heading.end, heading.page.revisions.new.comment.take()), (Some(3), None));
        assert!(heading.unread.take_warnings(LineMap::default()).is_empty());
    }

    #[test]
    fn empty_summary_below_a_label_belongs_to_the_heading() {
        let text =
            format!("{TITLE}8 bytes added\nRevision as of 01:05, 23 January 2024\nNo edit summary\na\na");
        assert_eq!(parse_heading(&InputLines::new(&text, LineMap::default())).end, Some(4));
    }

    #[test]
    fn mobile_page_since_1_42_has_the_user_below_the_label() {
        case(
            "Revision as of 01:05, 23 January 2024\n2 years ago\nAnn\n7\nedits\nlinks\n",
            None,
            Sides::new(NOTHING, [Some("Revision as of 01:05, 23 January 2024"), Some("Ann"), Some("links")]),
        );
        case(
            "Revision as of 01:05, 23 January 2024\n2 years ago\nAnn\nLab staff\n7\nedits\nlinks\n",
            None,
            Sides::new(NOTHING, [Some("Revision as of 01:05, 23 January 2024"), Some("Ann"), Some("links")]),
        );
    }

    #[test]
    fn byte_line_below_rules_out_the_details_of_1_42() {
        let text = format!(
            "{TITLE}Revision as of 01:05, 23 January 2024\n2 years\nb\n1902\nc\nd\n8 bytes added\nlinks\na\na"
        );
        let mut heading = parse_heading(&InputLines::new(&text, LineMap::default()));
        let messages: Vec<_> = heading
            .unread
            .take_warnings(LineMap::default())
            .into_iter()
            .map(|warning| warning.message)
            .collect();
        assert_eq!(messages, ["lines 3 to 7 are no part of the diff: \"2 years\""]);
        assert_eq!(heading.page.byte_change, Some(ByteChange::Signed(8)));
    }

    #[test]
    fn third_label_is_not_a_label() {
        let text = format!(
            "{TITLE}Revision as of 01:05, 23 January 2024\nAnn (talk | contribs)\nlinks\n\n\
             Latest revision as of 10:39, 25 January 2024\nLatest revision as of 10:39, 25 January 2024\n\
             Bob (talk | contribs)\n(law)\nLine 1:\tLine 1:"
        );
        let input = InputLines::new(&text, LineMap::default());
        let mut heading = parse_heading_in(&input, 0..input.len() - 1);
        assert_eq!(heading.page.revisions.old.user.as_deref(), Some("Ann"));
        assert_eq!(heading.page.revisions.old.comment.as_deref(), Some("links"));
        assert_eq!(heading.unread.take_warnings(LineMap::default()).len(), 1);
    }

    #[test]
    fn second_byte_line_is_not_a_fact() {
        let text = format!(
            "{TITLE}Revision as of 01:05, 23 January 2024\n8 bytes added\nlinks\n9 bytes removed\na\na"
        );
        let mut heading = parse_heading(&InputLines::new(&text, LineMap::default()));
        assert_eq!(heading.page.byte_change, Some(ByteChange::Signed(8)));
        assert_eq!(heading.page.revisions.new.comment.as_deref(), Some("links"));
        assert_eq!(heading.unread.take_warnings(LineMap::default()).len(), 1);
    }

    #[test]
    fn heading_ends_before_a_repeated_line() {
        let input = InputLines::new("a\na\nFenn: Difference between revisions", LineMap::default());
        let heading = parse_heading(&input);
        assert_eq!((heading.page.title, heading.end), (None, None));
    }
}
