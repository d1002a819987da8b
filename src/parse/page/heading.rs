//! The page heading over a diff: title, both revisions, byte change; and where it ends.
//!
//! As copied from a desktop page: title, tab names, then for each revision its label ("Revision as of …"), its
//! user, its summary and a link to the neighbouring edit or a blank. From a mobile page: title, "Revision as of …",
//! the byte line ("4 bytes added, 4 February 2023"), the summary.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Page, Revision, Side};
use crate::text::whitespace::is_same_text;

use super::messages::{Label, Languages, Latest};
use super::{digits, messages};
use crate::parse::input::Input;
use crate::parse::unread_lines::UnreadLines;

/// How far down a heading may reach: MediaWiki's longest has about forty lines, wikis add menus.
const MAX_HEADING_LINES: usize = 200;

/// What the lines over the first row say.
#[derive(Debug, Default)]
pub(crate) struct Head<'a> {
    /// Page facts.
    pub(crate) page: Page<'a>,
    /// The first line after the heading, as far as its own words tell; `None` where there is no heading.
    pub(crate) end: Option<usize>,
    /// How many revision labels there are.
    pub(crate) labels: usize,
    /// Whether the last label is that of the page's latest revision.
    pub(crate) is_latest: bool,
    /// The lines that say nothing about the edit: menus and links.
    pub(crate) leftover: UnreadLines,
    /// The languages that the words of the heading are in.
    pub(crate) languages: Evidence,
}

/// What the words of a page say about its language.
#[derive(Debug, Default)]
pub(crate) struct Evidence(Vec<Languages>);

impl Evidence {
    /// The language of the page, with what its headers say.
    pub(crate) fn named(mut self, headers: Option<Languages>) -> Option<&'static str> {
        self.0.extend(headers);
        messages::likeliest_language(&self.0)
    }
}

/// Reads the heading in a range of lines.
pub(crate) fn parse_heading_in<'a>(input: &Input<'a>, range: Range<usize>) -> Head<'a> {
    let mut head = Head::default();
    let mut at = range.start;
    while at < range.end {
        at += read_line(&mut head, input, at, range.end);
    }
    head
}

/// The line where the rows begin: at the first header, else below the heading.
pub(crate) fn find_first_row(input: &Input<'_>) -> usize {
    let first_start = input.headers().all().first().map(|start| start.at);
    first_start.or_else(|| parse_heading(input).end).unwrap_or(0)
}

/// Reads the heading at the top of a paste whose rows begin nobody knows where: at the first line of text that
/// stands twice at the latest, for that is context.
pub(crate) fn parse_heading<'a>(input: &Input<'a>) -> Head<'a> {
    let most = input.len().min(MAX_HEADING_LINES);
    let is_context = |at: &usize| {
        let line = input.lines()[*at];
        !line.trim().is_empty() && input.line(at + 1).is_some_and(|below| is_same_text(line, below))
    };
    parse_heading_in(input, 0..(0..most).find(is_context).unwrap_or(most))
}

/// Reads what begins at a line and returns how many lines it takes.
fn read_line<'a>(head: &mut Head<'a>, input: &Input<'a>, at: usize, end: usize) -> usize {
    let line = input.lines()[at].trim();
    if line.is_empty() {
        return 1;
    }
    if head.page.title.is_none()
        && let Some(title) = messages::parse_title(heading(line))
    {
        head.page.title = Some(title.text.into());
        head.languages.0.push(title.languages);
        head.end = Some(at + 1);
        return 1;
    }
    // A mobile page has one label, over the byte line: what looks like another one below it is wikitext.
    let is_complete = head.page.byte_change.is_some() && head.labels > 0;
    if !is_complete
        && head.labels < 2
        && let Some(label) = messages::parse_revision_label(line)
    {
        head.languages.0.push(label.languages);
        return revision(head, input, at..end, &label);
    }
    // A page has one: another is a line of the text, or was put there.
    if head.page.byte_change.is_none()
        && let Some(bytes) = messages::parse_byte_change(line)
    {
        return byte_line(head, input, at..end, &bytes);
    }
    if !is_complete && messages::is_boilerplate(line) && head.end.is_some_and(|last| last >= at) {
        head.end = Some(at + 1);
    } else {
        head.leftover.add(input.lines()[at], at);
    }
    1
}

/// The line without the marks that a Markdown converter puts before a heading.
fn heading(line: &str) -> &str {
    line.trim_start_matches('#').trim_start()
}

/// The label of a revision and the lines below it that are about the same revision.
fn revision<'a>(head: &mut Head<'a>, input: &Input<'a>, range: Range<usize>, label: &Label<'a>) -> usize {
    let side = if head.labels == 1 { Side::New } else { Side::Old };
    head.page.revisions.get_mut(side).label = Some(label.text.into());
    head.is_latest = label.latest == Latest::Yes;
    head.labels += 1;
    let mut at = range.start + 1;
    let below = |at: usize| input.line(at).filter(|_| at < range.end);
    if let Some(user) = below(at).and_then(messages::parse_user) {
        head.page.revisions.get_mut(side).user = Some(user.into());
        at += 1;
        if let Some(summary) = below(at).filter(|line| is_summary(line)) {
            head.page.revisions.get_mut(side).comment = comment(summary);
            at += 1;
        }
        at += usize::from(
            below(at).is_some_and(|line| line == " " || line == "\u{a0}" || messages::is_boilerplate(line)),
        );
    } else if below(at).is_some_and(messages::is_empty_summary) {
        // What says that there is no summary is no row, whatever stood over it.
        at += 1;
    }
    if head.labels == 1
        && let Some(last) = mobile_footing(input, at..range.end)
    {
        let new = &mut head.page.revisions.new;
        *new = std::mem::take(&mut head.page.revisions.old);
        new.user = input.line(last - 4).map(Cow::Borrowed);
        new.comment = input.line(last - 1).and_then(comment);
        at = last;
    }
    head.end = Some(at);
    at - range.start
}

/// The lines below the label of a mobile page since MediaWiki 1.42, which has no byte line: the age, the user, the number
/// of edits, the word "edits", the summary. Returns the line after them.
fn mobile_footing(input: &Input<'_>, range: Range<usize>) -> Option<usize> {
    let is_byte_line = |line: &&str| messages::parse_byte_change(line.trim()).is_some();
    if input.lines()[range.clone()].iter().any(is_byte_line) {
        return None;
    }
    let count = input.line(range.start + 2)?;
    let (_, rest) = digits::parse_number(count.trim())?;
    let last = range.start + 5;
    (rest.trim().is_empty() && last <= range.end).then_some(last)
}

/// The byte line of a mobile page, and the summary below it where the page has its full heading.
fn byte_line<'a>(
    head: &mut Head<'a>,
    input: &Input<'a>,
    range: Range<usize>,
    bytes: &messages::ByteLine<'a>,
) -> usize {
    head.page.byte_change = Some(bytes.change);
    head.languages.0.push(Languages::new(bytes.language));
    // A mobile page has one label, and it is that of the new revision.
    if head.labels == 1 {
        let revision = std::mem::take(&mut head.page.revisions.old);
        head.page.revisions.new = revision;
    } else if head.labels == 0 && !bytes.rest.is_empty() {
        head.page.revisions.new.label = Some(bytes.rest.into());
    }
    let mut at = range.start + 1;
    // Without a label the line below may be a row, unless it says that there is no summary.
    let is_one = |line: &&str| messages::is_empty_summary(line) || head.labels == 1 && is_summary(line);
    let summary = input.line(at).filter(|_| at < range.end).filter(is_one);
    if let Some(summary) = summary {
        head.page.revisions.new.comment = comment(summary);
        at += 1;
    }
    head.end = Some(at);
    at - range.start
}

fn is_summary(line: &str) -> bool {
    !line.trim().is_empty() && !messages::is_boilerplate(line)
}

/// A summary without its parentheses; "No edit summary" is none.
fn comment(summary: &str) -> Option<Cow<'_, str>> {
    let summary = summary.trim();
    let bare = summary.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(summary);
    (!messages::is_empty_summary(summary)).then(|| bare.trim_matches('\u{200e}').into())
}

impl Head<'_> {
    /// The revisions, a lone label taken for the new one.
    pub(crate) fn settle(&mut self) {
        if self.labels == 1 && self.page.revisions.new == Revision::default() {
            self.page.revisions.new = std::mem::take(&mut self.page.revisions.old);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ByteChange, Sides};
    use crate::parse::line_map::LineMap;

    const TITLE: &str = "Fenn: Difference between revisions\n";

    /// The label, the user and the summary of a revision.
    type Told<'t> = [Option<&'t str>; 3];

    fn told<'t>(revision: &'t Revision<'_>) -> Told<'t> {
        [&revision.label, &revision.user, &revision.comment].map(|fact| fact.as_deref())
    }

    /// Reads what stands over two lines of rows.
    #[track_caller]
    fn case(heading: &str, change: Option<i64>, revisions: Sides<Told<'_>>) {
        let copied = format!("{TITLE}{heading}a\na");
        let input = Input::new(&copied, LineMap::default());
        let mut head = parse_heading(&input);
        head.settle();
        assert_eq!(head.page.title.as_deref(), Some("Fenn"));
        assert_eq!(head.page.byte_change, change.map(ByteChange::Signed));
        assert_eq!(head.page.revisions.as_ref().map(told), revisions);
        assert_eq!(head.end, Some(input.len() - 2), "the rows begin after the heading");
    }

    const NOTHING: Told<'_> = [None, None, None];

    #[test]
    fn a_desktop_page_tells_both_revisions() {
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
    fn a_mobile_page_tells_the_new_revision_and_the_byte_change() {
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
    fn where_its_label_is_missing_a_mobile_page_may_still_say_that_it_has_no_summary() {
        let mut head = parse_heading(&Input::new(
            "Fenn: Difference between revisions\n8 bytes added, 23 January 2024\nNo edit summary\na\na",
            LineMap::default(),
        ));
        assert_eq!((head.end, head.page.revisions.new.comment.take()), (Some(3), None));
        assert!(head.leftover.take_warnings(LineMap::default()).is_empty());
    }

    #[test]
    fn below_a_label_alone_a_page_may_say_that_it_has_no_summary() {
        let text =
            format!("{TITLE}8 bytes added\nRevision as of 01:05, 23 January 2024\nNo edit summary\na\na");
        assert_eq!(parse_heading(&Input::new(&text, LineMap::default())).end, Some(4));
    }

    #[test]
    fn a_mobile_page_since_1_42_puts_the_user_below_the_label() {
        case(
            "Revision as of 01:05, 23 January 2024\n2 years ago\nAnn\n7\nedits\nlinks\n",
            None,
            Sides::new(NOTHING, [Some("Revision as of 01:05, 23 January 2024"), Some("Ann"), Some("links")]),
        );
    }

    #[test]
    fn lines_over_a_byte_line_are_not_those_of_a_page_without_one() {
        let text = format!(
            "{TITLE}Revision as of 01:05, 23 January 2024\n2 years\nb\n1902\nc\nd\n8 bytes added\nlinks\na\na"
        );
        let mut head = parse_heading(&Input::new(&text, LineMap::default()));
        let told: Vec<_> = head
            .leftover
            .take_warnings(LineMap::default())
            .into_iter()
            .map(|warning| warning.message)
            .collect();
        assert_eq!(told, ["lines 3 to 7 are no part of the diff: \"2 years\""]);
        assert_eq!(head.page.byte_change, Some(ByteChange::Signed(8)));
    }

    #[test]
    fn a_third_label_is_none() {
        let text = format!(
            "{TITLE}Revision as of 01:05, 23 January 2024\nAnn (talk | contribs)\nlinks\n\n\
             Latest revision as of 10:39, 25 January 2024\nLatest revision as of 10:39, 25 January 2024\n\
             Bob (talk | contribs)\n(law)\nLine 1:\tLine 1:"
        );
        let input = Input::new(&text, LineMap::default());
        let mut head = parse_heading_in(&input, 0..input.len() - 1);
        assert_eq!(head.page.revisions.old.user.as_deref(), Some("Ann"));
        assert_eq!(head.page.revisions.old.comment.as_deref(), Some("links"));
        assert_eq!(head.leftover.take_warnings(LineMap::default()).len(), 1);
    }

    #[test]
    fn a_second_byte_line_is_none() {
        let text = format!(
            "{TITLE}Revision as of 01:05, 23 January 2024\n8 bytes added\nlinks\n9 bytes removed\na\na"
        );
        let mut head = parse_heading(&Input::new(&text, LineMap::default()));
        assert_eq!(head.page.byte_change, Some(ByteChange::Signed(8)));
        assert_eq!(head.page.revisions.new.comment.as_deref(), Some("links"));
        assert_eq!(head.leftover.take_warnings(LineMap::default()).len(), 1);
    }

    #[test]
    fn a_heading_ends_where_a_line_stands_twice() {
        let input = Input::new("a\na\nFenn: Difference between revisions", LineMap::default());
        let head = parse_heading(&input);
        assert_eq!((head.page.title, head.end), (None, None));
    }
}
