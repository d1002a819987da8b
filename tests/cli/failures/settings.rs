//! Settings of the system: home, configuration, locale, clock.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;

use super::shell;
use crate::workdir::{MARKED, MARKED_WORDS, Ran, Workdir};

#[test]
fn without_a_home_there_is_no_configuration() {
    let work = Workdir::with("a.txt", MARKED).file("file", "");
    for home in [None, Some(""), Some("."), Some("no/such/folder"), Some("file"), Some("/dev/null")] {
        let mut command = work.command("a.txt");
        command.env_remove("WIKIDIFF_CONFIG");
        command.envs(home.map(|home| ("HOME", home)));
        Ran::from(command.output().unwrap()).ends_with(0).shows(MARKED_WORDS).tells_nothing();
    }
}

#[track_caller]
fn expect_error(work: &Workdir, file: &str, message: &str) {
    let run = |line: &str| {
        Ran::from(work.command(line).arg("a.txt").env("WIKIDIFF_CONFIG", file).output().unwrap())
    };
    let ran = run("").ends_with(2).shows_nothing().tells(message).tells("--no-config");
    assert!(!ran.stderr.contains(['\x1B', '\x07', '\u{9b}', '\u{202e}']), "{:?}", ran.stderr);
    run("--no-config").ends_with(0).shows(MARKED_WORDS);
}

#[test]
fn invalid_configuration_is_reported() {
    let work =
        Workdir::with("a.txt", MARKED).file("bin", b"\x7fELF\x02\x01\x01\0\0\xff\xfe").file("dir/x", "");
    let work = work.file("esc", "--\x1B]0;title\x07 \u{9b}31m\u{202e}").file("nul", "--color=\0always");
    File::create(work.path("large")).unwrap().set_len(1 << 30).unwrap();
    expect_error(&work, "dir", "dir: the configuration file cannot be read: Is a directory");
    expect_error(&work, "large", "large: the configuration file has more than 65536 bytes");
    expect_error(&work, "bin", "bin:1: this line is not UTF-8");
    expect_error(&work, "esc", "esc:1: ");
    expect_error(&work, "nul", "nul:1: ");
    expect_error(
        &work,
        "a.txt/config",
        "a.txt/config: the configuration file cannot be read: Not a directory",
    );
    expect_error(&work, "\x1B[2J", "the configuration file cannot be read");
    // A pipe with a writer is read like any other file.
    let line = "WIKIDIFF_CONFIG=<(sleep 0.1; echo --format=new) wikidiff a.txt";
    shell(&work, line).ends_with(0).shows("a new word\n");
}

#[test]
#[ignore = "needs a user who is not root"]
fn unreadable_configuration_is_reported() {
    let work = Workdir::with("a.txt", MARKED).file("config", "--color=always");
    fs::set_permissions(work.path("config"), Permissions::from_mode(0o000)).unwrap();
    expect_error(&work, "config", "config: the configuration file cannot be read: Permission denied");
}

#[test]
fn the_output_is_utf_8_in_every_locale() {
    let text = MARKED.replace("an old", "ein älteres 漢");
    let work = Workdir::with("ä.txt", &text).file(".less", "");
    let run = |line: &str, locale: &str| {
        let mut command = work.command(line);
        Ran::from(command.arg("ä.txt").env("LC_ALL", locale).env("LANG", locale).output().unwrap())
            .ends_with(0)
    };
    for locale in ["C", "en_US.ISO-8859-1", "no_SUCH.locale", "\u{1b}[31m"] {
        for line in ["--format json", "--color always --width 40"] {
            assert_eq!(run(line, locale).stdout, run(line, "C.UTF-8").stdout, "{locale} {line}");
        }
        let mut paged = work.command("--paging always ä.txt");
        paged.env("LC_ALL", locale).env("PAGER", "sh -c 'echo $LESSCHARSET; cat'");
        Ran::from(paged.output().unwrap()).ends_with(0).shows("utf-8\n").shows("älteres 漢");
    }
}

/// The conventions check that the code does not name a clock; here the clock is set.
#[test]
#[ignore = "needs faketime"]
fn the_clock_does_not_matter() {
    let work = Workdir::with("a.txt", MARKED);
    let line =
        "wikidiff a.txt && wikidiff -o b.txt --format html a.txt && wikidiff --check a.txt && wikidiff b.txt";
    let now = shell(&work, line).ends_with(0);
    let then = shell(&work, &format!("faketime -f '1970-01-01 00:00:01' bash -c '{line}'")).ends_with(0);
    assert_eq!((then.stdout, then.stderr), (now.stdout, now.stderr));
}
