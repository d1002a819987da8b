//! Places of a page that hold one line: two lines that both fit such a place stand on opposite sides, whatever their words.
//!
//! A heading is followed by a line of its section, not by another heading as high. A template has each parameter once.

/// Attributes of table cells, which look like parameters: `| style="…" | text`.
const ATTRIBUTES: [&str; 15] = [
    "align",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "class",
    "colspan",
    "dir",
    "height",
    "id",
    "lang",
    "rowspan",
    "scope",
    "style",
    "width",
];

/// Maximum length of the name of a parameter, in bytes.
const MAX_NAME_LEN: usize = 120;

/// Returns true if a page has one of two neighbouring lines, and not both.
pub(crate) fn share_place(first: &str, second: &str) -> bool {
    if let (Some(first), Some(second)) = (heading_level(first), heading_level(second)) {
        return second <= first;
    }
    matches!((parameter_name(first), parameter_name(second)), (Some(first), Some(second)) if first == second)
}

/// The level of a heading: the number of equal signs around it.
fn heading_level(line: &str) -> Option<usize> {
    let line = line.trim_end();
    let text = line.trim_start_matches('=');
    let level = line.len() - text.len();
    let title = text.trim_end_matches('=');
    (level > 0 && text.len() - title.len() == level && !title.trim().is_empty()).then_some(level)
}

/// The name of a template's parameter: `| name = value`.
fn parameter_name(line: &str) -> Option<&str> {
    let (name, _) = line.trim_start().strip_prefix('|')?.split_once('=')?;
    let name = name.trim();
    let is_name = !name.is_empty()
        && name.len() <= MAX_NAME_LEN
        && !name.contains(['|', '{', '}', '[', ']', '<', '>', '"'])
        && !ATTRIBUTES.contains(&name);
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(first: &str, second: &str, expected: bool) {
        assert_eq!(share_place(first, second), expected, "{first:?}, {second:?}");
    }

    #[test]
    fn heading_is_followed_by_a_line_of_its_section() {
        case("== Construction ==", "== Architecture ==", true);
        case("=== Keepers ===", "== Keepers ==", true);
        case("== Use ==", "=== In the kitchen ===", false);
        case("== Use ==", "a line", false);
        case("==", "== a ==", false);
    }

    #[test]
    fn template_has_each_parameter_once() {
        case("| births = 12", "|births=4,000", true);
        case("| births = 12", "| deaths = 12", false);
        case("| style=\"a\" | b", "| style=\"a\" | c", false);
        case("| [[a]] = 12", "| [[a]] = 13", false);
        case("births = 12", "births = 13", false);
    }
}
