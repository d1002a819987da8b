//! A split or joined line is the same in every output: the break alone, and the words that were edited besides.

use serde_json::Value;

use super::*;
use crate::render::layout::foot::format_elements;
use crate::word_diff::DiffStats;
use crate::word_diff::stats::change_class::summarize;

/// The changed stretches of a diff on each side, in their order.
type ChangedTexts = Sides<Vec<String>>;

/// A split line whose last part was edited, a joined one, and one that was only split.
const ROWS: &str = "\
@1
~ One. Two old cats./One.
+ Two big cats.
  between
~ Three./Three. Four.
- Four.
  between
~ Five. Six./Five.
+
+ Six.
";

/// The texts between two signs, without the sign of a line break.
fn between(text: &str, open: &str, close: &str) -> Vec<String> {
    let texts = text.split(open).skip(1).filter_map(|rest| rest.split(close).next());
    texts.filter(|text| *text != "¶").map(str::to_owned).collect()
}

fn in_json(diff: &Diff<'_, Marked<'_>>) -> (ChangedTexts, Vec<String>) {
    let mut out = Vec::new();
    json(diff, "a", &mut out).unwrap();
    let object: Value = serde_json::from_slice(&out).unwrap();
    let rows = object["hunks"][0]["rows"].as_array().unwrap();
    let changed = |side: &str| {
        let spans = rows.iter().filter_map(|row| row["spans"][side].as_array()).flatten();
        let changed = spans.filter(|span| span["changed"].as_bool().unwrap());
        changed.map(|span| span["text"].as_str().unwrap().to_owned()).collect()
    };
    let roles = rows.iter().map(|row| row["split"].as_str().unwrap_or("-").to_owned());
    (Sides::new(changed("old"), changed("new")), roles.collect())
}

fn in_html(diff: &Diff<'_, Marked<'_>>) -> Sides<ChangedTexts> {
    let view = HtmlView::default();
    let mut out = Vec::new();
    HtmlPage::new(&view).write_article(diff, None, &mut out).unwrap();
    let html = String::from_utf8(out).unwrap();
    let (inline, table) = html.split_once("<table").unwrap();
    let tag = " class=\"diffchange diffchange-inline\"";
    Sides::new(
        Sides::new(between(inline, "<del>", "</del>"), between(inline, "<ins>", "</ins>")),
        Sides::new(
            between(table, &format!("<del{tag}>"), "</del>"),
            between(table, &format!("<ins{tag}>"), "</ins>"),
        ),
    )
}

#[test]
fn every_output_marks_the_same_words_of_a_split_line() {
    let diff = marked_diff(ROWS);
    let changed = Sides::new(vec!["old".to_owned()], vec!["big".to_owned()]);

    let (json, roles) = in_json(&diff);
    assert_eq!(json, changed);
    assert_eq!(roles, ["whole", "part", "-", "whole", "part", "-", "whole", "part", "part"]);

    for layout in [Layout::Inline, Layout::Stacked, Layout::SideBySide] {
        let picture = draw(&diff, &View { layout, ..plain(Some(100)) });
        let in_picture = Sides::new(between(&picture, "[-", "-]"), between(&picture, "{+", "+}"));
        assert_eq!(in_picture, changed, "{layout:?}\n{picture}");
        assert_eq!(picture.matches("{+¶+}").count(), 2, "{layout:?}\n{picture}");
        assert_eq!(picture.matches("[-¶-]").count(), 1, "{layout:?}\n{picture}");
    }

    let html = in_html(&diff);
    assert_eq!(html.old, changed, "the inline view");
    assert_eq!(html.new, changed, "the table");

    let stats = DiffStats::from_diff(&diff);
    assert_eq!((stats.split, stats.joined, stats.parts), (2, 1, Sides::new(1, 3)));
    assert_eq!(stats.words, Sides::new(1, 1));
}

#[test]
fn a_patch_has_every_line_of_a_split_line() {
    let mut out = Vec::new();
    patch(&marked_diff(ROWS), Audience::Program, &mut out).unwrap();
    let patch = String::from_utf8(out).unwrap();
    assert!(patch.contains("-One. Two old cats.\n+One.\n+Two big cats.\n"), "{patch}");
    assert!(patch.contains("-Three.\n-Four.\n+Three. Four.\n"), "{patch}");
}

#[test]
fn figures_of_a_clean_split_are_those_of_white_space() {
    let diff = marked_diff("@1\n~ One. Two./One.\n+ Two.\n");
    assert_eq!(format_elements(&summarize(&diff)), "only white space");
    assert_eq!(DiffStats::from_diff(&diff).words, Sides::new(0, 0));
}
