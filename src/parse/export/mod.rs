//! `export`: files of `Special:Export` and of dumps, with whole revisions of pages.
//!
//! A reader of rows has nothing to do here: the file holds pages, and comparing those makes the rows. This file says
//! which revisions are compared, and what is known of them.

use std::borrow::Cow;

use super::page::wiki_url;
use crate::model::{ByteChange, Page, Revision, Sides, Warning, WarningCode};
use history::{Entry, Export, History, Slots, unescaped};

mod history;
mod refusal;

pub use refusal::Refusal;
pub(crate) use refusal::Refused;

/// Two revisions to compare.
#[derive(Debug)]
pub(crate) struct Comparison<'a> {
    /// Facts about the page and the two revisions.
    pub page: Page<'a>,
    /// The line of the file where the new revision begins; 1-based.
    pub first_line: u32,
    /// The lines of the file where the texts begin; 1-based.
    pub text_lines: Sides<u32>,
    /// Warnings about the comparison.
    pub warnings: Vec<Warning>,
    /// Reason for comparing these two revisions.
    pub notes: Vec<String>,
    texts: Sides<&'a str>,
}

impl<'a> Comparison<'a> {
    /// The wikitext of both revisions.
    #[must_use]
    pub(crate) fn texts(&self) -> Sides<Cow<'a, str>> {
        self.texts.map(unescaped)
    }
}

/// Returns true if the root element is that of an export file.
pub(crate) fn is_export(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(after) = without_prolog(rest) {
        rest = after.trim_start();
    }
    let after = rest.strip_prefix("<mediawiki");
    after.is_some_and(|after| after.starts_with(|next: char| next == '>' || next.is_ascii_whitespace()))
}

/// The text after the declaration or the comment that it begins with.
fn without_prolog(text: &str) -> Option<&str> {
    let (_, after) = match text.strip_prefix("<?") {
        Some(declaration) => declaration.split_once("?>")?,
        None => text.strip_prefix("<!--")?.split_once("-->")?,
    };
    Some(after)
}

/// The comparisons that the file is for: each revision with the one before it, or the two that are asked for.
pub(crate) fn comparisons(text: &str, wanted: Sides<Option<u64>>) -> Result<Vec<Comparison<'_>>, Refused> {
    let export = history::export(text);
    let (chosen, alone) = match wanted {
        Sides { old: None, new: None } => (successive(&export), alone(&export)),
        _ => (vec![chosen(&export, wanted)?], 0),
    };
    let wiki = export.base.and_then(|base| wiki_url::from_main_page(&unescaped(base)));
    let mut comparisons: Vec<_> = chosen.iter().map(|chosen| chosen.comparison(wiki.as_deref())).collect();
    let Some(last) = comparisons.last_mut() else {
        return Err(Refused { line: export.cut_off, refusal: Refusal::OneRevision });
    };
    last.warnings.extend((alone > 0).then(|| left_alone(alone)));
    last.warnings.extend(export.cut_off.map(cut_off));
    Ok(comparisons)
}

/// Two revisions and the page of the new one.
struct Chosen<'e, 'a> {
    page: &'e History<'a>,
    entries: Sides<&'e Entry<'a>>,
    /// Revisions between the two whose text is not in the file.
    unseen: usize,
}

/// Each revision of each page with the one before it.
fn successive<'e, 'a>(export: &'e Export<'a>) -> Vec<Chosen<'e, 'a>> {
    let of_page = |page: &'e History<'a>| {
        let whole = whole(page);
        let pairs = whole.windows(2).map(move |pair| Chosen {
            page,
            entries: Sides { old: &page.revisions[pair[0]], new: &page.revisions[pair[1]] },
            unseen: pair[1] - pair[0] - 1,
        });
        pairs.collect::<Vec<_>>()
    };
    export.pages.iter().flat_map(of_page).collect()
}

/// The revisions of a page that have their text, by index.
fn whole(page: &History<'_>) -> Vec<usize> {
    (0..page.revisions.len()).filter(|index| page.revisions[*index].text.is_some()).collect()
}

/// Number of revisions that have no other revision of their page before or after them.
fn alone(export: &Export<'_>) -> usize {
    let of_page = |page: &History<'_>| match whole(page)[..] {
        [first, .., last] => first + page.revisions.len() - 1 - last,
        _ => page.revisions.len(),
    };
    export.pages.iter().map(of_page).sum()
}

/// The two revisions that are asked for: from a page's latest one or to the one before where only one is named.
fn chosen<'e, 'a>(export: &'e Export<'a>, wanted: Sides<Option<u64>>) -> Result<Chosen<'e, 'a>, Refused> {
    let (page, new) = match (wanted.new, wanted.old) {
        (Some(id), _) => found(export, id)?,
        (None, Some(id)) => latest(found(export, id)?.0)?,
        (None, None) => return Err(nothing()),
    };
    let old = match wanted.old {
        Some(id) => found(export, id)?.1,
        None => before(page, new)?,
    };
    if let Some(entry) = [old, new].into_iter().find(|entry| entry.text.is_none()) {
        let refusal = Refusal::NoText { revision: entry.id.unwrap_or(0) };
        return Err(Refused { line: Some(entry.line), refusal });
    }
    Ok(Chosen { page, entries: Sides { old, new }, unseen: 0 })
}

fn found<'e, 'a>(export: &'e Export<'a>, id: u64) -> Result<(&'e History<'a>, &'e Entry<'a>), Refused> {
    let all = || export.pages.iter().flat_map(|page| page.revisions.iter().map(move |entry| (page, entry)));
    all().find(|(_, entry)| entry.id == Some(id)).ok_or_else(|| {
        let there = all().filter_map(|(_, entry)| entry.id).collect();
        Refusal::NoSuchRevision { wanted: id, there }.into()
    })
}

fn latest<'e, 'a>(page: &'e History<'a>) -> Result<(&'e History<'a>, &'e Entry<'a>), Refused> {
    page.revisions.iter().rfind(|entry| entry.text.is_some()).map(|entry| (page, entry)).ok_or_else(nothing)
}

fn before<'e, 'a>(page: &'e History<'a>, new: &Entry<'_>) -> Result<&'e Entry<'a>, Refused> {
    let earlier = page.revisions.iter().take_while(|entry| entry.line != new.line);
    earlier
        .filter(|entry| entry.text.is_some())
        .last()
        .ok_or(Refused { line: Some(new.line), refusal: Refusal::NothingBefore })
}

fn nothing() -> Refused {
    Refusal::OneRevision.into()
}

impl<'a> Chosen<'_, 'a> {
    fn comparison(&self, wiki: Option<&str>) -> Comparison<'a> {
        let Sides { old, new } = self.entries;
        let bytes = self.entries.map(|entry| entry.bytes.and_then(|bytes| i64::try_from(bytes).ok()));
        Comparison {
            page: Page {
                title: self.page.title.map(unescaped),
                revisions: self.entries.map(revision),
                byte_change: bytes.old.zip(bytes.new).map(|(old, new)| ByteChange::Signed(new - old)),
                wiki: wiki.map(|wiki| wiki.to_owned().into()),
                ..Page::default()
            },
            first_line: new.line,
            text_lines: self.entries.map(|entry| entry.text_line),
            warnings: self.warnings(),
            notes: vec![self.note()],
            texts: Sides::new(old.text.unwrap_or_default(), new.text.unwrap_or_default()),
        }
    }

    fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn =
            |code, message: String| warnings.push(Warning::new(self.entries.new.line, code, message));
        if self.unseen > 0 {
            let message = match self.unseen {
                1 => {
                    "the text of one revision between these two is not in the file; what it changed is shown \
                      as a part of this change"
                        .to_owned()
                }
                several => format!(
                    "the texts of {several} revisions between these two are not in the file; what they changed is \
                     shown as a part of this change"
                ),
            };
            warn(WarningCode::NotCompared, message);
        }
        if [self.entries.old, self.entries.new].iter().any(|entry| entry.slots == Slots::Several) {
            let message =
                "the revisions have content besides their text (other slots), which is not compared";
            warn(WarningCode::NotCompared, message.to_owned());
        }
        warnings
    }

    fn note(&self) -> String {
        let Sides { old, new } = self.entries;
        match (old.id, new.parent) {
            (Some(old), Some(parent)) if old != parent => format!(
                "revision {parent} comes before the new one in the history, but revision {old} is compared with it"
            ),
            _ => "both revisions are in the file whole, so that every line's side is known".to_owned(),
        }
    }
}

fn revision<'a>(entry: &Entry<'a>) -> Revision<'a> {
    Revision {
        label: None,
        id: entry.id,
        timestamp: entry.timestamp.map(Cow::Borrowed),
        user: entry.user.map(unescaped),
        comment: entry.comment.map(unescaped),
    }
}

/// Says so where the change in size that the file states is not that of the rows: a text is not whole.
#[must_use]
pub(crate) fn disagreement(comparison: &Comparison<'_>, computed: i64) -> Option<Warning> {
    let stated = comparison.page.byte_change?;
    let message = format!(
        "by the sizes that the file states, the change is of {:+} bytes, but that of the texts is of {computed:+}; a text \
         is not whole",
        stated.signed().unwrap_or(0)
    );
    let warning = Warning::new(comparison.first_line, WarningCode::BytesDisagree, message);
    (!stated.agrees_with(computed)).then_some(warning)
}

fn left_alone(revisions: usize) -> Warning {
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

fn cut_off(line: u32) -> Warning {
    let message = "the file breaks off here, or cannot be read further; revisions after this are missing";
    Warning::new(line, WarningCode::CutOff, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An export of one page, its revisions as number, hour of the day, and what follows the word `text`.
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

    /// Nothing is asked for.
    const ALL: Sides<Option<u64>> = Sides::new(None, None);

    #[track_caller]
    fn case(text: &str, wanted: Sides<Option<u64>>, expected: &[(u64, u64)]) {
        let found = comparisons(text, wanted).unwrap();
        let ids = |found: &Comparison<'_>| found.page.revisions.as_ref().map(|revision| revision.id.unwrap());
        let found: Vec<_> = found.iter().map(ids).map(|ids| (ids.old, ids.new)).collect();
        assert_eq!(found, expected);
    }

    const THREE: [(u64, u8, &str); 3] =
        [(1, 1, ">a</text>"), (5, 3, ">b</text>"), (4, 2, ">&lt;c&gt;</text>")];

    #[test]
    fn each_revision_is_compared_with_the_one_before_it_in_time() {
        case(&page(&THREE), ALL, &[(1, 4), (4, 5)]);
    }

    #[test]
    fn two_can_be_chosen_and_one_is_enough() {
        case(&page(&THREE), Sides::new(Some(1), Some(5)), &[(1, 5)]);
        case(&page(&THREE), Sides::new(Some(5), Some(1)), &[(5, 1)]);
        case(&page(&THREE), Sides::new(Some(1), None), &[(1, 5)]);
        case(&page(&THREE), Sides::new(None, Some(4)), &[(1, 4)]);
    }

    #[track_caller]
    fn refused(text: &str, wanted: Sides<Option<u64>>, expected: &Refusal) {
        assert_eq!(&comparisons(text, wanted).unwrap_err().refusal, expected);
    }

    #[test]
    fn what_cannot_be_compared_is_an_error() {
        let there = vec![1, 4, 5];
        refused(&page(&THREE), Sides::new(None, Some(9)), &Refusal::NoSuchRevision { wanted: 9, there });
        refused(&page(&THREE), Sides::new(None, Some(1)), &Refusal::NothingBefore);
        refused(&page(&THREE[..1]), ALL, &Refusal::OneRevision);
        refused("<mediawiki>", ALL, &Refusal::OneRevision);
        let deleted = page(&[(1, 1, ">a</text>"), (2, 2, " deleted=\"deleted\"/>")]);
        refused(&deleted, Sides::new(None, Some(2)), &Refusal::NoText { revision: 2 });
    }

    #[test]
    fn texts_and_titles_are_unescaped() {
        let text = page(&THREE);
        let found = comparisons(&text, Sides::new(None, Some(4))).unwrap();
        assert_eq!(found[0].texts(), Sides::new("a".into(), "<c>".into()));
        assert_eq!(found[0].page.title.as_deref(), Some("A & B"));
        let data = page(&[(1, 1, "><![CDATA[<a&amp;>]]></text>"), (2, 2, "/>")]);
        assert_eq!(comparisons(&data, ALL).unwrap()[0].texts().old, "<a&amp;>");
    }

    #[track_caller]
    fn warned(revisions: &[(u64, u8, &str)], expected: &[(WarningCode, Option<u32>)]) {
        let text = page(revisions);
        let found = comparisons(&text, ALL).unwrap();
        let warnings = found.iter().flat_map(|found| &found.warnings);
        assert_eq!(
            warnings.map(|warning| (warning.code, warning.first_line())).collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn what_is_not_compared_is_told() {
        const DELETED: &str = " bytes=\"9\" deleted=\"deleted\"/>";
        const STUB: &str = " bytes=\"9\"/>";
        let (a, b) = ((1, 1, ">a</text>"), (2, 2, ">b</text>"));
        warned(&[a, b], &[]);
        warned(
            &[a, (3, 2, DELETED), (4, 2, STUB), (2, 3, ">b</text>")],
            &[(WarningCode::NotCompared, Some(5))],
        );
        warned(&[a, b, (3, 3, DELETED)], &[(WarningCode::NotCompared, None)]);
        warned(
            &[a, (2, 2, ">b</text><content><role>x</role><text>y</text></content>")],
            &[(WarningCode::NotCompared, Some(3))],
        );
    }

    #[test]
    fn the_root_element_tells_an_export() {
        for text in ["<mediawiki>", " \n<?xml version=\"1.0\"?><!-- a --> <mediawiki xmlns=\"x\">"] {
            assert!(is_export(text), "{text}");
        }
        for text in ["", "<mediawikis>", "<html><mediawiki>", "a <mediawiki>", "<!-- <mediawiki>"] {
            assert!(!is_export(text), "{text}");
        }
    }

    #[test]
    fn a_file_that_breaks_off_anywhere_is_read_up_to_there() {
        let text = page(&THREE);
        let whole = comparisons(&text, ALL).unwrap().len();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let found = comparisons(&text[..end], ALL);
            let is_told = found.map_or(true, |found| {
                found.len() <= whole
                    && found
                        .last()
                        .unwrap()
                        .warnings
                        .iter()
                        .any(|warning| warning.code == WarningCode::CutOff)
            });
            assert!(is_told, "{end}");
        }
    }
}
