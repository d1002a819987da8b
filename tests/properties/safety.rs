//! Properties of safety: foreign text cannot control a terminal or reorder text in an output for people, and programs
//! get the text unchanged.

use std::io;

use proptest::prelude::*;
use wikidiff::internals::{terminal_heading, wikitext_heading, with};
use wikidiff::model::{Diff, Marked, Side};
use wikidiff::render::{
    Audience, Background, ColorDepth, Layout, LinkOptions, Theme, View, WikiUrl, explain, is_patchable,
    numstat, patch, terminal, wikitext,
};

/// The characters that change the direction of the text after them (UAX #9).
const DIRECTION_CONTROLS: [char; 9] = [
    '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}',
];

/// Isolates that the program itself puts around text from right to left.
const ISOLATES: [char; 3] = ['\u{2066}', '\u{2067}', '\u{2069}'];

/// Beginning and end of a link of the program.
const LINK: (&str, &str) = ("\u{1b}]8;", "\u{1b}\\");

/// Every property of safety for a diff.
pub(crate) fn holds(diff: &Diff<'_, Marked<'_>>) -> Result<(), TestCaseError> {
    for layout in [Layout::Inline, Layout::Stacked, Layout::SideBySide] {
        let style = Theme::default().stylesheet(Background::Dark, ColorDepth::TrueColor);
        let links = Some(LinkOptions { wiki: WikiUrl::parse("https://example.org").ok() });
        let view = with(View::default(), |view| {
            view.layout = layout;
            view.width = Some(70);
            view.style = style;
            view.links = links;
        });
        let picture = write_text(|out| terminal(diff, &view, out));
        // Two columns isolate each line of text from right to left.
        is_safe(&if layout == Layout::SideBySide { picture.replace(ISOLATES, "") } else { picture })?;
    }
    let name = diff.page.title.as_deref().unwrap_or("a name");
    is_safe(&write_text(|out| explain(diff, out)))?;
    is_safe(&write_text(|out| terminal_heading(name, &View::default(), out)))?;
    is_safe(&write_text(|out| wikitext_heading(name, out)))?;
    is_safe(&write_text(|out| numstat(diff, name, out)).replace('\t', " "))?;
    for side in [Side::Old, Side::New] {
        is_safe(&write_text(|out| wikitext(diff, side, Audience::Person, out)))?;
        has_lines_of_side(diff, side)?;
    }
    if is_patchable(diff) {
        is_safe(&write_text(|out| patch(diff, Audience::Person, out)))?;
    }
    Ok(())
}

fn write_text(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn is_safe(output: &str) -> Result<(), TestCaseError> {
    let unsafe_one =
        without_own(output).chars().find(|c| c.is_control() && *c != '\n' || DIRECTION_CONTROLS.contains(c));
    prop_assert_eq!(unsafe_one, None, "{:?}", output);
    Ok(())
}

/// The output without the colours and links of the program. Any other escape stays.
fn without_own(output: &str) -> String {
    let mut kept = String::new();
    let mut rest = output;
    while let Some(at) = rest.find('\u{1b}') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let own = colour(rest).or_else(|| link(rest));
        kept.push_str(if own.is_none() { "\u{1b}" } else { "" });
        rest = &rest[own.unwrap_or(1)..];
    }
    kept + rest
}

/// The length of `ESC [ … m`.
fn colour(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("\u{1b}[")?.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    rest.starts_with('m').then(|| text.len() - rest.len() + 1)
}

/// The length of `ESC ] 8 ; … ESC \` with an address of plain ASCII.
fn link(text: &str) -> Option<usize> {
    let address = text.strip_prefix(LINK.0)?;
    let end = address.find(LINK.1)?;
    address[..end].bytes().all(|byte| byte.is_ascii_graphic()).then_some(LINK.0.len() + end + LINK.1.len())
}

/// A program gets the lines of a side, and comments between hunks.
fn has_lines_of_side(diff: &Diff<'_, Marked<'_>>, side: Side) -> Result<(), TestCaseError> {
    let output = write_text(|out| wikitext(diff, side, Audience::Program, out));
    let mut rest = output.as_str();
    for (index, hunk) in diff.hunks.iter().enumerate() {
        if index > 0 {
            let comment = rest.split_inclusive('\n').next().unwrap_or_default();
            prop_assert!(comment.starts_with("<!-- "), "{:?} in {:?}", comment, output);
            rest = &rest[comment.len()..];
        }
        for line in hunk.rows.iter().filter_map(|row| row.change.line(side)) {
            let after = rest.strip_prefix(line.text()).and_then(|rest| rest.strip_prefix('\n'));
            prop_assert!(after.is_some(), "{:?} in {:?}", line.text(), output);
            rest = after.unwrap_or_default();
        }
    }
    prop_assert_eq!(rest, "");
    Ok(())
}
