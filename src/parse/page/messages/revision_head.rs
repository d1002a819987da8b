//! The two revisions' heads: "Revision as of 10:00, 3 February 2023 (edit)" and "User (talk | contribs)".
//!
//! The words are the messages `revisionasof` and `currentrev-asof`, `talkpagelinktext` and `contribslink`, and
//! those of the links that stand behind a label.

use std::sync::LazyLock;

use super::normalize;
use super::phrase_table::{Index, Languages, lookup};
use crate::parse::page::digits;

/// The longest label (246 bytes) with its date and links, and a user name of 255 bytes with its own links.
const LINE_LIMIT: usize = 600;

/// More characters than the longest date and time.
const MOMENT_LIMIT: usize = 60;

/// The digits of a year, in any calendar that a wiki counts by.
const YEAR_DIGITS: usize = 4;

/// The numbers of a date with its time, the month being a word: "Version 2023.1" has fewer.
const MOMENT_NUMBERS: usize = 4;

/// Links have at most this many words ("Cancellà a modifica").
const LINK_WORDS: usize = 5;

/// What opens the links behind a label or a name: `MediaWiki`'s message `parentheses`.
const OPENING: [char; 2] = ['(', '（'];

/// What ends the words of a link: the closing parenthesis, or a `pipe-separator`.
const LINK_END: [char; 6] = [')', '）', '|', '｜', '•', '·'];

static EARLIER: LazyLock<Index> = LazyLock::new(|| Index::of_lines(include_str!("tables/earlier.tsv")));
static LATEST: LazyLock<Index> = LazyLock::new(|| Index::of_lines(include_str!("tables/latest.tsv")));
const LINKS: &str = include_str!("tables/links.tsv");
const TALK: &str = include_str!("tables/talk.tsv");
const CONTRIBUTIONS: &str = include_str!("tables/contribs.tsv");

/// Whether a label calls its revision the latest of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Latest {
    /// "Latest revision as of …".
    Yes,
    /// "Revision as of …".
    No,
}

/// The label of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label<'t> {
    /// The words with the date, without the links after them.
    pub(crate) text: &'t str,
    /// Whether the words call the revision the latest.
    pub(crate) latest: Latest,
    /// The languages that have such a label.
    pub(crate) languages: Languages,
}

/// The label in the line, if it is one, with or without links behind it.
pub(crate) fn parse_revision_label(line: &str) -> Option<Label<'_>> {
    if line.len() > LINE_LIMIT || !has_moment(line) {
        return None;
    }
    let text = normalize::trim(line);
    let last_digit = text.rfind(digits::is_any_digit)?;
    let ends =
        text[last_digit..].char_indices().map(|(at, _)| last_digit + at).filter(|&at| is_link(text, at));
    ends.chain([text.len()]).find_map(|end| label(normalize::trim(&text[..end])))
}

/// The user in a line of a user's name and links, the talk page first.
///
/// What stands after the links (user groups, edit counts) is left out.
pub(crate) fn parse_user(line: &str) -> Option<&str> {
    if line.len() > LINE_LIMIT {
        return None;
    }
    line.match_indices(OPENING).find_map(|(at, opening)| {
        let name = normalize::trim(&line[..at]);
        let links = &line[at + opening.len()..];
        (!name.is_empty() && are_user_links(links, name)).then_some(name)
    })
}

/// The label that the text is as a whole: of two that fit, the one that explains more of it.
fn label(text: &str) -> Option<Label<'_>> {
    let fit = |index: &Index, latest| index.fit(text, is_moment).map(|(_, phrase)| (phrase, latest));
    let fits = [fit(&LATEST, Latest::Yes), fit(&EARLIER, Latest::No)];
    let (phrase, latest) = fits.into_iter().flatten().max_by_key(|(phrase, _)| phrase.weight())?;
    Some(Label { text, latest, languages: phrase.languages })
}

/// Whether the text can be a date with its time and no more.
fn is_moment(text: &str) -> bool {
    has_moment(text) && text.chars().count() <= MOMENT_LIMIT
}

/// Whether the numbers of a date with its time are in the text: a year of four digits, a day, hours, minutes.
fn has_moment(text: &str) -> bool {
    if !digits::may_hold_digit(text) {
        return false;
    }
    let (mut numbers, mut years) = (0, 0);
    for run in text.split(|character| !digits::is_any_digit(character)).filter(|run| !run.is_empty()) {
        numbers += 1;
        years += usize::from(run.chars().count() == YEAR_DIGITS);
    }
    numbers >= MOMENT_NUMBERS && years > 0
}

/// Whether a link, or several in parentheses, begin here.
fn is_link(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    rest.starts_with(OPENING) || text[..at].ends_with(char::is_whitespace) && begins_with_link(rest)
}

/// Whether the first words of the text are those of a link.
fn begins_with_link(text: &str) -> bool {
    let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at).chain([text.len()]);
    ends.take(LINK_WORDS).any(|end| lookup(LINKS, &normalize::fold(&text[..end])).is_some())
}

/// Whether the text begins with a link to the talk page and one to the contributions.
///
/// An address is itself the link to its contributions, so one has the link to its talk page alone.
fn are_user_links(text: &str, name: &str) -> bool {
    let mut words = text.split(LINK_END).map(normalize::fold);
    let mut next_is = |table| words.next().is_some_and(|word| lookup(table, &word).is_some());
    next_is(TALK) && (next_is(CONTRIBUTIONS) || is_address(name))
}

/// Whether a user name is an address, IPv4 or IPv6.
fn is_address(name: &str) -> bool {
    name.parse::<std::net::IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::page::messages::phrase_table;

    #[track_caller]
    fn case(line: &str, expected: Option<(&str, Latest)>) {
        let read = parse_revision_label(line).map(|label| (label.text, label.latest));
        assert_eq!(read, expected, "{line:?}");
    }

    #[test]
    fn links_behind_a_label_are_cut_off() {
        let text = "Revision as of 10:00, 3 February 2023";
        for links in ["", " (edit)", " (edit) (undo)", " edit", " edit undo", " (thank)", " view source"] {
            case(&format!("{text}{links}"), Some((text, Latest::No)));
        }
    }

    #[test]
    fn the_words_say_which_revision_is_the_latest() {
        let text = "Latest revision as of 13:30, 16 January 2024";
        case(&format!("{text} (edit) (undo)"), Some((text, Latest::Yes)));
        let text = "2023年2月4日 (土) 11:22時点における最新版";
        case(&format!("{text} (編集) (取り消し)"), Some((text, Latest::Yes)));
        let text = "2023年2月3日 (五) 10:00的版本";
        case(&format!("{text} （编辑）"), Some((text, Latest::No)));
        let text = "مراجعة ١٠:٠٠، ٣ فبراير ٢٠٢٣";
        case(&format!("{text} (عدل)"), Some((text, Latest::No)));
    }

    #[test]
    fn a_label_needs_a_date() {
        case("Revision as of yesterday", None);
        case("Revision as of 3", None);
        case("Latest revision", None);
        case("Version 2023.1", None);
        case(
            "Version 2023 of the programme was the one that everybody had been waiting for since spring",
            None,
        );
        case("", None);
    }

    #[test]
    fn every_phrase_of_every_language_is_read_back() {
        for source in [include_str!("tables/earlier.tsv"), include_str!("tables/latest.tsv")] {
            for phrase in phrase_table::phrases(source) {
                let hole = phrase.hole.expect("every label has a date");
                let between = hole.between;
                let date = if between.is_empty() {
                    "3 May 2023 10:00"
                } else {
                    &format!("3 May 2023 {between} 10:00")
                };
                let text = format!("{}{date}{}", phrase.before, hole.after);
                let line = format!("{text} (edit) (undo)");
                let read = parse_revision_label(&line).unwrap_or_else(|| panic!("{line:?} is read"));
                assert_eq!(read.text, text);
            }
        }
    }

    #[track_caller]
    fn user_case(line: &str, expected: Option<&str>) {
        assert_eq!(parse_user(line), expected, "{line:?}");
    }

    #[test]
    fn the_user_stands_before_the_links() {
        user_case("Fixture writer 3 (talk | contribs)", Some("Fixture writer 3"));
        user_case("Example\u{200b}（留言 | 贡献）", Some("Example"));
        user_case("Example (トーク | 投稿記録)", Some("Example"));
        user_case("Bob (talk) (talk | contribs | block)Administrators 12,345 edits", Some("Bob (talk)"));
        user_case("Bob(talk|contribs)", Some("Bob"));
        user_case("2001:db8::1 (talk)", Some("2001:db8::1"));
    }

    #[test]
    fn parentheses_alone_are_no_links() {
        user_case("Bob (talk)", None);
        user_case("(talk | contribs)", None);
        user_case("He gave a speech (talk | lecture)", None);
    }
}
