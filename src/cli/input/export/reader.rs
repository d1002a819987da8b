//! The pages of an export, piece by piece.

use std::io;
use std::rc::Rc;

use super::page::{PageHead, PagePairs, RevisionInFile};
use super::window::{Loaded, ReadSeek, TextWindow, count_lines};
use crate::parse::export::EditChoice;
use crate::parse::export::pieces::{
    DamagedLine, ExportPiece, ExportPlace, PieceKind, check_in_page, find_piece, read_between_pages,
    read_revision_key,
};

/// A reader of pages.
pub(super) struct PageReader<F> {
    pub(super) window: TextWindow<F>,
    /// The address of the wiki.
    wiki: Option<Rc<str>>,
    state: FileState,
}

/// The state of the file behind the last page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileState {
    BeforeFirstPage,
    BetweenPages,
    Whole,
    /// The file breaks off or is damaged in this line.
    CutOff(u32),
}

impl<F: ReadSeek> PageReader<F> {
    pub(super) const fn new(window: TextWindow<F>) -> Self {
        Self { window, wiki: None, state: FileState::BeforeFirstPage }
    }

    /// The line where the file breaks off or is damaged, if the reader has come there.
    pub(super) const fn cut_off(&self) -> Option<u32> {
        match self.state {
            FileState::CutOff(line) => Some(line),
            _ => None,
        }
    }

    /// Reads the next page, as far as the file has it.
    pub(super) fn next_page(&mut self, choice: &EditChoice) -> io::Result<Option<PagePairs>> {
        if matches!(self.state, FileState::Whole | FileState::CutOff(_)) || !self.find_page()? {
            return Ok(None);
        }
        let mut head = PageHead { text: String::new(), wiki: self.wiki.clone() };
        let mut revisions = Vec::new();
        while let Some(piece) = self.find_piece(ExportPlace::InPage)? {
            let (offset, line) = (self.window.offset(), self.window.line());
            let text = &self.window.text()?[..piece.end];
            let before = &text[..piece.start];
            let checked = match piece.kind {
                PieceKind::Revision => read_revision_key(text, choice).and_then(|key| {
                    if revisions.is_empty() {
                        before.clone_into(&mut head.text);
                    }
                    let line = line.saturating_add(count_lines(before.as_bytes()));
                    let length = u32::try_from(piece.end - piece.start).map_err(|_| DamagedLine(1))?;
                    revisions.push(RevisionInFile { offset: offset + piece.start as u64, length, line, key });
                    Ok(())
                }),
                PieceKind::PageEnd | PieceKind::PageStart => check_in_page(before),
                PieceKind::FileEnd => check_in_page(text),
            };
            if let Err(damage) = checked {
                self.cut_off_at(damage);
                break;
            }
            self.window.pass(piece.end);
            if piece.kind != PieceKind::Revision {
                break;
            }
        }
        Ok(Some(PagePairs::new(head, revisions)))
    }

    /// Goes to the next page. Returns false at the end of the file.
    fn find_page(&mut self) -> io::Result<bool> {
        let Some(piece) = self.find_piece(ExportPlace::BetweenPages)? else { return Ok(false) };
        let read = read_between_pages(&self.window.text()?[..piece.start]);
        match read {
            Ok(wiki) if self.state == FileState::BeforeFirstPage => self.wiki = wiki.map(Into::into),
            Ok(_) => {}
            Err(damage) => {
                self.cut_off_at(damage);
                return Ok(false);
            }
        }
        self.window.pass(piece.end);
        let is_page = piece.kind == PieceKind::PageStart;
        self.state = if is_page { FileState::BetweenPages } else { FileState::Whole };
        Ok(is_page)
    }

    /// Finds the next piece, and loads it. At the end of the file, the file is cut off.
    fn find_piece(&mut self, place: ExportPlace) -> io::Result<Option<ExportPiece>> {
        loop {
            if let Some(piece) = find_piece(self.window.text()?, place) {
                return Ok(Some(piece));
            }
            if self.window.load()? == Loaded::Nothing {
                let rest = self.window.text()?;
                let end = DamagedLine(count_lines(rest.as_bytes()).saturating_add(1));
                let damage = match place {
                    ExportPlace::InPage => check_in_page(rest).err(),
                    ExportPlace::BetweenPages => read_between_pages(rest).err(),
                };
                self.cut_off_at(damage.unwrap_or(end));
                return Ok(None);
            }
        }
    }

    /// Ends the file at a line of the window.
    const fn cut_off_at(&mut self, damage: DamagedLine) {
        self.state = FileState::CutOff(self.window.line().saturating_add(damage.0).saturating_sub(1));
    }
}
