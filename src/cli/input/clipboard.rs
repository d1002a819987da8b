//! The clipboard: its HTML, which contains the table of the diff, or its text.

use crate::parse;

/// The content of the clipboard in one of its formats.
#[derive(Debug)]
pub(crate) struct ClipboardContent {
    pub(crate) text: String,
    /// The format, for `--explain`.
    pub(crate) note: &'static str,
}

/// Reads the clipboard. On failure, returns the message for the person.
#[cfg(feature = "clipboard")]
pub(crate) fn read(options: &parse::Options) -> Result<ClipboardContent, String> {
    let mut clipboard = arboard::Clipboard::new().map_err(|error| clipboard_error_text(&error))?;
    let html = clipboard.get().html();
    choose_format(html, || clipboard.get_text(), options)
}

/// Fails: this build cannot read the clipboard.
#[cfg(not(feature = "clipboard"))]
pub(crate) fn read(_: &parse::Options) -> Result<ClipboardContent, String> {
    Err("this program was built without the feature \"clipboard\"; use xclip -o -selection clipboard -t text/html | \
         wikidiff, or wl-paste -t text/html | wikidiff"
        .to_owned())
}

/// Chooses HTML if it contains a diff, otherwise the text. Editors add HTML to every copy, so HTML alone says nothing.
#[cfg(feature = "clipboard")]
fn choose_format(
    html: Result<String, arboard::Error>,
    text: impl FnOnce() -> Result<String, arboard::Error>,
    options: &parse::Options,
) -> Result<ClipboardContent, String> {
    const HTML: &str = "read from the clipboard's HTML";
    let html = html.map(|html| (parse::read_sheets(&html, options).is_ok(), html));
    if let Ok((true, text)) = html {
        return Ok(ClipboardContent { text, note: HTML });
    }
    let is_filled = |text: &String| !text.trim().is_empty();
    match (html.map(|(_, html)| html), text()) {
        (Ok(_), Ok(text)) if is_filled(&text) => {
            Ok(ClipboardContent { text, note: "read from the clipboard's text: its HTML contains no diff" })
        }
        (Ok(text), _) if is_filled(&text) => Ok(ClipboardContent { text, note: HTML }),
        (_, Ok(text)) if is_filled(&text) => {
            Ok(ClipboardContent { text, note: "read from the clipboard's text: there is no HTML" })
        }
        (_, Err(error)) if is_failure(&error) => Err(clipboard_error_text(&error)),
        _ => Err("there is no text in it; copy the diff page from its heading on and try again".to_owned()),
    }
}

/// Returns true unless the clipboard is only empty.
#[cfg(feature = "clipboard")]
const fn is_failure(error: &arboard::Error) -> bool {
    !matches!(error, arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure)
}

#[cfg(feature = "clipboard")]
fn clipboard_error_text(error: &arboard::Error) -> String {
    let why = error.to_string();
    let why =
        why.trim_start_matches("Unknown error while interacting with the clipboard: ").trim_end_matches('.');
    format!(
        "it cannot be read ({why}). This needs the display of the browser (DISPLAY or WAYLAND_DISPLAY); over \
         ssh, save the page or paste the copy into the terminal"
    )
}

#[cfg(feature = "clipboard")]
#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "<table class=\"diff\"><tr><td class=\"diff-lineno\" colspan=\"2\">Line 1:</td>\
        <td class=\"diff-lineno\" colspan=\"2\">Line 1:</td></tr><tr><td class=\"diff-marker\" data-marker=\"−\"></td>\
        <td class=\"diff-deletedline\"><div>old</div></td><td class=\"diff-marker\" data-marker=\"+\"></td>\
        <td class=\"diff-addedline\"><div>new</div></td></tr></table>";

    #[track_caller]
    fn chooses(html: Option<&str>, text: Option<&str>, expected: Result<(&str, &str), &str>) {
        let format =
            |format: Option<&str>| format.map(str::to_owned).ok_or(arboard::Error::ContentNotAvailable);
        match (choose_format(format(html), || format(text), &parse::Options::default()), expected) {
            (Ok(copied), Ok((expected, note))) => {
                assert_eq!(copied.text, expected);
                assert!(copied.note.contains(note), "{}", copied.note);
            }
            (Err(error), Err(expected)) => assert!(error.contains(expected), "{error}"),
            (found, _) => panic!("{found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn uses_the_other_format_if_one_fails() {
        let failure = || arboard::Error::Unknown { description: "no display".to_owned() };
        let options = parse::Options::default();
        assert_eq!(choose_format(Ok(TABLE.to_owned()), || Err(failure()), &options).unwrap().text, TABLE);
        assert_eq!(choose_format(Err(failure()), || Ok("old".to_owned()), &options).unwrap().text, "old");
        assert!(
            choose_format(Err(failure()), || Err(failure()), &options).unwrap_err().contains("(no display)")
        );
    }

    #[test]
    fn prefers_html_that_contains_a_diff() {
        chooses(Some(TABLE), Some("old\nnew"), Ok((TABLE, "clipboard's HTML")));
        chooses(Some(TABLE), None, Ok((TABLE, "clipboard's HTML")));
        chooses(Some("<p>Line 1:</p>"), Some("Line 1:"), Ok(("Line 1:", "its HTML contains no diff")));
        chooses(Some("<p>Line 1:</p>"), None, Ok(("<p>Line 1:</p>", "clipboard's HTML")));
        chooses(None, Some("Line 1:"), Ok(("Line 1:", "there is no HTML")));
        chooses(Some(" "), Some("Line 1:"), Ok(("Line 1:", "its HTML contains no diff")));
        chooses(None, Some("\n"), Err("no text in it"));
        chooses(None, None, Err("no text in it"));
    }
}
