//! Addresses: requests to a wiki, and all kinds of answers.
#![cfg(feature = "network")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::server::{Server, answer, html, json, not_found, path};
use crate::workdir::{MARKED, MARKED_WORDS, Ran, Workdir};

/// An answer of `action=compare` with one changed line.
const COMPARED: &str = r#"{"compare": {"fromid": 7, "fromrevid": 1, "fromns": 0, "fromtitle": "Cat", "fromsize": 11,
    "fromtimestamp": "2023-02-03T10:00:00Z", "fromuser": "Ann", "fromcomment": "begin",
    "toid": 7, "torevid": 2, "tons": 0, "totitle": "Cat", "tosize": 10, "touser": "Bob", "tocomment": "mend",
    "body": "<tr><td colspan=\"2\" class=\"diff-lineno\">Line 1:</td><td colspan=\"2\" class=\"diff-lineno\">Line 1:</td></tr><tr><td class=\"diff-marker\" data-marker=\"−\"></td><td class=\"diff-deletedline\"><div>an <del>old</del> [[cat]]</div></td><td class=\"diff-marker\" data-marker=\"+\"></td><td class=\"diff-addedline\"><div>a <ins>new</ins> [[cat]]</div></td></tr>"}}"#;

const WORDS: &str = "[-an old-]{+a new+} [[cat]]";

fn ask(words: &str) -> Ran {
    Workdir::new().run(words)
}

fn error(code: &str, info: &str) -> Vec<u8> {
    json(&format!(r#"{{"error": {{"code": "{code}", "info": "{info}", "docref": "See …"}}}}"#))
}

#[test]
fn shows_the_wikis_diff_with_its_page_facts() {
    let server = Server::of_api(|_| json(COMPARED));
    let shown = ask(&format!("{}/wiki/Special:Diff/1/2", server.address)).ends_with(0).tells_nothing();
    let shown = shown.shows(WORDS).shows("Cat").shows(" · -1 byte · ").shows("Ann").shows("(mend)");
    let by_number = ask(&format!("--wiki {} 1 2", server.address)).ends_with(0).tells_nothing();
    assert_eq!(by_number.stdout, shown.stdout);
    let heads = server.heads();
    for wanted in ["action=compare", "fromrev=1", "torev=2", "formatversion=2", "format=json"] {
        assert!(heads[0].contains(wanted), "{wanted} is not in {}", heads[0]);
    }
}

#[test]
fn an_address_needs_no_scheme_if_there_is_no_such_file() {
    // The proxy refuses every connection, so no request leaves the machine.
    let refused = |work: &Workdir, line: &str| {
        let mut command = work.command(line);
        Ran::from(command.env("ALL_PROXY", "http://127.0.0.1:1").output().unwrap()).ends_with(2)
    };
    refused(&Workdir::new(), "wiki.example/?diff=2").tells("https://wiki.example/?diff=2: ");
    refused(&Workdir::new(), "--wiki enwiki 1 2").tells("enwiki 1 2: ").tells("en.wikipedia.org");
    refused(&Workdir::new(), "wiki.example/page").tells("wiki.example/page: there is no such file");
    let work = Workdir::with("wiki.example/index.php?diff=2", MARKED);
    work.run("wiki.example/index.php?diff=2").ends_with(0).shows(MARKED_WORDS);
}

#[test]
fn request_names_the_program_and_sends_no_cookie() {
    let server = Server::of_api(|_| answer("200 OK", "Set-Cookie: id=1\r\n", COMPARED.as_bytes()));
    let work = Workdir::new();
    let mut command = work.command(&format!("{0}/?diff=2 {0}/?diff=2", server.address));
    let ran = Ran::from(command.env("WIKIDIFF_CONTACT", "ann@wiki.example").output().unwrap());
    ran.ends_with(0).shows(WORDS);
    for head in server.heads().iter().map(|head| head.to_lowercase()) {
        assert!(head.contains("user-agent: wikidiff/"), "{head}");
        assert!(head.contains("ann@wiki.example"), "{head}");
        assert!(head.contains("accept-encoding: gzip"), "{head}");
        assert!(!head.contains("cookie"), "{head}");
    }
}

#[test]
fn packed_answers_are_unpacked() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(COMPARED.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let server = Server::of_api(move |_| answer("200 OK", "Content-Encoding: gzip\r\n", &packed));
    ask(&format!("{}/?diff=2", server.address)).ends_with(0).shows(WORDS);
}

#[test]
fn own_comparison_fetches_both_revisions() {
    let server = Server::of_api(|head| {
        let text = |text: &str| {
            json(&format!(
                r#"{{"query": {{"pages": [{{"revisions": [{{"slots": {{"main": {{"content": "{text}"}}}}}}]}}]}}}}"#
            ))
        };
        match head {
            head if head.contains("revids=1&") => text("same\\nan old line\\n"),
            head if head.contains("revids=2&") => text("same\\na new line"),
            _ => json(COMPARED),
        }
    });
    let ran = ask(&format!("--own --explain {}/?diff=2&oldid=1", server.address)).ends_with(0);
    ran.shows("[-an old-]{+a new+} line").shows("Cat").shows("Bob").shows("shape     revisions");
}

#[test]
fn requests_the_previous_revision_first() {
    let server = Server::of_api(|_| json(COMPARED));
    ask(&format!("{}/w/index.php?oldid=2&direction=prev", server.address)).ends_with(0).shows(WORDS);
    let heads = server.heads();
    let questions = ["fromrev=2&torelative=prev", "fromrev=1&torelative=prev"];
    assert!(questions.iter().zip(&heads).all(|(wanted, head)| head.contains(wanted)), "{heads:?}");
    assert_eq!(heads.len(), questions.len());

    let first = Server::of_api(|_| json(&COMPARED.replace("\"fromrevid\": 1, ", "")));
    ask(&format!("{}/w/index.php?oldid=2&direction=prev", first.address)).ends_with(0).shows(WORDS);
    assert!(first.heads().iter().all(|head| head.contains("fromrev=2")), "{:?}", first.heads());
}

#[test]
fn the_wiki_explains_names_in_its_own_language() {
    let names = r#"{"batchcomplete": true, "query": {"namespaces": {"-1": {"id": -1, "name": "Spezial"}},
        "specialpagealiases": [{"realname": "Diff", "aliases": ["Diff", "Unterschied"]}]}}"#;
    let server = Server::of_api(move |head| json(if head.contains("siteinfo") { names } else { COMPARED }));
    ask(&format!("{}/wiki/Spezial:Unterschied/2", server.address)).ends_with(0).shows(WORDS);
    // Any other title is that of a page, and these answers know no page.
    let refused = ask(&format!("{}/wiki/Benutzer:Ann/2", server.address)).ends_with(2).shows_nothing();
    refused.tells("contains no history");
}

#[test]
fn the_api_is_found_through_the_page() {
    let server = Server::start(|head| match path(head) {
        "/mw/api.php" => json(COMPARED),
        "/mw/wiki/Cat" => {
            html("200 OK", "<head><link rel=\"EditURI\" href=\"/mw/api.php?action=rsd\"/></head>")
        }
        _ => not_found(),
    });
    ask(&format!("{}/mw/wiki/Cat?diff=2", server.address)).ends_with(0).shows(WORDS);
    ask(&format!("{}/mw/index.php?diff=2", server.address)).ends_with(0).shows(WORDS);
    ask(&format!("--wiki {}/mw 2", server.address)).ends_with(0).shows(WORDS);
}

#[track_caller]
fn expect_error(answered: Vec<u8>, expected: &str) {
    let server = Server::of_api(move |_| answered.clone());
    ask(&format!("{}/w/index.php?diff=2", server.address)).ends_with(2).shows_nothing().tells(expected);
}

#[test]
fn refusal_of_the_wiki_is_reported_with_next_step() {
    expect_error(
        error("nosuchrevid", "There is no revision with ID 2."),
        "no revision with ID 2. Check the number",
    );
    expect_error(
        error("readapidenied", "You need read permission to use this module."),
        "This wiki is private",
    );
    expect_error(error("missingcontent", "Missing content for revision ID 2."), "deleted or hidden");
    expect_error(
        json(r#"{"compare": {"torevid": 2, "totexthidden": true, "body": ""}}"#),
        "deleted or hidden",
    );
    expect_error(json(r#"{"compare": {"torevid": 2}}"#), "contains no diff");
    expect_error(
        json(r#"{"compare": {"torevid": 2, "body": "<p>Something else</p>"}}"#),
        "no diff found in this",
    );
}

#[test]
fn missing_api_is_reported_with_its_address() {
    expect_error(html("403 Forbidden", "<html>Are you human?</html>"), "/w/api.php (HTML, status 403)");
    expect_error(html("200 OK", "<html>Welcome</html>"), "/w/api.php (HTML, status 200)");
    expect_error(json(r#"{"weather": "fine"}"#), "/w/api.php (status 200)");
    expect_error(json("{"), "/w/api.php (status 200)");
    let server = Server::start(|_| not_found());
    let ran = ask(&format!("{}/wiki/Cat?diff=2", server.address)).ends_with(2);
    ran.tells("/w/api.php (HTML, status 404)").tells("/api.php (HTML, status 404)").tells("--clipboard");
}

#[test]
fn foreign_text_cannot_control_the_terminal() {
    let server = Server::of_api(|_| error("x", "\\u001b[31mred\\u0007 \\u202e"));
    let ran = ask(&format!("{}/w/index.php?diff=2", server.address)).ends_with(2);
    let ran = ran.tells("<U+001B ESC>[31mred").tells("<U+202E");
    assert!(!ran.stderr.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", ran.stderr);
}

#[test]
fn warnings_of_the_wiki_are_printed() {
    let remarked =
        COMPARED.replacen('{', r#"{"warnings": {"compare": {"warnings": "Revision 2 is the latest."}}, "#, 1);
    let server = Server::of_api(move |_| json(&remarked));
    ask(&format!("{}/?diff=2", server.address))
        .ends_with(0)
        .shows(WORDS)
        .tells("warning from the wiki: Revision 2 is the latest.");
}

#[test]
fn cut_connection_is_reported() {
    let mut half = json(COMPARED);
    half.truncate(half.len() / 2);
    expect_error(half, "ended before the answer");
    expect_error(Vec::new(), "ended before the answer");
}

#[test]
fn an_answer_that_is_too_large_is_refused() {
    let server = Server::of_api(|_| json(&" ".repeat((32 << 20) + 1)));
    ask(&format!("{}/w/index.php?diff=2", server.address)).ends_with(2).tells("more than 32 MiB");
}

#[test]
fn slow_wiki_times_out() {
    let server = Server::of_api(|_| {
        thread::sleep(Duration::from_secs(5));
        json(COMPARED)
    });
    let ran = ask(&format!("--timeout 1 {}/w/index.php?diff=2", server.address)).ends_with(2);
    ran.tells("within 1 s").tells("--timeout");
}

/// A server that is busy a number of times, then answers.
fn start_busy_server(times: usize, answered: Vec<u8>) -> Server {
    let left = std::sync::Mutex::new(times);
    Server::of_api(move |_| {
        let mut left = left.lock().unwrap();
        if *left == 0 {
            return json(COMPARED);
        }
        *left -= 1;
        answered.clone()
    })
}

#[test]
fn busy_wiki_is_retried_after_its_delay() {
    let too_many = answer("429 Too Many Requests", "Retry-After: 0\r\n", b"slow down");
    let server = start_busy_server(2, too_many.clone());
    ask(&format!("{}/?diff=2", server.address)).ends_with(0).shows(WORDS);
    assert_eq!(server.heads().len(), 3);
    let server = start_busy_server(3, too_many);
    ask(&format!("{}/?diff=2", server.address)).ends_with(2).tells("is busy");
    assert_eq!(server.heads().len(), 3);

    let lagged =
        r#"{"error": {"code": "maxlag", "info": "Waiting for a database server: 9 seconds lagged."}}"#;
    let server = start_busy_server(1, answer("200 OK", "Retry-After: 1\r\n", lagged.as_bytes()));
    ask(&format!("{}/?diff=2", server.address)).ends_with(0).shows(WORDS);
    let server = start_busy_server(1, answer("503 Service Unavailable", "Retry-After: 3600\r\n", b""));
    ask(&format!("{}/?diff=2", server.address)).ends_with(2).tells("try again in 3600 s");
}

#[test]
fn only_the_same_host_is_followed() {
    let server = Server::start(|head| match path(head) {
        "/w/api.php" if head.contains("again=1") => json(COMPARED),
        "/w/api.php" => {
            let query = head.split(['?', ' ']).nth(2).unwrap();
            answer("302 Found", &format!("Location: /w/api.php?{query}&again=1\r\n"), b"")
        }
        _ => not_found(),
    });
    ask(&format!("{}/w/index.php?diff=2", server.address)).ends_with(0).shows(WORDS);

    let away = "Location: http://elsewhere.invalid/w/api.php\r\n";
    expect_error(
        answer("301 Moved Permanently", away, b""),
        "another host: http://elsewhere.invalid/w/api.php",
    );
    expect_error(answer("302 Found", "Location: /w/api.php\r\n", b""), "too many redirects");

    let server = Server::start(move |head| match path(head) {
        "/api.php" => json(COMPARED),
        _ => answer("301 Moved Permanently", away, b""),
    });
    ask(&format!("{}/wiki/Cat?diff=2", server.address)).ends_with(0).shows(WORDS);
}

#[test]
fn unreachable_host_is_reported() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    ask(&format!("http://127.0.0.1:{port}/?diff=2")).ends_with(2).tells("cannot be reached");
    let server = Server::of_api(|_| json(COMPARED));
    let https = server.address.replace("http://", "https://");
    ask(&format!("{https}/?diff=2")).ends_with(2).shows_nothing().tells("127.0.0.1");
}

#[test]
fn host_without_https_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap();
    // As web servers do, it answers the beginning of TLS with an error of HTTP.
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            _ = stream.read(&mut [0; 1 << 14]);
            _ = stream.write_all(&answer("400 Bad Request", "", b""));
        }
    });
    let ran = ask(&format!("https://{host}/?diff=2"));
    ran.ends_with(2)
        .shows_nothing()
        .tells("only, which others can read")
        .tells(&format!("use http://{host}"));
}

/// Fetches through a proxy, with further variables.
fn ask_through(proxy: &Server, words: &str, variables: &[(&str, &str)]) -> Ran {
    let mut command = Workdir::new().command(words);
    command.current_dir(env!("CARGO_TARGET_TMPDIR")).env("http_proxy", &proxy.address);
    Ran::from(command.envs(variables.iter().copied()).output().unwrap())
}

/// A proxy that forwards all requests to one wiki, under any name.
fn open_proxy(answered: impl Fn(&str) -> Vec<u8> + Send + 'static) -> Server {
    Server::start(move |head| {
        let is_asked_to_connect = head.starts_with("CONNECT ");
        if is_asked_to_connect { b"HTTP/1.1 200 OK\r\n\r\n".to_vec() } else { answered(head) }
    })
}

#[test]
fn proxy_of_the_environment_is_used_unless_excluded() {
    let proxy = open_proxy(|_| json(COMPARED));
    ask_through(&proxy, "http://wiki.invalid/w/index.php?diff=2", &[]).ends_with(0).shows(WORDS);
    assert!(proxy.heads()[0].starts_with("CONNECT wiki.invalid:80 "), "{:?}", proxy.heads());

    let wiki = Server::of_api(|_| json(COMPARED));
    let words = format!("{}/?diff=2", wiki.address);
    ask_through(&proxy, &words, &[("no_proxy", "127.0.0.1")]).ends_with(0).shows(WORDS);
    assert_eq!((wiki.heads().len(), proxy.heads().len()), (1, 2));

    let closed = Server::start(|_| answer("403 Filtered", "", b""));
    let ran = ask_through(&closed, "http://wiki.invalid/w/index.php?diff=2", &[]).ends_with(2);
    ran.tells("the proxy refuses to connect to wiki.invalid").tells("403").tells("NO_PROXY");
}

/// The redirect of a short address.
#[track_caller]
fn expect_short_link_error(location: &'static str, message: &str) {
    let proxy = Server::start(move |head| match head {
        head if head.starts_with("CONNECT w.wiki:80 ") => b"HTTP/1.1 200 OK\r\n\r\n".to_vec(),
        head if head.starts_with("CONNECT ") => answer("403 Filtered", "", b""),
        _ => answer("301 Moved Permanently", location, b""),
    });
    ask_through(&proxy, "http://w.wiki/4Bxz", &[]).ends_with(2).shows_nothing().tells(message);
}

#[test]
fn short_address_leads_to_wikimedia_wikis_only() {
    let long = "https://en.wikipedia.org/w/index.php?diff=2";
    let location = "Location: https://en.wikipedia.org/w/index.php?diff=2\r\n";
    expect_short_link_error(location, &format!("http://w.wiki/4Bxz leads to {long}\n"));
    expect_short_link_error(location, "the proxy refuses to connect to en.wikipedia.org");
    let away = "Location: https://elsewhere.invalid/w/index.php?diff=2\r\n";
    expect_short_link_error(away, "redirects to another host: https://elsewhere.invalid/w/index.php?diff=2");
    expect_short_link_error(
        "Location: http://en.wikipedia.org/?diff=2\r\n",
        "redirects to another host: http://en.wikipedia.org/?diff=2",
    );
    expect_short_link_error(
        "Location: https://en.wikipedia.org/wiki/Special:NewPages\r\n",
        "this address names no revisions",
    );
    expect_short_link_error(
        "Location: https://en.wikipedia.org/wiki/Cat\r\n",
        "the proxy refuses to connect to en.wikipedia.org",
    );
    expect_short_link_error("", "this address names no revisions");
    // The first request uses HTTPS, which this proxy refuses.
    expect_short_link_error("Location: https://w.wiki/4Bxz\r\n", "the proxy refuses to connect to w.wiki");
}

#[test]
fn a_password_is_neither_sent_nor_shown() {
    let ran =
        ask("https://ann:secret@wiki.example/?diff=2").ends_with(2).shows_nothing().tells("is not sent");
    assert!(!ran.stderr.contains("secret"), "{}", ran.stderr);
}

#[test]
fn several_addresses_and_files_are_shown_in_order() {
    let server = Server::of_api(|_| json(COMPARED));
    let work = Workdir::with("a.txt", MARKED);
    let ran = work.run(&format!("a.txt {0}/?diff=9999 missing.txt {0}/?diff=2", server.address)).ends_with(2);
    let ran = ran.shows(MARKED_WORDS).shows(WORDS).tells("missing.txt: there is no such file");
    assert!(ran.stdout.contains(&format!("{}/?diff=2", server.address)), "{}", ran.stdout);
}

#[test]
fn links_lead_to_the_fetched_wiki() {
    let server = Server::of_api(|_| json(COMPARED));
    let words = format!("--color always --hyperlinks always {}/?diff=2", server.address);
    let link = format!("{}/w/index.php?title=cat", server.address);
    ask(&words).ends_with(0).shows(&link);
    ask(&format!("--wiki-url https://b.example {words}")).ends_with(0).shows("https://b.example/wiki/cat");
}

#[test]
fn revisions_are_requested_by_id_only() {
    ask("--wiki a.example Cat").ends_with(2).tells("\"Cat\" is not a revision number");
    ask("--wiki a.example 1 2 3").ends_with(2).tells("not 3");
    ask("--wiki a.example").ends_with(2).tells("required");
}
