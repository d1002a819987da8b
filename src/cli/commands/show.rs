//! The main job: every diff of every input, one after the other, with a heading where there are several.

use std::io::{self, Write};

use crate::line_diff;
use crate::model::{Diff, Marked, Proof, Sides};
use crate::parse::decode;

use crate::cli::args::git_driver::{self, Blob, Call, Changed};
use crate::cli::args::resolve::{Changes, Form, Showing, Source, Sureness};
use crate::cli::exit_code::Ending;
use crate::cli::input::fetch;
use crate::cli::input::fetch_request::Asking;
use crate::cli::input::loaded::{Fetched, Paste, Texts};
use crate::cli::input::reading;
use crate::cli::input::source::{Input, Limit, Unread};
use crate::cli::output::destination::Output;
use crate::cli::output::format::{Forms, Titled};
use crate::cli::output::messages;

/// Shows everything; whatever cannot be shown is told, and the rest is shown all the same.
pub(crate) fn show(showing: &Showing, output: &mut Output) -> anyhow::Result<Ending> {
    if let Form::Picture(view) = &showing.form
        && view.layout.fit_to_width(view.width) != view.layout
    {
        output.tell(&messages::too_narrow())?;
    }
    let mut forms = Forms::new(&showing.form, showing.reasons, output);
    let ending = match &showing.source {
        Source::Pastes(inputs) => show_pastes(inputs, showing, &mut forms)?,
        Source::Revisions(inputs, context) => show_revisions(inputs, *context, showing, &mut forms)?,
        Source::Git(call, context) => show_call(call, *context, showing, &mut forms)?,
    };
    forms.finish()?;
    Ok(ending)
}

fn show_pastes(inputs: &[Input], showing: &Showing, forms: &mut Forms<'_>) -> anyhow::Result<Ending> {
    let mut ending = Ending::Good;
    for input in inputs {
        let heading = if inputs.len() > 1 { Headings::All } else { Headings::WhereSeveral };
        ending = ending.max(show_input(input, heading, showing, forms)?);
        if ending == Ending::Cancelled {
            break;
        }
    }
    Ok(ending)
}

/// Shows what changed between two pages.
fn show_revisions(
    inputs: &Sides<Input>,
    context: usize,
    showing: &Showing,
    forms: &mut Forms<'_>,
) -> anyhow::Result<Ending> {
    if inputs.old == inputs.new && !matches!(inputs.old, Input::File(_)) {
        let told = messages::message("standard input can be one of the two pages; name a file for the other");
        forms.output.tell(&told)?;
        return Ok(Ending::Trouble);
    }
    let limit = showing.limit;
    let pages =
        Sides { old: read(&inputs.old, limit, forms.output)?, new: read(&inputs.new, limit, forms.output)? };
    let Sides { old: Ok(old), new: Ok(new) } = pages else {
        return Ok(pages.old.err().max(pages.new.err()).unwrap_or(Ending::Trouble));
    };
    let texts = Sides::new(old.text(), new.text());
    let pages = Sides::new((Some(old.name.clone()), &texts.old), (Some(new.name.clone()), &texts.new));
    let diff = reading::revisions(pages, context, showing.direction);
    Ok(show_one(&Titled { name: &new.name, heading: None, diff: &diff, wiki: None }, showing, forms)?)
}

/// Shows what git hands over. Git gives up on all other files where one ends with trouble; here it was told.
fn show_call(
    call: &Call,
    context: usize,
    showing: &Showing,
    forms: &mut Forms<'_>,
) -> anyhow::Result<Ending> {
    let ending = match call {
        Call::Changed(changed) => show_changed(changed, context, showing, forms)?,
        Call::Unmerged(path) => {
            forms.output.tell(&messages::unmerged(path))?;
            Ending::Trouble
        }
    };
    Ok(if ending == Ending::Trouble { Ending::Good } else { ending })
}

/// Shows what changed in a file that git hands over.
fn show_changed(
    changed: &Changed,
    context: usize,
    showing: &Showing,
    forms: &mut Forms<'_>,
) -> anyhow::Result<Ending> {
    let name = &changed.paths.new;
    let inputs = changed.files.as_ref().map(Blob::input);
    let (Ok(old), Ok(new)) = (inputs.old.read(showing.limit), inputs.new.read(showing.limit)) else {
        forms.output.tell(&messages::unreadable_revision(name))?;
        return Ok(Ending::Trouble);
    };
    if git_driver::is_binary(&old.bytes) || git_driver::is_binary(&new.bytes) {
        forms.output.tell(&messages::binary(&changed.heading()))?;
        return Ok(Ending::Good);
    }
    let (old, new) = (decode::decode(&old.bytes), decode::decode(&new.bytes));
    let labels = changed.labels();
    let pages = Sides::new((labels.old, &old), (labels.new, &new));
    let diff = reading::revisions(pages, context, showing.direction);
    let heading = changed.heading();
    Ok(show_one(&Titled { name, heading: Some(&heading), diff: &diff, wiki: None }, showing, forms)?)
}

/// Reads an input; where that fails, it is told, and how the run ends is the answer.
fn read(input: &Input, limit: Limit, output: &mut Output) -> io::Result<Result<Paste, Ending>> {
    // What was shown so far is seen before a person is asked for more, and while a slow pipe is waited for.
    output.flush()?;
    match input.read(limit) {
        Ok(given) => {
            let name = input.name().into_owned();
            Ok(Ok(Paste { name, bytes: given.bytes, note: given.note, wiki: None }))
        }
        Err(Unread::Cancelled) => Ok(Err(Ending::Cancelled)),
        Err(Unread::Failed(error)) => {
            output.tell(&messages::unreadable(&input.name(), &error))?;
            Ok(Err(Ending::Trouble))
        }
    }
}

fn show_input(
    input: &Input,
    headings: Headings,
    showing: &Showing,
    forms: &mut Forms<'_>,
) -> io::Result<Ending> {
    if let Input::Wiki(asking) = input {
        return show_fetched(asking, headings, showing, forms);
    }
    match read(input, showing.limit, forms.output)? {
        Ok(paste) => show_paste(&paste, headings, showing, forms),
        Err(ending) => Ok(ending),
    }
}

/// Shows what a wiki answers.
fn show_fetched(
    asking: &Asking,
    headings: Headings,
    showing: &Showing,
    forms: &mut Forms<'_>,
) -> io::Result<Ending> {
    // What was shown so far is seen while the answer is waited for.
    forms.output.flush()?;
    match fetch::fetched(asking, forms.output)? {
        Some(Fetched::Paste(paste)) => show_paste(&paste, headings, showing, forms),
        Some(Fetched::Texts(texts)) => show_texts(&texts, headings, showing, forms),
        None => Ok(Ending::Trouble),
    }
}

/// Shows what changed between two revisions that a wiki gave.
fn show_texts(
    texts: &Texts,
    headings: Headings,
    showing: &Showing,
    forms: &mut Forms<'_>,
) -> io::Result<Ending> {
    let context = showing.reading.context.unwrap_or(line_diff::CONTEXT);
    let diff = reading::texts(texts, context, showing.direction);
    let heading = (headings == Headings::All).then_some(texts.name.as_str());
    let titled = Titled { name: &texts.name, heading, diff: &diff, wiki: texts.wiki.as_ref() };
    show_one(&titled, showing, forms)
}

fn show_paste(
    paste: &Paste,
    headings: Headings,
    showing: &Showing,
    forms: &mut Forms<'_>,
) -> io::Result<Ending> {
    let (name, text) = (&paste.name, paste.text());
    let diffs = match reading::diffs(&text, &showing.reading, &showing.help, showing.direction) {
        Ok(diffs) => diffs,
        Err(error) => {
            forms.output.tell(&messages::refused(name, &error))?;
            return Ok(Ending::Trouble);
        }
    };
    let is_alone = diffs.len() == 1;
    let mut ending = Ending::Good;
    let mut note = paste.note.clone();
    for mut diff in diffs {
        diff.notes.splice(0..0, note.take());
        let heading = match (is_alone, headings) {
            (true, Headings::WhereSeveral) => None,
            (true, Headings::All) => Some(messages::place(name, None)),
            (false, _) => Some(messages::place(name, Some(diff.first_line))),
        };
        let titled = Titled { name, heading: heading.as_deref(), diff: &diff, wiki: paste.wiki.as_ref() };
        ending = ending.max(show_one(&titled, showing, forms)?);
    }
    Ok(ending)
}

/// Shows a diff, and says what follows from it for the end of the run.
fn show_one(titled: &Titled<'_>, showing: &Showing, forms: &mut Forms<'_>) -> io::Result<Ending> {
    let ending = forms.write(titled)?;
    if showing.sureness == Sureness::Needed && titled.diff.proof == Proof::Inferred {
        forms.output.tell(&messages::unsure(titled.name))?;
        return Ok(Ending::Trouble);
    }
    Ok(ending.max(ending_of(titled.diff, showing.changes)))
}

/// Which diffs have a heading that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Headings {
    All,
    /// Those of an input that holds several.
    WhereSeveral,
}

fn ending_of(diff: &Diff<'_, Marked<'_>>, changes: Changes) -> Ending {
    let mut rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    match changes {
        Changes::Counted if rows.any(|row| !row.change.is_context()) => Ending::Bad,
        Changes::Counted | Changes::Ignored => Ending::Good,
    }
}
