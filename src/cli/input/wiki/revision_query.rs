//! Which two revisions an address asks for, in MediaWiki's own terms.
//!
//! `oldid` and `diff` are read as `DifferenceEngine::mapDiffPrevNext` and `loadRevisionData` read them: `diff` may be
//! `prev` or `next` to `oldid`, and whatever else is no number stands for the current revision; an `oldid` that is
//! no number stands for the revision before.

use crate::model::Sides;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Two revisions.
    Revisions(Revisions),
    /// A special page whose name is not MediaWiki's own, so that the wiki must be asked what it is.
    Special(Special),
    /// The revision before this one, beside the one before that.
    Earlier(End),
}

/// Two revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Revisions {
    /// One, and the one beside it.
    Beside(End, Neighbour),
    /// Both by name.
    Two(Sides<End>),
}

/// One end of a diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// A revision, by number.
    Revision(u64),
    /// The current revision of a page, by title.
    Title(String),
    /// The current revision of a page, by number.
    Page(u64),
}

/// Which revision stands beside another; in the words of `action=compare`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Neighbour {
    /// The one before it, which is then the old one.
    Previous,
    /// The one after it.
    Next,
    /// The page's current one.
    Current,
}

/// The title of a special page, cut where it is cut on the wiki: `Special:Diff/1/2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Special {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) rest: Vec<String>,
}

/// The special pages that show a diff or a revision, by the first of their names in every wiki
/// (`MessagesEn.php`, `$specialPageAliases`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpecialPage {
    Diff,
    MobileDiff,
    PermanentLink,
    Redirect,
}

impl SpecialPage {
    pub(crate) const ALL: [Self; 4] = [Self::Diff, Self::MobileDiff, Self::PermanentLink, Self::Redirect];

    /// The page's canonical name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Diff => "Diff",
            Self::MobileDiff => "MobileDiff",
            Self::PermanentLink => "PermanentLink",
            Self::Redirect => "Redirect",
        }
    }

    /// The page of a name that holds on every wiki.
    fn of_name(name: &str) -> Option<Self> {
        let others = [("PermaLink", Self::PermanentLink)];
        let names = Self::ALL.map(|page| (page.name(), page)).into_iter().chain(others);
        names.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, page)| page)
    }

    /// What the page shows with this after its name.
    pub(crate) fn revisions(self, rest: &[String]) -> Option<Revisions> {
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        match (self, &rest[..]) {
            (Self::MobileDiff, [both]) if both.contains("...") => {
                let (old, new) = both.split_once("...")?;
                Some(Revisions::Two(Sides::new(revision(old)?, revision(new)?)))
            }
            // Without a number there must be a title, which this page has not.
            (Self::Diff | Self::MobileDiff, [old, new]) => of_numbers(Some(revision(old)?), Some(new), None),
            (Self::Diff | Self::MobileDiff | Self::PermanentLink, [new])
            | (Self::Redirect, ["revision", new]) => {
                Some(Revisions::Beside(revision(new)?, Neighbour::Previous))
            }
            _ => None,
        }
    }
}

impl Special {
    /// Cuts a title, if it may be that of a special page: it has a namespace, and a number after its name.
    pub(crate) fn of_title(title: &str) -> Option<Self> {
        let (namespace, rest) = title.split_once(':')?;
        let mut parts = rest.split('/').map(str::to_owned);
        let name = parts.next()?;
        let rest: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        let has_number = rest.iter().any(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        has_number.then(|| Self { namespace: namespace.to_owned(), name, rest })
    }

    /// What it asks for: known at once where both names are MediaWiki's own.
    pub(crate) fn asked(self) -> Option<Asked> {
        match SpecialPage::of_name(&self.name) {
            Some(page) if self.namespace.eq_ignore_ascii_case("Special") => {
                page.revisions(&self.rest).map(Asked::Revisions)
            }
            _ => Some(Asked::Special(self)),
        }
    }
}

/// What `oldid` and `diff` ask for on a page.
pub(crate) fn of_numbers(old: Option<End>, diff: Option<&str>, page: Option<End>) -> Option<Revisions> {
    let new = diff.and_then(revision);
    Some(match (old, new, diff) {
        (Some(old), Some(new), _) => Revisions::Two(Sides::new(old, new)),
        (None, Some(new), _) => Revisions::Beside(new, Neighbour::Previous),
        (Some(old), None, Some("next")) => Revisions::Beside(old, Neighbour::Next),
        (Some(old), None, None | Some("prev")) => Revisions::Beside(old, Neighbour::Previous),
        (Some(old), None, Some("cur" | "0" | "")) => Revisions::Beside(old, Neighbour::Current),
        (None, None, Some("cur" | "prev" | "0" | "")) => Revisions::Beside(page?, Neighbour::Previous),
        (_, None, _) => return None,
    })
}

/// A revision's number; 0 is none.
pub(crate) fn revision(number: &str) -> Option<End> {
    self::number(number).map(End::Revision)
}

/// A number of ASCII digits; 0 is none.
pub(crate) fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok().filter(|number| *number > 0) } else { None }
}
