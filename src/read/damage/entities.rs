//! Text that was written as HTML writes it: `&lt;ref&gt;` for `<ref>`, `&amp;nbsp;` for `&nbsp;`.
//!
//! A page can hold `&lt;` itself. But where the whole text was escaped, no `<`, `>` or bare `&` is left in it.

use crate::read::markup;

use super::repair::{Repair, each_line};

/// What programs that escape text write, without the `&`. Any other reference would be escaped itself (`&amp;minus;`).
const WRITTEN: [&str; 13] = [
    "lt;", "gt;", "amp;", "quot;", "apos;", "nbsp;", "#39;", "#039;", "#x27;", "#X27;", "#34;", "#160;",
    "#xA0;",
];

/// The text with its signs back.
pub(super) fn repaired(text: &str) -> Option<Repair> {
    let bytes = text.as_bytes();
    if memchr::memchr2(b'<', b'>', bytes).is_some() {
        return None;
    }
    let is_written = |at: usize| WRITTEN.iter().any(|reference| text[at + 1..].starts_with(reference));
    if !memchr::memchr_iter(b'&', bytes).all(is_written) {
        return None;
    }
    let has = |sign: &str| memchr::memmem::find(bytes, sign.as_bytes()).is_some();
    let has_any = |signs: &[&str]| signs.iter().any(|sign| has(sign));
    let quoted = QUOTES.iter().any(|(quote, signs)| !text.contains(*quote) && has_any(signs));
    let is_sure = quoted || has_any(&TAGS);
    if !is_sure && !has_any(&SIGNS) {
        return None;
    }
    let plain = each_line(text, |line| Some(markup::text(line)))?;
    let message = "<, > and & were escaped as in HTML; read without, but what the page itself had escaped is not known: \
                   copy the page again";
    Some(Repair::of(plain, message).with_loss().sure_if(is_sure))
}

/// What a text that was escaped may hold, and a page that writes about signs as well.
const SIGNS: [&str; 3] = ["&lt;", "&gt;", "&amp;"];

/// Quotation marks, which no page has need to escape everywhere.
const QUOTES: [(char, &[&str]); 2] = [('"', &["&quot;", "&#34;"]), ('\'', &["&#39;", "&#039;", "&#x27;"])];

/// The ends of wikitext's commonest tags and comments, and references that were escaped once more. A page that shows
/// them to its readers has real ones, too.
const TAGS: [&str; 12] = [
    "&lt;/ref&gt;",
    "/&gt;",
    "--&gt;",
    "&lt;br&gt;",
    "&lt;/small&gt;",
    "&lt;/nowiki&gt;",
    "&lt;/div&gt;",
    "&lt;/span&gt;",
    "&lt;td class=",
    "&amp;nbsp;",
    "&amp;lt;",
    "&amp;ndash;",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<&str>) {
        assert_eq!(repaired(text).map(|repair| repair.text).as_deref(), expected, "{text:?}");
    }

    #[test]
    fn signs_are_what_they_stand_for_once() {
        case("a &lt;ref name=&quot;b&quot; /&gt;", Some("a <ref name=\"b\" />"));
        case("a&amp;nbsp;b &amp;lt;", Some("a&nbsp;b &lt;"));
        case("&lt;b&gt;\n\n&#39;c&#039;", Some("<b>\n\n'c'"));
    }

    #[test]
    fn a_page_with_signs_of_both_kinds_was_not_escaped() {
        case("a &lt;ref&gt; <ref>", None);
        case("a &lt;ref&gt; b & c", None);
        case("a &lt;ref&gt; &ndash;", None);
        case("no sign", None);
    }
}
