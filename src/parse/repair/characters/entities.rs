//! Text that a program escaped for HTML: `&lt;ref&gt;` for `<ref>`, `&amp;nbsp;` for `&nbsp;`.
//!
//! A page can contain `&lt;` itself. But a text that was escaped as a whole has no `<`, `>` or bare `&`.

use crate::parse::markup;

use crate::parse::repair::candidate::{Candidate, map_lines};

/// References that escaping programs write, without the `&`. A program escapes the `&` of any other (`&amp;minus;`).
const ESCAPES: [&str; 13] = [
    "lt;", "gt;", "amp;", "quot;", "apos;", "nbsp;", "#39;", "#039;", "#x27;", "#X27;", "#34;", "#160;",
    "#xA0;",
];

/// Decodes the references of an escaped text. A text whose references may be the page's own stays as it is, with a
/// warning.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
    let bytes = text.as_bytes();
    if memchr::memchr2(b'<', b'>', bytes).is_some() {
        return None;
    }
    let is_escape = |at: usize| ESCAPES.iter().any(|reference| text[at + 1..].starts_with(reference));
    if !memchr::memchr_iter(b'&', bytes).all(is_escape) {
        return None;
    }
    let has = |sign: &str| memchr::memmem::find(bytes, sign.as_bytes()).is_some();
    let has_any = |signs: &[&str]| signs.iter().any(|sign| has(sign));
    let has_escaped_quote = QUOTES.iter().any(|(quote, signs)| !text.contains(*quote) && has_any(signs));
    if has_escaped_quote || has_any(&TAGS) || has_escaped_reference(text) {
        let plain = map_lines(text, |line| Some(markup::extract_text(line)))?;
        return Some(Candidate::new(plain, DECODED).lossy());
    }
    let is_ambiguous = has("&amp;") || text.split("&lt;").skip(1).any(|rest| !is_address(rest));
    is_ambiguous.then(|| Candidate::new(text.to_owned(), AMBIGUOUS).lossy())
}

const DECODED: &str = "the text was escaped for HTML and is decoded; characters that the page itself escapes may be wrong: copy the \
                       page again";

const AMBIGUOUS: &str = "&lt; and &amp; in this text may be escaped for HTML or may be on the page itself; they are left as they are: \
                         check the page";

/// Returns true if the text has an escaped reference (`&amp;nbsp;`). A page that shows references as text has unescaped
/// references, too.
fn has_escaped_reference(text: &str) -> bool {
    text.split("&amp;").skip(1).any(|rest| {
        let name = rest.split(';').next().filter(|name| name.len() < rest.len());
        name.is_some_and(|name| {
            let bare = name.trim_start_matches('#');
            (2..=MAX_NAME_LEN).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    })
}

/// Maximum length of the name of a reference that is common on pages (`thetasym`).
const MAX_NAME_LEN: usize = 8;

/// Returns true if a mail address follows a `<`; pages escape that `<`, since the address is not a tag.
fn is_address(rest: &str) -> bool {
    let inside = rest.split("&gt;").next().filter(|inside| inside.len() < rest.len());
    inside.is_some_and(|inside| inside.contains('@') && !inside.contains(char::is_whitespace))
}

/// Quotation marks and their escapes. No page escapes all its quotation marks.
const QUOTES: [(char, &[&str]); 2] = [('"', &["&quot;", "&#34;"]), ('\'', &["&#39;", "&#039;", "&#x27;"])];

/// Escaped ends of tags and comments. A page that shows tags as text has real tags, too.
const TAGS: [&str; 6] = ["&lt;/", "/&gt;", "&lt;!--", "--&gt;", "&lt;br&gt;", "&lt;td class="];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn decodes_one_level() {
        assert_text(repair, "a &lt;ref name=&quot;b&quot; /&gt;", Some("a <ref name=\"b\" />"));
        assert_text(repair, "a&amp;nbsp;b &amp;lt;", Some("a&nbsp;b &lt;"));
        assert_text(repair, "&lt;b&gt;\n\n&#39;c&#039;", Some("<b>\n\n'c'"));
    }

    #[test]
    fn keeps_ambiguous_references() {
        assert_text(repair, "a &lt;pre&gt; b", Some("a &lt;pre&gt; b"));
        assert_text(repair, "a &amp; b", Some("a &amp; b"));
        assert_text(repair, "A &lt;a@b.example&gt;, B &lt;b@c.example&gt;", None);
        assert_text(repair, "&amp;quot;", Some("&quot;"));
    }

    #[test]
    fn rejects_a_text_with_bare_signs() {
        assert_text(repair, "a &lt;ref&gt; <ref>", None);
        assert_text(repair, "a &lt;ref&gt; b & c", None);
        assert_text(repair, "a &lt;ref&gt; &ndash;", None);
        assert_text(repair, "no sign", None);
    }
}
