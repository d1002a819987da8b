//! What was just copied: its HTML, which keeps the table that the diff is, or its text.

use wikidiff::read;

/// What was copied, in one of its flavours.
#[derive(Debug)]
pub(crate) struct Copied {
    /// The copy.
    pub(crate) text: String,
    /// Which flavour it is, for whoever asks how it was read.
    pub(crate) note: &'static str,
}

/// What the clipboard holds.
#[cfg(feature = "clipboard")]
#[derive(Debug)]
struct Flavours {
    html: Option<String>,
    text: Option<String>,
}

/// Reads the clipboard.
///
/// # Errors
/// When there is none, or nothing to read in it; in words for a person.
#[cfg(feature = "clipboard")]
pub(crate) fn read(options: &read::Options) -> Result<Copied, String> {
    let mut clipboard = arboard::Clipboard::new().map_err(|error| unreachable(&error))?;
    let html = flavour(clipboard.get().html())?;
    let text = flavour(clipboard.get_text())?;
    chosen(Flavours { html, text }, options).ok_or_else(|| EMPTY.to_owned())
}

/// Reads the clipboard: not in this build.
///
/// # Errors
/// Always.
#[cfg(not(feature = "clipboard"))]
pub(crate) fn read(_: &read::Options) -> Result<Copied, String> {
    Err("this program was built without the feature \"clipboard\"; hand the copy over with xclip -o -selection \
         clipboard -t text/html | wikidiff, or wl-paste -t text/html | wikidiff, or install it with that feature"
        .to_owned())
}

/// HTML goes first. Where no diff is read in it (an editor gives every copy an HTML flavour too), the text may still
/// be one.
#[cfg(feature = "clipboard")]
fn chosen(flavours: Flavours, options: &read::Options) -> Option<Copied> {
    let of_html = |text| Copied { text, note: "the clipboard's HTML flavour was read" };
    let of_text = |text| Copied { text, note: "the clipboard's text flavour was read: it has no HTML" };
    let instead =
        |text| Copied { text, note: "the clipboard's text flavour was read: there is no diff in its HTML" };
    let is_filled = |flavour: &String| !flavour.trim().is_empty();
    match (flavours.html.filter(is_filled), flavours.text.filter(is_filled)) {
        (Some(html), Some(text)) if read::sheets(&html, options).is_err() => Some(instead(text)),
        (Some(html), _) => Some(of_html(html)),
        (None, text) => text.map(of_text),
    }
}

#[cfg(feature = "clipboard")]
const EMPTY: &str = "there is no text in it; copy the diff page from its heading on, and try again";

/// What there is of a flavour. One that is no text in any known way is as good as none: there is another.
#[cfg(feature = "clipboard")]
fn flavour(answer: Result<String, arboard::Error>) -> Result<Option<String>, String> {
    use arboard::Error::{ContentNotAvailable, ConversionFailure};
    match answer {
        Ok(text) => Ok(Some(text)),
        Err(ContentNotAvailable | ConversionFailure) => Ok(None),
        Err(error) => Err(unreachable(&error)),
    }
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

#[cfg(all(test, feature = "clipboard"))]
mod tests {
    use super::*;

    const TABLE: &str = "<table class=\"diff\"><tr><td class=\"diff-lineno\" colspan=\"2\">Line 1:</td>\
        <td class=\"diff-lineno\" colspan=\"2\">Line 1:</td></tr><tr><td class=\"diff-marker\" data-marker=\"−\"></td>\
        <td class=\"diff-deletedline\"><div>old</div></td><td class=\"diff-marker\" data-marker=\"+\"></td>\
        <td class=\"diff-addedline\"><div>new</div></td></tr></table>";

    #[track_caller]
    fn case(html: Option<&str>, text: Option<&str>, expected: Option<(&str, &str)>) {
        let flavours = Flavours { html: html.map(str::to_owned), text: text.map(str::to_owned) };
        let chosen = chosen(flavours, &read::Options::default());
        let found = chosen.as_ref().map(|copied| (copied.text.as_str(), copied.note));
        assert_eq!(found.map(|found| found.0), expected.map(|expected| expected.0));
        assert!(
            found.zip(expected).is_none_or(|(found, expected)| found.1.contains(expected.1)),
            "{found:?}"
        );
    }

    #[test]
    fn html_goes_first_where_there_is_a_diff_in_it() {
        case(Some(TABLE), Some("old\nnew"), Some((TABLE, "HTML flavour")));
        case(Some(TABLE), None, Some((TABLE, "HTML flavour")));
        case(Some("<p>Line 1:</p>"), Some("Line 1:"), Some(("Line 1:", "no diff in its HTML")));
        case(Some("<p>Line 1:</p>"), None, Some(("<p>Line 1:</p>", "HTML flavour")));
        case(None, Some("Line 1:"), Some(("Line 1:", "it has no HTML")));
        case(Some(" "), Some("Line 1:"), Some(("Line 1:", "it has no HTML")));
        case(None, Some("\n"), None);
        case(None, None, None);
    }
}
