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
    let has = |reference| memchr::memmem::find(bytes, reference).is_some();
    let is_tagged = has(b"&lt;") && has(b"&gt;");
    let quotes_too = memchr::memchr(b'"', bytes).is_none() && has(b"&quot;");
    if !is_tagged && !quotes_too && !has(b"&amp;") {
        return None;
    }
    let plain = each_line(text, |line| Some(markup::text(line)))?;
    let message = "<, > and & were escaped as in HTML; read without, but what the page itself had escaped is not known: \
                   copy the page again";
    let repair = Repair::of(plain, message).with_loss();
    let is_sure = quotes_too && is_tagged || has(b"&amp;lt;") || has(b"&amp;nbsp;");
    Some(if is_sure { repair } else { repair.if_likely() })
}

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
