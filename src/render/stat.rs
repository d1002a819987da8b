//! Counts of each diff: a table for people, and a line for programs.
//!
//! ```text
//! changed  added  removed  moved   bytes
//!       1      0        0      0      +4  ChatGPT (pasted.txt)
//!       2      1        0      0    +120  Corrie Bridge (history.xml:75) · 2024-05-20T17:31:00Z · Ann
//!       3      1        0      0    +124  2 diffs
//! ```
//!
//! Below the diff of an entity, each section has a row of its own: its name is what was changed.
//!
//! The line for programs has the fields of [`numstat`], between tabs.

use std::io::{self, Write};

use super::layout::foot::format_filtered;
use super::layout::head::certainty_word;
use super::plural::count_noun;
use crate::model::{Change, ChangeState, Diff, FilterCounts, Hunk, Marked, PageContent, Proof};
use crate::text::sanitize::sanitized::{Sanitized, join};
use crate::text::sanitize::{Invisible, sanitize, sanitize_message};
use crate::text::writer::TerminalWriter;
use crate::word_diff::DiffStats;

/// The sign of an unknown number.
const UNKNOWN: &str = "?";

/// The counts of a diff, or of several. `None` is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct StatCounts {
    /// Lines changed, added, removed and moved.
    lines: Option<[usize; 4]>,
    bytes: Option<i64>,
}

impl Default for StatCounts {
    fn default() -> Self {
        Self { lines: Some([0; 4]), bytes: Some(0) }
    }
}

impl StatCounts {
    fn of(diff: &Diff<'_, Marked<'_>>) -> Self {
        let DiffStats { changed, added, removed, moved, .. } = DiffStats::from_diff(diff);
        let is_known = diff.change_state() != ChangeState::Unknown;
        Self { lines: is_known.then_some([changed, added, removed, moved]), bytes: diff.shown_bytes() }
    }

    /// The counts of a section in the diff of an entity, whose rows show no bytes.
    fn of_section(hunk: &Hunk<Marked<'_>>) -> Self {
        let mut lines = [0; 4];
        for row in hunk.rows.iter().filter(|row| !row.is_context()) {
            let at = match row.change {
                Change::Context(_) => continue,
                Change::Changed(_) => 0,
                Change::Added(_) => 1,
                Change::Removed(_) => 2,
                Change::MovedFrom(..) | Change::MovedTo(..) => 3,
            };
            lines[at] += 1;
        }
        Self { lines: Some(lines), bytes: None }
    }

    /// Adds the counts of another diff. A sum with an unknown number is unknown.
    fn add(&mut self, other: Self) {
        let lines = self.lines.zip(other.lines);
        self.lines = lines.map(|(sums, counts)| std::array::from_fn(|at| sums[at] + counts[at]));
        self.bytes = self.bytes.zip(other.bytes).map(|(sum, bytes)| sum.saturating_add(bytes));
    }

    /// The numbers of the lines, and the byte change with its sign.
    fn fields(self) -> [String; 5] {
        let bytes = match self.bytes {
            None => UNKNOWN.to_owned(),
            Some(0) => "0".to_owned(),
            Some(bytes) => format!("{bytes:+}"),
        };
        let [changed, added, removed, moved] = self
            .lines
            .map_or_else(|| [UNKNOWN; 4].map(str::to_owned), |lines| lines.map(|count| count.to_string()));
        [changed, added, removed, moved, bytes]
    }
}

/// Writes the counts of a diff on one line for programs, between tabs: lines changed, added, removed and moved, the byte
/// change with its sign, the certainty (`stated`, `proved` or `likely`), `name` as the name of its source, the title, and the
/// numbers of changed rows that a filter ignores and of places that it does not show.
///
/// An unknown word is empty, an unknown number is `?`, and no field is left out. New fields will come last.
///
/// # Errors
/// When `out` fails.
pub fn numstat(diff: &Diff<'_, Marked<'_>>, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let words = [
        certainty_word(diff.proof).into(),
        sanitize(name, Invisible::Everywhere),
        sanitize_message(diff.page.title.as_deref().unwrap_or_default()),
    ];
    let counts = StatCounts::of(diff).fields();
    let FilterCounts { ignored_rows, hidden_hunks } = diff.filtered;
    let filtered =
        [ignored_rows, hidden_hunks].map(|count| sanitize_message(&count.to_string()).into_owned());
    let fields = counts.iter().map(|field| sanitize_message(field)).chain(words).chain(filtered);
    TerminalWriter::new(out).write_line(&join(fields, "\t"))
}

/// The heads of the columns, whose widths the numbers below share. A longer number moves the rest of its line.
const COLUMNS: [&str; 5] = ["changed", "added", "removed", "moved", "  bytes"];

/// The blanks before the name of a section.
const SECTION_INDENT: &str = "  ";

/// A table of counts for people, with a total below several diffs.
#[derive(Debug, Default)]
pub struct StatTable {
    total: StatCounts,
    filtered: FilterCounts,
    rows: u64,
}

impl StatTable {
    /// Writes the row of a diff, the first one below the heads of the columns. `name` is the name of its source.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&mut self, diff: &Diff<'_, Marked<'_>>, name: &str, out: &mut dyn Write) -> io::Result<()> {
        if self.rows == 0 {
            TerminalWriter::new(out).write_line(&sanitize_message(&COLUMNS.join("  ")))?;
        }
        self.rows += 1;
        let counts = StatCounts::of(diff);
        self.total.add(counts);
        self.filtered.ignored_rows += diff.filtered.ignored_rows;
        self.filtered.hidden_hunks += diff.filtered.hidden_hunks;
        let name = sanitize(name, Invisible::Everywhere);
        let mut words = match &diff.page.title {
            Some(title) => vec![sanitize_message(title), " (".into(), name, ")".into()],
            None => vec![name],
        };
        if diff.proof == Proof::Inferred {
            words.extend([", ".into(), certainty_word(diff.proof).into()]);
        }
        // In the list of a history, edits differ by their time and their author.
        let edit = &diff.page.revisions.new;
        if let Some(timestamp) = &edit.timestamp {
            let user = edit.user.as_deref();
            for fact in [Some(&**timestamp), user].into_iter().flatten() {
                words.extend([" · ".into(), sanitize(fact, Invisible::Everywhere)]);
            }
        }
        write_row(counts, &join(words, ""), diff.filtered, out)?;
        if diff.page.content == PageContent::Entity && counts.lines.is_some() {
            write_sections(diff, out)?;
        }
        Ok(())
    }

    /// Writes the total if there were several diffs.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        if self.rows < 2 {
            return Ok(());
        }
        let label = count_noun(self.rows, "diff", "diffs");
        write_row(self.total, &sanitize_message(&label), self.filtered, out)
    }
}

/// Writes a row for each section with a change.
fn write_sections(diff: &Diff<'_, Marked<'_>>, out: &mut dyn Write) -> io::Result<()> {
    for hunk in diff.hunks.iter().filter(|hunk| hunk.rows.iter().any(|row| !row.is_context())) {
        let Some(name) = &hunk.section else { continue };
        let label = join([SECTION_INDENT.into(), sanitize(name.text(), Invisible::Everywhere)], "");
        write_row(StatCounts::of_section(hunk), &label, FilterCounts::default(), out)?;
    }
    Ok(())
}

fn write_row(
    counts: StatCounts,
    label: &Sanitized<'_>,
    filtered: FilterCounts,
    out: &mut dyn Write,
) -> io::Result<()> {
    let fields = counts.fields();
    let fields = COLUMNS.iter().zip(&fields).map(|(head, field)| format!("{field:>0$}", head.len()));
    let numbers = fields.collect::<Vec<_>>().join("  ");
    let mut parts = vec![sanitize_message(&numbers), "  ".into(), label.clone()];
    let filtered = format_filtered(filtered);
    if !filtered.is_empty() {
        parts.extend([" · ".into(), sanitize_message(&filtered)]);
    }
    TerminalWriter::new(out).write_line(&join(parts, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::diff;

    #[test]
    fn aligns_counts_above_their_total() {
        let mut uncertain = diff("@1\n+ a\n+ b\n- c\n~ d/e");
        (uncertain.proof, uncertain.bytes_computed) = (Proof::Inferred, -1200);
        let (mut table, mut out) = (StatTable::default(), Vec::new());
        table.write(&diff("@1\n~ a/b"), "a.txt", &mut out).unwrap();
        table.write(&uncertain, "b\t.txt", &mut out).unwrap();
        table.finish(&mut out).unwrap();
        let expected = "\
changed  added  removed  moved    bytes
      1      0        0      0        0  Page (a.txt)
      1      2        1      0    -1200  Page (b⇥.txt), likely
      2      2        1      0    -1200  2 diffs
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn says_what_a_filter_hides() {
        let mut filtered = diff("@1\n~ a/b");
        filtered.filtered.ignored_rows = 2;
        let (mut table, mut out) = (StatTable::default(), Vec::new());
        table.write(&filtered, "a.txt", &mut out).unwrap();
        table.write(&filtered, "b.txt", &mut out).unwrap();
        table.finish(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("Page (a.txt) · 2 changed lines ignored\n"), "{text}");
        assert!(text.ends_with("2 diffs · 4 changed lines ignored\n"), "{text}");
    }

    #[test]
    fn one_diff_has_no_total() {
        let (mut table, mut out) = (StatTable::default(), Vec::new());
        table.write(&diff("@1\n~ a/b"), "a.txt", &mut out).unwrap();
        table.finish(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), 2);
    }

    #[test]
    fn numbers_for_programs_have_ten_fields() {
        let mut out = Vec::new();
        numstat(&diff("@1\n~ a/b\n+ c"), "a\tb", &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "1\t1\t0\t0\t0\tstated\ta⇥b\tPage\t0\t0\n");
    }
}
