//! Facts about the page and its two revisions, from the markup around the table.
//!
//! Desktop pages have `div#mw-diff-otitle1` to `3` and `5`, and `ntitle1` to `3` and `5`
//! (`DifferenceEngine::showDiffPage`), for label, user, summary and tags; mobile pages `.mw-mf-diff-info` (MobileFrontend's `SpecialMobileDiff`) with the byte change.

use std::borrow::Cow;

use super::events::{Attribute, Tag};
use super::open_element::OpenElement;
use crate::model::{ByteChange, Comparison, Page, Proof, Revision, Side, Sides};
use crate::parse::page::messages::Languages;
use crate::parse::page::{digits, line_number, messages, wiki_url};

/// Maximum length of a fact in bytes. A summary has at most 1,000 characters, which in Thai take 3,000 bytes.
const MAX_FACT_LEN: usize = 4096;

/// Maximum number of headers that the language is detected from. All headers of a page are in one language.
const MAX_LANGUAGE_CLUES: usize = 8;

/// The facts so far.
#[derive(Debug, Default)]
pub(crate) struct PageFacts {
    page: Page<'static>,
    languages: Vec<Languages>,
    region: Option<(Region, OpenElement)>,
    capture: Option<TextCapture>,
    /// The page that the label of a revision links to: the title, for a copy without a heading.
    linked_title: Option<String>,
    /// True for a mobile page.
    pub(crate) is_mobile: bool,
    /// The certainty that a table of `--format html` records.
    pub(crate) proof: Option<Proof>,
    /// The probability that such a table records, in percent.
    pub(crate) confidence: Option<u8>,
    /// The extent of the comparison that such a table records.
    pub(crate) comparison: Comparison,
}

/// Parts of a page that hold facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    Title,
    Label(Side),
    User(Side),
    Comment(Side),
    /// A summary that the page shows without parentheses.
    BareComment(Side),
    /// The change tags of a revision, an element each.
    Tags(Side),
    /// The title on a mobile page.
    MobileTitle,
    /// The byte change; the colour of the element gives the sign.
    Bytes(i64),
}

/// The text of a fact, up to the end of its element.
#[derive(Debug)]
struct TextCapture {
    region: Region,
    element: OpenElement,
    text: String,
}

/// Kinds of a page that compares a single revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoneRevision {
    /// The first revision of a page: there is nothing before it.
    First,
    /// One revision on both sides, as with `diff=next` after the latest edit.
    Same,
}

impl LoneRevision {
    /// The message about the page.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::First => {
                "this is the first revision, which the wiki compares with nothing; pass its address to see all lines as added"
            }
            Self::Same => {
                "both sides are the same revision: there is no later edit; copy the diff of an earlier one"
            }
        }
    }
}

impl PageFacts {
    /// Reads a start tag.
    pub(crate) fn open(&mut self, tag: &Tag) {
        if let Some((_, element)) = &mut self.region {
            element.open(&tag.name);
        }
        if self.proof.is_some() {
            self.read_recorded_revision(tag);
        }
        if tag.name == "link" {
            self.read_head_link(tag);
        }
        if let Some(capture) = &mut self.capture {
            return capture.element.open(&tag.name);
        }
        if let Some(region) = find_region(tag) {
            self.is_mobile |= region == Region::MobileTitle;
            self.region = Some((region, OpenElement::new(&tag.name)));
        }
        if tag.has_class("minoredit") {
            self.read_minor_letter();
        }
        let Some((region, _)) = self.region else { return };
        self.read_label_attributes(region, tag);
        if holds_text(region, tag) && !self.has_fact(region) {
            let region = if is_bare(tag) { region.without_parentheses() } else { region };
            let element = OpenElement::new(&tag.name);
            self.capture = Some(TextCapture { region, element, text: String::new() });
        }
    }

    /// Reads an end tag.
    pub(crate) fn close(&mut self, name: &str) {
        if let Some(capture) = self.capture.take_if(|capture| capture.element.close(name)) {
            self.set_fact(capture.region, capture.text.trim());
        }
        self.region.take_if(|(_, element)| element.close(name));
    }

    /// Reads text.
    pub(crate) fn push_text(&mut self, text: &str) {
        if let Some(capture) = &mut self.capture
            && capture.text.len() < MAX_FACT_LEN
        {
            capture.text.push_str(text);
        }
    }

    /// Detects the language of the page by the words of a hunk header.
    pub(crate) fn detect_language(&mut self, text: &str) {
        if self.languages.len() < MAX_LANGUAGE_CLUES
            && self.proof.is_none()
            && let Some(header) = line_number::parse_label(text)
        {
            self.languages.extend(line_number::languages(&header));
        }
    }

    /// Returns all facts.
    pub(crate) fn page(&self) -> Page<'static> {
        let page = self.page.clone();
        let title = page.title.or_else(|| self.linked_title.clone().map(Cow::Owned));
        Page { title, language: messages::likeliest_language(&self.languages), ..page }
    }

    /// Finds out if the page compares a single revision with nothing or with itself: its words say "no difference".
    pub(crate) fn find_lone_revision(&self) -> Option<LoneRevision> {
        let Sides { old, new } = &self.page.revisions;
        if old.id.is_some() && old.id == new.id {
            return Some(LoneRevision::Same);
        }
        (*old == Revision::default() && new.id.is_some()).then_some(LoneRevision::First)
    }

    /// Forgets the revisions at the start of another table. The title stays.
    pub(crate) fn forget_revisions(&mut self) {
        self.page.revisions = Sides::default();
        self.page.byte_change = None;
    }

    /// Reads the page facts of a table that `--format html` wrote. An unknown certainty counts as the lowest.
    pub(crate) fn read_recorded_page(&mut self, table: &Tag) {
        self.comparison = Comparison::Complete;
        let Some(name) = table.get(Attribute::Proof) else {
            self.proof = None;
            return;
        };
        if let Some(name) = table.get(Attribute::Comparison) {
            let known = Comparison::ALL.into_iter().find(|comparison| comparison.name() == name);
            self.comparison = known.unwrap_or(Comparison::Incomplete);
        }
        let proofs = [Proof::Stated, Proof::Checked];
        self.proof = Some(proofs.into_iter().find(|proof| proof.name() == name).unwrap_or(Proof::Inferred));
        self.confidence = table.get(Attribute::Confidence).and_then(|percent| percent.parse().ok());
        let fact = |attribute| table.get(attribute).map(|fact| Cow::Owned(fact.to_owned()));
        self.page = Page {
            title: fact(Attribute::PageTitle),
            byte_change: table.get(Attribute::Bytes).and_then(parse_recorded_byte_change),
            wiki: fact(Attribute::Wiki),
            ..Page::default()
        };
    }

    /// Reads the facts of a revision from the head of a table that `--format html` wrote.
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
            tags: tag.get(Attribute::Tags).map(parse_tags).unwrap_or_default(),
            size: tag.get(Attribute::Size).and_then(|size| size.parse().ok()),
            is_minor: tag.get(Attribute::Minor).is_some(),
            ..Revision::default()
        };
    }

    /// Reads the attributes inside the label of a revision.
    fn read_label_attributes(&mut self, region: Region, tag: &Tag) {
        let Region::Label(side) = region else { return };
        self.find_wiki(tag);
        let revision = self.page.revisions.get_mut(side);
        let number = tag.get(Attribute::Href).and_then(parse_revision_number);
        revision.id = revision.id.or(number);
        if number.is_some() && self.linked_title.is_none() {
            self.linked_title = tag.get(Attribute::Title).map(str::to_owned);
        }
        if let Some(timestamp) = tag.get(Attribute::Timestamp) {
            revision.timestamp = Some(timestamp.to_owned().into());
        }
    }

    /// Reads the letter of a minor edit: beside the summary, or above it on a mobile page.
    fn read_minor_letter(&mut self) {
        let side = match self.region {
            Some((Region::Comment(side) | Region::BareComment(side), _)) => side,
            None if self.is_mobile => Side::New,
            _ => return,
        };
        self.page.revisions.get_mut(side).is_minor = true;
    }

    /// Reads the wiki's address from a link in the page's head (`OutputPage::getHeadLinksArray`): the address of the API for
    /// editors, or the canonical address of the page.
    fn read_head_link(&mut self, tag: &Tag) {
        match tag.get(Attribute::Relation) {
            Some("EditURI") => self.find_wiki(tag),
            Some("canonical") if self.page.wiki.is_none() => {
                self.page.wiki = tag.get(Attribute::Href).and_then(wiki_url::from_page).map(Cow::Owned);
            }
            _ => {}
        }
    }

    /// Reads the wiki's address from a link to one of its scripts.
    fn find_wiki(&mut self, tag: &Tag) {
        if self.page.wiki.is_none() {
            self.page.wiki = tag.get(Attribute::Href).and_then(wiki_url::from_script).map(Cow::Owned);
        }
    }

    fn has_fact(&self, region: Region) -> bool {
        let revision = |side| self.page.revisions.get(side);
        match region {
            Region::Title | Region::MobileTitle => self.page.title.is_some(),
            Region::Label(side) => revision(side).label.is_some(),
            Region::User(side) => revision(side).user.is_some(),
            Region::Comment(side) | Region::BareComment(side) => revision(side).comment.is_some(),
            Region::Bytes(_) => self.page.byte_change.is_some(),
            Region::Tags(_) => false,
        }
    }

    fn set_fact(&mut self, region: Region, text: &str) {
        let fact = || (!text.is_empty()).then(|| Cow::Owned(text.to_owned()));
        let revisions = &mut self.page.revisions;
        match region {
            Region::Title => self.set_title(text),
            Region::MobileTitle => self.page.title = fact(),
            Region::Label(side) => self.set_label(side, text),
            Region::User(side) => revisions.get_mut(side).user = fact(),
            Region::Tags(side) => revisions.get_mut(side).tags.extend(fact()),
            Region::Comment(side) => self.set_comment(side, strip_parentheses(text)),
            Region::BareComment(side) => self.set_comment(side, text),
            Region::Bytes(sign) => self.page.byte_change = parse_byte_change(text, sign),
        }
    }

    fn set_comment(&mut self, side: Side, text: &str) {
        let has_summary = !text.is_empty() && !messages::is_empty_summary(text);
        self.page.revisions.get_mut(side).comment = has_summary.then(|| text.to_owned().into());
    }

    fn set_title(&mut self, text: &str) {
        if let Some(title) = messages::parse_title(text) {
            self.languages.push(title.languages);
            self.page.title = Some(title.text.to_owned().into());
        } else if let Some(title) = messages::parse_preview_title(text) {
            self.page.title = Some(title.to_owned().into());
        }
    }

    fn set_label(&mut self, side: Side, text: &str) {
        if let Some(label) = messages::parse_revision_label(text) {
            self.languages.push(label.languages);
        }
        let revision: &mut Revision<'_> = self.page.revisions.get_mut(side);
        revision.label = (!text.is_empty()).then(|| text.to_owned().into());
    }
}

impl Region {
    /// Turns the region of a summary into one whose text has no parentheses to strip.
    const fn without_parentheses(self) -> Self {
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

/// Finds the part of the page that begins with a tag.
fn find_region(tag: &Tag) -> Option<Region> {
    match tag.get(Attribute::Id) {
        Some("firstHeading") => Some(Region::Title),
        Some("mw-diff-otitle1") => Some(Region::Label(Side::Old)),
        Some("mw-diff-otitle2") => Some(Region::User(Side::Old)),
        Some("mw-diff-otitle3") => Some(Region::Comment(Side::Old)),
        Some("mw-diff-otitle5") => Some(Region::Tags(Side::Old)),
        Some("mw-diff-ntitle5") => Some(Region::Tags(Side::New)),
        Some("mw-diff-ntitle1") => Some(Region::Label(Side::New)),
        Some("mw-diff-ntitle2") => Some(Region::User(Side::New)),
        Some("mw-diff-ntitle3") => Some(Region::Comment(Side::New)),
        _ => find_mobile_region(tag),
    }
}

/// Finds the part of a mobile page that begins with a tag.
fn find_mobile_region(tag: &Tag) -> Option<Region> {
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
fn holds_text(region: Region, tag: &Tag) -> bool {
    match region {
        Region::Title | Region::Bytes(_) => true,
        Region::MobileTitle | Region::Label(_) => tag.name == "a",
        Region::User(_) => tag.has_class("mw-userlink"),
        Region::Tags(_) => tag.has_class("mw-tag-marker"),
        Region::Comment(_) | Region::BareComment(_) => {
            let is_summary = tag.has_class("comment") && !tag.has_class("mw-comment-none");
            is_summary || tag.has_class("mw-mf-diff-comment")
        }
    }
}

/// Parses the number of the revision in an address.
fn parse_revision_number(address: &str) -> Option<u64> {
    let (_, query) = address.split_once('?')?;
    query.split('&').find_map(|part| part.strip_prefix("oldid="))?.parse().ok()
}

/// Strips the parentheses that MediaWiki up to 1.42 puts around a summary.
fn strip_parentheses(comment: &str) -> &str {
    let inner = comment.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    inner.unwrap_or(comment).trim()
}

/// Parses a byte change. Its words give the sign, or else its colour.
fn parse_byte_change(text: &str, sign: i64) -> Option<ByteChange> {
    if let Some(line) = messages::parse_byte_change(text) {
        return Some(line.change);
    }
    let at = text.find(digits::is_digit)?;
    let (number, _) = digits::parse_number(&text[at..])?;
    Some(ByteChange::Signed(sign * i64::try_from(number).ok()?))
}

/// Parses the change tags that `--format html` wrote, a line each.
fn parse_tags(tags: &str) -> Vec<Cow<'static, str>> {
    tags.split('\n').map(|tag| Cow::Owned(tag.to_owned())).collect()
}

/// Parses `data-bytes`. A number without a sign has no stated direction.
fn parse_recorded_byte_change(number: &str) -> Option<ByteChange> {
    if number.starts_with(['+', '-']) {
        return number.parse().ok().map(ByteChange::Signed);
    }
    number.parse().ok().map(ByteChange::Unsigned)
}
