//! The main job: every diff of every input, one after the other, with a heading where there are several.

use std::io::{self, Write};

use wikidiff::model::{Diff, Marked, Proof};
use wikidiff::read::decode::{self, Decoded};

use super::ending::Ending;
use super::input::{Input, Unread};
use super::output::Output;
use super::settings::{Changes, Form, Reasons, Showing, Sureness};
use super::{reading, tell};
use wikidiff::render;

/// Shows everything; whatever cannot be shown is told, and the rest is shown all the same.
pub(crate) fn show(showing: &Showing, output: &mut Output) -> anyhow::Result<Ending> {
    if let Form::Picture(view) = &showing.form
        && view.layout.fitting(view.width) != view.layout
    {
        output.tell(&tell::too_narrow())?;
    }
    let mut ending = Ending::Good;
    for input in &showing.inputs {
        ending = ending.max(show_input(input, showing, output)?);
        if ending == Ending::Cancelled {
            break;
        }
    }
    Ok(ending)
}

fn show_input(input: &Input, showing: &Showing, output: &mut Output) -> io::Result<Ending> {
    let name = input.name();
    // What was shown so far is seen before a person is asked for more, and while a slow pipe is waited for.
    output.flush()?;
    match input.read() {
        Ok(bytes) => show_paste(&name, &decode::decode(bytes), showing, output),
        Err(Unread::Cancelled) => Ok(Ending::Cancelled),
        Err(Unread::Failed(error)) => {
            output.tell(&tell::unreadable(&name, &error))?;
            Ok(Ending::Trouble)
        }
    }
}

fn show_paste(name: &str, paste: &Decoded, showing: &Showing, output: &mut Output) -> io::Result<Ending> {
    let diffs = match reading::diffs(paste, &showing.reading, &showing.help) {
        Ok(diffs) => diffs,
        Err(error) => {
            output.tell(&tell::refused(name, &error))?;
            return Ok(Ending::Trouble);
        }
    };
    let is_alone = diffs.len() == 1;
    let mut ending = Ending::Good;
    for diff in diffs {
        let heading = match (is_alone, showing.inputs.len()) {
            (true, 1) => None,
            (true, _) => Some(tell::place(name, None)),
            (false, _) => Some(tell::place(name, Some(diff.first_line))),
        };
        show_diff(&Titled { name, heading, diff: &diff }, showing, output)?;
        ending = ending.max(ending_of(&diff, showing.changes));
        if showing.sureness == Sureness::Needed && diff.proof == Proof::Inferred {
            output.tell(&tell::unsure(name))?;
            ending = ending.max(Ending::Trouble);
        }
    }
    Ok(ending)
}

/// A diff, what its input is called, and the heading over it where there are several.
struct Titled<'a> {
    name: &'a str,
    heading: Option<String>,
    diff: &'a Diff<'a, Marked<'a>>,
}

impl Titled<'_> {
    /// What the diff is called: its heading, or its input's name where it is the only one.
    fn place(&self) -> &str {
        self.heading.as_deref().unwrap_or(self.name)
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
            render::picture(titled.diff, view, output)?;
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
