//! Summarises an edit for a patroller: the changed words, the certainty, and the templates and links among them.
//!
//! ```sh
//! cargo run --no-default-features --example review < fixtures/seed/chatgpt.txt
//! ```

use std::error::Error;
use std::io::{self, Read, Write};

use wikidiff::model::{Change, Diff, Marked, Side};
use wikidiff::{Options, parse};

/// Beginnings of wikitext that a patroller checks.
const SUSPECT: [&str; 4] = ["{{", "[[", "<ref", "http"];

#[expect(clippy::disallowed_methods, reason = "a program of its own")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut paste = String::new();
    io::stdin().read_to_string(&mut paste)?;
    let mut out = io::stdout().lock();
    for diff in parse(&paste, &Options::default())? {
        write_review(&diff, &mut out)?;
    }
    Ok(())
}

fn write_review(diff: &Diff<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = diff.page.title.as_deref().unwrap_or("a page without a title");
    // Titles and words are foreign text: `{:?}` escapes control characters.
    writeln!(out, "{title:?}: {:+} bytes, {}", diff.bytes_computed, diff.proof)?;
    for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows) {
        match &row.change {
            Change::Context(_) => {}
            Change::Changed(lines) => {
                write_words("old words", &lines.old, out)?;
                write_words("new words", &lines.new, out)?;
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

/// Writes the changed words of a line, and points out suspect ones.
fn write_words(what: &str, line: &Marked<'_>, out: &mut dyn Write) -> io::Result<()> {
    for span in line.spans().filter(|span| span.changed) {
        let is_suspect = SUSPECT.iter().any(|sign| span.text.contains(sign));
        writeln!(out, "  {what}: {:?}{}", span.text, if is_suspect { "  (look here)" } else { "" })?;
    }
    Ok(())
}
