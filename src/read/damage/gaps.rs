//! An empty line after every line, as some mail programs and text boxes make paragraphs of lines.

use crate::read::input;

use super::repair::Repair;

/// The fewest lines of which "every second line" says something.
const FEWEST_LINES: usize = 7;

/// Every second line, if those between them are all empty.
pub(super) fn repaired(text: &str) -> Option<Repair> {
    let mut beginning = text.split('\n').take(FEWEST_LINES);
    let is_gap = |(at, line): (usize, &str)| at % 2 == 0 || line.trim().is_empty();
    if !beginning.by_ref().enumerate().all(is_gap) {
        return None;
    }
    let lines = input::lines(text);
    if lines.len() < FEWEST_LINES || !lines.iter().copied().enumerate().all(is_gap) {
        return None;
    }
    let kept: Vec<(usize, &str)> = lines.into_iter().enumerate().step_by(2).collect();
    let has_text = kept.iter().filter(|(_, line)| !line.trim().is_empty()).count() * 2 >= kept.len();
    has_text
        .then(|| Repair::of_lines(&kept, "there was an empty line after each line; read without").if_likely())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<(&str, &[usize])>) {
        let found = repaired(text).map(|repair| (repair.text, repair.lines.unwrap()));
        assert_eq!(found, expected.map(|(text, lines)| (text.to_owned(), lines.to_vec())), "{text:?}");
    }

    #[test]
    fn every_second_line_is_kept() {
        case("a\n\na\n\n\n\nb", Some(("a\na\n\nb", &[0, 2, 4, 6])));
    }

    #[test]
    fn lines_with_text_below_each_other_have_no_gap() {
        case("a\n\na\na\n\n\nb", None);
        case("a\n\nb", None);
        case("\n\n\n\n\n\n\n\n", None);
    }
}
