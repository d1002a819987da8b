//! Tests of the page with any text, read back by a reader that knows only tags.

use proptest::prelude::*;

use super::*;
use crate::model::{ByteChange, Change, Shape, Side};
use crate::render::line::links::LinkOptions;
use crate::render::tests::properties::any_diff;
use crate::render::tests::{diff, marked, marked_diff};

fn draw(diff: &Diff<'_, Marked<'_>>) -> String {
    drawn_within(diff, None)
}

fn drawn_within(diff: &Diff<'_, Marked<'_>>, context: Option<usize>) -> String {
    let view = HtmlView { context, links: Some(LinkOptions { wiki: None }), ..HtmlView::default() };
    write_page(&[diff], None, &view)
}

fn write_page(diffs: &[&Diff<'_, Marked<'_>>], source: Option<&str>, view: &HtmlView) -> String {
    let (mut articles, mut out) = (Vec::new(), Vec::new());
    let mut page = HtmlPage::new(view);
    for diff in diffs {
        page.write_article(diff, source, &mut articles).unwrap();
    }
    page.finish(&mut articles.as_slice(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    /// A tag without its angle brackets.
    Tag(String),
    /// Text with its entities resolved.
    Text(String),
}

fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for part in html.split_inclusive('>') {
        let (text, tag) = part.split_once('<').unwrap_or((part, ""));
        if !text.is_empty() {
            tokens.push(Token::Text(resolved(text)));
        }
        tokens.extend(tag.strip_suffix('>').map(|tag| Token::Tag(tag.to_owned())));
    }
    tokens
}

fn resolved(text: &str) -> String {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').expect("an ampersand begins an entity");
        let character = match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            _ => char::from_u32(u32::from_str_radix(&name[2..], 16).unwrap()).unwrap(),
        };
        plain.push(character);
        plain.push_str(rest);
    }
    plain
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

/// Returns the texts of all elements with a tag. A name with a code point becomes the character.
fn texts(tokens: &[Token], opens: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let (mut is_inside, mut code) = (false, None);
    for token in tokens {
        match token {
            Token::Tag(tag) if opens(tag) => {
                is_inside = true;
                found.push(String::new());
            }
            Token::Tag(tag) if tag == "/div" => is_inside = false,
            Token::Tag(tag) if tag.starts_with("span") => code = attribute(tag, "data-code"),
            Token::Text(text) if is_inside => {
                let hidden = code.take().map(|code| u32::from_str_radix(code, 16).unwrap());
                let text = hidden.map_or_else(|| text.clone(), |code| char::from_u32(code).unwrap().into());
                found.last_mut().unwrap().push_str(&text);
            }
            _ => {}
        }
    }
    found
}

/// The lines in the order of the table.
fn lines(diff: &Diff<'_, Marked<'_>>) -> Vec<String> {
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    let sides = rows.flat_map(|row| [Side::Old, Side::New].map(|side| row.change.line(side)));
    sides.flatten().map(|line| line.text().to_owned()).collect()
}

proptest! {
    #![proptest_config(crate::proptest_config())]

    #[test]
    fn table_has_every_line_whole(diff in any_diff(), context in prop::option::of(0..3_usize)) {
        let html = drawn_within(&diff, context);
        let body = html.split_once("<table").unwrap().1;
        prop_assert_eq!(texts(&tokens(body), |tag| tag == "div lang=\"und\" dir=\"auto\""), lines(&diff));
    }

    #[test]
    fn no_text_becomes_markup(diff in any_diff(), text in "[<>&\"'/= a-z\u{0}\u{202e}!-]{0,20}") {
        let mut diff = diff;
        diff.page.title = Some(text.clone().into());
        diff.page.revisions.new.comment = Some(text.clone().into());
        diff.hunks.iter_mut().flat_map(|hunk| &mut hunk.rows).for_each(|row| {
            row.change = Change::Added(marked(&text.replace(['<', '>'], "")));
        });
        let html = draw(&diff);
        let body = html.split_once("</style>").unwrap().1;
        for token in tokens(body) {
            let Token::Tag(tag) = token else { continue };
            let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default().to_owned();
            prop_assert!(KNOWN.contains(&name.as_str()), "{tag:?}");
            prop_assert!(!tag.contains('<') && tag.matches('"').count() % 2 == 0, "{tag:?}");
        }
        let is_bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let steers = html.chars().find(|&c| is_bidi(c) || c.is_control() && !"\n\t".contains(c));
        prop_assert_eq!(steers, None);
    }

    #[test]
    fn page_has_the_facts_of_the_diff(title in "\\PC{0,9}", user in "\\PC{0,9}", bytes in any::<i64>()) {
        let mut diff = diff("+ a");
        diff.page.title = Some(title.clone().into());
        diff.page.revisions.old.user = Some(user.clone().into());
        diff.page.byte_change = Some(ByteChange::Signed(bytes));
        let tokens = tokens(&draw(&diff));
        let tag = |start: &str| tokens.iter().find_map(|token| match token {
            Token::Tag(tag) if tag.starts_with(start) => Some(tag.as_str()),
            _ => None,
        }).unwrap();
        let fact = |tag, name| attribute(tag, name).map(resolved);
        let table = tag("table");
        prop_assert_eq!(fact(table, "data-title"), Some(title));
        prop_assert_eq!(fact(table, "data-bytes"), Some(format!("{bytes:+}")));
        prop_assert_eq!(fact(table, "data-proof"), Some("stated".to_owned()));
        prop_assert_eq!(fact(tag("th class=\"diff-otitle\""), "data-user"), Some(user));
    }
}

/// All elements of the page.
const KNOWN: [&str; 34] = [
    "head", "body", "html", "bdi", "input", "label", "main", "article", "p", "h1", "dl", "dt", "dd", "ul",
    "li", "div", "span", "ins", "del", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "a",
    "title", "meta", "style", "!DOCTYPE", "br", "",
];

#[track_caller]
fn shows(rows: &str, part: &str) {
    let html = draw(&diff(rows));
    assert!(html.contains(part), "{part}\nis not in\n{}", html.split_once("<main>").unwrap().1);
}

#[test]
fn writes_rows_as_mediawiki_does() {
    shows(
        "@20\n~ <a> b/<c> b",
        "<tbody>\n<tr><td class=\"diff-lineno\" colspan=\"2\">Line 20:</td>\
         <td class=\"diff-lineno\" colspan=\"2\">Line 20:</td></tr>\n<tr>\
         <td class=\"diff-marker\" data-marker=\"−\" data-line=\"20\"></td><td class=\"diff-deletedline diff-side-deleted\">\
         <div lang=\"und\" dir=\"auto\"><del class=\"diffchange diffchange-inline\">a</del> b</div></td>\
         <td class=\"diff-marker\" data-marker=\"+\" data-line=\"20\"></td><td class=\"diff-addedline diff-side-added\">\
         <div lang=\"und\" dir=\"auto\"><ins class=\"diffchange diffchange-inline\">c</ins> b</div></td></tr>\n</tbody>",
    );
    shows(
        "?- a",
        "<tbody>\n<tr></tr>\n<tr data-guessed><td class=\"diff-marker\" data-marker=\"−\"></td>\
         <td class=\"diff-deletedline diff-side-deleted\"><div lang=\"und\" dir=\"auto\">a</div></td>\
         <td colspan=\"2\" class=\"diff-empty diff-side-added\"></td></tr>",
    );
}

#[test]
fn moved_paragraph_links_to_its_other_place() {
    shows("@3\n( a\n= b\n) a", "href=\"#movedpara_1_1_rhs\">⚫</a>");
    shows("@3\n( a\n= b\n) a", " id=\"movedpara_1_1_rhs\">");
    shows("@3\n( a\n= b\n) a", "<span class=\"place\">moved to line 4</span>");
}

#[test]
fn inline_view_has_each_changed_line_once() {
    shows("~ <a> b/<c> b", "<div class=\"text\" lang=\"und\" dir=\"auto\"><del>a</del><ins>c</ins> b</div>");
}

#[test]
fn collapsed_rows_have_a_switch() {
    let diff = diff("@1\n= a\n= b\n= c\n+ d");
    let html = drawn_within(&diff, Some(1));
    for part in ["id=\"more-1\"", "<p class=\"fold\">⋯ 2 lines ⋯</p>", "<tr class=\"far\">"] {
        assert!(html.contains(part), "{part}");
    }
    assert_eq!(html.matches("row context far").count(), 2);
    assert!(!draw(&diff).contains("more-1"));
}

#[test]
fn foot_has_its_lines() {
    shows("~ <1> [[a]]/<2> a", "<p class=\"foot\">1 line changed · 1 word added, 1 removed");
    shows("~ <1> [[a]]/<2> a", "<br>1 link removed · 1 number changed</p>");
}

#[test]
fn draws_a_break_where_a_line_was_split() {
    let html = draw(&marked_diff("~ One. Two./One.\n+ Two."));
    for part in [
        ">One.<ins>¶</ins></div>",
        "<div class=\"row added part\">",
        "<td class=\"diff-deletedline diff-side-deleted\"><div lang=\"und\" dir=\"auto\">One. Two.</div></td>",
        "<td class=\"diff-addedline diff-side-added line-break\">",
    ] {
        assert!(html.contains(part), "{part} is not in\n{html}");
    }
}

#[test]
fn links_lead_to_the_wiki_of_the_page() {
    let mut diff = diff("~ a [[B|<c>]]/a [[B|<d>]]\n+ https://a.org/?b&c");
    diff.page.wiki = Some("https://wiki.example/w/index.php?title=$1".into());
    let html = draw(&diff);
    let to_page = "<a rel=\"noreferrer\" href=\"https://wiki.example/w/index.php?title=B\">";
    for part in [
        format!("a {to_page}[[B|</a><del>{to_page}c</a></del><ins>{to_page}d</a></ins>{to_page}]]</a>"),
        "<a rel=\"noreferrer\" href=\"https://a.org/?b&amp;c\">https://a.org/?b&amp;c</a>".to_owned(),
    ] {
        assert!(html.contains(&part), "{part}\n{html}");
    }
    diff.page.wiki = Some("javascript:alert(1)//$1".into());
    assert!(!draw(&diff).contains("href=\"javascript"));
}

#[test]
fn colours_are_legible_in_light_and_dark_mode() {
    let (day, night) = STYLE.split_once("@media").unwrap();
    for colours in [day, night] {
        for background in ["page", "bar", "old-word", "new-word", "old-line", "new-line"] {
            assert!(contrast(colours, "text", background) >= LEGIBLE, "text on {background}: {colours}");
        }
        for (text, background) in [
            ("muted", "page"),
            ("muted", "bar"),
            ("muted", "old-line"),
            ("muted", "new-line"),
            ("link", "page"),
        ] {
            assert!(contrast(colours, text, background) >= LEGIBLE, "{text} on {background}");
        }
    }
}

/// The least contrast of text by WCAG 2.1, success criterion 1.4.3.
const LEGIBLE: f64 = 4.5;

fn contrast(colours: &str, text: &str, background: &str) -> f64 {
    let [text, background] = [text, background].map(|name| luminance(colours, name));
    (text.max(background) + 0.05) / (text.min(background) + 0.05)
}

/// The relative luminance of a colour of the stylesheet, as WCAG 2.1 defines it.
fn luminance(colours: &str, name: &str) -> f64 {
    let (_, value) = colours.split_once(&format!("--{name}: #")).unwrap();
    let level = |at: usize| f64::from(u8::from_str_radix(&value[at..at + 2], 16).unwrap()) / 255.0;
    let linear =
        |level: f64| if level <= 0.03928 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(level(0)) + 0.7152 * linear(level(2)) + 0.0722 * linear(level(4))
}

#[test]
fn page_of_several_diffs_begins_with_links_to_them() {
    let mut diff = Diff::new(Shape::Export, Vec::new());
    diff.page.title = Some("A <mill>".into());
    diff.page.revisions.new.user = Some("Fenn & Co".into());
    diff.page.byte_change = Some(ByteChange::Signed(4));
    let html = write_page(
        &[&diff, &Diff::new(Shape::Export, Vec::new())],
        Some("pages.xml:7"),
        &HtmlView::default(),
    );
    let list = html.split_once("<main>").unwrap().0.split_once("<nav").unwrap().1;
    assert_eq!(
        list,
        " class=\"contents\" aria-label=\"Contents\">\n<ol>\n\
         <li><a href=\"#diff-1\">A &lt;mill&gt;</a> <bdi>Fenn &amp; Co</bdi> · <bdi>+4 bytes</bdi> · <bdi>changes unknown</bdi></li>\n\
         <li><a href=\"#diff-2\">pages.xml:7</a> <bdi>±0 bytes</bdi> · <bdi>no changes</bdi></li>\n\
         </ol>\n</nav>\n"
    );
    assert_eq!(html.matches("id=\"diff-").count(), 2);
    assert!(!write_page(&[&diff], None, &HtmlView::default()).contains("<nav"));
}

#[test]
fn unsure_rows_and_results_stand_out() {
    let mut guessed = marked_diff("@1\n?+ b\n");
    assert!(draw(&guessed).contains("<p class=\"sum\">"));
    guessed.proof = Proof::Inferred;
    let page = draw(&guessed);
    assert!(page.contains("<p class=\"sum unsure\">±0 bytes, 1 row could be on either side</p>"), "{page}");
    assert!(page.contains("<div class=\"row added unsure\">"), "{page}");
}

#[test]
fn code_has_a_class_of_its_own() {
    let mut module = marked_diff("@1\n~ local <a>/local <b>\n");
    assert!(draw(&module).contains("<article class=\"wikidiff\" "));
    module.page.title = Some("Module:Citation".into());
    assert!(draw(&module).contains("<article class=\"wikidiff code\" "));
}
