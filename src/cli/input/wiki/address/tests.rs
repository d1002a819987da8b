//! Addresses of every form that people have, and what they ask for.

use super::*;
use crate::cli::input::wiki::site::Step;

/// What an address asks for, in short: `1 2` two revisions, `<2` with the one before, `2>` with the one after, `2>>`
/// with the current one, `<<2` the one before with the one before that.
fn asked(address: &Address) -> String {
    match &address.asked {
        Asked::Revisions(Revisions::Two(ends)) => format!("{} {}", end(&ends.old), end(&ends.new)),
        Asked::Revisions(Revisions::Beside(of, Neighbour::Previous)) => format!("<{}", end(of)),
        Asked::Revisions(Revisions::Beside(of, Neighbour::Next)) => format!("{}>", end(of)),
        Asked::Revisions(Revisions::Beside(of, Neighbour::Current)) => format!("{}>>", end(of)),
        Asked::Earlier(of) => format!("<<{}", end(of)),
        Asked::Special(special) => {
            format!("? {}:{} {}", special.namespace, special.name, special.rest.join(" "))
        }
    }
}

fn end(end: &End) -> String {
    match end {
        End::Revision(number) => number.to_string(),
        End::Title(title) => title.clone(),
        End::Page(number) => format!("page {number}"),
    }
}

#[track_caller]
fn case(address: &str, expected: &str) {
    assert_eq!(parse(address).map(|address| asked(&address)).as_deref(), Ok(expected), "{address}");
}

#[track_caller]
fn refused(address: &str, expected: &Refusal) {
    assert_eq!(parse(address).as_ref(), Err(expected), "{address}");
}

#[test]
fn two_revisions_stand_in_the_query() {
    case("https://en.wikipedia.org/w/index.php?title=Cat&diff=2&oldid=1", "1 2");
    case(
        "https://en.wikipedia.org/w/index.php?title=Cat&type=revision&diff=2&oldid=1&diffmode=source",
        "1 2",
    );
    case("https://en.wikipedia.org/wiki/Cat?oldid=1&diff=2#Tail", "1 2");
    case("http://127.0.0.1:8139/index.php/Cat?diff=2&oldid=1", "1 2");
    case("https://a.example/?diff=2&oldid=1", "1 2");
}

#[test]
fn one_revision_is_shown_with_the_one_before() {
    case("https://a.example/?diff=2", "<2");
    case("https://a.example/w/?diff=2&oldid=prev", "<2");
    case("https://a.example/w/index.php?title=Cat&diff=2&oldid=0", "<2");
    case("https://a.example/w/index.php?title=Cat&oldid=2", "<2");
    case("https://a.example/w/index.php?oldid=2", "<2");
    case("https://a.example/w/index.php?title=Cat&diff=prev&oldid=2", "<2");
    case("https://a.example/wiki/Special:PermanentLink/2", "<2");
    case("https://a.example/wiki/Special:Permalink/2#Tail", "<2");
    case("https://a.example/wiki/Special:Redirect/revision/2", "<2");
}

#[test]
fn a_revision_is_shown_with_the_next_or_the_current_one() {
    case("https://a.example/w/index.php?title=Cat&diff=next&oldid=2", "2>");
    case("https://a.example/w/index.php?title=Cat&oldid=2&direction=next", "2>");
    case("https://a.example/w/index.php?title=Cat&diff=cur&oldid=2", "2>>");
    case("https://a.example/w/index.php?title=Cat&diff=0&oldid=2", "2>>");
    case("https://a.example/w/index.php?title=Cat&diff=&oldid=2", "2>>");
}

#[test]
fn the_revision_before_is_shown_with_the_one_before_that() {
    case("https://a.example/w/index.php?title=Cat&oldid=2&direction=prev", "<<2");
}

#[test]
fn without_a_number_the_page_is_asked_for() {
    case("https://a.example/w/index.php?title=Big_cat&diff=cur", "<Big_cat");
    case("https://a.example/wiki/Big_cat?diff=0", "<Big_cat");
    case("https://a.example/wiki/AC/DC?diff=prev", "<AC/DC");
    case("https://a.example/w/index.php/Talk:Cat?diff=0", "<Talk:Cat");
    case("https://a.example/w/index.php?curid=7&diff=0", "<page 7");
    case("https://a.example/wiki/%C3%84?diff=0", "<Ä");
}

#[test]
fn special_pages_are_known_by_their_own_names() {
    case("https://a.example/wiki/Special:Diff/2", "<2");
    case("https://a.example/wiki/Special:Diff/1/2", "1 2");
    case("https://a.example/wiki/Special:Diff/1/2?uselang=de#x", "1 2");
    case("https://a.example/wiki/Special:Diff/2/prev", "<2");
    case("https://a.example/wiki/Special:Diff/2/next", "2>");
    case("https://a.example/wiki/Special:Diff/2/cur", "2>>");
    case("https://a.example/wiki/special:diff/2/", "<2");
    case("https://a.example/wiki/Special%3ADiff%2F1%2F2", "1 2");
    case("https://a.example/Special:Diff/1/2", "1 2");
    case("https://a.example/zh-tw/Special:Diff/1/2", "1 2");
    case("https://a.example/w/index.php/Special:Diff/1/2", "1 2");
    case("https://a.example/w/index.php?title=Special:Diff/1/2", "1 2");
    case("https://en.m.wikipedia.org/wiki/Special:MobileDiff/2", "<2");
    case("https://en.m.wikipedia.org/wiki/Special:MobileDiff/1...2", "1 2");
}

#[test]
fn special_pages_in_other_languages_are_left_for_the_wiki() {
    case("https://a.example/wiki/Spezial:Diff/1/2", "? Spezial:Diff 1 2");
    case("https://a.example/wiki/Служебная:Diff/2", "? Служебная:Diff 2");
    case("https://a.example/wiki/%E7%89%B9%E5%88%A5:%E5%B7%AE%E5%88%86/1/2", "? 特別:差分 1 2");
    case("https://a.example/wiki/Spezial:Mobiler_Unterschied/1...2", "? Spezial:Mobiler_Unterschied 1...2");
    // This may well be a page: only the wiki knows.
    case("https://a.example/wiki/User:Me/2023", "? User:Me 2023");
}

#[test]
fn pages_are_compared_by_revision_or_by_title() {
    case("https://a.example/wiki/Special:ComparePages?page1=A&rev1=1&page2=B&rev2=2", "1 2");
    case("https://a.example/w/index.php?title=Special:ComparePages&rev1=1&rev2=2", "1 2");
    case("https://a.example/w/index.php?title=Special:ComparePages&page1=A&rev1=&page2=B&rev2=2", "A 2");
}

#[test]
fn addresses_of_the_apis_are_read() {
    case("https://a.example/w/rest.php/v1/revision/1/compare/2", "1 2");
    case("https://a.example/w/rest.php/v1/revision/2", "<2");
    case("https://a.example/w/api.php?action=compare&fromrev=1&torev=2&format=json", "1 2");
    case("https://a.example/w/api.php?action=compare&fromrev=2&torelative=prev", "<2");
    case("https://a.example/w/api.php?action=compare&fromtitle=A&toid=7", "A page 7");
    case("https://api.wikimedia.org/core/v1/wikipedia/en/revision/1/compare/2", "1 2");
    let gateway = parse("https://api.wikimedia.org/core/v1/wikipedia/en/revision/1/compare/2").unwrap();
    assert_eq!(gateway.site.host(), "en.wikipedia.org");
}

#[test]
fn what_names_no_revisions_is_refused() {
    for address in [
        "https://a.example/",
        "https://a.example/wiki/Cat",
        "https://a.example/wiki/Talk:Cat",
        "https://a.example/w/index.php?title=Cat&action=history",
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
        refused(address, &Refusal::NoRevisions);
    }
}

#[test]
fn what_may_not_be_asked_for_is_refused() {
    refused("https://me@a.example/?diff=2", &Refusal::Credentials);
    refused("https://me:secret@a.example/?diff=2", &Refusal::Credentials);
    refused("https://", &Refusal::Broken(url::ParseError::EmptyHost));
    refused("ftp://a.example/?diff=2", &Refusal::NotWeb);
    refused("file:///etc/passwd?diff=2", &Refusal::NotWeb);
}

#[track_caller]
fn numbered(host: &str, numbers: &[&str], expected: Result<(&str, &str), Refusal>) {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let found = of_revisions(host, &numbers).map(|address| {
        let place = match address.site.steps().swap_remove(0) {
            Step::At(place) | Step::LinkedFrom(place) => place.to_string(),
        };
        (asked(&address), place)
    });
    let expected = expected.map(|(asked, place)| (asked.to_owned(), place.to_owned()));
    assert_eq!(found, expected, "{host}");
}

#[test]
fn a_host_and_numbers_are_enough() {
    numbered("en.wikipedia.org", &["2"], Ok(("<2", "https://en.wikipedia.org/w/api.php")));
    numbered("http://127.0.0.1:8139", &["1", "2"], Ok(("1 2", "http://127.0.0.1:8139/w/api.php")));
    numbered("a.example/mw", &["2"], Ok(("<2", "https://a.example/mw/api.php")));
    numbered("a.example/mw/api.php", &["2"], Ok(("<2", "https://a.example/mw/api.php")));
    numbered("a.example", &["Cat"], Err(Refusal::NotANumber("Cat".into())));
    numbered("a.example", &["0"], Err(Refusal::NotANumber("0".into())));
    numbered("a.example", &[], Err(Refusal::Count(0)));
    numbered("a.example", &["1", "2", "3"], Err(Refusal::Count(3)));
    numbered("me@a.example", &["2"], Err(Refusal::Credentials));
}
