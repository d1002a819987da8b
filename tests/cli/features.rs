//! A build without a feature reports that an option needs the feature; run it with `cargo test --no-default-features --features cli`.

#[cfg(not(feature = "clipboard"))]
#[test]
fn build_without_clipboard_says_how_to_continue() {
    let ran = crate::workdir::Workdir::new().run("--clipboard").ends_with(2).shows_nothing();
    ran.tells("built without the feature \"clipboard\"").tells("xclip");
}

#[cfg(not(feature = "network"))]
#[test]
fn build_without_network_says_how_to_continue() {
    let work = crate::workdir::Workdir::with("a.txt", crate::workdir::MARKED);
    let ran = work.run("https://wiki.example/?diff=1 a.txt").ends_with(2);
    ran.shows(crate::workdir::MARKED_WORDS).tells("built without the feature \"network\"");
}
