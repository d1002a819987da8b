//! Special pages with names in the wiki's language: `Spezial:Diff/1/2`, `特別:差分/1/2`.
//!
//! The wiki is asked for the names, because only the wiki can distinguish a special page from an ordinary page such as
//! `User:Me/2023/12`.

use serde_json::Value;

use super::address::AddressError;
use super::api::Api;
use super::error::FetchError;
use super::revision_query::{RevisionPair, SpecialPage, SpecialTitle};

/// Asks the wiki for the revisions that a special page shows.
pub(crate) fn look_up(special: &SpecialTitle, api: &mut Api) -> Result<RevisionPair, FetchError> {
    let answer = api.ask(&[
        ("action", "query"),
        ("meta", "siteinfo"),
        ("siprop", "namespaces|namespacealiases|specialpagealiases"),
    ])?;
    let found = answer.value.get("query").and_then(|names| find_revisions(special, names));
    found.ok_or(FetchError::Address(AddressError::NoRevisions))
}

/// Finds the revisions of a special page by the names of the wiki.
fn find_revisions(special: &SpecialTitle, names: &Value) -> Option<RevisionPair> {
    let is_named = is_special_namespace(&special.namespace, names);
    let page = SpecialPage::ALL.into_iter().find(|page| is_alias(&special.name, *page, names));
    page.filter(|_| is_named)?.revisions(&special.rest)
}

/// Returns true for the namespace of special pages, which has the number -1.
fn is_special_namespace(namespace: &str, names: &Value) -> bool {
    let own = names.pointer("/namespaces/-1").into_iter();
    let own = own.flat_map(|special| [special.get("name"), special.get("canonical")]).flatten();
    let aliases = names.get("namespacealiases").and_then(Value::as_array).into_iter().flatten();
    let aliases = aliases.filter(|alias| alias.get("id").and_then(Value::as_i64) == Some(-1));
    own.chain(aliases.filter_map(|alias| alias.get("alias"))).any(|name| is_same_name(name, namespace))
}

/// Returns true if the wiki has this name for the page.
fn is_alias(name: &str, page: SpecialPage, names: &Value) -> bool {
    let pages = names.get("specialpagealiases").and_then(Value::as_array).into_iter().flatten();
    let pages = pages.filter(|known| known.get("realname").and_then(Value::as_str) == Some(page.name()));
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
    fn finds(title: &str, expected: Option<&RevisionPair>) {
        let names = json!({
            "namespaces": {"-1": {"id": -1, "name": "Spezial", "canonical": "Special"}, "2": {"id": 2, "name": "Benutzer"}},
            "namespacealiases": [{"id": 2, "alias": "BE"}, {"id": -1, "alias": "Sp"}],
            "specialpagealiases": [
                {"realname": "Diff", "aliases": ["Diff", "Unterschied"]},
                {"realname": "MobileDiff", "aliases": ["Mobiler_Unterschied"]},
                {"realname": "Contributions", "aliases": ["Beiträge"]},
            ],
        });
        assert_eq!(
            find_revisions(&SpecialTitle::parse(title).unwrap(), &names).as_ref(),
            expected,
            "{title}"
        );
    }

    #[test]
    fn finds_special_pages_by_the_names_of_the_wiki() {
        let pair = RevisionPair::Both(Sides::new(1, 2).map(DiffEnd::Revision));
        finds("Spezial:Diff/1/2", Some(&pair));
        finds("sp:unterschied/1/2", Some(&pair));
        finds("Spezial:Mobiler Unterschied/1...2", Some(&pair));
        finds(
            "Special:Unterschied/2",
            Some(&RevisionPair::Adjacent(DiffEnd::Revision(2), Neighbour::Previous)),
        );
        finds("Spezial:Beiträge/12", None);
        finds("Benutzer:Diff/1/2", None);
    }
}
