//! From decoded inputs to marked diffs: the stages of the library, with the options of the program.

use crate::cli::args::resolve::DiffDirection;
use crate::model::{Diff, Line, Marked, Page, Sides, Warning, WarningCode};
use crate::parse::decode::Decoded;
use crate::parse::{Error, Options};

/// Reads the diffs of an input. Each is marked when it is taken.
pub(crate) fn read_diffs<'a>(
    input: &'a Decoded<'_>,
    options: &Options,
    direction: DiffDirection,
) -> Result<impl ExactSizeIterator<Item = Diff<'a, Marked<'a>>>, Error> {
    let mut is_first = true;
    Ok(crate::each(&input.text, options)?.map(move |mut diff| {
        if std::mem::take(&mut is_first) {
            warn_of_invalid_bytes(&mut diff, input);
        }
        mark(diff, direction)
    }))
}

/// A page to compare.
pub(crate) struct PageInput<'a> {
    /// The name above the lines of the page.
    pub(crate) label: Option<String>,
    /// The file of the page, for a patch.
    pub(crate) path: Option<String>,
    pub(crate) text: &'a Decoded<'a>,
}

/// Compares two pages with `context` unchanged lines around a change.
pub(crate) fn compare_pages(
    pages: Sides<PageInput<'_>>,
    context: usize,
    direction: DiffDirection,
) -> Diff<'_, Marked<'_>> {
    let Sides { old, new } = pages;
    let mut diff = crate::line_diff::diff(Sides::new(&*old.text.text, &*new.text.text), context);
    diff.page.revisions.old.label = old.label.map(Into::into);
    diff.page.revisions.new.label = new.label.map(Into::into);
    diff.page.revisions.old.path = old.path.map(Into::into);
    diff.page.revisions.new.path = new.path.map(Into::into);
    warn_of_invalid_bytes(&mut diff, new.text);
    warn_of_invalid_bytes(&mut diff, old.text);
    mark(diff, direction)
}

/// Compares two fetched revisions.
pub(crate) fn compare_fetched<'a>(
    wikitext: &'a Sides<String>,
    page: &Page<'static>,
    context: usize,
    direction: DiffDirection,
) -> Diff<'a, Marked<'a>> {
    let mut diff = crate::line_diff::diff(wikitext.as_ref().map(String::as_str), context);
    let last_lines = diff.page.revisions.map(|revision| revision.open_last_line);
    diff.page = page.clone();
    diff.page.revisions.old.open_last_line = last_lines.old;
    diff.page.revisions.new.open_last_line = last_lines.new;
    mark(diff, direction)
}

fn mark<'a>(diff: Diff<'a, Line<'a>>, direction: DiffDirection) -> Diff<'a, Marked<'a>> {
    crate::word_diff::mark(match direction {
        DiffDirection::Forward => diff,
        DiffDirection::Reversed => diff.reversed(),
    })
}

/// Adds a warning to the first diff if the input was not valid UTF-8.
fn warn_of_invalid_bytes(diff: &mut Diff<'_, Line<'_>>, input: &Decoded<'_>) {
    let what = match input.replaced {
        0 => return,
        1 => "a byte sequence is not UTF-8 and is".into(),
        count => format!("from here on, {count} byte sequences are not UTF-8 and are"),
    };
    let message = format!("{what} shown as U+FFFD; copy the page again, or save the text as UTF-8");
    let lines = input.first_bad_line.map(|line| line..=line);
    diff.warnings.insert(0, Warning { lines, code: WarningCode::NotUtf8, message });
}
