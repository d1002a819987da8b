//! Addresses of all forms, and the revisions that they name.

use super::*;
use crate::cli::input::wiki::history::query::{BotRule, HistorySubject, PageName, RedirectRule};
use crate::cli::input::wiki::site::ApiLocation;

/// Abbreviates a query: `1 2` is two revisions, `<2` with the previous, `2>` with the next, `2>>` with the current
/// revision, `<<2` the diff of the previous revision.
fn abbreviate(address: &WikiAddress) -> String {
    let query = match &address.query {
        AddressQuery::Diff(query) => query,
        AddressQuery::History(history) => return abbreviate_history(history),
        AddressQuery::SpecialOrPage(special, _) => {
            return format!("? {}:{} {}", special.namespace, special.name, special.rest.join(" "));
        }
    };
    match query {
        RevisionQuery::Pair(RevisionPair::Both(ends)) => {
            format!("{} {}", abbreviate_end(&ends.old), abbreviate_end(&ends.new))
        }
        RevisionQuery::Pair(RevisionPair::Adjacent(of, Neighbour::Previous)) => {
            format!("<{}", abbreviate_end(of))
        }
        RevisionQuery::Pair(RevisionPair::Adjacent(of, Neighbour::Next)) => {
            format!("{}>", abbreviate_end(of))
        }
        RevisionQuery::Pair(RevisionPair::Adjacent(of, Neighbour::Current)) => {
            format!("{}>>", abbreviate_end(of))
        }
        RevisionQuery::DiffOfPrevious(of) => format!("<<{}", abbreviate_end(of)),
    }
}

/// Abbreviates a history: `= Cat` is that of a page, `=> Cat` that of the page that it redirects to.
fn abbreviate_history(history: &HistoryQuery) -> String {
    let page = |name: &PageName| match name {
        PageName::Title(title) => title.clone(),
        PageName::Number(number) => format!("page {number}"),
    };
    match &history.subject {
        HistorySubject::Page(name, RedirectRule::Kept) => format!("= {}", page(name)),
        HistorySubject::Page(name, RedirectRule::Followed) => format!("=> {}", page(name)),
        HistorySubject::Contributions(user) => format!("by {user}"),
        HistorySubject::RecentChanges(BotRule::Hidden) => "recent".to_owned(),
        HistorySubject::RecentChanges(BotRule::Shown) => "recent, also of bots".to_owned(),
    }
}

fn abbreviate_end(end: &DiffEnd) -> String {
    match end {
        DiffEnd::Revision(number) => number.to_string(),
        DiffEnd::Title(title) => title.clone(),
        DiffEnd::Page(number) => format!("page {number}"),
    }
}

#[track_caller]
fn names(address: &str, expected: &str) {
    assert_eq!(parse(address).map(|address| abbreviate(&address)).as_deref(), Ok(expected), "{address}");
}

#[track_caller]
fn rejects(address: &str, expected: &AddressError) {
    assert_eq!(parse(address).as_ref(), Err(expected), "{address}");
}

#[test]
fn reads_two_revisions_from_the_query() {
    names("https://en.wikipedia.org/w/index.php?title=Cat&diff=2&oldid=1", "1 2");
    names(
        "https://en.wikipedia.org/w/index.php?title=Cat&type=revision&diff=2&oldid=1&diffmode=source",
        "1 2",
    );
    names("https://en.wikipedia.org/wiki/Cat?oldid=1&diff=2#Tail", "1 2");
    names("http://127.0.0.1:8139/index.php/Cat?diff=2&oldid=1", "1 2");
    names("https://a.example/?diff=2&oldid=1", "1 2");
}

#[test]
fn adds_the_previous_revision_to_a_single_revision() {
    names("https://a.example/?diff=2", "<2");
    names("https://a.example/w/?diff=2&oldid=prev", "<2");
    names("https://a.example/w/index.php?title=Cat&diff=2&oldid=0", "<2");
    names("https://a.example/w/index.php?title=Cat&oldid=2", "<2");
    names("https://a.example/w/index.php?oldid=2", "<2");
    names("https://a.example/w/index.php?title=Cat&diff=prev&oldid=2", "<2");
    names("https://a.example/wiki/Special:PermanentLink/2", "<2");
    names("https://a.example/wiki/Special:Permalink/2#Tail", "<2");
    names("https://a.example/wiki/Special:Redirect/revision/2", "<2");
}

#[test]
fn adds_the_next_or_the_current_revision() {
    names("https://a.example/w/index.php?title=Cat&diff=next&oldid=2", "2>");
    names("https://a.example/w/index.php?title=Cat&oldid=2&direction=next", "2>");
    names("https://a.example/w/index.php?title=Cat&diff=cur&oldid=2", "2>>");
    names("https://a.example/w/index.php?title=Cat&diff=0&oldid=2", "2>>");
    names("https://a.example/w/index.php?title=Cat&diff=&oldid=2", "2>>");
}

#[test]
fn reads_the_diff_of_the_previous_revision() {
    names("https://a.example/w/index.php?title=Cat&oldid=2&direction=prev", "<<2");
}

#[test]
fn reads_the_page_if_there_is_no_number() {
    names("https://a.example/w/index.php?title=Big_cat&diff=cur", "<Big_cat");
    names("https://a.example/wiki/Big_cat?diff=0", "<Big_cat");
    names("https://a.example/wiki/AC/DC?diff=prev", "<AC/DC");
    names("https://a.example/w/index.php/Talk:Cat?diff=0", "<Talk:Cat");
    names("https://a.example/w/index.php?curid=7&diff=0", "<page 7");
    names("https://a.example/wiki/%C3%84?diff=0", "<Ä");
}

#[test]
fn reads_special_pages_by_their_canonical_names() {
    names("https://a.example/wiki/Special:Diff/2", "<2");
    names("https://a.example/wiki/Special:Diff/1/2", "1 2");
    names("https://a.example/wiki/Special:Diff/1/2?uselang=de#x", "1 2");
    names("https://a.example/wiki/Special:Diff/2/prev", "<2");
    names("https://a.example/wiki/Special:Diff/2/next", "2>");
    names("https://a.example/wiki/Special:Diff/2/cur", "2>>");
    names("https://a.example/wiki/special:diff/2/", "<2");
    names("https://a.example/wiki/Special%3ADiff%2F1%2F2", "1 2");
    names("https://a.example/Special:Diff/1/2", "1 2");
    names("https://a.example/zh-tw/Special:Diff/1/2", "1 2");
    names("https://a.example/w/index.php/Special:Diff/1/2", "1 2");
    names("https://a.example/w/index.php?title=Special:Diff/1/2", "1 2");
    names("https://en.m.wikipedia.org/wiki/Special:MobileDiff/2", "<2");
    names("https://en.m.wikipedia.org/wiki/Special:MobileDiff/1...2", "1 2");
}

#[test]
fn leaves_special_pages_in_other_languages_for_the_wiki() {
    names("https://a.example/wiki/Spezial:Diff/1/2", "? Spezial:Diff 1 2");
    names("https://a.example/wiki/Служебная:Diff/2", "? Служебная:Diff 2");
    names("https://a.example/wiki/%E7%89%B9%E5%88%A5:%E5%B7%AE%E5%88%86/1/2", "? 特別:差分 1 2");
    names("https://a.example/wiki/Spezial:Mobiler_Unterschied/1...2", "? Spezial:Mobiler_Unterschied 1...2");
    // Only the wiki knows that this is an ordinary page.
    names("https://a.example/wiki/User:Me/2023", "? User:Me 2023");
}

#[test]
fn compares_pages_by_revision_or_title() {
    names("https://a.example/wiki/Special:ComparePages?page1=A&rev1=1&page2=B&rev2=2", "1 2");
    names("https://a.example/w/index.php?title=Special:ComparePages&rev1=1&rev2=2", "1 2");
    names("https://a.example/w/index.php?title=Special:ComparePages&page1=A&rev1=&page2=B&rev2=2", "A 2");
}

#[test]
fn reads_addresses_of_the_apis() {
    names("https://a.example/w/rest.php/v1/revision/1/compare/2", "1 2");
    names("https://a.example/w/rest.php/v1/revision/2", "<2");
    names("https://a.example/w/api.php?action=compare&fromrev=1&torev=2&format=json", "1 2");
    names("https://a.example/w/api.php?action=compare&fromrev=2&torelative=prev", "<2");
    names("https://a.example/w/api.php?action=compare&fromtitle=A&toid=7", "A page 7");
    names("https://api.wikimedia.org/core/v1/wikipedia/en/revision/1/compare/2", "1 2");
    let gateway = parse("https://api.wikimedia.org/core/v1/wikipedia/en/revision/1/compare/2").unwrap();
    assert_eq!(gateway.site.host(), "en.wikipedia.org");
}

#[test]
fn rejects_addresses_without_revisions() {
    for address in [
        "https://a.example/",
        "https://a.example/w/index.php?title=Cat&action=edit",
        "https://a.example/wiki/Special:NewPages",
        "https://a.example/wiki/Special:Contributions",
        "https://a.example/wiki/Special:History",
        "https://a.example/w/index.php?title=Cat&diff=next",
        "https://a.example/w/index.php?diff=cur",
        "https://a.example/w/index.php?title=Cat&diff=1x",
        "https://a.example/w/index.php?oldid=0",
        "https://a.example/w/index.php?title=Cat&direction=prev",
        "https://a.example/w/index.php?oldid=2&diff=3&direction=prev",
        "https://a.example/w/index.php?oldid=2&diff=3&direction=next",
        "https://a.example/w/index.php?oldid=99999999999999999999",
        "https://a.example/wiki/Special:Diff",
        "https://a.example/wiki/Special:Diff/1/2/3",
        "https://a.example/wiki/Special:Redirect/logid/3",
        "https://a.example/w/api.php?action=query&revids=1",
        "https://a.example/w/api.php?action=compare&fromrev=1",
        "https://a.example/w/rest.php/v1/page/Cat",
        "https://api.wikimedia.org/core/v1/elsewhere/en/revision/1/compare/2",
        "https://api.wikimedia.org/w/index.php?diff=2",
    ] {
        rejects(address, &AddressError::NoRevisions);
    }
}

#[test]
fn reads_histories_and_pages() {
    names("https://a.example/w/index.php?title=Big_cat&action=history", "= Big_cat");
    names("https://a.example/w/index.php?title=Cat&action=history&feed=atom&limit=20", "= Cat");
    names("https://a.example/wiki/Cat?action=history", "= Cat");
    names("https://a.example/w/index.php?curid=7&action=history", "= page 7");
    names("https://en.m.wikipedia.org/wiki/Special:History/AC/DC", "= AC/DC");
    names("https://a.example/w/index.php?title=Special:PageHistory/Cat", "= Cat");
    names("https://a.example/wiki/Cat", "=> Cat");
    names("https://a.example/wiki/Talk:Cat", "=> Talk:Cat");
    names("https://a.example/wiki/Cat?redirect=no", "= Cat");
    names("https://a.example/de/wiki/Katze#Fell", "=> Katze");
    names("https://a.example/w/index.php?title=Cat", "=> Cat");
    names("https://a.example/w/index.php?curid=7", "=> page 7");
    names("https://a.example/index.php/Cat", "=> Cat");
}

#[test]
fn reads_contributions_and_recent_changes() {
    names("https://a.example/wiki/Special:Contributions/Ann_Bo", "by Ann_Bo");
    names("https://a.example/wiki/Special:Contributions/192.0.2.7", "by 192.0.2.7");
    names("https://a.example/wiki/Special:Contributions/192.0.2.0/24", "by 192.0.2.0/24");
    names("https://a.example/w/index.php?title=Special:Contributions&target=Ann", "by Ann");
    names("https://a.example/w/index.php?title=Special:Contributions/Ann&offset=&limit=500", "by Ann");
    names("https://a.example/wiki/Special:RecentChanges?hidebots=1&limit=50&days=7", "recent");
    names("https://a.example/w/index.php?title=Special:Recent_changes&hidebots=0", "recent, also of bots");
    // The wiki says that this is a special page.
    names("https://a.example/wiki/Spezial:Beitr%C3%A4ge/Ann", "=> Spezial:Beiträge/Ann");
}

#[test]
fn reads_a_host_and_a_title() {
    let page = |title: &str| parse_page("a.example", title).map(|address| abbreviate(&address));
    assert_eq!(page("AC/DC").as_deref(), Ok("=> AC/DC"));
    assert_eq!(page("Special:Contributions/Ann").as_deref(), Ok("by Ann"));
    assert_eq!(page(""), Err(AddressError::NoRevisions));
    assert_eq!(page("A|B"), Err(AddressError::NotATitle("A|B".to_owned())));
}

#[test]
fn rejects_credentials_and_other_schemes() {
    rejects("https://me@a.example/?diff=2", &AddressError::Credentials);
    rejects("https://me:secret@a.example/?diff=2", &AddressError::Credentials);
    rejects("https://", &AddressError::Invalid(url::ParseError::EmptyHost));
    rejects("ftp://a.example/?diff=2", &AddressError::NotWeb);
    rejects("file:///etc/passwd?diff=2", &AddressError::NotWeb);
}

#[track_caller]
fn parses_revisions(host: &str, numbers: &[&str], expected: Result<(&str, &str), AddressError>) {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let found = parse_revisions(host, &numbers).map(|address| {
        let place = match address.site.api_locations().swap_remove(0) {
            ApiLocation::At(place) | ApiLocation::LinkedFrom(place) => place.to_string(),
        };
        (abbreviate(&address), place)
    });
    let expected = expected.map(|(query, place)| (query.to_owned(), place.to_owned()));
    assert_eq!(found, expected, "{host}");
}

#[test]
fn reads_a_host_and_numbers() {
    parses_revisions("en.wikipedia.org", &["2"], Ok(("<2", "https://en.wikipedia.org/w/api.php")));
    parses_revisions("http://127.0.0.1:8139", &["1", "2"], Ok(("1 2", "http://127.0.0.1:8139/w/api.php")));
    parses_revisions("a.example/mw", &["2"], Ok(("<2", "https://a.example/mw/api.php")));
    parses_revisions("a.example/mw/api.php", &["2"], Ok(("<2", "https://a.example/mw/api.php")));
    parses_revisions("a.example", &["Cat"], Err(AddressError::NotANumber("Cat".into())));
    parses_revisions("a.example", &["0"], Err(AddressError::NotANumber("0".into())));
    parses_revisions("a.example", &[], Err(AddressError::Count(0)));
    parses_revisions("a.example", &["1", "2", "3"], Err(AddressError::Count(3)));
    parses_revisions("me@a.example", &["2"], Err(AddressError::Credentials));
}
