//! Writing a diff in the chosen format, followed by its messages.

use std::borrow::Cow;
use std::io::{self, Seek, Write};

use tempfile::SpooledTempFile;

use super::destination::Output;
use super::messages::{
    likely_patch_message, no_line_numbers_message, no_sides_message, no_wikitext_message, warning_messages,
};
use super::stderr::StderrWriter;
use crate::cli::args::resolve::{Explanation, OutputFormat};
use crate::cli::exit_code::Outcome;
use crate::model::{ChangeState, Comparison, Diff, Marked, PageContent, Proof, Side, Warning};
use crate::render::{self, Audience, HtmlPage, HtmlView, LinkOptions, StatTable, View, WikiUrl};
use crate::text::sanitize::sanitize_message;
use crate::text::writer::TerminalWriter;

/// A writer of diffs.
pub(crate) struct DiffWriter<'o> {
    format: &'o OutputFormat,
    explanation: Explanation,
    pub(crate) output: &'o mut Output,
    /// The web page, once it has a diff.
    page: Option<SpooledPage<'o>>,
    /// The table of counts.
    stat: StatTable,
    /// The number of diffs written.
    count: usize,
}

/// Maximum size of the articles of a web page in memory in bytes: a hundred long ones. More are kept in a temporary file.
const MAX_ARTICLES_IN_MEMORY: usize = 8 << 20;

/// A web page whose articles wait for the list of contents above them.
struct SpooledPage<'o> {
    html: HtmlPage<'o>,
    articles: SpooledTempFile,
}

impl<'o> SpooledPage<'o> {
    fn new(view: &'o HtmlView) -> Self {
        Self { html: HtmlPage::new(view), articles: SpooledTempFile::new(MAX_ARTICLES_IN_MEMORY) }
    }

    fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.articles.rewind()?;
        self.html.finish(&mut self.articles, out)
    }
}

/// A diff with its name.
pub(crate) struct NamedDiff<'a> {
    /// The name of the input.
    pub(crate) name: &'a str,
    /// The heading above the diff, if there are several diffs.
    pub(crate) heading: Option<&'a str>,
    pub(crate) diff: &'a Diff<'a, Marked<'a>>,
    /// The wiki that the diff comes from, for links.
    pub(crate) wiki: Option<&'a WikiUrl>,
}

impl NamedDiff<'_> {
    /// Returns the view, with links to the wiki of the diff unless an option names another wiki.
    fn linked_view<'v>(&self, view: &'v View) -> Cow<'v, View> {
        match (self.wiki, &view.links) {
            (Some(wiki), Some(LinkOptions { wiki: None })) => {
                Cow::Owned(View { links: Some(LinkOptions { wiki: Some(wiki.clone()) }), ..view.clone() })
            }
            _ => Cow::Borrowed(view),
        }
    }
}

impl<'o> DiffWriter<'o> {
    /// Returns a writer. It writes nothing before the first diff.
    pub(crate) fn new(format: &'o OutputFormat, explanation: Explanation, output: &'o mut Output) -> Self {
        Self { format, explanation, output, page: None, stat: StatTable::default(), count: 0 }
    }

    /// The number of diffs written.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    /// Prints the warnings of a diff that is not written.
    pub(crate) fn write_unread(&mut self, name: &str, warnings: &[Warning]) -> io::Result<()> {
        if matches!(self.format, OutputFormat::Quiet) {
            return Ok(());
        }
        warning_messages(name, warnings.iter())
            .iter()
            .try_for_each(|warning| self.output.print_message(warning))
    }

    /// Writes a diff, its warnings and its explanation.
    pub(crate) fn write(&mut self, named: &NamedDiff<'_>) -> io::Result<Outcome> {
        self.count += 1;
        let mut outcome = Outcome::Success;
        match self.format {
            OutputFormat::Text(view) => self.write_text(named, view)?,
            OutputFormat::Stat => {
                self.stat.write(named.diff, named.heading.unwrap_or(named.name), self.output)?;
            }
            OutputFormat::Numstat => {
                render::numstat(named.diff, named.heading.unwrap_or(named.name), self.output)?;
            }
            OutputFormat::Json => render::json(named.diff, named.name, self.output)?,
            OutputFormat::Html(view) => {
                let page = self.page.get_or_insert_with(|| SpooledPage::new(view));
                page.html.write_article(named.diff, named.heading, &mut page.articles)?;
            }
            OutputFormat::Patch(reader) => outcome = self.write_patch(named, *reader)?,
            OutputFormat::Wikitext(side, reader) => outcome = self.write_wikitext(named, *side, *reader)?,
            OutputFormat::Quiet | OutputFormat::Count => return Ok(Outcome::Success),
        }
        self.write_warnings(named)?;
        self.write_explanation(named)?;
        Ok(outcome)
    }

    /// Writes the end of the output.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self.format {
            OutputFormat::Count => {
                TerminalWriter::new(self.output).write_line(&sanitize_message(&self.count.to_string()))
            }
            OutputFormat::Stat => self.stat.finish(self.output),
            _ => self.page.map_or(Ok(()), |page| page.finish(self.output)),
        }
    }

    fn write_text(&mut self, named: &NamedDiff<'_>, view: &View) -> io::Result<()> {
        if let Some(heading) = named.heading {
            render::terminal_heading(heading, view, self.output)?;
        }
        render::terminal(named.diff, &named.linked_view(view), self.output)
    }

    fn write_patch(&mut self, named: &NamedDiff<'_>, reader: Audience) -> io::Result<Outcome> {
        if named.diff.page.content == PageContent::Entity {
            return self.refuse_entity(named.name);
        }
        if named.diff.change_state() == ChangeState::Unknown {
            self.output.print_message(&no_sides_message(named.name))?;
            return Ok(Outcome::Error);
        }
        if !render::is_patchable(named.diff) {
            self.output.print_message(&no_line_numbers_message(named.name))?;
            return Ok(Outcome::Error);
        }
        render::patch(named.diff, reader, self.output)?;
        if named.diff.proof == Proof::Inferred {
            self.output.print_message(&likely_patch_message(named.name))?;
        }
        Ok(Outcome::Success)
    }

    fn write_wikitext(&mut self, named: &NamedDiff<'_>, side: Side, reader: Audience) -> io::Result<Outcome> {
        if named.diff.page.content == PageContent::Entity {
            return self.refuse_entity(named.name);
        }
        if named.diff.comparison == Comparison::SidesLost {
            self.output.print_message(&no_sides_message(named.name))?;
            return Ok(Outcome::Error);
        }
        if let Some(heading) = named.heading {
            render::wikitext_heading(heading, self.output)?;
        }
        render::wikitext(named.diff, side, reader, self.output)?;
        Ok(Outcome::Success)
    }

    /// Prints that the diff of an entity has no wikitext.
    fn refuse_entity(&mut self, name: &str) -> io::Result<Outcome> {
        self.output.print_message(&no_wikitext_message(name))?;
        Ok(Outcome::Error)
    }

    /// Prints the warnings. JSON and web pages contain them already.
    fn write_warnings(&mut self, named: &NamedDiff<'_>) -> io::Result<()> {
        if matches!(self.format, OutputFormat::Json | OutputFormat::Html(_)) {
            return Ok(());
        }
        warning_messages(named.name, named.diff.notable_warnings())
            .iter()
            .try_for_each(|warning| self.output.print_message(warning))
    }

    /// Writes the explanation: below text, and on standard error for formats that a program reads.
    fn write_explanation(&mut self, named: &NamedDiff<'_>) -> io::Result<()> {
        match (self.explanation, self.format) {
            (Explanation::Omitted, _) => Ok(()),
            (Explanation::Written, OutputFormat::Text(_)) => render::explain(named.diff, self.output),
            (Explanation::Written, _) => {
                self.output.flush()?;
                render::explain(named.diff, &mut StderrWriter)
            }
        }
    }
}
