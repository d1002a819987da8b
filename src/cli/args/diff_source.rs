//! The source of the diffs of a run: files, whole pages, the clipboard, a wiki, or git.

use std::path::Path;

use super::Args;
use super::git_driver::{self, GitCall};
use super::output_target::RunContext;
use super::values::EngineName;
use crate::cli::input::fetch::{ComparedBy, FetchRequest, FetchTarget, is_address};
use crate::cli::input::source::InputSource;
use crate::cli::input::wiki;
use crate::cli::terminal::environment::is_dumb_terminal;
use crate::cli::terminal::raw_mode::TerminalKind;
use crate::line_diff;
use crate::model::{Engine, Sides};
use crate::parse;

/// The source of diffs.
#[derive(Debug)]
pub(crate) enum DiffSource {
    /// Inputs with diffs, in order.
    Inputs(Vec<InputSource>),
    /// Two files: diffs, or two whole pages if neither holds a diff.
    TwoFiles { files: Sides<InputSource>, context: usize },
    /// Two whole pages, shown with `context` unchanged lines around a change.
    Pages { pages: Sides<InputSource>, context: usize },
    /// The text of git, for which the program is the pager.
    GitText(InputSource),
    /// A call by git, shown with `context` unchanged lines around a change.
    Git { call: GitCall, context: usize },
}

/// Returns the source of the diffs of a run that shows them.
pub(super) fn diff_source(run: RunContext<'_>) -> DiffSource {
    let args = run.args;
    if args.clipboard {
        return DiffSource::Inputs(vec![InputSource::Clipboard(parse_options(args))]);
    }
    if let Some([old, new]) = args.revisions.as_deref() {
        let pages = Sides::new(old, new).map(|path| input(path, run));
        return DiffSource::Pages { pages, context: context_lines(args) };
    }
    if let (Some(host), Some(title)) = (&args.wiki, &args.page) {
        let target = FetchTarget::Page { host: host.clone(), title: title.clone() };
        return DiffSource::Inputs(vec![InputSource::Wiki(fetch_request(target, run))]);
    }
    if let Some(host) = &args.wiki {
        let numbers = args.files.iter().map(|number| number.to_string_lossy().into_owned());
        let target = FetchTarget::Revisions { host: host.clone(), numbers: numbers.collect() };
        return DiffSource::Inputs(vec![InputSource::Wiki(fetch_request(target, run))]);
    }
    if git_driver::is_pager(args, run.environment) && !run.is_keyboard() {
        return DiffSource::GitText(standard_input(run));
    }
    let mut inputs = inputs(run);
    for input in &mut inputs {
        let InputSource::File(path) = input else { continue };
        let Some(name) = path.to_str() else { continue };
        if is_address(name) {
            *input = InputSource::Wiki(fetch_request(FetchTarget::Address(name.to_owned()), run));
        } else if let Some(address) = wiki::complete_address(name) {
            let request = fetch_request(FetchTarget::Address(address), run);
            *input = InputSource::FileOrWiki(path.clone(), request);
        }
    }
    match inputs.as_slice() {
        [old, new] if may_be_pages(args) && !old.may_be_fetched() && !new.may_be_fetched() => {
            let files = Sides::new(old.clone(), new.clone());
            DiffSource::TwoFiles { files, context: context_lines(args) }
        }
        _ => DiffSource::Inputs(inputs),
    }
}

/// Returns false if an option says that the inputs are diffs.
fn may_be_pages(args: &Args) -> bool {
    let has_hint = args.bytes.is_some() || args.old_size.is_some() || args.engine.is_some();
    let has_revision = args.from.is_some() || args.to.is_some();
    !has_hint && !has_revision && args.shape.is_none() && args.edits.choice().is_all()
}

/// Returns the inputs of files and of standard input.
pub(super) fn inputs(run: RunContext<'_>) -> Vec<InputSource> {
    if run.args.files.is_empty() {
        return vec![standard_input(run)];
    }
    run.args.files.iter().map(|path| input(path, run)).collect()
}

fn input(path: &Path, run: RunContext<'_>) -> InputSource {
    if path == Path::new("-") { standard_input(run) } else { InputSource::File(path.to_owned()) }
}

fn standard_input(run: RunContext<'_>) -> InputSource {
    match run.is_keyboard() {
        true if is_dumb_terminal(run.environment) => InputSource::Keyboard(TerminalKind::Dumb),
        true => InputSource::Keyboard(TerminalKind::Standard),
        false => InputSource::Pipe,
    }
}

fn fetch_request(target: FetchTarget, run: RunContext<'_>) -> FetchRequest {
    let contact = run.environment.variable("WIKIDIFF_CONTACT").and_then(|value| value.into_string().ok());
    FetchRequest {
        target,
        edits: run.args.edits.choice(),
        compared_by: if run.args.own { ComparedBy::Program } else { ComparedBy::Wiki },
        timeout_seconds: run.args.timeout,
        contact: contact.filter(|contact| !contact.is_empty()),
        progress: run.progress_display(),
    }
}

/// Returns the number of unchanged lines around a change of whole pages.
pub(super) fn context_lines(args: &Args) -> usize {
    args.context.unwrap_or(line_diff::CONTEXT)
}

/// Returns the facts about the input that options state.
pub(super) fn parse_options(args: &Args) -> parse::Options {
    let size_change = args.old_size.zip(args.new_size).map(|(old, new)| i64::from(new) - i64::from(old));
    let engine = args.engine.map(|name| match name {
        EngineName::Wikidiff2 => Engine::Wikidiff2,
        EngineName::Php => Engine::Php,
    });
    parse::Options {
        shape: args.shape,
        bytes: args.bytes.or(size_change),
        engine,
        revisions: Sides::new(args.from, args.to),
        context: args.context,
    }
}
