//! The list of themes, each with a sample of what it looks like.

use std::io::Write;

use wikidiff::render::{self, View};
use wikidiff::{pair, read, words};

use super::ending::Ending;
use super::output::Output;

/// A paste in which everything is that has a look of its own.
const SAMPLE: &str = "Sample: Difference between revisions
Line 1:\tLine 1:
 \t
It had 400 members.
 \t
It had 400 members.
−\t
The [[river]] flows south.
+\t
The [[River Cam|river]] flows north.
 \t+\t
An added line.
−\t
A removed line.
 \n";

/// Lists the themes; those without a view by their names alone.
pub(crate) fn list(samples: &[(&'static str, Option<View>)], output: &mut Output) -> anyhow::Result<Ending> {
    let diffs = wikidiff::diffs_with_help(SAMPLE, &read::Options::default(), &pair::Help::default())?;
    let diffs: Vec<_> = diffs.into_iter().map(words::mark).collect();
    for (name, view) in samples {
        let Some(view) = view else {
            writeln!(output, "{name}")?;
            continue;
        };
        render::heading(name, output)?;
        diffs.iter().try_for_each(|diff| render::picture(diff, view, output))?;
    }
    Ok(Ending::Good)
}
