//! Damage that a paste takes on its way through mail, chats, tickets and office programs: recognised, undone, told.
//!
//! A kind of damage is a suspicion with a text in which it is undone. That text is read as any other, and taken only
//! if it makes at least as much sense as the text as it came: a page that is itself about quoting, escaping or code
//! fences loses sense when it is "mended". Lines keep the numbers that they have in the input.
//!
//! ```text
//! text ──suspect──▶ text without the damage ──read──▶ sheets: more sense than before? ──▶ taken and told
//! ```

mod candidate;
pub(crate) mod characters;
pub(crate) mod lines;
mod plausibility;
pub(crate) mod quoting;
pub(crate) mod table;

use characters::{entities, mojibake, nbsp_and_tabs, quoted_printable, typography};
use lines::{double_spacing, indentation, line_endings, unwrap_lines};
use quoting::{chat_timestamps, code_fence, line_numbers, quote_marks};
use std::borrow::Cow;
use table::{marker_whitespace, spreadsheet};

use crate::model::{Warning, WarningCode};
use crate::parse::sheet::{Integrity, Sheet};

use super::line_map::LineMap;
use super::unread_lines::UnreadLines;

use candidate::{Loss, Repair, Sureness};
use plausibility::{Sense, sense};

/// How many kinds of damage may lie over each other: a table in a fence in a quoted mail in quoted-printable has
/// four, and nobody was seen to manage more.
const MAX_LAYERS: usize = 6;

/// A kind of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Damage {
    /// Lines end in something else than a line feed.
    LineEnds,
    /// A mail's bytes in quoted-printable.
    QuotedPrintable,
    /// UTF-8 that was read as Windows-1252 or Latin-1.
    Mojibake,
    /// `<`, `>`, `&` and `"` as HTML writes them.
    Entities,
    /// A mail's or a chat's mark of a quotation before each line.
    Quoted,
    /// A fence of code round it.
    Fenced,
    /// Line numbers before each line.
    Numbered,
    /// Time and name before each line.
    Stamped,
    /// Spaces or tabs before each line.
    Indented,
    /// A character without width at an end of each line.
    ZeroWidth,
    /// No-break spaces for all spaces.
    NbspCopy,
    /// An empty line after each line.
    Doubled,
    /// Long lines cut at a column.
    Folded,
    /// The rows of a spreadsheet.
    Columns,
    /// Tabs turned into spaces, and blanks stripped, in lines that are nothing but markers.
    WornMarkers,
    /// Tabs turned into spaces in lines that were nothing but tabs.
    WornTabs,
    /// Lines of tabs that were stripped.
    BareTabs,
    /// Quotation marks and dashes of an office program.
    Typography,
}

impl Damage {
    /// Every kind, the outermost first: what happened to the whole text before what happened to its lines.
    const ALL: [Self; 18] = [
        Self::LineEnds,
        Self::QuotedPrintable,
        Self::Mojibake,
        Self::Numbered,
        Self::Indented,
        Self::Quoted,
        Self::Fenced,
        Self::Stamped,
        Self::ZeroWidth,
        Self::NbspCopy,
        Self::Entities,
        Self::Doubled,
        Self::Folded,
        Self::Columns,
        Self::WornMarkers,
        Self::WornTabs,
        Self::BareTabs,
        Self::Typography,
    ];

    /// The text without this damage, where there are signs of it.
    fn suspected(self, text: &str) -> Option<Repair> {
        match self {
            Self::LineEnds => line_endings::repaired(text),
            Self::QuotedPrintable => quoted_printable::repaired(text),
            Self::Mojibake => mojibake::repaired(text),
            Self::Entities => entities::repaired(text),
            Self::Quoted => quote_marks::repaired(text),
            Self::Fenced => code_fence::repaired(text),
            Self::Numbered => line_numbers::repaired(text),
            Self::Stamped => chat_timestamps::repaired(text),
            Self::Indented => indentation::unindented(text),
            Self::ZeroWidth => indentation::without_zero_width(text),
            Self::NbspCopy => nbsp_and_tabs::softened(text),
            Self::Doubled => double_spacing::repaired(text),
            Self::Folded => unwrap_lines::repaired(text),
            Self::Columns => spreadsheet::repaired(text),
            Self::WornMarkers => marker_whitespace::repaired(text),
            Self::WornTabs => nbsp_and_tabs::tabs_put_back(text),
            Self::BareTabs => double_spacing::before_each(text),
            Self::Typography => typography::repaired(text),
        }
    }
}

/// What can have happened to markup that is read as such: the rest would be seen by its not being read.
const EXACT: [Damage; 3] = [Damage::QuotedPrintable, Damage::Mojibake, Damage::Typography];

/// A text on its way back.
struct Attempt<'a> {
    text: Cow<'a, str>,
    /// The number of each line in the input, and of the one after them; none where they are those of the text.
    numbers: Option<Vec<u32>>,
    /// What was undone, and what stood outside of it.
    told: Vec<Told>,
}

/// A sentence about a damage, with what the reading is worth after it.
struct Told {
    loss: Loss,
    warnings: Vec<Warning>,
}

/// The sheets of a text in which damage was undone, where there is any that can be.
///
/// `sheets` are what the text gives as it is, and `read` reads another one.
pub(crate) fn undone<'a>(
    text: &str,
    sheets: &[Sheet<'_>],
    read: impl Fn(&str, LineMap<'_>) -> Vec<Sheet<'static>>,
) -> Option<Vec<Sheet<'a>>> {
    let is_exact = !sheets.is_empty() && sheets.iter().all(|sheet| sheet.shape.is_exact());
    let kinds = if is_exact { &EXACT[..] } else { &Damage::ALL };
    let mut attempt = Attempt { text: Cow::Borrowed(text), numbers: None, told: Vec::new() };
    let mut best = None;
    let mut mended = None;
    for _ in 0..MAX_LAYERS {
        let step = kinds.iter().find_map(|damage| {
            let repair = damage.suspected(&attempt.text).filter(|repair| attempt.is_new(repair))?;
            let before = *best.get_or_insert_with(|| sense(sheets));
            let next = attempt.after(repair.lines.as_deref());
            let numbers = next.as_deref().map_or_else(LineMap::default, LineMap::from_line_numbers);
            let sheets = read(&repair.text, numbers);
            let gained = sense(&sheets);
            is_accepted(&repair, before, gained).then_some((repair, next, sheets, gained))
        });
        let Some((repair, next, sheets, gained)) = step else { break };
        best = Some(gained);
        attempt.take(repair, next);
        mended = Some(sheets);
    }
    let mut mended: Vec<Sheet<'_>> = mended.filter(|sheets: &Vec<_>| !sheets.is_empty())?;
    tell(&mut mended, &attempt.told);
    Some(mended)
}

/// Whether the text without a damage is to be preferred: no heading may be lost by it, and of what was cut out of a
/// larger text nothing that was known.
fn is_accepted(repair: &Repair, before: Sense, after: Sense) -> bool {
    let makes_sense = match repair.sureness {
        Sureness::Certain if repair.outside.is_empty() => after.all > 0 || before.all == 0,
        Sureness::Certain => after.all >= before.all,
        Sureness::Likely => after.all > before.all,
    };
    makes_sense && after.headings >= before.headings
}

impl Attempt<'_> {
    /// Whether a repair changes the text, or says what was not said.
    fn is_new(&self, repair: &Repair) -> bool {
        repair.text != self.text || !self.is_told(&repair.message)
    }

    fn is_told(&self, message: &str) -> bool {
        self.told.iter().flat_map(|told| &told.warnings).any(|warning| warning.message == message)
    }

    /// The numbers of the lines of the next text, which come from these of this one.
    fn after(&self, lines: Option<&[usize]>) -> Option<Vec<u32>> {
        let Some(lines) = lines else { return self.numbers.clone() };
        let numbers = self.numbering();
        let after = super::input::split_lines(&self.text).len();
        Some(lines.iter().chain([&after]).map(|&at| numbers.line_number(at)).collect())
    }

    fn numbering(&self) -> LineMap<'_> {
        self.numbers.as_deref().map_or_else(LineMap::default, LineMap::from_line_numbers)
    }

    /// Goes on with the text without a damage.
    fn take(&mut self, repair: Repair, next: Option<Vec<u32>>) {
        let code = match repair.loss {
            Loss::None => WarningCode::Mended,
            Loss::Some => WarningCode::Altered,
        };
        let line = repair.first.map(|at| self.numbering().line_number(at));
        let mut warnings = Vec::new();
        if !self.is_told(&repair.message) {
            warnings.push(Warning::new(line, code, repair.message));
        }
        let mut outside = UnreadLines::default();
        let lines = super::input::split_lines(&self.text);
        for at in repair.outside {
            outside.add(lines[at], at);
        }
        warnings.extend(outside.take_warnings(self.numbering()));
        self.told.push(Told { loss: repair.loss, warnings });
        self.text = Cow::Owned(repair.text);
        self.numbers = next;
    }
}

/// Says in the first diff what was undone; what makes a reading less sure is said in each.
fn tell(sheets: &mut [Sheet<'_>], told: &[Told]) {
    for (index, sheet) in sheets.iter_mut().enumerate() {
        let of_sheet = told.iter().filter(|told| index == 0 || told.loss == Loss::Some);
        let warnings: Vec<Warning> = of_sheet.flat_map(|told| told.warnings.iter().cloned()).collect();
        sheet.warnings.splice(0..0, warnings);
        if told.iter().any(|told| told.loss == Loss::Some) {
            sheet.lower_integrity(Integrity::Repaired);
        }
    }
}
