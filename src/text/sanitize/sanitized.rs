//! The type of sanitized text.
//!
//! Everything that writes to a terminal takes [`Sanitized`], and only this module makes one: from foreign text by
//! [`sanitize`](super::sanitize), or from a `&'static str` of our own source. Unsanitized text on a terminal is therefore
//! a type error.
//!
//! ```
//! use wikidiff::internals::{TerminalWriter, sanitize};
//! use wikidiff::render::Invisible;
//!
//! let mut terminal = Vec::new();
//! let title = String::from("a\u{1b}[2J title");
//! TerminalWriter::new(&mut terminal).write(&sanitize(&title, Invisible::WhereChanged))?;
//! assert_eq!(terminal, b"a<U+001B ESC>[2J title");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Unsanitized text does not compile:
//!
//! ```compile_fail
//! use wikidiff::internals::TerminalWriter;
//!
//! let title = String::from("a\u{1b}[2J title");
//! TerminalWriter::new(&mut Vec::new()).write(&title);
//! ```
//!
//! ```compile_fail
//! use wikidiff::internals::Sanitized;
//!
//! let title = String::from("a\u{1b}[2J title");
//! let title: Sanitized<'_> = title.as_str().into();
//! ```

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range};

/// Text that may reach a terminal: nothing in it controls the terminal, and nothing hides or reorders its neighbours.
/// Parts and concatenations of sanitized texts are sanitized too.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sanitized<'t>(Cow<'t, str>);

impl<'t> Sanitized<'t> {
    /// Wraps text that the sanitizer has checked.
    pub(crate) const fn trusted(text: Cow<'t, str>) -> Self {
        Self(text)
    }

    /// Returns a part of the text.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Sanitized<'_> {
        Sanitized(Cow::Borrowed(&self.0[range]))
    }

    /// Appends a text.
    pub fn push(&mut self, more: &Sanitized<'_>) {
        self.0.to_mut().push_str(&more.0);
    }

    /// Repeats the text.
    #[must_use]
    pub fn repeat(&self, times: usize) -> Sanitized<'static> {
        Sanitized(Cow::Owned(self.0.repeat(times)))
    }

    /// Removes the text and keeps the allocation.
    pub fn clear(&mut self) {
        match &mut self.0 {
            Cow::Owned(text) => text.clear(),
            Cow::Borrowed(text) => *text = "",
        }
    }

    /// Shortens the text to its first `end` bytes.
    pub fn truncate(&mut self, end: usize) {
        match &mut self.0 {
            Cow::Owned(text) => text.truncate(end),
            Cow::Borrowed(text) => *text = &text[..end],
        }
    }

    /// Detaches the text from its source.
    #[must_use]
    pub fn into_owned(self) -> Sanitized<'static> {
        Sanitized(Cow::Owned(self.0.into_owned()))
    }

    /// True if sanitizing changed nothing.
    #[must_use]
    pub const fn is_borrowed(&self) -> bool {
        matches!(self.0, Cow::Borrowed(_))
    }
}

impl Sanitized<'static> {
    /// Wraps words of our own source, line ends and codes included.
    #[must_use]
    pub const fn from_static(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<&'static str> for Sanitized<'static> {
    fn from(text: &'static str) -> Self {
        Self::from_static(text)
    }
}

impl Deref for Sanitized<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Sanitized<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<'s> Extend<Sanitized<'s>> for Sanitized<'_> {
    fn extend<I: IntoIterator<Item = Sanitized<'s>>>(&mut self, more: I) {
        more.into_iter().for_each(|more| self.push(&more));
    }
}

/// Joins texts with a separator.
#[must_use]
pub(crate) fn join<'s>(
    texts: impl IntoIterator<Item = Sanitized<'s>>,
    separator: &'static str,
) -> Sanitized<'static> {
    let mut joined = Sanitized::from_static("");
    for (index, text) in texts.into_iter().enumerate() {
        joined.push(&Sanitized::from_static(if index == 0 { "" } else { separator }));
        joined.push(&text);
    }
    joined
}

/// The target of a terminal link (OSC 8): printable ASCII, no longer than terminals accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTarget(String);

/// The maximum length of a link target in bytes. Terminals ignore links beyond their limit: 2,083 bytes in VTE and
/// iTerm2.
pub(crate) const MAX_LINK_TARGET_LEN: usize = 2_048;

impl LinkTarget {
    /// Checks an address; `None` if it is too long or not printable ASCII.
    #[must_use]
    pub fn new(address: String) -> Option<Self> {
        let fits =
            address.len() <= MAX_LINK_TARGET_LEN && address.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then_some(Self(address))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_splits_texts() {
        let mut text = join(["a".into(), "b".into(), "c".into()], ", ");
        assert_eq!(&*text, "a, b, c");
        assert_eq!(&*text.part(3..7), "b, c");
        text.truncate(4);
        assert_eq!(&*text, "a, b");
        text.clear();
        assert!(text.is_empty());
    }

    #[test]
    fn link_targets_are_printable_ascii_of_limited_length() {
        let is_valid = |address: String| LinkTarget::new(address).is_some();
        assert!(is_valid("a".repeat(MAX_LINK_TARGET_LEN)));
        assert!(!is_valid("a".repeat(MAX_LINK_TARGET_LEN + 1)));
        for wrong in ["a b", "a\u{1b}\\", "a\u{7}", "\u{e4}"] {
            assert!(!is_valid(wrong.into()), "{wrong:?}");
        }
    }
}
