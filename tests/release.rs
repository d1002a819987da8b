//! The archive and the package of `.ci/release`, unpacked: the program runs, and no file is missing.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[track_caller]
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Creates an empty directory.
fn root(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("release-{}-{name}", std::process::id()));
    fs::create_dir_all(&root).unwrap();
    root
}

/// Runs the packed program without the environment of this machine.
#[track_caller]
fn assert_runs(binary: &Path) {
    let version = run(Command::new(binary).arg("--version").env_clear());
    assert!(version.starts_with(&format!("wikidiff {}\n", env!("CARGO_PKG_VERSION"))), "{version}");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/seed/chatgpt.txt");
    let shown = run(Command::new(binary).arg(sample).env_clear());
    assert!(shown.contains("1 line changed · +4 bytes"), "{shown}");
}

#[track_caller]
fn assert_files(root: &Path, files: &[&str]) {
    for file in files {
        let size = fs::metadata(root.join(file)).map(|metadata| metadata.len());
        assert!(size.as_ref().is_ok_and(|size| *size > 0), "{file}: {size:?}");
    }
}

#[test]
#[ignore = "needs cargo-deb and dpkg-deb"]
fn packed_program_runs_where_it_is_unpacked() {
    // The tests use the program of this profile, so that it is not built again.
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/release");
    let packed = run(Command::new("bash").args([script, "--built", "dev"]));
    let [archive, package] = packed.lines().collect::<Vec<_>>()[..] else { panic!("{packed}") };
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));

    let unpacked = root("archive");
    run(Command::new("tar")
        .args(["-xzf", archive, "--strip-components=1", "-C"])
        .arg(&unpacked)
        .current_dir(project));
    assert_runs(&unpacked.join("wikidiff"));
    assert_files(
        &unpacked,
        &["wikidiff.1", "completions/_wikidiff", "completions/_wikidiff.ps1", "LICENSE-MIT"],
    );

    let installed = root("package");
    run(Command::new("dpkg-deb").args(["-x", package]).arg(&installed).current_dir(project));
    assert_runs(&installed.join("usr/bin/wikidiff"));
    assert_files(
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
