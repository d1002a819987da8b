//! Long lines that a mail program, a chat or a terminal cut at a column (RFC 3676 for mails: 72 to 78).
//!
//! A program breaks a line only where the next word would not fit any more, so a line that had room for it ends where
//! the page's line ends. A line that had none may do so by chance: where context stands twice, that is seen.

use std::ops::{Range, RangeInclusive};

use crate::parse::copied::{marked, tabs};
use crate::parse::page::line_number;
use crate::parse::{input, unified};
use crate::text::whitespace::is_same_text;

use crate::parse::repair::candidate::Candidate;

/// The columns at which programs cut lines.
const WIDTHS: RangeInclusive<usize> = 60..=100;

/// The fewest cut lines that are no chance.
const MIN_CUTS: usize = 2;

/// Ways to cut lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// At a space, which is gone.
    AtSpace,
    /// Behind a space, which is still there (RFC 3676, "format=flowed").
    BehindSpace,
    /// At the column, wherever that is in a word.
    AtColumn,
}

/// The text with its long lines whole again.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    // Four bytes are the longest character.
    if text.split('\n').any(|line| line.len() > 4 * WIDTHS.end()) {
        return None;
    }
    let lines = input::split_lines(text);
    let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    let width = lengths.iter().copied().max().filter(|width| WIDTHS.contains(width))?;
    let cuts: Vec<usize> =
        (0..lines.len() - 1).filter(|&at| may_be_cut(&lines[at..at + 2], lengths[at], width)).collect();
    let is_full = |at: &usize| lengths[*at] == width;
    let is_spaced = |at: &usize| lines[*at].ends_with(' ');
    let how = how(
        cuts.len(),
        cuts.iter().filter(|at| is_full(at)).count(),
        cuts.iter().filter(|at| is_spaced(at)).count(),
    )?;
    let kept: Vec<usize> = cuts
        .into_iter()
        .filter(|at| match how {
            Cut::AtSpace => true,
            Cut::BehindSpace => is_spaced(at),
            Cut::AtColumn => is_full(at),
        })
        .collect();
    let joint = if how == Cut::AtSpace { " " } else { "" };
    let whole = |run: Range<usize>| (run.start, lines[run].join(joint));
    let joined: Vec<(usize, String)> =
        apart(&lines, &runs(lines.len(), &kept)).into_iter().map(whole).collect();
    let message = format!(
        "long lines were cut at column {width}; read as whole again where the next word had no room, which is mostly \
         right: copy the page again, or attach it as a file"
    );
    Some(Candidate::from_lines(&joined, message).lossy().likely())
}

/// Returns true if the first of two lines may go on in the second: the first word there had no room, the lines are not
/// the two of a context row, and neither is a marker or a header.
fn may_be_cut(pair: &[&str], length: usize, width: usize) -> bool {
    let word = pair[1].split(' ').next().unwrap_or(pair[1]).chars().count();
    let is_apart =
        is_same_text(pair[0], pair[1]) || marked::is_distinctive(pair[1]) || unified::is_telling(pair[1]);
    length + 1 + word > width && !is_apart && !pair.iter().any(|line| is_furniture(line))
}

/// Returns true if the line is blank, a marker or a header.
fn is_furniture(line: &str) -> bool {
    line.trim().is_empty()
        || marked::is_marker_line(line)
        || tabs::is_distinctive(line)
        || line_number::parse_pair(line).is_some()
        || unified::is_telling(line) && line.trim_end().ends_with('@')
}

/// Finds the way the lines were cut, if enough were. Of all cuts, `full` lines are full and `spaced` end with a space.
fn how(cuts: usize, full: usize, spaced: usize) -> Option<Cut> {
    // Words are of many lengths: only a cut at the column leaves so many full lines.
    match cuts {
        _ if full >= MIN_CUTS && full * 2 > cuts => Some(Cut::AtColumn),
        _ if spaced >= MIN_CUTS => Some(Cut::BehindSpace),
        _ => (cuts >= MIN_CUTS).then_some(Cut::AtSpace),
    }
}

/// Runs of lines that are one: those that are cut, with the line after them.
fn runs(count: usize, cuts: &[usize]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut from = 0;
    for at in 0..count {
        if cuts.binary_search(&at).is_err() {
            runs.push(from..at + 1);
            from = at + 1;
        }
    }
    runs
}

/// The runs with those parted that hold context twice: a run that is itself twice, or that begins or ends with the
/// run beside it.
fn apart(lines: &[&str], runs: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut parted: Vec<Range<usize>> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let text = &lines[run.clone()];
        let beside = |run: Option<&Range<usize>>| run.map_or(&[][..], |run| &lines[run.clone()]);
        let (before, after) = (beside(parted.last()), beside(runs.get(index + 1)));
        let half = text.len() / 2;
        let part = match () {
            () if text.len().is_multiple_of(2) && text[..half] == text[half..] => half,
            () if is_part(before, text) && text.starts_with(before) => before.len(),
            () if is_part(after, text) && text.ends_with(after) => text.len() - after.len(),
            () => 0,
        };
        let middle = run.start + part;
        parted.extend([run.start..middle, middle..run.end].into_iter().filter(|run| !run.is_empty()));
    }
    parted
}

fn is_part(part: &[&str], run: &[&str]) -> bool {
    part.len() < run.len() && part.iter().any(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    /// The lines of a text, each cut where the next word has no room.
    fn cut(text: &str, width: usize, end: &str) -> String {
        let mut lines: Vec<String> = Vec::new();
        for line in text.split('\n') {
            lines.push(String::new());
            for word in line.split(' ') {
                let last = lines.last_mut().unwrap();
                if !last.is_empty() && last.len() + 1 + word.len() > width {
                    last.push_str(end);
                    lines.push(word.to_owned());
                } else {
                    last.push_str(if last.is_empty() { "" } else { " " });
                    last.push_str(word);
                }
            }
        }
        lines.join("\n")
    }

    fn paragraph() -> String {
        (1..60)
            .map(|number: usize| format!("{}{number}", "w".repeat(number * number % 7)))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_long_line_is_whole_again() {
        let line = paragraph();
        let whole = format!("Line 3: Line 3:\n{line}\n{line}\nshort\nshort");
        assert_text(repair, &cut(&whole, 72, ""), Some(&whole));
        assert_text(repair, &cut(&whole, 72, " "), Some(&whole));
    }

    #[test]
    fn a_line_cut_in_its_words_is_whole_again() {
        let line = paragraph();
        let letters: Vec<char> = line.chars().collect();
        let cut: Vec<String> = letters.chunks(80).map(|part| part.iter().collect()).collect();
        assert_text(repair, &format!("{}\nshort", cut.join("\n")), Some(&format!("{line}\nshort")));
    }

    #[test]
    fn lines_of_the_page_are_left_as_they_are() {
        assert_text(repair, "a\nb\nc", None);
        assert_text(repair, &paragraph(), None);
        let row = format!("{}\n{}\n \t+\tthe last line", &paragraph()[..72], &paragraph()[..71]);
        assert_text(repair, &row, None);
        let (header, line) = ("@@ -1,3 +1,2 @@", &paragraph()[..72]);
        assert_text(repair, &[header, &"v".repeat(60), &"w".repeat(60), line].join("\n"), None);
        let header = format!("{header} {}", "w".repeat(50));
        assert_text(repair, &[line, &header, line, &header].join("\n"), None);
        let long = &paragraph()[..91];
        assert_text(repair, &[long, long, "w", "w", long, long, long, long].join("\n"), None);
    }
}
