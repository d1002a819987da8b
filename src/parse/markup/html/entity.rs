//! Diffs of Wikibase entities: items, properties, lexemes. Their rows compare values, and the cells of a header name what was
//! changed.
//!
//! ```text
//! td.diff-lineno label / en                    td.diff-lineno label / en         a term: the name stands on both sides
//! td.diff-lineno                               td.diff-lineno Property / river   a new statement: on the new side alone
//! td.diff-lineno Property / river: Alder / rank                                  a removed one: on the old side alone
//! ```
//!
//! `BasicDiffView` writes the rows of terms, `SiteLinkDiffView` those of links to other wikis, and `DiffOpValueFormatter` those
//! of statements. A removed term has no cells on the new side. A value may be a list of lines, or a table of details (a date,
//! an amount, a place).

use super::events::Tag;
use crate::model::Sides;
use crate::parse::page::messages::NAME_SEPARATOR;
use crate::parse::page::{digits, line_number};

/// The sign between an old and a new name.
const ARROW: &str = " → ";

/// The header above a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntityHeader {
    /// The name of what was changed; the old and the new one with an arrow between them if they differ.
    pub(crate) name: String,
    /// True if both sides have the same name.
    pub(crate) is_on_both_sides: bool,
}

/// Parses the texts of a header's two cells. Returns `None` for line numbers.
pub(crate) fn parse_header(cells: Sides<&str>) -> Option<EntityHeader> {
    let Sides { old, new } = cells.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_part = |name: &String| name.is_empty() || is_name(name);
    if old.is_empty() && new.is_empty() || !is_part(&old) || !is_part(&new) {
        return None;
    }
    let is_on_both_sides = old == new;
    let name = match (old.is_empty(), new.is_empty()) {
        (true, _) => new,
        (_, true) => old,
        _ if is_on_both_sides => new,
        _ => format!("{old}{ARROW}{new}"),
    };
    Some(EntityHeader { name, is_on_both_sides })
}

/// Returns true for the texts of a header whose cells have no class: a path is needed.
pub(crate) fn is_bare_header(cells: Sides<&str>) -> bool {
    parse_header(cells).is_some_and(|header| header.name.contains(NAME_SEPARATOR))
}

/// Returns true for a path ("label / en"), or for words without a number.
fn is_name(text: &str) -> bool {
    if text.contains(NAME_SEPARATOR) {
        let label = line_number::parse_label(text);
        return label.is_none_or(|label| line_number::language(&label).is_none());
    }
    !text.contains(|character| digits::is_digit(character) || digits::is_any_digit(character))
}

/// Returns true for the table of a value's details.
pub(crate) fn is_details_table(tag: &Tag) -> bool {
    tag.name == "table" && tag.classes().any(|class| class.starts_with("wb-"))
}

/// Returns true for a tag of the diff's own table, which no value contains.
pub(crate) fn is_diff_tag(tag: &Tag) -> bool {
    tag.classes().any(|class| class == "diff" || class.starts_with("diff-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(old: &str, new: &str, expected: Option<(&str, bool)>) {
        let found = parse_header(Sides::new(old, new));
        let found = found.as_ref().map(|header| (header.name.as_str(), header.is_on_both_sides));
        assert_eq!(found, expected, "{old:?} {new:?}");
    }

    #[test]
    fn header_names_what_was_changed() {
        case("label / en", "label / en", Some(("label / en", true)));
        case("aliases / en / 0", "aliases / en / 0", Some(("aliases / en / 0", true)));
        case("", "Property / river", Some(("Property / river", false)));
        case(" Property / river: 20 / rank", "", Some(("Property / river: 20 / rank", false)));
        case(
            "Property / river: Alder / rank",
            "Property / river: Birch / rank",
            Some(("Property / river: Alder / rank → Property / river: Birch / rank", false)),
        );
        case("redirect", "redirect", Some(("redirect", true)));
    }

    #[test]
    fn line_numbers_are_no_names() {
        case("Line 20:", "Line 22:", None);
        case("第20行：", "第20行：", None);
        case("سطر ٢٠:", "سطر ٢٠:", None);
        case("第二〇行：", "第二〇行：", None);
        case("", "", None);
        case("label / en", "Line 3:", None);
    }
}
