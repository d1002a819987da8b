//! The settings of a run: the arguments joined with the answers of the environment.
//!
//! ```text
//! Args, Environment ─▶ OutputTarget ─┬─▶ Task: source, format and style of the output
//!                                    └─▶ Paging, MessageTarget
//! ```
//!
//! The rest of the program reads its part of the settings, and does not ask the environment.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::diff_source::{DiffSource, context_lines, diff_source, inputs, parse_options};
use super::git_driver::GitCall;
use super::output_target::{OutputTarget, RunContext};
use super::values::{Format, ViewName, When};
use super::{Args, MIN_WIDTH};
use crate::cli::commands::man_and_completions::About;
use crate::cli::input::size_limit::SizeLimit;
use crate::cli::input::source::InputSource;
use crate::cli::output::paging::{Paging, resolve_paging};
use crate::cli::output::stderr::ProgressDisplay;
use crate::cli::terminal::environment::{Environment, Stream, effective_terminal_size, processor_count};
use crate::cli::terminal::style::{PreviewTarget, page_links, resolve_preview, resolve_style};
use crate::filter::{Filter, MatchNeed};
use crate::model::Side;
use crate::parse;
use crate::parse::export::EditChoice;
use crate::render::style::theme::Theme;
use crate::render::{Audience, ChangeStarts, HtmlView, Layout, Margin, Summary, UnchangedText, View};
use crate::text::sanitize::Invisible;
use crate::text::width::AmbiguousWidth;

/// The settings of a run.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) task: Task,
    pub(crate) paging: Paging,
    pub(crate) messages: MessageTarget,
    /// The file of `--output`; otherwise the output goes to standard output.
    pub(crate) output_file: Option<PathBuf>,
}

/// The target of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageTarget {
    /// Standard error.
    Stderr,
    /// Between the parts of the output. Both would be on one screen, and a pager occupies it.
    Output,
}

/// The task of a run.
#[derive(Debug)]
pub(crate) enum Task {
    /// Show diffs.
    Show(Box<ShowSettings>),
    /// Check readings.
    Check(CheckSettings),
    /// Answer the records of a stream.
    Jsonl(JsonlSettings),
    /// Write the manual page or completions.
    About(About),
    /// List the themes, with samples if there is a target for them.
    ListThemes(Option<PreviewTarget>),
}

/// The settings for showing diffs.
#[derive(Debug)]
pub(crate) struct ShowSettings {
    pub(crate) source: DiffSource,
    pub(crate) limit: SizeLimit,
    pub(crate) options: parse::Options,
    pub(crate) strictness: Strictness,
    pub(crate) format: OutputFormat,
    pub(crate) explanation: Explanation,
    pub(crate) exit_code: ExitCodeRule,
    pub(crate) choice: ChangeChoice,
}

/// The outcome of a stream with records that were answered with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureRule {
    /// The run ends with 2.
    EndWithTwo,
    /// The answers alone tell of the errors (`--keep-going`).
    KeepGoing,
}

/// The certainty that a reading must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// A likely reading is accepted.
    Likely,
    /// Every reading must be stated or proved.
    Proved,
}

/// The explanation of a reading (`--explain`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Explanation {
    /// Written after the diff.
    Written,
    Omitted,
}

/// The exit code of a run without errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitCodeRule {
    /// Always 0.
    Zero,
    /// 1 if there are changes.
    OneForChanges,
    /// 0 if there is a match, otherwise 1, as grep ends.
    ZeroForMatch,
}

/// The edits and changes that are shown, and their direction.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChangeChoice {
    pub(crate) direction: DiffDirection,
    pub(crate) filter: Filter,
    pub(crate) edits: EditChoice,
}

/// The direction of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DiffDirection {
    /// From old to new.
    #[default]
    Forward,
    /// From new to old (`--reverse`).
    Reversed,
}

/// The settings of `--check`.
#[derive(Debug)]
pub(crate) struct CheckSettings {
    /// Files and directories, in order.
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) limit: SizeLimit,
    pub(crate) options: parse::Options,
    pub(crate) format: CheckFormat,
    pub(crate) expectations: ExpectationMode,
    /// The number of threads.
    pub(crate) jobs: NonZeroUsize,
}

/// The format of the report of `--check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CheckFormat {
    /// Nothing: the exit code tells.
    Quiet,
    /// A line per file, and a summary.
    Text,
    /// JSON Lines.
    Json,
    /// The lines of `Text`, with failures as workflow commands of GitHub.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
}

/// The use of the expected results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExpectationMode {
    Compare,
    Update,
}

/// The settings of `--jsonl`.
#[derive(Debug)]
pub(crate) struct JsonlSettings {
    /// The streams, in order.
    pub(crate) inputs: Vec<InputSource>,
    pub(crate) options: parse::Options,
    pub(crate) strictness: Strictness,
    pub(crate) choice: ChangeChoice,
    pub(crate) answers: AnswerMode,
    pub(crate) failures: FailureRule,
    /// The number of threads.
    pub(crate) jobs: NonZeroUsize,
    pub(crate) progress: ProgressDisplay,
}

/// The use of the answers to a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnswerMode {
    /// Written as JSON.
    Written,
    /// The number of diffs is written.
    Counted,
    /// The exit code says whether there is a diff with a match.
    ExitCode,
}

/// The format of the output, with its view.
#[derive(Clone, Debug)]
pub(crate) enum OutputFormat {
    /// Text for a screen, coloured or plain.
    Text(Box<View>),
    /// A table of counts.
    Stat,
    /// A line of counts for programs.
    Numstat,
    /// The number of diffs.
    Count,
    /// JSON Lines.
    Json,
    /// A web page.
    Html(HtmlView),
    /// A unified diff.
    Patch(Audience),
    /// One side as wikitext.
    Wikitext(Side, Audience),
    /// No output: the exit code is the answer.
    Quiet,
}

/// The number of context rows around a change on a screen. A pipe, a file and a web page have all that were pasted.
const SCREEN_CONTEXT: usize = 1;

/// The width of a picture in one column on a wide terminal, unless a width is given. Longer lines are hard to follow.
const PROSE_WIDTH: u16 = 116;

/// Resolves the arguments and the environment to the settings of the run.
pub(crate) fn resolve(
    args: &Args,
    theme: &Theme,
    filter: &Filter,
    environment: &dyn Environment,
) -> Settings {
    let call = GitCall::from_words(&args.files, environment);
    let run = RunContext::new(args, call.as_ref(), environment);
    let paging = if call.is_some() { Paging::Never } else { resolve_paging(run) };
    Settings {
        messages: message_target(run, &paging),
        task: task(run, call, theme, filter),
        output_file: args.output_file().map(Path::to_owned),
        paging,
    }
}

fn message_target(run: RunContext<'_>, paging: &Paging) -> MessageTarget {
    let is_shared = run.target == OutputTarget::Terminal && run.environment.is_terminal(Stream::Error);
    if is_shared && *paging != Paging::Never { MessageTarget::Output } else { MessageTarget::Stderr }
}

fn task(run: RunContext<'_>, call: Option<GitCall>, theme: &Theme, filter: &Filter) -> Task {
    let args = run.args;
    match args {
        Args { completions: Some(shell), .. } => Task::About(About::Completions(*shell)),
        Args { man: true, .. } => Task::About(About::Manual),
        Args { list_shapes: true, .. } => Task::About(About::Shapes),
        Args { list_themes: true, .. } => Task::ListThemes(resolve_preview(run)),
        Args { check: true, .. } => Task::Check(check_settings(args)),
        Args { jsonl: true, .. } => Task::Jsonl(jsonl_settings(run, filter)),
        _ => Task::Show(Box::new(ShowSettings {
            source: call.map_or_else(
                || diff_source(run),
                |call| DiffSource::Git { call, context: context_lines(args) },
            ),
            limit: SizeLimit::from_mebibytes(args.input_limit),
            options: parse_options(args),
            strictness: strictness(args),
            format: output_format(run, theme),
            explanation: if args.explain { Explanation::Written } else { Explanation::Omitted },
            exit_code: match args {
                Args { exit_code: true, .. } => ExitCodeRule::OneForChanges,
                Args { quiet: true, .. } if filter.find.is_some() => ExitCodeRule::ZeroForMatch,
                Args { quiet: true, .. } => ExitCodeRule::OneForChanges,
                _ => ExitCodeRule::Zero,
            },
            choice: choice(args, filter),
        })),
    }
}

fn check_settings(args: &Args) -> CheckSettings {
    CheckSettings {
        paths: args.files.clone(),
        limit: SizeLimit::from_mebibytes(args.input_limit),
        options: parse_options(args),
        format: match args.format {
            _ if args.quiet => CheckFormat::Quiet,
            Some(Format::Json) => CheckFormat::Json,
            Some(Format::Github) => CheckFormat::Github,
            Some(Format::Gitlab) => CheckFormat::Gitlab,
            _ => CheckFormat::Text,
        },
        expectations: if args.bless { ExpectationMode::Update } else { ExpectationMode::Compare },
        jobs: args.jobs.unwrap_or_else(processor_count),
    }
}

fn jsonl_settings(run: RunContext<'_>, filter: &Filter) -> JsonlSettings {
    let args = run.args;
    JsonlSettings {
        inputs: inputs(run),
        options: parse_options(args),
        strictness: strictness(args),
        choice: choice(args, filter),
        answers: match args {
            Args { quiet: true, .. } if filter.find.is_some() => AnswerMode::ExitCode,
            _ if args.filter.count => AnswerMode::Counted,
            _ => AnswerMode::Written,
        },
        failures: if args.keep_going { FailureRule::KeepGoing } else { FailureRule::EndWithTwo },
        jobs: args.jobs.unwrap_or_else(processor_count),
        progress: if run.target.is_screen() { ProgressDisplay::Hidden } else { run.progress_display() },
    }
}

fn choice(args: &Args, filter: &Filter) -> ChangeChoice {
    let direction = if args.reverse { DiffDirection::Reversed } else { DiffDirection::Forward };
    let mut filter = filter.clone();
    let shows_no_match = args.quiet
        || args.stat
        || args.numstat
        || args.filter.count
        || matches!(args.format, Some(Format::Patch | Format::Old | Format::New));
    if let Some(find) = &mut filter.find
        && shows_no_match
    {
        find.need = MatchNeed::First;
    }
    ChangeChoice { direction, filter, edits: args.edits.choice() }
}

const fn strictness(args: &Args) -> Strictness {
    if args.strict { Strictness::Proved } else { Strictness::Likely }
}

/// Returns the format. Without `--format`, colour decides between coloured and plain text.
fn output_format(run: RunContext<'_>, theme: &Theme) -> OutputFormat {
    let args = run.args;
    let reader = if run.target.is_screen() { Audience::Person } else { Audience::Program };
    match args.format {
        _ if args.quiet => OutputFormat::Quiet,
        _ if args.filter.count => OutputFormat::Count,
        // `github` and `gitlab` are formats of a check; clap accepts them with `--check` only.
        Some(Format::Json | Format::Github | Format::Gitlab) => OutputFormat::Json,
        Some(Format::Html) => OutputFormat::Html(page_view(args)),
        Some(Format::Patch) => OutputFormat::Patch(reader),
        Some(Format::Old) => OutputFormat::Wikitext(Side::Old, reader),
        Some(Format::New) => OutputFormat::Wikitext(Side::New, reader),
        _ if args.stat => OutputFormat::Stat,
        _ if args.numstat => OutputFormat::Numstat,
        None | Some(Format::Terminal | Format::Plain) => OutputFormat::Text(Box::new(view(run, theme))),
    }
}

fn page_view(args: &Args) -> HtmlView {
    HtmlView { invisible: invisible(args), context: args.context, links: page_links(args) }
}

const fn invisible(args: &Args) -> Invisible {
    if args.show_invisible { Invisible::Everywhere } else { Invisible::WhereChanged }
}

fn view(run: RunContext<'_>, theme: &Theme) -> View {
    let args = run.args;
    let layout = match args.view {
        _ if args.side_by_side => Layout::SideBySide,
        ViewName::Inline => Layout::Inline,
        ViewName::Stacked => Layout::Stacked,
        ViewName::SideBySide => Layout::SideBySide,
    };
    // The length of the output, which decides about the pager, is not known yet.
    let is_paged = run.target.is_screen() || args.paging == When::Always;
    let view = View {
        layout,
        unchanged: match args {
            Args { focus: true, .. } => UnchangedText::NearChanges,
            Args { no_fold: false, .. } if run.target.is_screen() => UnchangedText::FirstLine,
            _ => UnchangedText::Whole,
        },
        width: width(run, layout),
        context: args.context.or_else(|| run.target.is_screen().then_some(SCREEN_CONTEXT)),
        invisible: invisible(args),
        change_starts: if is_paged { ChangeStarts::Marked } else { ChangeStarts::Plain },
        summary: if args.summary { Summary::Full } else { Summary::WhereRoom },
        margin: if args.no_gutter { Margin::Bare } else { Margin::Signed },
        ambiguous: if args.ambiguous_width == 2 { AmbiguousWidth::Wide } else { AmbiguousWidth::Narrow },
        ..View::default()
    };
    resolve_style(view, theme, run)
}

fn width(run: RunContext<'_>, layout: Layout) -> Option<usize> {
    let screen_width = || {
        let columns = effective_terminal_size(run.environment).columns.max(MIN_WIDTH);
        if layout == Layout::SideBySide { columns } else { columns.min(PROSE_WIDTH) }
    };
    let width = run.args.width.or_else(|| run.target.is_screen().then(screen_width));
    width.map(usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args;
    use crate::cli::input::source::InputSource;
    use crate::cli::output::paging::DEFAULT_PAGER;
    use crate::cli::terminal::environment::fake::{AT_A_TERMINAL, FakeEnvironment, IN_A_PIPE};
    use crate::cli::terminal::raw_mode::TerminalKind;

    fn parse_line(line: &str) -> Args {
        args::parse(["wikidiff"].into_iter().chain(line.split_whitespace())).unwrap()
    }

    fn fake(
        terminals: &'static [Stream],
        variables: &'static [(&'static str, &'static str)],
    ) -> FakeEnvironment {
        FakeEnvironment::new(terminals, variables)
    }

    fn view_of(line: &str, environment: &FakeEnvironment) -> View {
        view(RunContext::new(&parse_line(line), None, environment), &Theme::default())
    }

    #[track_caller]
    fn wraps(line: &str, environment: &FakeEnvironment, expected: Option<usize>) {
        assert_eq!(view_of(line, environment).width, expected);
    }

    #[test]
    fn wraps_at_a_terminal_and_in_a_pipe_on_demand() {
        let unsized_terminal = FakeEnvironment { size: None, ..fake(AT_A_TERMINAL, &[]) };
        wraps("", &fake(AT_A_TERMINAL, &[]), Some(116));
        wraps("-s", &fake(AT_A_TERMINAL, &[]), Some(120));
        wraps("", &unsized_terminal, Some(80));
        wraps("", &fake(AT_A_TERMINAL, &[("COLUMNS", "60")]), Some(60));
        wraps("", &fake(AT_A_TERMINAL, &[("COLUMNS", "wide")]), Some(116));
        wraps("", &fake(AT_A_TERMINAL, &[("COLUMNS", "3")]), Some(20));
        wraps("", &fake(IN_A_PIPE, &[("COLUMNS", "60")]), None);
        wraps("-o a.txt", &fake(AT_A_TERMINAL, &[]), None);
        wraps("--color always", &fake(IN_A_PIPE, &[]), None);
        wraps("--width 33", &fake(IN_A_PIPE, &[]), Some(33));
        wraps("--width 200", &fake(AT_A_TERMINAL, &[]), Some(200));
    }

    #[test]
    fn accepts_two_names_of_a_view() {
        let layout = |line: &str| view_of(line, &fake(IN_A_PIPE, &[])).layout;
        assert_eq!(layout(""), Layout::Inline);
        assert_eq!(layout("--view stacked"), Layout::Stacked);
        assert_eq!(layout("--view side-by-side"), Layout::SideBySide);
        assert_eq!(layout("-s"), Layout::SideBySide);
    }

    #[test]
    fn a_screen_has_short_context() {
        let case = |line: &str, environment: &FakeEnvironment, expected| {
            let view = view_of(line, environment);
            assert_eq!((view.context, view.unchanged), expected, "{line}");
        };
        let (screen, pipe) = (fake(AT_A_TERMINAL, &[]), fake(IN_A_PIPE, &[]));
        case("", &screen, (Some(1), UnchangedText::FirstLine));
        case("--no-fold", &screen, (Some(1), UnchangedText::Whole));
        case("--context 5 --focus", &screen, (Some(5), UnchangedText::NearChanges));
        case("-o a.txt", &screen, (None, UnchangedText::Whole));
        case("", &pipe, (None, UnchangedText::Whole));
        case("--focus", &pipe, (None, UnchangedText::NearChanges));
    }

    fn settings(line: &str, environment: &FakeEnvironment) -> Settings {
        resolve(&parse_line(line), &Theme::default(), &Filter::default(), environment)
    }

    #[track_caller]
    fn pages(line: &str, environment: &FakeEnvironment, expected: &Paging) {
        assert_eq!(&settings(line, environment).paging, expected);
    }

    #[test]
    fn starts_a_pager_where_a_person_reads() {
        let default = Paging::LongerThan(39, DEFAULT_PAGER.into());
        pages("", &fake(AT_A_TERMINAL, &[]), &default);
        pages("--format plain", &fake(AT_A_TERMINAL, &[]), &default);
        pages("--width 240", &fake(AT_A_TERMINAL, &[]), &Paging::LongerThan(19, DEFAULT_PAGER.into()));
        pages("--paging always", &fake(IN_A_PIPE, &[]), &Paging::Always(DEFAULT_PAGER.into()));
        pages("", &fake(IN_A_PIPE, &[]), &Paging::Never);
        pages("", &fake(AT_A_TERMINAL, &[("TERM", "dumb")]), &Paging::Never);
        pages("-P", &fake(AT_A_TERMINAL, &[]), &Paging::Never);
        pages("--paging never", &fake(AT_A_TERMINAL, &[]), &Paging::Never);
        pages("--format json", &fake(AT_A_TERMINAL, &[]), &Paging::Never);
        pages("--check a", &fake(AT_A_TERMINAL, &[]), &Paging::Never);
        pages("-o a.txt", &fake(AT_A_TERMINAL, &[]), &Paging::Never);
    }

    #[test]
    fn takes_the_pager_from_the_environment() {
        let named = |name: &str| Paging::LongerThan(39, name.into());
        pages("", &fake(AT_A_TERMINAL, &[("PAGER", "more")]), &named("more"));
        pages("", &fake(AT_A_TERMINAL, &[("WIKIDIFF_PAGER", "most"), ("PAGER", "more")]), &named("most"));
        pages("--pager most", &fake(AT_A_TERMINAL, &[("PAGER", "more")]), &named("most"));
        pages("--pager=", &fake(AT_A_TERMINAL, &[("PAGER", "more")]), &Paging::Never);
        pages("", &fake(AT_A_TERMINAL, &[("WIKIDIFF_PAGER", ""), ("PAGER", "more")]), &Paging::Never);
        pages("--paging always", &fake(AT_A_TERMINAL, &[("PAGER", "cat")]), &Paging::Never);
    }

    #[test]
    fn starts_no_pager_while_a_person_pastes() {
        let default = Paging::LongerThan(39, DEFAULT_PAGER.into());
        pages("a -", &fake(AT_A_TERMINAL, &[]), &Paging::Never);
        pages("a b", &fake(AT_A_TERMINAL, &[]), &default);
        pages("-", &fake(AT_A_TERMINAL, &[]), &default);
        pages("a -", &fake(&[Stream::Output], &[]), &default);
    }

    #[test]
    fn starts_no_pager_and_keeps_the_width_behind_git() {
        const VARIABLES: &[(&str, &str)] =
            &[("GIT_DIFF_PATH_COUNTER", "1"), ("GIT_PAGER_IN_USE", "true"), ("COLUMNS", "60")];
        let found = settings("--pager always a.wiki", &fake(IN_A_PIPE, VARIABLES));
        assert_eq!((found.paging, found.messages), (Paging::Never, MessageTarget::Stderr));
        let Task::Show(found) = found.task else { panic!("{:?}", found.task) };
        let OutputFormat::Text(view) = found.format else { panic!("{:?}", found.format) };
        assert_eq!(view.width, Some(60));
    }

    #[test]
    fn writes_messages_into_the_output_if_a_pager_has_the_screen() {
        let messages = |line: &str, environment: &FakeEnvironment| settings(line, environment).messages;
        assert_eq!(messages("", &fake(AT_A_TERMINAL, &[])), MessageTarget::Output);
        assert_eq!(messages("--paging never", &fake(AT_A_TERMINAL, &[])), MessageTarget::Stderr);
        assert_eq!(messages("a -", &fake(AT_A_TERMINAL, &[])), MessageTarget::Stderr);
        assert_eq!(messages("", &fake(&[Stream::Output], &[])), MessageTarget::Stderr);
        assert_eq!(messages("", &fake(IN_A_PIPE, &[])), MessageTarget::Stderr);
    }

    #[test]
    fn reads_standard_input_as_a_pipe_or_as_a_keyboard() {
        let inputs = |line: &str, environment: &FakeEnvironment| match settings(line, environment).task {
            Task::Show(settings) => match settings.source {
                DiffSource::Inputs(inputs) => inputs,
                DiffSource::TwoFiles { files, .. } => vec![files.old, files.new],
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        };
        let keyboard = InputSource::Keyboard(TerminalKind::Standard);
        assert_eq!(inputs("", &fake(IN_A_PIPE, &[])), [InputSource::Pipe]);
        assert_eq!(inputs("", &fake(AT_A_TERMINAL, &[])), std::slice::from_ref(&keyboard));
        assert_eq!(
            inputs("", &fake(AT_A_TERMINAL, &[("TERM", "dumb")])),
            [InputSource::Keyboard(TerminalKind::Dumb)]
        );
        assert_eq!(inputs("a -", &fake(AT_A_TERMINAL, &[])), [InputSource::File("a".into()), keyboard]);
    }
}
