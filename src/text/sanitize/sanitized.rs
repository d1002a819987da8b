//! The door between foreign text and a terminal: the type of what went through it.
//!
//! Whatever writes to a terminal takes [`Sanitized`], and only this room makes one: from foreign text by
//! [`safe`](super::sanitize), which names what must not pass, or from words that stand in our own source. So
//! to forget the door is an error of types, not of attention.
//!
//! ```
//! use wikidiff::text::sanitize::sanitized::Sanitized;
//! use wikidiff::text::sanitize::{Invisible, sanitize};
//! use wikidiff::text::writer::TerminalWriter;
//!
//! let mut terminal = Vec::new();
//! let title = String::from("a\u{1b}[2J title");
//! TerminalWriter::new(&mut terminal).write(&sanitize(&title, Invisible::WhereChanged))?;
//! assert_eq!(terminal, b"a<U+001B ESC>[2J title");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Without the door it does not compile:
//!
//! ```compile_fail
//! use wikidiff::text::writer::TerminalWriter;
//!
//! let title = String::from("a\u{1b}[2J title");
//! TerminalWriter::new(&mut Vec::new()).write(&title);
//! ```
//!
//! ```compile_fail
//! use wikidiff::text::sanitize::sanitized::Sanitized;
//!
//! let title = String::from("a\u{1b}[2J title");
//! let title: Sanitized<'_> = title.as_str().into();
//! ```

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range};

/// Text that may reach a terminal: there is nothing in it that a terminal acts upon, and nothing that hides or turns
/// its neighbours. Parts of it are sanitized, and so is what is put together of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sanitized<'t>(Cow<'t, str>);

impl<'t> Sanitized<'t> {
    /// Text that this room vouches for.
    pub(crate) const fn trusted(text: Cow<'t, str>) -> Self {
        Self(text)
    }

    /// A part of it.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Sanitized<'_> {
        Sanitized(Cow::Borrowed(&self.0[range]))
    }

    /// Adds more.
    pub fn push(&mut self, more: &Sanitized<'_>) {
        self.0.to_mut().push_str(&more.0);
    }

    /// The same so many times.
    #[must_use]
    pub fn repeated(&self, times: usize) -> Sanitized<'static> {
        Sanitized(Cow::Owned(self.0.repeat(times)))
    }

    /// Takes everything away, and keeps the room for more.
    pub fn clear(&mut self) {
        match &mut self.0 {
            Cow::Owned(text) => text.clear(),
            Cow::Borrowed(text) => *text = "",
        }
    }

    /// The same, for as long as it is wanted.
    #[must_use]
    pub fn into_owned(self) -> Sanitized<'static> {
        Sanitized(Cow::Owned(self.0.into_owned()))
    }

    /// Whether it was left as it was.
    #[must_use]
    pub const fn is_borrowed(&self) -> bool {
        matches!(self.0, Cow::Borrowed(_))
    }
}

impl Sanitized<'static> {
    /// Words of our own: they stand in the source, line ends and codes included.
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

/// Texts with another one between each two.
#[must_use]
pub fn join<'s>(texts: impl IntoIterator<Item = Sanitized<'s>>, between: &'static str) -> Sanitized<'static> {
    let mut joined = Sanitized::from_static("");
    for (index, text) in texts.into_iter().enumerate() {
        joined.push(&Sanitized::from_static(if index == 0 { "" } else { between }));
        joined.push(&text);
    }
    joined
}

/// An address that a terminal may be told (OSC 8): plain ASCII that can be seen, and no longer than terminals take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTarget(String);

/// The longest address: terminals leave out longer ones (2,083 bytes in VTE and iTerm2).
pub const MAX_LINK_TARGET_LEN: usize = 2_048;

impl LinkTarget {
    /// The address, if it is one.
    #[must_use]
    pub fn new(address: String) -> Option<Self> {
        let fits =
            address.len() <= MAX_LINK_TARGET_LEN && address.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then_some(Self(address))
    }

    /// It as a text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_joined_and_parted() {
        let mut text = join(["a".into(), "b".into(), "c".into()], ", ");
        assert_eq!(&*text, "a, b, c");
        assert_eq!(&*text.part(3..7), "b, c");
        text.clear();
        assert!(text.is_empty());
    }

    #[test]
    fn an_address_is_plain_and_no_longer_than_terminals_take() {
        let is_one = |address: String| LinkTarget::new(address).is_some();
        assert!(is_one("a".repeat(MAX_LINK_TARGET_LEN)));
        assert!(!is_one("a".repeat(MAX_LINK_TARGET_LEN + 1)));
        for wrong in ["a b", "a\u{1b}\\", "a\u{7}", "\u{e4}"] {
            assert!(!is_one(wrong.into()), "{wrong:?}");
        }
    }
}
