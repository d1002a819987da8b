//! The lines about a revision below its label: the user, groups and edit count, the summary, tags, and links.
//!
//! ```text
//! Latest revision as of 11:00, 4 May 2024 (edit) (undo)     label
//! Bob (talk | contribs)    rollback 2 edits                 user
//! Administrators                                            groups: unknown words above an edit count
//! 345 edits                                                 edit count
//! m (links)   (change visibility)                           summary
//! Tags: Mobile edit                                         tags
//! rated as good                                             unknown line of a gadget
//! Newer edit →                                              anchor: all lines above it belong to the heading
//! ```
//!
//! Known words end the heading only near other lines of the heading, since wikitext may have them too. Each kind of line
//! may follow a number of unknown lines, its reach. An anchor has the longest reach.

use std::borrow::Cow;
use std::ops::Range;

use super::digits;
use super::messages::{
    self, DetailLine, EditLetter, GroupList, Languages, looks_like_summary, parse_detail_line,
    parse_edit_letter,
};
use crate::parse::input::InputLines;

/// Maximum number of unknown lines above an anchor.
const MAX_ANCHOR_GAP: usize = 20;

/// Maximum number of unknown lines above tags, the user, or a link in brackets.
const MAX_WORDS_GAP: usize = 3;

/// Maximum number of unknown lines above an edit count: the groups.
const MAX_COUNT_GAP: usize = 1;

/// Maximum number of words beside the number of an edit count.
const MAX_COUNT_WORDS: usize = 3;

/// Markup of wikitext that may stand anywhere in a line.
const MARKUP: [&str; 4] = ["[[", "{{", "''", "</"];

/// Kind of the page around the details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DetailPlace {
    /// Between the two labels, where no row can be.
    BetweenLabels,
    /// Above the rows of a desktop page.
    AboveRows,
    /// Above the rows of a mobile page, which has the user elsewhere. The summary is known.
    Mobile,
}

/// The facts in the lines about a revision.
#[derive(Debug, Default)]
pub(crate) struct RevisionDetails<'a> {
    pub(crate) user: Option<&'a str>,
    pub(crate) comment: Option<Cow<'a, str>>,
    pub(crate) tags: Vec<&'a str>,
    pub(crate) is_minor: bool,
    /// The first line after the details.
    pub(crate) end: usize,
    /// Unknown lines between known lines.
    pub(crate) unknown_lines: Vec<usize>,
    /// The last line that extends the heading beyond the user, the summary and the line of links.
    pub(crate) last_extension: Option<usize>,
    /// An edit count was recognised by its structure alone.
    pub(crate) has_unknown_count: bool,
}

/// The lines to parse.
#[derive(Debug)]
pub(crate) struct DetailRange {
    /// The lines from the first one below the label to the last possible one.
    pub(crate) lines: Range<usize>,
    pub(crate) place: DetailPlace,
    /// The languages of the label.
    pub(crate) languages: Languages,
    /// The first revision has an edit count that was recognised by its structure.
    pub(crate) has_unknown_counts: bool,
}

/// Parses the lines about a revision.
pub(crate) fn parse_details<'a>(input: &InputLines<'a>, range: DetailRange) -> RevisionDetails<'a> {
    let is_mobile = range.place == DetailPlace::Mobile;
    let details = RevisionDetails { end: range.lines.start, ..RevisionDetails::default() };
    let seen = SeenLines { user: is_mobile, summary: is_mobile, ..SeenLines::default() };
    let mut parser = DetailParser { input, range, details, seen };
    let mut gap = Vec::new();
    for at in parser.range.lines.clone() {
        match parser.parse_line(at, gap.len()) {
            DetailRole::Detail => {
                parser.details.unknown_lines.append(&mut gap);
                parser.details.end = at + 1;
            }
            DetailRole::Possible => {}
            DetailRole::Unknown => gap.push(at),
        }
        let is_wikitext = gap.last().and_then(|&last| input.line(last)).is_some_and(looks_like_wikitext);
        if is_wikitext || gap.len() > MAX_ANCHOR_GAP {
            break;
        }
    }
    parser.details
}

/// Role of a line below a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DetailRole {
    /// The line belongs to the heading, as do all lines above it.
    Detail,
    /// The line belongs to the heading if a later line does.
    Possible,
    Unknown,
}

/// Kinds of lines that a revision has once.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a set of kinds")]
struct SeenLines {
    user: bool,
    summary: bool,
    count: bool,
    tags: bool,
    letter: bool,
    /// The line of links below the summary. The line holds a single space if there are no links.
    blank: bool,
    anchor: bool,
}

struct DetailParser<'i, 'a> {
    input: &'i InputLines<'a>,
    range: DetailRange,
    details: RevisionDetails<'a>,
    seen: SeenLines,
}

impl<'a> DetailParser<'_, 'a> {
    /// The line at an index in the range.
    fn line(&self, at: usize) -> Option<&'a str> {
        self.input.line(at).filter(|_| at < self.range.lines.end)
    }

    /// Parses a line below a number of unknown lines.
    fn parse_line(&mut self, at: usize, gap: usize) -> DetailRole {
        let Some(line) = self.line(at) else { return DetailRole::Unknown };
        if is_lone_space(line) {
            return self.parse_lone_space(at, gap);
        }
        if line.trim().is_empty() {
            return DetailRole::Unknown;
        }
        if !self.seen.user
            && gap <= MAX_WORDS_GAP
            && let Some(user) = messages::parse_user(line)
        {
            self.seen.user = true;
            self.details.user = Some(user);
            return DetailRole::Detail;
        }
        match parse_detail_line(line) {
            Some(DetailLine::BareLink) if gap == 0 => self.parse_bare_link(at),
            Some(detail) if self.reach(at, detail).is_some_and(|reach| gap <= reach) => {
                self.take_detail(at, detail, gap)
            }
            None if gap == 0 => self.parse_free_line(at),
            _ => DetailRole::Unknown,
        }
    }

    /// Maximum number of unknown lines above a detail; `None` if the line is no detail here.
    fn reach(&self, at: usize, detail: DetailLine<'_>) -> Option<usize> {
        let is_mobile = self.range.place == DetailPlace::Mobile;
        let longest = if is_mobile { 0 } else { MAX_ANCHOR_GAP };
        match detail {
            DetailLine::Anchor => Some(longest),
            DetailLine::BracketedLink => Some(longest.min(MAX_WORDS_GAP)),
            DetailLine::Tags(_, languages) => {
                self.can_be_tags(at, languages).then_some(longest.min(MAX_WORDS_GAP))
            }
            DetailLine::EditCount if self.seen.count || !self.seen.user => None,
            DetailLine::EditCount => Some(longest.min(MAX_COUNT_GAP)),
            DetailLine::Boilerplate => (!is_mobile).then_some(0),
            DetailLine::HiddenUser
            | DetailLine::HiddenSummary
            | DetailLine::EmptySummary
            | DetailLine::MinorEdit
            | DetailLine::Link => Some(0),
            DetailLine::BareLink => None,
        }
    }

    /// True if a line can be the tags of the revision. Two such lines in a row are a changed row of wikitext, and words
    /// that no page in the language of the label has are wikitext.
    fn can_be_tags(&self, at: usize, languages: Languages) -> bool {
        let is_tags = |line: &str| matches!(parse_detail_line(line), Some(DetailLine::Tags(..)));
        let is_known = self.range.languages.stands_beside(languages);
        let neighbors = [at.checked_sub(1).filter(|above| self.range.lines.contains(above)), Some(at + 1)];
        let is_repeated = || neighbors.into_iter().flatten().filter_map(|at| self.line(at)).any(is_tags);
        !self.seen.tags && is_known && !is_repeated()
    }

    fn take_detail(&mut self, at: usize, detail: DetailLine<'a>, gap: usize) -> DetailRole {
        let is_extension = match detail {
            DetailLine::EmptySummary | DetailLine::Boilerplate => false,
            DetailLine::Anchor => gap > 0,
            _ => true,
        };
        match detail {
            DetailLine::Anchor => self.seen.anchor = true,
            DetailLine::Tags(tags, _) => {
                self.seen.tags = true;
                self.details.tags = messages::split_tags(tags);
            }
            DetailLine::EditCount => self.seen.count = true,
            DetailLine::HiddenUser => self.seen.user = true,
            DetailLine::HiddenSummary | DetailLine::EmptySummary => self.seen.summary = true,
            DetailLine::MinorEdit => self.details.is_minor = true,
            DetailLine::BracketedLink | DetailLine::Link | DetailLine::BareLink | DetailLine::Boilerplate => {
            }
        }
        if is_extension {
            self.details.last_extension = Some(at);
        }
        DetailRole::Detail
    }

    /// Parses a line of a single space. Two of them below other links are a context row of blank lines.
    fn parse_lone_space(&mut self, at: usize, gap: usize) -> DetailRole {
        let is_row = self.seen.anchor && self.line(at + 1).is_some_and(is_lone_space);
        if gap > 0 || !self.seen.user || self.seen.blank || is_row || self.range.place == DetailPlace::Mobile
        {
            return DetailRole::Unknown;
        }
        self.seen.blank = true;
        DetailRole::Detail
    }

    /// Parses the words of a link without brackets. Below the user they are the summary, unless the next line is.
    fn parse_bare_link(&mut self, at: usize) -> DetailRole {
        if self.can_be_summary(at) && !self.is_above_summary(at) {
            return self.take_summary(at);
        }
        DetailRole::Possible
    }

    /// Parses a line without known words: groups, a letter, or the summary.
    fn parse_free_line(&mut self, at: usize) -> DetailRole {
        let Some(line) = self.line(at) else { return DetailRole::Unknown };
        let has_count_place = self.seen.user && !self.seen.count && !self.seen.summary;
        if has_count_place && self.is_count_by_structure(at) {
            self.seen.count = true;
            self.details.has_unknown_count = true;
            self.details.last_extension = Some(at);
            return DetailRole::Detail;
        }
        if has_count_place && !looks_like_summary(line) && self.is_count(at + 1) {
            if messages::parse_groups(line) != Some(GroupList::Known) {
                self.details.unknown_lines.push(at);
            }
            return DetailRole::Detail;
        }
        if let Some(letter) = parse_edit_letter(line).filter(|_| self.is_above_details(at)) {
            self.seen.letter = true;
            self.details.is_minor |= letter == EditLetter::Minor;
            self.details.last_extension = Some(at);
            return DetailRole::Detail;
        }
        if self.can_be_summary(at) { self.take_summary(at) } else { DetailRole::Unknown }
    }

    /// True if a line without known words is the summary. Below tags or a letter it must look like a summary.
    fn can_be_summary(&self, at: usize) -> bool {
        let seen = &self.seen;
        let is_marked = || self.line(at).is_some_and(looks_like_summary);
        seen.user
            && !seen.summary
            && !seen.anchor
            && !seen.blank
            && (!(seen.tags || seen.letter) || is_marked())
    }

    fn take_summary(&mut self, at: usize) -> DetailRole {
        self.seen.summary = true;
        let summary = messages::parse_summary_line(self.input.lines()[at]);
        self.details.is_minor |= summary.is_minor;
        self.details.comment = parse_comment(summary.text);
        DetailRole::Detail
    }

    /// True if the summary is still to come, and the next line is the summary or another detail.
    fn is_above_details(&self, at: usize) -> bool {
        let is_detail = |line: &str| parse_detail_line(line).is_some();
        self.is_above_summary(at) || !self.seen.summary && self.line(at + 1).is_some_and(is_detail)
    }

    /// True if the summary is still to come, and is on the next line.
    fn is_above_summary(&self, at: usize) -> bool {
        use DetailLine::{EmptySummary, HiddenSummary};
        let Some(below) = self.line(at + 1).filter(|_| !self.seen.summary) else { return false };
        looks_like_summary(below) || matches!(parse_detail_line(below), Some(EmptySummary | HiddenSummary))
    }

    /// True for an edit count, by its words or by its structure.
    fn is_count(&self, at: usize) -> bool {
        let is_known = |line: &str| parse_detail_line(line) == Some(DetailLine::EditCount);
        self.line(at).is_some_and(is_known) || self.is_count_by_structure(at)
    }

    /// True for a number and a few words where rows are ruled out, or where the other revision has such a line.
    fn is_count_by_structure(&self, at: usize) -> bool {
        let is_ruled_in = self.range.has_unknown_counts || self.range.place == DetailPlace::BetweenLabels;
        is_ruled_in && self.line(at).is_some_and(looks_like_count)
    }
}

/// True for a line with the markup of wikitext, which no line of a heading has.
fn looks_like_wikitext(line: &str) -> bool {
    line.starts_with(['=', '{', '|', '*', '#', ':', ';', '<', '!'])
        || MARKUP.iter().any(|mark| line.contains(mark))
}

/// True for the line of links below a summary if there are no links.
fn is_lone_space(line: &str) -> bool {
    line == " " || line == "\u{a0}"
}

/// True for a number, and one to three words without digits.
fn looks_like_count(line: &str) -> bool {
    let Some((_, rest)) = digits::parse_number(line.trim()) else { return false };
    let is_word = |word: &str| word.chars().all(|character| character.is_alphabetic() || character == '\'');
    let words = rest.split_whitespace();
    (1..=MAX_COUNT_WORDS).contains(&words.clone().count()) && words.clone().all(is_word)
}

/// Strips the parentheses of a summary. Returns `None` for "No edit summary".
pub(crate) fn parse_comment(summary: &str) -> Option<Cow<'_, str>> {
    let summary = summary.trim();
    let bare = summary.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(summary);
    (!messages::is_empty_summary(summary)).then(|| bare.trim_matches('\u{200e}').into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;

    /// Parses the lines below a label, down to a context row. Returns the details and the first row.
    #[track_caller]
    fn case(lines: &str, expected: (Option<&str>, Option<&str>, &[&str], bool), first_row: Option<&str>) {
        let copied = format!("{lines}\nend");
        let input = InputLines::new(&copied, LineMap::default());
        let range = DetailRange {
            lines: 0..input.len(),
            place: DetailPlace::AboveRows,
            languages: Languages::new("en"),
            has_unknown_counts: false,
        };
        let details = parse_details(&input, range);
        let found = (details.user, details.comment.as_deref(), details.tags.as_slice(), details.is_minor);
        assert_eq!(found, expected, "{lines:?}");
        assert_eq!(input.line(details.end), first_row, "{lines:?}");
    }

    #[test]
    fn details_of_a_large_wiki_end_with_the_last_known_line() {
        case(
            "Bob (talk | contribs)    rollback 2 edits\nAutopatrolled\n345 edits\nlinks\nTags: Undo\nNext edit →",
            (Some("Bob"), Some("links"), &["Undo"], false),
            Some("end"),
        );
        case(
            "Bob (talk | contribs)\nm (links)   (change visibility)\n  [Mark as patrolled]\n\
             (One intermediate revision by the same user not shown)",
            (Some("Bob"), Some("links"), &[], true),
            Some("end"),
        );
    }

    #[test]
    fn unknown_lines_above_an_anchor_belong_to_the_heading() {
        case(
            "Bob (talk | contribs)\n(links)\nrated as good\nNewer edit →",
            (Some("Bob"), Some("links"), &[], false),
            Some("end"),
        );
        case("(username removed)\n(edit summary removed)\n \na row", (None, None, &[], false), Some("a row"));
    }

    #[test]
    fn wikitext_with_words_of_a_heading_is_a_row() {
        let facts: (_, _, &[&str], _) = (Some("Bob"), Some("links"), &[], false);
        for row in [
            "Tags: a\nTags: b",
            "== Words above the columns ==\nOlder\n← Older edit",
            "Étiquette : a",
            "a\nb\nc\nd\nTags: Undo",
            "a\n(thank)",
            "rollback",
            "a\nb\n345 edits",
            "m",
            "He made 345 edits",
            "Visual arts",
        ] {
            let first = row.lines().next();
            case(&format!("Bob (talk | contribs)\n(links)\n \n{row}"), facts, first);
        }
    }

    #[test]
    fn row_below_a_revision_without_summary_is_a_row() {
        case(
            "Bob (talk | contribs)\nTags: Undo\nNewer edit →\na row",
            (Some("Bob"), None, &["Undo"], false),
            Some("a row"),
        );
        case("Bob (talk | contribs)\nthanks", (Some("Bob"), Some("thanks"), &[], false), Some("end"));
    }

    #[test]
    fn edit_count_in_unknown_words_needs_the_other_revision() {
        let count = "Bob (talk | contribs)\nGroup\n345 xyz\n(links)";
        let input = InputLines::new(count, LineMap::default());
        let range = |place| DetailRange {
            lines: 0..input.len(),
            place,
            languages: Languages::new("en"),
            has_unknown_counts: false,
        };
        let old = parse_details(&input, range(DetailPlace::BetweenLabels));
        assert!(old.has_unknown_count);
        assert_eq!(old.comment.as_deref(), Some("links"));
        let both = DetailRange { has_unknown_counts: true, ..range(DetailPlace::AboveRows) };
        assert_eq!(parse_details(&input, both).comment.as_deref(), Some("links"));
    }
}
