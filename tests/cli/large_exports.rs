//! Exports that are read in parts: the same edits as from memory, and memory that does not grow with the export.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use wikidiff::{Options, parse, render};

use crate::workdir::{Ran, Workdir};

/// Makes an export of one page, in which each revision has a line of its own and about 4 kB that stay.
fn export(revisions: usize) -> String {
    let kept = "A line that stays in the page. ".repeat(120);
    let mut xml =
        String::from("<mediawiki>\n<siteinfo><base>https://wiki.example/wiki/M</base></siteinfo>\n");
    xml += "<page>\n<title>Cat &amp; dog</title>\n";
    for number in 0..revisions {
        let (hour, minute, second) = (number / 3600, number / 60 % 60, number % 60);
        let text = format!("Fact {number}, the café.\n{kept}");
        writeln!(
            xml,
            "<revision><id>{}</id><timestamp>2024-05-01T{hour:02}:{minute:02}:{second:02}Z</timestamp>\
             <contributor><username>Ann</username></contributor><text bytes=\"{}\">{text}</text></revision>",
            number + 1,
            text.len()
        )
        .unwrap();
    }
    xml + "</page></mediawiki>\n"
}

/// The edits of an export of more than one mebibyte.
const MANY: usize = 400;

/// The answers that the library gives for an export in memory.
fn expected(xml: &str, name: &str) -> String {
    let mut json = Vec::new();
    for diff in parse(xml, &Options::default()).unwrap() {
        render::json(&diff, name, &mut json).unwrap();
    }
    String::from_utf8(json).unwrap()
}

fn packed(xml: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(xml.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_file_a_pipe_and_a_packed_file_give_the_same_edits() {
    let xml = export(MANY);
    let work = Workdir::with("a.xml", &xml).file("a.xml.gz", packed(&xml));
    let all = work.run("--format json a.xml").ends_with(0).tells_nothing().stdout;
    assert_eq!(all, expected(&xml, "a.xml"));
    assert_eq!(all.lines().count(), MANY - 1);
    let of = |ran: Ran, name: &str| ran.ends_with(0).tells_nothing().stdout.replace(name, "a.xml");
    assert_eq!(of(work.run("--format json a.xml.gz"), "a.xml.gz"), all);
    assert_eq!(of(work.pipe("--format json", xml.as_str()), "standard input"), all);
    assert_eq!(of(work.pipe("--format json", packed(&xml)), "standard input"), all);
    assert_eq!(of(work.pipe("--format json", format!("\u{feff}{xml}")), "standard input"), all);
    let two = work.run("--format json a.xml a.xml.gz").ends_with(0).stdout;
    assert_eq!(two.replace("a.xml.gz", "a.xml"), all.repeat(2));
}

#[test]
fn the_newest_edits_and_the_search_know_large_exports() {
    let work = Workdir::with("a.xml", export(MANY));
    let ran = work.run("-n 2 --format patch a.xml").ends_with(0);
    let added: Vec<_> = ran.stdout.lines().filter(|line| line.starts_with("+Fact")).collect();
    assert_eq!(added, ["+Fact 399, the café.", "+Fact 398, the café."]);
    work.run("-G Fact.(7|8)[,] --added --count a.xml").ends_with(0).shows("2\n");
    work.run("-q -G Fact.8, a.xml").ends_with(0);
    work.run("-q -G nowhere a.xml").ends_with(1);
    work.run("--since 2025 a.xml").ends_with(0).tells("no edits in this time");
    work.run("--from 3 --to 5 --format json a.xml").ends_with(0).shows("Fact 4");
}

#[test]
fn damage_is_told_as_for_small_exports() {
    let xml = export(MANY);
    let half = &xml[..xml.len() - 3000];
    let work = Workdir::with("half.xml", half).file("cut.gz", &packed(&xml)[..2000]);
    let ran = work.run("--format json half.xml").ends_with(0).shows("breaks off");
    assert_eq!(ran.stdout, expected(half, "half.xml"));
    work.run("cut.gz").ends_with(2).tells("this gzip file is damaged");
    // A text that is not UTF-8, or has colours, is read whole.
    let mut bytes = xml.replace("café", "cafe").into_bytes();
    let last = bytes.iter().rposition(|byte| *byte == b'F').unwrap();
    bytes[last] = 0xFF;
    work.pipe("-n 1", bytes).ends_with(0).tells("not UTF-8").shows("\u{FFFD}act");
    work.pipe("-n 1", xml.replace("café", "\u{1b}[31mcafé\u{1b}[m")).ends_with(0).shows("café");
    let large = Workdir::with("a.xml", export(MANY));
    large.run("--input-limit 1 a.xml").ends_with(2).tells("--input-limit");
}

#[cfg(target_os = "linux")]
mod memory {
    use std::fs::{self, File};
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    use super::*;

    /// The number of edits that do not fit in the buffers between the program and its reader.
    const MIN_UNREAD: usize = 400;

    /// The peak memory of a run in kilobytes. It is measured when most of the output was read, and the program waits for a
    /// reader of the rest.
    fn peak(work: &Workdir, line: &str, edits: usize) -> u64 {
        let mut command = work.command(line);
        command.stdin(File::open(work.path("a.xml")).unwrap()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for _ in 0..edits - MIN_UNREAD {
            lines.next().unwrap().unwrap();
        }
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        assert_eq!(lines.count(), MIN_UNREAD);
        assert!(child.wait().unwrap().success());
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// The growth by which an export of 18 MB may need more memory than one of 4 MB.
    const MAX_GROWTH_KB: u64 = 2_000;

    #[track_caller]
    fn case(line: &str) {
        let [few, many] = [1_000, 4_500].map(|revisions| {
            let work = Workdir::with("a.xml", export(revisions));
            let edits = if line.contains("-n") { 900 } else { revisions - 1 };
            peak(&work, line, edits)
        });
        assert!(many < few + MAX_GROWTH_KB, "{line}: {few} kB for 1,000 revisions, {many} kB for 4,500");
    }

    #[test]
    fn memory_does_not_grow_with_the_number_of_revisions() {
        case("--format json a.xml");
        case("--format json -");
        case("--format json -G Fact.[0-9]+ a.xml");
        case("--format json -n 900 a.xml");
    }
}
