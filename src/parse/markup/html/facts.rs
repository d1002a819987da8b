//! Facts about the page and its two revisions, from the markup round the table.
//!
//! Desktop pages have `div#mw-diff-otitle1` to `3` and `ntitle1` to `3` (`DifferenceEngine::showDiffPage`) for label,
//! user and summary; mobile pages `.mw-mf-diff-info` (MobileFrontend's `SpecialMobileDiff`) with the byte change.

use std::borrow::Cow;

use super::events::{Attribute, Tag};
use super::open_element::Opened;
use crate::model::{ByteChange, Page, Proof, Revision, Side, Sides};
use crate::parse::page::messages::Languages;
use crate::parse::page::{digits, line_number, messages, wiki_url};

/// The longest text that can be a fact; a summary has at most 1,000 characters, and so many bytes if it is Thai.
const MAX_FACT_LEN: usize = 4096;

/// Facts found so far.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    page: Page<'static>,
    languages: Vec<Languages>,
    region: Option<(Region, Opened)>,
    leaf: Option<Leaf>,
    /// Target of the link in a revision's label: the page's title, for a copy without a heading.
    linked: Option<String>,
    /// True for MobileFrontend's page of a diff.
    pub(crate) is_mobile: bool,
    /// The certainty that the table records: `--format html` writes it.
    pub(crate) proof: Option<Proof>,
}

/// Parts of a page that hold facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    Title,
    Label(Side),
    User(Side),
    Comment(Side),
    /// A summary that stands without parentheses round it, as it was written.
    BareComment(Side),
    /// The title on a mobile page.
    MobileTitle,
    /// The byte change, by its colour: what sign the number has.
    Bytes(i64),
}

/// A text that is being gathered.
#[derive(Debug)]
struct Leaf {
    region: Region,
    opened: Opened,
    text: String,
}

impl Facts {
    /// An element begins.
    pub(crate) fn open(&mut self, tag: &Tag) {
        if let Some((_, opened)) = &mut self.region {
            opened.open(&tag.name);
        }
        if self.proof.is_some() {
            self.read_recorded_revision(tag);
        }
        if tag.name == "link" {
            self.find_wiki_of_link(tag);
        }
        if let Some(leaf) = &mut self.leaf {
            return leaf.opened.open(&tag.name);
        }
        if let Some(region) = region(tag) {
            self.is_mobile |= region == Region::MobileTitle;
            self.region = Some((region, Opened::of(&tag.name)));
        }
        let Some((region, _)) = self.region else { return };
        self.state(region, tag);
        if is_leaf(region, tag) && !self.has(region) {
            let region = if is_bare(tag) { region.bare() } else { region };
            self.leaf = Some(Leaf { region, opened: Opened::of(&tag.name), text: String::new() });
        }
    }

    /// An element ends.
    pub(crate) fn close(&mut self, name: &str) {
        if let Some(leaf) = self.leaf.take_if(|leaf| leaf.opened.close(name)) {
            self.settle(leaf.region, leaf.text.trim());
        }
        self.region.take_if(|(_, opened)| opened.close(name));
    }

    /// Text stands here.
    pub(crate) fn push(&mut self, text: &str) {
        if let Some(leaf) = &mut self.leaf
            && leaf.text.len() < MAX_FACT_LEN
        {
            leaf.text.push_str(text);
        }
    }

    /// A header of rows, whose words name the language.
    pub(crate) fn header(&mut self, text: &str) {
        // All headers of a page have the same words.
        if self.languages.len() < 8
            && self.proof.is_none()
            && let Some(header) = line_number::parse_label(text)
        {
            self.languages.extend(line_number::languages(&header));
        }
    }

    /// Returns the facts, and the language of the page.
    pub(crate) fn page(&self) -> Page<'static> {
        let page = self.page.clone();
        let title = page.title.or_else(|| self.linked.clone().map(Cow::Owned));
        Page { title, language: messages::likeliest_language(&self.languages), ..page }
    }

    /// Another table begins: the title stands, the revisions are others.
    pub(crate) fn forget_revisions(&mut self) {
        self.page.revisions = Sides::default();
        self.page.byte_change = None;
    }

    /// Takes the page facts of a table that `--format html` wrote. An unknown certainty counts as the lowest.
    pub(crate) fn read_recorded_page(&mut self, table: &Tag) {
        let Some(name) = table.get(Attribute::Proof) else {
            self.proof = None;
            return;
        };
        let proofs = [Proof::Stated, Proof::Checked];
        self.proof = Some(proofs.into_iter().find(|proof| proof.name() == name).unwrap_or(Proof::Inferred));
        let fact = |attribute| table.get(attribute).map(|fact| Cow::Owned(fact.to_owned()));
        self.page = Page {
            title: fact(Attribute::PageTitle),
            byte_change: table.get(Attribute::Bytes).and_then(recorded_byte_change),
            wiki: fact(Attribute::Wiki),
            ..Page::default()
        };
    }

    /// Takes the facts of a revision from the head of a table that `--format html` wrote.
    fn read_recorded_revision(&mut self, tag: &Tag) {
        let side = tag.classes().find_map(|class| match class {
            "diff-otitle" => Some(Side::Old),
            "diff-ntitle" => Some(Side::New),
            _ => None,
        });
        let Some(side) = side else { return };
        let fact = |attribute| tag.get(attribute).map(|fact| Cow::Owned(fact.to_owned()));
        *self.page.revisions.get_mut(side) = Revision {
            label: fact(Attribute::Label),
            id: tag.get(Attribute::Revision).and_then(|number| number.parse().ok()),
            timestamp: fact(Attribute::Timestamp),
            user: fact(Attribute::User),
            comment: fact(Attribute::Comment),
        };
    }

    /// Takes what stands in attributes.
    fn state(&mut self, region: Region, tag: &Tag) {
        let Region::Label(side) = region else { return };
        self.find_wiki(tag);
        let revision = self.page.revisions.get_mut(side);
        let number = tag.get(Attribute::Href).and_then(revision_number);
        revision.id = revision.id.or(number);
        if number.is_some() && self.linked.is_none() {
            self.linked = tag.get(Attribute::Title).map(str::to_owned);
        }
        if let Some(timestamp) = tag.get(Attribute::Timestamp) {
            revision.timestamp = Some(timestamp.to_owned().into());
        }
    }

    /// Takes the wiki's address from the page's head (`OutputPage::getHeadLinksArray`): the API, for editors; or the
    /// page's own address, for whoever searches.
    fn find_wiki_of_link(&mut self, tag: &Tag) {
        match tag.get(Attribute::Relation) {
            Some("EditURI") => self.find_wiki(tag),
            Some("canonical") if self.page.wiki.is_none() => {
                self.page.wiki = tag.get(Attribute::Href).and_then(wiki_url::from_page).map(Cow::Owned);
            }
            _ => {}
        }
    }

    /// Takes the wiki's address, if the tag leads to one of its scripts.
    fn find_wiki(&mut self, tag: &Tag) {
        if self.page.wiki.is_none() {
            self.page.wiki = tag.get(Attribute::Href).and_then(wiki_url::from_script).map(Cow::Owned);
        }
    }

    fn has(&self, region: Region) -> bool {
        let revision = |side| self.page.revisions.get(side);
        match region {
            Region::Title | Region::MobileTitle => self.page.title.is_some(),
            Region::Label(side) => revision(side).label.is_some(),
            Region::User(side) => revision(side).user.is_some(),
            Region::Comment(side) | Region::BareComment(side) => revision(side).comment.is_some(),
            Region::Bytes(_) => self.page.byte_change.is_some(),
        }
    }

    fn settle(&mut self, region: Region, text: &str) {
        let fact = || (!text.is_empty()).then(|| Cow::Owned(text.to_owned()));
        let revisions = &mut self.page.revisions;
        match region {
            Region::Title => self.settle_title(text),
            Region::MobileTitle => self.page.title = fact(),
            Region::Label(side) => self.settle_label(side, text),
            Region::User(side) => revisions.get_mut(side).user = fact(),
            Region::Comment(side) => self.settle_comment(side, without_parentheses(text)),
            Region::BareComment(side) => self.settle_comment(side, text),
            Region::Bytes(sign) => self.page.byte_change = byte_change(text, sign),
        }
    }

    fn settle_comment(&mut self, side: Side, text: &str) {
        let is_told = !text.is_empty() && !messages::is_empty_summary(text);
        self.page.revisions.get_mut(side).comment = is_told.then(|| text.to_owned().into());
    }

    fn settle_title(&mut self, text: &str) {
        if let Some(title) = messages::parse_title(text) {
            self.languages.push(title.languages);
            self.page.title = Some(title.text.to_owned().into());
        }
    }

    fn settle_label(&mut self, side: Side, text: &str) {
        if let Some(label) = messages::parse_revision_label(text) {
            self.languages.push(label.languages);
        }
        let revision: &mut Revision<'_> = self.page.revisions.get_mut(side);
        revision.label = (!text.is_empty()).then(|| text.to_owned().into());
    }
}

impl Region {
    /// Makes the region of a summary without parentheses.
    const fn bare(self) -> Self {
        match self {
            Self::Comment(side) => Self::BareComment(side),
            other => other,
        }
    }
}

/// Returns true if the element holds a summary without parentheses: on mobile pages, and on all since MediaWiki 1.43.
fn is_bare(tag: &Tag) -> bool {
    tag.has_class("comment--without-parentheses") || tag.has_class("mw-mf-diff-comment")
}

/// The part of the page that begins with a tag.
fn region(tag: &Tag) -> Option<Region> {
    match tag.get(Attribute::Id) {
        Some("firstHeading") => Some(Region::Title),
        Some("mw-diff-otitle1") => Some(Region::Label(Side::Old)),
        Some("mw-diff-otitle2") => Some(Region::User(Side::Old)),
        Some("mw-diff-otitle3") => Some(Region::Comment(Side::Old)),
        Some("mw-diff-ntitle1") => Some(Region::Label(Side::New)),
        Some("mw-diff-ntitle2") => Some(Region::User(Side::New)),
        Some("mw-diff-ntitle3") => Some(Region::Comment(Side::New)),
        _ => mobile_region(tag),
    }
}

/// The part of a mobile page that begins with a tag.
fn mobile_region(tag: &Tag) -> Option<Region> {
    tag.classes().find_map(|class| match class {
        "mw-mf-diff-info__link-latest" => Some(Region::MobileTitle),
        "mw-mf-diff-info__link-revision" => Some(Region::Label(Side::New)),
        "mw-mf-diff-comment" => Some(Region::Comment(Side::New)),
        "mw-mf-bytesadded" => Some(Region::Bytes(1)),
        "mw-mf-bytesremoved" => Some(Region::Bytes(-1)),
        "mw-mf-bytesneutral" => Some(Region::Bytes(0)),
        _ => None,
    })
}

/// Returns true if the element holds the text of its region.
fn is_leaf(region: Region, tag: &Tag) -> bool {
    match region {
        Region::Title | Region::Bytes(_) => true,
        Region::MobileTitle | Region::Label(_) => tag.name == "a",
        Region::User(_) => tag.has_class("mw-userlink"),
        Region::Comment(_) | Region::BareComment(_) => {
            let is_told = tag.has_class("comment") && !tag.has_class("mw-comment-none");
            is_told || tag.has_class("mw-mf-diff-comment")
        }
    }
}

/// The number of the revision that an address leads to.
fn revision_number(address: &str) -> Option<u64> {
    let (_, query) = address.split_once('?')?;
    query.split('&').find_map(|part| part.strip_prefix("oldid="))?.parse().ok()
}

/// A summary as it was written: up to MediaWiki 1.42 it stands in parentheses.
fn without_parentheses(comment: &str) -> &str {
    let inner = comment.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    inner.unwrap_or(comment).trim()
}

/// The byte change: by its words, or by the sign of its colour.
fn byte_change(text: &str, sign: i64) -> Option<ByteChange> {
    if let Some(line) = messages::parse_byte_change(text) {
        return Some(line.change);
    }
    let at = text.find(digits::is_digit)?;
    let (number, _) = digits::parse_number(&text[at..])?;
    Some(ByteChange::Signed(sign * i64::try_from(number).ok()?))
}

/// The byte change in `data-bytes`: a number without a sign is a change whose direction is not stated.
fn recorded_byte_change(number: &str) -> Option<ByteChange> {
    if number.starts_with(['+', '-']) {
        return number.parse().ok().map(ByteChange::Signed);
    }
    number.parse().ok().map(ByteChange::Unsigned)
}
