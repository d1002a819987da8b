//! What happens to a paste on its way, and what it makes of the lines there.

use crate::support::bytes::Bytes;
use crate::support::engine::Engine;
use crate::support::judge::folded;
use crate::support::made;

/// One accident that befalls a paste; the numbers are places, taken round the end.
#[derive(Clone, Debug)]
pub(crate) enum Accident {
    Drop(usize),
    Double(usize),
    Swap(usize, usize),
    CutAfter(usize),
    CutBefore(usize),
    Insert(usize, String),
}

/// Lines that look like a part of some shape.
pub(crate) const FURNITURE: [&str; 17] = [
    "Line 5: Line 7:",
    "Line 3:",
    "\t",
    "\t\t",
    "−\t",
    "+\t",
    " \t",
    " ",
    "−",
    "+",
    "⚫",
    "| − | a | + | b |",
    "@@ -1,2 +1,2 @@",
    "4 bytes added , 4 February 2023",
    "Tarn: Difference between revisions",
    "第5行:",
    "a a",
];

/// The accident that bytes choose.
pub(crate) fn accident(bytes: &mut Bytes<'_>) -> Accident {
    let place = |bytes: &mut Bytes<'_>| bytes.below(400);
    match bytes.below(7) {
        0 => Accident::Drop(place(bytes)),
        1 => Accident::Double(place(bytes)),
        2 => Accident::Swap(place(bytes), place(bytes)),
        3 => Accident::CutAfter(bytes.below(20_000)),
        4 => Accident::CutBefore(bytes.below(20_000)),
        5 => Accident::Insert(place(bytes), bytes.one_of(&FURNITURE).to_owned()),
        _ => Accident::Insert(place(bytes), made::text(bytes)),
    }
}

pub(crate) fn befall(text: &str, accident: &Accident) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let count = lines.len();
    match accident {
        Accident::Drop(at) => drop(lines.remove(at % count)),
        Accident::Double(at) => lines.insert(at % count, lines[at % count]),
        Accident::Swap(one, other) => lines.swap(one % count, other % count),
        Accident::CutAfter(at) => return text[..boundary(text, *at)].to_owned(),
        Accident::CutBefore(at) => return text[boundary(text, *at)..].to_owned(),
        Accident::Insert(at, line) => lines.insert(at % count, line),
    }
    lines.join("\n")
}

/// The last character boundary up to a place.
fn boundary(text: &str, at: usize) -> usize {
    let at = at % (text.len() + 1);
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A paste after some accidents, and the lines of which it says something else now.
#[derive(Debug)]
pub(crate) struct Wreck {
    pub(crate) text: String,
    spoilt: Vec<String>,
    loose: Vec<String>,
}

impl Wreck {
    pub(crate) fn of(text: String, accidents: &[Accident]) -> Self {
        let mut wreck = Self { text, spoilt: Vec::new(), loose: Vec::new() };
        for accident in accidents {
            wreck.befall(accident);
        }
        wreck
    }

    /// Whether the paste need not say any longer on which sides the line stands, folded as the engine's lines are.
    pub(crate) fn is_spoilt(&self, line: &str, engine: Engine) -> bool {
        self.spoilt.iter().any(|spoilt| folded(spoilt, engine).contains(line.trim()))
    }

    fn befall(&mut self, accident: &Accident) {
        let lines: Vec<&str> = self.text.split('\n').collect();
        self.spoilt.extend(spoilt_by(&lines, accident));
        // A line that stands twice, or over which another took its marker, is a row of context where those have none: if
        // it comes to stand there again, or another takes its marker.
        if let Accident::Double(at) | Accident::Insert(at, _) = accident {
            let line = lines[at % lines.len()].to_owned();
            let spoilt = self.loose.contains(&line).then(|| line.clone());
            self.spoilt.extend(spoilt);
            self.loose.push(line);
        }
        self.text = befall(&self.text, accident);
        if let Accident::CutAfter(_) = accident {
            self.spoilt.extend(cut(&self.text).map(ToString::to_string));
        }
    }
}

/// The last line of a text that breaks off, where a marker over it or in it says its side: what is left of it may be
/// another line.
fn cut(text: &str) -> Option<&str> {
    let (above, last) = text.rsplit_once('\n')?;
    let over = above.rsplit('\n').next()?;
    let is_marker = |marker: &str| marker.contains(['−', '+']) && !marker.contains(char::is_alphanumeric);
    let own = last.rsplit('\t').nth(1);
    [Some(over), own].into_iter().flatten().any(is_marker).then_some(last)
}

/// How far from a marker the lines stand whose sides it states.
const REACH: usize = 3;

/// The lines of which a paste says something else after an accident: a line without letters is a marker or a border,
/// and states the sides of those beside it. A "+" that stands twice is a line "+" that was added. Two lines that are
/// swapped may have changed sides, as in another edit.
fn spoilt_by(lines: &[&str], accident: &Accident) -> Vec<String> {
    let places = match accident {
        Accident::Drop(at) | Accident::Double(at) | Accident::Insert(at, _) => vec![at % lines.len()],
        Accident::Swap(one, other) => vec![one % lines.len(), other % lines.len()],
        Accident::CutAfter(_) | Accident::CutBefore(_) => Vec::new(),
    };
    let inserted = if let Accident::Insert(_, line) = accident { Some(line.as_str()) } else { None };
    let states = |at: &usize| !inserted.unwrap_or(lines[*at]).contains(char::is_alphanumeric);
    let near = |at: usize| &lines[at.saturating_sub(REACH)..lines.len().min(at + REACH + 1)];
    let swapped = if let Accident::Swap(..) = accident { places.clone() } else { Vec::new() };
    let swapped = swapped.into_iter().map(|at| lines[at]);
    let beside = places.into_iter().filter(states).flat_map(near).copied();
    beside.chain(swapped).map(ToString::to_string).collect()
}
