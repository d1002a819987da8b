//! Quoting: marks that a program adds before each line of a quotation, or around it.
//!
//! ```text
//! > a              ▶  a            quote_marks: mails, forums, terminals
//! [10:03] Ann: a   ▶  a            chat_timestamps
//! 12: a            ▶  a            line_numbers: `cat -n`, `grep -n`, code viewers
//! ~~~a~~~          ▶  a            code_fence: Markdown, Slack, Jira, forums
//! ```

pub(crate) mod chat_timestamps;
pub(crate) mod code_fence;
pub(crate) mod line_numbers;
pub(crate) mod quote_marks;
