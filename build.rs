//! How the program is linked.
//!
//! On Linux with the GNU library the program stands at a fixed address. Anywhere else in memory, each of its 11,000
//! pointers to constants (names of entities, places of panics, tables of methods) would be written anew at every start:
//! 46 pages copied, a fifth of the time that comparing two short pages takes. The stack, the heap and the system's
//! libraries stay where nobody can foresee them.
//!
//! What unwinds after a panic is linked into it, where the compiler has that to link: to look for a library, to map it
//! and to set its pointers takes an eighth of that time, in every run, for what happens in none.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |what: &str| env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        // Who builds the library alone has another program, and links it otherwise.
        if env::var_os("CARGO_FEATURE_CLI").is_some() && has_unwinder() {
            println!("cargo::rustc-link-lib=gcc_eh");
        }
    }
}

/// Whether the compiler that links has its unwinder as an archive.
fn has_unwinder() -> bool {
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
    let answer = Command::new(linker).arg("-print-file-name=libgcc_eh.a").output();
    // What it does not have, it names as it was asked, without a folder.
    answer.is_ok_and(|answer| answer.stdout.contains(&b'/'))
}
