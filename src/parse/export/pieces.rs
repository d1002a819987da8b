//! Pieces of an export, for a reader that holds only a part of the file.
//!
//! ```text
//! <mediawiki>…<page>     ┐ start of a page
//!   <title>…</title>     ┐
//!   <revision>…</revision> revision, with the elements before it
//!   <revision>…</revision>
//! </page>                ┐ end of a page
//! </mediawiki>           ┐ end
//! ```
//!
//! The pieces are the file, without gaps. Each is parsed, so that damage is found wherever it is.

use super::EditChoice;
use super::history::{parse_between_pages, parse_in_page, unescape_text};
use crate::parse::page::wiki_url;

/// The place of a reader in an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExportPlace {
    BetweenPages,
    InPage,
}

/// A piece of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExportPiece {
    pub(crate) kind: PieceKind,
    /// The number of bytes before the tag or the element at the end of the piece.
    pub(crate) start: usize,
    /// The number of bytes of the piece.
    pub(crate) end: usize,
}

/// The tag or the element at the end of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceKind {
    PageStart,
    Revision,
    PageEnd,
    /// The end of the root element.
    FileEnd,
}

/// Finds the piece at the start of a text. Returns `None` if the text ends before it.
pub(crate) fn find_piece(text: &str, place: ExportPlace) -> Option<ExportPiece> {
    let mut at = 0;
    // The start of the open revision.
    let mut revision = None;
    loop {
        let start = at + memchr::memchr(b'<', &text.as_bytes()[at..])?;
        let end = start + markup_length(&text[start..])?;
        at = end;
        let tag = &text[start..end];
        let (kind, start) = match (place, tag_name(tag), revision) {
            (ExportPlace::InPage, "/revision", Some(start)) => (PieceKind::Revision, start),
            (ExportPlace::InPage, "revision", None) if !tag.ends_with("/>") => {
                revision = Some(start);
                continue;
            }
            (ExportPlace::InPage, "/page", None) => (PieceKind::PageEnd, start),
            (ExportPlace::BetweenPages, "page", None) if !tag.ends_with("/>") => {
                (PieceKind::PageStart, start)
            }
            (_, "/mediawiki", None) => (PieceKind::FileEnd, start),
            _ => continue,
        };
        return Some(ExportPiece { kind, start, end });
    }
}

/// Returns the length of a tag, a comment, a declaration or literal text at the start of a text that begins with `<`.
fn markup_length(text: &str) -> Option<usize> {
    for (start, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("</", ">")] {
        if let Some(inside) = text.strip_prefix(start) {
            return Some(start.len() + inside.find(end)? + end.len());
        }
    }
    // The value of an attribute may have a `>`.
    let mut quote = None;
    let end = text.bytes().position(|byte| match (quote, byte) {
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (None, b'>') => true,
        (Some(open), close) if open == close => {
            quote = None;
            false
        }
        _ => false,
    });
    end.map(|end| end + 1)
}

/// Returns the name of a tag, with the `/` of an end tag.
fn tag_name(tag: &str) -> &str {
    let name = tag.strip_prefix('<').and_then(|tag| tag.strip_suffix('>')).unwrap_or_default();
    name.split(|character: char| character.is_ascii_whitespace()).next().unwrap_or_default()
}

/// The line of a piece in which it is damaged; 1-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DamagedLine(pub(crate) u32);

/// The facts of a revision by which edits are put in order and chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RevisionKey {
    pub(crate) time: TimeKey,
    pub(crate) text: TextState,
    /// True if the revision is of the chosen time and user.
    pub(crate) is_chosen: bool,
}

/// The start of a time as it is in a file, without allocation. Times of one form are in the order of their texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TimeKey([u8; TIME_BYTES]);

/// The number of bytes of a time: `2024-05-01T10:00:00Z`.
const TIME_BYTES: usize = 20;

impl TimeKey {
    fn new(time: &str) -> Self {
        let mut key = [0; TIME_BYTES];
        key.iter_mut().zip(time.bytes()).for_each(|(place, byte)| *place = byte);
        Self(key)
    }
}

/// The state of the text of a revision in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextState {
    Present,
    /// Deleted, or not in the file.
    Missing,
}

/// Reads the revision at the end of a piece.
pub(crate) fn read_revision_key(piece: &str, choice: &EditChoice) -> Result<RevisionKey, DamagedLine> {
    let export = parse_in_page(piece);
    let revisions = export.pages.first().map_or(&[][..], |page| &page.revisions);
    match (export.cut_off, revisions) {
        (None, [revision]) => Ok(RevisionKey {
            time: TimeKey::new(revision.timestamp.unwrap_or_default()),
            text: if revision.text.is_some() { TextState::Present } else { TextState::Missing },
            is_chosen: choice.contains(revision),
        }),
        (line, _) => Err(DamagedLine(line.unwrap_or(1))),
    }
}

/// Checks the text of a page without a revision.
pub(crate) fn check_in_page(text: &str) -> Result<(), DamagedLine> {
    parse_in_page(text).cut_off.map_or(Ok(()), |line| Err(DamagedLine(line)))
}

/// Reads the text before a page. Returns the address of the wiki, if it is there.
pub(crate) fn read_between_pages(text: &str) -> Result<Option<String>, DamagedLine> {
    let export = parse_between_pages(text);
    match export.cut_off {
        Some(line) => Err(DamagedLine(line)),
        None => Ok(export.base.and_then(|base| wiki_url::from_main_page(&unescape_text(base)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, place: ExportPlace, expected: Option<(PieceKind, &str, &str)>) {
        let found = find_piece(text, place);
        let found = found.map(|piece| (piece.kind, &text[..piece.start], &text[piece.start..piece.end]));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn finds_the_pieces_of_a_file() {
        use ExportPlace::{BetweenPages, InPage};
        use PieceKind::{FileEnd, PageEnd, PageStart, Revision};

        case("<mediawiki a='>'><page>x", BetweenPages, Some((PageStart, "<mediawiki a='>'>", "<page>")));
        case(
            "<pages/><page/> </mediawiki>\n",
            BetweenPages,
            Some((FileEnd, "<pages/><page/> ", "</mediawiki>")),
        );
        case("<!-- <page> --> <page", BetweenPages, None);
        case(
            "<title>T</title><revision><text>a</text></revision>",
            InPage,
            Some((Revision, "<title>T</title>", "<revision><text>a</text></revision>")),
        );
        case("\n</page>\n", InPage, Some((PageEnd, "\n", "</page>")));
        case("<revision><text>a</text></revisio", InPage, None);
        let literal = "<revision><text><![CDATA[</revision>]]></text><!-- </revision> --></revision >";
        case(literal, InPage, Some((Revision, "", literal)));
        case("<revision><text><![CDATA[</revision>", InPage, None);
    }

    #[test]
    fn every_start_of_a_piece_is_incomplete() {
        let text = "<a b=\"</page>\"/><!-- x --><revision><text><![CDATA[y]]></text></revision>";
        for end in 0..text.len() {
            assert_eq!(find_piece(&text[..end], ExportPlace::InPage), None, "{end}");
        }
    }
}
