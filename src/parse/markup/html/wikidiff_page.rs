//! The page that this program writes (`--format html`): its table is MediaWiki's, and what that has no place for stands
//! in attributes, so that the diff is read as it was written.
//!
//! Where anything is not as it was written, say after somebody edited the page, nothing is read here, and the table is
//! read like any other.

use serde::Deserialize;

use super::events::{Attribute, Event, Own, Tag, walk};
use crate::model::{ByteChange, Known, Page, Proof, Revision, Shape, Side, Sides};
use crate::parse::markup::sheet_builder::Draft;
use crate::parse::sheet::{Cell, Marker, Rendered, RowClaim, Sheet};

/// The version of the facts that is read here.
const VERSION: u8 = 1;

/// Reads the diffs of a page that this program wrote; nothing where it is another page, or was altered.
pub(crate) fn sheets(html: &str) -> Option<Vec<Sheet<'static>>> {
    if !html.contains("data-wikidiff=") {
        return None;
    }
    let mut reader = Reader { is_sound: true, ..Reader::default() };
    walk(html, |event, line| reader.take(event, line));
    let is_whole = reader.is_sound && reader.open.is_none() && !reader.found.is_empty();
    is_whole.then_some(reader.found)
}

/// The page is not as it was written.
#[derive(Debug)]
struct Altered;

/// What an article says in `data-wikidiff`.
#[derive(Debug, Deserialize)]
struct Facts {
    version: u8,
    title: Option<String>,
    old: Told,
    new: Told,
    stated: Option<Stated>,
    computed: i64,
    proof: String,
    wiki: Option<String>,
}

/// What is said of a revision.
#[derive(Debug, Deserialize)]
struct Told {
    label: Option<String>,
    revision: Option<u64>,
    timestamp: Option<String>,
    user: Option<String>,
    comment: Option<String>,
}

/// The byte change that the page stated.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Stated {
    Signed(i64),
    Unsigned(u64),
}

#[derive(Debug, Default)]
struct Reader {
    open: Option<Article>,
    found: Vec<Sheet<'static>>,
    /// Whether all was as it is written.
    is_sound: bool,
}

/// A diff that is being read.
#[derive(Debug)]
struct Article {
    facts: Facts,
    proof: Proof,
    first_line: u32,
    draft: Draft,
    /// How many rows were read.
    rows: usize,
    guessed: Vec<usize>,
    /// The heading over each hunk.
    headings: Vec<Option<String>>,
    row: Option<Row>,
}

/// A row that is being read.
#[derive(Debug)]
struct Row {
    kind: String,
    moved: u32,
    is_guessed: bool,
    line: u32,
    /// Its lines, old before new.
    texts: Vec<String>,
    place: Where,
}

/// Where in a row we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    /// Between texts.
    Outside,
    /// In the text of a line.
    Text,
    /// In the name of a character.
    Name,
}

impl Reader {
    fn take(&mut self, event: &Event<'_>, line: u32) {
        match event {
            Event::Open(tag) if tag.name == "article" => self.begin(tag, line),
            Event::Close("article") => self.end(),
            event => {
                let is_sound = self.open.as_mut().is_none_or(|article| article.take(event, line).is_ok());
                self.is_sound &= is_sound;
            }
        }
    }

    fn begin(&mut self, tag: &Tag, line: u32) {
        let facts = own(tag, Own::Facts).and_then(|json| serde_json::from_str::<Facts>(json).ok());
        let article = facts.and_then(|facts| Article::of(facts, line));
        self.is_sound &= article.is_some() && self.open.is_none();
        self.open = article;
    }

    fn end(&mut self) {
        match self.open.take() {
            Some(article) if article.row.is_none() => self.found.push(article.sheet()),
            _ => self.is_sound = false,
        }
    }
}

impl Article {
    fn of(facts: Facts, first_line: u32) -> Option<Self> {
        let proofs = [Proof::Stated, Proof::Checked, Proof::Inferred];
        let proof = proofs.into_iter().find(|proof| proof.name() == facts.proof)?;
        let (draft, guessed, headings) = (Draft::default(), Vec::new(), Vec::new());
        (facts.version == VERSION).then_some(Self {
            facts,
            proof,
            first_line,
            draft,
            rows: 0,
            guessed,
            headings,
            row: None,
        })
    }

    /// Takes the next event.
    fn take(&mut self, event: &Event<'_>, line: u32) -> Result<(), Altered> {
        match (event, &mut self.row) {
            (Event::Open(tag), None) => self.open(tag, line),
            (Event::Open(tag), Some(row)) => row.open(tag),
            (Event::Close("tr"), Some(_)) => self.end_row(),
            (Event::Close(name), Some(row)) => row.close(name),
            (Event::Text(text), Some(row)) => row.push(text),
            _ => Ok(()),
        }
    }

    fn open(&mut self, tag: &Tag, line: u32) -> Result<(), Altered> {
        match tag.name.as_str() {
            "tbody" => {
                self.draft.start(start(tag)?);
                let heading = own(tag, Own::Section).map(serde_json::from_str::<String>);
                self.headings.push(heading.transpose().map_err(|_| Altered)?);
            }
            "tr" => {
                let Some(kind) = own(tag, Own::HtmlRowKind) else { return Ok(()) };
                let moved = own(tag, Own::Move).map_or(Ok(0), number)?;
                let is_guessed = own(tag, Own::Guessed).is_some();
                let (kind, texts, place) = (kind.to_owned(), Vec::new(), Where::Outside);
                self.row = Some(Row { kind, moved, is_guessed, line, texts, place });
            }
            _ => {}
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Altered> {
        let row = self.row.take().ok_or(Altered)?;
        if row.is_guessed {
            self.guessed.push(self.rows);
        }
        self.rows += 1;
        row.cells().ok_or(Altered)?.into_iter().for_each(|cell| self.draft.push(cell));
        Ok(())
    }

    fn sheet(self) -> Sheet<'static> {
        let Facts { title, old, new, stated, computed, wiki, .. } = self.facts;
        let byte_change = stated.map(|stated| match stated {
            Stated::Signed(bytes) => ByteChange::Signed(bytes),
            Stated::Unsigned(bytes) => ByteChange::Unsigned(bytes),
        });
        let revisions = Sides::new(old, new).map(Told::revision);
        let (title, wiki) = (title.map(Into::into), wiki.map(Into::into));
        let page = Page { title, revisions, byte_change, language: None, wiki };
        let known = Known {
            proof: self.proof,
            bytes_computed: computed,
            guessed: self.guessed,
            headings: self.headings,
        };
        let mut draft = self.draft;
        draft.note("this program wrote the page: its reading, and how sure it was, is taken from there");
        Sheet { known: Some(known), ..draft.finish(Shape::Html, self.first_line, page) }
    }
}

impl Told {
    fn revision(self) -> Revision<'static> {
        Revision {
            label: self.label.map(Into::into),
            id: self.revision,
            timestamp: self.timestamp.map(Into::into),
            user: self.user.map(Into::into),
            comment: self.comment.map(Into::into),
        }
    }
}

impl Row {
    fn open(&mut self, tag: &Tag) -> Result<(), Altered> {
        match (tag.name.as_str(), self.place) {
            ("div", Where::Outside) => {
                self.texts.push(String::new());
                self.place = Where::Text;
            }
            ("div" | "tr", _) => return Err(Altered),
            ("span", Where::Text) => {
                let Some(code) = own(tag, Own::Code) else { return Ok(()) };
                let character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                self.texts.last_mut().ok_or(Altered)?.push(character.ok_or(Altered)?);
                self.place = Where::Name;
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Altered> {
        self.place = match (name, self.place) {
            ("div", Where::Text) => Where::Outside,
            ("span", Where::Name) => Where::Text,
            ("div", _) => return Err(Altered),
            (_, place) => place,
        };
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), Altered> {
        if self.place == Where::Text {
            self.texts.last_mut().ok_or(Altered)?.push_str(text);
        }
        Ok(())
    }

    /// The cells of the row; nothing where it has not the lines of its kind.
    fn cells(self) -> Option<Vec<Cell<'static>>> {
        let linked = Marker::Linked(self.moved);
        let markers: &[(Side, Marker)] = match self.kind.as_str() {
            "context" => &[(Side::Old, Marker::Context), (Side::New, Marker::Context)],
            "changed" => &[(Side::Old, Marker::Removed), (Side::New, Marker::Added)],
            "removed" => &[(Side::Old, Marker::Removed)],
            "added" => &[(Side::New, Marker::Added)],
            "moved_from" => &[(Side::Old, linked)],
            "moved_to" => &[(Side::New, linked)],
            _ => return None,
        };
        let claims = [RowClaim::First, RowClaim::Second];
        let cell = |((text, (side, marker)), claim): ((String, &(Side, Marker)), RowClaim)| Cell {
            text: text.into(),
            line: self.line,
            side: Some(*side),
            marker: Some(*marker),
            claim,
            rendered: Rendered::Unknown,
        };
        let is_whole = self.texts.len() == markers.len();
        is_whole.then(|| self.texts.into_iter().zip(markers).zip(claims).map(cell).collect())
    }
}

/// The first lines of a hunk: both numbers, or neither.
fn start(tag: &Tag) -> Result<Option<Sides<u32>>, Altered> {
    match (own(tag, Own::Old), own(tag, Own::New)) {
        (None, None) => Ok(None),
        (Some(old), Some(new)) => Ok(Some(Sides::new(number(old)?, number(new)?))),
        _ => Err(Altered),
    }
}

fn number(text: &str) -> Result<u32, Altered> {
    text.parse().map_err(|_| Altered)
}

fn own(tag: &Tag, attribute: Own) -> Option<&str> {
    tag.get(Attribute::Own(attribute))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<main><article class=\"wikidiff\" data-wikidiff=\"{&quot;version&quot;:1,&quot;title&quot;:&quot;A&quot;,\
        &quot;old&quot;:{&quot;label&quot;:null,&quot;revision&quot;:7,&quot;timestamp&quot;:null,&quot;user&quot;:null,&quot;comment&quot;:null},\
        &quot;new&quot;:{&quot;label&quot;:null,&quot;revision&quot;:null,&quot;timestamp&quot;:null,&quot;user&quot;:null,&quot;comment&quot;:null},\
        &quot;stated&quot;:{&quot;unsigned&quot;:4},&quot;computed&quot;:3,&quot;proof&quot;:&quot;checked&quot;}\">\
        <table class=\"sides diff\"><tbody data-old=\"20\" data-new=\"21\"><tr><td class=\"diff-lineno\">Line 20:</td></tr>\
        <tr data-kind=\"added\" data-guessed><td></td><td class=\"diff-marker\"></td><td class=\"diff-addedline\">\
        <div><ins>a</ins><span class=\"unseen\" data-code=\"202E\">&lt;U+202E RLO&gt;</span></div></td></tr>\
        </tbody></table></article></main>";

    #[test]
    fn what_was_written_is_read() {
        let sheets = sheets(PAGE).unwrap();
        let [sheet] = &sheets[..] else { panic!("{sheets:?}") };
        let known =
            Known { proof: Proof::Checked, bytes_computed: 3, guessed: vec![0], headings: vec![None] };
        assert_eq!(sheet.known, Some(known));
        assert_eq!(sheet.page.title.as_deref(), Some("A"));
        assert_eq!(sheet.page.revisions.old.id, Some(7));
        assert_eq!(sheet.page.byte_change, Some(ByteChange::Unsigned(4)));
        assert_eq!(sheet.sections[0].start, Some(Sides::new(20, 21)));
        assert_eq!(sheet.sections[0].cells[0].text, "a\u{202e}");
    }

    #[test]
    fn a_page_that_was_altered_is_left_to_others() {
        #[track_caller]
        fn case(from: &str, to: &str) {
            assert!(PAGE.contains(from), "{from}");
            assert_eq!(sheets(&PAGE.replace(from, to)), None);
        }
        case("&quot;version&quot;:1", "&quot;version&quot;:2");
        case("checked", "certain");
        case("data-kind=\"added\"", "data-kind=\"changed\"");
        case("202E\"", "XYZ\"");
        case(" data-old=\"20\"", "");
        case("</article>", "");
        case("data-wikidiff=", "data-other=");
    }
}
