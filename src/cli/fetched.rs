//! What a wiki gave, made ready to be shown; and what is told where it gave nothing.

use std::io;

use wikidiff::model::{Page, Sides};
#[cfg(feature = "network")]
use wikidiff::read::decode;
use wikidiff::render::Wiki;

use super::asking::Asking;
use super::output::Output;
use super::reading::Paste;
use super::tell;
#[cfg(feature = "network")]
use super::wiki::{self, Content};

/// What a wiki gave.
#[derive(Debug)]
#[cfg_attr(not(feature = "network"), expect(dead_code, reason = "a build without network gets nothing"))]
pub(crate) enum Fetched {
    /// Its own diff, to be read like a paste.
    Paste(Paste),
    /// Both revisions, to be compared.
    Texts(Box<Texts>),
}

/// Two revisions.
#[derive(Debug)]
pub(crate) struct Texts {
    /// What they are called together.
    pub(crate) name: String,
    /// What is known of them.
    pub(crate) page: Page<'static>,
    /// Their wikitext.
    pub(crate) wikitext: Sides<String>,
    /// How they were had.
    pub(crate) note: String,
    /// Where they are from.
    pub(crate) wiki: Option<Wiki>,
}

/// Asks a wiki; what went wrong is told, and nothing is the answer.
#[cfg(feature = "network")]
pub(crate) fn fetched(asking: &Asking, output: &mut Output) -> io::Result<Option<Fetched>> {
    let name = asking.name().into_owned();
    let given = match wiki::fetch(asking) {
        Ok(given) => given,
        Err(why) => {
            output.tell(&tell::message(&format!("{name}: {why}")))?;
            return Ok(None);
        }
    };
    if let Some(remark) = &given.remark {
        output.tell(&tell::message(&format!("{name}: the wiki remarks: {remark}")))?;
    }
    let wiki = Wiki::parse(&given.pages).ok();
    let note = format!("the wiki was asked through {}", given.api);
    Ok(Some(match given.content {
        Content::Answer(bytes) => {
            Fetched::Paste(Paste { name, text: decode::decode(bytes), note: Some(note), wiki })
        }
        Content::Texts(page, wikitext) => {
            Fetched::Texts(Box::new(Texts { name, page: *page, wikitext, note, wiki }))
        }
    }))
}

/// Asks no wiki: this build cannot.
#[cfg(not(feature = "network"))]
pub(crate) fn fetched(asking: &Asking, output: &mut Output) -> io::Result<Option<Fetched>> {
    let why = "this program was built without the feature \"network\", and fetches nothing; open the address in a \
               browser, copy the page, and paste that, or install it with that feature";
    output.tell(&tell::message(&format!("{}: {why}", asking.name())))?;
    Ok(None)
}
