//! Lines below a diff: the user of a mobile page with its groups, and the lines that close a page.
//!
//! ```text
//! Bob                                                 Anonymous user
//! Administrators, Bots          groups                192.0.2.7
//! 345                           edit count, two
//! edits                         lines or three
//! Retrieved from "https://…"    end of the page
//! This page was last edited on 3 May 2024, at 10:00.
//! ```
//!
//! The words are the messages `group-*` of the usual groups, `mobile-frontend-diffview-anonymous`, `retrievedfrom`,
//! `lastmodifiedat` and `minerva-last-modified-date`.

use std::net::IpAddr;
use std::sync::LazyLock;

use super::normalize;
use super::phrase_table::{PhraseIndex, lookup};
use crate::parse::page::digits;

/// Maximum length of a line in bytes. A user can be in many groups, and addresses are long.
const MAX_LINE_LEN: usize = 600;

/// Minimum length of the words around a date, in bytes. With fewer words, any line with a number is the end of a page.
const MIN_DATE_WORDS: usize = 12;

/// Maximum length of a date and a time in bytes.
const MAX_DATE_LEN: usize = 120;

/// Commas between groups, of all languages.
const COMMAS: [char; 5] = [',', '،', '、', '，', '፣'];

const GROUPS: &str = include_str!("tables/groups.tsv");
const ANONYMOUS_USERS: &str = include_str!("tables/anonymous_users.tsv");
static PAGE_ENDS: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::from_lines(include_str!("tables/page_ends.tsv")));

/// Certainty that a line names the groups of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GroupList {
    /// A group of the list is known.
    Known,
    /// The line is a list of short names.
    List,
    /// The line can be a single group.
    Possible,
}

/// Parses a line as the groups of a user.
pub(crate) fn parse_groups(line: &str) -> Option<GroupList> {
    let text = normalize::trim(line);
    if text.is_empty() || line.len() > MAX_LINE_LEN {
        return None;
    }
    let names = || text.split(COMMAS).map(normalize::trim);
    if names().any(|name| lookup(GROUPS, &normalize::normalize(name)).is_some()) {
        return Some(GroupList::Known);
    }
    if !names().all(can_be_group) {
        return None;
    }
    Some(if names().count() > 1 { GroupList::List } else { GroupList::Possible })
}

/// True for the name of a group in unknown words: letters and a few signs, without the marks of a sentence.
fn can_be_group(name: &str) -> bool {
    /// More than the longest name in the table has, in characters.
    const MAX_GROUP_LEN: usize = 60;
    let is_sign = |character: char| " -'’()\u{a0}".contains(character);
    name.contains(char::is_alphabetic)
        && name.chars().count() <= MAX_GROUP_LEN
        && name.chars().all(|character| character.is_alphanumeric() || is_sign(character))
}

/// True for "Anonymous user" in any language.
pub(crate) fn is_anonymous_user(line: &str) -> bool {
    line.len() <= MAX_LINE_LEN && lookup(ANONYMOUS_USERS, &normalize::normalize(line)).is_some()
}

/// True for the address of an anonymous user.
pub(crate) fn is_ip_address(line: &str) -> bool {
    normalize::trim(line).parse::<IpAddr>().is_ok()
}

/// True for a line that closes a page: the address of the page, or the date of its last edit.
pub(crate) fn is_page_end(line: &str) -> bool {
    let text = normalize::trim(line);
    let is_plausible = |filling: &str| {
        // Some programs write the address of a link after its text.
        filling.split(char::is_whitespace).next().is_some_and(|word| word.contains("://"))
            || filling.len() <= MAX_DATE_LEN && filling.contains(digits::is_any_digit)
    };
    line.len() <= MAX_LINE_LEN
        && PAGE_ENDS
            .find(text, is_plausible)
            .is_some_and(|(filling, phrase)| filling.contains("://") || phrase.word_len() >= MIN_DATE_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::page::messages::phrase_table;

    #[test]
    fn recognises_groups() {
        for (line, expected) in [
            ("Administrators", Some(GroupList::Known)),
            ("Lab staff, Administrators", Some(GroupList::Known)),
            ("ボット、管理者", Some(GroupList::Known)),
            ("Lab staff, Lab visitors", Some(GroupList::List)),
            ("Lab staff", Some(GroupList::Possible)),
            ("The bridge is old.", None),
            ("[[Category:Bridges]]", None),
            ("12", None),
            ("", None),
        ] {
            assert_eq!(parse_groups(line), expected, "{line:?}");
        }
    }

    #[test]
    fn recognises_the_end_of_a_page() {
        for line in [
            "Retrieved from \"https://example.org/index.php?title=Fenn&oldid=3\"",
            "This page was last edited on 29 November 2026, at 06:30.",
            "    This page was last edited on 29 November 2026, at 06:30.",
            "Abgerufen von „https://example.org/index.php?title=Fenn“",
            "Last edited on 29 November 2026, at 06:30",
        ] {
            assert!(is_page_end(line), "{line:?}");
        }
        for line in ["Van \"3 molens\"", "Retrieved from the lake", "", "This page was last edited."] {
            assert!(!is_page_end(line), "{line:?}");
        }
    }

    #[test]
    fn recognises_every_phrase_of_the_tables() {
        for name in GROUPS.lines() {
            assert_eq!(parse_groups(name), Some(GroupList::Known), "{name:?}");
        }
        assert!(ANONYMOUS_USERS.lines().all(is_anonymous_user));
        for phrase in phrase_table::phrases(include_str!("tables/page_ends.tsv")) {
            let placeholder = phrase.placeholder.expect("every phrase has a placeholder");
            let filling = match placeholder.between {
                "" => "https://example.org/3".to_owned(),
                between => format!("3 May 2024 {between} 10:00"),
            };
            let line = format!("{}{filling}{}", phrase.before, placeholder.after);
            let is_short = phrase.word_len() < MIN_DATE_WORDS && !placeholder.between.is_empty();
            assert!(is_page_end(&line) || is_short, "{line:?}");
        }
    }
}
