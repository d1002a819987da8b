//! Made-up pages of wikitext, the same at every run.

use std::fmt;

use wikidiff::model::Sides;

/// Two pages to compare.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Set {
    /// An article in which every hundredth line has a word edited.
    Article,
    /// A table in which a third of the rows have.
    Table,
    /// Two articles that have no line in common.
    Unlike,
}

impl Set {
    /// Every set.
    pub(crate) const ALL: [Self; 3] = [Self::Article, Self::Table, Self::Unlike];

    /// The pages of the set.
    pub(crate) fn pages(self) -> Sides<String> {
        match self {
            Self::Article => edited(&article(1, 1_000_000), 100),
            Self::Table => edited(&table(300_000), 6),
            Self::Unlike => Sides::new(article(2, 100_000), article(3, 100_000)),
        }
    }
}

impl fmt::Display for Set {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self:?}")
    }
}

/// A paste of so many bytes with a cell on each line: two rows of context, a changed one, two rows of context.
pub(crate) fn paste(bytes: usize) -> String {
    let page = article(4, bytes);
    let lines: Vec<_> = page.lines().filter(|line| !line.is_empty()).collect();
    let mut paste = "Big page: Difference between revisions\n\n".to_owned();
    for (hunk, rows) in lines.chunks_exact(5).enumerate().take_while(|(hunk, _)| hunk * 600 < bytes) {
        let start = hunk * 10 + 1;
        paste.extend([format!("Line {start}: Line {start}:\n")]);
        for (row, line) in rows.iter().enumerate() {
            let new = if row == 2 { edit(line) } else { (*line).to_owned() };
            paste.extend([*line, "\n", &new, "\n"]);
        }
    }
    paste
}

/// One line of so many bytes, fifty of its words edited.
pub(crate) fn long_line(bytes: usize) -> Sides<String> {
    let line = article(5, bytes).replace('\n', " ");
    let words: Vec<_> = line.split(' ').collect();
    let step = words.len() / 50;
    let edited = |(at, word): (usize, &&str)| {
        if at % step == step / 2 { format!("{word}s") } else { (*word).to_owned() }
    };
    let new = words.iter().enumerate().map(edited).collect::<Vec<_>>().join(" ");
    Sides::new(line, new)
}

/// Lines that are the worst for one or the other way to compare them.
pub(crate) fn worst(kind: &str) -> Sides<String> {
    let repeated = |text: &str| text.repeat(300_000 / text.len());
    match kind {
        "alternating" => Sides::new(repeated("a b "), repeated("b c a ")),
        "one word" => Sides::new("a ".repeat(500_000), "a ".repeat(499_000)),
        _ => Sides::new(repeated("one two six "), repeated("red blue low ")),
    }
}

/// An article of so many bytes: prose with links, templates and references, headings, lists.
fn article(seed: u64, bytes: usize) -> String {
    let mut dice = Dice(seed);
    let mut page = String::with_capacity(bytes + 1_000);
    while page.len() < bytes {
        let line = match dice.roll(12) {
            0 => format!("\n== {} ==", words(&mut dice, 2)),
            1..=3 => format!("* [[{}]], {}", words(&mut dice, 2), words(&mut dice, 6)),
            4 => format!("{{{{Infobox|name={}|born={}}}}}", words(&mut dice, 2), dice.roll(2_000)),
            _ => paragraph(&mut dice),
        };
        page.extend([line.as_str(), "\n"]);
    }
    page
}

fn paragraph(dice: &mut Dice) -> String {
    let sentence = |dice: &mut Dice| {
        let (one, two, three) = (words(dice, 9), words(dice, 2), words(dice, 7));
        format!("{one} [[{two}]], {three}.<ref>{{{{cite web|url=http://{two}.org|title={one}}}}}</ref> ")
    };
    (0..=dice.roll(3)).map(|_| sentence(dice)).collect()
}

/// A table of so many bytes, its rows on lines of their own.
fn table(bytes: usize) -> String {
    let mut dice = Dice(6);
    let mut page = "{|\n".to_owned();
    while page.len() < bytes {
        let cells: Vec<_> = (0..5).map(|_| words(&mut dice, 2)).collect();
        page.extend(["|-\n| ", &cells.join(" || "), "\n"]);
    }
    page
}

/// A page, and the same with one word edited in one of so many lines.
fn edited(page: &str, one_in: usize) -> Sides<String> {
    let line = |(at, line): (usize, &str)| if at % one_in == 2 { edit(line) } else { line.to_owned() };
    let new = page.lines().enumerate().map(line).collect::<Vec<_>>().join("\n");
    Sides::new(page.to_owned(), new)
}

/// The line with its word in the middle replaced.
fn edit(line: &str) -> String {
    let words: Vec<_> = line.split(' ').collect();
    let middle = words.len() / 2;
    [&words[..middle], &["edited"], &words[middle + 1..]].concat().join(" ")
}

fn words(dice: &mut Dice, count: usize) -> String {
    (0..count).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
}

/// A word of one to four syllables; the seventh part of them is Cyrillic or Thai.
fn word(dice: &mut Dice) -> String {
    const SYLLABLES: [&str; 14] =
        ["ta", "re", "lo", "mi", "sun", "kor", "ven", "the", "of", "and", "in", "ist", "во", "ดี"];
    (0..=dice.roll(3)).map(|_| SYLLABLES[dice.roll(SYLLABLES.len())]).collect()
}

/// Numbers that look like chance (a linear congruence with Knuth's constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }
}
