//! What each shape looks like, in words: for `--help`, and for the message that names what was looked for.

use crate::model::Shape;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// What the paste looks like to the person who made it.
pub(crate) const fn looks(shape: Shape) -> &'static str {
    match shape {
        Shape::Cells => "a cell per line, without markers: a copy of today's diff page",
        Shape::Rows => "a row per line, its old and new text glued by a space",
        Shape::Marked => "lines marked − and +: a copy of an older diff page",
        Shape::Tabs => "tabs before the lines: a copy from Firefox",
        Shape::Markdown => "a Markdown table of four columns",
        Shape::Inline => "the inline view, old and new words run together",
        Shape::OneSide => "one column only",
        Shape::Unified => "a unified diff: @@ -1,5 +1,6 @@",
        Shape::Html => "the source of a diff page, or of its table: <td class=\"diff-…\">",
        Shape::HtmlInline => "the source of the inline view: <div class=\"mw-diff-inline-…\">",
        Shape::Api => "an answer of the API: {\"compare\": …}",
        Shape::Rest => "an answer of the REST API: {\"diff\": …}",
        Shape::Feed => "an Atom or RSS feed of a page's history",
        Shape::Export => "an XML file of Special:Export, with two or more revisions of a page",
        Shape::Revisions => "two whole pages of wikitext, compared with --revisions",
    }
}

/// Takes the name of a shape for the shape.
pub(crate) fn parser() -> impl TypedValueParser<Value = Shape> {
    let values = Shape::ALL.map(|shape| PossibleValue::new(shape.name()).help(looks(shape)));
    PossibleValuesParser::new(values).map(|name| {
        let named = Shape::ALL.into_iter().find(|shape| shape.name() == name);
        named.expect("clap lets only the names above pass")
    })
}
