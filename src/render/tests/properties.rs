//! Properties of every picture, with any text.

use proptest::prelude::*;

use super::*;
use crate::render::line::interleave::interleave;
use crate::text::width::{self, AmbiguousWidth};

/// Text of wikis and of attackers, without the characters of brackets.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,9}",
        3 => " {1,2}",
        1 => "\\[\\[[a-c ]{1,3}\\]\\]|https://[a-c]{1,3}",
        1 => "[漢字。「」かなア]{1,6}",
        1 => "[א-ת]{1,5}|[ا-ي]{1,5}|[ก-ฮ]{1,30}",
        1 => "👩‍👧|🇯🇵|e\u{301}|\u{301}|\u{200d}|می\u{200c}خ",
        1 => "[\u{0}-\u{1f}\u{7f}-\u{a0}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200b}-\u{200f}\u{2028}\u{ad}]",
        1 => any::<char>().prop_filter("a bracket", |c| !"[]{}<>+-/\n".contains(*c)).prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat().replace('\n', " "))
}

/// The parts of a line: on both sides (0), on the old side (1), on the new side (2).
fn line_parts() -> impl Strategy<Value = Vec<(String, u8)>> {
    prop::collection::vec((text(), 0..3_u8), 0..5)
}

fn line(line_parts: &[(String, u8)], own: u8) -> Marked<'static> {
    let part = |(text, kind): &(String, u8)| match *kind {
        0 => text.clone(),
        kind if kind == own => format!("<{text}>"),
        _ => String::new(),
    };
    marked(&line_parts.iter().map(part).collect::<String>())
}

fn any_row() -> impl Strategy<Value = Row<Marked<'static>>> {
    (line_parts(), 0..6_u8, any::<bool>()).prop_map(|(line_parts, kind, is_ambiguous)| {
        let (old, new) = (line(&line_parts, 1), line(&line_parts, 2));
        let change = match kind {
            0 => Change::Context(Sides::new(new.clone(), new)),
            1 => Change::Removed(old),
            2 => Change::Added(new),
            3 => Change::MovedFrom(old, 1),
            4 => Change::MovedTo(new, 1),
            _ => Change::Changed(Sides::new(old, new)),
        };
        Row { is_ambiguous, ..Row::new(change, 1) }
    })
}

pub(crate) fn any_diff() -> impl Strategy<Value = Diff<'static, Marked<'static>>> {
    let start = prop::option::of((1..=u32::MAX, 1..2000_u32).prop_map(|(old, new)| Sides::new(old, new)));
    let hunk = (start, prop::collection::vec(any_row(), 0..4)).prop_map(|(start, rows)| Hunk {
        start,
        section: None,
        rows,
    });
    (prop::collection::vec(hunk, 0..3), prop::option::of(text())).prop_map(|(hunks, title)| {
        let mut diff = diff("");
        diff.page.title = title.map(Into::into);
        diff.hunks = hunks;
        diff
    })
}

/// The isolates around right-to-left text in a coloured picture, two on each line.
const ISOLATES: [char; 3] = ['\u{2066}', '\u{2067}', '\u{2069}'];

/// Removes codes, links and isolates. None of them comes from the text: the sanitizer names such characters.
fn without_colours(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string().replace(ISOLATES, "")
}

/// Removes the brackets. In colour, a blank stands between old words and the new words after them.
fn without_brackets(text: &str) -> String {
    let text = text.replace("-]{+", " ");
    ["[-", "-]", "{+", "+}"].iter().fold(text, |text, bracket| text.replace(bracket, ""))
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

proptest! {
    #![proptest_config(crate::proptest_config())]

    #[test]
    fn coloured_and_plain_pictures_have_equal_text(diff in any_diff()) {
        let coloured = draw(&diff, &coloured_view(None));
        let plain = draw(&diff, &plain(None));
        prop_assert_eq!(without_colours(&coloured), without_brackets(&plain));
    }

    #[test]
    fn wrapping_loses_no_text(diff in any_diff(), width in 20_usize..120) {
        let bare = |width| View { margin: Margin::Bare, summary: Summary::Full, ..plain(width) };
        let (wrapped, whole) = (draw(&diff, &bare(Some(width))), draw(&diff, &bare(None)));
        let no_rules = |text: &str| without_blanks(text).replace('─', "");
        prop_assert_eq!(no_rules(&wrapped), no_rules(&whole));
    }

    #[test]
    fn keeps_lines_within_the_width(diff in any_diff(), width in 20_usize..120) {
        for view in [plain(Some(width)), coloured_view(Some(width))] {
            for line in without_colours(&draw(&diff, &view)).lines() {
                prop_assert!(width::display_width(line, AmbiguousWidth::Narrow) <= width, "{line:?}");
            }
        }
    }

    #[test]
    fn no_foreign_text_controls_the_terminal(diff in any_diff(), width in prop::option::of(20_usize..120)) {
        let is_bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
        let plain = draw(&diff, &plain(width));
        let coloured = draw(&diff, &coloured_view(width));
        prop_assert!(!plain.chars().any(|c| (c.is_control() && c != '\n') || is_bidi(c)));
        // Our own isolates end in the line in which they begin.
        for line in coloured.lines() {
            let isolates: Vec<_> = line.chars().filter(|c| ISOLATES.contains(c)).collect();
            prop_assert!(isolates.chunks(2).all(|pair| matches!(pair, ['\u{2066}' | '\u{2067}', '\u{2069}'])), "{line:?}");
        }
        let coloured = coloured.replace(ISOLATES, "");
        // Our own codes are all of the form that sets colours, and nothing else is a control.
        for after in coloured.split('\x1b').skip(1) {
            let code = after.strip_prefix('[').map(|after| after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';'));
            prop_assert!(code.is_some_and(|code| code.starts_with('m')), "{after:?}");
        }
        prop_assert!(!coloured.chars().any(|c| (c.is_control() && c != '\n' && c != '\x1b') || is_bidi(c)));
    }

    #[test]
    fn links_leave_the_text_unchanged(diff in any_diff(), width in prop::option::of(20_usize..120)) {
        let links = Some(LinkOptions { wiki: WikiUrl::parse("https://a.org").ok() });
        for layout in [Layout::Inline, Layout::SideBySide] {
            let view = View { layout, ..coloured_view(width) };
            let linked = draw(&diff, &View { links: links.clone(), ..view.clone() });
            prop_assert_eq!(without_colours(&linked), without_colours(&draw(&diff, &view)));
        }
    }

    #[test]
    fn shows_every_changed_letter(diff in any_diff(), width in prop::option::of(20_usize..120)) {
        let picture = without_brackets(&draw(&diff, &plain(width)));
        let mut seen = picture.chars();
        for row in diff.hunks.iter().flat_map(|hunk| &hunk.rows) {
            let Change::Changed(lines) = &row.change else { continue };
            for piece in interleave(lines.as_ref()) {
                for letter in piece.text.chars().filter(|c| c.is_alphanumeric()) {
                    prop_assert!(seen.any(|c| c == letter), "{letter:?}");
                }
            }
        }
    }

    #[test]
    fn json_has_every_line_whole(diff in any_diff()) {
        let mut out = Vec::new();
        json(&diff, "\u{1b}\"name\"", &mut out).unwrap();
        let object: serde_json::Value = serde_json::from_slice(&out).unwrap();
        prop_assert_eq!(out.iter().position(|byte| *byte == b'\n'), Some(out.len() - 1));
        for (hunk, wire) in diff.hunks.iter().zip(object["hunks"].as_array().unwrap()) {
            for (row, wire) in hunk.rows.iter().zip(wire["rows"].as_array().unwrap()) {
                for (side, line) in [("old", row.change.lines().old), ("new", row.change.lines().new)] {
                    prop_assert_eq!(wire[side].as_str(), line.map(Marked::text));
                    let spans = wire["spans"][side].as_array();
                    let text = |span: &serde_json::Value| span["text"].as_str().unwrap().to_owned();
                    let joined = spans.map(|spans| spans.iter().map(text).collect::<String>());
                    prop_assert!(joined.is_none() || joined.as_deref() == line.map(Marked::text));
                }
            }
        }
    }
}
