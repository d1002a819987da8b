//! Tests of the HTML reader: markup and the rows of its sheets.

use proptest::prelude::*;

use super::parse_sheets;
use crate::model::{ByteChange, Page, PageContent, Proof, Sides, WarningCode};
use crate::parse::sheet::{Integrity, Marker, SideEvidence};
use crate::parse::tests::format_rows;

/// Compares the rows of all diffs.
#[track_caller]
fn case(html: &str, expected: &[&str]) {
    assert_eq!(parse_sheets(html).iter().flat_map(format_rows).collect::<Vec<_>>(), expected, "{html}");
}

/// Makes a row of the table from its cells.
fn row(cells: &[&str]) -> String {
    format!("<tr>{}</tr>", cells.concat())
}

const BLANK: &str = "<td class='diff-marker'></td>";
const MINUS: &str = "<td class='diff-marker' data-marker='−'></td>";
const PLUS: &str = "<td class='diff-marker' data-marker='+'></td>";
const NOTHING: &str = "<td colspan=2 class='diff-empty'></td>";

#[test]
fn class_gives_the_role_of_a_cell() {
    let context = "<td class='diff-context'><div>a</div></td>";
    let (old, new) =
        ("<td class='diff-deletedline'><div>b</div></td>", "<td class='diff-addedline'><div>c</div></td>");
    case(&row(&[BLANK, context, BLANK, context]), &["=a|=a"]);
    case(&row(&[MINUS, old, PLUS, new]), &["-b|+c"]);
    case(&row(&[MINUS, old, NOTHING]), &["-b"]);
    case(&row(&[NOTHING, PLUS, new]), &["+c"]);
    case(&row(&[old, new]), &["-b|+c"]);
}

#[test]
fn column_gives_the_side_of_a_cell_without_a_class() {
    let (minus, plus, blank) = (
        "<td class='diff-marker'>−</td>",
        "<td class='diff-marker'>+</td>",
        "<td class='diff-marker'>&nbsp;</td>",
    );
    case(&row(&[blank, "<td>a</td>", blank, "<td>a</td>"]), &["=a|=a"]);
    case(&row(&[minus, "<td>b</td>", plus, "<td>c</td>"]), &["-b|+c"]);
    case(&row(&[minus, "<td>b</td>", "<td colspan=2>&nbsp;</td>"]), &["-b"]);
    case(&row(&["<td colspan=2>&nbsp;</td>", plus, "<td>c</td>"]), &["+c"]);
}

const NUMBERS: &str = "<tr><td colspan=2>Line 3:</td><td colspan=2>Line 4:</td></tr>";

#[test]
fn columns_give_the_roles_of_cells_without_classes() {
    let rows = [
        row(&["<td></td>", "<td><p>a</p></td>", "<td></td>", "<td><p>a</p></td>"]),
        row(&["<td>−</td>", "<td>b</td>", "<td>+</td>", "<td>c</td>"]),
        row(&["<td>−</td>", "<td>d</td>", "<td colspan=2></td>"]),
        row(&["<td colspan=2></td>", "<td>+</td>", "<td>e</td>"]),
        row(&["<td></td>", "<td><br></td>", "<td></td>", "<td><br></td>"]),
    ];
    let table = |rows: &[String]| format!("<table>{NUMBERS}{}</table>", rows.concat());
    case(&table(&rows), &["@3,4", "=a|=a", "-b|+c", "-d", "+e", "=|="]);
    let bare = rows.map(|row| row.replace(['−', '+'], ""));
    case(&table(&bare), &["@3,4", "=a|=a", "-b|+c", "-d", "+e", "=|="]);
    let narrow = bare.map(|row| row.replace(" colspan=2", ""));
    case(&table(&narrow).replace(" colspan=2", ""), &["@3,4", "=a|=a", "-b|+c", "-d", "+e", "=|="]);
}

#[test]
fn first_marker_shows_the_columns_of_rows_above() {
    let context = row(&["<td></td>", "<td>a</td>", "<td></td>", "<td>a</td>"]);
    let added = row(&["<td colspan=2></td>", "<td data-marker='+'></td>", "<td>b</td>"]);
    case(&format!("<table>{context}{added}{context}</table>"), &["=a|=a", "+b", "=a|=a"]);
    case(&format!("<table>{context}</table>"), &[]);
}

#[test]
fn row_without_columns_is_stray() {
    let found = parse_sheets(&format!(
        "<table>{NUMBERS}<tr><td>a</td></tr>{}</table>",
        row(&[NOTHING, PLUS, "<td>b</td>"])
    ));
    assert_eq!(found[0].warnings[0].code, WarningCode::StrayLine);
}

#[test]
fn row_with_too_many_cells_is_stray() {
    let (minus, plus) = ("<td class='diff-marker'>−</td>", "<td class='diff-marker'>+</td>");
    let full = row(&[minus, "<td>b</td>", plus, "<td>c</td>"]);
    let (old, moved) = ("<td class='diff-deletedline'>b</td>", "<td class='diff-marker'>⚫</td>");
    for cells in [
        &[moved, "<td>b</td>", "<td>b</td>", "<td colspan=2></td>"][..],
        &[minus, "<td>b</td>", plus, plus, "<td>c</td>"],
        &[MINUS, old, old, NOTHING],
    ] {
        let found = parse_sheets(&format!("<table class='diff'>{full}{}</table>", row(cells)));
        assert!(found[0].warnings.iter().any(|warning| warning.code == WarningCode::StrayLine), "{cells:?}");
        assert_eq!(found[0].sections[0].cells.len(), 2, "{cells:?}");
    }
}

#[test]
fn reads_all_forms_of_an_empty_line() {
    for empty in ["", "<br />", "<div></div>", "&#160;", "\n  "] {
        let cell = format!("<td class='diff-context'>{empty}</td>");
        case(&row(&[BLANK, &cell, BLANK, &cell]), &["=|="]);
    }
}

#[test]
fn ignores_white_space_around_a_line() {
    let cell = "<td class='diff-addedline'>\n <div>a <ins>b</ins>\n</div>\n</td>";
    case(&row(&[NOTHING, PLUS, cell]), &["+a b"]);
}

#[test]
fn removes_only_the_padding_of_the_php_engine() {
    let old =
        "<td class='diff-deletedline'><div>&#160; a&#160; <span class='diffchange'> b </span></div></td>";
    let new = "<td class='diff-addedline'><div>&#160;</div></td>";
    let php = "<tr><td class='diff-lineno' id='mw-diff-left-l1'>Line 1:</td><td class='diff-lineno'>Line 1:</td></tr>";
    case(&(php.to_owned() + &row(&[MINUS, old, PLUS, new])), &["@1,1", "- a   b |+"]);
    let wikidiff2 = row(&[NOTHING, PLUS, new]);
    case(&(row(&[MINUS, old, PLUS, new]) + &wikidiff2), &["-\u{a0} a\u{a0}  b |+\u{a0}", "+\u{a0}"]);
}

#[test]
fn header_opens_a_section() {
    let header =
        |old, new| format!("<tr><td class='diff-lineno'>{old}</td><td class='diff-lineno'>{new}</td></tr>");
    let added = row(&[NOTHING, PLUS, "<td class='diff-addedline'>a</td>"]);
    case(&(header("Line 1,759:", "Line 1,760:") + &added), &["@1759,1760", "+a"]);
    case(&(header("<!--LINE 3-->", "<!--LINE 4-->") + &added), &["@3,4", "+a"]);
    let both = header("Line 9:", "Line 9:") + &added + &header("Line 3:", "Line 3:") + &added;
    assert_eq!(parse_sheets(&both).len(), 2, "lower numbers begin another diff");
}

#[test]
fn reads_both_sides_of_the_inline_view() {
    case(
        "<div class='mw-diff-inline-header'><!-- LINES 3,4 --></div>\
         <div class='mw-diff-inline-context'>a</div>\
         <div class='mw-diff-inline-context'>&#160;</div>\
         <div class='mw-diff-inline-changed'>an <del>old</del><ins>new</ins> line</div>\
         <div class='mw-diff-inline-deleted'><del>b</del></div>\
         <div class='mw-diff-inline-added mw-diff-empty-line'><ins>&#160;</ins></div>",
        &["@3,4", "=a|=a", "=|=", "-an old line|+an new line", "-b", "+"],
    );
}

#[test]
fn split_line_has_one_old_and_several_new_lines() {
    case(
        "<div class='mw-diff-inline-changed'>a<span class='mw-inline-diff-newline'></span><br>b <ins>c</ins></div>",
        &["-ab |+a", "+b c"],
    );
}

#[test]
fn both_places_of_a_moved_paragraph_have_one_number() {
    let moved = "<div class='mw-diff-inline-moved mw-diff-inline-moved-source'><a name='movedpara_1_lhs'></a>a\
                 <a class='mw-diff-movedpara-left' href='#movedpara_3_rhs'>&#9660;</a></div>\
                 <div class='mw-diff-inline-moved mw-diff-inline-moved-destination'><a name='movedpara_3_rhs'></a>\
                 <a class='mw-diff-movedpara-right' href='#movedpara_1_lhs'>&#9650;</a><del>a</del><ins>b</ins></div>";
    case(moved, &["<a", ">b"]);
    let markers = parse_sheets(moved)[0].sections[0].cells.iter().map(|cell| cell.marker).collect::<Vec<_>>();
    assert_eq!(markers[0], markers[1], "one number for both places");
}

#[test]
fn moved_paragraph_without_links_has_no_number() {
    let place =
        |name, line, side| format!("<td class='diff-{side}line'><a name='{name}'></a><div>{line}</div></td>");
    let old = row(&["<td class='diff-marker'></td>", &place("movedpara_1_1_lhs", "a", "deleted"), NOTHING]);
    let new = row(&[NOTHING, "<td class='diff-marker'></td>", &place("movedpara_5_1_rhs", "b", "added")]);
    let sheet = &parse_sheets(&(old + &new))[0];
    for cell in &sheet.sections[0].cells {
        assert_eq!(cell.marker, Some(Marker::Moved(None)));
    }
}

#[test]
fn nbsp_in_a_span_is_a_space() {
    let context = |text: &str| format!("<div class='mw-diff-inline-context'>{text}</div>");
    case(&context("a<span>&nbsp;</span>b&nbsp;c"), &["=a b\u{a0}c|=a b\u{a0}c"]);
    case(
        "<div class='mw-diff-inline-changed'>at<ins><span>&nbsp;</span>some</ins><span>&nbsp;</span>length</div>",
        &["-at length|+at some length"],
    );
}

#[test]
fn blank_between_words_at_the_edge_of_a_box_is_put_back() {
    let changed = |line: &str| {
        let line = line.replace("<ins>", "<ins style='display: inline-block'>");
        format!("<div class='mw-diff-inline-changed'>{line}</div>")
    };
    case(&changed("was<ins>first</ins> lit"), &["-was lit|+was first lit"]);
    warnings_case(&changed("was<ins>first</ins> lit"), &[], Proof::Stated);
    warnings_case(&changed("in 1909:<ins>first</ins> lit"), &[WarningCode::SpacesFolded], Proof::Inferred);
    case("<div class='mw-diff-inline-changed'>was<ins>first</ins></div>", &["-was|+wasfirst"]);
}

#[test]
fn reads_tags_and_the_letter_of_a_minor_edit() {
    let html = format!(
        "<div id='mw-diff-ntitle3'><abbr class='minoredit'>m</abbr> <span class='comment'>(links)</span></div>\
         <div id='mw-diff-ntitle5'><span class='mw-tag-markers'>Tags: <span class='mw-tag-marker'>Undo</span>, \
         <span class='mw-tag-marker mw-tag-marker-x'><a>Mobile edit</a></span></span></div>{}",
        row(&[NOTHING, PLUS, "<td class='diff-addedline'><div>b</div></td>"])
    );
    let sheets = parse_sheets(&html);
    let revisions = &sheets[0].page.revisions;
    assert_eq!(
        (&revisions.new.tags[..], revisions.new.is_minor),
        (&["Undo".into(), "Mobile edit".into()][..], true)
    );
    assert_eq!(revisions.new.comment.as_deref(), Some("links"));
    assert!(revisions.old.tags.is_empty() && !revisions.old.is_minor);
}

#[test]
fn ignores_other_tables() {
    case("<table><tr><td>a</td><td>b</td></tr><tr></tr></table>", &[]);
    case("<p>diff-addedline</p>", &[]);
}

#[test]
fn warns_of_a_stray_row() {
    let one_column = row(&[BLANK, "<td class='diff-context'>a</td>"]);
    let found =
        parse_sheets(&(one_column.clone() + &row(&[NOTHING, PLUS, "<td class='diff-addedline'>a</td>"])));
    assert!(
        found[0]
            .warnings
            .iter()
            .any(|warning| warning.code == WarningCode::StrayLine && warning.lines == Some(1..=1))
    );
    case(&one_column, &[]);
}

#[test]
fn warns_of_a_partial_row() {
    let added = "<td class='diff-addedline'>a</td>";
    let has_warning = |html: String| !parse_sheets(&html)[0].warnings.is_empty();
    assert!(has_warning(row(&[added])) && has_warning(row(&[PLUS, added])));
    assert!(!has_warning(row(&[NOTHING, PLUS, added])));
}

/// A page with facts, a table and an inline view.
const PAGE: &str = "<h1 id='firstHeading'>Fenn: Difference between revisions</h1>\
    <div class='mw-mf-diff-info'><span class='mw-mf-bytesadded'>1 byte added</span></div>\
    <table class='diff'><tr><td class='diff-otitle'><div id='mw-diff-otitle1'>\
    <a href='/w?title=Fenn&amp;oldid=7' title='Fenn'>Revision as of 10:00, 3 February 2023</a>\
    <span class='mw-diff-timestamp' data-timestamp='2023-02-03T10:00:00Z'></span></div>\
    <div id='mw-diff-otitle2'><a class='mw-userlink'><bdi>Ida</bdi></a> (<a>talk</a>)</div>\
    <div id='mw-diff-otitle3'><span class='comment'>(salt &amp; pepper)</span></div></td></tr>\
    <tr><td class='diff-marker'>−</td><td class='diff-deletedline'><div>a <del>b</del> – é</div></td>\
    <td class='diff-marker'>+</td><td class='diff-addedline'><div>a <ins>bb</ins> – é</div></td></tr></table>\
    <div class='mw-diff-inline-changed'>a <del>c</del><ins>d</ins></div>";

#[test]
fn reads_page_facts() {
    let Page { title, revisions, byte_change, language, wiki, .. } = parse_sheets(PAGE).remove(0).page;
    assert_eq!(title.as_deref(), Some("Fenn"));
    assert_eq!(byte_change.and_then(ByteChange::signed), Some(1));
    assert_eq!((language, wiki), (Some("en"), None));
    let old = revisions.old;
    assert_eq!(old.label.as_deref(), Some("Revision as of 10:00, 3 February 2023"));
    assert_eq!((old.id, old.timestamp.as_deref()), (Some(7), Some("2023-02-03T10:00:00Z")));
    assert_eq!((old.user.as_deref(), old.comment.as_deref()), (Some("Ida"), Some("salt & pepper")));
}

#[test]
fn reads_the_address_of_the_wiki() {
    let found = |html: &str| parse_sheets(html).remove(0).page.wiki.map(std::borrow::Cow::into_owned);
    let linked = PAGE.replace("'/w?title", "'https://b.org/index.php?title");
    assert_eq!(found(&linked).as_deref(), Some("https://b.org/index.php?title=$1"));
    let head = "<link rel='EditURI' href='//a.org/w/api.php?action=rsd'>";
    assert_eq!(found(&format!("{head}{linked}")).as_deref(), Some("https://a.org/w/index.php?title=$1"));
    assert_eq!(found(&format!("<link rel='author' href='https://a.org/index.php'>{PAGE}")), None);
}

#[test]
fn warning_about_collapsed_space_names_a_command() {
    let label = |side: char, revision: u32| {
        format!(
            "<div id='mw-diff-{side}title1'><a href='https://a.org/w/index.php?oldid={revision}'>R</a></div>"
        )
    };
    let rows = "<div class='mw-diff-inline-header'></div><div class='mw-diff-inline-context'>a</div>";
    let message = |head: &str| {
        let warning = parse_sheets(&format!("{head}{rows}")).remove(0).warnings.remove(0);
        assert_eq!(warning.code, WarningCode::SpacesFolded);
        warning.message
    };
    let full = message(&format!("{}{}", label('o', 7), label('n', 9)));
    assert!(
        full.ends_with(
            "fetch the diff from the wiki to get them: wikidiff https://a.org/w/index.php/Special:Diff/7/9"
        ),
        "{full}"
    );
    for part in [String::new(), label('n', 9)] {
        assert!(message(&part).ends_with("fetch the diff from the wiki to get them"));
    }
}

#[test]
fn strips_only_the_parentheses_of_the_page() {
    let bare = PAGE.replace("class='comment'", "class='comment comment--without-parentheses'");
    let comment = |html: &str| parse_sheets(html).remove(0).page.revisions.old.comment;
    assert_eq!(comment(&bare).as_deref(), Some("(salt & pepper)"));
    assert_eq!(comment(&PAGE.replace("class='comment'", "class='comment mw-comment-none'")), None);
}

#[test]
fn warns_of_a_page_that_breaks_off() {
    for end in (0..PAGE.len()).filter(|&end| PAGE.is_char_boundary(end)) {
        let found = parse_sheets(&PAGE[..end]);
        let has_warning =
            found.iter().flat_map(|sheet| &sheet.warnings).any(|warning| warning.code == WarningCode::CutOff);
        let is_between =
            PAGE[..end].rfind("</table>").is_some() && !PAGE[..end].contains("mw-diff-inline-changed'>");
        assert!(found.is_empty() || has_warning || is_between, "{}", &PAGE[..end]);
    }
}

#[test]
fn reads_deeply_nested_elements() {
    const DEEP: usize = 100_000;
    for opening in ["<div>", "<td>", "<table class='diff'>", "<del>", "<a class='mw-diff-movedpara-left'>"] {
        let html = format!("<tr>{NOTHING}{PLUS}<td class='diff-addedline'>{}a", opening.repeat(DEEP));
        assert!(parse_sheets(&html).len() <= 1, "{opening}");
    }
    let inline = "<div class='mw-diff-inline-changed'>".repeat(DEEP);
    assert_eq!(parse_sheets(&format!("{inline}a")).len(), 1);
}

#[test]
fn reads_a_tag_of_many_attributes() {
    let attributes: Vec<_> = (0..100_000).map(|number| format!(" a{number}=b class=c")).collect();
    let attributes = attributes.concat();
    case(&format!("<tr>{NOTHING}{PLUS}<td class='diff-addedline'{attributes}>a</td></tr>"), &["+a"]);
}

proptest! {
    #![proptest_config(crate::proptest_config())]

    #[test]
    fn shuffled_markup_gives_valid_cells(
        cuts in prop::collection::vec((0..PAGE.len(), 0..PAGE.len()), 1..12),
        noise in "[<>/&;'=a-d \u{a0}-]{0,12}",
    ) {
        let shuffled: String = cuts.iter().map(|&(from, to)| {
            let (from, to) = (from.min(to), from.max(to));
            String::from_utf8_lossy(&PAGE.as_bytes()[from..to]).into_owned() + &noise
        }).collect();
        for sheet in parse_sheets(&shuffled) {
            let cells = sheet.sections.iter().flat_map(|section| &section.cells);
            prop_assert!(cells.into_iter().all(|cell| !cell.text.contains('\n') && cell.side.is_some()));
        }
    }
}

/// Compares the warnings and the certainty of the first diff.
#[track_caller]
fn warnings_case(html: &str, warnings: &[WarningCode], proof: Proof) {
    let diffs = crate::internals::parse_lines(html, &crate::parse::Options::default()).unwrap();
    let codes: Vec<_> = diffs[0].warnings.iter().map(|warning| warning.code).collect();
    assert_eq!((codes.as_slice(), diffs[0].proof), (warnings, proof), "{html}");
}

#[test]
fn damaged_markup_is_not_stated() {
    let html = |content: &str| {
        let table = row(&[NOTHING, PLUS, &format!("<td class=\"diff-addedline\"><div>{content}</div></td>")]);
        format!("<table class=\"diff\">\n{table}\n</table>").replace('\'', "\"").replace('>', ">\n")
    };
    let whole = html("the mill that stood by the weir, as is told by the old miller")
        .replace("<div>\n", "<div>")
        .replace("</div>\n", "</div>");
    warnings_case(&whole, &[], Proof::Stated);
    warnings_case(&whole.replace("the old", "the\nold"), &[WarningCode::Altered], Proof::Inferred);
    let printable = whole.replace('=', "=3D").replace("the old", "the =\nold");
    warnings_case(&printable, &[WarningCode::Mended], Proof::Stated);
    warnings_case(&whole.replace('"', "”"), &[WarningCode::Altered], Proof::Inferred);
}

/// A page of `--format html`: the table of a diff page, with more facts in `data-` attributes.
const RECORDED: &str = "<article class=\"wikidiff\"><table class=\"sides diff\" data-proof=\"checked\" data-title=\"A\" \
    data-bytes=\"4\"><thead><tr><th class=\"diff-otitle\" colspan=\"2\" data-revision=\"7\">Old</th></tr></thead>\
    <tbody><tr><td class=\"diff-lineno\" colspan=\"2\">Line 20:</td><td class=\"diff-lineno\" colspan=\"2\">Line 21:</td></tr>\
    <tr data-guessed><td colspan=\"2\" class=\"diff-empty\"></td><td class=\"diff-marker\" data-marker=\"+\"></td>\
    <td class=\"diff-addedline\"><div>a<span class=\"unseen\" data-code=\"202E\">&lt;U+202E RLO&gt;</span>\u{a0} </div></td></tr>\
    </tbody></table></article>";

#[test]
fn reads_the_facts_of_a_recorded_table() {
    let sheets = parse_sheets(RECORDED);
    let [sheet] = &sheets[..] else { panic!("{sheets:?}") };
    assert_eq!(sheet.source.sides, SideEvidence::Recorded(Proof::Checked));
    assert_eq!(sheet.page.title.as_deref(), Some("A"));
    assert_eq!(sheet.page.revisions.old.id, Some(7));
    assert_eq!(sheet.page.byte_change, Some(ByteChange::Unsigned(4)));
    assert_eq!(sheet.sections[0].start, Some(Sides::new(20, 21)));
    assert_eq!(sheet.sections[0].cells[0].text, "a\u{202e}\u{a0} ");
    assert!(sheet.sections[0].cells[0].is_ambiguous);
}

#[test]
fn takes_an_unknown_certainty_for_the_lowest() {
    let sheets = parse_sheets(&RECORDED.replace("checked\"", "certain\" data-confidence=\"93\""));
    assert_eq!(sheets[0].confidence, Some(93));
    assert_eq!(sheets[0].source.sides, SideEvidence::Recorded(Proof::Inferred));
}

/// Makes the table of an entity: a row of two header cells, and a row of a value.
fn entity_table(header: [&str; 2], cells: &str) -> String {
    let [old, new] = header;
    format!(
        "<table class='diff'><tr><td colspan='2' class='diff-lineno'>{old}</td>\
         <td colspan='2' class='diff-lineno'>{new}</td></tr><tr>{cells}</tr></table>"
    )
}

#[track_caller]
fn entity_case(header: [&str; 2], cells: &str, name: &str, expected: &[&str]) {
    let sheets = parse_sheets(&entity_table(header, cells));
    let [sheet] = &sheets[..] else { panic!("{} diffs", sheets.len()) };
    assert_eq!(sheet.page.content, PageContent::Entity);
    assert_eq!(sheet.sections[0].heading.as_deref(), Some(name));
    assert_eq!(format_rows(sheet), expected);
    assert_eq!((sheet.integrity, &sheet.warnings[..]), (Integrity::Intact, &[][..]), "{cells}");
}

#[test]
fn headers_of_an_entity_name_what_was_changed() {
    let removed =
        "<td class='diff-marker' data-marker='−'></td><td class='diff-deletedline'><div>a</div></td>";
    let added = "<td colspan='2'>&nbsp;</td><td class='diff-marker' data-marker='+'></td>\
                 <td class='diff-addedline'><div>b</div></td>";
    entity_case(["aliases / en / 0"; 2], removed, "aliases / en / 0", &["-a"]);
    entity_case(["", "Property / river (P1)"], added, "Property / river (P1)", &["+b"]);
}

#[test]
fn value_of_an_entity_may_have_several_lines() {
    let value = |tag: &str, amount: &str| {
        format!(
            "<div><{tag}><span><b class='wb-details'>{amount} m</b><table class='wb-details'><tr><th>amount</th>\
             <td>{amount}</td></tr><tr><th>unit</th><td><a>metre</a></td></tr></table></span></{tag}></div>"
        )
    };
    let cells = format!(
        "<td class='diff-marker' data-marker='−'></td><td class='diff-deletedline'>{}</td>\
         <td class='diff-marker' data-marker='+'></td><td class='diff-addedline'>{}</td>",
        value("del", "3"),
        value("ins", "4")
    );
    let rows = ["-3 m|+4 m", "-amount: 3|+amount: 4", "=unit: metre|=unit: metre"];
    entity_case(["Property / depth"; 2], &cells, "Property / depth", &rows);
    let reference = "<td class='diff-marker' data-marker='−'></td><td class='diff-deletedline'><div><del>\
                     <span>stated in: A</span><br><span>page: 3</span></del></div></td><td colspan='2'>&nbsp;</td>";
    let name = "Property / river: Alder / reference";
    entity_case([name, ""], reference, name, &["-stated in: A", "-page: 3"]);
}

#[test]
fn removed_value_without_its_new_side_is_cut_off_in_a_statement() {
    let removed =
        "<td class='diff-marker' data-marker='−'></td><td class='diff-deletedline'><div>a</div></td>";
    let sheets = parse_sheets(&entity_table(["Property / river", "Property / lake"], removed));
    assert_eq!(sheets[0].warnings[0].code, WarningCode::CutOff);
}
