//! The two revisions that an address names, in MediaWiki's terms.
//!
//! `oldid` and `diff` have their meaning in `DifferenceEngine::mapDiffPrevNext` and `loadRevisionData`: `diff` may be
//! `prev` or `next` to `oldid`, and any other word means the current revision. An `oldid` that is not a number means
//! the previous revision.

use crate::model::Sides;

/// The revisions to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RevisionQuery {
    /// Two revisions.
    Pair(RevisionPair),
    /// The diff of the revision before this revision.
    DiffOfPrevious(DiffEnd),
}

/// Two revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RevisionPair {
    /// A revision and its neighbour.
    Adjacent(DiffEnd, Neighbour),
    /// Two named revisions.
    Both(Sides<DiffEnd>),
}

/// One end of a diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DiffEnd {
    /// A revision, by number.
    Revision(u64),
    /// The current revision of a page, by title.
    Title(String),
    /// The current revision of a page, by number.
    Page(u64),
}

/// The neighbour of a revision, as in `action=compare`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Neighbour {
    /// The revision before, which is the old side.
    Previous,
    /// The revision after.
    Next,
    /// The page's current revision.
    Current,
}

/// The title of a special page in its parts: `Special:Diff/1/2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpecialTitle {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) rest: Vec<String>,
}

/// The special pages that show a diff or a revision (`MessagesEn.php`, `$specialPageAliases`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpecialPage {
    Diff,
    MobileDiff,
    PermanentLink,
    Redirect,
}

impl SpecialPage {
    pub(crate) const ALL: [Self; 4] = [Self::Diff, Self::MobileDiff, Self::PermanentLink, Self::Redirect];

    /// Returns the page's canonical name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Diff => "Diff",
            Self::MobileDiff => "MobileDiff",
            Self::PermanentLink => "PermanentLink",
            Self::Redirect => "Redirect",
        }
    }

    /// Finds the page by a name that every wiki knows.
    fn from_name(name: &str) -> Option<Self> {
        let others = [("PermaLink", Self::PermanentLink)];
        let names = Self::ALL.map(|page| (page.name(), page)).into_iter().chain(others);
        names.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, page)| page)
    }

    /// Returns the revisions that the page shows, from the words after its name.
    pub(crate) fn revisions(self, rest: &[String]) -> Option<RevisionPair> {
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        match (self, &rest[..]) {
            (Self::MobileDiff, [both]) if both.contains("...") => {
                let (old, new) = both.split_once("...")?;
                Some(RevisionPair::Both(Sides::new(parse_revision(old)?, parse_revision(new)?)))
            }
            // Without a number there must be a title, and this page has none.
            (Self::Diff | Self::MobileDiff, [old, new]) => {
                pair_from_query(Some(parse_revision(old)?), Some(new), None)
            }
            (Self::Diff | Self::MobileDiff | Self::PermanentLink, [new])
            | (Self::Redirect, ["revision", new]) => {
                Some(RevisionPair::Adjacent(parse_revision(new)?, Neighbour::Previous))
            }
            _ => None,
        }
    }
}

impl SpecialTitle {
    /// Parses a title that may be a special page with a diff: it has a namespace, and a number after the name.
    pub(crate) fn parse(title: &str) -> Option<Self> {
        let has_number = |part: &String| part.starts_with(|c: char| c.is_ascii_digit());
        Self::split(title).filter(|title| title.rest.iter().any(has_number))
    }

    /// Splits a title with a namespace.
    pub(crate) fn split(title: &str) -> Option<Self> {
        let (namespace, rest) = title.split_once(':')?;
        let mut parts = rest.split('/').map(str::to_owned);
        let name = parts.next()?;
        let rest = parts.filter(|part| !part.is_empty()).collect();
        Some(Self { namespace: namespace.to_owned(), name, rest })
    }

    /// Returns the special page, if namespace and name are canonical.
    pub(crate) fn page(&self) -> Option<SpecialPage> {
        SpecialPage::from_name(&self.name).filter(|_| self.is_canonical())
    }

    /// Returns true if the namespace is that of special pages on every wiki.
    pub(crate) fn is_canonical(&self) -> bool {
        self.namespace.eq_ignore_ascii_case("Special")
    }
}

/// Returns the revisions that `oldid` and `diff` name on a page.
pub(crate) fn pair_from_query(
    old: Option<DiffEnd>,
    diff: Option<&str>,
    page: Option<DiffEnd>,
) -> Option<RevisionPair> {
    let new = diff.and_then(parse_revision);
    Some(match (old, new, diff) {
        (Some(old), Some(new), _) => RevisionPair::Both(Sides::new(old, new)),
        (None, Some(new), _) => RevisionPair::Adjacent(new, Neighbour::Previous),
        (Some(old), None, Some("next")) => RevisionPair::Adjacent(old, Neighbour::Next),
        (Some(old), None, None | Some("prev")) => RevisionPair::Adjacent(old, Neighbour::Previous),
        (Some(old), None, Some("cur" | "0" | "")) => RevisionPair::Adjacent(old, Neighbour::Current),
        (None, None, Some("cur" | "prev" | "0" | "")) => RevisionPair::Adjacent(page?, Neighbour::Previous),
        (_, None, _) => return None,
    })
}

/// Parses a revision number.
pub(crate) fn parse_revision(text: &str) -> Option<DiffEnd> {
    parse_number(text).map(DiffEnd::Revision)
}

/// Parses a positive number of ASCII digits.
pub(crate) fn parse_number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok().filter(|number| *number > 0) } else { None }
}
