//! The heads of the two revisions: "Revision as of 10:00, 3 February 2023 (edit)" and "User (talk | contribs)".
//!
//! The words are the messages `revisionasof` and `currentrev-asof`, `talkpagelinktext` and `contribslink`, and the
//! links after a label.

use std::sync::LazyLock;

use super::normalize;
use super::phrase_table::{Languages, PhraseIndex, lookup};
use crate::parse::page::digits;

/// Maximum length of a line in bytes: more than the longest label (246) with its date and links, or a user name of
/// 255 bytes with its links.
const MAX_LINE_LEN: usize = 600;

/// Maximum length of a date with its time, in characters.
const MAX_DATE_TIME_LEN: usize = 60;

/// Number of digits of a year, in any calendar that a wiki uses.
const YEAR_DIGITS: usize = 4;

/// Minimum count of numbers in a date with its time, the month being a word. "Version 2023.1" has fewer.
const MIN_DATE_TIME_NUMBERS: usize = 4;

/// Maximum number of words in a link ("Cancellà a modifica").
const MAX_LINK_WORDS: usize = 5;

/// Opening parentheses of the links after a label or a name: `MediaWiki`'s message `parentheses`.
const OPENING: [char; 2] = ['(', '（'];

/// Characters that end the words of a link: a closing parenthesis, or a `pipe-separator`.
const LINK_END: [char; 6] = [')', '）', '|', '｜', '•', '·'];

static EARLIER: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::from_lines(include_str!("tables/earlier.tsv")));
static LATEST: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::from_lines(include_str!("tables/latest.tsv")));
const LINKS: &str = include_str!("tables/links.tsv");
const TALK: &str = include_str!("tables/talk.tsv");
const CONTRIBUTIONS: &str = include_str!("tables/contribs.tsv");

/// The revision that a label claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RevisionAge {
    /// "Latest revision as of …".
    Latest,
    /// "Revision as of …".
    Earlier,
}

/// The label of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RevisionLabel<'t> {
    /// The words with the date, without the links after them.
    pub(crate) text: &'t str,
    /// The latest revision of the page, or an earlier one.
    pub(crate) age: RevisionAge,
    /// The languages with such a label.
    pub(crate) languages: Languages,
}

/// Parses the line as the label of a revision, with or without links after the label.
pub(crate) fn parse_revision_label(line: &str) -> Option<RevisionLabel<'_>> {
    if line.len() > MAX_LINE_LEN || !has_date_time(line) {
        return None;
    }
    let text = normalize::trim(line);
    let last_digit = text.rfind(digits::is_any_digit)?;
    let link_starts =
        text[last_digit..].char_indices().map(|(at, _)| last_digit + at).filter(|&at| is_link(text, at));
    link_starts.chain([text.len()]).find_map(|end| match_label(normalize::trim(&text[..end])))
}

/// Parses the user in a line of a user's name and links, the talk page first.
///
/// Text after the links (user groups, edit counts) is ignored.
pub(crate) fn parse_user(line: &str) -> Option<&str> {
    if line.len() > MAX_LINE_LEN {
        return None;
    }
    line.match_indices(OPENING).find_map(|(at, opening)| {
        let name = normalize::trim(&line[..at]);
        let links = &line[at + opening.len()..];
        (!name.is_empty() && begins_with_user_links(links, name)).then_some(name)
    })
}

/// Matches a text that is nothing but a label. Of two matches, the label that explains more of the text wins.
fn match_label(text: &str) -> Option<RevisionLabel<'_>> {
    let matches = [(&LATEST, RevisionAge::Latest), (&EARLIER, RevisionAge::Earlier)]
        .map(|(index, age)| index.find(text, is_date_time).map(|(_, phrase)| (phrase, age)));
    let (phrase, age) = matches.into_iter().flatten().max_by_key(|(phrase, _)| phrase.word_len())?;
    Some(RevisionLabel { text, age, languages: phrase.languages })
}

/// True if the text can be a date with its time and nothing else.
fn is_date_time(text: &str) -> bool {
    has_date_time(text) && text.chars().count() <= MAX_DATE_TIME_LEN
}

/// True if the text has the numbers of a date with its time: a year of four digits, a day, hours, minutes.
fn has_date_time(text: &str) -> bool {
    if !digits::may_hold_digit(text) {
        return false;
    }
    let (mut numbers, mut years) = (0, 0);
    for run in text.split(|character| !digits::is_any_digit(character)).filter(|run| !run.is_empty()) {
        numbers += 1;
        years += usize::from(run.chars().count() == YEAR_DIGITS);
    }
    numbers >= MIN_DATE_TIME_NUMBERS && years > 0
}

/// True if a link, or several in parentheses, begin at an offset.
fn is_link(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    rest.starts_with(OPENING) || text[..at].ends_with(char::is_whitespace) && begins_with_link(rest)
}

/// True if the first words of the text are the words of a link.
fn begins_with_link(text: &str) -> bool {
    let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at).chain([text.len()]);
    ends.take(MAX_LINK_WORDS).any(|end| lookup(LINKS, &normalize::normalize(&text[..end])).is_some())
}

/// True if the text begins with a link to the talk page and a link to the contributions.
///
/// The name of an IP address is itself the link to its contributions, so only the link to its talk page follows.
fn begins_with_user_links(text: &str, name: &str) -> bool {
    let mut words = text.split(LINK_END).map(normalize::normalize);
    let mut next_is = |table| words.next().is_some_and(|word| lookup(table, &word).is_some());
    next_is(TALK) && (next_is(CONTRIBUTIONS) || name.parse::<std::net::IpAddr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::page::messages::phrase_table;

    #[track_caller]
    fn case(line: &str, expected: Option<(&str, RevisionAge)>) {
        let read = parse_revision_label(line).map(|label| (label.text, label.age));
        assert_eq!(read, expected, "{line:?}");
    }

    #[test]
    fn cuts_off_links_after_a_label() {
        let text = "Revision as of 10:00, 3 February 2023";
        for links in ["", " (edit)", " (edit) (undo)", " edit", " edit undo", " (thank)", " view source"] {
            case(&format!("{text}{links}"), Some((text, RevisionAge::Earlier)));
        }
    }

    #[test]
    fn words_name_the_latest_revision() {
        let text = "Latest revision as of 13:30, 16 January 2024";
        case(&format!("{text} (edit) (undo)"), Some((text, RevisionAge::Latest)));
        let text = "2023年2月4日 (土) 11:22時点における最新版";
        case(&format!("{text} (編集) (取り消し)"), Some((text, RevisionAge::Latest)));
        let text = "2023年2月3日 (五) 10:00的版本";
        case(&format!("{text} （编辑）"), Some((text, RevisionAge::Earlier)));
        let text = "مراجعة ١٠:٠٠، ٣ فبراير ٢٠٢٣";
        case(&format!("{text} (عدل)"), Some((text, RevisionAge::Earlier)));
    }

    #[test]
    fn label_needs_a_date() {
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
    fn parses_every_phrase_of_every_language() {
        for source in [include_str!("tables/earlier.tsv"), include_str!("tables/latest.tsv")] {
            for phrase in phrase_table::phrases(source) {
                let placeholder = phrase.placeholder.expect("every label has a date");
                let between = placeholder.between;
                let date = if between.is_empty() {
                    "3 May 2023 10:00"
                } else {
                    &format!("3 May 2023 {between} 10:00")
                };
                let text = format!("{}{date}{}", phrase.before, placeholder.after);
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
    fn finds_the_user_before_the_links() {
        user_case("Fixture writer 3 (talk | contribs)", Some("Fixture writer 3"));
        user_case("Example\u{200b}（留言 | 贡献）", Some("Example"));
        user_case("Example (トーク | 投稿記録)", Some("Example"));
        user_case("Bob (talk) (talk | contribs | block)Administrators 12,345 edits", Some("Bob (talk)"));
        user_case("Bob(talk|contribs)", Some("Bob"));
        user_case("2001:db8::1 (talk)", Some("2001:db8::1"));
    }

    #[test]
    fn rejects_parentheses_without_links() {
        user_case("Bob (talk)", None);
        user_case("(talk | contribs)", None);
        user_case("He gave a speech (talk | lecture)", None);
    }
}
