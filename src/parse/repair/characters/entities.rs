//! Text that was written as HTML writes it: `&lt;ref&gt;` for `<ref>`, `&amp;nbsp;` for `&nbsp;`.
//!
//! A page can hold `&lt;` itself. But where the whole text was escaped, no `<`, `>` or bare `&` is left in it.

use crate::parse::markup;

use crate::parse::repair::candidate::{Candidate, map_lines};

/// References that escaping programs write, without the `&`. They would escape any other (`&amp;minus;`).
const WRITTEN: [&str; 13] = [
    "lt;", "gt;", "amp;", "quot;", "apos;", "nbsp;", "#39;", "#039;", "#x27;", "#X27;", "#34;", "#160;",
    "#xA0;",
];

/// The text with its signs back, or as it is with a word about them where they may be the page's own.
pub(crate) fn repair(text: &str) -> Option<Candidate> {
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
    let is_quoted = QUOTES.iter().any(|(quote, signs)| !text.contains(*quote) && has_any(signs));
    if is_quoted || has_any(&TAGS) || holds_reference(text) {
        let plain = map_lines(text, |line| Some(markup::extract_text(line)))?;
        return Some(Candidate::new(plain, UNDONE).lossy());
    }
    let is_told = has("&amp;") || text.split("&lt;").skip(1).any(|rest| !is_address(rest));
    is_told.then(|| Candidate::new(text.to_owned(), TOLD).lossy())
}

const UNDONE: &str = "<, > and & were escaped as in HTML; read without, but what the page itself had escaped is not known: \
                      copy the page again";

const TOLD: &str = "there is &lt; or &amp;, and no < or & of its own: signs may have been escaped as in HTML, or the page \
                    has them; left as they are: look at the page";

/// Returns true if a reference was escaped again. A page that shows a reference to its readers has other ones, too.
fn holds_reference(text: &str) -> bool {
    text.split("&amp;").skip(1).any(|rest| {
        let name = rest.split(';').next().filter(|name| name.len() < rest.len());
        name.is_some_and(|name| {
            let bare = name.trim_start_matches('#');
            (2..=MAX_NAME_LEN).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    })
}

/// The longest name of a reference that pages hold often ("thetasym").
const MAX_NAME_LEN: usize = 8;

/// Returns true if a mail address follows a `<`; pages escape it so that it is not a tag.
fn is_address(rest: &str) -> bool {
    let inside = rest.split("&gt;").next().filter(|inside| inside.len() < rest.len());
    inside.is_some_and(|inside| inside.contains('@') && !inside.contains(char::is_whitespace))
}

/// Quotation marks, which no page has need to escape everywhere.
const QUOTES: [(char, &[&str]); 2] = [('"', &["&quot;", "&#34;"]), ('\'', &["&#39;", "&#039;", "&#x27;"])];

/// The ends of tags and comments. A page that shows them to its readers has real ones, too.
const TAGS: [&str; 6] = ["&lt;/", "/&gt;", "&lt;!--", "--&gt;", "&lt;br&gt;", "&lt;td class="];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::testing::assert_text;

    #[test]
    fn signs_are_what_they_stand_for_once() {
        assert_text(repair, "a &lt;ref name=&quot;b&quot; /&gt;", Some("a <ref name=\"b\" />"));
        assert_text(repair, "a&amp;nbsp;b &amp;lt;", Some("a&nbsp;b &lt;"));
        assert_text(repair, "&lt;b&gt;\n\n&#39;c&#039;", Some("<b>\n\n'c'"));
    }

    #[test]
    fn what_may_be_the_page_s_own_is_told_and_left() {
        assert_text(repair, "a &lt;pre&gt; b", Some("a &lt;pre&gt; b"));
        assert_text(repair, "a &amp; b", Some("a &amp; b"));
        assert_text(repair, "A &lt;a@b.example&gt;, B &lt;b@c.example&gt;", None);
        assert_text(repair, "&amp;quot;", Some("&quot;"));
    }

    #[test]
    fn a_page_with_signs_of_both_kinds_was_not_escaped() {
        assert_text(repair, "a &lt;ref&gt; <ref>", None);
        assert_text(repair, "a &lt;ref&gt; b & c", None);
        assert_text(repair, "a &lt;ref&gt; &ndash;", None);
        assert_text(repair, "no sign", None);
    }
}
