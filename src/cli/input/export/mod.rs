//! The edits of a large export, which is never in memory as a whole.
//!
//! ```text
//! file ──window──▶ piece by piece ──▶ places of the revisions of a page ──▶ pairs ──▶ texts of one pair
//!                                            with a number of edits: the newest N pairs of all pages
//! ```
//!
//! Memory holds the text of one pair, and 40 bytes for each revision of one page, or for each pair of the newest N. The
//! edits are those of `parse::export`, which reads an export from memory.

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};
use std::io;

use crate::model::Sides;
use crate::parse::export::{CutOutPair, EditChoice, ExportEnding, ExportError};
use crate::parse::{Error, ErrorKind};
use page::{PagePairs, PairPlace};
use reader::PageReader;
use window::{ReadSeek, TextWindow};

pub(crate) mod open;
mod page;
mod reader;
pub(crate) mod window;

/// The chosen edits of an export.
pub(crate) struct ExportEdits<F> {
    reader: PageReader<F>,
    choice: EditChoice,
    /// The edits of the page in work, or the newest ones of all pages.
    pairs: Box<dyn Iterator<Item = PairPlace>>,
    /// The next edits. Of several, one is kept back, so that the last one is known.
    ahead: VecDeque<PairPlace>,
    /// The number of all pairs.
    all_pairs: u64,
    /// The number of chosen revisions outside all pairs.
    alone: usize,
}

/// The number of edits ahead that tells if there are several.
const AHEAD: usize = 2;

impl<F: ReadSeek> ExportEdits<F> {
    /// Reads the first edits. The inner error says why there are none.
    pub(crate) fn start(file: F, offset: u64, choice: &EditChoice) -> io::Result<Result<Self, Error>> {
        Self::start_with(TextWindow::new(file, offset), choice)
    }

    fn start_with(window: TextWindow<F>, choice: &EditChoice) -> io::Result<Result<Self, Error>> {
        let mut edits = Self {
            reader: PageReader::new(window),
            choice: choice.clone(),
            pairs: Box::new(std::iter::empty()),
            ahead: VecDeque::new(),
            all_pairs: 0,
            alone: 0,
        };
        if let Some(limit) = choice.limit {
            edits.pairs = Box::new(edits.find_newest(limit)?.into_iter());
        }
        edits.look_ahead()?;
        let failure = |line, error| Ok(Err(Error { line, kind: ErrorKind::Export(error) }));
        match (edits.ahead.is_empty(), edits.all_pairs, edits.reader.cut_off()) {
            (true, 0, line) => failure(line, ExportError::OneRevision),
            (true, _, Some(line)) => failure(Some(line), ExportError::CutOff),
            _ => Ok(Ok(edits)),
        }
    }

    /// The number of edits ahead: 0, 1, or several.
    pub(crate) fn count_ahead(&self) -> usize {
        self.ahead.len()
    }

    /// Reads the next edit.
    pub(crate) fn next_edit(&mut self) -> io::Result<Option<CutOutPair>> {
        self.look_ahead()?;
        let Some(place) = self.ahead.pop_front() else { return Ok(None) };
        let Sides { old, new } = place.revisions;
        let mut text = place.page.text.clone();
        for revision in [old, new] {
            self.reader.window.read_part(revision.offset, revision.length, &mut text)?;
        }
        let ending = ExportEnding { alone: self.alone, cut_off: self.reader.cut_off() };
        Ok(Some(CutOutPair {
            text,
            lines: place.revisions.map(|revision| revision.line),
            unseen: place.unseen,
            wiki: place.page.wiki.as_deref().map(str::to_owned),
            ending: self.ahead.is_empty().then_some(ending),
        }))
    }

    fn look_ahead(&mut self) -> io::Result<()> {
        while self.ahead.len() < AHEAD {
            match self.pairs.next() {
                Some(pair) => self.ahead.push_back(pair),
                None => match self.next_page()? {
                    Some(pairs) => self.pairs = Box::new(pairs),
                    None => break,
                },
            }
        }
        Ok(())
    }

    fn next_page(&mut self) -> io::Result<Option<PagePairs>> {
        let Some(pairs) = self.reader.next_page(&self.choice)? else { return Ok(None) };
        let counts = pairs.counts();
        self.all_pairs += counts.pairs;
        self.alone += counts.alone;
        Ok(Some(pairs))
    }

    /// Finds the newest pairs of all pages, the newest first. Of two in one second, the later one in the file is newer.
    fn find_newest(&mut self, limit: usize) -> io::Result<Vec<PairPlace>> {
        let mut newest = BTreeMap::new();
        let mut number = 0_u64;
        while let Some(pairs) = self.next_page()? {
            for pair in pairs {
                number += 1;
                newest.insert(Reverse((pair.revisions.new.key.time, number)), pair);
                if newest.len() > limit {
                    newest.pop_last();
                }
            }
        }
        Ok(newest.into_values().collect())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::model::{Diff, Line};
    use crate::options::Options;

    /// The diffs of an export that is read in parts, or the reason why there are none.
    fn read_in_parts(text: &str, choice: &EditChoice, load_bytes: usize) -> Result<Vec<String>, Error> {
        let file = Cursor::new(text.as_bytes());
        let mut edits = ExportEdits::start_with(TextWindow::loading(file, 0, load_bytes), choice).unwrap()?;
        let mut found = Vec::new();
        while let Some(pair) = edits.next_edit().unwrap() {
            found.push(format!("{:#?}", crate::compare_cut_out(&pair, &Options::default()).unwrap()));
        }
        Ok(found)
    }

    /// The same of an export in memory.
    fn read_whole(text: &str, choice: &EditChoice) -> Result<Vec<String>, Error> {
        let diffs = crate::each(text, &Options::default(), choice)?;
        Ok(diffs.map(|diff: Diff<'_, Line<'_>>| format!("{diff:#?}")).collect())
    }

    /// A revision: its second, user, and text, of which `None` is missing.
    type TestRevision = (u32, &'static str, Option<String>);

    fn revision() -> impl Strategy<Value = TestRevision> {
        let text = prop::option::weighted(0.9, "[a-c\n]{0,12}(&lt;<!-- </revision> -->)?");
        (0..40_u32, prop::sample::select(vec!["Ann", "Bob"]), text)
    }

    fn export(pages: &[Vec<TestRevision>], line_end: &str) -> String {
        let mut xml =
            format!("<mediawiki a='>'>{line_end}<siteinfo><base>https://a.example/wiki/M</base></siteinfo>");
        for (number, page) in pages.iter().enumerate() {
            write!(xml, "<page>{line_end}<title>P{number} é</title>").unwrap();
            for (id, (second, user, text)) in page.iter().enumerate() {
                let text = text.as_ref().map_or_else(
                    || "<text bytes=\"9\" deleted=\"deleted\" />".to_owned(),
                    |text| format!("<text bytes=\"{}\">{text}</text>", text.len()),
                );
                write!(
                    xml,
                    "{line_end}<revision><id>{number}{id}</id><timestamp>2024-05-01T10:00:{second:02}Z</timestamp>\
                     <contributor><username>{user}</username></contributor>{text}</revision>"
                )
                .unwrap();
            }
            xml += "<upload><comment>x</comment></upload></page>";
        }
        xml + "</mediawiki>\n"
    }

    fn choice() -> impl Strategy<Value = EditChoice> {
        let time = |second: u32| format!("2024-05-01T10:00:{second:02}Z");
        let user = prop::sample::select(vec!["Ann", "Bob"]).prop_map(str::to_owned);
        let since = (0..40_u32).prop_map(time);
        (prop::option::of(1..6_usize), prop::option::of(since), prop::option::of(user))
            .prop_map(|(limit, since, user)| EditChoice { limit, since, until: None, user })
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn finds_the_edits_of_an_export_in_memory(
            pages in prop::collection::vec(prop::collection::vec(revision(), 0..8), 0..4),
            line_end in prop::sample::select(vec!["", "\n", "\r\n  "]),
            choice in choice(),
            load_bytes in 1..200_usize,
            cut in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let mut text = export(&pages, line_end);
            if let Some(part) = cut {
                let end = part.index(text.len());
                text.truncate((0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap());
            }
            prop_assume!(text.len() > 40);
            prop_assert_eq!(read_in_parts(&text, &choice, load_bytes), read_whole(&text, &choice));
        }

        #[test]
        fn tells_damage(
            revisions in prop::collection::vec(revision(), 1..4),
            at in any::<prop::sample::Index>(),
            damage in prop::sample::select(vec![
                "<", ">", "&", "<x>", "</x>", "\"", "<!--", "<page>", "</page>", "<revision>", "</revision>",
            ]),
        ) {
            let intact = export(&[revisions.clone(), revisions], "\n");
            let start = "<mediawiki a='>'>".len();
            let near = start + at.index(intact.len() - start);
            let place = (0..=near).rev().find(|end| intact.is_char_boundary(*end)).unwrap();
            let (before, behind) = intact.split_at(place);
            let text = format!("{before}{damage}{behind}");
            let choice = EditChoice::default();
            let (found, whole) = (read_in_parts(&text, &choice, 64), read_whole(&text, &choice));
            // The damage may be seen in another line than in memory.
            let tells_damage = match &found {
                Ok(found) => found.last().is_some_and(|last| last.contains("input_end: CutOff")),
                Err(error) => error.line.is_some(),
            };
            prop_assert!(found == whole || tells_damage, "{text}\n{found:?}\n{whole:?}");
        }
    }
}
