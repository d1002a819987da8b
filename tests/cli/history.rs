//! Histories by address: the edits of a page, of a user, and of the whole wiki.
#![cfg(feature = "network")]

use std::io::Read;
use std::process::Stdio;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use crate::edits::revisions;
use crate::fake_wiki::FakeWiki;
use crate::server::{Server, answer, html, json, not_found};
#[cfg(unix)]
use crate::terminal::Terminal;
use crate::workdir::{Ran, Workdir};

/// Runs the program with `@` for the address of the wiki.
fn ask(server: &Server, words: &str) -> Ran {
    Workdir::new().run(&words.replace('@', &server.address))
}

/// Fetches edits as JSON, and checks the numbers of their revisions and the number of requests.
#[track_caller]
fn fetches(wiki: &FakeWiki, words: &str, expected: impl IntoIterator<Item = u64>, requests: usize) -> Ran {
    let server = wiki.clone().serve();
    let ran = ask(&server, &format!("--json {words}")).ends_with(0);
    assert_eq!(revisions(&ran), expected.into_iter().collect::<Vec<_>>(), "{words}\n{}", ran.stderr);
    assert_eq!(server.heads().len(), requests, "{words}: {:#?}", server.heads());
    ran
}

#[test]
fn shows_the_last_edits_of_a_page_newest_first() {
    let wiki = FakeWiki::of_cat(30);
    for address in [
        "@/w/index.php?title=Cat&action=history",
        "@/wiki/Cat",
        "@/wiki/Special:History/Cat",
        "@/w/index.php?title=Cat&action=history&feed=atom",
        "@/w/index.php?curid=7",
        "--wiki @ --page Cat",
        "--wiki @ --page Special:PageHistory/Cat",
    ] {
        fetches(&wiki, address, (21..=30).rev(), 1)
            .tells("there are edits before these 10; -n N fetches more");
    }
    let server = wiki.serve();
    let ran = ask(&server, "-n 2 @/wiki/Cat").ends_with(0).tells_nothing();
    let ran = ran.shows("/w/index.php?diff=30 <==").shows(" · +9 bytes · ").shows(" +    30    Fact 30.");
    ran.shows("new  2024-02-03T10:00:00Z · Bob · 259 bytes · (edit 30)");
}

#[test]
fn asks_as_rarely_as_the_wiki_allows() {
    let wiki = FakeWiki::of_cat(130);
    for (count, requests) in [(1, 1), (10, 1), (49, 1), (50, 2), (99, 2), (100, 3)] {
        let ran = fetches(&wiki, &format!("-n {count} @/wiki/Cat"), (131 - count..=130).rev(), requests);
        ran.tells_nothing();
    }
    fetches(&wiki, "-n 500 @/wiki/Cat", (1..=130).rev(), 3).tells_nothing();
    let server = wiki.serve();
    ask(&server, "-n 60 --count @/wiki/Cat").ends_with(0);
    for head in server.heads() {
        assert!(head.contains("maxlag=5"), "{head}");
    }
}

#[test]
fn the_first_edit_begins_with_an_empty_page() {
    let ran = fetches(&FakeWiki::of_cat(2), "@/wiki/Cat", [2, 1], 1).tells_nothing();
    let first: serde_json::Value = serde_json::from_str(ran.stdout.lines().nth(1).unwrap()).unwrap();
    assert_eq!(first["bytes"]["stated"], 6);
    assert_eq!(first["hunks"][0]["rows"][0]["new"], "A cat.");
}

#[test]
fn chooses_edits_by_time_and_user() {
    let wiki = FakeWiki::of_cat(30);
    // The text before the first edit of a time, and those before the edits of a user, take a request of their own.
    fetches(&wiki, "--since 2024-01-28 @/wiki/Cat", [30, 29, 28, 27], 2).tells_nothing();
    fetches(&wiki, "--until 2024-01-05 @/wiki/Cat", [4, 3, 2, 1], 1);
    fetches(&wiki, "--until 2024-01-05 --since 2024-01-04 @/wiki/Cat", [4, 3], 2);
    fetches(&wiki, "--user Bob -n 3 @/wiki/Cat", [30, 28, 26], 2);
    fetches(&wiki, "--user Ann --until 2024-01-04 @/wiki/Cat", [3, 1], 2);
    fetches(&wiki, "@/w/index.php?title=Cat&action=history&offset=20240105120000", [4, 3, 2, 1], 1);
    fetches(&wiki, "@/w/index.php?title=Cat&action=history&limit=2", [30, 29], 1).tells_nothing();
    let ran = fetches(&wiki, "-n 1 @/w/index.php?title=Cat&action=history&dir=prev", [30], 1);
    ran.tells("not used of this address: dir");
    let server = wiki.serve();
    ask(&server, "--since 2030 @/wiki/Cat").ends_with(0).shows_nothing().tells("/wiki/Cat: no edits");
}

#[test]
fn shows_the_contributions_of_a_user_and_the_recent_changes() {
    let mut wiki = FakeWiki::of_cat(4);
    wiki.add(5, "Dog", "Bob", "A dog.");
    wiki.add(6, "Dog", "Bot", "A dog!").is_bot = true;
    wiki.add(7, "Dog", "Bob", "A good dog!");
    for address in
        ["@/wiki/Special:Contributions/Bob", "@/w/index.php?title=Special:Contributions&target=Bob"]
    {
        let ran = fetches(&wiki, address, [7, 5, 4, 2], 2).tells_nothing();
        assert_eq!(ran.stdout.matches("\"title\":\"Dog\"").count(), 2);
        assert_eq!(ran.stdout.matches("\"title\":\"Cat\"").count(), 2);
    }
    fetches(&wiki, "--since 2024-01-05 @/wiki/Special:Contributions/Bob", [7, 5, 4], 2);
    fetches(&wiki, "-n 3 @/wiki/Special:RecentChanges", [7, 5, 4], 2).tells_nothing();
    fetches(&wiki, "-n 3 @/wiki/Special:RecentChanges?hidebots=0", [7, 6, 5], 2);
    fetches(&wiki, "--user Bot @/wiki/Special:RecentChanges", [6], 2);
    // The wiki explains names in its own language.
    fetches(&wiki, "-n 2 @/wiki/Spezial:Beitr%C3%A4ge/Bob", [7, 5], 4);
    fetches(&wiki, "-n 2 --wiki @ --page Special:Contributions/Bob", [7, 5], 2);
    let server = wiki.serve();
    ask(&server, "@/wiki/Spezial:Unbekannt").ends_with(2).shows_nothing().tells("names no revisions");
    ask(&server, "@/wiki/Special:Contributions/Nobody").ends_with(0).shows_nothing().tells("no edits");
}

#[test]
fn fetches_the_texts_of_many_edits_at_once() {
    let wiki = FakeWiki::of_cat(130);
    // Each edit needs two texts, and 50 fit in an answer.
    fetches(&wiki, "-n 25 @/wiki/Special:Contributions/Bob", (41..=65).rev().map(|id| 2 * id), 2);
    fetches(&wiki, "-n 60 @/wiki/Special:Contributions/Bob", (6..=65).rev().map(|id| 2 * id), 4);
    // Successive edits share a text.
    fetches(&wiki, "-n 49 @/wiki/Special:RecentChanges", (82..=130).rev(), 2);
}

#[test]
fn every_output_and_the_search_know_histories() {
    let wiki = FakeWiki::of_cat(60);
    fetches(&wiki, "-n 60 -G Fact.1[0-9] @/wiki/Cat", (10..=19).rev(), 2);
    let server = wiki.serve();
    assert_eq!(ask(&server, "-n 60 --count -G Fact.1 @/wiki/Cat").stdout, "10\n");
    ask(&server, "-n 3 --stat @/wiki/Cat").ends_with(0).shows("diff=60)").shows("3 diffs");
    ask(&server, "-n 60 -q -G Fact @/wiki/Cat").ends_with(0).tells_nothing();
    assert_eq!(server.heads().len(), 2 + 1 + 1, "the answer was known after one request");
    ask(&server, "-n 60 -q -G Dog @/wiki/Cat").ends_with(1).tells_nothing();
    ask(&server, "-n 2 --format html @/wiki/Cat").ends_with(0).shows("</html>");
    ask(&server, "-n 1 -U0 --color always --hyperlinks always @/wiki/Cat").ends_with(0);
}

#[test]
fn the_wiki_compares_texts_that_are_too_large() {
    let mut wiki = FakeWiki::of_cat(12);
    wiki.most_bytes = Some(200);
    // Answers end early, and the next request goes on.
    fetches(&wiki, "@/wiki/Cat", (3..=12).rev(), 4);
    wiki.revisions[7].text = "x".repeat(999);
    // Two edits have the large text. The list, the texts and the diffs of the wiki take a request each.
    let ran = fetches(&wiki, "@/wiki/Cat", (3..=12).rev(), 10);
    assert_eq!(ran.stdout.matches("by the wiki").count(), 2 * 4, "{}", ran.stdout);
}

#[test]
fn hidden_and_deleted_texts_are_told() {
    let mut wiki = FakeWiki::of_cat(6);
    wiki.revisions[3].is_hidden = true;
    let ran = fetches(&wiki, "@/wiki/Cat", [6, 3, 2, 1], 1);
    assert_eq!(ran.stderr.matches("the text of revision 4 is deleted or hidden").count(), 2);
    ran.tells("/w/index.php?diff=5: not shown").tells("/w/index.php?diff=4: not shown");
    let server = wiki.clone().serve();
    // An edit that cannot be searched may have the match.
    ask(&server, "-q -G nothing @/wiki/Cat").ends_with(2);
    ask(&server, "-q -G Fact.3 @/wiki/Cat").ends_with(0);
    ask(&server, "--exit-code --since 2025 @/wiki/Cat").ends_with(0);
    wiki.revisions[3].is_hidden = false;
    wiki.revisions[3].is_deleted = true;
    let ran = fetches(&wiki, "-n 3 @/wiki/Special:RecentChanges", [6], 2);
    ran.tells("diff=5: not shown: the text of revision 4").tells("diff=4: not shown: the text of revision 4");
}

#[test]
fn redirects_are_told() {
    let mut wiki = FakeWiki::of_cat(3);
    wiki.add(9, "Cats", "Ann", "#REDIRECT [[Cat]]");
    wiki.redirects.insert("Cats", "Cat");
    for address in ["@/wiki/Cats", "--wiki @ --page Cats"] {
        fetches(&wiki, address, [3, 2, 1], 1).tells("\"Cats\" redirects to \"Cat\", whose history this is");
    }
    for address in ["@/w/index.php?title=Cats&action=history", "@/wiki/Cats?redirect=no"] {
        fetches(&wiki, address, [9], 1).tells("\"Cats\" is a redirect, and this is its own history");
    }
}

#[track_caller]
fn expect_error(answered: Vec<u8>, words: &str, expected: &str) {
    let server = Server::of_api(move |_| answered.clone());
    ask(&server, words).ends_with(2).shows_nothing().tells(expected);
}

#[test]
fn errors_say_what_to_do() {
    let page = |fields: &str| {
        json(&format!(r#"{{"batchcomplete": true, "query": {{"pages": [{{"title": "Catt", {fields}}}]}}}}"#))
    };
    expect_error(page(r#""missing": true"#), "@/wiki/Catt", "there is no page \"Catt\" on 127.0.0.1:");
    expect_error(
        page(r#""invalid": true, "invalidreason": "The title has \"<\".""#),
        "@/wiki/Catt",
        "no page can be called \"Catt\": The title has \"<\". Check the title",
    );
    expect_error(
        json(r#"{"batchcomplete": true, "query": {"interwiki": [{"title": "de:Katze", "iw": "de"}]}}"#),
        "@/wiki/de:Katze",
        "\"de:Katze\" is a page on another wiki (de)",
    );
    let denied = json(r#"{"error": {"code": "readapidenied", "info": "You need read permission."}}"#);
    expect_error(denied, "@/wiki/Cat", "This wiki is private: copy the page in a browser");
    let user = json(r#"{"error": {"code": "baduser", "info": "Invalid value for user parameter."}}"#);
    expect_error(user, "@/wiki/Special:Contributions/x", "Check the name of the user");
    expect_error(json(r#"{"batchcomplete": true}"#), "@/wiki/Cat", "contains no history");
    expect_error(html("200 OK", "<html>Welcome"), "--wiki @/w --page Cat", "no MediaWiki API found");
    let elsewhere = Server::start(|_| not_found());
    ask(&elsewhere, "@/style/page.css").ends_with(2).tells("no MediaWiki API found at").tells("--clipboard");
    ask(&elsewhere, "--wiki @ --page A|B").ends_with(2).tells("is not the title of one page");
    ask(&elsewhere, "--wiki @").ends_with(2).tells("required");
    ask(&elsewhere, "--page Cat").ends_with(2).tells("--wiki");
    assert_eq!(elsewhere.heads().len(), 3);
}

#[test]
fn slow_and_busy_wikis_are_handled_as_for_diffs() {
    let lagged = r#"{"error": {"code": "maxlag", "info": "Waiting: 9 seconds lagged."}}"#;
    let (wiki, left) = (FakeWiki::of_cat(60), Mutex::new(2));
    let server = Server::of_api(move |head| {
        let mut left = left.lock().unwrap();
        if *left > 0 {
            *left -= 1;
            return answer("200 OK", "Retry-After: 0\r\n", lagged.as_bytes());
        }
        json(&wiki.answer(head).to_string())
    });
    assert_eq!(revisions(&ask(&server, "--json -n 60 @/wiki/Cat").ends_with(0)).len(), 60);
    assert_eq!(server.heads().len(), 4);

    // What came before an error remains.
    let wiki = FakeWiki::of_cat(60);
    let server = Server::of_api(move |head| {
        if head.contains("rvcontinue") {
            thread::sleep(Duration::from_secs(5));
        }
        json(&wiki.answer(head).to_string())
    });
    let ran = ask(&server, "--json -n 60 --timeout 1 @/wiki/Cat").ends_with(2).tells("within 1 s");
    assert_eq!(revisions(&ran).len(), 49);
}

#[test]
fn foreign_text_cannot_control_the_terminal() {
    let mut wiki = FakeWiki::of_cat(1);
    wiki.add(2, "Cat", "A\u{1b}[31mnn\u{202e}", "A \u{7}cat.\u{9b}31m");
    let ran = ask(&wiki.serve(), "@/wiki/Cat").ends_with(0).shows("<U+001B ESC>");
    assert!(!ran.stdout.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{:?}", ran.stdout);
    let missing =
        Server::of_api(|_| json(r#"{"query": {"pages": [{"title": "\u001b[31m\u202e", "missing": true}]}}"#));
    let ran = ask(&missing, "@/wiki/Cat").ends_with(2).tells("<U+001B ESC>[31m");
    assert!(!ran.stderr.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.stderr);
}

/// A wiki of a page with 60 revisions that answers the second request when the test allows it.
#[cfg(unix)]
fn start_waiting_server() -> (Server, std::sync::mpsc::Sender<()>) {
    let (allow, allowed) = std::sync::mpsc::channel();
    let wiki = FakeWiki::of_cat(60);
    let server = Server::of_api(move |head| {
        if head.contains("rvcontinue") {
            _ = allowed.recv();
        }
        json(&wiki.answer(head).to_string())
    });
    (server, allow)
}

#[cfg(unix)]
#[test]
fn edits_are_on_the_screen_before_the_next_request_is_answered() {
    let (server, allow) = start_waiting_server();
    let terminal = Terminal::sized(80, 200);
    let work = Workdir::new();
    let mut command = work.command(&format!("-n 60 -G Fact.(60|11)\\. {}/wiki/Cat", server.address));
    command.envs([("TERM", "xterm"), ("WIKIDIFF_PAGER", "cat"), ("COLORTERM", "no")]);
    let mut child = terminal.command(&command).spawn().unwrap();
    terminal.waits_to_see("diff=60");
    assert!(!terminal.seen().contains("diff=11"), "the second request is not answered yet");
    allow.send(()).unwrap();
    assert!(child.wait().unwrap().success());
    let seen = terminal.seen_to_the_end();
    assert_eq!((seen.matches("diff=60").count(), seen.matches("diff=11").count()), (1, 1), "{seen}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_was_shown() {
    use rustix::process::{Pid, Signal, kill_process};

    let (server, _waits) = start_waiting_server();
    let mut command = Workdir::new().command(&format!("--json -n 60 {}/wiki/Cat", server.address));
    command.current_dir(env!("CARGO_TARGET_TMPDIR"));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The second request is on its way when the edits of the first one are on the pipe.
    let (mut stdout, mut shown) = (child.stdout.take().unwrap(), String::new());
    while shown.matches('\n').count() < 49 {
        let mut part = [0; 4096];
        let length = stdout.read(&mut part).unwrap();
        assert!(length > 0);
        shown.push_str(str::from_utf8(&part[..length]).unwrap());
    }
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
    assert!(!child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_interrupt_at_a_pager_does_not_wait_for_the_wiki() {
    let (server, _waits) = start_waiting_server();
    let mut terminal = Terminal::sized(80, 200);
    let work = Workdir::new().file("pager", "#!/bin/sh\ntrap '' INT\ncat\necho the pager ends\n");
    let mut command = work.command(&format!("-n 60 -G Fact.60\\. {}/wiki/Cat", server.address));
    command.envs([("TERM", "xterm"), ("WIKIDIFF_PAGER", "sh ./pager"), ("COLORTERM", "no")]);
    let mut child = terminal.command(&command).spawn().unwrap();
    terminal.waits_to_see("diff=60");
    terminal.types("\x03");
    // The second request is never answered.
    terminal.waits_to_see("the pager ends");
    assert!(!child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn a_pager_that_is_quit_does_not_wait_for_the_wiki() {
    let (server, _waits) = start_waiting_server();
    let terminal = Terminal::sized(80, 200);
    let work = Workdir::new().file("pager", "#!/bin/sh\nhead -n 5\n");
    let mut command = work.command(&format!("-n 60 -G Fact.60\\. {}/wiki/Cat", server.address));
    command.envs([("TERM", "xterm"), ("WIKIDIFF_PAGER", "sh ./pager"), ("COLORTERM", "no")]);
    let mut child = terminal.command(&command).spawn().unwrap();
    terminal.waits_to_see("diff=60");
    assert!(child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn progress_is_one_line_that_is_cleared_before_the_results() {
    let wiki = FakeWiki::of_cat(60);
    let server = Server::of_api(move |head| {
        thread::sleep(Duration::from_millis(900));
        json(&wiki.answer(head).to_string())
    });
    let work = Workdir::new();
    let command = || work.command(&format!("--no-pager --stat -n 60 {}/wiki/Cat", server.address));
    let terminal = Terminal::sized(30, 24);
    let ran = command().stderr(terminal.stream()).stdout(Stdio::piped()).spawn().unwrap();
    let output = ran.wait_with_output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("60 diffs"));
    let seen = terminal.seen_to_the_end();
    assert!(!seen.contains('\n'), "{seen:?}");
    let texts: Vec<_> = seen.split('\r').filter(|text| !text.trim().is_empty()).collect();
    assert!(texts.len() >= 2 && texts.iter().all(|text| text.starts_with("asking 127.0.0.1")), "{texts:?}");
    assert!(texts.iter().all(|text| text.chars().count() < 30), "{texts:?}");
    assert!(seen.ends_with(" \r"), "{seen:?}");
    // Nothing on a pipe.
    let ran = Ran::from(command().output().unwrap());
    ran.ends_with(0).tells_nothing();
}
