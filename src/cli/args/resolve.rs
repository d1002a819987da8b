//! What is decided: what was typed, joined with what the machine answered, once and for all.
//!
//! Whoever works afterwards takes its own part of the result and asks nobody.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::line_diff;
use crate::model::{Side, Sides};
use crate::pairing::{Engine, Hints};
use crate::parse;

pub(crate) use super::choices::{Changes, Direction, Expectations, Progressing, Reasons, Report, Sureness};
use super::git_driver::{BehindGit, Call};
use super::{Args, EngineName, Format, MIN_WIDTH, ViewName};
use crate::cli::commands::man_and_completions::About;
use crate::cli::input::fetch_request::{Asking, By, Progress, What, is_address};
use crate::cli::input::source::{Input, Limit};
use crate::cli::output::paging::{Paging, is_keyboard_shared, paging};
use crate::cli::terminal::environment::{self, Environment, IntoFile, Stream, screen};
use crate::cli::terminal::raw_mode::Terminal;
use crate::cli::terminal::style::{self, Stage, is_dumb};
use crate::render::style::theme::Theme;
use crate::render::{Audience, HtmlView, Layout, Margin, UnchangedText, View};
use crate::text::sanitize::Invisible;
use crate::text::width::AmbiguousWidth;

/// Everything that is decided.
#[derive(Debug)]
pub(crate) struct Settings {
    /// What to do.
    pub(crate) task: Task,
    /// Whether a pager stands between the output and the screen.
    pub(crate) paging: Paging,
    /// Where messages go.
    pub(crate) messages: Messages,
    /// Where the output goes.
    pub(crate) destination: Destination,
}

/// What to do.
#[derive(Debug)]
pub(crate) enum Task {
    /// Show the diffs.
    Show(Box<Showing>),
    /// Tell whether the readings hold.
    Check(Checking),
    /// Answer the records of a stream.
    Stream(Streaming),
    /// Say something of the program itself.
    About(About),
    /// Show what the themes look like.
    ListThemes(Option<Stage>),
}

/// How to show the diffs.
#[derive(Debug)]
pub(crate) struct Showing {
    /// Where they come from.
    pub(crate) source: Source,
    /// How large they may be.
    pub(crate) limit: Limit,
    /// How to read them.
    pub(crate) reading: parse::Options,
    /// What the command line says of the edit.
    pub(crate) help: Hints,
    /// Whether a likely reading is good enough.
    pub(crate) sureness: Sureness,
    /// What to write.
    pub(crate) form: Form,
    /// Whether the reading is told too.
    pub(crate) reasons: Reasons,
    /// Whether changes are a reason to exit with 1.
    pub(crate) changes: Changes,
    /// Which revision is taken for the old one.
    pub(crate) direction: Direction,
}

/// Where diffs come from.
#[derive(Debug)]
pub(crate) enum Source {
    /// Pastes, in order.
    Pastes(Vec<Input>),
    /// Two whole pages, with so many context lines round each change.
    Revisions(Sides<Input>, usize),
    /// What git hands over, with so many context lines round each change.
    Git(Call, usize),
}

/// What to check, and how.
#[derive(Debug)]
pub(crate) struct Checking {
    /// Files and directories, in order.
    pub(crate) paths: Vec<PathBuf>,
    /// How large they may be.
    pub(crate) limit: Limit,
    /// How to read the pastes.
    pub(crate) reading: parse::Options,
    /// What to write.
    pub(crate) report: Report,
    /// What to do with the expectations.
    pub(crate) expectations: Expectations,
    /// How many pastes to read at once.
    pub(crate) jobs: NonZeroUsize,
}

/// Which records to answer, and how.
#[derive(Debug)]
pub(crate) struct Streaming {
    /// Where they come from, in order.
    pub(crate) inputs: Vec<Input>,
    /// How to read their texts.
    pub(crate) reading: parse::Options,
    /// What the command line says of every edit.
    pub(crate) help: Hints,
    /// Whether a likely reading is good enough.
    pub(crate) sureness: Sureness,
    /// Which revision is taken for the old one.
    pub(crate) direction: Direction,
    /// How many batches to work on at once.
    pub(crate) jobs: NonZeroUsize,
    /// Whether a person wants to see how far it has come.
    pub(crate) progress: Progressing,
}

/// What is written of a diff.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    /// The picture.
    Picture(Box<View>),
    /// A line of figures.
    Stat,
    /// JSON Lines.
    Json,
    /// An HTML page.
    Page(HtmlView),
    /// A unified diff.
    Patch(Audience),
    /// One side as wikitext.
    Side(Side, Audience),
    /// Nothing: the exit code says all.
    Nothing,
}

/// Where the output goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// To standard output.
    Standard,
    /// Into a file.
    File(PathBuf),
}

/// Where messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Messages {
    /// To standard error.
    Apart,
    /// Into the picture: both would be on the same screen, and a pager has it.
    WithPicture,
}

/// Decides.
pub(crate) fn decide(args: Args, theme: &Theme, machine: &dyn Environment) -> Settings {
    let into_file = IntoFile(machine);
    let destination = destination(&args);
    let machine = if destination == Destination::Standard { machine } else { &into_file };
    let call = Call::of(&args.files, machine);
    let behind_git = BehindGit(machine);
    let machine: &dyn Environment = if call.is_some() { &behind_git } else { machine };
    let is_unpaged = call.is_some() || is_keyboard_shared(&args, machine);
    let paging = if is_unpaged { Paging::Never } else { paging(&args, machine) };
    let both = machine.is_terminal(Stream::Output) && machine.is_terminal(Stream::Error);
    let messages = if both && paging != Paging::Never { Messages::WithPicture } else { Messages::Apart };
    Settings { task: task(args, theme, call, machine), paging, messages, destination }
}

fn task(args: Args, theme: &Theme, call: Option<Call>, machine: &dyn Environment) -> Task {
    match (about(&args), call) {
        (Some(about), _) => Task::About(about),
        _ if args.list_themes => Task::ListThemes(style::stage(&args, machine)),
        _ if args.check => Task::Check(checking(args)),
        _ if args.jsonl => Task::Stream(streaming(args, machine)),
        (None, Some(call)) => {
            let context = args.context.unwrap_or(line_diff::CONTEXT);
            Task::Show(Box::new(Showing {
                source: Source::Git(call, context),
                ..showing(args, theme, machine)
            }))
        }
        (None, None) => Task::Show(Box::new(showing(args, theme, machine))),
    }
}

fn about(args: &Args) -> Option<About> {
    args.completions.map(About::Completions).or(args.man.then_some(About::Manual))
}

fn destination(args: &Args) -> Destination {
    match &args.output {
        Some(path) if path != Path::new("-") => Destination::File(path.clone()),
        _ => Destination::Standard,
    }
}

fn showing(args: Args, theme: &Theme, machine: &dyn Environment) -> Showing {
    Showing {
        form: form(&args, theme, machine),
        reading: reading(&args),
        help: help(&args),
        sureness: sureness(&args),
        reasons: if args.explain { Reasons::Told } else { Reasons::Untold },
        changes: if args.exit_code || args.quiet { Changes::Counted } else { Changes::Ignored },
        direction: direction(&args),
        limit: Limit::mebibytes(args.input_limit),
        source: source(args, machine),
    }
}

fn reading(args: &Args) -> parse::Options {
    parse::Options { shape: args.shape, revisions: Sides::new(args.from, args.to), context: args.context }
}

/// What the command line says of the edit.
fn help(args: &Args) -> Hints {
    let sizes = args.old_size.zip(args.new_size).map(|(old, new)| i64::from(new) - i64::from(old));
    let engine = args.engine.map(|name| match name {
        EngineName::Wikidiff2 => Engine::Wikidiff2,
        EngineName::Php => Engine::Php,
    });
    Hints { bytes: args.bytes.or(sizes), engine }
}

fn checking(args: Args) -> Checking {
    Checking {
        limit: Limit::mebibytes(args.input_limit),
        reading: reading(&args),
        report: match args.format {
            Some(Format::Json) => Report::Json,
            Some(Format::Github) => Report::Github,
            Some(Format::Gitlab) => Report::Gitlab,
            _ => Report::Text,
        },
        jobs: args.jobs.unwrap_or_else(environment::processors),
        expectations: if args.bless { Expectations::Written } else { Expectations::Compared },
        paths: args.files,
    }
}

fn streaming(args: Args, machine: &dyn Environment) -> Streaming {
    let is_seen = machine.is_terminal(Stream::Error) && !machine.is_terminal(Stream::Output);
    Streaming {
        reading: reading(&args),
        help: help(&args),
        sureness: sureness(&args),
        direction: direction(&args),
        jobs: args.jobs.unwrap_or_else(environment::processors),
        progress: if is_seen { Progressing::Shown } else { Progressing::Untold },
        inputs: inputs(args.files, machine),
    }
}

const fn direction(args: &Args) -> Direction {
    if args.reverse { Direction::Backwards } else { Direction::Forwards }
}

const fn sureness(args: &Args) -> Sureness {
    if args.strict { Sureness::Needed } else { Sureness::Told }
}

fn source(args: Args, machine: &dyn Environment) -> Source {
    if args.clipboard {
        return Source::Pastes(vec![Input::Clipboard(reading(&args))]);
    }
    let asking = asking(&args, machine);
    if let Some(Ok([old, new])) = args.revisions.map(<[PathBuf; 2]>::try_from) {
        return Source::Revisions(
            Sides::new(old, new).map(|path| input(path, machine)),
            args.context.unwrap_or(line_diff::CONTEXT),
        );
    }
    if let Some(host) = args.wiki {
        let numbers = args.files.iter().map(|number| number.to_string_lossy().into_owned());
        return Source::Pastes(vec![Input::Wiki(asking(What::Revisions(host, numbers.collect())))]);
    }
    if args.files.is_empty() {
        return Source::Pastes(vec![standard_input(machine)]);
    }
    let given = |path: PathBuf| match path.to_str().filter(|name| is_address(name)) {
        Some(address) => Input::Wiki(asking(What::Address(address.to_owned()))),
        None => input(path, machine),
    };
    Source::Pastes(args.files.into_iter().map(given).collect())
}

fn inputs(files: Vec<PathBuf>, machine: &dyn Environment) -> Vec<Input> {
    if files.is_empty() {
        return vec![standard_input(machine)];
    }
    files.into_iter().map(|path| input(path, machine)).collect()
}

fn input(path: PathBuf, machine: &dyn Environment) -> Input {
    if path == Path::new("-") { standard_input(machine) } else { Input::File(path) }
}

/// How a wiki is asked, whatever it is asked for.
fn asking(args: &Args, machine: &dyn Environment) -> impl Fn(What) -> Asking + use<> {
    let by = if args.own { By::Us } else { By::Wiki };
    let seconds = args.timeout;
    let contact = machine.variable("WIKIDIFF_CONTACT").and_then(|contact| contact.into_string().ok());
    let contact = contact.filter(|contact| !contact.is_empty());
    let progress = if machine.is_terminal(Stream::Error) { Progress::Told } else { Progress::Untold };
    move |what| Asking { what, by, seconds, contact: contact.clone(), progress }
}

fn standard_input(machine: &dyn Environment) -> Input {
    match machine.is_terminal(Stream::Input) {
        true if is_dumb(machine) => Input::Keyboard(Terminal::Dumb),
        true => Input::Keyboard(Terminal::Capable),
        false => Input::Pipe,
    }
}

/// The form: `plain` is what a pipe gets, whatever colour is wanted; otherwise colour decides.
fn form(args: &Args, theme: &Theme, machine: &dyn Environment) -> Form {
    let reader = if machine.is_terminal(Stream::Output) { Audience::Person } else { Audience::Program };
    match args.format {
        _ if args.quiet => Form::Nothing,
        // The two last are forms of a check's report; clap lets them pass with a check alone.
        Some(Format::Json | Format::Github | Format::Gitlab) => Form::Json,
        Some(Format::Html) => Form::Page(page_view(args)),
        Some(Format::Patch) => Form::Patch(reader),
        Some(Format::Old) => Form::Side(Side::Old, reader),
        Some(Format::New) => Form::Side(Side::New, reader),
        _ if args.stat => Form::Stat,
        None | Some(Format::Terminal | Format::Plain) => Form::Picture(Box::new(view(args, theme, machine))),
    }
}

fn page_view(args: &Args) -> HtmlView {
    HtmlView { invisible: invisible(args), context: args.context, links: style::page_links(args) }
}

const fn invisible(args: &Args) -> Invisible {
    if args.show_invisible { Invisible::Everywhere } else { Invisible::WhereChanged }
}

fn view(args: &Args, theme: &Theme, machine: &dyn Environment) -> View {
    let layout = match args.view {
        _ if args.side_by_side => Layout::SideBySide,
        ViewName::Inline => Layout::Inline,
        ViewName::Stacked => Layout::Stacked,
        ViewName::SideBySide => Layout::SideBySide,
    };
    let view = View {
        layout,
        unchanged: if args.focus { UnchangedText::NearChanges } else { UnchangedText::Whole },
        width: width(args, machine),
        context: args.context,
        invisible: invisible(args),
        margin: if args.no_gutter { Margin::Bare } else { Margin::Signed },
        ambiguous: if args.ambiguous_width == 2 { AmbiguousWidth::Wide } else { AmbiguousWidth::Narrow },
        ..View::default()
    };
    style::dressed(view, theme, args, machine)
}

fn width(args: &Args, machine: &dyn Environment) -> Option<usize> {
    let terminal = || machine.is_terminal(Stream::Output).then(|| screen(machine).columns.max(MIN_WIDTH));
    args.width.or_else(terminal).map(usize::from)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::output::paging::USUAL_PAGER;
    use crate::cli::terminal::environment::imagined::{AT_A_TERMINAL, IN_A_PIPE, Imagined, imagined};

    fn typed(line: &str) -> Args {
        Args::parse_from(["wikidiff"].into_iter().chain(line.split_whitespace()))
    }

    #[track_caller]
    fn wraps(line: &str, machine: &Imagined, expected: Option<usize>) {
        assert_eq!(view(&typed(line), &Theme::default(), machine).width, expected);
    }

    #[test]
    fn a_terminal_is_wrapped_and_a_pipe_only_on_demand() {
        let unsized_terminal = Imagined { screen: None, ..imagined(AT_A_TERMINAL, &[]) };
        wraps("", &imagined(AT_A_TERMINAL, &[]), Some(120));
        wraps("", &unsized_terminal, Some(80));
        wraps("", &imagined(AT_A_TERMINAL, &[("COLUMNS", "60")]), Some(60));
        wraps("", &imagined(AT_A_TERMINAL, &[("COLUMNS", "wide")]), Some(120));
        wraps("", &imagined(AT_A_TERMINAL, &[("COLUMNS", "3")]), Some(20));
        wraps("", &imagined(IN_A_PIPE, &[("COLUMNS", "60")]), None);
        wraps("--color always", &imagined(IN_A_PIPE, &[]), None);
        wraps("--width 33", &imagined(IN_A_PIPE, &[]), Some(33));
        wraps("--width 200", &imagined(AT_A_TERMINAL, &[]), Some(200));
    }

    #[test]
    fn a_view_can_be_named_in_two_ways() {
        let layout = |line: &str| view(&typed(line), &Theme::default(), &imagined(IN_A_PIPE, &[])).layout;
        assert_eq!(layout(""), Layout::Inline);
        assert_eq!(layout("--view stacked"), Layout::Stacked);
        assert_eq!(layout("--view side-by-side"), Layout::SideBySide);
        assert_eq!(layout("-s"), Layout::SideBySide);
    }

    #[track_caller]
    fn pages(line: &str, machine: &Imagined, expected: &Paging) {
        assert_eq!(&paging(&typed(line), machine), expected);
    }

    #[test]
    fn the_pager_comes_where_a_person_reads() {
        let usual = Paging::Beyond(39, USUAL_PAGER.into());
        pages("", &imagined(AT_A_TERMINAL, &[]), &usual);
        pages("--format plain", &imagined(AT_A_TERMINAL, &[]), &usual);
        pages("--width 240", &imagined(AT_A_TERMINAL, &[]), &Paging::Beyond(19, USUAL_PAGER.into()));
        pages("--pager always", &imagined(IN_A_PIPE, &[]), &Paging::Always(USUAL_PAGER.into()));
        pages("", &imagined(IN_A_PIPE, &[]), &Paging::Never);
        pages("", &imagined(AT_A_TERMINAL, &[("TERM", "dumb")]), &Paging::Never);
        pages("--pager never", &imagined(AT_A_TERMINAL, &[]), &Paging::Never);
        pages("--format json", &imagined(AT_A_TERMINAL, &[]), &Paging::Never);
        pages("--check a", &imagined(AT_A_TERMINAL, &[]), &Paging::Never);
    }

    #[test]
    fn the_pager_has_a_name_of_its_own_and_can_be_none() {
        let named = |name: &str| Paging::Beyond(39, name.into());
        pages("", &imagined(AT_A_TERMINAL, &[("PAGER", "more")]), &named("more"));
        pages("", &imagined(AT_A_TERMINAL, &[("WIKIDIFF_PAGER", "most"), ("PAGER", "more")]), &named("most"));
        pages("", &imagined(AT_A_TERMINAL, &[("WIKIDIFF_PAGER", ""), ("PAGER", "more")]), &Paging::Never);
        pages("--pager always", &imagined(AT_A_TERMINAL, &[("PAGER", "cat")]), &Paging::Never);
    }

    #[test]
    fn no_pager_takes_the_keyboard_from_a_paste() {
        let paging = |line: &str, machine: &Imagined| decide(typed(line), &Theme::default(), machine).paging;
        let usual = Paging::Beyond(39, USUAL_PAGER.into());
        assert_eq!(paging("a -", &imagined(AT_A_TERMINAL, &[])), Paging::Never);
        assert_eq!(paging("a b", &imagined(AT_A_TERMINAL, &[])), usual);
        assert_eq!(paging("-", &imagined(AT_A_TERMINAL, &[])), usual);
        assert_eq!(paging("a -", &imagined(&[Stream::Output], &[])), usual);
    }

    #[test]
    fn messages_stand_in_the_picture_where_a_pager_has_the_screen() {
        let messages =
            |line: &str, machine: &Imagined| decide(typed(line), &Theme::default(), machine).messages;
        assert_eq!(messages("", &imagined(AT_A_TERMINAL, &[])), Messages::WithPicture);
        assert_eq!(messages("--pager never", &imagined(AT_A_TERMINAL, &[])), Messages::Apart);
        assert_eq!(messages("a -", &imagined(AT_A_TERMINAL, &[])), Messages::Apart);
        assert_eq!(messages("", &imagined(&[Stream::Output], &[])), Messages::Apart);
        assert_eq!(messages("", &imagined(IN_A_PIPE, &[])), Messages::Apart);
    }

    #[test]
    fn standard_input_is_a_pipe_or_a_person() {
        let from = |line: &str, machine: &Imagined| match source(typed(line), machine) {
            Source::Pastes(inputs) => inputs,
            other => panic!("pastes were wanted, and not {other:?}"),
        };
        let person = Input::Keyboard(Terminal::Capable);
        assert_eq!(from("", &imagined(IN_A_PIPE, &[])), [Input::Pipe]);
        assert_eq!(from("", &imagined(AT_A_TERMINAL, &[])), std::slice::from_ref(&person));
        assert_eq!(
            from("", &imagined(AT_A_TERMINAL, &[("TERM", "dumb")])),
            [Input::Keyboard(Terminal::Dumb)]
        );
        assert_eq!(from("a -", &imagined(AT_A_TERMINAL, &[])), [Input::File("a".into()), person]);
    }
}
