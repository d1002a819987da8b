//! The tasks of the program.
//!
//! ```text
//! show                   inputs ─▶ diffs ─▶ output
//! check                  files ─▶ verdicts ─▶ report          on several threads: parallel
//! jsonl                  records ─▶ answers ─▶ output         on several threads: parallel
//! list_themes            themes ─▶ samples
//! man_and_completions    the manual page, and completions of shells
//! ```

pub(crate) mod check;
pub(crate) mod jsonl;
pub(crate) mod list_themes;
pub(crate) mod man_and_completions;
pub(crate) mod parallel;
pub(crate) mod show;
