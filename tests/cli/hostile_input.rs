//! Hostile text outside of diffs: names of files, configurations, themes, environment, wikis.
//! `tests/sanitizing.rs` tests text inside a diff.

use std::process::Command;

use crate::workdir::{MARKED, Ran, Workdir};

/// Text that tries to control a terminal in every known way: codes, a title, overprinting, direction, hidden tags, a
/// forged line.
const HOSTILE: &str =
    "a\u{1b}[2J\u{1b}]0;t\u{7}\u{9b}31m\u{8}\u{202e}\u{2066}\u{200b}\u{e0041}\u{fff9}\nwikidiff: fine";

/// A hostile name: the text without characters that a file name or a shell word cannot have.
const NAME: &str = "a\u{1b}[2J\u{9b}31m\u{8}\u{202e}\u{200b}\nwikidiff: fine";

/// The display of the name.
const SEEN: &str =
    "a<U+001B ESC>[2J<U+009B CSI>31m<U+0008 BS><U+202E RLO><U+200B ZWSP><U+000A LF>wikidiff: fine";

/// Expects that neither stream controls a terminal, and that the text forges no line of a message.
#[track_caller]
fn is_safe(ran: &Ran) {
    // Invisible characters are harmless in a title, and many languages need them. A message names them.
    for output in [&ran.stdout.replace('\u{200b}', ""), &ran.stderr] {
        let bare = without_colours(output);
        let wrong =
            bare.chars().find(|c| (c.is_control() && !matches!(c, '\n' | '\t')) || controls_terminal(*c));
        assert_eq!(wrong, None, "{output:?}");
        assert!(!output.lines().any(|line| line == "wikidiff: fine"), "{output:?}");
    }
}

fn controls_terminal(character: char) -> bool {
    matches!(
        character,
        '\u{200b}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// The text without the codes of colours.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let code =
            part.split_once('m').filter(|(code, _)| code.bytes().all(|b| b.is_ascii_digit() || b == b';'));
        code.map_or_else(|| format!("{text}\u{1b}[{part}"), |(_, after)| format!("{text}{after}"))
    })
}

fn run(work: &Workdir, line: &str, more: &[&str]) -> Ran {
    Ran::from(work.command(line).args(more).output().unwrap())
}

#[cfg(unix)]
#[test]
fn file_name_cannot_control_the_terminal() {
    let work = Workdir::with(NAME, MARKED).file("plain.txt", MARKED);
    for line in [
        "--color always",
        "--side-by-side --color always",
        "--stat",
        "--explain",
        "--strict --format old",
        "--format html",
        "--format json",
        "--format patch",
        "--format new",
        "--check",
        "--check --format json",
        "--check --format github",
        "--check --format gitlab",
        "--jsonl",
        "--check --bless",
        "--revisions",
    ] {
        is_safe(&run(&work, line, &[NAME, "plain.txt"]));
    }
    run(&work, "", &[NAME, "plain.txt"]).ends_with(0).shows(&format!("==> {SEEN} <=="));
    run(&work, "--stat", &[NAME]).ends_with(0).shows(SEEN);
    run(&work, "--check", &[NAME]).shows(SEEN);
}

#[test]
fn missing_file_is_reported_in_one_line() {
    let ran = run(&Workdir::new(), "", &[NAME]).ends_with(2).tells(SEEN);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    is_safe(&ran);
    is_safe(&run(&Workdir::new(), "--output", &[NAME, "gone.txt"]));
}

#[test]
fn invalid_arguments_cannot_control_the_terminal() {
    for words in [
        &["--format", HOSTILE][..],
        &[&format!("--{HOSTILE}")],
        &["--theme", HOSTILE],
        &["--theme", &format!("./{HOSTILE}.theme")],
        &["--wiki-url", HOSTILE],
        &["--width", HOSTILE],
        &["--wiki", HOSTILE, "1"],
        &["--wiki", "127.0.0.1:1", HOSTILE],
        &[&format!("http://127.0.0.1:1/?diff=1&x={HOSTILE}")],
    ] {
        let ran = run(&Workdir::new(), "", words).ends_with(2);
        let bare = without_colours(&ran.stderr);
        let wrong = bare.chars().find(|c| (c.is_control() && *c != '\n') || controls_terminal(*c));
        assert_eq!(wrong, None, "{words:?}: {:?}", ran.stderr);
    }
}

#[test]
fn configurations_and_themes_cannot_control_the_terminal() {
    let theme = format!("{HOSTILE} = red\nadded = {HOSTILE}\n");
    let work = Workdir::with("a.txt", MARKED).file("a.theme", theme).file("config", format!("--{HOSTILE}\n"));
    is_safe(&run(&work, "--theme a.theme a.txt", &[]).ends_with(2));
    for (name, value) in [
        ("WIKIDIFF_CONFIG", "config"),
        ("WIKIDIFF_CONFIG", HOSTILE),
        ("WIKIDIFF_OPTS", HOSTILE),
        ("WIKIDIFF_OPTS", &format!("--theme '{HOSTILE}'")),
        ("TERM", HOSTILE),
        ("COLORFGBG", HOSTILE),
        ("WIKIDIFF_CONTACT", HOSTILE),
    ] {
        let mut command: Command = work.command("--explain --color always a.txt");
        is_safe(&Ran::from(command.env(name, value).output().unwrap()));
    }
}

#[cfg(unix)]
#[test]
fn invalid_pager_cannot_control_the_terminal() {
    let work = Workdir::with("a.txt", MARKED);
    let mut command = work.command("--pager always a.txt");
    // Without characters for a shell, which would print its own message about a missing program.
    let name = "a\u{1b}c\u{9b}31m\u{8}\u{202e}\u{200b}";
    is_safe(&Ran::from(command.env("WIKIDIFF_PAGER", name).output().unwrap()).tells("cannot be started"));
}

#[test]
fn records_and_their_errors_cannot_control_the_terminal() {
    let text = serde_json::to_string(HOSTILE).unwrap();
    let raw = "\"a\u{9b}31m\u{202e}\u{e0041}\"";
    let records = format!(
        "{{\"id\":{raw},\"text\":{text}}}\n{{\"id\":{raw},\"old\":{text},\"new\":{raw}}}\n{{\"id\":{raw},{raw}:1}}\n{raw}\n"
    );
    is_safe(&Workdir::new().pipe("--jsonl", records));
}

#[test]
fn text_without_a_diff_is_quoted_safely() {
    let texts = [
        HOSTILE.to_owned(),
        format!("Line 1:\tLine 1:\n−\t\n{HOSTILE}"),
        format!(
            "{HOSTILE}: Difference between revisions\n{HOSTILE}\nLine 3: Line 3:\nsame\nsame\nx\n{HOSTILE}"
        ),
        format!("{{\"error\":{{\"code\":\"x\",\"info\":{}}}}}", serde_json::to_string(HOSTILE).unwrap()),
        format!("<table class=\"diff\"><tr><td>{HOSTILE}</td></tr></table>"),
    ];
    for text in texts {
        for line in ["", "--explain --color always", "--format json", "--format html", "--strict --stat"] {
            is_safe(&Workdir::new().pipe(line, text.clone()));
        }
    }
}

#[cfg(feature = "network")]
#[test]
fn wiki_cannot_control_the_terminal() {
    use crate::server::{Server, answer, html, json};

    let text = serde_json::to_string(HOSTILE).unwrap();
    let answers = [
        json(&format!(r#"{{"error":{{"code":{text},"info":{text},"docref":{text}}}}}"#)),
        json(&format!(
            r#"{{"warnings":{{"main":{{"warnings":{text}}}}},"compare":{{"fromtitle":{text},"totitle":{text},
            "fromuser":{text},"touser":{text},"fromcomment":{text},"tocomment":{text},"fromtimestamp":{text},
            "body":"<tr><td class=\"diff-deletedline\">a</td><td class=\"diff-addedline\">b</td></tr>"}}}}"#
        )),
        html("403 \u{1b}[31mForbidden", HOSTILE),
        answer("302 Found", "Location: http://b.example/\u{1b}[2J\r\n", b""),
        answer("200 \u{9b}31m", "Retry-After: \u{1b}[2J\r\nContent-Type: \u{202e}\r\n", HOSTILE.as_bytes()),
        b"\x1b[2J\r\n\r\n".to_vec(),
    ];
    for given in answers {
        let server = Server::start(move |_| given.clone());
        is_safe(&Workdir::new().run(&format!("--explain --timeout 5 --wiki {} 1 2", server.address)));
    }
}

#[test]
fn endless_input_is_refused() {
    let work = Workdir::with("a.txt", vec![b'a'; (1 << 20) + 1]);
    work.run("--input-limit 1 a.txt").ends_with(2).tells("a.txt: larger than 1 MiB");
    work.run("--check --input-limit 1 a.txt").ends_with(2).shows("--input-limit");
    work.pipe("--input-limit 1", vec![b'a'; (1 << 20) + 1]).ends_with(2).tells("standard input: larger than");
    work.run("--input-limit 2 a.txt").ends_with(2).tells("no diff found; this looks like one long line");
}
