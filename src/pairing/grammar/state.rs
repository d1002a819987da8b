//! Block grammars of MediaWiki's two diff engines, as state machines over the kinds of rows.
//!
//! ```text
//! LeadingContext(0..2) ──▶ Changed ──▶ AddedAfterChanged   ──▶ Context(1..4) ──▶ Changed …
//!                     │           └──▶ RemovedAfterChanged ──▶
//!                     ├──▶ Added(0)   ◀──▶ unseen added rows ──▶
//!                     └──▶ Removed(0) ◀──▶ unseen removed rows ──▶
//! ```
//!
//! Sources: `TableDiffFormatter::_changed`, `_added`, `_deleted`, `DiffFormatter::format` (PHP); `Wikidiff2::printDiff`,
//! `TableDiff` (wikidiff2). Both engines print at most two lines of context around a change.

use crate::parse::sheet::Engine;

/// Kind of a row in the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepKind {
    /// One line on both sides.
    Context,
    /// Two lines beside each other.
    Changed,
    /// Two lines beside each other that have nothing in common, as the PHP engine prints a rewritten block.
    Replaced,
    /// An old line alone.
    Removed,
    /// A new line alone.
    Added,
    /// An empty old line of a purely removed block. The PHP engine's table leaves nothing of it to copy, and some programs
    /// that extract a text drop it.
    UnseenRemoved,
    /// An empty new line of a purely added block, likewise.
    UnseenAdded,
}

/// Number of kinds of rows.
pub(crate) const STEP_KIND_COUNT: usize = StepKind::ALL.len();

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

    /// Returns the kind with the sides exchanged.
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

/// State of the grammar between two rows of a hunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// In the context before the first change, after this many lines of it.
    LeadingContext(u8),
    /// In a block, after a changed row.
    Changed,
    /// In a PHP block, after two lines that have nothing in common.
    Replaced,
    /// In a wikidiff2 block, after the new line of an unlike pair; its old line must follow, alone or in a changed row.
    AfterUnlikeNew,
    /// After added rows of a block that began with changed rows.
    AddedAfterChanged,
    /// After removed rows of a block that began with changed rows.
    RemovedAfterChanged,
    /// In a block of added rows only, this many unseen rows after the last seen row.
    Added(u8),
    /// In a block of removed rows only, this many unseen rows after the last seen row.
    Removed(u8),
    /// In a block of added rows after this many unseen rows and before the first seen row.
    UnseenBeforeAdded(u8),
    /// In a block of removed rows after this many unseen rows and before the first seen row.
    UnseenBeforeRemoved(u8),
    /// In the context after a change, after this many lines of it.
    Context(u8),
}

/// Most context lines that both engines print before the first change of a hunk and after its last one.
pub(crate) const MAX_CONTEXT_AROUND: u8 = 2;

/// Most context lines between two changes. Engines start a new hunk after two lines. Without the copied headers, two
/// lines after one hunk and two before the next make four.
pub(crate) const MAX_CONTEXT_BETWEEN: u8 = 4;

/// Most consecutive unseen rows. Blank lines come singly, seldom in twos or threes.
pub(crate) const MAX_UNSEEN: u8 = 5;

/// Number of states.
pub(crate) const STATE_COUNT: usize = State::ALL.len();

impl State {
    /// All states. A state entered by an unseen row comes after the state it is entered from, so that the backward pass
    /// fills a cell in one sweep.
    pub(crate) const ALL: [Self; 34] = [
        Self::LeadingContext(0),
        Self::LeadingContext(1),
        Self::LeadingContext(2),
        Self::Context(1),
        Self::Context(2),
        Self::Context(3),
        Self::Context(4),
        Self::Changed,
        Self::Replaced,
        Self::AfterUnlikeNew,
        Self::AddedAfterChanged,
        Self::RemovedAfterChanged,
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
        Self::UnseenBeforeAdded(1),
        Self::UnseenBeforeAdded(2),
        Self::UnseenBeforeAdded(3),
        Self::UnseenBeforeAdded(4),
        Self::UnseenBeforeAdded(5),
        Self::UnseenBeforeRemoved(1),
        Self::UnseenBeforeRemoved(2),
        Self::UnseenBeforeRemoved(3),
        Self::UnseenBeforeRemoved(4),
        Self::UnseenBeforeRemoved(5),
    ];

    /// Returns the index of the state in [`Self::ALL`].
    pub(crate) const fn index(self) -> usize {
        match self {
            Self::LeadingContext(seen) => seen as usize,
            Self::Context(seen) => 2 + seen as usize,
            Self::Changed => 7,
            Self::Replaced => 8,
            Self::AfterUnlikeNew => 9,
            Self::AddedAfterChanged => 10,
            Self::RemovedAfterChanged => 11,
            Self::Added(unseen) => 12 + unseen as usize,
            Self::Removed(unseen) => 18 + unseen as usize,
            Self::UnseenBeforeAdded(unseen) => 23 + unseen as usize,
            Self::UnseenBeforeRemoved(unseen) => 28 + unseen as usize,
        }
    }

    /// Returns the state with the sides exchanged.
    pub(crate) const fn mirrored(self) -> Self {
        match self {
            Self::LeadingContext(_)
            | Self::Changed
            | Self::Replaced
            | Self::AfterUnlikeNew
            | Self::Context(_) => self,
            Self::AddedAfterChanged => Self::RemovedAfterChanged,
            Self::RemovedAfterChanged => Self::AddedAfterChanged,
            Self::Added(unseen) => Self::Removed(unseen),
            Self::Removed(unseen) => Self::Added(unseen),
            Self::UnseenBeforeAdded(unseen) => Self::UnseenBeforeRemoved(unseen),
            Self::UnseenBeforeRemoved(unseen) => Self::UnseenBeforeAdded(unseen),
        }
    }

    /// Returns the state after a row of this kind, or `None` where the engine never prints such a row.
    pub(crate) const fn after(self, kind: StepKind, engine: Engine) -> Option<Self> {
        match kind {
            StepKind::Context => self.after_context(),
            StepKind::Changed => self.after_changed(engine),
            StepKind::Replaced => self.after_replaced(engine),
            StepKind::Removed => self.after_removed(engine),
            StepKind::Added => self.after_added(),
            StepKind::UnseenRemoved | StepKind::UnseenAdded => self.after_unseen(kind),
        }
    }

    const fn after_context(self) -> Option<Self> {
        match self {
            Self::LeadingContext(seen) if seen < MAX_CONTEXT_AROUND => Some(Self::LeadingContext(seen + 1)),
            Self::Context(seen) if seen < MAX_CONTEXT_BETWEEN => Some(Self::Context(seen + 1)),
            Self::LeadingContext(_) | Self::Context(_) | Self::AfterUnlikeNew => None,
            _ => Some(Self::Context(1)),
        }
    }

    const fn after_changed(self, engine: Engine) -> Option<Self> {
        match (self, engine) {
            // Added rows may be the rest of a split line (wikidiff2 1.14): one old line and its several new lines.
            (Self::LeadingContext(_) | Self::Context(_) | Self::Changed | Self::Replaced, _)
            | (Self::AddedAfterChanged, Engine::Wikidiff2) => Some(Self::Changed),
            // The old line of an unlike pair stands beside the new line of the next one, which it is like
            // (`printMovedLineDiff`: a line that moved by one is shown as changed). The next old line must follow.
            (Self::AfterUnlikeNew, Engine::Wikidiff2) => Some(Self::AfterUnlikeNew),
            _ => None,
        }
    }

    const fn after_replaced(self, engine: Engine) -> Option<Self> {
        match (self, engine) {
            (Self::LeadingContext(_) | Self::Context(_) | Self::Changed | Self::Replaced, Engine::Php) => {
                Some(Self::Replaced)
            }
            _ => None,
        }
    }

    const fn after_removed(self, engine: Engine) -> Option<Self> {
        match (self, engine) {
            (Self::AfterUnlikeNew, _) => Some(Self::Changed),
            (
                Self::LeadingContext(_) | Self::Context(_) | Self::Removed(_) | Self::UnseenBeforeRemoved(_),
                _,
            ) => Some(Self::Removed(0)),
            (Self::Changed | Self::Replaced | Self::RemovedAfterChanged, _)
            | (Self::AddedAfterChanged, Engine::Wikidiff2) => Some(Self::RemovedAfterChanged),
            (Self::AddedAfterChanged | Self::Added(_) | Self::UnseenBeforeAdded(_), _) => None,
        }
    }

    const fn after_added(self) -> Option<Self> {
        match self {
            Self::LeadingContext(_) | Self::Context(_) | Self::Added(_) | Self::UnseenBeforeAdded(_) => {
                Some(Self::Added(0))
            }
            Self::Changed | Self::Replaced | Self::AddedAfterChanged => Some(Self::AddedAfterChanged),
            Self::RemovedAfterChanged
            | Self::Removed(_)
            | Self::UnseenBeforeRemoved(_)
            | Self::AfterUnlikeNew => None,
        }
    }

    /// Returns the state after an unseen row. The caller asks for one only where the copy leaves blank lines out: the table
    /// of the PHP engine, or the text of a program that drops blank rows.
    const fn after_unseen(self, kind: StepKind) -> Option<Self> {
        match (self, kind) {
            (Self::LeadingContext(_) | Self::Context(_), StepKind::UnseenAdded) => {
                Some(Self::UnseenBeforeAdded(1))
            }
            (Self::LeadingContext(_) | Self::Context(_), StepKind::UnseenRemoved) => {
                Some(Self::UnseenBeforeRemoved(1))
            }
            (Self::Added(unseen), StepKind::UnseenAdded) if unseen < MAX_UNSEEN => {
                Some(Self::Added(unseen + 1))
            }
            (Self::Removed(unseen), StepKind::UnseenRemoved) if unseen < MAX_UNSEEN => {
                Some(Self::Removed(unseen + 1))
            }
            (Self::UnseenBeforeAdded(unseen), StepKind::UnseenAdded) if unseen < MAX_UNSEEN => {
                Some(Self::UnseenBeforeAdded(unseen + 1))
            }
            (Self::UnseenBeforeRemoved(unseen), StepKind::UnseenRemoved) if unseen < MAX_UNSEEN => {
                Some(Self::UnseenBeforeRemoved(unseen + 1))
            }
            _ => None,
        }
    }

    /// Returns the other state that a row of this kind may lead to in wikidiff2.
    ///
    /// An added row may be the new line of an unlike pair, which is printed before the old one. A changed row after such a
    /// line may hold the first of the new lines that are left at the end of the block.
    pub(crate) const fn after_otherwise(self, kind: StepKind, engine: Engine) -> Option<Self> {
        match (self, kind, engine) {
            (
                Self::LeadingContext(_) | Self::Context(_) | Self::Changed | Self::AddedAfterChanged,
                StepKind::Added,
                Engine::Wikidiff2,
            ) => Some(Self::AfterUnlikeNew),
            (Self::AfterUnlikeNew, StepKind::Changed, Engine::Wikidiff2) => Some(Self::Added(0)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which engines print a run of rows: `=` context, `~` changed, `≁` replaced, `-` removed, `+` added, `u` and
    /// `v` unseen added and removed, `±` the new line of an unlike pair, `∓` the old line of one and the first of the
    /// last new lines.
    #[track_caller]
    fn case(rows: &str, printed_by: &[Engine]) {
        let engines = [Engine::Wikidiff2, Engine::Php].into_iter();
        let found: Vec<Engine> = engines.filter(|engine| can_print(*engine, rows)).collect();
        assert_eq!(found, printed_by, "{rows}");
    }

    fn can_print(engine: Engine, rows: &str) -> bool {
        let row = |state: State, sign| match sign {
            '=' => state.after(StepKind::Context, engine),
            '~' => state.after(StepKind::Changed, engine),
            '≁' => state.after(StepKind::Replaced, engine),
            '-' => state.after(StepKind::Removed, engine),
            '+' => state.after(StepKind::Added, engine),
            'u' => state.after(StepKind::UnseenAdded, engine),
            'v' => state.after(StepKind::UnseenRemoved, engine),
            '±' => state.after_otherwise(StepKind::Added, engine),
            _ => state.after_otherwise(StepKind::Changed, engine),
        };
        rows.chars().try_fold(State::LeadingContext(0), row).is_some()
    }

    #[test]
    fn unseen_rows_lead_to_later_states() {
        for (state, engine) in
            State::ALL.into_iter().flat_map(|state| BOTH.iter().map(move |engine| (state, *engine)))
        {
            let unseen = [StepKind::UnseenAdded, StepKind::UnseenRemoved];
            let next: Vec<State> = unseen.into_iter().filter_map(|kind| state.after(kind, engine)).collect();
            assert!(next.iter().all(|next| next.index() > state.index()), "{state:?}");
        }
    }

    const BOTH: &[Engine] = &[Engine::Wikidiff2, Engine::Php];
    const WIKIDIFF2: &[Engine] = &[Engine::Wikidiff2];
    const PHP: &[Engine] = &[Engine::Php];
    const NEITHER: &[Engine] = &[];

    #[test]
    fn allows_two_leading_context_rows_and_four_between() {
        case("==~==", BOTH);
        case("===", NEITHER);
        case("~====~", BOTH);
        case("~=====", NEITHER);
    }

    #[test]
    fn one_sided_rows_follow_changed_rows() {
        case("~~++", BOTH);
        case("~--", BOTH);
        case("++=--", BOTH);
        case("+-", NEITHER);
        case("-+", NEITHER);
        case("-~", NEITHER);
        case("+~", NEITHER);
    }

    #[test]
    fn only_php_prints_replaced_rows() {
        case("=≁≁~++", PHP);
        case("=~≁--=", PHP);
        case("=+≁", NEITHER);
    }

    #[test]
    fn only_wikidiff2_prints_split_lines() {
        case("~+~", WIKIDIFF2);
        case("~+-", WIKIDIFF2);
        case("~++±-~", WIKIDIFF2);
        case("~++--", WIKIDIFF2);
        case("~-~", NEITHER);
        case("~--+", NEITHER);
    }

    #[test]
    fn only_wikidiff2_pairs_an_unlike_line_with_the_next() {
        case("=±~-~", WIKIDIFF2);
        case("±~~-", WIKIDIFF2);
        case("=±∓++=", WIKIDIFF2);
        case("±~=", NEITHER);
        case("±∓~", NEITHER);
        case("±∓-", NEITHER);
    }

    #[test]
    fn only_wikidiff2_prints_the_new_line_of_an_unlike_pair_first() {
        case("=±-~", WIKIDIFF2);
        case("~±-", WIKIDIFF2);
        case("±=", NEITHER);
        case("±+", NEITHER);
        case("+±", NEITHER);
    }

    #[test]
    fn blocks_have_at_most_five_unseen_rows() {
        case("=u+u", BOTH);
        case("vvv-", BOTH);
        case("uuuuuu", NEITHER);
        case("~u", NEITHER);
        case("uv", NEITHER);
        case("u-", NEITHER);
    }

    #[test]
    fn index_matches_the_order_of_all() {
        for (index, state) in State::ALL.iter().enumerate() {
            assert_eq!(state.index(), index, "{state:?}");
        }
    }
}
