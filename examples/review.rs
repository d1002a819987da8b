//! A patroller's first look at an edit, as a wiki's own tool would take it: what was changed, how sure that is, and
//! which templates and links came or went.
//!
//! ```sh
//! cargo run --no-default-features --example review < fixtures/seed/chatgpt.txt
//! ```

use std::error::Error;
use std::io::{self, Read, Write};

use wikidiff::model::{Change, Diff, Marked, Side};
use wikidiff::{diffs, parse, word_diff};

/// What a patroller looks for in the words that came or went.
const TELLING: [&str; 4] = ["{{", "[[", "<ref", "http"];

#[expect(clippy::disallowed_methods, reason = "a program of its own")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut paste = String::new();
    io::stdin().read_to_string(&mut paste)?;
    let mut out = io::stdout().lock();
    for diff in diffs(&paste, &parse::Options::default())? {
        review(&word_diff::mark(diff), &mut out)?;
    }
    Ok(())
}

fn review(diff: &Diff<'_, Marked<'_>>, out: &mut dyn Write) -> io::Result<()> {
    let title = diff.page.title.as_deref().unwrap_or("a page without a title");
    // Titles and words are foreign text: what a terminal would obey is escaped.
    writeln!(out, "{title:?}: {:+} bytes, {}", diff.bytes_computed, diff.proof)?;
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows) {
        match &row.change {
            Change::Context(_) => {}
            Change::Changed(lines) => {
                told("old words", &lines.old, out)?;
                told("new words", &lines.new, out)?;
            }
            change => {
                let what = if change.line(Side::Old).is_some() { "old line" } else { "new line" };
                let line = change.line(Side::Old).or(change.line(Side::New));
                writeln!(out, "  {what}: {:?}", line.map(Marked::text).unwrap_or_default())?;
            }
        }
    }
    diff.warnings.iter().try_for_each(|warning| writeln!(out, "  note: {:?}", warning.message))
}

/// Tells the changed words of a line, and whether there is anything telling among them.
fn told(what: &str, line: &Marked<'_>, out: &mut dyn Write) -> io::Result<()> {
    for span in line.spans().filter(|span| span.changed) {
        let is_telling = TELLING.iter().any(|sign| span.text.contains(sign));
        writeln!(out, "  {what}: {:?}{}", span.text, if is_telling { "  (look here)" } else { "" })?;
    }
    Ok(())
}
