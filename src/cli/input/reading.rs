//! From bytes to marked diffs: the library's pipeline, with what only the command line knows added.

use crate::model::{Diff, Line, Marked, Sides, Warning, WarningCode};
use crate::pairing::Hints;
use crate::parse::decode::Decoded;
use crate::parse::{Error, Options};

use super::loaded::Texts;
use crate::cli::args::resolve::Direction;

/// Reads the diffs of a decoded input, each marked only when it is asked for.
pub(crate) fn diffs<'a>(
    input: &'a Decoded<'_>,
    options: &Options,
    help: &Hints,
    direction: Direction,
) -> Result<impl ExactSizeIterator<Item = Diff<'a, Marked<'a>>>, Error> {
    let mut is_first = true;
    let told = move |mut diff: Diff<'a, Line<'a>>| {
        if std::mem::take(&mut is_first) {
            warn_of_damage(&mut diff, input);
        }
        diff
    };
    Ok(crate::each(&input.text, options, *help)?
        .map(told)
        .map(move |diff| crate::word_diff::mark(directed(diff, direction))))
}

fn directed<'a>(diff: Diff<'a, Line<'a>>, direction: Direction) -> Diff<'a, Line<'a>> {
    match direction {
        Direction::Forwards => diff,
        Direction::Backwards => diff.reversed(),
    }
}

/// What changed between two decoded pages, each with what it is called.
pub(crate) fn revisions<'a>(
    pages: Sides<(Option<String>, &'a Decoded<'_>)>,
    context: usize,
    direction: Direction,
) -> Diff<'a, Marked<'a>> {
    let Sides { old: (old_label, old), new: (new_label, new) } = pages;
    let mut diff = crate::line_diff::diff(Sides::new(&*old.text, &*new.text), context);
    diff.page.revisions.old.label = old_label.map(Into::into);
    diff.page.revisions.new.label = new_label.map(Into::into);
    warn_of_damage(&mut diff, new);
    warn_of_damage(&mut diff, old);
    crate::word_diff::mark(directed(diff, direction))
}

/// What changed between two revisions that a wiki gave, with what it says of them.
pub(crate) fn texts(texts: &Texts, context: usize, direction: Direction) -> Diff<'_, Marked<'_>> {
    let mut diff = crate::line_diff::diff(texts.wikitext.as_ref().map(String::as_str), context);
    diff.page = texts.page.clone();
    diff.notes.insert(0, texts.note.clone());
    crate::word_diff::mark(directed(diff, direction))
}

/// Says in the first diff that the input was damaged: where the damage is matters less than that there is any.
fn warn_of_damage(diff: &mut Diff<'_, Line<'_>>, input: &Decoded<'_>) {
    if input.replaced > 0 {
        let (line, message) = (input.first_bad_line, damage(input.replaced));
        diff.warnings
            .insert(0, Warning { lines: line.map(|line| line..=line), code: WarningCode::NotUtf8, message });
    }
}

fn damage(replaced: usize) -> String {
    let what = match replaced {
        1 => "a sequence of bytes here is not UTF-8 and is".into(),
        _ => format!("{replaced} sequences of bytes from here on are not UTF-8 and are"),
    };
    format!("{what} shown as U+FFFD; copy the page again, or save the text as UTF-8")
}
