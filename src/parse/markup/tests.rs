//! JSON and feeds, and what is read of them.

use proptest::prelude::*;

use super::sheets;
use crate::model::WarningCode;
use crate::parse::error::{Error, ErrorKind};
use crate::parse::sheet::Sheet;
use crate::parse::tests::format_rows;

fn read(text: &str) -> Result<Vec<Sheet<'static>>, Error> {
    sheets(text).expect("the text is exact input")
}

/// The rows of all diffs, one below the other.
#[track_caller]
fn case(text: &str, expected: &[&str]) {
    assert_eq!(read(text).unwrap().iter().flat_map(format_rows).collect::<Vec<_>>(), expected, "{text}");
}

#[track_caller]
fn refused(text: &str, expected: &ErrorKind) {
    assert_eq!(read(text).map_err(|error| error.kind).as_ref(), Err(expected), "{text}");
}

/// A row of the table, as it stands in JSON.
const ROW: &str =
    r#"<tr><td colspan=\"2\"></td><td data-marker=\"+\"></td><td class=\"diff-addedline\">a</td></tr>"#;

#[test]
fn both_versions_of_the_format_hold_a_body() {
    case(&format!(r#"{{"compare":{{"*":"{ROW}"}}}}"#), &["+a"]);
    case(&format!(r#"{{"compare":{{"body":"{ROW}"}}}}"#), &["+a"]);
    case(
        &format!(r#"{{"query":{{"pages":{{"7":{{"revisions":[{{"diff":{{"*":"{ROW}"}}}}]}}}}}}}}"#),
        &["+a"],
    );
}

#[test]
fn each_slot_and_each_answer_is_a_diff() {
    let slots =
        format!(r#"{{"compare":{{"fromsize":1,"tosize":5,"bodies":{{"main":"{ROW}","map":"{ROW}"}}}}}}"#);
    let found = read(&slots).unwrap();
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|sheet| sheet.page.byte_change.is_none()), "the sizes are of both together");
    let answers = read(&format!("{slots}\n{slots}")).unwrap();
    assert_eq!(answers.iter().map(|sheet| sheet.first_line).collect::<Vec<_>>(), [1, 1, 2, 2]);
}

#[test]
fn what_the_wiki_says_of_its_error_is_handed_on() {
    let wiki = |said: &str| ErrorKind::Wiki(said.to_owned());
    refused(r#"{"error":{"code":"a","info":"There is no revision 9."}}"#, &wiki("There is no revision 9"));
    refused(r#"{"errors":[{"code":"a","html":"No <b>revision</b>"}]}"#, &wiki("No revision"));
    refused(
        r#"{"httpCode":404,"httpReason":"Not Found","messageTranslations":{"en":"gone"}}"#,
        &wiki("gone"),
    );
    refused(r#"{"errorKey":"rest-nonexistent-revision","httpCode":404}"#, &wiki("rest-nonexistent-revision"));
}

#[test]
fn json_that_breaks_off_is_damaged_only_where_it_is_an_answer() {
    refused(r#"{"compare":{"body":"<tr"#, &ErrorKind::Damaged);
    refused(r#"{"diff":[{"type":"a"}]}"#, &ErrorKind::Damaged);
    refused(r#"{"a":1}"#, &ErrorKind::NotText);
    assert!(sheets("{\"a\": 1,\n{\"a\": 1,\n").is_none(), "a page of JSON, of which each line stands twice");
}

#[test]
fn byte_ranges_take_merged_lines_apart() {
    case(
        r#"{"diff":[{"type":0,"lineNumber":4,"text":"é"},
            {"type":3,"lineNumber":5,"text":"aéxb","highlightRanges":[{"start":1,"length":2,"type":1},{"start":3,"length":1,"type":0}]},
            {"type":2,"text":"c"},{"type":0,"lineNumber":9,"text":"d"}]}"#,
        &["@4,4", "=é|=é", "-aéb|+axb", "-c", "@10,9", "=d|=d"],
    );
}

#[test]
fn a_byte_range_that_cuts_a_letter_is_told() {
    let text = r#"{"diff":[{"type":3,"lineNumber":1,"text":"é","highlightRanges":[{"start":1,"length":1,"type":1}]}]}"#;
    assert_eq!(read(text).unwrap()[0].warnings[0].code, WarningCode::StrayLine);
}

#[test]
fn a_feed_has_a_diff_for_each_entry_that_holds_one() {
    let row = "&lt;tr&gt;&lt;td colspan=2&gt;&lt;td data-marker='+'&gt;&lt;td&gt;b &amp;amp; c&lt;/tr&gt;";
    let entry = |content: &str| format!("<entry><title>Ida: x</title><summary>{content}</summary></entry>");
    let feed = format!("<feed><title>Fenn - History</title>\n{}\n{}</feed>", entry("New page"), entry(row));
    case(&feed, &["+b & c"]);
    let sheet = &read(&feed).unwrap()[0];
    assert_eq!((sheet.first_line, sheet.sections[0].cells[0].line), (3, 3));
    assert_eq!((sheet.warnings[0].code, sheet.warnings[0].first_line()), (WarningCode::NoDiff, Some(2)));
    refused(&format!("<feed>{}</feed>", entry("New page")), &ErrorKind::NotText);
    refused("<feed><entry></summary>", &ErrorKind::Damaged);
}

#[test]
fn a_feed_that_breaks_off_is_said_to_be_cut() {
    let feed =
        "<rss><item><description><![CDATA[<tr><td colspan=2><td data-marker='+'><td>a</tr>]]></description>";
    assert_eq!(read(feed).unwrap()[0].warnings[0].code, WarningCode::CutOff);
}

proptest! {
    #![proptest_config(crate::proptest_config())]

    #[test]
    fn an_answer_that_breaks_off_is_no_trouble(end in 0_usize..400, noise in "[\\PC]{0,8}") {
        let whole = format!(r#"{{"compare":{{"fromsize":1,"body":"{ROW}"}}}}{{"diff":[{{"type":0,"text":"é"}}]}}"#);
        let end = end.min(whole.len());
        let torn = String::from_utf8_lossy(&whole.as_bytes()[..end]).into_owned() + &noise;
        let feed = format!("<feed><entry><summary>{torn}");
        for text in [torn, feed] {
            let found = sheets(&text).and_then(Result::ok).unwrap_or_default();
            prop_assert!(found.iter().all(|sheet| sheet.shape.is_exact()));
        }
    }
}
