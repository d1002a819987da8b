//! `--jsonl`: a stream of records, and their answers.

use serde_json::Value;

use crate::workdir::{MARKED, Ran, SEED, Workdir, pipe};

/// The answers, a value each.
fn answers(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn record(id: impl Into<Value>, text: &str) -> String {
    serde_json::json!({ "id": id.into(), "text": text }).to_string()
}

#[test]
fn a_paste_and_two_pages_are_answered_with_their_diff() {
    let records = format!("{}\n{}\n", record(1, SEED), r#"{"id": "x", "old": "a b", "new": "a c"}"#);
    let ran = pipe("--jsonl", records).ends_with(0).tells_nothing();
    let [seed, pages] = &answers(&ran)[..] else { panic!("{}", ran.stdout) };
    assert_eq!(seed["id"], 1);
    assert_eq!(seed["proof"], "checked");
    assert_eq!(seed["title"], "ChatGPT");
    assert_eq!(pages["id"], "x");
    assert_eq!(
        pages["hunks"][0]["rows"][0]["spans"]["new"][1],
        serde_json::json!({"text": "c", "changed": true})
    );
}

#[test]
fn answer_is_the_json_of_the_diff_after_the_id() {
    let alone = pipe("--format json", MARKED).ends_with(0).stdout;
    let answer = pipe("--jsonl", record(7, MARKED)).ends_with(0).stdout;
    assert_eq!(answer.replace("standard input:1", "standard input"), alone.replacen('{', r#"{"id":7,"#, 1));
}

#[test]
fn id_may_be_any_json_and_is_repeated_exactly() {
    for id in ["12345678901234567890123.50", r#"{"a": [1, null]}"#, r#""\u00e4""#, "null"] {
        let ran = pipe("--jsonl", format!(r#"{{"id": {id}, "old": "", "new": "a"}}"#)).ends_with(0);
        assert!(ran.stdout.starts_with(&format!(r#"{{"id":{id},"version":1,"#)), "{}", ran.stdout);
    }
}

#[test]
fn a_broken_record_is_answered_and_the_stream_goes_on() {
    let records = [
        r#"{"id": 1, "old": "a", "new": "b"}"#,
        "{broken",
        r#"{"id": 3, "text": 5}"#,
        "",
        r#"{"id": 5, "text": "Dear all"}"#,
        r#"{"id": 6}"#,
        r#"{"id": 7, "old": "a", "new": "b"}"#,
    ];
    let ran = pipe("--jsonl", records.join("\n")).ends_with(2).tells("4 of 6 records could not be compared");
    let answers = answers(&ran);
    let found: Vec<_> = answers
        .iter()
        .map(|answer| (&answer["id"], answer["error"].as_str(), answer["line"].as_u64()))
        .collect();
    let ids: Vec<Value> = serde_json::from_str("[1, null, 3, 5, 6, 7]").unwrap();
    let errors =
        [None, Some("not_a_record"), Some("not_a_record"), Some("not_a_diff"), Some("not_a_record"), None];
    let lines = [None, Some(2), Some(3), Some(5), Some(6), None];
    let expected: Vec<_> =
        ids.iter().zip(errors).zip(lines).map(|((id, error), line)| (id, error, line)).collect();
    assert_eq!(found, expected);
}

#[test]
fn strict_ends_with_2_after_a_broken_or_likely_record() {
    pipe("--jsonl --strict", record(1, SEED)).ends_with(0);
    pipe("--jsonl --strict", "{").ends_with(2);
    let open = "Line 7:\tLine 7:\none\none\ntwo\ntwo\nmilk and rennet\nthree\nthree\nfour\nfour";
    pipe("--jsonl --strict", record(1, open)).ends_with(2);
    let mut sized: Value = serde_json::from_str(&record(1, open)).unwrap();
    sized["bytes"] = (-16).into();
    pipe("--jsonl --strict", sized.to_string())
        .ends_with(0)
        .shows(r#""kind":"removed","old":"milk and rennet""#);
}

#[test]
fn several_diffs_in_one_record_are_several_answers_with_its_id() {
    let two = format!("{}{}", git_file("Fenn"), git_file("Tarn"));
    let ran = pipe("--jsonl", record("both", &two)).ends_with(0);
    let titles: Vec<_> =
        answers(&ran).iter().map(|answer| (answer["id"].clone(), answer["title"].clone())).collect();
    assert_eq!(titles, [("both".into(), "Fenn".into()), ("both".into(), "Tarn".into())]);
}

fn git_file(name: &str) -> String {
    format!("--- a/{name}\n+++ b/{name}\n@@ -1 +1 @@\n-a\n+b\n")
}

#[test]
fn answers_are_the_same_and_in_order_on_any_number_of_threads() {
    let records: String = (0..3000)
        .map(|id| {
            let old = format!("line {id}\n").repeat(id % 50 + 1);
            let new = old.replacen("line", "a longer line", id % 7);
            serde_json::json!({ "id": id, "old": old, "new": new }).to_string() + "\n"
        })
        .collect();
    let alone = pipe("--jsonl --jobs 1", records.clone()).ends_with(0);
    let ids: Vec<_> = answers(&alone).iter().map(|answer| answer["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (0..3000).collect::<Vec<_>>());
    for jobs in [2, 5] {
        assert!(
            pipe(&format!("--jsonl --jobs {jobs}"), records.clone()).stdout == alone.stdout,
            "{jobs} threads"
        );
    }
}

#[test]
fn reads_packed_and_plain_files_and_reports_missing_ones() {
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(br#"{"id": 2, "old": "a", "new": "b"}"#).unwrap();
    let work = Workdir::with("a.jsonl", r#"{"id": 1, "old": "a", "new": "b"}"#)
        .file("b.jsonl.gz", packed.finish().unwrap());
    let ran = work.run("--jsonl a.jsonl gone b.jsonl.gz").ends_with(2).tells("gone: there is no such file");
    let names: Vec<_> = answers(&ran).iter().map(|answer| answer["source"]["name"].clone()).collect();
    assert_eq!(names, ["a.jsonl:1", "b.jsonl.gz:1"]);
}

#[test]
fn answers_each_record_before_the_next() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;

    let mut command = Workdir::new().command("--jsonl --jobs 2");
    command.current_dir(env!("CARGO_TARGET_TMPDIR")).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (mut asking, answering) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut answers = BufReader::new(answering).lines();
    for id in 0..20 {
        writeln!(asking, r#"{{"id": {id}, "old": "a", "new": "b"}}"#).unwrap();
        let answer = answers.next().unwrap().unwrap();
        assert!(answer.starts_with(&format!(r#"{{"id":{id},"#)), "{answer}");
    }
    drop(asking);
    assert!(child.wait().unwrap().success());
}
