//! Hostile text in every view and every output.
//!
//! `sanitizing/cases.tsv` lists texts and their display. Each text stands in every place of a diff that can have foreign
//! text: the title, labels, users, summaries, a section, rows of each kind, warnings and notes. An output may control the
//! terminal only with our own colours, links and isolates.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use wikidiff::internals::{PLAIN, UNSTYLED, terminal_heading, wikitext_heading, with};
use wikidiff::model::{
    Change, Diff, Hunk, Marked, Page, Proof, Revision, Row, Shape, Side, Sides, Warning, WarningCode,
};
use wikidiff::render::{
    self, Audience, Background, BidiMode, ColorDepth, HtmlPage, HtmlView, Invisible, Layout, LinkOptions,
    Margin, Theme, UnchangedText, View, WikiUrl,
};

const CASES: &str = include_str!("sanitizing/cases.tsv");

/// The minimum number of cases in the file: an empty file would pass every test.
const MIN_CASES: usize = 250;

/// A hostile text and its display.
#[derive(Debug)]
struct Case {
    text: String,
    unchanged: String,
    changed: String,
}

fn cases() -> impl Iterator<Item = Case> {
    let lines = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    lines.map(|line| {
        let columns: Vec<_> = line.split('\t').collect();
        let [text, unchanged, changed] = columns[..] else { panic!("{line:?} has no three columns") };
        let again = |column, before: &str| if column == "=" { before.to_owned() } else { expand(column) };
        let unchanged = again(unchanged, text);
        let changed = again(changed, &unchanged);
        Case { text: expand(text), unchanged, changed }
    })
}

/// The text that a column stands for.
fn expand(column: &str) -> String {
    let Some((before, rest)) = column.split_once('\\') else { return column.to_owned() };
    let (text, after) = match rest.as_bytes()[0] {
        b'u' => {
            let (inside, after) = rest[2..].split_once('}').unwrap();
            let (code, count) = inside.split_once('*').unwrap_or((inside, "1"));
            let character = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
            (character.to_string().repeat(count.parse().unwrap()), after)
        }
        b'r' => {
            let (inside, after) = split_at_brace(&rest[2..]);
            let (count, inside) = inside.split_once('|').unwrap();
            (expand(inside).repeat(count.parse().unwrap()), after)
        }
        _ => (rest[..1].to_owned(), &rest[1..]),
    };
    format!("{before}{text}{}", expand(after))
}

/// Splits a text at the closing brace.
fn split_at_brace(text: &str) -> (&str, &str) {
    let mut depth = 1;
    let end = text.find(|character| {
        depth += i32::from(character == '{') - i32::from(character == '}');
        depth == 0
    });
    let end = end.unwrap();
    (&text[..end], &text[end + 1..])
}

/// A diff with the text in every place that can have foreign text.
fn diff(text: &str) -> Diff<'_, Marked<'_>> {
    let whole = |changed: bool| {
        let range = changed.then(|| 0..u32::try_from(text.len()).unwrap());
        Marked::new(text.into(), range)
    };
    let start = u32::try_from(BEFORE.len()).unwrap();
    let inserted = start..start + u32::try_from(text.len()).unwrap();
    let changed = Sides::new(
        Marked::new(format!("{BEFORE}{AFTER}").into(), []),
        Marked::new(format!("{BEFORE}{text}{AFTER}").into(), [inserted]),
    );
    let row = |change| with(Row::new(change, 1), |row| row.is_ambiguous = true);
    let rows = vec![
        row(Change::Context(Sides::new(whole(false), whole(false)))),
        row(Change::Changed(changed)),
        row(Change::Removed(whole(true))),
        row(Change::Added(whole(true))),
        row(Change::MovedFrom(whole(false), 1)),
        row(Change::MovedTo(whole(false), 1)),
    ];
    let revision = || {
        with(Revision::default(), |revision| {
            revision.label = Some(text.into());
            revision.user = Some(text.into());
            revision.comment = Some(text.into());
            revision.timestamp = Some(text.into());
            revision.id = Some(7);
        })
    };
    let warning = |code| Warning::new(1, code, text.to_owned());
    let page = with(Page::default(), |page| {
        page.title = Some(text.into());
        page.revisions = Sides::new(revision(), revision());
        page.wiki = Some(text.into());
    });
    let hunk = with(Hunk::new(Some(Sides::new(3, 3)), rows), |hunk| hunk.section = Some(whole(false)));
    with(Diff::new(Shape::Cells, vec![hunk]), |diff| {
        diff.page = page;
        diff.proof = Proof::Inferred;
        diff.warnings = vec![warning(WarningCode::UnreadLine), warning(WarningCode::StrayLine)];
        diff.notes = vec![text.to_owned()];
    })
}

/// The text around the case in the changed row.
const BEFORE: &str = "one ";
const AFTER: &str = " two";

fn write_text(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn draw(diff: &Diff<'_, Marked<'_>>, view: &View) -> String {
    write_text(|out| render::terminal(diff, view, out))
}

/// Every way to draw a picture: layouts, folds, margins, widths, colours, links, isolates.
fn views() -> impl Iterator<Item = View> {
    let layouts = [Layout::Inline, Layout::Stacked, Layout::SideBySide];
    let colours = Theme::default().stylesheet(Background::Dark, ColorDepth::TrueColor);
    layouts.into_iter().flat_map(move |layout| {
        let plain = with(View::default(), |view| view.layout = layout);
        let coloured = with(plain.clone(), |view| {
            view.style = colours;
            view.direction = BidiMode::Isolated;
        });
        let wiki = Some(WikiUrl::parse("https://a.example").unwrap());
        let linked = with(coloured.clone(), |view| view.links = Some(LinkOptions { wiki }));
        let own_wiki = with(coloured.clone(), |view| {
            view.links = Some(LinkOptions { wiki: None });
            view.width = Some(20);
        });
        let folded = with(plain.clone(), |view| {
            view.unchanged = UnchangedText::NearChanges;
            view.context = Some(0);
        });
        let bare = with(plain.clone(), |view| {
            view.margin = Margin::Bare;
            view.style = UNSTYLED;
            view.width = Some(61);
        });
        let narrow = with(plain.clone(), |view| {
            view.width = Some(20);
            view.style = PLAIN;
        });
        [plain, coloured, linked, own_wiki, folded, bare, narrow]
    })
}

/// The invisible characters that an output may have: more if they are harmless and `--show-invisible` is off.
const INVISIBLE: [Invisible; 2] = [Invisible::WhereChanged, Invisible::Everywhere];

/// Expects an output for people without characters that control a terminal or hide text.
#[track_caller]
fn is_safe(output: &str, invisible: Invisible, case: &Case) {
    let bare = without_own_codes(output);
    // Tags are allowed only in the flag of a region, which the table has unchanged.
    let bare = bare.replace("🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", "");
    let wrong = bare.chars().find(|character| {
        let is_control = character.is_control() && *character != '\n';
        is_control
            || controls_terminal(*character)
            || (invisible == Invisible::Everywhere && is_harmless(*character))
    });
    assert_eq!(wrong, None, "{case:?} let it through to {output:?}");
}

/// Characters that reorder, separate or annotate text, carry hidden text, or are unassigned.
fn controls_terminal(character: char) -> bool {
    matches!(
        u32::from(character),
        0x2028..=0x202e | 0x2065..=0x206f | 0xfff9..=0xfffb | 0xe0000..=0xe007f
            | 0xe000..=0xf8ff | 0xf0000.. | 0xfdd0..=0xfdef | 0xfffe | 0xffff
    )
}

/// Invisible characters that are harmless.
fn is_harmless(character: char) -> bool {
    matches!(
        u32::from(character),
        0xad | 0x61c | 0x115f | 0x1160 | 0x180e | 0x200b | 0x200e | 0x200f | 0x2060..=0x2064 | 0x2800 | 0x3164 | 0xfeff
            | 0xffa0 | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a
    )
}

/// An output without our own colours, links and isolates. Each of these must be complete and well-formed.
#[track_caller]
fn without_own_codes(output: &str) -> String {
    let mut parts = output.split('\x1b');
    let mut bare = parts.next().unwrap_or_default().to_owned();
    let mut is_in_link = false;
    while let Some(part) = parts.next() {
        let colour = part.strip_prefix('[').and_then(|code| code.split_once('m'));
        let colour =
            colour.filter(|(code, _)| code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
        if let Some((_, after)) = colour {
            bare.push_str(after);
            continue;
        }
        let link =
            part.strip_prefix("]8;").unwrap_or_else(|| panic!("{part:?} is no code of ours in {output:?}"));
        let address = link.strip_prefix("id=w").and_then(|link| link.split_once(";http"));
        assert!(link.bytes().all(|byte| byte.is_ascii_graphic()), "{link:?}");
        assert_eq!(address.is_some(), !is_in_link, "{link:?}");
        assert!(address.is_some() || link == ";", "{link:?}");
        is_in_link = !is_in_link;
        bare.push_str(parts.next().unwrap().strip_prefix('\\').unwrap());
    }
    assert!(!is_in_link, "a link has no end in {output:?}");
    bare.lines().map(without_isolates).collect::<Vec<_>>().join("\n")
}

/// A line without our own isolates, which end in the same line and do not nest.
#[track_caller]
fn without_isolates(line: &str) -> String {
    let isolates: Vec<_> = line.chars().filter(|c| ('\u{2066}'..='\u{2069}').contains(c)).collect();
    let is_pair = |pair: &[char]| matches!(pair, ['\u{2066}' | '\u{2067}', '\u{2069}']);
    assert!(isolates.chunks(2).all(is_pair), "isolates are not in pairs: {line:?}");
    line.replace(['\u{2066}', '\u{2067}', '\u{2069}'], "")
}

#[track_caller]
fn shows(output: &str, part: &str, case: &Case) {
    assert!(output.contains(part), "{part:?} of {case:?} is not in {output:?}");
}

#[test]
fn cases_are_many_and_unique() {
    let mut texts: Vec<_> = cases().map(|case| case.text).collect();
    assert!(texts.len() >= MIN_CASES, "{} cases are left", texts.len());
    texts.sort();
    let doubled = texts.windows(2).find(|pair| pair[0] == pair[1]);
    assert_eq!(doubled, None);
}

#[test]
fn text_cannot_control_a_terminal_view() {
    for case in cases() {
        let diff = diff(&case.text);
        for (view, invisible) in views().flat_map(|view| INVISIBLE.map(|invisible| (view.clone(), invisible)))
        {
            is_safe(&draw(&diff, &with(view, |view| view.invisible = invisible)), invisible, &case);
        }
    }
}

#[test]
fn every_text_is_shown_as_expected() {
    for case in cases() {
        let diff = diff(&case.text);
        let view = View::default();
        let plain = draw(&diff, &view);
        shows(&plain, &format!("?  3 3    {}\n", case.unchanged), &case);
        shows(&plain, &format!("{BEFORE}{{+{}+}}{AFTER}\n", case.changed), &case);
        shows(&plain, &format!("?+   5    {}\n", case.changed), &case);
        let stacked = draw(&diff, &with(view, |view| view.layout = Layout::Stacked));
        shows(&stacked, &format!("?+   4    {BEFORE}{{+{}+}}{AFTER}\n", case.changed), &case);
    }
}

#[test]
fn text_cannot_control_headings_counts_and_explanations() {
    for case in cases() {
        let diff = diff(&case.text);
        let stat = write_text(|out| render::numstat(&diff, &case.text, out));
        assert_eq!(stat.matches('\t').count(), 9, "{case:?} makes other fields: {stat:?}");
        let table = write_text(|out| render::StatTable::default().write(&diff, &case.text, out));
        shows(&table, &case.unchanged, &case);
        is_safe(&table, Invisible::WhereChanged, &case);
        let stat = stat.replace('\t', " ");
        shows(&stat, &case.unchanged, &case);
        is_safe(&stat, Invisible::WhereChanged, &case);
        let reasons = write_text(|out| render::explain(&diff, out));
        shows(&reasons, &format!("title     {}\n", case.unchanged), &case);
        shows(&reasons, &format!("note      {}\n", case.unchanged), &case);
        is_safe(&reasons, Invisible::WhereChanged, &case);
        for view in views() {
            let heading = write_text(|out| terminal_heading(&case.text, &view, out));
            assert_eq!(heading.lines().count(), 1, "{heading:?}");
            is_safe(&heading, Invisible::Everywhere, &case);
        }
        let comment = write_text(|out| wikitext_heading(&case.text, out));
        assert_eq!(comment.matches("-->").count(), 1, "{comment:?}");
        is_safe(&comment, Invisible::Everywhere, &case);
    }
}

#[test]
fn wikitext_and_patches_are_safe_for_people_and_whole_for_programs() {
    for case in cases() {
        let diff = diff(&case.text);
        for side in [Side::Old, Side::New] {
            let seen = write_text(|out| render::wikitext(&diff, side, Audience::Person, out));
            shows(&seen, &format!("{}\n", case.unchanged), &case);
            is_safe(&seen, Invisible::WhereChanged, &case);
            let whole = write_text(|out| render::wikitext(&diff, side, Audience::Program, out));
            shows(&whole, &format!("{}\n", case.text), &case);
        }
        let seen = write_text(|out| render::patch(&diff, Audience::Person, out));
        shows(&seen, &format!(" {}\n", case.unchanged), &case);
        is_safe(&seen, Invisible::WhereChanged, &case);
        let whole = write_text(|out| render::patch(&diff, Audience::Program, out));
        shows(&whole, &format!(" {}\n", case.text), &case);
        let name = whole.lines().next().unwrap();
        is_safe(name, Invisible::Everywhere, &case);
        assert!(!name.contains(['/', '"']), "{name:?}");
    }
}

#[test]
fn json_keeps_every_text_and_escapes_controls() {
    for case in cases() {
        let diff = diff(&case.text);
        let json = write_text(|out| render::json(&diff, &case.text, out));
        let wrong =
            json.trim_end().chars().find(|c| c.is_control() || (controls_terminal(*c) && !is_data(*c)));
        assert_eq!(wrong, None, "{case:?}");
        let object: serde_json::Value = serde_json::from_str(&json).unwrap();
        for place in ["/title", "/source/name", "/new/user", "/hunks/0/rows/0/new", "/warnings/0/message"] {
            assert_eq!(object.pointer(place).unwrap(), &*case.text, "{place}");
        }
    }
}

/// Noncharacters do not affect a terminal, and are ordinary data in JSON.
fn is_data(character: char) -> bool {
    matches!(u32::from(character), 0x2065 | 0xe000..=0xf8ff | 0xf0000.. | 0xfdd0..=0xfdef | 0xfffe | 0xffff)
}

#[test]
fn text_cannot_control_an_html_page() {
    for case in cases() {
        let diff = diff(&case.text);
        for invisible in INVISIBLE {
            let view = with(HtmlView::default(), |view| {
                view.invisible = invisible;
                view.context = Some(0);
                view.links = Some(LinkOptions { wiki: None });
            });
            let heading = Some(&*case.text);
            let page = write_text(|out| {
                let mut page = HtmlPage::new(&view);
                let mut articles = Vec::new();
                page.write_article(&diff, heading, &mut articles)?;
                page.write_article(&diff, heading, &mut articles)?;
                page.finish(&mut articles.as_slice(), out)
            });
            is_safe(&page.replace('\t', " "), Invisible::WhereChanged, &case);
            assert!(!page.contains("<script"), "{page}");
            let text = page.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            for name in names(&case.unchanged) {
                shows(&text.replace("&amp;", "&"), name, &case);
            }
        }
    }
}

/// The names of characters in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("<U+").map(|(at, _)| &text[at..=at + text[at..].find('>').unwrap()])
}

#[test]
fn case_syntax_is_expanded() {
    #[track_caller]
    fn case(column: &str, expected: &str) {
        assert_eq!(expand(column), expected);
    }
    case("a\\u{1b}[", "a\u{1b}[");
    case("\\u{301*3}b\\\\", "\u{301}\u{301}\u{301}b\\");
    case("\\r{2|a\\u{9}}c", "a\ta\tc");
}
