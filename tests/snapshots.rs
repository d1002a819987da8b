//! Snapshots of the terminal views: short fixtures in every layout and at several widths, with colours as `{role}…{/}`.
//!
//! `UPDATE_GOLDEN=1 cargo test --test snapshots` rewrites `tests/snapshots/`, a file for each fixture. A picture that
//! differs from the one before it only in its line breaks is left out, so that each stored picture is worth reading.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anstyle::{Ansi256Color, Style};
use similar::TextDiff;
use wikidiff::Options;
use wikidiff::internals::{Role, UNSTYLED, with};
use wikidiff::model::Diff;
use wikidiff::render::{BidiMode, Layout, Stylesheet, UnchangedText, View, terminal};

/// Fixtures to draw. Each is short and has an element that the others lack.
const FIXTURES: [&str; 33] = [
    "seed/chatgpt",
    "seed/brackets-only",
    "seed/changed-and-added",
    "seed/entities",
    "seed/emoji-families",
    "seed/no-break-spaces-removed",
    "seed/blank-line-added",
    "seed/link-and-pipe",
    "partial/ends-after-an-old-line",
    "partial/no-heading",
    "partial/no-heading-no-line-numbers",
    "marked/en-dash-for-minus",
    "marked/old-one-line-form",
    "marked/chromium-two-hunks",
    "marked/chromium-paragraph-moved",
    "marked/chromium-tabs-in-code",
    "marked/firefox-trailing-spaces",
    "marked/firefox-arabic",
    "marked/chromium-signs-in-the-text",
    "damage/control-characters",
    "tabs/desktop-spanish",
    "tabs/desktop-1-43-leading-spaces",
    "cells-bytes/mobile-chromium",
    "cells-bytes/mobile-chromium-khmer",
    "cells-bytes/mobile-firefox-bidi-override",
    "cells-numbered/mobile-firefox-moved-and-edited",
    "cells-bare/desktop-chromium-two-hunks",
    "interface-languages/hebrew-numbered",
    "interface-languages/japanese-numbered",
    "interface-languages/chinese-numbered",
    "interface-languages/russian-numbered",
    "several/two-pages",
    "inline/mobile-firefox-persian",
];

/// A phone's terminal, the usual one, a wide one, and half of a large screen.
const WIDTHS: &[usize] = &[60, 80, 120, 200];

/// The layouts by name, and the widths at which each is drawn.
const VIEWS: [(&str, Layout, UnchangedText, &[usize]); 5] = [
    ("inline", Layout::Inline, UnchangedText::Whole, WIDTHS),
    ("stacked", Layout::Stacked, UnchangedText::Whole, WIDTHS),
    ("side by side", Layout::SideBySide, UnchangedText::Whole, WIDTHS),
    ("first lines", Layout::Inline, UnchangedText::FirstLine, WIDTHS),
    ("focus", Layout::Inline, UnchangedText::NearChanges, WIDTHS),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_snapshot_is_unchanged() {
    let is_update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut failures = Vec::new();
    for fixture in FIXTURES {
        let (path, found) = (path_of(fixture), pictures(fixture));
        if is_update {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &found).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if expected != found {
            let diff = TextDiff::from_lines(&expected, &found);
            failures.push(diff.unified_diff().header(fixture, "found").to_string());
        }
    }
    let all = failures.join("\n");
    assert!(
        failures.is_empty(),
        "if the new pictures are right: UPDATE_GOLDEN=1 cargo test --test snapshots\n{all}"
    );
}

#[test]
fn every_snapshot_belongs_to_a_fixture() {
    let known: BTreeSet<_> = FIXTURES.into_iter().map(path_of).collect();
    let there: BTreeSet<_> =
        fs::read_dir(root().join("tests/snapshots")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(there, known);
}

fn path_of(fixture: &str) -> PathBuf {
    root().join(format!("tests/snapshots/{}.txt", fixture.replace('/', "-")))
}

/// All pictures of a fixture.
fn pictures(fixture: &str) -> String {
    let text = fs::read_to_string(root().join(format!("fixtures/{fixture}.txt"))).unwrap();
    let diffs: Vec<_> = wikidiff::parse(&text, &Options::default()).unwrap().collect();
    let mut pictures = String::new();
    for (name, layout, unchanged, widths) in VIEWS {
        let mut before = String::new();
        for &width in widths {
            // Unchanged rows are drawn once, in the first layout.
            let context = (layout != Layout::Inline || unchanged != UnchangedText::Whole).then_some(1);
            let view = with(View::default(), |view| {
                view.context = context;
                view.layout = layout;
                view.unchanged = unchanged;
                view.width = Some(width);
                view.style = roles();
                view.direction = BidiMode::Isolated;
            });
            let picture = diffs.iter().map(|diff| draw(diff, &view)).collect::<String>();
            if rows(&picture) != before {
                write!(pictures, "======== {name}, {width} columns\n{picture}").unwrap();
            }
            before = rows(&picture);
        }
    }
    pictures
}

/// The lines of a picture without its title and its rules, which always depend on the width.
fn rows(picture: &str) -> String {
    picture.lines().filter(|line| !line.contains('─')).skip(1).collect::<Vec<_>>().join("\n")
}

fn draw(diff: &Diff<'_>, view: &View) -> String {
    let mut out = Vec::new();
    terminal(diff, view, &mut out).unwrap();
    let named = |text: String, (role, style): (Role, Style)| {
        text.replace(&style.render().to_string(), &format!("{{{}}}", role.name()))
    };
    let text = String::from_utf8(out).unwrap().replace("\u{1b}[0m", "{/}");
    let text = text.replace('\u{2066}', "{ltr}").replace('\u{2067}', "{rtl}").replace('\u{2069}', "{/dir}");
    styles().fold(text, named)
}

/// A style for each role that no other has.
fn styles() -> impl Iterator<Item = (Role, Style)> {
    // Plain text has no style, as in most themes: the snapshots are easier to read.
    let shown =
        Role::ALL.into_iter().filter(|role| !matches!(role, Role::Unchanged | Role::Fact | Role::Gutter));
    shown.zip(100..).map(|(role, number)| (role, Style::new().fg_color(Some(Ansi256Color(number).into()))))
}

fn roles() -> Stylesheet {
    styles().fold(UNSTYLED, |sheet, (role, style)| sheet.with_style(role, style))
}
