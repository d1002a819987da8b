//! Special pages by their names in the wiki's own language: `Spezial:Diff/1/2`, `特別:差分/1/2`.
//!
//! Only the wiki knows for certain that such a name is no page of its own (`User:Me/2023/12`), so it is asked.

use serde_json::Value;

use super::address::Refusal;
use super::api::Api;
use super::error::Trouble;
use super::revision_query::{Revisions, Special, SpecialPage};

/// What a special page shows whose name is in the wiki's language.
pub(crate) fn shown(special: &Special, api: &mut Api) -> Result<Revisions, Trouble> {
    let told = api.ask(&[
        ("action", "query"),
        ("meta", "siteinfo"),
        ("siprop", "namespaces|namespacealiases|specialpagealiases"),
    ])?;
    let found = told.value.get("query").and_then(|names| of_names(special, names));
    found.ok_or(Trouble::Refused(Refusal::NoRevisions))
}

fn of_names(special: &Special, names: &Value) -> Option<Revisions> {
    let is_named = is_special(&special.namespace, names);
    let page = SpecialPage::ALL.into_iter().find(|page| is_alias(&special.name, *page, names));
    page.filter(|_| is_named)?.revisions(&special.rest)
}

/// Whether the namespace is that of special pages, which has the number -1.
fn is_special(namespace: &str, names: &Value) -> bool {
    let own = names.pointer("/namespaces/-1").into_iter();
    let own = own.flat_map(|special| [special.get("name"), special.get("canonical")]).flatten();
    let aliases = names.get("namespacealiases").and_then(Value::as_array).into_iter().flatten();
    let aliases = aliases.filter(|alias| alias.get("id").and_then(Value::as_i64) == Some(-1));
    own.chain(aliases.filter_map(|alias| alias.get("alias"))).any(|name| is_same(name, namespace))
}

/// Whether the wiki has this name for the page.
fn is_alias(name: &str, page: SpecialPage, names: &Value) -> bool {
    let pages = names.get("specialpagealiases").and_then(Value::as_array).into_iter().flatten();
    let pages = pages.filter(|known| known.get("realname").and_then(Value::as_str) == Some(page.name()));
    let aliases = pages.filter_map(|known| known.get("aliases")?.as_array()).flatten();
    aliases.into_iter().any(|alias| is_same(alias, name))
}

/// Whether two names are one: the case does not matter, and a space is an underscore.
fn is_same(known: &Value, name: &str) -> bool {
    let folded = |name: &str| name.replace('_', " ").to_lowercase();
    known.as_str().is_some_and(|known| folded(known) == folded(name))
}

#[cfg(test)]
mod tests {
    use crate::model::Sides;
    use serde_json::json;

    use super::*;
    use crate::cli::input::wiki::revision_query::{End, Neighbour};

    #[track_caller]
    fn case(title: &str, expected: Option<&Revisions>) {
        let names = json!({
            "namespaces": {"-1": {"id": -1, "name": "Spezial", "canonical": "Special"}, "2": {"id": 2, "name": "Benutzer"}},
            "namespacealiases": [{"id": 2, "alias": "BE"}, {"id": -1, "alias": "Sp"}],
            "specialpagealiases": [
                {"realname": "Diff", "aliases": ["Diff", "Unterschied"]},
                {"realname": "MobileDiff", "aliases": ["Mobiler_Unterschied"]},
                {"realname": "Contributions", "aliases": ["Beiträge"]},
            ],
        });
        assert_eq!(of_names(&Special::of_title(title).unwrap(), &names).as_ref(), expected, "{title}");
    }

    #[test]
    fn the_wiki_says_what_a_name_is() {
        let pair = Revisions::Two(Sides::new(1, 2).map(End::Revision));
        case("Spezial:Diff/1/2", Some(&pair));
        case("sp:unterschied/1/2", Some(&pair));
        case("Spezial:Mobiler Unterschied/1...2", Some(&pair));
        case("Special:Unterschied/2", Some(&Revisions::Beside(End::Revision(2), Neighbour::Previous)));
        case("Spezial:Beiträge/12", None);
        case("Benutzer:Diff/1/2", None);
    }
}
