//! Two pages that a program has at hand, compared without any paste: what programs read, on one line of JSON.
//!
//! ```sh
//! cargo run --no-default-features --example two_pages
//! ```

use std::io;

use wikidiff::line_diff::{self, CONTEXT};
use wikidiff::model::Sides;
use wikidiff::{render, word_diff};

const OLD: &str = "'''Fenn''' is a river.\n\n== Course ==\nIt rises on the moor.";
const NEW: &str = "'''Fenn''' is a long river.\n\n== Course ==\nIt rises on the high moor.";

#[expect(clippy::disallowed_methods, reason = "a program of its own")]
fn main() -> io::Result<()> {
    let diff = word_diff::mark(line_diff::diff(Sides::new(OLD, NEW), CONTEXT));
    render::json(&diff, "Fenn", &mut io::stdout().lock())
}
