//! From bytes to marked diffs: the library's pipeline, with what only the command line knows added.

use wikidiff::model::{Diff, Line, Marked, Sides, Warning, WarningCode};
use wikidiff::pair::Help;
use wikidiff::read::decode::Decoded;
use wikidiff::read::{Error, Options};

use super::settings::Direction;

/// Reads the diffs of a decoded input, each marked only when it is asked for.
pub(crate) fn diffs<'a>(
    input: &'a Decoded,
    options: &Options,
    help: &Help,
    direction: Direction,
) -> Result<impl ExactSizeIterator<Item = Diff<'a, Marked<'a>>>, Error> {
    let mut diffs = wikidiff::diffs_with_help(&input.text, options, help)?;
    if let Some(first) = diffs.first_mut() {
        warn_of_damage(first, input);
    }
    Ok(diffs.into_iter().map(move |diff| wikidiff::words::mark(directed(diff, direction))))
}

fn directed<'a>(diff: Diff<'a, Line<'a>>, direction: Direction) -> Diff<'a, Line<'a>> {
    match direction {
        Direction::Forwards => diff,
        Direction::Backwards => diff.reversed(),
    }
}

/// What changed between two decoded pages, each with its name.
pub(crate) fn revisions<'a>(
    pages: Sides<(&str, &'a Decoded)>,
    context: usize,
    direction: Direction,
) -> Diff<'a, Marked<'a>> {
    let mut diff = wikidiff::lines::diff(pages.map(|(_, page)| page.text.as_str()), context);
    let labels = pages.map(|(name, _)| Some(name.to_owned().into()));
    (diff.page.revisions.old.label, diff.page.revisions.new.label) = (labels.old, labels.new);
    warn_of_damage(&mut diff, pages.new.1);
    warn_of_damage(&mut diff, pages.old.1);
    wikidiff::words::mark(directed(diff, direction))
}

/// Says in the first diff that the input was damaged: where the damage is matters less than that there is any.
fn warn_of_damage(diff: &mut Diff<'_, Line<'_>>, input: &Decoded) {
    if input.replaced > 0 {
        let (line, message) = (input.first_bad_line, damage(input.replaced));
        diff.warnings.insert(0, Warning { line, code: WarningCode::NotUtf8, message });
    }
}

fn damage(replaced: usize) -> String {
    let what = match replaced {
        1 => "a sequence of bytes here is not UTF-8 and is".into(),
        _ => format!("{replaced} sequences of bytes from here on are not UTF-8 and are"),
    };
    format!("{what} shown as U+FFFD; copy the page again, or save the text as UTF-8")
}
