//! What the paste says of the page and of its two revisions.

use std::borrow::Cow;

use super::Sides;

/// The page that was edited, as far as the input tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<'a> {
    /// The page's title, without the words round it ("…: Difference between revisions").
    pub title: Option<Cow<'a, str>>,
    /// The two revisions.
    pub revisions: Sides<Revision<'a>>,
    /// The byte change that the page states ("4 bytes added"): UTF-8 size of the new page minus that of the old.
    pub byte_change: Option<ByteChange>,
    /// The language of the wiki's interface, as MediaWiki's code ("en", "pt-br"), where its words name it.
    pub language: Option<&'static str>,
    /// Where the wiki has its pages: an address of the web with `$1` for the title.
    pub wiki: Option<Cow<'a, str>>,
}

impl Page<'_> {
    /// The same facts in their own hands.
    #[must_use]
    pub fn into_owned(self) -> Page<'static> {
        Page {
            title: self.title.map(owned),
            revisions: self.revisions.map(Revision::into_owned),
            wiki: self.wiki.map(owned),
            byte_change: self.byte_change,
            language: self.language,
        }
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

/// One revision, as far as the input tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revision<'a> {
    /// The words as copied, without the links after them: "Revision as of 10:00, 3 February 2023".
    pub label: Option<Cow<'a, str>>,
    /// The revision's number.
    pub id: Option<u64>,
    /// RFC 3339, only where the input states it so.
    pub timestamp: Option<Cow<'a, str>>,
    /// Who made the revision.
    pub user: Option<Cow<'a, str>>,
    /// The edit summary, without the parentheses round it.
    pub comment: Option<Cow<'a, str>>,
}

impl Revision<'_> {
    /// The same facts in their own hands.
    fn into_owned(self) -> Revision<'static> {
        Revision {
            label: self.label.map(owned),
            timestamp: self.timestamp.map(owned),
            user: self.user.map(owned),
            comment: self.comment.map(owned),
            id: self.id,
        }
    }
}

/// What the page says about the size of the edit, in bytes of UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteChange {
    /// The number with its sign: "4 bytes added" is 4, "No change in size" is 0.
    Signed(i64),
    /// The number alone, in a language whose word for "added" or "removed" is not known here.
    Unsigned(u64),
}

impl ByteChange {
    /// Whether new minus old being `computed` bytes agrees with what is stated.
    #[must_use]
    pub const fn agrees_with(self, computed: i64) -> bool {
        self.missed_by(computed) == 0
    }

    /// By how many bytes new minus old being `computed` bytes misses what is stated.
    #[must_use]
    pub const fn missed_by(self, computed: i64) -> u64 {
        match self {
            Self::Signed(stated) => stated.abs_diff(computed),
            Self::Unsigned(stated) => stated.abs_diff(computed.unsigned_abs()),
        }
    }

    /// The signed number, where the sign is known.
    #[must_use]
    pub const fn signed(self) -> Option<i64> {
        match self {
            Self::Signed(stated) => Some(stated),
            Self::Unsigned(0) => Some(0),
            Self::Unsigned(_) => None,
        }
    }
}
