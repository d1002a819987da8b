//! What a wiki gave, made ready to be shown; and what is told where it gave nothing.

use std::io;

#[cfg(feature = "network")]
use crate::render::WikiUrl;

use super::fetch_request::Asking;
use super::loaded::Fetched;
#[cfg(feature = "network")]
use super::loaded::{Paste, Texts};
#[cfg(feature = "network")]
use super::wiki::{self, Content};
use crate::cli::output::destination::Output;
use crate::cli::output::messages;

/// Asks a wiki; what went wrong is told, and nothing is the answer.
#[cfg(feature = "network")]
pub(crate) fn fetched(asking: &Asking, output: &mut Output) -> io::Result<Option<Fetched>> {
    let name = asking.name().into_owned();
    let given = match wiki::fetch(asking) {
        Ok(given) => given,
        Err(why) => {
            output.tell(&messages::message(&format!("{name}: {why}")))?;
            return Ok(None);
        }
    };
    if let Some(remark) = &given.remark {
        output.tell(&messages::message(&format!("{name}: the wiki remarks: {remark}")))?;
    }
    let wiki = WikiUrl::parse(&given.pages).ok();
    let note = format!("the wiki was asked through {}", given.api);
    Ok(Some(match given.content {
        Content::Answer(bytes) => Fetched::Paste(Paste { name, bytes, note: Some(note), wiki }),
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
    output.tell(&messages::message(&format!("{}: {why}", asking.name())))?;
    Ok(None)
}
