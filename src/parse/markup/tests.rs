//! Tests of JSON and feeds: texts and the rows of their sheets.

use proptest::prelude::*;

use super::parse_sheets;
use crate::model::{ByteChange, WarningCode};
use crate::parse::error::{Error, ErrorKind};
use crate::parse::sheet::Sheet;
use crate::parse::tests::format_rows;

fn read(text: &str) -> Result<Vec<Sheet<'static>>, Error> {
    parse_sheets(text).expect("the text is exact input")
}

/// Compares the rows of all diffs.
#[track_caller]
fn case(text: &str, expected: &[&str]) {
    assert_eq!(read(text).unwrap().iter().flat_map(format_rows).collect::<Vec<_>>(), expected, "{text}");
}

#[track_caller]
fn error_case(text: &str, expected: &ErrorKind) {
    assert_eq!(read(text).map_err(|error| error.kind).as_ref(), Err(expected), "{text}");
}

/// A row of the table inside a JSON string.
const ROW: &str =
    r#"<tr><td colspan=\"2\"></td><td data-marker=\"+\"></td><td class=\"diff-addedline\">a</td></tr>"#;

#[test]
fn reads_both_format_versions() {
    case(&format!(r#"{{"compare":{{"*":"{ROW}"}}}}"#), &["+a"]);
    case(&format!(r#"{{"compare":{{"body":"{ROW}"}}}}"#), &["+a"]);
    case(
        &format!(r#"{{"query":{{"pages":{{"7":{{"revisions":[{{"diff":{{"*":"{ROW}"}}}}]}}}}}}}}"#),
        &["+a"],
    );
}

#[test]
fn reads_every_slot_and_every_answer() {
    let slots =
        format!(r#"{{"compare":{{"fromsize":1,"tosize":5,"bodies":{{"main":"{ROW}","map":"{ROW}"}}}}}}"#);
    let found = read(&slots).unwrap();
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|sheet| sheet.page.byte_change.is_none()), "the sizes count both slots");
    let answers = read(&format!("{slots}\n{slots}")).unwrap();
    assert_eq!(answers.iter().map(|sheet| sheet.first_line).collect::<Vec<_>>(), [1, 1, 2, 2]);
}

#[test]
fn error_has_the_message_of_the_wiki() {
    let wiki = |message: &str| ErrorKind::Wiki(message.to_owned());
    error_case(r#"{"error":{"code":"a","info":"There is no revision 9."}}"#, &wiki("There is no revision 9"));
    error_case(r#"{"errors":[{"code":"a","html":"No <b>revision</b>"}]}"#, &wiki("No revision"));
    error_case(
        r#"{"httpCode":404,"httpReason":"Not Found","messageTranslations":{"en":"gone"}}"#,
        &wiki("gone"),
    );
    error_case(
        r#"{"errorKey":"rest-nonexistent-revision","httpCode":404}"#,
        &wiki("rest-nonexistent-revision"),
    );
}

#[test]
fn first_revision_of_a_page_has_no_diff_or_an_added_page() {
    let row = ROW;
    let lone = r#"{"from":false,"to":2,"body":""}"#;
    let revisions = |diffs: &str| format!(r#"{{"query":{{"pages":[{{"revisions":[{diffs}]}}]}}}}"#);
    let text = revisions(&format!(
        r#"{{"diff":{{"from":2,"to":3,"body":"{row}"}},"minor":true,"tags":["mw-undo"]}},{{"diff":{lone}}}"#
    ));
    let sheets = read(&text).unwrap();
    assert_eq!(sheets.len(), 1);
    assert_eq!(sheets[0].warnings.last().map(|warning| warning.code), Some(WarningCode::NoDiff));
    let new = &sheets[0].page.revisions.new;
    assert_eq!((&new.tags[..], new.is_minor), (&["mw-undo".into()][..], true));
    error_case(
        &revisions(&format!(r#"{{"diff":{lone}}}"#)),
        &ErrorKind::Wiki("the answer has one revision, and no other one to compare it with".to_owned()),
    );
    let warnings = r#""warnings":{"compare":{"warnings":"Revision 3 is the latest."}}"#;
    error_case(
        &format!(r#"{{{warnings},"compare":{{"fromrevid":3,"body":""}}}}"#),
        &ErrorKind::Wiki("Revision 3 is the latest".to_owned()),
    );
    let created =
        read(&format!(r#"{{{warnings},"compare":{{"torevid":3,"tosize":9,"body":"{row}"}}}}"#)).unwrap();
    assert_eq!(created[0].page.byte_change, Some(ByteChange::Signed(9)));
    // A text that is no revision equals the revision.
    assert_eq!(read(r#"{"compare":{"fromrevid":3,"body":""}}"#).unwrap().len(), 1);
}

#[test]
fn broken_json_is_an_error_only_in_an_answer() {
    error_case(r#"{"compare":{"body":"<tr"#, &ErrorKind::Damaged);
    error_case(r#"{"diff":[{"type":"a"}]}"#, &ErrorKind::Damaged);
    error_case(r#"{"a":1}"#, &ErrorKind::NotText);
    assert!(
        parse_sheets("{\"a\": 1,\n{\"a\": 1,\n").is_none(),
        "a wiki page of JSON as doubled context lines"
    );
}

#[test]
fn byte_ranges_separate_old_and_new_words() {
    case(
        r#"{"diff":[{"type":0,"lineNumber":4,"text":"é"},
            {"type":3,"lineNumber":5,"text":"aéxb","highlightRanges":[{"start":1,"length":2,"type":1},{"start":3,"length":1,"type":0}]},
            {"type":2,"text":"c"},{"type":0,"lineNumber":9,"text":"d"}]}"#,
        &["@4,4", "=é|=é", "-aéb|+axb", "-c", "@10,9", "=d|=d"],
    );
}

#[test]
fn warns_of_a_byte_range_inside_a_letter() {
    let text = r#"{"diff":[{"type":3,"lineNumber":1,"text":"é","highlightRanges":[{"start":1,"length":1,"type":1}]}]}"#;
    assert_eq!(read(text).unwrap()[0].warnings[0].code, WarningCode::StrayLine);
}

#[test]
fn reads_the_diffs_of_a_feed() {
    let row = "&lt;tr&gt;&lt;td colspan=2&gt;&lt;td data-marker='+'&gt;&lt;td&gt;b &amp;amp; c&lt;/tr&gt;";
    let entry = |content: &str| format!("<entry><title>Ida: x</title><summary>{content}</summary></entry>");
    let feed = format!("<feed><title>Fenn - History</title>\n{}\n{}</feed>", entry("New page"), entry(row));
    case(&feed, &["+b & c"]);
    let sheet = &read(&feed).unwrap()[0];
    assert_eq!((sheet.first_line, sheet.sections[0].cells[0].line), (3, 3));
    assert_eq!((sheet.warnings[0].code, sheet.warnings[0].first_line()), (WarningCode::NoDiff, Some(2)));
    error_case(&format!("<feed>{}</feed>", entry("New page")), &ErrorKind::NotText);
    error_case("<feed><entry></summary>", &ErrorKind::Damaged);
}

#[test]
fn warns_of_a_feed_that_breaks_off() {
    let feed =
        "<rss><item><description><![CDATA[<tr><td colspan=2><td data-marker='+'><td>a</tr>]]></description>";
    assert_eq!(read(feed).unwrap()[0].warnings[0].code, WarningCode::CutOff);
}

proptest! {
    #![proptest_config(crate::proptest_config())]

    #[test]
    fn broken_answer_gives_exact_sheets_or_none(end in 0_usize..400, noise in "[\\PC]{0,8}") {
        let whole = format!(r#"{{"compare":{{"fromsize":1,"body":"{ROW}"}}}}{{"diff":[{{"type":0,"text":"é"}}]}}"#);
        let end = end.min(whole.len());
        let broken = String::from_utf8_lossy(&whole.as_bytes()[..end]).into_owned() + &noise;
        let feed = format!("<feed><entry><summary>{broken}");
        for text in [broken, feed] {
            let found = parse_sheets(&text).and_then(Result::ok).unwrap_or_default();
            prop_assert!(found.iter().all(|sheet| sheet.shape.is_exact()));
        }
    }
}
