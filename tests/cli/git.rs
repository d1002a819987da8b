//! Git calls the program: as external diff, as driver, as difftool, and through a pipe. The recipes are those of the
//! README. Tests that need git run with `--ignored`; `.ci/run` runs them if git is installed.
#![cfg(unix)]

use std::process::Command;

use crate::workdir::{Ran, Workdir};

const OLD: &str = "a river\n\nIt rises on the moor.\n";
const NEW: &str = "a river\n\nIt rises on the high moor.\n";

/// The changed line of `OLD` and `NEW`, as shown.
const HIGH: &str = "It rises on the {+high·+}moor.";

/// A repository with one commit, and the program on the path under its own name.
struct Repository(Workdir);

impl Repository {
    /// Creates a repository in which the files are committed.
    fn with(files: &[(&str, &[u8])]) -> Self {
        let work = files.iter().fold(Workdir::new(), |work, (name, content)| work.file(name, content));
        let repository = Self(work);
        repository.git(&["init", "-q"]);
        repository.git(&["add", "."]);
        repository.git(&[
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@wiki.example",
            "commit",
            "-q",
            "-m",
            "first",
        ]);
        repository
    }

    /// Runs git without the settings of this machine.
    #[track_caller]
    fn git(&self, words: &[&str]) -> Ran {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_wikidiff")).parent().unwrap();
        let others = std::env::var_os("PATH").unwrap_or_default();
        let path = [program.to_path_buf()].into_iter().chain(std::env::split_paths(&others));
        let mut git = Command::new("git");
        git.args(words)
            .current_dir(self.0.path(""))
            .env_clear()
            .env("PATH", std::env::join_paths(path).unwrap());
        git.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", self.0.path("")).env("GIT_PAGER", "cat");
        Ran::from(git.output().unwrap()).ends_with(0)
    }

    fn file(self, name: &str, content: &[u8]) -> Self {
        Self(self.0.file(name, content))
    }

    /// The driver as the README sets it up.
    fn with_driver(self) -> Self {
        self.git(&["config", "diff.wikitext.command", "wikidiff"]);
        self.file(".gitattributes", b"*.mediawiki diff=wikitext\n*.wiki diff=wikitext\n")
    }
}

const EXTERNAL: [&str; 2] = ["-c", "diff.external=wikidiff"];

#[test]
#[ignore = "needs git"]
fn an_external_diff_shows_the_words_of_each_file() {
    let repository = Repository::with(&[("a.wiki", OLD.as_bytes()), ("b b.wiki", b"x\n")]);
    let repository = repository.file("a.wiki", NEW.as_bytes()).file("b b.wiki", b"y\n");
    let ran = repository.git(&[&EXTERNAL[..], &["diff"]].concat()).shows("==> a.wiki <==\n").shows(HIGH);
    ran.shows("==> b b.wiki <==\n").shows("(work tree)").tells_nothing();
    let context = ["-c", "diff.external=wikidiff --context 0 --format json", "diff", "a.wiki"];
    let json = repository.git(&context).tells_nothing().stdout;
    assert!(json.contains(r#""source":{"name":"a.wiki""#) && !json.contains("a river"), "{json}");
}

#[test]
#[ignore = "needs git"]
fn new_deleted_renamed_and_executable_files_are_labelled() {
    let page = "one\ntwo\nthree\nfour\nfive\n";
    let files: [(&str, &[u8]); 3] =
        [("gone.wiki", b"x\n"), ("old.wiki", page.as_bytes()), ("run.wiki", b"r\n")];
    let repository = Repository::with(&files);
    let repository = repository.file("new.wiki", b"y\n").file("run.wiki", b"s\n");
    repository.git(&["rm", "-q", "gone.wiki"]);
    repository.git(&["mv", "old.wiki", "moved.wiki"]);
    let repository = repository.file("moved.wiki", page.replace("five", "5").as_bytes());
    repository.git(&["add", "."]);
    repository.git(&["update-index", "--chmod=+x", "run.wiki"]);
    let ran = repository.git(&[&EXTERNAL[..], &["diff", "--cached", "-M"]].concat()).tells_nothing();
    ran.shows("==> gone.wiki, deleted <==\n")
        .shows("==> new.wiki, new file <==\n")
        .shows("==> old.wiki → moved.wiki, similarity index ")
        .shows("==> run.wiki, mode 100644 → 100755 <==\n");
}

#[test]
#[ignore = "needs git"]
fn a_change_of_the_mode_alone_is_a_change() {
    let repository = Repository::with(&[("run.wiki", b"r\n")]).file("empty.wiki", b"");
    repository.git(&["add", "."]);
    repository.git(&["update-index", "--chmod=+x", "run.wiki"]);
    let shown = repository.git(&[&EXTERNAL[..], &["diff", "--cached"]].concat()).tells_nothing().stdout;
    for words in ["file  new file\n", "file  mode 100644 → 100755\n", "no lines changed"] {
        assert!(shown.contains(words), "{shown}");
    }
    assert!(!shown.contains("no changes"), "{shown}");
}

#[test]
#[ignore = "needs git"]
fn reports_missing_last_line_end_and_binary_files() {
    let files: [(&str, &[u8]); 3] = [("a.bin", b"x\0y"), ("b.wiki", b"x"), ("c.wiki", OLD.as_bytes())];
    let repository = Repository::with(&files);
    let repository = repository.file("a.bin", b"x\0z").file("b.wiki", b"x\n").file("c.wiki", NEW.as_bytes());
    let ran =
        repository.git(&[&EXTERNAL[..], &["diff"]].concat()).shows(HIGH).tells("a.bin: binary file, changed");
    ran.tells("only the new page has a line end");
}

#[test]
#[ignore = "needs git"]
fn the_driver_shows_wikitext_alone_and_git_the_rest() {
    let repository = Repository::with(&[("a.mediawiki", OLD.as_bytes()), ("b.c", b"x\n")]);
    let repository = repository.with_driver().file("a.mediawiki", NEW.as_bytes()).file("b.c", b"y\n");
    repository.git(&["diff"]).shows(HIGH).shows("\n-x\n+y\n");
    repository.git(&["diff", "--no-ext-diff"]).shows("\n-It rises on the moor.\n");
    repository
        .git(&["log", "-p", "--ext-diff", "--", "a.mediawiki"])
        .shows("==> a.mediawiki, new file <==\n");
}

#[test]
#[ignore = "needs git"]
fn git_applies_the_patch_of_two_files() {
    for (old, new) in [(OLD, NEW), (OLD.trim_end(), NEW), (OLD, NEW.trim_end())] {
        let repository = Repository::with(&[("p/a b.wiki", old.as_bytes()), ("new.wiki", new.as_bytes())]);
        let mut command = repository.0.command("--format patch -o patch --revisions");
        Ran::from(command.args(["p/a b.wiki", "new.wiki"]).output().unwrap()).ends_with(0);
        repository.git(&["apply", "patch"]);
        assert_eq!(repository.0.read("p/a b.wiki"), new);
    }
}

#[test]
fn output_to_git_s_pager_has_colours_and_git_s_width() {
    let work = Workdir::with("old", OLD).file("new", NEW);
    let mut command = work.command("a.wiki old 1234567890 100644 new 0000000000 100644");
    command.env("GIT_DIFF_PATH_COUNTER", "1").env("GIT_PAGER_IN_USE", "true").env("COLUMNS", "40");
    let ran = Ran::from(command.output().unwrap()).ends_with(0).shows("\u{1B}[");
    let rule = ran.stdout.lines().find(|line| line.contains('─')).unwrap();
    assert!(rule.matches('─').count() < 40, "{rule}");
    // Without git, the seven words are names of files.
    work.run("a.wiki old 1234567890 100644 new 0000000000 100644")
        .ends_with(2)
        .tells("a.wiki: there is no such file");
}

#[test]
fn reports_missing_revision_and_lets_git_continue() {
    let work = Workdir::with("new", NEW);
    let mut command = work.command("a.wiki gone 1234567890 100644 new 0000000000 100644");
    command.env("GIT_DIFF_PATH_COUNTER", "1");
    Ran::from(command.output().unwrap())
        .ends_with(0)
        .shows_nothing()
        .tells("a.wiki: a revision of this file cannot be read");
    let mut command = work.command("a.wiki");
    command.env("GIT_DIFF_PATH_COUNTER", "1");
    Ran::from(command.output().unwrap()).ends_with(0).tells("a.wiki: not merged yet");
}

#[test]
fn the_configuration_does_not_end_a_call_by_git() {
    let work = Workdir::with("old", OLD).file("new", NEW);
    let call = |options: &str, configured: &str| {
        let mut command =
            work.command(&format!("{options} a.wiki old 1234567890 100644 new 0000000000 100644"));
        command.env("GIT_DIFF_PATH_COUNTER", "1").env("WIKIDIFF_OPTS", configured);
        Ran::from(command.output().unwrap())
    };
    call("", "--exit-code --strict").ends_with(0).shows(HIGH);
    // With `trustExitCode`, git expects 1 for changes.
    call("--exit-code", "").ends_with(1).shows(HIGH);
}

/// Runs the program as git runs its pager.
fn page(options: &str, text: &str) -> Ran {
    let work = Workdir::with("input", text);
    let mut command = work.command(options);
    command.env("GIT_PREFIX", "").stdin(std::fs::File::open(work.path("input")).unwrap());
    Ran::from(command.output().unwrap()).ends_with(0)
}

/// A diff of one line, as git writes it.
const GIT_DIFF: &str = "diff --git a/Lake b/Lake\nindex 1..2 100644\n--- a/Lake\n+++ b/Lake\n@@ -3 +3 @@ The lake\n-a bay\n+a [[bay]]\n";

#[test]
fn the_pager_of_git_shows_diffs_and_passes_all_other_text() {
    page("", "").shows_nothing().tells_nothing();
    for text in [
        " Lake.wiki | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n",
        "Lake.wiki\nFenn.wiki\n",
        "diff --cc Lake\nindex 1,2..0\n--- a/Lake\n+++ b/Lake\n@@@ -1,1 -1,1 +1,5 @@@\n++<<<<<<< HEAD\n +b\n",
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\nBoats go [-daily-]{+twice+}.\n",
    ] {
        assert_eq!(page("", text).tells_nothing().stdout, text);
    }
    let log = format!("commit 1\n\n    Add links\n\n{GIT_DIFF}\ncommit 2\n\n{GIT_DIFF}");
    let shown = page("", &log).tells_nothing().stdout;
    assert!(shown.starts_with("commit 1\n\n    Add links\n\nLake\n"), "{shown}");
    assert_eq!(shown.matches("a {+[[+}bay{+]]+}").count(), 2, "{shown}");
    assert!(shown.contains("\ncommit 2\n"), "{shown}");
    // A program that reads the output is no pager.
    page("--format json", GIT_DIFF).shows("\"shape\":\"unified\"");
}

#[test]
fn text_that_the_pager_of_git_passes_is_safe_and_keeps_its_colours() {
    let text = "\u{1b}[33mcommit 1\u{1b}[m\n\u{1b}[2J\u{1b}]0;title\u{7}\n";
    page("--color always", text)
        .shows("\u{1b}[33mcommit 1\u{1b}[m")
        .shows("<U+001B ESC>[2J<U+001B ESC>]0;title<U+0007");
    let plain = page("--color never", text).stdout;
    assert!(plain.starts_with("commit 1\n") && !plain.contains('\u{1b}'), "{plain}");
}

#[test]
fn the_heading_behind_the_ranges_of_a_hunk_is_shown() {
    page("", GIT_DIFF).shows("── The lake ─");
    crate::workdir::pipe("--format json", GIT_DIFF).shows(r#""section":"The lake""#);
}

#[test]
fn other_text_in_a_pipe_is_an_error_outside_git() {
    crate::workdir::pipe("", " Lake.wiki | 2 +-\n").ends_with(2).shows_nothing();
    crate::workdir::pipe("", "").ends_with(2).shows_nothing();
}

#[test]
#[ignore = "needs git"]
fn git_names_itself_to_its_pager() {
    // Git starts its pager on a terminal only. An alias has the same variables.
    let run = |repository: &Repository, words: &str| {
        repository.git(&["-c", &format!("alias.x=!git {words} | wikidiff"), "x"]).tells_nothing().stdout
    };
    let repository = Repository::with(&[("a.wiki", OLD.as_bytes())]);
    assert_eq!(run(&repository, "diff"), "");
    let repository = repository.file("a.wiki", NEW.as_bytes());
    let shown = run(&repository, "diff --color=always");
    assert!(shown.contains(HIGH), "{shown}");
    let stat = run(&repository, "diff --stat");
    assert!(stat.contains("1 file changed"), "{stat}");
    assert_eq!(run(&repository, "diff --name-only"), "a.wiki\n");
    assert!(run(&repository, "diff --word-diff").contains("{+high+}"));
}

#[test]
#[ignore = "needs git"]
fn the_difftool_shows_both_files() {
    let repository = Repository::with(&[("a.wiki", OLD.as_bytes())]);
    let repository = repository.file("a.wiki", NEW.as_bytes()).file("new.wiki", b"y\n");
    repository.git(&["add", "-N", "new.wiki"]);
    repository.git(&["difftool", "-y", "-x", "wikidiff --revisions"]).shows(HIGH).shows("+ 1    y");
    repository.git(&["config", "diff.tool", "wikidiff"]);
    repository.git(&["config", "difftool.wikidiff.cmd", r#"wikidiff --revisions "$LOCAL" "$REMOTE""#]);
    repository.git(&["difftool", "-y"]).shows(HIGH);
}

#[test]
#[ignore = "needs git"]
fn git_s_own_text_is_read_with_and_without_colours() {
    let files: [(&str, &[u8]); 3] = [("ä b.wiki", OLD.as_bytes()), ("b.wiki", b"x\ny\n"), ("c.bin", b"x\0y")];
    let repository = Repository::with(&files);
    let repository = repository.file("ä b.wiki", NEW.as_bytes()).file("c.bin", b"x\0z");
    repository.git(&["mv", "b.wiki", "bb.wiki"]);
    let text = |color: &str| repository.git(&["diff", "HEAD", color]).stdout;
    let [plain, coloured] = [text("--color=never"), text("--color=always")];
    assert_ne!(plain, coloured);
    let read = |text: &str| repository.0.pipe("", text).ends_with(0);
    assert_eq!(read(&plain).stdout, read(&coloured).stdout);
    let ran = read(&coloured)
        .shows(HIGH)
        .shows("\nä b.wiki\n")
        .shows("old  b.wiki\nnew  bb.wiki\nfile  renamed\nno lines changed");
    ran.shows("\nfile  binary file, changed\nno lines changed\n").tells_nothing();
}
