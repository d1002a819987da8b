//! The block grammars of MediaWiki's two diff engines: which row may follow which.
//!
//! Facts: `TableDiffFormatter::_changed`, `_added`, `_deleted`, `DiffFormatter::format` (PHP); `Wikidiff2::printDiff`,
//! `TableDiff` (wikidiff2). Both print at most two lines of context round a change.

use crate::parse::sheet::Engine;

/// What a row is to the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepKind {
    /// The same line on both sides.
    Context,
    /// Two lines beside each other.
    Changed,
    /// Two lines beside each other that have nothing in common: the PHP engine prints a block that was written anew so.
    Replaced,
    /// An old line alone.
    Removed,
    /// A new line alone.
    Added,
    /// An empty old line of a purely removed block, of which the PHP engine's table leaves nothing to copy.
    UnseenRemoved,
    /// An empty new line of a purely added block, likewise.
    UnseenAdded,
}

/// How many kinds of rows there are.
pub(crate) const KINDS: usize = StepKind::ALL.len();

impl StepKind {
    /// Every kind, in order.
    pub(crate) const ALL: [Self; 7] = [
        Self::Context,
        Self::Changed,
        Self::Replaced,
        Self::Removed,
        Self::Added,
        Self::UnseenRemoved,
        Self::UnseenAdded,
    ];

    /// The kind with the sides exchanged.
    pub(crate) const fn mirrored(self) -> Self {
        match self {
            Self::Context | Self::Changed | Self::Replaced => self,
            Self::Removed => Self::Added,
            Self::Added => Self::Removed,
            Self::UnseenRemoved => Self::UnseenAdded,
            Self::UnseenAdded => Self::UnseenRemoved,
        }
    }
}

/// How far the reading of a hunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// In the context before the first change, so many lines of it seen.
    Lead(u8),
    /// In a block, after a changed row.
    Change,
    /// In a PHP block, after two lines that have nothing in common.
    Replaced,
    /// In a wikidiff2 block, after the new line of an unlike pair; its old line must follow.
    Unlike,
    /// After added rows of a block that began with changed ones.
    TailAdded,
    /// After removed rows of a block that began with changed ones.
    TailRemoved,
    /// In a block of nothing but added rows, so many unseen ones after the last that was seen.
    Added(u8),
    /// In a block of nothing but removed rows, so many unseen ones after the last that was seen.
    Removed(u8),
    /// In a block of which so many unseen added rows have come, and none that was seen.
    BlankAdded(u8),
    /// In a block of which so many unseen removed rows have come, and none that was seen.
    BlankRemoved(u8),
    /// In the context after a change, so many lines of it seen.
    Context(u8),
}

/// The most context lines that both engines print before the first change of a hunk and after its last.
pub(crate) const MAX_CONTEXT_AROUND: u8 = 2;

/// The most context lines between two changes: more, and the hunk is cut in two. Where the headers were not copied,
/// the two lines after one hunk and the two before the next make four as well.
const MAX_CONTEXT_BETWEEN: u8 = 4;

/// The most unseen rows in a row: blank lines come singly, seldom in twos or threes.
const MAX_UNSEEN: u8 = 5;

/// How many phases there are.
pub(crate) const PHASES: usize = Phase::ALL.len();

impl Phase {
    /// Every phase, those that an unseen row leads to after those that it leads from.
    pub(crate) const ALL: [Self; 34] = [
        Self::Lead(0),
        Self::Lead(1),
        Self::Lead(2),
        Self::Context(1),
        Self::Context(2),
        Self::Context(3),
        Self::Context(4),
        Self::Change,
        Self::Replaced,
        Self::Unlike,
        Self::TailAdded,
        Self::TailRemoved,
        Self::Added(0),
        Self::Added(1),
        Self::Added(2),
        Self::Added(3),
        Self::Added(4),
        Self::Added(5),
        Self::Removed(0),
        Self::Removed(1),
        Self::Removed(2),
        Self::Removed(3),
        Self::Removed(4),
        Self::Removed(5),
        Self::BlankAdded(1),
        Self::BlankAdded(2),
        Self::BlankAdded(3),
        Self::BlankAdded(4),
        Self::BlankAdded(5),
        Self::BlankRemoved(1),
        Self::BlankRemoved(2),
        Self::BlankRemoved(3),
        Self::BlankRemoved(4),
        Self::BlankRemoved(5),
    ];

    /// The phase's place in [`Self::ALL`].
    pub(crate) const fn number(self) -> usize {
        match self {
            Self::Lead(seen) => seen as usize,
            Self::Context(seen) => 2 + seen as usize,
            Self::Change => 7,
            Self::Replaced => 8,
            Self::Unlike => 9,
            Self::TailAdded => 10,
            Self::TailRemoved => 11,
            Self::Added(unseen) => 12 + unseen as usize,
            Self::Removed(unseen) => 18 + unseen as usize,
            Self::BlankAdded(unseen) => 23 + unseen as usize,
            Self::BlankRemoved(unseen) => 28 + unseen as usize,
        }
    }

    /// Whether only an unseen row leads to the phase.
    pub(crate) const fn is_after_unseen(self) -> bool {
        matches!(self, Self::Added(1..) | Self::Removed(1..) | Self::BlankAdded(_) | Self::BlankRemoved(_))
    }

    /// The phase with the sides exchanged.
    pub(crate) const fn mirrored(self) -> Self {
        match self {
            Self::Lead(_) | Self::Change | Self::Replaced | Self::Unlike | Self::Context(_) => self,
            Self::TailAdded => Self::TailRemoved,
            Self::TailRemoved => Self::TailAdded,
            Self::Added(unseen) => Self::Removed(unseen),
            Self::Removed(unseen) => Self::Added(unseen),
            Self::BlankAdded(unseen) => Self::BlankRemoved(unseen),
            Self::BlankRemoved(unseen) => Self::BlankAdded(unseen),
        }
    }

    /// The phase after a row of a kind; `None` where the engine never prints it there.
    pub(crate) const fn after(self, kind: StepKind, engine: Engine) -> Option<Self> {
        match kind {
            StepKind::Context => self.after_context(),
            StepKind::Changed => self.after_changed(engine),
            StepKind::Replaced => self.after_replaced(engine),
            StepKind::Removed => self.after_removed(),
            StepKind::Added => self.after_added(),
            StepKind::UnseenRemoved | StepKind::UnseenAdded => self.after_unseen(kind, engine),
        }
    }

    const fn after_context(self) -> Option<Self> {
        match self {
            Self::Lead(seen) if seen < MAX_CONTEXT_AROUND => Some(Self::Lead(seen + 1)),
            Self::Context(seen) if seen < MAX_CONTEXT_BETWEEN => Some(Self::Context(seen + 1)),
            Self::Lead(_) | Self::Context(_) | Self::Unlike => None,
            _ => Some(Self::Context(1)),
        }
    }

    const fn after_changed(self, engine: Engine) -> Option<Self> {
        match (self, engine) {
            // After added rows: a split line (wikidiff2 1.14), an old line and its several new ones.
            (Self::Lead(_) | Self::Context(_) | Self::Change | Self::Replaced, _)
            | (Self::TailAdded, Engine::Wikidiff2) => Some(Self::Change),
            _ => None,
        }
    }

    const fn after_replaced(self, engine: Engine) -> Option<Self> {
        match (self, engine) {
            (Self::Lead(_) | Self::Context(_) | Self::Change | Self::Replaced, Engine::Php) => {
                Some(Self::Replaced)
            }
            _ => None,
        }
    }

    const fn after_removed(self) -> Option<Self> {
        match self {
            Self::Unlike => Some(Self::Change),
            Self::Lead(_) | Self::Context(_) | Self::Removed(_) | Self::BlankRemoved(_) => {
                Some(Self::Removed(0))
            }
            Self::Change | Self::Replaced | Self::TailRemoved => Some(Self::TailRemoved),
            Self::TailAdded | Self::Added(_) | Self::BlankAdded(_) => None,
        }
    }

    const fn after_added(self) -> Option<Self> {
        match self {
            Self::Lead(_) | Self::Context(_) | Self::Added(_) | Self::BlankAdded(_) => Some(Self::Added(0)),
            Self::Change | Self::Replaced | Self::TailAdded => Some(Self::TailAdded),
            Self::TailRemoved | Self::Removed(_) | Self::BlankRemoved(_) | Self::Unlike => None,
        }
    }

    const fn after_unseen(self, kind: StepKind, engine: Engine) -> Option<Self> {
        if matches!(engine, Engine::Wikidiff2) {
            return None;
        }
        match (self, kind) {
            (Self::Lead(_) | Self::Context(_), StepKind::UnseenAdded) => Some(Self::BlankAdded(1)),
            (Self::Lead(_) | Self::Context(_), StepKind::UnseenRemoved) => Some(Self::BlankRemoved(1)),
            (Self::Added(unseen), StepKind::UnseenAdded) if unseen < MAX_UNSEEN => {
                Some(Self::Added(unseen + 1))
            }
            (Self::Removed(unseen), StepKind::UnseenRemoved) if unseen < MAX_UNSEEN => {
                Some(Self::Removed(unseen + 1))
            }
            (Self::BlankAdded(unseen), StepKind::UnseenAdded) if unseen < MAX_UNSEEN => {
                Some(Self::BlankAdded(unseen + 1))
            }
            (Self::BlankRemoved(unseen), StepKind::UnseenRemoved) if unseen < MAX_UNSEEN => {
                Some(Self::BlankRemoved(unseen + 1))
            }
            _ => None,
        }
    }

    /// The phase after the new line of an unlike pair, which wikidiff2 prints before the old one.
    pub(crate) const fn after_unlike(self, engine: Engine) -> Option<Self> {
        match (self, engine) {
            (Self::Lead(_) | Self::Context(_) | Self::Change, Engine::Wikidiff2) => Some(Self::Unlike),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether both engines, one, or none of them print a run of rows: `=` context, `~` changed, `≁` replaced, `-` removed,
    /// `+` added, `u` and `v` unseen added and removed, `±` an unlike pair's new line.
    #[track_caller]
    fn case(rows: &str, printed_by: &[Engine]) {
        let engines = [Engine::Wikidiff2, Engine::Php].into_iter();
        let found: Vec<Engine> = engines.filter(|engine| prints(*engine, rows)).collect();
        assert_eq!(found, printed_by, "{rows}");
    }

    fn prints(engine: Engine, rows: &str) -> bool {
        let row = |phase: Phase, sign| match sign {
            '=' => phase.after(StepKind::Context, engine),
            '~' => phase.after(StepKind::Changed, engine),
            '≁' => phase.after(StepKind::Replaced, engine),
            '-' => phase.after(StepKind::Removed, engine),
            '+' => phase.after(StepKind::Added, engine),
            'u' => phase.after(StepKind::UnseenAdded, engine),
            'v' => phase.after(StepKind::UnseenRemoved, engine),
            _ => phase.after_unlike(engine),
        };
        rows.chars().try_fold(Phase::Lead(0), row).is_some()
    }

    #[test]
    fn nothing_but_unseen_rows_leads_to_the_last_phases() {
        let last = &Phase::ALL[Phase::Removed(0).number() + 1..];
        assert!(last.iter().all(|phase| phase.is_after_unseen()));
    }

    const BOTH: &[Engine] = &[Engine::Wikidiff2, Engine::Php];
    const WIKIDIFF2: &[Engine] = &[Engine::Wikidiff2];
    const PHP: &[Engine] = &[Engine::Php];
    const NEITHER: &[Engine] = &[];

    #[test]
    fn two_lines_of_context_lead_and_four_stand_between() {
        case("==~==", BOTH);
        case("===", NEITHER);
        case("~====~", BOTH);
        case("~=====", NEITHER);
    }

    #[test]
    fn a_block_is_changed_rows_then_rows_of_one_side() {
        case("~~++", BOTH);
        case("~--", BOTH);
        case("++=--", BOTH);
        case("~+-", NEITHER);
        case("+-", NEITHER);
        case("-+", NEITHER);
        case("-~", NEITHER);
        case("+~", NEITHER);
    }

    #[test]
    fn only_the_php_engine_prints_unlike_lines_beside_each_other() {
        case("=≁≁~++", PHP);
        case("=~≁--=", PHP);
        case("=+≁", NEITHER);
    }

    #[test]
    fn only_wikidiff2_splits_a_line() {
        case("~+~", WIKIDIFF2);
        case("~-~", NEITHER);
    }

    #[test]
    fn only_wikidiff2_prints_an_unlike_pair_new_line_first() {
        case("=±-~", WIKIDIFF2);
        case("~±-", WIKIDIFF2);
        case("±=", NEITHER);
        case("±+", NEITHER);
        case("+±", NEITHER);
    }

    #[test]
    fn only_the_php_engine_has_unseen_rows_and_five_at_most() {
        case("=u+u", PHP);
        case("vvv-", PHP);
        case("uuuuuu", NEITHER);
        case("~u", NEITHER);
        case("uv", NEITHER);
        case("u-", NEITHER);
    }

    #[test]
    fn every_phase_has_its_number() {
        for (number, phase) in Phase::ALL.iter().enumerate() {
            assert_eq!(phase.number(), number, "{phase:?}");
        }
    }
}
