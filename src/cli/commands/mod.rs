//! The `commands` room.

pub(crate) mod check;
pub(crate) mod jsonl;
pub(crate) mod list_themes;
pub(crate) mod man_and_completions;
pub(crate) mod parallel;
pub(crate) mod show;
