//! The names above the values in a diff of a Wikibase entity, as its text has them.
//!
//! ```text
//! label / en⇥label / en               both cells of a header
//! ⇥Property / river                   the new cell alone
//! Property / river: Alder / rank      a header whose tab is lost
//! ```
//!
//! A header begins with a subject: the messages `wikibase-diffview-label`, `-alias`, `-description` and `-link`, and
//! `wikibase-entity-property`. It may end with a part of a statement: `wikibase-diffview-rank`, `-qualifier`, `-reference`.

use super::normalize;
use super::phrase_table::lookup;
use crate::text::whitespace::find_doubling_space;

/// Maximum length of a line in bytes: two names, each with the labels of a property and of a value.
const MAX_LINE_LEN: usize = 4000;

/// The sign between the parts of a name.
pub(crate) const NAME_SEPARATOR: &str = " / ";

const SUBJECTS: &str = include_str!("tables/entity_subjects.tsv");
const PARTS: &str = include_str!("tables/entity_parts.tsv");

/// Certainty that a line is a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameEvidence {
    /// The line has both cells of the header, or ends with a part of a statement.
    Sure,
    /// The line begins with a subject. A line of a page may do so.
    Possible,
}

/// Parses a line as a header. Returns the name of what was changed.
pub(crate) fn parse_entity_name(line: &str) -> Option<(&str, NameEvidence)> {
    let text = normalize::trim(line);
    if line.len() > MAX_LINE_LEN || !text.contains(NAME_SEPARATOR) {
        return None;
    }
    let cells = text.split(['\t', '|']).flat_map(|cell| cell.split("  ")).map(normalize::trim);
    let mut cells = cells.filter(|cell| !cell.is_empty());
    let mut first = cells.next()?;
    let mut is_sure = line.starts_with('\t') || line.ends_with('\t');
    for cell in cells {
        is_sure = true;
        if !has_subject(cell) {
            return None;
        }
    }
    if let Some(middle) = find_doubling_space(first) {
        (first, is_sure) = (&first[..middle], true);
    }
    let is_sure = is_sure || ends_with_part(first);
    has_subject(first).then_some((first, if is_sure { NameEvidence::Sure } else { NameEvidence::Possible }))
}

fn has_subject(name: &str) -> bool {
    let subject = name.split_once(NAME_SEPARATOR).map(|(subject, _)| normalize::normalize(subject));
    subject.is_some_and(|subject| lookup(SUBJECTS, &subject).is_some())
}

fn ends_with_part(name: &str) -> bool {
    name.rsplit_once(NAME_SEPARATOR)
        .is_some_and(|(_, part)| lookup(PARTS, &normalize::normalize(part)).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(line: &str, expected: Option<(&str, NameEvidence)>) {
        assert_eq!(parse_entity_name(line), expected, "{line:?}");
    }

    #[test]
    fn names_what_was_changed() {
        use NameEvidence::{Possible, Sure};
        case("label / en\tlabel / en", Some(("label / en", Sure)));
        case("| label / en | | label / en |", Some(("label / en", Sure)));
        case("label / en      label / en", Some(("label / en", Sure)));
        case("label / en label / en", Some(("label / en", Sure)));
        case("\tProperty / river", Some(("Property / river", Sure)));
        case("Property / river\t", Some(("Property / river", Sure)));
        case("Property / river", Some(("Property / river", Possible)));
        case("Property / river: Alder / rank", Some(("Property / river: Alder / rank", Sure)));
        case("Eigenschaft / Fluss: Erle / Rang", Some(("Eigenschaft / Fluss: Erle / Rang", Sure)));
        case("ラベル / ja\tラベル / ja", Some(("ラベル / ja", Sure)));
        case("تسمية / ar\tتسمية / ar", Some(("تسمية / ar", Sure)));
    }

    #[test]
    fn other_lines_are_no_names() {
        case("the label", None);
        case("north / south\tnorth / south", None);
        case("label / en\tnorth / south", None);
        case("river / rank", None);
    }

    #[test]
    fn finds_every_line_of_the_tables() {
        for subject in SUBJECTS.lines() {
            let line = format!("{subject}{NAME_SEPARATOR}x");
            assert_eq!(parse_entity_name(&line).map(|(name, _)| name), Some(line.as_str()));
        }
        for part in PARTS.lines() {
            let line = format!("label / {part}");
            assert_eq!(parse_entity_name(&line), Some((line.as_str(), NameEvidence::Sure)));
        }
    }
}
