//! Layout of a picture: head, rules, rows, notes and foot, in this order. Terminal and HTML draw the same items.
//!
//! ```text
//! ChatGPT                                                               head
//! ── History ──────────────────────────────────────────── line 20      rule
//!         ⋯ 12 lines ⋯                                                 note: collapsed context (collapse)
//!    21   an unchanged line                                            row: gutter and text
//!  ~ 22   a changed line                                               row
//!         ⋯ shown whole: too different ⋯                               note below a row (too_different)
//! 1 line changed · +4 bytes · 6 characters added, 2 removed             foot
//! ```

pub(crate) mod collapse;
pub(crate) mod foot;
pub(crate) mod gutter;
pub(crate) mod head;
pub(crate) mod items;
pub(crate) mod move_notes;
pub(crate) mod rule;
pub(crate) mod too_different;
