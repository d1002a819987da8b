//! What was just copied: its HTML, which keeps the table that the diff is, or its text.

use crate::parse;

/// What was copied, in one of its flavours.
#[derive(Debug)]
pub(crate) struct Copied {
    /// The copy.
    pub(crate) text: String,
    /// Which flavour it is, for whoever asks how it was read.
    pub(crate) note: &'static str,
}

/// Reads the clipboard.
///
/// # Errors
/// When there is none, or nothing to read in it; in words for a person.
#[cfg(feature = "clipboard")]
pub(crate) fn read(options: &parse::Options) -> Result<Copied, String> {
    let mut clipboard = arboard::Clipboard::new().map_err(|error| unreachable(&error))?;
    let html = clipboard.get().html();
    chosen(html, || clipboard.get_text(), options)
}

/// Reads the clipboard: not in this build.
///
/// # Errors
/// Always.
#[cfg(not(feature = "clipboard"))]
pub(crate) fn read(_: &parse::Options) -> Result<Copied, String> {
    Err("this program was built without the feature \"clipboard\"; hand the copy over with xclip -o -selection \
         clipboard -t text/html | wikidiff, or wl-paste -t text/html | wikidiff, or install it with that feature"
        .to_owned())
}

/// HTML goes first. Where no diff is read in it (an editor gives every copy an HTML flavour too), the text may still
/// be one.
#[cfg(feature = "clipboard")]
fn chosen(
    html: Result<String, arboard::Error>,
    text: impl FnOnce() -> Result<String, arboard::Error>,
    options: &parse::Options,
) -> Result<Copied, String> {
    let html = html.map(|html| (parse::read_sheets(&html, options).is_ok(), html));
    if let Ok((true, text)) = html {
        return Ok(Copied { text, note: "the clipboard's HTML flavour was read" });
    }
    let is_filled = |flavour: &String| !flavour.trim().is_empty();
    let text = text();
    match (html.map(|(_, html)| html), text) {
        (Ok(_), Ok(text)) if is_filled(&text) => {
            Ok(Copied { text, note: "the clipboard's text flavour was read: there is no diff in its HTML" })
        }
        (Ok(text), _) if is_filled(&text) => {
            Ok(Copied { text, note: "the clipboard's HTML flavour was read" })
        }
        (_, Ok(text)) if is_filled(&text) => {
            Ok(Copied { text, note: "the clipboard's text flavour was read: it has no HTML" })
        }
        (_, text) => {
            Err(text.err().filter(is_failure).map_or_else(|| EMPTY.to_owned(), |error| unreachable(&error)))
        }
    }
}

#[cfg(feature = "clipboard")]
const EMPTY: &str = "there is no text in it; copy the diff page from its heading on, and try again";

/// Whether it says more than that there is nothing to read.
#[cfg(feature = "clipboard")]
fn is_failure(error: &arboard::Error) -> bool {
    !matches!(error, arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure)
}

/// Why the clipboard cannot be asked, in the words of the machine.
#[cfg(feature = "clipboard")]
fn unreachable(error: &arboard::Error) -> String {
    let why = error.to_string();
    let why =
        why.trim_start_matches("Unknown error while interacting with the clipboard: ").trim_end_matches('.');
    format!(
        "it cannot be read ({why}); it needs the display that the browser is on (DISPLAY or WAYLAND_DISPLAY). Where \
         there is none, as over ssh, save the page, or paste the copy into the terminal"
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
    fn case(html: Option<&str>, text: Option<&str>, expected: Result<(&str, &str), &str>) {
        let flavour =
            |flavour: Option<&str>| flavour.map(str::to_owned).ok_or(arboard::Error::ContentNotAvailable);
        match (chosen(flavour(html), || flavour(text), &parse::Options::default()), expected) {
            (Ok(copied), Ok((expected, note))) => {
                assert_eq!(copied.text, expected);
                assert!(copied.note.contains(note), "{}", copied.note);
            }
            (Err(error), Err(expected)) => assert!(error.contains(expected), "{error}"),
            (chosen, _) => panic!("{chosen:?} is not {expected:?}"),
        }
    }

    #[test]
    fn a_flavour_that_fails_leaves_the_other() {
        let failure = || arboard::Error::Unknown { description: "no display".to_owned() };
        let options = parse::Options::default();
        assert_eq!(chosen(Ok(TABLE.to_owned()), || Err(failure()), &options).unwrap().text, TABLE);
        assert_eq!(chosen(Err(failure()), || Ok("old".to_owned()), &options).unwrap().text, "old");
        assert!(chosen(Err(failure()), || Err(failure()), &options).unwrap_err().contains("(no display)"));
    }

    #[test]
    fn html_goes_first_where_there_is_a_diff_in_it() {
        case(Some(TABLE), Some("old\nnew"), Ok((TABLE, "HTML flavour")));
        case(Some(TABLE), None, Ok((TABLE, "HTML flavour")));
        case(Some("<p>Line 1:</p>"), Some("Line 1:"), Ok(("Line 1:", "no diff in its HTML")));
        case(Some("<p>Line 1:</p>"), None, Ok(("<p>Line 1:</p>", "HTML flavour")));
        case(None, Some("Line 1:"), Ok(("Line 1:", "it has no HTML")));
        case(Some(" "), Some("Line 1:"), Ok(("Line 1:", "no diff in its HTML")));
        case(None, Some("\n"), Err("no text in it"));
        case(None, None, Err("no text in it"));
    }
}
