//! What was given: a paste, or two revisions that a wiki had.

use crate::model::{Page, Sides};
use crate::parse::decode::{Decoded, decode};
use crate::render::WikiUrl;

/// An input.
#[derive(Debug)]
pub(crate) struct Paste {
    /// What it is called.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) bytes: Vec<u8>,
    /// How it was had, where that is not plain from its name.
    pub(crate) note: Option<String>,
    /// The wiki that it comes from.
    pub(crate) wiki: Option<WikiUrl>,
}

impl Paste {
    /// Its text.
    pub(crate) fn text(&self) -> Decoded<'_> {
        decode(&self.bytes)
    }
}

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
    pub(crate) wiki: Option<WikiUrl>,
}
