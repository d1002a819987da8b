//! `export`: files of `Special:Export` and of dumps, with whole revisions of pages.
//!
//! The file holds pages, not rows: `line_diff` compares their revisions. This module chooses the revisions to compare, and
//! reads the facts about them.

use std::borrow::Cow;

use super::page::wiki_url;
use crate::model::{ByteChange, InputEnd, Page, Revision, Sides, Warning, WarningCode};
use history::{Export, ExportRevision, History, Slots, unescape_text};

mod edit_choice;
mod error;
mod history;
mod pair;
pub(crate) mod pieces;

pub(crate) use edit_choice::EditChoice;
pub use error::ExportError;
pub(crate) use error::ExportFailure;
pub(crate) use pair::{CutOutPair, ExportEnding};

/// Two revisions to compare.
#[derive(Debug)]
pub(crate) struct RevisionTexts<'a> {
    /// Facts about the page and the two revisions.
    pub page: Page<'a>,
    /// The line of the file where the new revision begins; 1-based.
    pub first_line: u32,
    /// The lines of the file where the texts begin; 1-based.
    pub text_lines: Sides<u32>,
    /// The end of the file: later revisions may be missing.
    pub input_end: InputEnd,
    /// Warnings about the comparison.
    pub warnings: Vec<Warning>,
    /// Reason for comparing these two revisions.
    pub notes: Vec<String>,
    texts: Sides<&'a str>,
}

impl<'a> RevisionTexts<'a> {
    /// The wikitext of both revisions.
    #[must_use]
    pub(crate) fn texts(&self) -> Sides<Cow<'a, str>> {
        self.texts.map(unescape_text)
    }

    /// Warns, in the last comparison of a file, of what is not compared.
    fn end_file(&mut self, ending: ExportEnding) {
        self.warnings.extend((ending.alone > 0).then(|| not_compared_warning(ending.alone)));
        if let Some(line) = ending.cut_off {
            self.input_end = InputEnd::CutOff;
            self.warnings.push(cut_off_warning(line));
        }
    }
}

/// Returns true if the root element is that of an export file.
pub(crate) fn is_export(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(after) = strip_prolog(rest) {
        rest = after.trim_start();
    }
    let after = rest.strip_prefix("<mediawiki");
    after.is_some_and(|after| after.starts_with(|next: char| next == '>' || next.is_ascii_whitespace()))
}

/// Strips a declaration or a comment from the start of a text.
fn strip_prolog(text: &str) -> Option<&str> {
    let (_, after) = match text.strip_prefix("<?") {
        Some(declaration) => declaration.split_once("?>")?,
        None => text.strip_prefix("<!--")?.split_once("-->")?,
    };
    Some(after)
}

/// Chooses the comparisons: the wanted revisions, or else each chosen revision with the one before it. There may be none
/// if revisions were chosen and the file is whole.
pub(crate) fn find_comparisons<'a>(
    text: &'a str,
    wanted: Sides<Option<u64>>,
    choice: &EditChoice,
) -> Result<Comparisons<'a>, ExportFailure> {
    let export = history::parse_export(text);
    let (pairs, alone) = match wanted {
        Sides { old: None, new: None } => {
            let successive = pair_successive(&export);
            let has_edits = !successive.is_empty();
            let chosen = choice.apply(successive, &export);
            if has_edits && chosen.is_empty() {
                let failure =
                    export.cut_off.map(|line| ExportFailure { line: Some(line), error: ExportError::CutOff });
                return failure.map_or_else(|| Ok(Comparisons::new(export, chosen, 0)), Err);
            }
            (chosen, count_alone(&export, choice))
        }
        _ => (vec![pair_wanted(&export, wanted)?], 0),
    };
    if pairs.is_empty() {
        return Err(ExportFailure { line: export.cut_off, error: ExportError::OneRevision });
    }
    Ok(Comparisons::new(export, pairs, alone))
}

/// The comparisons of an export. Each is built when it is taken: of a long history, only one is in memory beside the
/// file.
#[derive(Debug)]
pub(crate) struct Comparisons<'a> {
    export: Export<'a>,
    wiki: Option<String>,
    pairs: std::vec::IntoIter<PairedRevisions>,
    /// Number of revisions outside all pairs. The last comparison warns of them.
    alone: usize,
}

impl<'a> Comparisons<'a> {
    fn new(export: Export<'a>, pairs: Vec<PairedRevisions>, alone: usize) -> Self {
        let wiki = export.base.and_then(|base| wiki_url::from_main_page(&unescape_text(base)));
        Self { export, wiki, pairs: pairs.into_iter(), alone }
    }
}

impl<'a> Iterator for Comparisons<'a> {
    type Item = RevisionTexts<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let pair = self.pairs.next()?;
        let mut comparison = pair.in_export(&self.export).to_pair(self.wiki.as_deref());
        if self.pairs.len() == 0 {
            comparison.end_file(ExportEnding { alone: self.alone, cut_off: self.export.cut_off });
        }
        Some(comparison)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.pairs.size_hint()
    }
}

impl ExactSizeIterator for Comparisons<'_> {}

/// Two revisions, by their places in an export.
#[derive(Clone, Copy, Debug)]
struct PairedRevisions {
    old: RevisionPlace,
    new: RevisionPlace,
    /// Number of revisions between the two without a text in the file.
    unseen: u32,
}

/// The place of a revision: the index of its page, and its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RevisionPlace {
    page: u32,
    revision: u32,
}

impl RevisionPlace {
    fn new(page: usize, revision: usize) -> Self {
        let index = |index| u32::try_from(index).unwrap_or(u32::MAX);
        Self { page: index(page), revision: index(revision) }
    }

    fn page<'e, 'a>(self, export: &'e Export<'a>) -> &'e History<'a> {
        &export.pages[self.page as usize]
    }

    fn revision<'e, 'a>(self, export: &'e Export<'a>) -> &'e ExportRevision<'a> {
        &self.page(export).revisions[self.revision as usize]
    }
}

impl PairedRevisions {
    fn in_export<'e, 'a>(self, export: &'e Export<'a>) -> ComparedRevisions<'e, 'a> {
        ComparedRevisions {
            old_page: self.old.page(export),
            page: self.new.page(export),
            revisions: Sides::new(self.old.revision(export), self.new.revision(export)),
            unseen: self.unseen as usize,
        }
    }
}

/// Two revisions and the page of the new one.
struct ComparedRevisions<'e, 'a> {
    /// The page of the old revision, which may be another page.
    old_page: &'e History<'a>,
    page: &'e History<'a>,
    revisions: Sides<&'e ExportRevision<'a>>,
    /// Number of revisions between the two without a text in the file.
    unseen: usize,
}

/// Pairs each revision of each page with the one before it.
fn pair_successive(export: &Export<'_>) -> Vec<PairedRevisions> {
    let mut pairs = Vec::new();
    for (number, page) in export.pages.iter().enumerate() {
        pairs.extend(find_with_text(page).windows(2).map(|pair| PairedRevisions {
            old: RevisionPlace::new(number, pair[0]),
            new: RevisionPlace::new(number, pair[1]),
            unseen: u32::try_from(pair[1] - pair[0] - 1).unwrap_or(u32::MAX),
        }));
    }
    pairs
}

/// Finds the indices of the revisions with a text.
fn find_with_text(page: &History<'_>) -> Vec<usize> {
    (0..page.revisions.len()).filter(|index| page.revisions[*index].text.is_some()).collect()
}

/// Counts the chosen revisions outside all pairs.
fn count_alone(export: &Export<'_>, choice: &EditChoice) -> usize {
    let counts = export.pages.iter().map(|page| {
        let all = 0..page.revisions.len();
        match find_with_text(page)[..] {
            [first, .., last] => choice.count(page, all.filter(|index| *index < first || last < *index)),
            _ => choice.count(page, all),
        }
    });
    counts.sum()
}

/// Pairs the wanted revisions. An old revision alone is compared with the latest, a new revision alone with the one before
/// it.
fn pair_wanted(export: &Export<'_>, wanted: Sides<Option<u64>>) -> Result<PairedRevisions, ExportFailure> {
    let new = match (wanted.new, wanted.old) {
        (Some(id), _) => find_revision(export, id)?,
        (None, Some(id)) => find_latest(export, find_revision(export, id)?)?,
        (None, None) => return Err(ExportError::OneRevision.into()),
    };
    let old = match wanted.old {
        Some(id) => find_revision(export, id)?,
        None => find_before(export, new)?,
    };
    let entries = [old, new].map(|place| place.revision(export));
    if let Some(entry) = entries.into_iter().find(|entry| entry.text.is_none()) {
        let error = ExportError::NoText { revision: entry.id.unwrap_or(0) };
        return Err(ExportFailure { line: Some(entry.line), error });
    }
    Ok(PairedRevisions { old, new, unseen: 0 })
}

fn find_revision(export: &Export<'_>, id: u64) -> Result<RevisionPlace, ExportFailure> {
    let all = || {
        export.pages.iter().enumerate().flat_map(|(page, history)| {
            let revisions = history.revisions.iter().enumerate();
            revisions.map(move |(revision, entry)| (RevisionPlace::new(page, revision), entry.id))
        })
    };
    all().find(|(_, found)| *found == Some(id)).map(|(place, _)| place).ok_or_else(|| {
        let there = all().filter_map(|(_, id)| id).collect();
        ExportError::NoSuchRevision { wanted: id, there }.into()
    })
}

/// Finds the latest revision of the page of another one.
fn find_latest(export: &Export<'_>, other: RevisionPlace) -> Result<RevisionPlace, ExportFailure> {
    let latest = find_with_text(other.page(export)).last().copied();
    latest.map_or_else(
        || Err(ExportError::OneRevision.into()),
        |latest| Ok(RevisionPlace::new(other.page as usize, latest)),
    )
}

fn find_before(export: &Export<'_>, new: RevisionPlace) -> Result<RevisionPlace, ExportFailure> {
    let with_text = find_with_text(new.page(export));
    let before = with_text.into_iter().rfind(|index| *index < new.revision as usize);
    before.map(|index| RevisionPlace::new(new.page as usize, index)).ok_or_else(|| ExportFailure {
        line: Some(new.revision(export).line),
        error: ExportError::NothingBefore,
    })
}

impl<'a> ComparedRevisions<'_, 'a> {
    fn to_pair(&self, wiki: Option<&str>) -> RevisionTexts<'a> {
        let Sides { old, new } = self.revisions;
        let bytes = self.revisions.map(|entry| entry.bytes.and_then(|bytes| i64::try_from(bytes).ok()));
        RevisionTexts {
            page: Page {
                title: self.page.title.map(unescape_text),
                revisions: self.labelled_revisions(),
                byte_change: bytes.old.zip(bytes.new).map(|(old, new)| ByteChange::Signed(new - old)),
                wiki: wiki.map(|wiki| wiki.to_owned().into()),
                ..Page::default()
            },
            first_line: new.line,
            text_lines: self.revisions.map(|entry| entry.text_line),
            input_end: InputEnd::Whole,
            warnings: self.warnings(),
            notes: vec![self.note()],
            texts: Sides::new(old.text.unwrap_or_default(), new.text.unwrap_or_default()),
        }
    }

    /// Returns the facts of both revisions, with the titles of the pages if they differ.
    fn labelled_revisions(&self) -> Sides<Revision<'a>> {
        let mut revisions = self.revisions.map(revision);
        if self.old_page.title != self.page.title {
            revisions.old.label = self.old_page.title.map(unescape_text);
            revisions.new.label = self.page.title.map(unescape_text);
        }
        revisions
    }

    fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn =
            |code, message: String| warnings.push(Warning::new(self.revisions.new.line, code, message));
        if self.old_page.title != self.page.title {
            let titles = Sides::new(self.old_page.title, self.page.title).map(Option::unwrap_or_default);
            let Sides { old, new } = titles.map(unescape_text);
            let message = format!("the two revisions are of different pages: \"{old}\" and \"{new}\"");
            warn(WarningCode::NotCompared, message);
        }
        if self.unseen > 0 {
            let message = match self.unseen {
                1 => {
                    "the text of one revision between these two is not in the file; its changes are shown as part \
                      of this change"
                        .to_owned()
                }
                several => format!(
                    "the texts of {several} revisions between these two are not in the file; their changes are \
                     shown as part of this change"
                ),
            };
            warn(WarningCode::NotCompared, message);
        }
        if [self.revisions.old, self.revisions.new].iter().any(|entry| entry.slots == Slots::Several) {
            let message = "the revisions have content besides their text (other slots); it is not compared";
            warn(WarningCode::NotCompared, message.to_owned());
        }
        warnings
    }

    fn note(&self) -> String {
        let Sides { old, new } = self.revisions;
        match (old.id, new.parent) {
            (Some(old), Some(parent)) if old != parent => format!(
                "revision {parent} comes before the new one in the history, but revision {old} is compared with it"
            ),
            _ => "both revisions are complete in the file, so the side of every line is known".to_owned(),
        }
    }
}

fn revision<'a>(entry: &ExportRevision<'a>) -> Revision<'a> {
    Revision {
        label: None,
        id: entry.id,
        timestamp: entry.timestamp.map(Cow::Borrowed),
        user: entry.user.map(unescape_text),
        comment: entry.comment.map(unescape_text),
        size: entry.bytes,
        ..Revision::default()
    }
}

/// Warns if the file states another byte change than that of the rows.
#[must_use]
pub(crate) fn bytes_disagree(comparison: &RevisionTexts<'_>, computed: i64) -> Option<Warning> {
    let stated = comparison.page.byte_change?;
    let message = format!(
        "the file states a change of {:+} bytes, but its texts differ by {computed:+} bytes; a text may be incomplete",
        stated.signed().unwrap_or(0)
    );
    let warning = Warning::new(comparison.first_line, WarningCode::BytesDisagree, message);
    (!stated.agrees_with(computed)).then_some(warning)
}

fn not_compared_warning(revisions: usize) -> Warning {
    let message = match revisions {
        1 => {
            "one revision in the file is not compared: it is the only one of its page, or its text is missing"
                .to_owned()
        }
        _ => format!(
            "{revisions} revisions in the file are not compared: they are the only ones of their pages, or their texts \
             are missing"
        ),
    };
    Warning::new(None, WarningCode::NotCompared, message)
}

fn cut_off_warning(line: u32) -> Warning {
    let message = "the file breaks off or is damaged here; later revisions are missing";
    Warning::new(line, WarningCode::CutOff, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes an export of one page. A revision is its number, the hour of the day, and the XML after `<text`.
    fn page(revisions: &[(u64, u8, &str)]) -> String {
        let revision = |(id, hour, text): &(u64, u8, &str)| {
            format!(
                "<revision><id>{id}</id><timestamp>2024-05-01T{hour:02}:00:00Z</timestamp><contributor><id>1</id>\
                 </contributor><text{text}</revision>\n"
            )
        };
        let revisions = revisions.iter().map(revision).collect::<String>();
        format!("<mediawiki>\n<page><title>A &amp; B</title>{revisions}</page></mediawiki>")
    }

    fn find(text: &str, wanted: Sides<Option<u64>>) -> Result<Vec<RevisionTexts<'_>>, ExportFailure> {
        find_comparisons(text, wanted, &EditChoice::default()).map(Iterator::collect)
    }

    /// No wanted revisions.
    const ALL: Sides<Option<u64>> = Sides::new(None, None);

    #[track_caller]
    fn case(text: &str, wanted: Sides<Option<u64>>, expected: &[(u64, u64)]) {
        let found = find(text, wanted).unwrap();
        let ids =
            |found: &RevisionTexts<'_>| found.page.revisions.as_ref().map(|revision| revision.id.unwrap());
        let found: Vec<_> = found.iter().map(ids).map(|ids| (ids.old, ids.new)).collect();
        assert_eq!(found, expected);
    }

    const THREE: [(u64, u8, &str); 3] =
        [(1, 1, ">a</text>"), (5, 3, ">b</text>"), (4, 2, ">&lt;c&gt;</text>")];

    #[test]
    fn compares_each_revision_with_the_one_before_it() {
        case(&page(&THREE), ALL, &[(1, 4), (4, 5)]);
    }

    #[test]
    fn compares_the_wanted_revisions() {
        case(&page(&THREE), Sides::new(Some(1), Some(5)), &[(1, 5)]);
        case(&page(&THREE), Sides::new(Some(5), Some(1)), &[(5, 1)]);
        case(&page(&THREE), Sides::new(Some(1), None), &[(1, 5)]);
        case(&page(&THREE), Sides::new(None, Some(4)), &[(1, 4)]);
    }

    #[track_caller]
    fn error_case(text: &str, wanted: Sides<Option<u64>>, expected: &ExportError) {
        assert_eq!(&find(text, wanted).unwrap_err().error, expected);
    }

    #[test]
    fn missing_revision_is_an_error() {
        let there = vec![1, 4, 5];
        error_case(
            &page(&THREE),
            Sides::new(None, Some(9)),
            &ExportError::NoSuchRevision { wanted: 9, there },
        );
        error_case(&page(&THREE), Sides::new(None, Some(1)), &ExportError::NothingBefore);
        error_case(&page(&THREE[..1]), ALL, &ExportError::OneRevision);
        error_case("<mediawiki>", ALL, &ExportError::OneRevision);
        let deleted = page(&[(1, 1, ">a</text>"), (2, 2, " deleted=\"deleted\"/>")]);
        error_case(&deleted, Sides::new(None, Some(2)), &ExportError::NoText { revision: 2 });
    }

    #[test]
    fn unescapes_texts_and_titles() {
        let text = page(&THREE);
        let found = find(&text, Sides::new(None, Some(4))).unwrap();
        assert_eq!(found[0].texts(), Sides::new("a".into(), "<c>".into()));
        assert_eq!(found[0].page.title.as_deref(), Some("A & B"));
        let data = page(&[(1, 1, "><![CDATA[<a&amp;>]]></text>"), (2, 2, "/>")]);
        assert_eq!(find(&data, ALL).unwrap()[0].texts().old, "<a&amp;>");
    }

    #[track_caller]
    fn warnings_case(revisions: &[(u64, u8, &str)], expected: &[(WarningCode, Option<u32>)]) {
        let text = page(revisions);
        let found = find(&text, ALL).unwrap();
        let warnings = found.iter().flat_map(|found| &found.warnings);
        assert_eq!(
            warnings.map(|warning| (warning.code, warning.first_line())).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn warns_of_revisions_that_are_not_compared() {
        const DELETED: &str = " bytes=\"9\" deleted=\"deleted\"/>";
        const STUB: &str = " bytes=\"9\"/>";
        let (a, b) = ((1, 1, ">a</text>"), (2, 2, ">b</text>"));
        warnings_case(&[a, b], &[]);
        warnings_case(
            &[a, (3, 2, DELETED), (4, 2, STUB), (2, 3, ">b</text>")],
            &[(WarningCode::NotCompared, Some(5))],
        );
        warnings_case(&[a, b, (3, 3, DELETED)], &[(WarningCode::NotCompared, None)]);
        warnings_case(
            &[a, (2, 2, ">b</text><content><role>x</role><text>y</text></content>")],
            &[(WarningCode::NotCompared, Some(3))],
        );
    }

    #[test]
    fn detects_an_export_by_its_root_element() {
        for text in ["<mediawiki>", " \n<?xml version=\"1.0\"?><!-- a --> <mediawiki xmlns=\"x\">"] {
            assert!(is_export(text), "{text}");
        }
        for text in ["", "<mediawikis>", "<html><mediawiki>", "a <mediawiki>", "<!-- <mediawiki>"] {
            assert!(!is_export(text), "{text}");
        }
    }

    #[test]
    fn reads_a_file_that_breaks_off() {
        let text = page(&THREE);
        let all = find(&text, ALL).unwrap().len();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let found = find(&text[..end], ALL);
            let is_reported = found.map_or(true, |found| {
                found.len() <= all
                    && found
                        .last()
                        .unwrap()
                        .warnings
                        .iter()
                        .any(|warning| warning.code == WarningCode::CutOff)
            });
            assert!(is_reported, "{end}");
        }
    }
}
