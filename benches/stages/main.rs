//! Cost of each stage on made-up pages: `cargo bench`, or `cargo bench -- words` for one stage.
//!
//! Times of two machines cannot be compared. Compare the stages with each other, a set with itself at twice the size,
//! and a set before and after a change.

use divan::Bencher;
use divan::counter::BytesCount;
use wikidiff::Options;
use wikidiff::internals::{CONTEXT, Sheet, compare, diff_lines, mark, pair, read_sheets, with};
use wikidiff::model::{Diff, Line, Marked, Sides};
use wikidiff::render::{self, Background, ColorDepth, Theme, View};

mod pages;

use pages::Set;

fn main() {
    divan::main();
}

/// Compares two pages line by line.
#[divan::bench(args = Set::ALL)]
fn lines_stage(bencher: Bencher, set: Set) {
    let pages = set.pages();
    bencher.counter(size(&pages)).bench_local(|| diff_pages(&pages));
}

/// Cuts the changed lines of two pages into words.
#[divan::bench(args = Set::ALL)]
fn words_stage(bencher: Bencher, set: Set) {
    let pages = set.pages();
    bencher.counter(size(&pages)).with_inputs(|| diff_pages(&pages)).bench_local_values(mark);
}

/// Renders with colours and drops the output.
#[divan::bench(args = Set::ALL)]
fn render_stage(bencher: Bencher, set: Set) {
    let pages = set.pages();
    let marked = mark(diff_pages(&pages));
    bencher.counter(size(&pages)).bench_local(|| draw(&marked));
}

/// Reads the cells of a paste that has one on each line.
#[divan::bench(args = [40_000, 400_000])]
fn read_stage(bencher: Bencher, bytes: usize) {
    let paste = pages::paste(bytes);
    bencher.counter(BytesCount::of_str(&paste)).bench_local(|| sheets(&paste));
}

/// Pairs the cells of such a paste.
#[divan::bench(args = [40_000, 400_000])]
fn pair_stage(bencher: Bencher, bytes: usize) {
    let paste = pages::paste(bytes);
    let options = Options::default();
    let paired = |sheets: Vec<_>| sheets.into_iter().map(|sheet| pair(sheet, &options)).collect::<Vec<_>>();
    bencher.counter(BytesCount::of_str(&paste)).with_inputs(|| sheets(&paste)).bench_local_values(paired);
}

/// Compares one pair of lines with fifty edits. The cost must double with the length.
#[divan::bench(args = [125_000, 250_000, 500_000, 1_000_000])]
fn long_line(bencher: Bencher, bytes: usize) {
    let lines = pages::long_line(bytes);
    bencher.counter(size(&lines)).bench_local(|| compare(&lines.old, &lines.new));
}

/// Compares one pair of lines that have no word in common, or only one word.
#[divan::bench(args = ["unlike", "alternating", "one word"])]
fn worst_lines(bencher: Bencher, kind: &str) {
    let lines = pages::worst(kind);
    bencher.counter(size(&lines)).bench_local(|| compare(&lines.old, &lines.new));
}

fn diff_pages(pages: &Sides<String>) -> Diff<'_, Line<'_>> {
    diff_lines(pages.as_ref().map(String::as_str), CONTEXT)
}

fn sheets(paste: &str) -> Vec<Sheet<'_>> {
    read_sheets(paste, &Options::default()).expect("a made-up paste is a diff")
}

fn draw(diff: &Diff<'_, Marked<'_>>) {
    let theme = Theme::built_in("wiki").expect("a theme that is built in");
    let view =
        with(View::default(), |view| view.style = theme.stylesheet(Background::Dark, ColorDepth::TrueColor));
    render::terminal(diff, &view, &mut std::io::sink()).expect("nowhere takes everything");
}

fn size(texts: &Sides<String>) -> BytesCount {
    BytesCount::new(texts.old.len() + texts.new.len())
}
