//! The facts that an input states about the page and its two revisions.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use super::Sides;

/// The facts that the input states about the page that was edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<'a> {
    /// The page's title, without the words around it ("…: Difference between revisions").
    pub title: Option<Cow<'a, str>>,
    /// The two revisions.
    pub revisions: Sides<Revision<'a>>,
    /// The byte change that the page states ("4 bytes added"): UTF-8 size of the new page minus that of the old.
    pub byte_change: Option<ByteChange>,
    /// The language of the wiki's interface, as MediaWiki's code ("en", "pt-br"), where its words name it.
    pub language: Option<&'static str>,
    /// The address of the wiki's pages, with `$1` for the title.
    pub wiki: Option<Cow<'a, str>>,
    /// The changes of the file as a whole, as git states them.
    pub file_changes: Vec<FileChange>,
    /// The content that the rows compare.
    pub content: PageContent,
}

impl Page<'_> {
    /// Detaches the facts from the input's lifetime.
    #[must_use]
    pub fn into_owned(self) -> Page<'static> {
        Page {
            title: self.title.map(owned),
            revisions: self.revisions.map(Revision::into_owned),
            wiki: self.wiki.map(owned),
            byte_change: self.byte_change,
            language: self.language,
            file_changes: self.file_changes,
            content: self.content,
        }
    }
}

/// The content that the rows of a diff compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PageContent {
    /// Lines of the page, as the wiki stores them.
    #[default]
    Text,
    /// Values of a Wikibase entity (an item, a property, a lexeme). The section of each hunk names what was changed. The rows
    /// do not show the bytes that the wiki stores.
    Entity,
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

/// The facts that the input states about one revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revision<'a> {
    /// The words as copied, without the links after them: "Revision as of 10:00, 3 February 2023".
    pub label: Option<Cow<'a, str>>,
    /// The revision's number.
    pub id: Option<u64>,
    /// The time of the edit in RFC 3339, if the input states it in this form.
    pub timestamp: Option<Cow<'a, str>>,
    /// The author of the revision.
    pub user: Option<Cow<'a, str>>,
    /// The edit summary, without the parentheses around it.
    pub comment: Option<Cow<'a, str>>,
    /// The change tags, as the page names them. A list that cannot be told apart is one string.
    pub tags: Vec<Cow<'a, str>>,
    /// The size of the page in bytes after the edit, where a history, an export or an answer of the API states it.
    pub size: Option<u64>,
    /// True if the page marks the edit as minor.
    pub is_minor: bool,
    /// The path of the file that holds the revision, for a patch.
    pub path: Option<Cow<'a, str>>,
    /// The number of the last line, if no line end follows it, as in MediaWiki's pages. Known only if the whole revision
    /// was compared.
    pub open_last_line: Option<u32>,
}

impl Revision<'_> {
    /// Detaches the facts from the input's lifetime.
    fn into_owned(self) -> Revision<'static> {
        Revision {
            label: self.label.map(owned),
            timestamp: self.timestamp.map(owned),
            user: self.user.map(owned),
            comment: self.comment.map(owned),
            tags: self.tags.into_iter().map(owned).collect(),
            size: self.size,
            is_minor: self.is_minor,
            id: self.id,
            path: self.path.map(owned),
            open_last_line: self.open_last_line,
        }
    }
}

/// The byte change that the page states, in UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteChange {
    /// The number with its sign: "4 bytes added" is 4, "No change in size" is 0.
    Signed(i64),
    /// The number alone, in a language whose word for "added" or "removed" is not known here.
    Unsigned(u64),
}

impl ByteChange {
    /// Returns true if a byte change of `computed` (new minus old) agrees with the stated one.
    #[must_use]
    pub const fn agrees_with(self, computed: i64) -> bool {
        self.missed_by(computed) == 0
    }

    /// Returns true if a byte change between two bounds (new minus old) agrees with the stated one.
    pub(crate) fn agrees_with_any(self, computed: RangeInclusive<i64>) -> bool {
        match self {
            Self::Signed(stated) => computed.contains(&stated),
            Self::Unsigned(stated) => i64::try_from(stated)
                .is_ok_and(|stated| computed.contains(&stated) || computed.contains(&-stated)),
        }
    }

    /// The number of bytes by which a byte change of `computed` (new minus old) misses the stated one.
    #[must_use]
    pub const fn missed_by(self, computed: i64) -> u64 {
        match self {
            Self::Signed(stated) => stated.abs_diff(computed),
            Self::Unsigned(stated) => stated.abs_diff(computed.unsigned_abs()),
        }
    }

    /// The signed number, if the sign is known.
    #[must_use]
    pub const fn signed(self) -> Option<i64> {
        match self {
            Self::Signed(stated) => Some(stated),
            Self::Unsigned(0) => Some(0),
            Self::Unsigned(_) => None,
        }
    }
}

/// A change of a file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileChange {
    /// The file was created.
    Created,
    /// The file was deleted.
    Deleted,
    /// The file has another name.
    Renamed,
    /// The file is a copy of another file.
    Copied,
    /// The file has another mode: as git writes it, `100644` and `100755`.
    Mode(Sides<String>),
    /// The bytes of a file changed that is no text.
    Binary,
}

impl FileChange {
    /// The name in JSON.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Deleted => "deleted",
            Self::Renamed => "renamed",
            Self::Copied => "copied",
            Self::Mode(_) => "mode",
            Self::Binary => "binary",
        }
    }

    /// The change with old and new exchanged.
    pub(super) fn reversed(self) -> Self {
        match self {
            Self::Created => Self::Deleted,
            Self::Deleted => Self::Created,
            Self::Mode(modes) => Self::Mode(modes.swapped()),
            Self::Renamed | Self::Copied | Self::Binary => self,
        }
    }
}

impl fmt::Display for FileChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created => formatter.pad("new file"),
            Self::Deleted => formatter.pad("deleted"),
            Self::Renamed => formatter.pad("renamed"),
            Self::Copied => formatter.pad("copied"),
            Self::Mode(Sides { old, new }) => write!(formatter, "mode {old} → {new}"),
            Self::Binary => formatter.pad("binary file, changed"),
        }
    }
}
