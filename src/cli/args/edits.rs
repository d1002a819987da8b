//! The options that choose among the edits of a history.

use super::values::{ONE_RUN, number};
use crate::parse::export::EditChoice;
use date::{parse_since, parse_until};

mod date;

/// The options that choose among the edits of a history.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct EditArgs {
    /// Of a history, take the last N edits, newest first [default: 10 from a wiki; all of an XML export, in its order]
    #[arg(short = 'n', long, value_name = "N", group = ONE_RUN)]
    #[arg(conflicts_with_all = ["revisions", "clipboard", "check", "jsonl", "from", "to"])]
    #[arg(value_parser = number::<u32>(1..=u32::MAX.into()))]
    pub(crate) max_count: Option<u32>,

    /// Of a history, take the edits from this UTC date or time on (2024, 2024-05-01, 2024-05-01T12:30)
    #[arg(long, alias = "after", value_name = "DATE", value_parser = parse_since, group = ONE_RUN)]
    #[arg(conflicts_with_all = ["revisions", "clipboard", "check", "jsonl", "from", "to"])]
    pub(crate) since: Option<String>,

    /// Of a history, take the edits up to the end of this UTC date or time
    #[arg(long, alias = "before", value_name = "DATE", value_parser = parse_until, group = ONE_RUN)]
    #[arg(conflicts_with_all = ["revisions", "clipboard", "check", "jsonl", "from", "to"])]
    pub(crate) until: Option<String>,

    /// Of a history, take the edits by this user
    #[arg(long, alias = "author", value_name = "NAME", group = ONE_RUN)]
    #[arg(conflicts_with_all = ["revisions", "clipboard", "check", "jsonl", "from", "to"])]
    pub(crate) user: Option<String>,
}

impl EditArgs {
    /// Returns the choice.
    pub(crate) fn choice(&self) -> EditChoice {
        EditChoice {
            limit: self.max_count.map(|count| count as usize),
            since: self.since.clone(),
            until: self.until.clone(),
            user: self.user.clone(),
        }
    }
}
