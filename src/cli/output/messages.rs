//! Messages to the person: `wikidiff: `, the place, the problem, and the next step.
//!
//! File names, quoted wiki text and words of the command line are sanitized for the terminal.

use std::io::{self, ErrorKind as IoErrorKind};

use crate::cli::args::values::shape_description;
use crate::model::{Shape, Warning, WarningCode};
use crate::parse::export::ExportError;
use crate::parse::{self, ErrorKind, OtherWiki};
use crate::render::MIN_SIDE_BY_SIDE_WIDTH;
use crate::text::sanitize::sanitized::{Sanitized, join};
use crate::text::sanitize::{Invisible, sanitize};

/// Returns a message of one line, sanitized, after the program's name. A line end in the text comes from a foreign
/// name and is escaped, so that the name cannot forge a second message.
pub(crate) fn format_message(text: &str) -> Sanitized<'static> {
    format_lines([text])
}

/// Returns a message of several lines, each sanitized like a message of one line.
pub(crate) fn format_lines<'l>(lines: impl IntoIterator<Item = &'l str>) -> Sanitized<'static> {
    let lines = lines.into_iter().map(|line| sanitize(line, Invisible::Everywhere));
    join([Sanitized::from_static("wikidiff: "), join(lines, "\n"), Sanitized::from_static("\n")], "")
}

/// Returns `NAME:LINE`, the form of compilers and grep, by which editors find the place.
pub(crate) fn format_location(name: &str, line: Option<u32>) -> String {
    line.map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"))
}

/// Returns the message about an input that cannot be read.
pub(crate) fn unreadable_message(name: &str, error: &io::Error) -> Sanitized<'static> {
    let is_address = error.kind() == IoErrorKind::NotFound && name.contains("://");
    let why = if is_address { NOT_FETCHED.to_owned() } else { read_error_text(error) };
    format_message(&format!("{name}: {why}"))
}

const NOT_FETCHED: &str = "there is no such file. Only http:// and https:// addresses of diffs and pages are fetched; \
                           open the page in a browser and copy the diff";

/// Returns the message that no diff has a match.
pub(crate) fn no_match_message(searched: usize) -> Sanitized<'static> {
    format_message(&match searched {
        1 => "no match: the added and removed text of the diff does not match".to_owned(),
        _ => format!("no match in the added and removed text of {searched} diffs"),
    })
}

/// Returns the message that no edit is of the chosen time and user.
pub(crate) fn no_edits_message(name: &str) -> Sanitized<'static> {
    format_message(&format!("{name}: no edits in this time or by this user"))
}

/// Returns the cause of a read error, and the next step.
pub(crate) fn read_error_text(error: &io::Error) -> String {
    match error.kind() {
        IoErrorKind::NotFound => "there is no such file (- is standard input)".into(),
        IoErrorKind::IsADirectory => {
            "this is a directory; name its files, or check all of them with --check".into()
        }
        IoErrorKind::PermissionDenied => "you do not have permission to read this file".into(),
        IoErrorKind::OutOfMemory => "not enough memory for this input; split it into smaller parts".into(),
        _ => os_error_text(error),
    }
}

/// Returns the text of a system error without its number.
pub(crate) fn os_error_text(error: &io::Error) -> String {
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words).to_owned()
}

/// Returns the message about a screen that is too narrow for two columns.
pub(crate) fn too_narrow_message() -> Sanitized<'static> {
    format_message(&format!(
        "two columns need a width of {MIN_SIDE_BY_SIDE_WIDTH} or more; showing the inline view instead"
    ))
}

/// Returns the message about a likely reading with `--strict`.
pub(crate) fn not_verified_message(name: &str) -> Sanitized<'static> {
    format_message(&format!(
        "{name}: not verified (--strict). If you know the byte change from the page history, pass it with --bytes N"
    ))
}

/// Returns the message that offers the address of the page that was copied. The address is quoted for a shell.
pub(crate) fn copied_from_message(name: &str, address: &str) -> Sanitized<'static> {
    let word = shlex::try_quote(address).unwrap_or_else(|_| address.into());
    format_message(&format!("{name}: to get the sides from the wiki: wikidiff {word}"))
}

/// Returns the message about an input that breaks off, with `--strict`.
pub(crate) fn breaks_off_message(name: &str) -> Sanitized<'static> {
    format_message(&format!(
        "{name}: the input breaks off, so that diffs may be missing (--strict). Fetch it again"
    ))
}

/// Returns the message about a diff whose changes are unknown, with `--exit-code` or `--quiet`.
pub(crate) fn unknown_changes_message(name: &str) -> Sanitized<'static> {
    format_message(&format!("{name}: the input does not say if there are changes (exit code 2)"))
}

/// Returns the message about a patch or a side of a diff whose changes are unknown.
pub(crate) fn no_sides_message(name: &str) -> Sanitized<'static> {
    format_message(&format!(
        "{name}: neither a patch nor a side can be written, because the changes are unknown. Copy the diff again, with \
         both columns"
    ))
}

/// Returns the message about a patch or a side of the diff of an entity.
pub(crate) fn no_wikitext_message(name: &str) -> Sanitized<'static> {
    format_message(&format!(
        "{name}: neither a patch nor a side can be written, because the rows are values of a Wikibase entity; use \
         --format json or html"
    ))
}

/// Returns the message about a patch of an input without line numbers.
pub(crate) fn no_line_numbers_message(name: &str) -> Sanitized<'static> {
    format_message(&format!(
        "{name}: no patch, because the input has no line numbers (\"Line 20:\"). Copy the diff from a view that shows \
         them, or use --format html or json"
    ))
}

/// Returns the message about a patch of a likely reading.
pub(crate) fn likely_patch_message(name: &str) -> Sanitized<'static> {
    format_message(&format!(
        "{name}: this reading is likely, but not verified; check the patch before you apply it"
    ))
}

/// Returns the message about records that were answered with an error.
pub(crate) fn broken_records_message(name: &str, broken: u64, all: u64) -> Sanitized<'static> {
    let answers = if broken == 1 { "its answer" } else { "their answers" };
    format_message(&format!(
        "{name}: {broken} of {all} records could not be compared (see \"error\" in {answers})"
    ))
}

/// Returns the message about a binary file.
pub(crate) fn binary_file_message(heading: &str) -> Sanitized<'static> {
    format_message(&format!("{heading}: binary file, changed (no text to show)"))
}

/// Returns the message about two files that are compared because neither holds a diff.
pub(crate) fn compared_files_message(old: &str, new: &str) -> Sanitized<'static> {
    format_message(&format!(
        "no diff in either file, so {old} (old) and {new} (new) are compared, as with --revisions"
    ))
}

/// Returns the message about an export that is compared as if it were wikitext.
pub(crate) fn compared_export_message(name: &str) -> Sanitized<'static> {
    format_message(&format!(
        "{name}: this is an XML export, and its XML is compared; wikidiff {name} compares its revisions"
    ))
}

/// The result of comparing two files byte by byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BinaryDifference {
    Equal,
    Different,
}

/// Returns the message about two files of which one is binary.
pub(crate) fn binary_files_message(old: &str, new: &str, difference: BinaryDifference) -> Sanitized<'static> {
    let difference = match difference {
        BinaryDifference::Equal => "equal",
        BinaryDifference::Different => "different",
    };
    format_message(&format!("{old} and {new}: binary files, {difference} (no text to show)"))
}

/// Returns the message about a revision that git provides and that cannot be read.
pub(crate) fn unreadable_revision_message(path: &str) -> Sanitized<'static> {
    format_message(&format!("{path}: a revision of this file cannot be read; run the git command again"))
}

/// Returns the message about a path that is not merged.
pub(crate) fn unmerged_message(path: &str) -> Sanitized<'static> {
    format_message(&format!("{path}: not merged yet; resolve the conflicts and compare again"))
}

/// Returns the message about an input without a diff.
pub(crate) fn parse_error_message(name: &str, error: &parse::Error) -> Sanitized<'static> {
    format_message(&format!("{}: {}", format_location(name, error.line), describe_parse_error(error)))
}

/// Returns the message about an input without a diff, with a guess what it is.
pub(crate) fn not_a_diff_message(name: &str, guess: &str) -> Sanitized<'static> {
    let first = format!("{name}: no diff found; this looks like {guess}");
    format_lines([first.as_str(), "wikidiff --list-shapes lists what can be read"])
}

/// Describes an input without a diff: the fault, and the next step on the command line.
pub(crate) fn describe_parse_error(error: &parse::Error) -> String {
    format!("{error}; {}", parse_error_remedy(&error.kind))
}

/// Returns the next step after an error. The parser does not know the options of the program.
const fn parse_error_remedy(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Empty => "copy the diff page from its heading on, and paste it",
        ErrorKind::NotADiff => {
            "copy the whole diff page (Ctrl-A, Ctrl-C) and try again. To compare two wikitext files: \
             wikidiff OLD NEW (--list-shapes lists what can be read)"
        }
        ErrorKind::WordDiff => {
            "run git diff without --word-diff and --color-words: this program marks the words itself"
        }
        ErrorKind::UnsignedLines => {
            "run git diff without --word-diff and --color-words; for GitHub, Gitea and GitLab add .diff to the address"
        }
        ErrorKind::OtherWiki(wiki) => other_wiki_remedy(*wiki),
        ErrorKind::OneLine => {
            "have the program that made this text write a line for each cell, or pass the page's HTML"
        }
        ErrorKind::NotText => {
            "save the page that shows the diff, copy the diff page from its heading on, or ask the wiki's API for \
             format=json"
        }
        ErrorKind::Damaged | ErrorKind::Export(ExportError::CutOff) => "fetch it again and save all of it",
        ErrorKind::Wiki(_) => "ask for two revisions that the wiki has",
        ErrorKind::NotAnExport => "leave out --from and --to, or -n, --since, --until and --user",
        ErrorKind::Export(ExportError::OneRevision) => {
            "export the page's history, not only its current revision, or compare two files: \
             wikidiff OLD NEW"
        }
        ErrorKind::Export(ExportError::NothingBefore) => {
            "choose another with --to, or choose the old one with --from"
        }
        ErrorKind::Export(ExportError::NoSuchRevision { .. } | ExportError::NoText { .. }) => {
            "choose two others with --from and --to"
        }
    }
}

/// Returns the way to compare two revisions of another wiki.
const fn other_wiki_remedy(wiki: OtherWiki) -> &'static str {
    match wiki {
        OtherWiki::DokuWiki => "switch it to the view with two columns and save that as HTML",
        OtherWiki::MoinMoin => "save both revisions with action=raw and compare them: wikidiff OLD NEW",
        OtherWiki::Foswiki => "save both revisions with raw=text and compare them: wikidiff OLD NEW",
        OtherWiki::XWiki => "save both revisions with viewer=code and compare them: wikidiff OLD NEW",
        OtherWiki::Trac => "download it as \"Unified Diff\" (the link below the page) and pass that file",
        OtherWiki::CodeHost => "add .diff to its address, or run git diff in a clone of the wiki",
        _ => "save the source of both revisions and compare them: wikidiff OLD NEW",
    }
}

/// Returns the list of shapes, for `--explain` of an input in which none was recognised.
pub(crate) fn known_shapes_message() -> Sanitized<'static> {
    let shapes = shape_lines().map(|line| format!("    {line}"));
    let title = ["known shapes (choose one with --shape):"];
    format_lines(title.into_iter().chain(shapes.iter().map(String::as_str)))
}

/// Returns a line about each shape.
pub(crate) fn shape_lines() -> [String; Shape::ALL.len()] {
    Shape::ALL.map(|shape| format!("{:<13}{}", shape.name(), shape_description(shape)))
}

/// The maximum number of blocks whose lines a message names.
const MAX_NAMED_PLACES: usize = 8;

/// Returns the messages about the warnings of a diff.
///
/// Blocks of text between the rows are one message, at the end, so that the other warnings remain visible. JSON and
/// `--explain` list each of them.
pub(crate) fn warning_messages<'w>(
    name: &str,
    warnings: impl Iterator<Item = &'w Warning>,
) -> Vec<Sanitized<'static>> {
    let is_unread = |warning: &&Warning| warning.code == WarningCode::UnreadLine;
    let (unread, others): (Vec<_>, Vec<_>) = warnings.partition(is_unread);
    let summary = (unread.len() > 1).then(|| summarize_unread(&unread));
    let unread = summary.as_ref().map_or(unread, |summary| vec![summary]);
    others
        .into_iter()
        .chain(unread)
        .map(|warning| {
            format_message(&format!("{}: {}", format_location(name, warning.first_line()), warning.message))
        })
        .collect()
}

/// Joins the warnings about blocks of unread lines.
fn summarize_unread(unread: &[&Warning]) -> Warning {
    let lines: Vec<_> = unread.iter().filter_map(|warning| warning.first_line()).collect();
    let named: Vec<_> = lines.iter().take(MAX_NAMED_PLACES).map(ToString::to_string).collect();
    let more = if lines.len() > MAX_NAMED_PLACES { ", …" } else { "" };
    let (blocks, named) = (unread.len(), named.join(", "));
    let message = format!(
        "ignored {blocks} blocks of text between the rows (lines {named}{more}); --explain shows them"
    );
    let lines = unread.first().and_then(|warning| warning.lines.clone());
    Warning { lines, code: WarningCode::UnreadLine, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn prints(warnings: &[(Option<u32>, WarningCode)], expected: &[&str]) {
        let warnings = warnings.iter().map(|(line, code)| {
            let message = "a reason".to_owned();
            Warning { lines: line.map(|line| line..=line), code: *code, message }
        });
        let messages = warning_messages("a.txt", warnings.collect::<Vec<_>>().iter());
        assert_eq!(messages.iter().map(|message| &**message).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn names_the_place_of_a_warning() {
        prints(&[(Some(3), WarningCode::StrayLine)], &["wikidiff: a.txt:3: a reason\n"]);
        prints(&[(None, WarningCode::BlankLines)], &["wikidiff: a.txt: a reason\n"]);
        prints(&[(Some(2), WarningCode::UnreadLine)], &["wikidiff: a.txt:2: a reason\n"]);
    }

    #[test]
    fn joins_warnings_about_unread_lines() {
        use WarningCode::{StrayLine, UnreadLine};
        prints(
            &[(Some(2), UnreadLine), (Some(5), StrayLine), (Some(6), UnreadLine)],
            &[
                "wikidiff: a.txt:5: a reason\n",
                "wikidiff: a.txt:2: ignored 2 blocks of text between the rows (lines 2, 6); --explain shows them\n",
            ],
        );
        let many: Vec<_> = (1..=9).map(|line| (Some(line), UnreadLine)).collect();
        prints(
            &many,
            &[
                "wikidiff: a.txt:1: ignored 9 blocks of text between the rows (lines 1, 2, 3, 4, 5, 6, 7, 8, …); \
                 --explain shows them\n",
            ],
        );
    }

    #[test]
    fn escapes_control_characters() {
        assert!(
            !unreadable_message("\u{1B}[31mred\u{7}", &IoErrorKind::NotFound.into())
                .contains(['\u{1B}', '\u{7}'])
        );
    }

    #[test]
    fn escapes_line_ends_in_names() {
        let message = unreadable_message("a\nwikidiff: all is well", &IoErrorKind::NotFound.into());
        assert_eq!(message.matches('\n').count(), 1, "{message}");
        assert!(message.starts_with("wikidiff: a<U+000A LF>wikidiff: all"));
    }

    #[test]
    fn distinguishes_an_address_from_a_missing_file() {
        let message = |name| unreadable_message(name, &IoErrorKind::NotFound.into());
        assert!(message("https://wiki.example/?diff=1").contains(NOT_FETCHED));
        assert!(message("http.txt").contains("no such file"));
    }

    #[test]
    fn lists_every_shape() {
        let text = known_shapes_message();
        for shape in Shape::ALL {
            assert!(text.contains(&format!("\n    {shape:<13}")), "{shape} is not in {text}");
        }
    }

    #[test]
    fn leaves_out_the_number_of_a_system_error() {
        assert!(!os_error_text(&io::Error::from_raw_os_error(5)).contains("os error"));
        assert_eq!(os_error_text(&io::Error::other("a reason")), "a reason");
    }
}
