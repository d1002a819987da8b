//! What `.ci/release` packs runs where it is unpacked, with everything that belongs to it. Where a tool is missing,
//! the test is left out, and says so.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The tools that pack and unpack, each with words that do nothing.
const TOOLS: [[&str; 2]; 5] = [
    ["bash", "--version"],
    ["rustc", "--version"],
    ["tar", "--version"],
    ["cargo-deb", "--version"],
    ["dpkg-deb", "--version"],
];

/// The first tool that is not there.
fn missing() -> Option<&'static str> {
    let is_missing = |tool: &&[&str; 2]| {
        let ran = Command::new(tool[0]).arg(tool[1]).output();
        !ran.is_ok_and(|output| output.status.success())
    };
    TOOLS.iter().find(is_missing).map(|tool| tool[0])
}

#[track_caller]
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{told}");
    String::from_utf8(output.stdout).unwrap()
}

/// An empty directory.
fn root(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("release-{}-{name}", std::process::id()));
    fs::create_dir_all(&root).unwrap();
    root
}

/// The program as it was packed, with nothing of this machine's environment.
#[track_caller]
fn runs(binary: &Path) {
    let version = run(Command::new(binary).arg("--version").env_clear());
    assert!(version.starts_with(&format!("wikidiff {}\n", env!("CARGO_PKG_VERSION"))), "{version}");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/seed/chatgpt.txt");
    let shown = run(Command::new(binary).arg(sample).env_clear());
    assert!(shown.contains("+4 bytes, proved"), "{shown}");
}

#[track_caller]
fn holds(root: &Path, files: &[&str]) {
    for file in files {
        let size = fs::metadata(root.join(file)).map(|metadata| metadata.len());
        assert!(size.as_ref().is_ok_and(|size| *size > 0), "{file}: {size:?}");
    }
}

#[test]
fn what_is_packed_runs_where_it_is_unpacked() {
    if let Some(tool) = missing() {
        eprintln!("LEFT OUT: there is no {tool} on this machine, so nothing was packed and unpacked");
        return;
    }
    // The tests run what is built with this profile, so that nothing need be built again.
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/release");
    let packed = run(Command::new("bash").args([script, "--built", "dev"]));
    let [archive, package] = packed.lines().collect::<Vec<_>>()[..] else { panic!("{packed}") };
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));

    let unpacked = root("archive");
    run(Command::new("tar")
        .args(["-xzf", archive, "--strip-components=1", "-C"])
        .arg(&unpacked)
        .current_dir(project));
    runs(&unpacked.join("wikidiff"));
    holds(&unpacked, &["wikidiff.1", "completions/_wikidiff", "completions/_wikidiff.ps1", "LICENSE-MIT"]);

    let installed = root("package");
    run(Command::new("dpkg-deb").args(["-x", package]).arg(&installed).current_dir(project));
    runs(&installed.join("usr/bin/wikidiff"));
    holds(
        &installed.join("usr/share"),
        &[
            "man/man1/wikidiff.1.gz",
            "bash-completion/completions/wikidiff",
            "zsh/vendor-completions/_wikidiff",
            "fish/vendor_completions.d/wikidiff.fish",
            "doc/wikidiff/copyright",
        ],
    );
    for root in [unpacked, installed] {
        fs::remove_dir_all(root).unwrap();
    }
}
