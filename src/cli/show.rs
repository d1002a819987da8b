//! The main job: every diff of every input, one after the other, with a heading where there are several.

use std::io::{self, Write};

use wikidiff::model::{Diff, Marked, Proof};
use wikidiff::read::decode::{self, Decoded};

use super::ending::Ending;
use super::forms::{Forms, Titled};
use super::input::{Input, Unread};
use super::output::Output;
use super::settings::{Changes, Showing, Sureness};
use super::{reading, tell};

/// Shows everything; whatever cannot be shown is told, and the rest is shown all the same.
pub(crate) fn show(showing: &Showing, output: &mut Output) -> anyhow::Result<Ending> {
    let mut ending = Ending::Good;
    let mut forms = Forms::new(&showing.form, showing.reasons, output);
    for input in &showing.inputs {
        ending = ending.max(show_input(input, showing, &mut forms)?);
        if ending == Ending::Cancelled {
            break;
        }
    }
    forms.finish()?;
    Ok(ending)
}

fn show_input(input: &Input, showing: &Showing, forms: &mut Forms<'_>) -> io::Result<Ending> {
    let name = input.name();
    // What was shown so far is seen before a person is asked for more, and while a slow pipe is waited for.
    forms.output.flush()?;
    match input.read() {
        Ok(bytes) => show_paste(&name, &decode::decode(bytes), showing, forms),
        Err(Unread::Cancelled) => Ok(Ending::Cancelled),
        Err(Unread::Failed(error)) => {
            forms.output.tell(&tell::unreadable(&name, &error))?;
            Ok(Ending::Trouble)
        }
    }
}

fn show_paste(name: &str, paste: &Decoded, showing: &Showing, forms: &mut Forms<'_>) -> io::Result<Ending> {
    let diffs = match reading::diffs(paste, &showing.reading, &showing.help, showing.direction) {
        Ok(diffs) => diffs,
        Err(error) => {
            forms.output.tell(&tell::refused(name, &error))?;
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
        ending = ending.max(forms.write(&Titled { name, heading: heading.as_deref(), diff: &diff })?);
        ending = ending.max(ending_of(&diff, showing.changes));
        if showing.sureness == Sureness::Needed && diff.proof == Proof::Inferred {
            forms.output.tell(&tell::unsure(name))?;
            ending = ending.max(Ending::Trouble);
        }
    }
    Ok(ending)
}

fn ending_of(diff: &Diff<'_, Marked<'_>>, changes: Changes) -> Ending {
    let mut rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    match changes {
        Changes::Counted if rows.any(|row| !row.change.is_context()) => Ending::Bad,
        Changes::Counted | Changes::Ignored => Ending::Good,
    }
}
