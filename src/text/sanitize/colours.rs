//! Sanitizing of text whose colours stay: git's own, which this program passes on as its pager.

use std::ops::RangeInclusive;

use super::sanitized::Sanitized;
use super::{Invisible, sanitize};

/// Start of a colour code (ECMA-48, "CSI").
const INTRODUCER: &str = "\u{1B}[";

/// The code that ends all colours.
const RESET: &str = "\u{1B}[m";

/// The parameters that keep text legible on any background: reset, the attributes without blinking and hiding, the basic text
/// colours but black and white, and the ends of all these. A background, or a colour by number, can equal the colour of the text.
const LEGIBLE: [RangeInclusive<u8>; 7] = [0..=4, 7..=7, 9..=9, 21..=29, 31..=36, 39..=39, 91..=96];

/// Sanitizes a line and keeps its colours (SGR), but none that can hide text. A line with colours ends without any, so that they
/// reach no other line. Codes that clear the rest of a line (EL) are dropped.
pub(crate) fn sanitize_coloured(line: &str) -> Sanitized<'static> {
    let mut parts = line.split(INTRODUCER);
    let mut kept = sanitize(parts.next().unwrap_or_default(), Invisible::WhereChanged).into_owned();
    let mut has_colours = false;
    for part in parts {
        let end = part.find(|letter: char| !matches!(letter, '0'..='9' | ';' | ':')).unwrap_or(part.len());
        let parameters = &part[..end];
        let rest = match part[end..].strip_prefix('m') {
            Some(rest) => {
                if let Some(parameters) = legible_parameters(parameters) {
                    has_colours = true;
                    kept.push(&Sanitized::trusted(format!("{INTRODUCER}{parameters}m").into()));
                }
                rest
            }
            None if part[end..].starts_with('K') => &part[end + 1..],
            None => {
                kept.push(&sanitize(INTRODUCER, Invisible::WhereChanged));
                part
            }
        };
        kept.push(&sanitize(rest, Invisible::WhereChanged));
    }
    if has_colours {
        kept.push(&Sanitized::from_static(RESET));
    }
    kept
}

/// Keeps the parameters of a code that cannot hide text; `None` if there are none. A code without parameters is a reset.
fn legible_parameters(parameters: &str) -> Option<String> {
    if parameters.is_empty() {
        return Some(String::new());
    }
    let mut kept = Vec::new();
    let mut parameters = parameters.split(';');
    while let Some(parameter) = parameters.next() {
        if matches!(parameter, "38" | "48" | "58") {
            // The numbers of a colour: an index, or red, green and blue.
            let numbers = if parameters.next() == Some("2") { 3 } else { 1 };
            parameters.by_ref().take(numbers).for_each(drop);
        } else if parameter.is_empty() {
            kept.push("0");
        } else if parameter.parse().is_ok_and(|number| LEGIBLE.iter().any(|range| range.contains(&number))) {
            kept.push(parameter);
        }
    }
    (!kept.is_empty()).then(|| kept.join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(line: &str, expected: &str) {
        assert_eq!(&*sanitize_coloured(line), expected);
    }

    #[test]
    fn keeps_colours_and_nothing_else() {
        case("plain", "plain");
        case("\u{1B}[1;31mred\u{1B}[m\u{1B}[K", "\u{1B}[1;31mred\u{1B}[m\u{1B}[m");
        case("\u{1B}[38;5;8mgrey", "grey");
        case("\u{1B}[1;38;2;8;8;8;4mgrey", "\u{1B}[1;4mgrey\u{1B}[m");
        case("\u{1B}[30;40mblack on black", "black on black");
        case("\u{1B}[31;41mred on red", "\u{1B}[31mred on red\u{1B}[m");
        case("\u{1B}[;33mcommit", "\u{1B}[0;33mcommit\u{1B}[m");
        case("a\u{1B}[8mhidden", "ahidden");
        case("a\u{1B}[0;08mhidden", "a\u{1B}[0mhidden\u{1B}[m");
        case("a\u{1B}[8:1mhidden", "ahidden");
        assert!(
            !sanitize_coloured("\u{1B}[2Ja\u{1B}]0;x\u{7}\u{202e}").contains(['\u{1B}', '\u{7}', '\u{202e}'])
        );
    }
}
