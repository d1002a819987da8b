//! What each stage costs, on made-up pages: `cargo bench`, or `cargo bench -- words` for one stage.
//!
//! Times mean little from one machine to another; what is to be compared are the stages with each other, a set
//! with itself at twice the size, and a set before and after a change.

use divan::Bencher;
use divan::counter::BytesCount;
use wikidiff::line_diff::{self, CONTEXT};
use wikidiff::model::{Diff, Line, Marked, Sides};
use wikidiff::parse::sheet::Sheet;
use wikidiff::render::style::theme::{Background, ColorDepth, Theme};
use wikidiff::render::{self, View};
use wikidiff::word_diff::{compare, mark};
use wikidiff::{pairing, parse};

mod pages;

use pages::Set;

fn main() {
    divan::main();
}

/// Two pages, compared line by line.
#[divan::bench(args = Set::ALL)]
fn lines_stage(bencher: Bencher, set: Set) {
    let pages = set.pages();
    bencher.counter(size(&pages)).bench_local(|| compared(&pages));
}

/// The changed lines of two pages, cut into words.
#[divan::bench(args = Set::ALL)]
fn words_stage(bencher: Bencher, set: Set) {
    let pages = set.pages();
    bencher.counter(size(&pages)).with_inputs(|| compared(&pages)).bench_local_values(mark);
}

/// The picture with colours, written to nowhere.
#[divan::bench(args = Set::ALL)]
fn render_stage(bencher: Bencher, set: Set) {
    let pages = set.pages();
    let marked = mark(compared(&pages));
    bencher.counter(size(&pages)).bench_local(|| draw(&marked));
}

/// A paste with a cell on each line, as cells.
#[divan::bench(args = [40_000, 400_000])]
fn read_stage(bencher: Bencher, bytes: usize) {
    let paste = pages::paste(bytes);
    bencher.counter(BytesCount::of_str(&paste)).bench_local(|| sheets(&paste));
}

/// The same cells, paired.
#[divan::bench(args = [40_000, 400_000])]
fn pair_stage(bencher: Bencher, bytes: usize) {
    let paste = pages::paste(bytes);
    let help = pairing::Hints::default();
    let paired =
        |sheets: Vec<_>| sheets.into_iter().map(|sheet| pairing::pair(sheet, &help)).collect::<Vec<_>>();
    bencher.counter(BytesCount::of_str(&paste)).with_inputs(|| sheets(&paste)).bench_local_values(paired);
}

/// One pair of lines with fifty edits, each time twice as long: the cost is to double as well.
#[divan::bench(args = [125_000, 250_000, 500_000, 1_000_000])]
fn long_line(bencher: Bencher, bytes: usize) {
    let lines = pages::long_line(bytes);
    bencher.counter(size(&lines)).bench_local(|| compare(&lines.old, &lines.new));
}

/// One pair of lines that have no word in common, or nothing but.
#[divan::bench(args = ["unlike", "alternating", "one word"])]
fn worst_lines(bencher: Bencher, kind: &str) {
    let lines = pages::worst(kind);
    bencher.counter(size(&lines)).bench_local(|| compare(&lines.old, &lines.new));
}

fn compared(pages: &Sides<String>) -> Diff<'_, Line<'_>> {
    line_diff::diff(pages.as_ref().map(String::as_str), CONTEXT)
}

fn sheets(paste: &str) -> Vec<Sheet<'_>> {
    parse::read_sheets(paste, &parse::Options::default()).expect("a made-up paste is a diff")
}

fn draw(diff: &Diff<'_, Marked<'_>>) {
    let theme = Theme::built_in("wiki").expect("a theme that is built in");
    let view = View { style: theme.stylesheet(Background::Dark, ColorDepth::TrueColor), ..View::default() };
    render::terminal(diff, &view, &mut std::io::sink()).expect("nowhere takes everything");
}

fn size(texts: &Sides<String>) -> BytesCount {
    BytesCount::new(texts.old.len() + texts.new.len())
}
