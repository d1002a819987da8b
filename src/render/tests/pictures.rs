//! Expected pictures, byte by byte.

use std::io::{self, Write};

use super::*;
use crate::model::{ByteChange, Comparison, FileChange, Revision, Warning, WarningCode};

const SAMPLE: &str = "@20
  [[File:GPT Training process.png|thumb|Figure 2: General overview of the training process using reinforcement learning from human feedback. Source: OpenAI.]]
  \n~ The ChatGPT model was trained using [[Reinforcement Learning<]]> from Human Feedback (RLHF) following/The ChatGPT model was trained using [[Reinforcement Learning from Human Feedback<]]> (<[[>RLHF<]]>) following
  \n  Reinforcement learning uses a reward model for AI training.";

fn sample() -> Diff<'static, Marked<'static>> {
    let mut diff = diff(SAMPLE);
    diff.page.title = Some("ChatGPT".into());
    diff.page.revisions.new.label = Some("4 February 2023".into());
    diff.page.byte_change = Some(ByteChange::Signed(4));
    diff.bytes_computed = 4;
    diff.proof = Proof::Checked;
    diff
}

#[test]
fn draws_the_sample_in_100_columns() {
    let expected = "\
ChatGPT  4 February 2023
──────────────────────────────────────────────────────────────────────────────────────────── line 20
   20    [[File:GPT Training process.png|thumb|Figure 2: General overview of the training process
         using reinforcement learning from human feedback. Source: OpenAI.]]
   21
 ~ 22    The ChatGPT model was trained using [[Reinforcement Learning[-]]-] from Human
         Feedback{+]]+} ({+[[+}RLHF{+]]+}) following
   23
   24    Reinforcement learning uses a reward model for AI training.
1 line changed · +4 bytes · 6 characters added, 2 removed · 2 links added, 1 removed · only markup
";
    assert_eq!(draw(&sample(), &plain(Some(100))), expected);
}

#[test]
fn draws_the_sample_in_a_pipe() {
    let expected = "\
ChatGPT  4 February 2023
──────────────────────────────────────────────────────────────── line 20
   20    [[File:GPT Training process.png|thumb|Figure 2: General overview of the training process using reinforcement learning from human feedback. Source: OpenAI.]]
   21
 ~ 22    The ChatGPT model was trained using [[Reinforcement Learning[-]]-] from Human Feedback{+]]+} ({+[[+}RLHF{+]]+}) following
   23
   24    Reinforcement learning uses a reward model for AI training.
1 line changed · +4 bytes · 6 characters added, 2 removed
2 links added, 1 removed · only markup
";
    assert_eq!(draw(&sample(), &plain(None)), expected);
}

#[test]
fn cuts_long_context_to_its_first_line() {
    let view = View { unchanged: UnchangedText::FirstLine, ..plain(Some(50)) };
    let expected = "\
ChatGPT  4 February 2023
────────────────────────────────────────── line 20
   20    [[File:GPT Training process.png|thumb| ⋯
   21
 ~ 22    The ChatGPT model was trained using
         [[Reinforcement Learning[-]]-] from Human
         Feedback{+]]+} ({+[[+}RLHF{+]]+})
         following
   23
   24    Reinforcement learning uses a reward
         model for AI training.
1 line changed · +4 bytes
";
    assert_eq!(draw(&sample(), &view), expected);
}

#[test]
fn focus_shows_the_first_words_of_long_context() {
    let view = View { unchanged: UnchangedText::NearChanges, ..plain(None) };
    let picture = draw(&sample(), &view);
    let first = picture.lines().nth(2).unwrap();
    assert_eq!(first, "   20    [[File:GPT Training process.png|thumb ⋯ 16 words ⋯");
}

#[test]
fn draws_all_signs() {
    rows(
        "@9,8\n  same\n~ <old> word/<new> word\n- gone\n+ come\n?+ perhaps\n( moved\n) mov<ed>\n- \n+ \n",
        None,
        "
    9  8    same
 ~ 10  9    [-old-]{+new+} word
 - 11       gone
 +    10    come
?+    11    perhaps
 < 12       moved to line 12
            moved
 >    12    moved from line 12
            mov{+ed+}
 - 13
 +    13",
    );
}

#[test]
fn lines_that_moved_together_have_one_note() {
    rows(
        "@1\n(1 one\n(2 two\n  a\n)1 one\n)2 two\n",
        None,
        "
 < 1      2 lines moved to line 2
          one
 < 2      two
   3 1    a
 >   2    2 lines moved from line 1
          one
 >   3    two",
    );
}

#[test]
fn the_first_row_of_a_change_can_be_found() {
    let view = View { change_starts: ChangeStarts::Marked, ..plain(None) };
    let picture = draw(&diff("@1\n  a\n- b\n+ c\n  d\n~ e/f"), &view);
    let starts: Vec<_> = picture.lines().filter(|line| line.contains('\u{a0}')).collect();
    assert_eq!(starts, [" -\u{a0}2      b", " ~\u{a0}4 4    [-e-]{+f+}"], "{picture}");
}

#[test]
fn gutter_without_numbers_has_only_signs() {
    let expected = "
    same

 +  come
 -
 <  away
 >  here
";
    rows("  same\n  \n+ come\n- \n( away\n) here\n", None, expected);
    rows("?  \n+ \n", None, "?\n +");
}

#[test]
fn each_hunk_has_its_rule() {
    let picture = draw(&diff("@5\n+ one\n@20,22\n- two\n"), &plain(Some(30)));
    let expected = "\
Page
─────────────────────── line 5
 +    5    one
───────────────── line 20 → 22
 - 20      two
1 line added, 1 removed · ±0
bytes
";
    assert_eq!(picture, expected);
}

#[test]
fn collapsed_rows_leave_their_number() {
    let view = View { context: Some(1), ..plain(None) };
    let picture = draw(&diff("@1\n  a\n  b\n  c\n+ d\n  e\n  f\n  g\n  h\n"), &view);
    let rows: Vec<_> = picture.lines().skip(2).take(5).collect();
    assert_eq!(
        rows,
        ["          ⋯ 2 lines ⋯", "   3 3    c", " +   4    d", "   4 5    e", "          ⋯ 3 lines ⋯"]
    );
}

#[test]
fn shows_invisible_characters_where_they_changed() {
    rows("~ a<>b/a< >b\n", None, " ~  a{+·+}b");
    rows("~ a< >b/a<\u{a0}>b\n", None, " ~  a[-·-]{+⍽+}b");
    rows("~ می<\u{200c}>خ\u{200c}/می<>خ\u{200c}\n", None, " ~  می[-<U+200C ZWNJ>-]خ\u{200c}");
    rows("  a\u{200e}b\n+ a\u{200e}b\n", None, "    a\u{200e}b\n +  a<U+200E LRM>b");
    rows("+  code \n", None, " +  ·code·");
    rows("  \x1b[31m\n", None, "    <U+001B ESC>[31m");
}

#[test]
fn draws_added_and_removed_line_breaks() {
    let split = marked_diff("@1\n~ One. Two./One.\n+ Two.\n");
    expect_rows(&split, None, " ~ 1 1    One.{+¶+}\n +   2    Two.");
    let joined = marked_diff("@1\n~ One./One. Two.\n- Two.\n");
    expect_rows(&joined, None, " ~ 1 1    One.[-¶-]\n - 2      Two.");
    let columns = draw(&split, &View { layout: Layout::SideBySide, ..plain(Some(61)) });
    let shown: Vec<_> = columns.lines().skip(3).collect();
    let expected = [
        " ~ 1  One. Two.               │  ~ 1  One.{+¶+}",
        "                              │  + 2  Two.",
        "1 line split · ±0 bytes · only white space",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn head_has_all_known_facts() {
    #[track_caller]
    fn case(
        change: impl FnOnce(&mut Diff<'static, Marked<'static>>),
        width: Option<usize>,
        expected: &[&str],
    ) {
        let mut diff = diff("@1\n?  a\n?+ b\n");
        change(&mut diff);
        let picture = draw(&diff, &plain(width));
        let head: Vec<_> = picture.lines().take_while(|line| !line.starts_with('─')).collect();
        assert_eq!(head, expected);
    }
    case(|diff| diff.page.title = None, None, &[]);
    case(|_| (), Some(20), &["Page"]);
    let inferred = |diff: &mut Diff<_>| diff.proof = Proof::Inferred;
    case(inferred, None, &["Page  uncertain: 2 rows marked ?, try --bytes N"]);
    let guess = |diff: &mut Diff<_>| (diff.proof, diff.hunks[0].start) = (Proof::Inferred, None);
    case(guess, None, &["Page  a guess: 2 rows marked ?, try --bytes N"]);
    let untitled = |diff: &mut Diff<_>| (diff.page.title, diff.proof) = (None, Proof::Inferred);
    case(untitled, Some(50), &["         uncertain: 2 rows marked ?, try --bytes N"]);
    let checked = |diff: &mut Diff<_>| {
        (diff.proof, diff.page.byte_change) = (Proof::Inferred, Some(ByteChange::Signed(0)));
        diff.confidence = Some(93);
    };
    case(checked, None, &["Page  uncertain: 2 rows marked ?, 93 % likely"]);
    let stated = |diff: &mut Diff<_>| diff.page.byte_change = Some(ByteChange::Unsigned(5));
    case(stated, None, &["Page  5 bytes on the page, ±0 bytes in the rows"]);
    let given = |diff: &mut Diff<_>| {
        (diff.page.byte_change, diff.bytes_given) = (Some(ByteChange::Signed(5)), Some(-3));
    };
    case(given, None, &["Page  -3 bytes given, +5 bytes on the page, ±0 bytes in the rows"]);
    let unsigned = |diff: &mut Diff<_>| {
        diff.page.byte_change = Some(ByteChange::Unsigned(5));
        diff.bytes_computed = -5;
    };
    case(unsigned, None, &["Page"]);
    let incomplete = |diff: &mut Diff<_>| diff.comparison = Comparison::Incomplete;
    case(incomplete, None, &["Page"]);
    let changes = |diff: &mut Diff<_>| {
        diff.page.file_changes =
            vec![FileChange::Mode(Sides::new("a".into(), "b".into())), FileChange::Binary];
    };
    case(changes, None, &["Page", "file  mode a → b, binary file, changed"]);
    let revisions = |diff: &mut Diff<Marked>| {
        let old = Revision { id: Some(7), user: Some("Alice".into()), ..Revision::default() };
        let new = Revision {
            label: Some("Latest revision as of 10:00".into()),
            user: Some("Bob".into()),
            comment: Some("copy\x1bedit".into()),
            ..Revision::default()
        };
        diff.page.revisions = Sides::new(old, new);
    };
    let new = "new  Latest revision as of 10:00 · Bob · (copy<U+001B ESC>edit)";
    case(revisions, None, &["Page", "old  revision 7 · Alice", new]);
    case(
        revisions,
        Some(40),
        &[
            "Page",
            "old  revision 7 · Alice",
            "new  Latest revision as of 10:00 · Bob ·",
            "     (copy<U+001B ESC>edit)",
        ],
    );
    case(
        |diff| {
            (diff.page.title, diff.proof) = (Some("A rather long title".into()), Proof::Inferred);
            diff.page.byte_change = Some(ByteChange::Signed(0));
        },
        Some(40),
        &["A rather long title", "              uncertain: 2 rows marked ?"],
    );
    let long = |diff: &mut Diff<_>| diff.page.title = Some("A title longer than the picture".into());
    case(long, Some(20), &["A title longer than", "the picture"]);
}

#[test]
fn foot_counts_with_singular_and_plural() {
    #[track_caller]
    fn case(rows: &str, expected: &str) {
        let picture = draw(&diff(rows), &plain(None));
        let foot: Vec<_> =
            picture.lines().rev().take_while(|line| !line.starts_with([' ', '─', 'P'])).collect();
        assert_eq!(foot.into_iter().rev().collect::<Vec<_>>().join("|"), expected);
    }
    case("  a\n", "no changes");
    case("", "no changes");
    case("+ a\n", "1 line added · ±0 bytes · 1 word added · 1 character added");
    case("- ab\n- c\n", "2 lines removed · ±0 bytes · 2 words removed · 3 characters removed");
    case(
        "~ <a>/<bc>\n+ d\n",
        "1 line changed, 1 added · ±0 bytes · 2 words added, 1 removed · 3 characters added, 1 removed",
    );
    case("( a\n) a\n", "1 line moved · ±0 bytes");
    case(
        "~ [[a]] 1984<>/[[a]] <[[b]]> 1984\n",
        "1 line changed · ±0 bytes · 1 word added · 5 characters added|1 link added",
    );
    case(
        "~ 19<84>/19<48>\n",
        "1 line changed · ±0 bytes · 1 word added, 1 removed · 2 characters added, 2 removed|1 number changed",
    );
    case(
        "~ <A> b/<a> b\n",
        "1 line changed · ±0 bytes · 1 word added, 1 removed · 1 character added, 1 removed|only case",
    );
}

#[test]
fn colours_mark_the_words_in_brackets() {
    #[track_caller]
    fn case(rows: &str, expected: &str) {
        let picture = draw(&diff(rows), &coloured_view(None));
        let row: Vec<_> = picture.lines().skip(2).take(1).collect();
        assert_eq!(roles(row[0]), expected);
    }
    case("@1\n  same\n", "   {context}1{/}    {context}same{/}");
    case("@1\n~ <an> old/<a> old\n", " {guess}~{/} {context}1{/}    {removed}an{/} {added}a{/} old");
    case("@1\n- gone\n", " {removed-sign}-{/} {context}1{/}    {removed-line}gone{/}");
    case("@1\n?+ come\n", "{guess}?{/}{added-sign}+{/} {context}1{/}    {added-line}come{/}");
}

#[test]
fn lines_without_signs_are_marked_on_an_unknown_background() {
    let picture = |background| {
        let style = Theme::default().stylesheet(background, ColorDepth::Ansi256);
        let text = draw(&diff("- gone\n+ come"), &View { style, margin: Margin::Bare, ..plain(None) });
        anstream::adapter::strip_str(&text).to_string().lines().skip(2).take(2).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(picture(Background::Unknown), "[-gone-]\n{+come+}");
    assert_eq!(picture(Background::Dark), "gone\ncome");
}

/// Replaces colour codes by the names of their roles.
fn roles(text: &str) -> String {
    let sheet = themed();
    let code = |role: Role| (sheet.style(role).render().to_string(), format!("{{{}}}", role.name()));
    let roles = [Role::Context, Role::Guess, Role::Removed, Role::Added, Role::RemovedLine, Role::AddedLine];
    let names = roles.into_iter().chain([Role::RemovedSign, Role::AddedSign]).map(code);
    let replaced = names.fold(text.to_owned(), |text, (code, name)| text.replace(&code, &name));
    replaced.replace("\x1b[0m", "{/}")
}

#[test]
fn sanitizes_file_names() {
    let mut out = Vec::new();
    terminal_heading("a\x1b.txt", &View::default(), &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "==> a<U+001B ESC>.txt <==\n");
}

#[test]
fn unknown_changes_are_never_called_no_changes() {
    let mut diff = diff("@1\n= a");
    let foot = |diff: &Diff<'_, Marked<'_>>| draw(diff, &plain(None)).lines().last().unwrap().to_owned();
    assert_eq!(foot(&diff), "no changes");
    diff.comparison = Comparison::SidesLost;
    assert_eq!(foot(&diff), "changes unknown");
    assert!(draw(&diff, &plain(None)).starts_with("Page  sides lost\n"));
    let written = |write: fn(&Diff<'_, Marked<'_>>, &str, &mut dyn Write) -> io::Result<()>| {
        let mut out = Vec::new();
        write(&diff, "a", &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(written(numstat).starts_with("?\t?\t?\t?\t?\t"), "{}", written(numstat));
    assert!(written(json).contains(r#""computed":null},"proof":"stated","changes":"unknown","#));
    diff.page.file_changes = vec![FileChange::Renamed];
    assert_eq!(foot(&diff), "no lines changed · ±0 bytes");
}

#[test]
fn json_follows_the_contract() {
    let mut diff = diff("@20,21\n  same\n~ <an> old/<a> old\n- gone\n?+ come\n( away\n) a<way>\n");
    diff.page.byte_change = Some(ByteChange::Signed(4));
    diff.warnings.push(Warning {
        lines: Some(12..=12),
        code: WarningCode::UnreadLine,
        message: "a \"menu\"".to_owned(),
    });
    diff.hunks.push(Hunk { start: None, section: None, rows: vec![] });
    let mut out = Vec::new();
    json(&diff, "pasted.txt", &mut out).unwrap();
    let expected = r#"{"version":1,"source":{"name":"pasted.txt","shape":"cells","first_line":1},"title":"Page",
"old":{"label":null,"revision":null,"timestamp":null,"user":null,"comment":null},
"new":{"label":null,"revision":null,"timestamp":null,"user":null,"comment":null},
"bytes":{"stated":4,"computed":0},"proof":"stated","hunks":[{"start":{"old":20,"new":21},"rows":[
{"kind":"context","old":"same","new":"same"},
{"kind":"changed","old":"an old","new":"a old","spans":{
"old":[{"text":"an","changed":true},{"text":" old","changed":false}],
"new":[{"text":"a","changed":true},{"text":" old","changed":false}]}},
{"kind":"removed","old":"gone"},
{"kind":"added","new":"come","guessed":true},
{"kind":"moved_from","old":"away","move":1,"spans":{"old":[{"text":"away","changed":false}]}},
{"kind":"moved_to","new":"away","move":1,"spans":{"new":[{"text":"a","changed":false},{"text":"way","changed":true}]}}
]},{"start":null,"rows":[]}],
"warnings":[{"line":12,"lines":[12,12],"code":"unread_line","message":"a \"menu\""}]}"#;
    assert_eq!(String::from_utf8(out).unwrap(), expected.replace('\n', "") + "\n");
}

#[test]
fn notes_lines_too_different_to_compare() {
    let mut diff = diff("@1\n  same\n~ <old>/<new>\n  same");
    diff.hunks[0].rows[1].source_line = Some(7);
    let (line, code) = (Some(7), WarningCode::TooDifferent);
    diff.warnings.push(Warning { lines: line.map(|line| line..=line), code, message: "a reason".to_owned() });
    let expected = "
   1    same
 ~ 2    [-old-]{+new+}
        ⋯ shown whole: too different ⋯
   3    same";
    let picture = draw(&diff, &plain(None));
    assert_eq!(
        picture.lines().skip(2).take(4).collect::<Vec<_>>().join("\n"),
        expected.trim_start_matches('\n')
    );
}
