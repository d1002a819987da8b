//! The foot of a mobile page: the user with groups and edit count, and the footer of the skin.
//!
//! ```text
//! (rows)                                            (rows)
//! [Mark as patrolled]     link of patrollers        Anonymous user
//! Ann                     user                      192.0.2.7
//! Administrators, Bots    groups, if there are any  (the footer of the skin)
//! 12                      edit count: a number
//! edits                   and its words
//! (the footer of the skin)
//! ```
//!
//! The count is found by its words, or else by its structure: a line with a number alone. The lines above the count are
//! the user, or the user and the groups. Known groups and lists decide; so does a line that no user can be named.

use std::ops::Range;

use super::messages::{self, DetailLine, GroupList};
use super::{digits, messages::normalize};
use crate::parse::input::InputLines;

/// Maximum distance of the foot from the end: its own lines and the footer of the skin.
const MAX_FOOT_LINES: usize = 60;

/// Maximum number of lines with text that an edit count takes: words, the number, words.
const MAX_COUNT_LINES: usize = 3;

/// Maximum length of a user's name in bytes, as `MediaWiki` limits it for new accounts.
const MAX_USER_LEN: usize = 85;

/// Characters that no user's name has (`$wgInvalidUsernameCharacters`, and those that no title has).
const INVALID_USER_CHARS: [char; 12] = ['#', '<', '>', '[', ']', '|', '{', '}', '/', '@', ':', '\t'];

/// The foot of a mobile page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MobileFoot {
    /// Index of the first line.
    pub(crate) start: usize,
    /// Index of the line above, if it may be the user, and the line below a group of the user.
    pub(crate) possible_user: Option<usize>,
}

/// Finds the foot of a mobile page below the first row.
///
/// Wikitext can have similar lines, so no later line may look like a row: none may be repeated on the next line.
pub(crate) fn find_mobile_foot(input: &InputLines<'_>, first: usize) -> Option<MobileFoot> {
    let search_start = input.len().saturating_sub(MAX_FOOT_LINES).max(first + 1);
    let last_context = (search_start - 1..input.len()).rev().find(|&at| input.is_doubled(at));
    let first_foot = last_context.map_or(search_start - 1, |at| at + 2);
    let lines = first_foot..input.len();
    let is_count_line = |&at: &usize| is_number(input, at) && has_text(input, at - 1);
    find_unregistered(input, &lines).or_else(|| {
        let count = find_known_count(input, &lines).or_else(|| lines.clone().skip(1).find(is_count_line))?;
        Some(foot_above_count(input, &lines, count))
    })
}

/// Finds a user without an account, or a hidden user.
fn find_unregistered(input: &InputLines<'_>, lines: &Range<usize>) -> Option<MobileFoot> {
    lines.clone().find_map(|at| {
        let line = input.line(at)?;
        let is_user = if messages::is_anonymous_user(line) {
            next_text(input, at + 1).is_some_and(|below| messages::is_ip_address(input.lines()[below]))
        } else {
            messages::parse_detail_line(line) == Some(DetailLine::HiddenUser)
        };
        let start = skip_patrol_link(input, lines, at);
        is_user.then_some(MobileFoot { start, possible_user: None })
    })
}

/// Finds an edit count by its words. The number stands on a line of its own, and some languages have words on both
/// sides.
fn find_known_count(input: &InputLines<'_>, lines: &Range<usize>) -> Option<usize> {
    lines.clone().skip(1).find(|&at| {
        let mut joined = String::new();
        let mut line = Some(at).filter(|&at| has_text(input, at));
        for _ in 0..MAX_COUNT_LINES {
            let Some(found) = line else { return false };
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(normalize::trim(input.lines()[found]));
            if messages::is_edit_count(&joined) || messages::is_edit_count(&joined.replace(' ', "")) {
                return text_above_count(input, lines, at).is_some();
            }
            line = next_text(input, found + 1);
        }
        false
    })
}

/// Finds the lines above an edit count: the groups, the user, and the link of patrollers.
fn foot_above_count(input: &InputLines<'_>, lines: &Range<usize>, count: usize) -> MobileFoot {
    let above = text_above_count(input, lines, count).unwrap_or(lines.start);
    let groups = input.line(above).and_then(messages::parse_groups);
    let higher = previous_text(input, lines, above)
        .filter(|&at| input.line(at).is_some_and(can_be_user_name) && !is_cell(input, at));
    let (user, possible_user) = match (groups, higher) {
        (Some(GroupList::Known | GroupList::List), Some(user)) => (user, None),
        (Some(GroupList::Possible), possible) => (above, possible),
        _ => (above, None),
    };
    MobileFoot { start: skip_patrol_link(input, lines, user), possible_user }
}

/// Takes the link of patrollers above the user into the foot.
fn skip_patrol_link(input: &InputLines<'_>, lines: &Range<usize>, user: usize) -> usize {
    previous_text(input, lines, user)
        .filter(|&at| messages::parse_detail_line(input.lines()[at]) == Some(DetailLine::BracketedLink))
        .unwrap_or(user)
}

/// True for a line that is the second cell of a context row, or that Firefox copied below the border of a cell.
fn is_cell(input: &InputLines<'_>, at: usize) -> bool {
    let is_border = |line: &str| !line.is_empty() && line.trim_matches('\t').is_empty();
    at.checked_sub(1).is_some_and(|above| input.is_doubled(above) || input.line(above).is_some_and(is_border))
}

/// True for a line that can be the name of a user, and does not look like a line of wikitext.
fn can_be_user_name(line: &str) -> bool {
    let name = normalize::trim(line);
    let is_lower = name.starts_with(|first: char| first.is_lowercase());
    !name.is_empty()
        && name.len() <= MAX_USER_LEN
        && !is_lower
        && !name.contains(INVALID_USER_CHARS)
        && !name.contains("''")
        && !name.starts_with(['*', '=', ';', '!', '-'])
        && !name.ends_with(['.', ',', '!', '?', ';', '。', '！', '？', '।', '؟', '۔'])
}

fn has_text(input: &InputLines<'_>, at: usize) -> bool {
    input.line(at).is_some_and(|line| !line.trim().is_empty())
}

/// Finds the first line with text at an index or after it. Browsers put blank lines between the parts of a foot.
fn next_text(input: &InputLines<'_>, from: usize) -> Option<usize> {
    (from..input.len()).take(MAX_COUNT_LINES).find(|&at| has_text(input, at))
}

/// The line above an edit count, perhaps over the blank line that a program puts between them.
fn text_above_count(input: &InputLines<'_>, lines: &Range<usize>, count: usize) -> Option<usize> {
    let over_blank = || count.checked_sub(1).filter(|&blank| input.line(blank) == Some(""));
    previous_text(input, lines, count).or_else(|| previous_text(input, lines, over_blank()?))
}

/// The line above an index, if it has text and is in the range.
fn previous_text(input: &InputLines<'_>, lines: &Range<usize>, at: usize) -> Option<usize> {
    at.checked_sub(1).filter(|above| lines.contains(above) && has_text(input, *above))
}

/// True for a line of nothing but a number.
fn is_number(input: &InputLines<'_>, at: usize) -> bool {
    let Some(line) = input.line(at) else { return false };
    digits::parse_number(line.trim()).is_some_and(|(_, rest)| rest.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::line_map::LineMap;

    const ROWS: &str = "a\na\nb\nc\n";

    /// Finds the foot below four lines of rows.
    fn find(below: &str) -> Option<MobileFoot> {
        let copied = format!("{ROWS}{below}");
        find_mobile_foot(&InputLines::new(&copied, LineMap::default()), 0)
    }

    #[track_caller]
    fn case(below: &str, start: usize) {
        assert_eq!(find(below), Some(MobileFoot { start, possible_user: None }), "{below:?}");
    }

    #[test]
    fn user_without_groups_begins_the_foot() {
        case("Ann\n12\nedits\nWiki", 4);
        case("Ann\n12\n\nedits\nWiki", 4);
        case("Ann\n편집\n12\n번\nWiki", 4);
        case("Ann\n১২টি\nসম্পাদনা\nWiki", 4);
        case("[Mark as patrolled]\nAnn\n12\nedits", 4);
        case("Ann\n12\nxyz\nWiki", 4);
    }

    #[test]
    fn groups_stand_between_the_user_and_the_count() {
        case("Ann\nAdministrators\n12\nedits\nWiki", 4);
        case("Ann\nLab staff, Lab visitors\n12\nxyz", 4);
        // The line above names no user, so that the group is a user.
        case("[[Category:Bridges]]\nBots\n12\nedits", 5);
        case("It is old.\nBots\n12\nedits", 5);
    }

    #[test]
    fn unknown_group_leaves_the_user_open() {
        let foot = find("Ann\nLab staff\n12\nedits").expect("there is a foot");
        assert_eq!((foot.start, foot.possible_user), (5, Some(4)));
    }

    #[test]
    fn user_without_account_begins_the_foot() {
        case("Anonymous user\n192.0.2.7\nWiki", 4);
        case("Anonymous user\n2001:db8::1", 4);
        case("(username removed)\nWiki", 4);
        assert_eq!(find("Anonymous user\nb"), None);
    }

    #[test]
    fn rows_below_rule_a_foot_out() {
        assert_eq!(find("Ann\n12\nedits\nb\nb"), None);
        assert_eq!(find("Ann\nedits"), None);
    }
}
