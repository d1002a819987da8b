//! The parameters of the requests for a history.

use std::net::IpAddr;

use super::answer::Continuation;
use super::query::{BotRule, HistoryQuery, HistorySubject, PageName, RedirectRule};
use crate::parse::export::EditChoice;

/// The names and values of a request.
pub(super) type Parameters = Vec<(String, String)>;

/// The lag in seconds of a wiki's databases beyond which it refuses a request (Manual:Maxlag parameter). A history takes
/// several requests, so that it gives way to people who read the wiki.
const LAG_SECONDS: &str = "5";

/// The properties of a revision.
const FACTS: &str = "ids|timestamp|user|comment|size|flags|tags|roles";

/// Returns the request for successive revisions of a page with their texts, the newest first.
pub(super) fn successive(
    (name, redirects): (&PageName, RedirectRule),
    query: &HistoryQuery,
    choice: &EditChoice,
    count: usize,
    continuation: &Continuation,
) -> Parameters {
    let mut parameters = of_page(name, redirects, query, choice, count);
    push(&mut parameters, "rvslots", "main");
    push(&mut parameters, "rvprop", &format!("{FACTS}|content"));
    continued(parameters, continuation)
}

/// Returns the request for a list of edits without their texts, the newest first.
pub(super) fn list(
    query: &HistoryQuery,
    choice: &EditChoice,
    count: usize,
    continuation: &Continuation,
) -> Parameters {
    let prefix = list_prefix(&query.subject);
    let mut parameters = match &query.subject {
        HistorySubject::Page(name, redirects) => {
            let mut parameters = of_page(name, *redirects, query, choice, count);
            push(&mut parameters, "rvprop", "ids|timestamp");
            return continued(parameters, continuation);
        }
        HistorySubject::Contributions(user) => {
            let mut parameters = start(&[("list", "usercontribs"), ("ucprop", "ids|title|timestamp")]);
            let name = if is_range(user) { "uciprange" } else { "ucuser" };
            push(&mut parameters, name, user);
            parameters
        }
        HistorySubject::RecentChanges(bots) => {
            let mut parameters = start(&[
                ("list", "recentchanges"),
                ("rcprop", "ids|title|timestamp"),
                ("rctype", "edit|new"),
            ]);
            if *bots == BotRule::Hidden && choice.user.is_none() {
                push(&mut parameters, "rcshow", "!bot");
            }
            push_some(&mut parameters, "rcuser", choice.user.as_deref());
            parameters
        }
    };
    push(&mut parameters, &format!("{prefix}limit"), &count.to_string());
    push_some(&mut parameters, &format!("{prefix}namespace"), query.narrowed.namespace.as_deref());
    push_range(&mut parameters, prefix, query, choice);
    continued(parameters, continuation)
}

/// Returns the request for the texts of these revisions.
pub(super) fn texts(ids: &[u64]) -> Parameters {
    let ids: Vec<_> = ids.iter().map(u64::to_string).collect();
    let mut parameters = start(&[("prop", "revisions"), ("rvslots", "main")]);
    push(&mut parameters, "revids", &ids.join("|"));
    push(&mut parameters, "rvprop", &format!("{FACTS}|content"));
    parameters
}

/// Returns the name of the list in the answer.
pub(super) const fn list_name(subject: &HistorySubject) -> &'static str {
    match subject {
        HistorySubject::Page(..) => "pages",
        HistorySubject::Contributions(_) => "usercontribs",
        HistorySubject::RecentChanges(_) => "recentchanges",
    }
}

const fn list_prefix(subject: &HistorySubject) -> &'static str {
    match subject {
        HistorySubject::Page(..) => "rv",
        HistorySubject::Contributions(_) => "uc",
        HistorySubject::RecentChanges(_) => "rc",
    }
}

fn of_page(
    name: &PageName,
    redirects: RedirectRule,
    query: &HistoryQuery,
    choice: &EditChoice,
    count: usize,
) -> Parameters {
    let mut parameters = start(&[("prop", "info|revisions")]);
    match name {
        PageName::Title(title) => push(&mut parameters, "titles", title),
        PageName::Number(number) => push(&mut parameters, "pageids", &number.to_string()),
    }
    if redirects == RedirectRule::Followed {
        push(&mut parameters, "redirects", "1");
    }
    push(&mut parameters, "rvlimit", &count.to_string());
    push_some(&mut parameters, "rvuser", choice.user.as_deref());
    push_range(&mut parameters, "rv", query, choice);
    parameters
}

/// Appends the time, from the newest to the oldest, and the tag.
fn push_range(parameters: &mut Parameters, prefix: &str, query: &HistoryQuery, choice: &EditChoice) {
    let offset = query.narrowed.offset.as_deref();
    push_some(parameters, &format!("{prefix}start"), choice.until.as_deref().or(offset));
    push_some(parameters, &format!("{prefix}end"), choice.since.as_deref());
    push_some(parameters, &format!("{prefix}tag"), query.narrowed.tag.as_deref());
}

fn start(parameters: &[(&str, &str)]) -> Parameters {
    let common = [("action", "query"), ("maxlag", LAG_SECONDS)];
    common.iter().chain(parameters).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn push(parameters: &mut Parameters, name: &str, value: &str) {
    parameters.push((name.to_owned(), value.to_owned()));
}

fn push_some(parameters: &mut Parameters, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        push(parameters, name, value);
    }
}

fn continued(mut parameters: Parameters, continuation: &Continuation) -> Parameters {
    parameters.extend(continuation.iter().cloned());
    parameters
}

/// Returns true for a range of IP addresses: `192.0.2.0/24`.
fn is_range(user: &str) -> bool {
    user.split_once('/')
        .is_some_and(|(address, length)| address.parse::<IpAddr>().is_ok() && length.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::input::wiki::history::query::NarrowedBy;

    fn query(subject: HistorySubject) -> HistoryQuery {
        HistoryQuery { subject, narrowed: NarrowedBy::default() }
    }

    #[track_caller]
    fn lists(subject: HistorySubject, choice: &EditChoice, expected: &str) {
        let parameters = list(&query(subject), choice, 9, &Continuation::new());
        let written: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(written.join(" "), format!("action=query maxlag=5 {expected}"));
    }

    #[test]
    fn asks_for_the_edits_of_a_user_a_page_and_all_pages() {
        let all = EditChoice::default();
        lists(
            HistorySubject::Contributions("Ann".to_owned()),
            &EditChoice { since: Some("2024-01-01T00:00:00Z".to_owned()), ..all.clone() },
            "list=usercontribs ucprop=ids|title|timestamp ucuser=Ann uclimit=9 ucend=2024-01-01T00:00:00Z",
        );
        lists(
            HistorySubject::Contributions("192.0.2.0/24".to_owned()),
            &all,
            "list=usercontribs ucprop=ids|title|timestamp uciprange=192.0.2.0/24 uclimit=9",
        );
        let by_ann = EditChoice { user: Some("Ann".to_owned()), ..all.clone() };
        lists(
            HistorySubject::Page(PageName::Title("Cat".to_owned()), RedirectRule::Followed),
            &by_ann,
            "prop=info|revisions titles=Cat redirects=1 rvlimit=9 rvuser=Ann rvprop=ids|timestamp",
        );
        lists(
            HistorySubject::RecentChanges(BotRule::Hidden),
            &all,
            "list=recentchanges rcprop=ids|title|timestamp rctype=edit|new rcshow=!bot rclimit=9",
        );
        lists(
            HistorySubject::RecentChanges(BotRule::Hidden),
            &by_ann,
            "list=recentchanges rcprop=ids|title|timestamp rctype=edit|new rcuser=Ann rclimit=9",
        );
    }
}
