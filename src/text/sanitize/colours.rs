//! Sanitizing of text whose colours stay: git's own, which this program passes on as its pager.

use super::sanitized::Sanitized;
use super::{Invisible, sanitize};

/// Start of a colour code (ECMA-48, "CSI").
const INTRODUCER: &str = "\u{1B}[";

/// The code that ends all colours.
const RESET: &str = "\u{1B}[m";

/// The parameter that hides text.
const CONCEAL: &str = "8";

/// The parameters of a colour by number, after which other parameters belong to it.
const EXTENDED_COLOURS: [&str; 3] = ["38", "48", "58"];

/// Sanitizes a line and keeps its colours (SGR), but none that hide text. A line with colours ends without any, so that they
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
                if !hides_text(parameters) {
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

/// Returns true if a parameter of a code hides text.
fn hides_text(parameters: &str) -> bool {
    let mut parameters = parameters.split(';');
    while let Some(parameter) = parameters.next() {
        if parameter.trim_start_matches('0') == CONCEAL {
            return true;
        }
        if EXTENDED_COLOURS.contains(&parameter) {
            let belonging = if parameters.next() == Some("2") { 3 } else { 1 };
            (0..belonging).for_each(|_| _ = parameters.next());
        }
    }
    false
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
        case("\u{1B}[38;5;8mgrey", "\u{1B}[38;5;8mgrey\u{1B}[m");
        case("\u{1B}[38;2;8;8;8mgrey", "\u{1B}[38;2;8;8;8mgrey\u{1B}[m");
        case("a\u{1B}[8mhidden", "ahidden");
        case("a\u{1B}[0;08mhidden", "ahidden");
        assert!(
            !sanitize_coloured("\u{1B}[2Ja\u{1B}]0;x\u{7}\u{202e}").contains(['\u{1B}', '\u{7}', '\u{202e}'])
        );
    }
}
