//! Mutations of a paste, and their effect on its lines.

use crate::support::bytes::Bytes;
use crate::support::engine::Engine;
use crate::support::generators;
use crate::support::scoring::fold_whitespace;

/// A mutation of a paste. The numbers are positions, modulo the length.
#[derive(Clone, Debug)]
pub(crate) enum Mutation {
    Drop(usize),
    Double(usize),
    Swap(usize, usize),
    CutAfter(usize),
    CutBefore(usize),
    Insert(usize, String),
}

/// Lines that look like a part of a shape.
pub(crate) const SHAPE_LINES: [&str; 17] = [
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

/// Chooses a mutation by bytes.
pub(crate) fn mutation(bytes: &mut Bytes<'_>) -> Mutation {
    let place = |bytes: &mut Bytes<'_>| bytes.below(400);
    match bytes.below(7) {
        0 => Mutation::Drop(place(bytes)),
        1 => Mutation::Double(place(bytes)),
        2 => Mutation::Swap(place(bytes), place(bytes)),
        3 => Mutation::CutAfter(bytes.below(20_000)),
        4 => Mutation::CutBefore(bytes.below(20_000)),
        5 => Mutation::Insert(place(bytes), bytes.one_of(&SHAPE_LINES).to_owned()),
        _ => Mutation::Insert(place(bytes), generators::text(bytes)),
    }
}

pub(crate) fn apply(text: &str, mutation: &Mutation) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let count = lines.len();
    match mutation {
        Mutation::Drop(at) => drop(lines.remove(at % count)),
        Mutation::Double(at) => lines.insert(at % count, lines[at % count]),
        Mutation::Swap(one, other) => lines.swap(one % count, other % count),
        Mutation::CutAfter(at) => return text[..boundary(text, *at)].to_owned(),
        Mutation::CutBefore(at) => return text[boundary(text, *at)..].to_owned(),
        Mutation::Insert(at, line) => lines.insert(at % count, line),
    }
    lines.join("\n")
}

/// The last character boundary at or before a place.
fn boundary(text: &str, at: usize) -> usize {
    let at = at % (text.len() + 1);
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A paste after mutations, and the lines whose sides it no longer states as before.
#[derive(Debug)]
pub(crate) struct DamagedPaste {
    pub(crate) text: String,
    affected: Vec<String>,
    loose: Vec<String>,
}

impl DamagedPaste {
    pub(crate) fn new(text: String, mutations: &[Mutation]) -> Self {
        let mut damaged = Self { text, affected: Vec::new(), loose: Vec::new() };
        for mutation in mutations {
            damaged.apply(mutation);
        }
        damaged
    }

    /// True if the paste may no longer state the sides of the line. Lines are compared like those of the engine.
    pub(crate) fn is_affected(&self, line: &str, engine: Engine) -> bool {
        self.affected.iter().any(|affected| fold_whitespace(affected, engine).contains(line.trim()))
    }

    fn apply(&mut self, mutation: &Mutation) {
        let lines: Vec<&str> = self.text.split('\n').collect();
        self.affected.extend(find_affected_lines(&lines, mutation));
        // Context rows have no markers. So a line becomes context if it stands twice, or if another line takes its
        // marker.
        if let Mutation::Double(at) | Mutation::Insert(at, _) = mutation {
            let line = lines[at % lines.len()].to_owned();
            let affected = self.loose.contains(&line).then(|| line.clone());
            self.affected.extend(affected);
            self.loose.push(line);
        }
        self.text = apply(&self.text, mutation);
        if let Mutation::CutAfter(_) = mutation {
            self.affected.extend(cut(&self.text).map(ToString::to_string));
        }
    }
}

/// The last line of a cut text, if a marker above it or in it states its side. The rest of the line may look like another
/// line.
fn cut(text: &str) -> Option<&str> {
    let (above, last) = text.rsplit_once('\n')?;
    let over = above.rsplit('\n').next()?;
    let is_marker = |marker: &str| marker.contains(['−', '+']) && !marker.contains(char::is_alphanumeric);
    let own = last.rsplit('\t').nth(1);
    [Some(over), own].into_iter().flatten().any(is_marker).then_some(last)
}

/// Maximum distance of a marker from the lines whose sides it states.
const REACH: usize = 3;

/// The lines whose stated sides a mutation may change: a line without letters is a marker or a border, and states the
/// sides of the lines beside it. A "+" that stands twice is a line "+" that was added. Two lines that are
/// swapped may have changed sides, as in another edit.
fn find_affected_lines(lines: &[&str], mutation: &Mutation) -> Vec<String> {
    let places = match mutation {
        Mutation::Drop(at) | Mutation::Double(at) | Mutation::Insert(at, _) => vec![at % lines.len()],
        Mutation::Swap(one, other) => vec![one % lines.len(), other % lines.len()],
        Mutation::CutAfter(_) | Mutation::CutBefore(_) => Vec::new(),
    };
    let inserted = if let Mutation::Insert(_, line) = mutation { Some(line.as_str()) } else { None };
    let states = |at: &usize| !inserted.unwrap_or(lines[*at]).contains(char::is_alphanumeric);
    let near = |at: usize| &lines[at.saturating_sub(REACH)..lines.len().min(at + REACH + 1)];
    let swapped = if let Mutation::Swap(..) = mutation { places.clone() } else { Vec::new() };
    let swapped = swapped.into_iter().map(|at| lines[at]);
    let beside = places.into_iter().filter(states).flat_map(near).copied();
    beside.chain(swapped).map(ToString::to_string).collect()
}
