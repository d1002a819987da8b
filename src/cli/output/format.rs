//! A diff in the form that is wanted, with its messages where they belong.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::model::{Diff, Marked, Proof, Side};
use crate::render::{self, Audience, HtmlArticle, HtmlView, LinkOptions, View, WikiUrl};

use super::destination::Output;
use super::messages;
use super::stderr::Aside;
use crate::cli::args::resolve::{Form, Reasons};
use crate::cli::exit_code::Ending;

/// What is written, one diff after the other.
pub(crate) struct Forms<'o> {
    form: &'o Form,
    reasons: Reasons,
    /// Where it goes.
    pub(crate) output: &'o mut Output,
    /// How many diffs were written.
    count: usize,
}

/// A diff, what its input is called, and the heading over it where there are several.
pub(crate) struct Titled<'a> {
    pub(crate) name: &'a str,
    pub(crate) heading: Option<&'a str>,
    pub(crate) diff: &'a Diff<'a, Marked<'a>>,
    /// Where its links lead, where nobody says otherwise.
    pub(crate) wiki: Option<&'a WikiUrl>,
}

impl Titled<'_> {
    /// The view, with links to the wiki that gave the diff.
    fn linked<'v>(&self, view: &'v View) -> Cow<'v, View> {
        match (self.wiki, &view.links) {
            (Some(wiki), Some(LinkOptions { wiki: None })) => {
                Cow::Owned(View { links: Some(LinkOptions { wiki: Some(wiki.clone()) }), ..view.clone() })
            }
            _ => Cow::Borrowed(view),
        }
    }
}

impl<'o> Forms<'o> {
    /// Nothing is written before there is a diff.
    pub(crate) const fn new(form: &'o Form, reasons: Reasons, output: &'o mut Output) -> Self {
        Self { form, reasons, output, count: 0 }
    }

    /// Writes a diff and tells what there is to say of it.
    pub(crate) fn write(&mut self, titled: &Titled<'_>) -> io::Result<Ending> {
        self.count += 1;
        let mut ending = Ending::Good;
        match self.form {
            Form::Picture(view) => self.picture(titled, view)?,
            Form::Stat => render::stat(titled.diff, titled.heading.unwrap_or(titled.name), self.output)?,
            Form::Json => render::json(titled.diff, titled.name, self.output)?,
            Form::Page(view) => self.page(titled, view)?,
            Form::Patch(reader) => ending = self.patch(titled, *reader)?,
            Form::Side(side, reader) => self.side(titled, *side, *reader)?,
            Form::Nothing => return Ok(Ending::Good),
        }
        self.warn(titled)?;
        self.explain(titled)?;
        Ok(ending)
    }

    /// Ends what was begun.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self.form {
            Form::Page(_) if self.count > 0 => render::html_end(self.output),
            _ => Ok(()),
        }
    }

    fn picture(&mut self, titled: &Titled<'_>, view: &View) -> io::Result<()> {
        if let Some(heading) = titled.heading {
            render::terminal_heading(heading, view, self.output)?;
        }
        render::terminal(titled.diff, &titled.linked(view), self.output)
    }

    fn page(&mut self, titled: &Titled<'_>, view: &HtmlView) -> io::Result<()> {
        if self.count == 1 {
            render::html_start(titled.diff, self.output)?;
        }
        let language = titled.diff.page.language.unwrap_or(render::UNKNOWN_LANGUAGE);
        let article = HtmlArticle { number: self.count, heading: titled.heading, language, view };
        render::html(titled.diff, &article, self.output)
    }

    fn patch(&mut self, titled: &Titled<'_>, reader: Audience) -> io::Result<Ending> {
        if !render::is_patchable(titled.diff) {
            self.output.tell(&messages::unnumbered(titled.name))?;
            return Ok(Ending::Trouble);
        }
        render::patch(titled.diff, reader, self.output)?;
        if titled.diff.proof == Proof::Inferred {
            self.output.tell(&messages::likely_patch(titled.name))?;
        }
        Ok(Ending::Good)
    }

    fn side(&mut self, titled: &Titled<'_>, side: Side, reader: Audience) -> io::Result<()> {
        if let Some(heading) = titled.heading {
            render::wikitext_heading(heading, self.output)?;
        }
        render::wikitext(titled.diff, side, reader, self.output)
    }

    /// JSON has the warnings in it, and so has the page.
    fn warn(&mut self, titled: &Titled<'_>) -> io::Result<()> {
        if matches!(self.form, Form::Json | Form::Page(_)) {
            return Ok(());
        }
        messages::warned(titled.name, &titled.diff.warnings)
            .iter()
            .try_for_each(|warning| self.output.tell(warning))
    }

    fn explain(&mut self, titled: &Titled<'_>) -> io::Result<()> {
        match (self.reasons, self.form) {
            (Reasons::Untold, _) => Ok(()),
            (Reasons::Told, Form::Picture(_)) => render::explain(titled.diff, self.output),
            // What a program reads has nothing else in it.
            (Reasons::Told, _) => {
                self.output.flush()?;
                render::explain(titled.diff, &mut Aside)
            }
        }
    }
}
