//! Special pages with names in the wiki's language: `Spezial:Diff/1/2`, `特別:差分/1/2`.
//!
//! The wiki is asked for the names, because only the wiki can distinguish a special page from an ordinary page such as
//! `User:Me/2023/12`.

use std::collections::HashMap;

use serde_json::Value;

use super::address::AddressError;
use super::api::Api;
use super::error::FetchError;
use super::history::query::{HistoryPage, HistorySubject};
use super::revision_query::{RevisionPair, SpecialPage, SpecialTitle};

/// What a special page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SpecialTarget {
    Diff(RevisionPair),
    History(HistorySubject),
}

/// The title of a page, as the wiki sees it.
enum TitleMeaning {
    /// A special page, and what it shows if that is known here.
    Special(Option<SpecialTarget>),
    Page,
}

/// Asks the wiki what a title stands for. Returns `None` for an ordinary page.
pub(crate) fn look_up(special: &SpecialTitle, api: &mut Api) -> Result<Option<SpecialTarget>, FetchError> {
    let answer = api.ask(&[
        ("action", "query"),
        ("meta", "siteinfo"),
        ("siprop", "namespaces|namespacealiases|specialpagealiases"),
    ])?;
    let unknown = || FetchError::Address(AddressError::NoRevisions);
    match find_meaning(special, answer.value.get("query").ok_or_else(unknown)?) {
        TitleMeaning::Special(target) => target.map(Some).ok_or_else(unknown),
        TitleMeaning::Page => Ok(None),
    }
}

/// Asks the wiki what the special page with this title shows.
pub(crate) fn look_up_title(title: &str, api: &mut Api) -> Result<SpecialTarget, FetchError> {
    let unknown = || FetchError::Address(AddressError::NoRevisions);
    let special = SpecialTitle::split(title).ok_or_else(unknown)?;
    look_up(&special, api)?.ok_or_else(unknown)
}

/// Finds the meaning of a title by the names of the wiki.
fn find_meaning(special: &SpecialTitle, names: &Value) -> TitleMeaning {
    if !is_special_namespace(&special.namespace, names) {
        return TitleMeaning::Page;
    }
    let page = SpecialPage::ALL.into_iter().find(|page| is_alias(&special.name, page.name(), names));
    let pair = page.and_then(|page| page.revisions(&special.rest)).map(SpecialTarget::Diff);
    TitleMeaning::Special(pair.or_else(|| {
        let page = HistoryPage::all().find(|(name, _)| is_alias(&special.name, name, names))?.1;
        page.subject(&special.rest.join("/"), &HashMap::new()).map(SpecialTarget::History)
    }))
}

/// Returns true for the namespace of special pages, which has the number -1.
fn is_special_namespace(namespace: &str, names: &Value) -> bool {
    let own = names.pointer("/namespaces/-1").into_iter();
    let own = own.flat_map(|special| [special.get("name"), special.get("canonical")]).flatten();
    let aliases = names.get("namespacealiases").and_then(Value::as_array).into_iter().flatten();
    let aliases = aliases.filter(|alias| alias.get("id").and_then(Value::as_i64) == Some(-1));
    own.chain(aliases.filter_map(|alias| alias.get("alias"))).any(|name| is_same_name(name, namespace))
}

/// Returns true if the wiki has this name for the page with a canonical name.
fn is_alias(name: &str, page: &str, names: &Value) -> bool {
    let pages = names.get("specialpagealiases").and_then(Value::as_array).into_iter().flatten();
    let is_page = |real: &str| real.eq_ignore_ascii_case(page);
    let pages = pages.filter(|known| known.get("realname").and_then(Value::as_str).is_some_and(is_page));
    let aliases = pages.filter_map(|known| known.get("aliases")?.as_array()).flatten();
    aliases.into_iter().any(|alias| is_same_name(alias, name))
}

/// Returns true for equal names. Case does not matter, and a space equals an underscore.
fn is_same_name(known: &Value, name: &str) -> bool {
    let folded = |name: &str| name.replace('_', " ").to_lowercase();
    known.as_str().is_some_and(|known| folded(known) == folded(name))
}

#[cfg(test)]
mod tests {
    use crate::model::Sides;
    use serde_json::json;

    use super::*;
    use crate::cli::input::wiki::revision_query::{DiffEnd, Neighbour};

    #[track_caller]
    fn finds(title: &str, expected: Option<&SpecialTarget>) {
        let names = json!({
            "namespaces": {"-1": {"id": -1, "name": "Spezial", "canonical": "Special"}, "2": {"id": 2, "name": "Benutzer"}},
            "namespacealiases": [{"id": 2, "alias": "BE"}, {"id": -1, "alias": "Sp"}],
            "specialpagealiases": [
                {"realname": "Diff", "aliases": ["Diff", "Unterschied"]},
                {"realname": "MobileDiff", "aliases": ["Mobiler_Unterschied"]},
                {"realname": "Contributions", "aliases": ["Beiträge"]},
            ],
        });
        let found = match find_meaning(&SpecialTitle::split(title).unwrap(), &names) {
            TitleMeaning::Special(target) => target,
            TitleMeaning::Page => None,
        };
        assert_eq!(found.as_ref(), expected, "{title}");
    }

    #[test]
    fn finds_special_pages_by_the_names_of_the_wiki() {
        let pair = SpecialTarget::Diff(RevisionPair::Both(Sides::new(1, 2).map(DiffEnd::Revision)));
        finds("Spezial:Diff/1/2", Some(&pair));
        finds("sp:unterschied/1/2", Some(&pair));
        finds("Spezial:Mobiler Unterschied/1...2", Some(&pair));
        finds(
            "Special:Unterschied/2",
            Some(&SpecialTarget::Diff(RevisionPair::Adjacent(DiffEnd::Revision(2), Neighbour::Previous))),
        );
        let contributions = SpecialTarget::History(HistorySubject::Contributions("Ann/12".to_owned()));
        finds("Spezial:Beiträge/Ann/12", Some(&contributions));
        finds("Spezial:Beiträge", None);
        finds("Spezial:Letzte Änderungen/12", None);
        finds("Benutzer:Diff/1/2", None);
    }
}
