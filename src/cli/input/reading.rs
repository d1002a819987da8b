//! From decoded inputs to marked and filtered diffs: the stages of the library, with the options of the program.

use crate::cli::args::resolve::{ChangeChoice, DiffDirection};
use crate::cli::input::fetch::FetchedPages;
use crate::model::{Diff, Line, Marked, Proof, Sides, Warning, WarningCode};
use crate::parse::decode::Decoded;
use crate::parse::export::CutOutPair;
use crate::parse::{Error, Options};

/// A diff behind the filter.
pub(crate) struct FilteredDiff<'a> {
    /// The diff, if the filter keeps it.
    pub(crate) kept: Option<Box<Diff<'a, Marked<'a>>>>,
    /// The warnings of a diff that is left out, as far as they are about text in no row, where the search did not look.
    pub(crate) unread: Vec<Warning>,
    /// The evidence that the text of the diff is one.
    pub(crate) evidence: DiffEvidence,
}

/// The evidence that an input is a diff and not a page of wikitext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DiffEvidence {
    /// No diff was found.
    Missing,
    /// Lines of context occur twice, as in a copied diff, but also in some pages.
    DoubledLines,
    /// The diff has markers, line numbers, a heading or a byte change.
    Clear,
}

/// Reads the diffs of an input. Each is marked when it is taken.
pub(crate) fn read_diffs<'a>(
    input: &'a Decoded<'_>,
    options: &Options,
    choice: &ChangeChoice,
) -> Result<impl ExactSizeIterator<Item = FilteredDiff<'a>>, Error> {
    let mut is_first = true;
    Ok(crate::each(&input.text, options, &choice.edits)?.map(move |mut diff| {
        if std::mem::take(&mut is_first) {
            warn_of_invalid_bytes(&mut diff, input);
        }
        mark(diff, choice)
    }))
}

/// Compares two revisions that were cut out of an export.
pub(crate) fn compare_cut_out<'a>(
    pair: &'a CutOutPair,
    options: &Options,
    choice: &ChangeChoice,
) -> Option<FilteredDiff<'a>> {
    crate::compare_cut_out(pair, options).map(|diff| mark(diff, choice))
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
pub(crate) fn compare_pages<'a>(
    pages: Sides<PageInput<'a>>,
    context: usize,
    choice: &ChangeChoice,
) -> FilteredDiff<'a> {
    let Sides { old, new } = pages;
    let mut diff = crate::line_diff::diff(Sides::new(&*old.text.text, &*new.text.text), context);
    diff.page.revisions.old.label = old.label.map(Into::into);
    diff.page.revisions.new.label = new.label.map(Into::into);
    diff.page.revisions.old.path = old.path.map(Into::into);
    diff.page.revisions.new.path = new.path.map(Into::into);
    warn_of_invalid_bytes(&mut diff, new.text);
    warn_of_invalid_bytes(&mut diff, old.text);
    mark(diff, choice)
}

/// Compares two fetched revisions.
pub(crate) fn compare_fetched<'a>(
    pages: &'a FetchedPages,
    context: usize,
    choice: &ChangeChoice,
    note: String,
) -> FilteredDiff<'a> {
    let mut diff = crate::line_diff::diff(pages.wikitext.as_ref().map(|text| &**text), context);
    let last_lines = diff.page.revisions.map(|revision| revision.open_last_line);
    diff.page = pages.page.clone();
    diff.warnings.extend(pages.warnings.iter().cloned());
    diff.page.revisions.old.open_last_line = last_lines.old;
    diff.page.revisions.new.open_last_line = last_lines.new;
    diff.notes.insert(0, note);
    mark(diff, choice)
}

/// Marks the words of a diff, and filters it.
fn mark<'a>(diff: Diff<'a, Line<'a>>, choice: &ChangeChoice) -> FilteredDiff<'a> {
    let diff = match choice.direction {
        DiffDirection::Forward => diff,
        DiffDirection::Reversed => diff.reversed(),
    };
    let evidence = find_evidence(&diff);
    let mut unread = diff.warnings.clone();
    unread.retain(is_about_unread_text);
    let marked = choice.filter.may_keep(&diff).then(|| crate::word_diff::mark(diff));
    let kept = marked.and_then(|diff| choice.filter.apply(diff)).map(Box::new);
    if kept.is_some() {
        unread.clear();
    }
    FilteredDiff { kept, unread, evidence }
}

fn find_evidence(diff: &Diff<'_, Line<'_>>) -> DiffEvidence {
    let has_facts = diff.page.title.is_some() || diff.page.byte_change.is_some();
    let has_numbers = diff.hunks.iter().any(|hunk| hunk.start.is_some());
    let is_clear = diff.proof == Proof::Stated || has_facts || has_numbers;
    if is_clear { DiffEvidence::Clear } else { DiffEvidence::DoubledLines }
}

/// True for a warning about text of the input that is in no row.
const fn is_about_unread_text(warning: &Warning) -> bool {
    use WarningCode::{CutOff, NoDiff, NotCompared, NotUtf8, PossibleRow, StrayLine};
    matches!(warning.code, CutOff | NoDiff | NotCompared | NotUtf8 | PossibleRow | StrayLine)
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
