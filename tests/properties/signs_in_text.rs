//! Lines of a page that look like the furniture of a diff: a reading that takes them for it is not called stated or proved.
//!
//! The pastes are the smallest that the real engines' tables led to.

use wikidiff::Options;
use wikidiff::internals::parse_lines;
use wikidiff::model::{Diff, Line, Proof};

use crate::support::scoring::sign;

/// Reads a paste, with the byte change if it is known.
fn read(paste: &str, bytes: Option<i64>) -> Vec<Diff<'_, Line<'_>>> {
    let mut options = Options::default();
    options.bytes = bytes;
    parse_lines(paste, &options).unwrap_or_default()
}

/// Expects that no reading of a paste is called certain.
#[track_caller]
fn is_doubted(paste: &str, bytes: Option<i64>) {
    for diff in read(paste, bytes) {
        assert_eq!(diff.proof, Proof::Inferred, "{paste:?}: {:?}", diff.hunks);
    }
}

/// Expects a certain reading with these rows.
#[track_caller]
fn is_certain(paste: &str, bytes: Option<i64>, expected: &[&str]) {
    let diffs = read(paste, bytes);
    assert!(diffs.iter().all(|diff| diff.proof != Proof::Inferred), "{paste:?}: {diffs:?}");
    let rows = diffs.iter().flat_map(|diff| &diff.hunks).flat_map(|hunk| &hunk.rows);
    let rows: Vec<String> = rows
        .map(|row| {
            let lines = row.change.lines();
            let texts = match (lines.old, lines.new) {
                (Some(old), Some(new)) if row.change.is_context() || old == new => vec![&**old],
                (old, new) => old.into_iter().chain(new).map(|line| &**line).collect(),
            };
            format!("{}{}", sign(&row.change), texts.join("|"))
        })
        .collect();
    assert_eq!(rows, expected, "{paste:?}");
}

const DESKTOP: &str = "Tarn: Difference between revisions\n\
                       Revision as of 02:51, 17 February 2024 (edit)\nFerris (talk | contribs)\nNo edit summary\n \n\
                       Latest revision as of 06:32, 19 February 2024 (edit) (undo)\nFerris (talk | contribs)\n(air)\n \n";

const MOBILE: &str = "Tarn: Difference between revisions\nRevision as of 16:18, 16 February 2024\n";

#[test]
fn a_label_among_borders_is_a_line_of_the_page() {
    let rows = "\t\n\t\t\n\t\t\nbridge\n\t\n\t\t\n\t\n20行目:\n\t\t\n20行目:";
    is_certain(&format!("{DESKTOP}{rows}"), None, &[" ", "+bridge", " ", " 20行目:"]);
    is_doubted(
        &format!("{MOBILE} 9 bytes removed,  16 February 2024\nmore\n\t\n\t\nLine 20:\n\t\n\t\n\t\n"),
        None,
    );
}

#[test]
fn blank_lines_alone_do_not_tell_columns() {
    let rows = "Line 18:\nLine 18:\n\n\n\n\nE=mc² 1902\n\n\n\n";
    let paste = format!("{MOBILE} 12 bytes removed,  16 February 2024\nmore\n{rows}");
    is_certain(&paste, None, &[" ", " ", "-E=mc² 1902", " ", " "]);
}

#[test]
fn a_doubled_label_is_a_header_where_context_follows() {
    let head = format!("{MOBILE} 4 bytes added,  16 February 2024\nmore\nLine 20:\nLine 20:\n");
    is_certain(&format!("{head}a\na\nb\nb\nnew\nc\nc"), None, &[" a", " b", "+new", " c"]);
    is_doubted(&format!("{head}}}}}\n}}}}\nnew\nc\nc\nd\nd"), None);
}

#[test]
fn a_header_of_other_words_above_the_rows_is_a_doubt() {
    let rows = "\n\n\n\n5: Line 5: Line\nLine 5: Line 5:\n\n\n\n\n}} |-\n}}\n|-\n\n\n\n";
    is_doubted(&format!("{MOBILE} No change in size,  16 February 2024\nmore\n{rows}"), None);
}

#[test]
fn a_mark_of_moves_stands_above_its_text() {
    let paste = "Line 1:\tLine 1:\n⚫\n⚫\nthe last line";
    is_certain(&format!("{DESKTOP}{paste}"), Some(14), &[" ⚫", "+the last line"]);
}

#[test]
fn the_end_of_a_page_stands_below_the_rows() {
    let last = "This page was last edited on 4 February 2023, at 10:00.";
    let rows = format!("a a\nb b\nand of  the and of the\n{last} {last}\n");
    let paste = format!("Tarn: Difference between revisions\n\nLine 29: Line 29:\n{rows}");
    assert!(read(&paste, Some(-1)).iter().all(|diff| diff.hunks[0].rows.len() == 4), "{paste:?}");
    let address = "Retrieved from \"https://example.org/wiki/Tarn\"";
    let rows = format!("\t\n\t\n\t\n\t\n\t\n\t\n\t\n{address}\n\t\n\t\n{address}");
    for diff in read(&format!("{MOBILE} 1 byte added,  16 February 2024\nmore\n{rows}"), None) {
        assert!(
            diff.warnings.iter().all(|warning| !warning.message.contains("Retrieved")),
            "{:?}",
            diff.warnings
        );
    }
}

#[test]
fn a_label_below_a_sign_may_be_its_text() {
    let label = "Latest revision as of 06:32, 19 February 2024";
    let text = format!("{DESKTOP}Line 1:\tLine 1:\n \t+\t\n−\t\nthe only line\n \n \t+\t\n{label}");
    is_doubted(&text, None);
    is_doubted(&format!("{DESKTOP}\t\na\n\t\t\na\n\t\t\n{label}"), None);
}

#[test]
fn a_lone_sign_may_be_text() {
    let head = "Line 4: Line 4:\na\na\nb\nb\n";
    is_doubted(&format!("{head}+\nnew\nc\nc"), None);
    is_doubted("Line 4: Line 4:\na a\nb b\n− it's − minus\nc c", None);
    is_certain(&format!("{head}−\nold\n+\nnew\nc\nc"), None, &[" a", " b", "~old|new", " c"]);
    let numbered = format!("{head}+\nnew\nc\nc\nd\nd\nLine 20: Line 21:\ne\ne\nf\nf\n+\nnewer");
    is_certain(&numbered, None, &[" a", " b", "+new", " c", " d", " e", " f", "+newer"]);
}

#[test]
fn a_blank_line_beside_a_sign_may_be_text() {
    is_doubted("Line 7: Line 7:\n\n\n\n\n−\n}}\n \n \n+\n}}\n\n\n\n", None);
}

#[test]
fn a_row_of_pipes_in_a_row_of_pipes_is_a_doubt() {
    let header = "| Line 1: | | Line 1: | |\n";
    is_doubted(&format!("{header}|  | | + | | Line 3: | | Line 3: | | |\n|  | }}}} |  | }}}} |"), None);
    is_doubted(
        &format!("{header}|  | a |  | a |\n| − | | | 3 | | 3 | | + | | Line 3: | | Line 3: | | |"),
        None,
    );
}

#[test]
fn a_table_without_rows_is_no_statement() {
    for diff in read("Line 20:\tLine 20:\n", None) {
        assert_eq!(diff.proof, Proof::Inferred);
    }
}

#[test]
fn a_move_mark_on_a_page_of_the_php_engine_is_text() {
    let rows = "⚫\n\n\n\n\n\u{a0}\nriver \n}}\n}}";
    let paste = format!("{MOBILE} 10 bytes added,  16 February 2024\nmore\nLine 1: Line 1:\n{rows}");
    is_certain(&paste, None, &["+⚫", " ", " ", "~|river ", " }}", " "]);
    let rows = "a\na\nb\nb\n⚫\nnew\nc\nc\nd\nd";
    is_doubted(&format!("{DESKTOP}Line 3: Line 3:\n{rows}"), Some(4));
}

#[test]
fn signs_of_single_lines_in_rows_are_doubted() {
    let head = "Tarn: Difference between revisions\n\nLine 23: Line 23:\n";
    is_doubted(&format!("{head}=== Mills === === Mills ===\n− minus\n* item 21 * item 21\n− minus\n"), None);
    is_doubted(&format!("{head} \n \n− minus\n \n \nLine 30: Line 29:\na a\n\n\n \nb b\n"), None);
}

#[test]
fn a_line_of_one_lost_nbsp_leaves_the_padding_open() {
    let rows = " \n \n  two spaces\n[[arch]]\n \n \nLine 5: Line 5: Line 5: Line 5:\n";
    is_doubted(&format!("Tarn: Difference between revisions\n\nLine 10: Line 10:\n{rows}"), Some(25));
}

#[test]
fn a_doubled_label_may_be_context_where_the_bytes_agree() {
    is_doubted(&format!("{DESKTOP}Line 20:\nLine 20:\n}}}}\n}}}}\n\n\n\n}}}}\n}}}}"), Some(1));
}

#[test]
fn a_title_among_the_rows_is_a_doubt() {
    let title = "Tarn: Difference between revisions\n";
    let rows =
        format!("Line 1: Line 1:\na\na\nb\nb\n{title}c\nc\nd\nd\nLine 23: Line 24:\ne\ne\nf\nf\n{title}g\ng");
    is_doubted(&format!("{title}\nNo change in size , \u{a0}4 February 2023\n{rows}"), None);
}

#[test]
fn falling_numbers_in_the_text_are_a_doubt() {
    let rows = "Line 8: \tLine 8:\n\t\n\t\t\n\t\n\t\t\n\t\t\n\t\n| Line 3: | | Line 3: | |\n\t\n\t\n\t\t\n\t\nLine 5:\tLine 5:\n\t\t\n\
                Line 5:\tLine 5:";
    is_doubted(&format!("{DESKTOP}{rows}"), None);
    let rows = "Line 1: \tLine 1:\n\t\nLine 5:\tLine 5:\n\t\t\nLine 5:\tLine 5:\n\t\n}}\n\t\n\t\n\t\t\n\t\n\t\t\nLine 6: \t\
                Line 5:\n\t\n\t\t\n\t\n|-\n\t\t\n|-\n\t\t\n}}";
    is_doubted(&format!("{DESKTOP}{rows}"), None);
}

#[test]
fn a_label_of_two_lines_may_be_a_changed_row() {
    let rows = "\n\n\n\nLine  20:\nLine 20:\n\n\n\n\n1902 12,500 built (north)\n\n\n\n";
    is_doubted(&format!("{DESKTOP}{rows}"), Some(-27));
    let rows = "Line 20:\nLine 20:\n\n\n}}\n}}\nmill\nmill\n== Law ==\n== Law ==\nE=mc²\nE=mc²\n== Law ==\n\n\nroad\nroad";
    is_doubted(&format!("{DESKTOP}{rows}"), Some(12));
}

#[test]
fn a_row_cut_elsewhere_may_be_made_up_for_by_blank_lines() {
    let rows = "Line 1: Line 1:\n[[arch]] carries in in carries [[arch]]\nriver road river road\n* item 10\n \nmill road mill road\n";
    is_doubted(&format!("Tarn: Difference between revisions\n\n{rows}"), Some(10));
}

#[test]
fn a_summary_above_two_rows_of_context_may_be_a_row() {
    let rows = "}}\n\n\nthe river\nthe river\ncarries\ncarries\n{| class=\"wikitable\"\n== History ==";
    is_doubted(&format!("{MOBILE} 38 bytes removed,  16 February 2024\n{rows}"), None);
}

#[test]
fn a_reading_of_the_other_engine_may_be_dear() {
    let rows = "Line 1: Line 1:\nNo\nNo edit summary\nedit summary\nedit summary";
    is_doubted(&format!("{DESKTOP}{rows}"), Some(13));
}

#[test]
fn gaps_that_lack_the_byte_change_state_nothing() {
    let rows = "Line 1:\nLine 1:\n\n\n \n: yes\n \nyes :";
    is_doubted(&format!("{MOBILE} 2 bytes removed,  16 February 2024\nmore air\n{rows}"), None);
}

#[test]
fn a_notice_below_blank_lines_may_be_a_row() {
    let notice = "(2 intermediate revisions by 2 users not shown)";
    is_doubted(&format!("{DESKTOP}{notice}\n\n\n\n{notice}\n\n\n\n"), Some(1));
}
