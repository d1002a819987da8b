//! Compares two pages and writes the diff as one line of JSON.
//!
//! ```sh
//! cargo run --no-default-features --example two_pages
//! ```

use std::io;

use wikidiff::model::Sides;
use wikidiff::{Options, diff_pages, render};

const OLD: &str = "'''Fenn''' is a river.\n\n== Course ==\nIt rises on the moor.";
const NEW: &str = "'''Fenn''' is a long river.\n\n== Course ==\nIt rises on the high moor.";

#[expect(clippy::disallowed_methods, reason = "a program of its own")]
fn main() -> io::Result<()> {
    let diff = diff_pages(Sides::new(OLD, NEW), &Options::default());
    render::json(&diff, "Fenn", &mut io::stdout().lock())
}
