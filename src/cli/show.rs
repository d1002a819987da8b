//! The main job: every diff of every input, one after the other, with a heading where there are several.

use std::borrow::Cow;
use std::io::{self, Write};

use wikidiff::lines;
use wikidiff::model::{Diff, Marked, Proof, Sides};
use wikidiff::read::decode;

use super::ending::Ending;
use super::fetched::{self, Fetched, Texts};
use super::input::{Input, Unread};
use super::output::Output;
use super::reading::Paste;
use super::settings::{Changes, Form, Reasons, Showing, Source, Sureness};
use super::{reading, tell};
use wikidiff::render::{self, Links, View, Wiki};

/// Shows everything; whatever cannot be shown is told, and the rest is shown all the same.
pub(crate) fn show(showing: &Showing, output: &mut Output) -> anyhow::Result<Ending> {
    if let Form::Picture(view) = &showing.form
        && view.layout.fitting(view.width) != view.layout
    {
        output.tell(&tell::too_narrow())?;
    }
    match &showing.source {
        Source::Pastes(inputs) => show_pastes(inputs, showing, output),
        Source::Revisions(inputs, context) => show_revisions(inputs, *context, showing, output),
    }
}

fn show_pastes(inputs: &[Input], showing: &Showing, output: &mut Output) -> anyhow::Result<Ending> {
    let mut ending = Ending::Good;
    for input in inputs {
        let heading = if inputs.len() > 1 { Headings::All } else { Headings::WhereSeveral };
        ending = ending.max(show_input(input, heading, showing, output)?);
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
    output: &mut Output,
) -> anyhow::Result<Ending> {
    if inputs.old == inputs.new && !matches!(inputs.old, Input::File(_)) {
        output
            .tell(&tell::message("standard input can be one of the two pages; name a file for the other"))?;
        return Ok(Ending::Trouble);
    }
    let pages = Sides { old: read(&inputs.old, output)?, new: read(&inputs.new, output)? };
    let Sides { old: Ok(old), new: Ok(new) } = pages else {
        return Ok(pages.old.err().max(pages.new.err()).unwrap_or(Ending::Trouble));
    };
    let diff = reading::revisions(Sides::new(&old, &new), context);
    Ok(show_one(&Titled { name: &new.name, heading: None, diff: &diff, wiki: None }, showing, output)?)
}

/// Reads an input; where that fails, it is told, and how the run ends is the answer.
fn read(input: &Input, output: &mut Output) -> io::Result<Result<Paste, Ending>> {
    // What was shown so far is seen before a person is asked for more, and while a slow pipe is waited for.
    output.flush()?;
    match input.read() {
        Ok(given) => {
            let name = input.name().into_owned();
            Ok(Ok(Paste { name, text: decode::decode(given.bytes), note: given.note, wiki: None }))
        }
        Err(Unread::Cancelled) => Ok(Err(Ending::Cancelled)),
        Err(Unread::Failed(error)) => {
            output.tell(&tell::unreadable(&input.name(), &error))?;
            Ok(Err(Ending::Trouble))
        }
    }
}

fn show_input(
    input: &Input,
    headings: Headings,
    showing: &Showing,
    output: &mut Output,
) -> io::Result<Ending> {
    if let Input::Wiki(asking) = input {
        output.flush()?;
        return match fetched::fetched(asking, output)? {
            Some(Fetched::Paste(paste)) => show_paste(&paste, headings, showing, output),
            Some(Fetched::Texts(texts)) => show_texts(&texts, headings, showing, output),
            None => Ok(Ending::Trouble),
        };
    }
    match read(input, output)? {
        Ok(paste) => show_paste(&paste, headings, showing, output),
        Err(ending) => Ok(ending),
    }
}

/// Shows what changed between two revisions that a wiki gave.
fn show_texts(
    texts: &Texts,
    headings: Headings,
    showing: &Showing,
    output: &mut Output,
) -> io::Result<Ending> {
    let diff = reading::texts(texts, showing.reading.context.unwrap_or(lines::CONTEXT));
    let heading = (headings == Headings::All).then(|| tell::place(&texts.name, None));
    show_one(&Titled { name: &texts.name, heading, diff: &diff, wiki: texts.wiki.as_ref() }, showing, output)
}

fn show_paste(
    paste: &Paste,
    headings: Headings,
    showing: &Showing,
    output: &mut Output,
) -> io::Result<Ending> {
    let name = &paste.name;
    let diffs = match reading::diffs(&paste.text, &showing.reading, &showing.help) {
        Ok(diffs) => diffs,
        Err(error) => {
            output.tell(&tell::refused(name, &error))?;
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
            (true, Headings::All) => Some(tell::place(name, None)),
            (false, _) => Some(tell::place(name, Some(diff.first_line))),
        };
        let titled = Titled { name, heading, diff: &diff, wiki: paste.wiki.as_ref() };
        ending = ending.max(show_one(&titled, showing, output)?);
    }
    Ok(ending)
}

/// Shows a diff, and says what follows from it for the end of the run.
fn show_one(titled: &Titled<'_>, showing: &Showing, output: &mut Output) -> io::Result<Ending> {
    show_diff(titled, showing, output)?;
    if showing.sureness == Sureness::Needed && titled.diff.proof == Proof::Inferred {
        output.tell(&tell::unsure(titled.name))?;
        return Ok(Ending::Trouble);
    }
    Ok(ending_of(titled.diff, showing.changes))
}

/// Which diffs have a heading that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Headings {
    All,
    /// Those of an input that holds several.
    WhereSeveral,
}

/// A diff, what its input is called, and the heading over it where there are several.
struct Titled<'a> {
    name: &'a str,
    heading: Option<String>,
    diff: &'a Diff<'a, Marked<'a>>,
    /// Where its links lead, where nobody says otherwise.
    wiki: Option<&'a Wiki>,
}

impl Titled<'_> {
    /// What the diff is called: its heading, or its input's name where it is the only one.
    fn place(&self) -> &str {
        self.heading.as_deref().unwrap_or(self.name)
    }

    /// The view, with links to the wiki that gave the diff.
    fn linked<'v>(&self, view: &'v View) -> Cow<'v, View> {
        match (self.wiki, &view.links) {
            (Some(wiki), Some(Links { wiki: None })) => {
                Cow::Owned(View { links: Some(Links { wiki: Some(wiki.clone()) }), ..view.clone() })
            }
            _ => Cow::Borrowed(view),
        }
    }

    fn warn(&self, output: &mut Output) -> io::Result<()> {
        tell::warned(self.name, &self.diff.warnings).iter().try_for_each(|warning| output.tell(warning))
    }
}

fn show_diff(titled: &Titled<'_>, showing: &Showing, output: &mut Output) -> io::Result<()> {
    match &showing.form {
        Form::Json => render::json(titled.diff, titled.name, output)?,
        Form::Stat => {
            render::stat(titled.diff, titled.place(), output)?;
            titled.warn(output)?;
        }
        Form::Picture(view) => {
            if let Some(heading) = &titled.heading {
                render::heading(heading, output)?;
            }
            render::picture(titled.diff, &titled.linked(view), output)?;
            titled.warn(output)?;
        }
    }
    match (showing.reasons, &showing.form) {
        (Reasons::Untold, _) => Ok(()),
        (Reasons::Told, Form::Picture(_) | Form::Stat) => render::explain(titled.diff, output),
        // Standard output is for JSON alone.
        (Reasons::Told, Form::Json) => {
            output.flush()?;
            render::explain(titled.diff, &mut io::stderr())
        }
    }
}

fn ending_of(diff: &Diff<'_, Marked<'_>>, changes: Changes) -> Ending {
    let mut rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    match changes {
        Changes::Counted if rows.any(|row| !row.change.is_context()) => Ending::Bad,
        Changes::Counted | Changes::Ignored => Ending::Good,
    }
}
