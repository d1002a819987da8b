//! Histories: the edits of a page, of a user, or of the whole wiki, the newest first.
//!
//! ```text
//! query ─▶ Successive   revisions of a page with their texts, 50 in a request; each is compared with the next
//!              │ a text is too large, or the revision before the last one is outside the chosen time
//!              ▼
//!          Listed       a list of edits, then the texts of both their revisions, 50 in a request (texts)
//!                       the wiki's own diff of edits whose texts are too large
//! ```
//!
//! Each request waits for the answer to the one before, and memory holds the texts of one answer.

use std::collections::VecDeque;

use super::address::AddressError;
use super::api::Api;
use super::compare;
use super::error::FetchError;
use super::progress::with_progress;
use super::revision_query::{DiffEnd, Neighbour, RevisionPair};
use super::special::{self, SpecialTarget};
use crate::cli::input::fetch::{FetchHistory, FetchedContent, FetchedEdit, FetchedPages, HistoryPart};
use crate::cli::output::stderr::ProgressDisplay;
use crate::model::{ByteChange, Page, Sides, Warning, WarningCode};
use crate::parse::export::EditChoice;
use answer::{Continuation, WikiRevision, read_continuation, read_listed, read_revisions};
use page_state::{PageState, read_page_state};
use query::{HistoryQuery, HistorySubject, RedirectRule};
use texts::{MAX_TEXTS, TextCache};

mod answer;
mod page_state;
pub(crate) mod query;
mod requests;
mod texts;

/// The number of edits that are fetched unless another one is asked for.
const DEFAULT_EDITS: usize = 10;

/// The maximum number of edits in the answer to a request for a list (`ApiBase::LIMIT_BIG1`).
const MAX_LISTED_EDITS: usize = 500;

/// The maximum number of successive answers without an edit. A wiki with a filter may give some.
const MAX_EMPTY_ANSWERS: usize = 10;

/// A history that is fetched in parts.
pub(crate) struct WikiHistory {
    api: Api,
    query: HistoryQuery,
    choice: EditChoice,
    /// The number of edits to fetch.
    limit: usize,
    /// The number of edits so far.
    fetched: usize,
    stage: Stage,
    /// Messages for the next part.
    messages: Vec<String>,
}

/// The way in which the next edits are fetched.
enum Stage {
    /// Successive revisions with their texts. The newer one of the last pair waits for the older one.
    Successive {
        newer: Option<WikiRevision>,
        continuation: Continuation,
    },
    /// Edits whose texts are fetched next. Without a continuation, the list is complete.
    Listed {
        pending: VecDeque<WikiRevision>,
        continuation: Option<Continuation>,
        texts: TextCache,
    },
    Ended,
}

impl WikiHistory {
    /// Starts a history. Nothing is sent yet.
    pub(crate) fn new(api: Api, query: HistoryQuery, choice: EditChoice) -> Self {
        let limit = choice.limit.or(query.narrowed.limit).unwrap_or(DEFAULT_EDITS);
        let mut messages = Vec::new();
        if !query.narrowed.unused.is_empty() {
            messages.push(format!("not used of this address: {}", query.narrowed.unused.join(", ")));
        }
        if choice.user.is_some() && matches!(query.subject, HistorySubject::Contributions(_)) {
            messages.push("--user has no effect on the contributions of a user".to_owned());
        }
        let stage = first_stage(&query, &choice);
        Self { api, query, choice, limit, fetched: 0, stage, messages }
    }

    /// Fetches the next edits. Returns `None` after the last ones.
    fn fetch_part(&mut self) -> Result<Option<HistoryPart>, FetchError> {
        loop {
            let edits = match std::mem::replace(&mut self.stage, Stage::Ended) {
                Stage::Successive { newer, continuation } => self.fetch_successive(newer, continuation)?,
                Stage::Listed { pending, continuation, texts } => {
                    self.fetch_listed(pending, continuation, texts)?
                }
                Stage::Ended => return Ok(None),
            };
            let has_ended = matches!(self.stage, Stage::Ended);
            if !edits.is_empty() || has_ended {
                return Ok(Some(self.make_part(edits)));
            }
        }
    }

    /// Fetches successive revisions with their texts, and pairs them.
    fn fetch_successive(
        &mut self,
        newer: Option<WikiRevision>,
        continuation: Continuation,
    ) -> Result<Vec<PairedEdit>, FetchError> {
        let HistorySubject::Page(name, redirects) = &self.query.subject else { return Ok(Vec::new()) };
        // The last edit needs the revision before it.
        let wanted = self.limit - self.fetched + usize::from(newer.is_none());
        let count = wanted.min(MAX_TEXTS);
        let page = (name, *redirects);
        let request = requests::successive(page, &self.query, &self.choice, count, &continuation);
        let is_first = newer.is_none() && continuation.is_empty();
        let answer = match self.api.ask_all(&request) {
            Ok(answer) => answer.value,
            Err(FetchError::TooLarge(_)) => {
                self.stage = listed(newer, Some(continuation));
                return Ok(Vec::new());
            }
            Err(error) => return Err(error),
        };
        if is_first && self.is_redirected(&answer, *redirects)? {
            return Ok(Vec::new());
        }
        let revisions = read_revisions(&answer);
        let next = read_continuation(&answer);
        if let (true, Some(next)) = (revisions.is_empty(), &next) {
            // The text of the next revision does not fit in an answer. The list begins with it.
            self.stage = listed(newer, Some(next.clone()));
            return Ok(Vec::new());
        }
        Ok(self.pair(newer, revisions, next))
    }

    /// Pairs each revision with the one before it, and decides how the history goes on.
    fn pair(
        &mut self,
        newer: Option<WikiRevision>,
        revisions: Vec<WikiRevision>,
        next: Option<Continuation>,
    ) -> Vec<PairedEdit> {
        let mut edits = Vec::new();
        let mut newer = newer;
        for older in revisions {
            if let Some(new) = newer.replace(older.clone()) {
                edits.push(PairedEdit::of(&new, Some(&older)));
            }
        }
        self.fetched += edits.len();
        let is_complete = self.fetched >= self.limit;
        match (newer, next) {
            (Some(_), _) if is_complete => self.note_more(),
            (newer, Some(continuation)) => self.stage = Stage::Successive { newer, continuation },
            // The first revision of a page begins with an empty page.
            (Some(first), None) if first.parent == 0 => {
                self.fetched += 1;
                edits.push(PairedEdit::of(&first, None));
            }
            // The revision before it is outside the chosen time.
            (Some(last), None) => self.stage = listed(Some(last), None),
            (None, None) => {}
        }
        edits
    }

    /// Fetches a list of edits, or the texts of those that are listed.
    fn fetch_listed(
        &mut self,
        mut pending: VecDeque<WikiRevision>,
        mut continuation: Option<Continuation>,
        mut texts: TextCache,
    ) -> Result<Vec<PairedEdit>, FetchError> {
        let mut empty_answers = 0;
        while pending.is_empty()
            && let Some(from) = continuation.take().filter(|_| self.fetched < self.limit)
        {
            let count = (self.limit - self.fetched).min(MAX_LISTED_EDITS);
            let answer = self.api.ask_all(&requests::list(&self.query, &self.choice, count, &from))?.value;
            if let HistorySubject::Page(_, redirects) = self.query.subject
                && from.is_empty()
                && self.is_redirected(&answer, redirects)?
            {
                return Ok(Vec::new());
            }
            pending = match self.query.subject {
                HistorySubject::Page(..) => read_revisions(&answer).into(),
                _ => read_listed(&answer, requests::list_name(&self.query.subject)).into(),
            };
            continuation = read_continuation(&answer);
            empty_answers += 1;
            if empty_answers == MAX_EMPTY_ANSWERS {
                return Err(FetchError::NoHistory);
            }
        }
        let mut batch = texts.take_batch(&mut pending);
        let room = self.limit - self.fetched;
        if batch.len() > room {
            batch.truncate(room);
            pending.clear();
            continuation.get_or_insert_default();
        }
        texts.fetch(&mut batch, &mut pending, &mut self.api)?;
        let mut edits = Vec::new();
        for edit in &batch {
            edits.push(if texts.is_oversized(edit) {
                self.fetch_wikis_diff(edit)?
            } else {
                PairedEdit::listed(edit, &texts)
            });
        }
        self.fetched += edits.len();
        match (pending.is_empty(), continuation) {
            (true, None) => {}
            (true, Some(_)) if self.fetched >= self.limit => self.note_more(),
            (_, continuation) => self.stage = Stage::Listed { pending, continuation, texts },
        }
        Ok(edits)
    }

    /// Fetches the wiki's own diff of an edit.
    fn fetch_wikis_diff(&mut self, edit: &WikiRevision) -> Result<PairedEdit, FetchError> {
        let pair = match edit.parent {
            0 => RevisionPair::Adjacent(DiffEnd::Revision(edit.id), Neighbour::Previous),
            parent => RevisionPair::Both(Sides::new(parent, edit.id).map(DiffEnd::Revision)),
        };
        match compare::fetch_diff(&pair, &mut self.api) {
            Ok((content, _)) => Ok(PairedEdit { id: edit.id, result: Ok(content) }),
            Err(FetchError::Hidden) => Ok(PairedEdit { id: edit.id, result: Err(hidden_text(edit.id)) }),
            Err(error) => Err(error),
        }
    }

    /// Reads what the wiki says about the page. A special page with a name in the wiki's language is another history, and
    /// then the result is true.
    fn is_redirected(
        &mut self,
        answer: &serde_json::Value,
        redirects: RedirectRule,
    ) -> Result<bool, FetchError> {
        match read_page_state(answer, redirects, &self.api.host())? {
            PageState::Found(message) => {
                self.messages.extend(message);
                Ok(false)
            }
            PageState::Special(title) => {
                match special::look_up_title(&title, &mut self.api)? {
                    SpecialTarget::History(subject) => self.query.subject = subject,
                    SpecialTarget::Diff(_) => return Err(FetchError::Address(AddressError::NoRevisions)),
                }
                self.stage = first_stage(&self.query, &self.choice);
                Ok(true)
            }
        }
    }

    /// Says that there are more edits, unless a number of edits was asked for.
    fn note_more(&mut self) {
        if self.choice.limit.is_none() && self.query.narrowed.limit.is_none() {
            self.messages.push(format!("there are edits before these {}; -n N fetches more", self.limit));
        }
    }

    fn make_part(&mut self, edits: Vec<PairedEdit>) -> HistoryPart {
        let messages = std::mem::take(&mut self.messages);
        let (shown, hidden) = (Vec::new(), Vec::new());
        let mut part = HistoryPart { edits: shown, messages, hidden, origin: self.api.origin() };
        for edit in edits {
            let name = self.api.diff_address(edit.id);
            match edit.result {
                Ok(content) => part.edits.push(FetchedEdit { name, content }),
                Err(why) => part.hidden.push(format!("{name}: not shown: {why}")),
            }
        }
        part
    }
}

impl FetchHistory for WikiHistory {
    fn next_part(&mut self, progress: ProgressDisplay) -> Option<Result<HistoryPart, String>> {
        self.api.set_progress(progress);
        let text = match self.fetched {
            0 => format!("asking {} …", self.api.host()),
            fetched => format!("asking {} … ({fetched} of {} edits so far)", self.api.host(), self.limit),
        };
        let part = with_progress(progress, &text, || self.fetch_part());
        if part.is_err() {
            self.stage = Stage::Ended;
        }
        part.map_err(|error| error.to_string()).transpose()
    }
}

/// Returns the first stage of a history. The revisions of one user are not successive, nor are those with a tag.
fn first_stage(query: &HistoryQuery, choice: &EditChoice) -> Stage {
    let is_successive = matches!(query.subject, HistorySubject::Page(..))
        && choice.user.is_none()
        && query.narrowed.tag.is_none();
    if is_successive {
        Stage::Successive { newer: None, continuation: Continuation::new() }
    } else {
        listed(None, Some(Continuation::new()))
    }
}

fn listed(first: Option<WikiRevision>, continuation: Option<Continuation>) -> Stage {
    Stage::Listed { pending: first.into_iter().collect(), continuation, texts: TextCache::default() }
}

/// An edit with its content, or the reason why it cannot be shown.
struct PairedEdit {
    id: u64,
    result: Result<FetchedContent, String>,
}

impl PairedEdit {
    /// Pairs a revision with the one before it; the first revision of a page with an empty page.
    fn of(new: &WikiRevision, old: Option<&WikiRevision>) -> Self {
        let hidden = [Some(new), old].into_iter().flatten().find(|revision| revision.text.is_none());
        let result = match (hidden, &new.text) {
            (None, Some(text)) => {
                let old_text = old.and_then(|old| old.text.clone()).unwrap_or_default();
                Ok(FetchedContent::Pages(Box::new(FetchedPages {
                    page: page_facts(new, old),
                    wikitext: Sides::new(old_text, text.clone()),
                    warnings: slot_warning(new, old).into_iter().collect(),
                })))
            }
            (hidden, _) => Err(hidden_text(hidden.map_or(new.id, |revision| revision.id))),
        };
        Self { id: new.id, result }
    }

    /// Pairs the revisions of a listed edit.
    fn listed(edit: &WikiRevision, texts: &TextCache) -> Self {
        let missing = |id| Self { id: edit.id, result: Err(hidden_text(id)) };
        let Some(new) = texts.get(edit.id) else { return missing(edit.id) };
        match edit.parent {
            0 => Self::of(new, None),
            parent => texts.get(parent).map_or_else(|| missing(parent), |old| Self::of(new, Some(old))),
        }
    }
}

fn hidden_text(id: u64) -> String {
    format!("the text of revision {id} is deleted or hidden; only the wiki's administrators can read it")
}

fn page_facts(new: &WikiRevision, old: Option<&WikiRevision>) -> Page<'static> {
    let size = |revision: &WikiRevision| revision.facts.size.and_then(|size| i64::try_from(size).ok());
    let old_size = old.map_or(Some(0), size);
    let title = new.title.clone().or_else(|| old?.title.clone());
    Page {
        title: title.map(Into::into),
        revisions: Sides::new(old.map(|old| old.facts.clone()).unwrap_or_default(), new.facts.clone()),
        byte_change: size(new).zip(old_size).map(|(new, old)| ByteChange::Signed(new - old)),
        ..Page::default()
    }
}

fn slot_warning(new: &WikiRevision, old: Option<&WikiRevision>) -> Option<Warning> {
    let has_other_slots = new.has_other_slots || old.is_some_and(|old| old.has_other_slots);
    let message = "the revisions have content besides their text (other slots); it is not compared";
    has_other_slots.then(|| Warning::new(None, WarningCode::NotCompared, message.to_owned()))
}
