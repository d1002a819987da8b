//! The themes that there are: those that come along, and a person's own, each a file.
//!
//! ```text
//! ~/.config/wikidiff/themes/mine.theme     --theme mine
//! anywhere/else.theme                      --theme anywhere/else.theme
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use crate::render::style::theme::{BUILT_IN, Theme};
use crate::text::sanitize::sanitized::Sanitized;

use crate::cli::args::config::{self, Unfit};
use crate::cli::output::messages;

/// The folder of the themes in the program's own.
const FOLDER: &str = "themes";

/// What a file is called besides the theme's name.
const EXTENSION: &str = "theme";

/// A theme, or what is to be told of it.
type Found = Result<Theme, Sanitized<'static>>;

/// The theme of a name, or in a file. A person's own goes before one that comes along.
pub(crate) fn theme(name: &str, configurations: Option<&Path>) -> Found {
    if is_path(name) {
        return read(Path::new(name));
    }
    let own = configurations.map(|folder| themes_in(folder).join(format!("{name}.{EXTENSION}")));
    if let Some(own) = own.filter(|own| own.exists()) {
        return read(&own);
    }
    Theme::built_in(name).ok_or_else(|| unknown(name, configurations))
}

/// All themes by their names: those that come along in their order, then a person's own.
pub(crate) fn all(configurations: Option<&Path>) -> Vec<(String, Found)> {
    let mut own = own(configurations);
    let along = BUILT_IN.map(|(name, text)| {
        let theme = own.remove(name).map_or_else(
            || Theme::parse(text).map_err(|error| told(name, &error.to_string())),
            |own| read(&own),
        );
        (name.to_owned(), theme)
    });
    along.into_iter().chain(own.into_iter().map(|(name, path)| (name, read(&path)))).collect()
}

/// The files of a person's own themes. Who has no such folder has no themes.
fn own(configurations: Option<&Path>) -> BTreeMap<String, PathBuf> {
    let entries = configurations.and_then(|folder| fs::read_dir(themes_in(folder)).ok());
    let paths = entries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let themes = paths.filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION));
    themes.filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path))).collect()
}

fn themes_in(configurations: &Path) -> PathBuf {
    configurations.join(config::FOLDER).join(FOLDER)
}

/// Whether a file is named, and not a theme.
fn is_path(name: &str) -> bool {
    let has_extension = Path::new(name).extension().is_some_and(|extension| extension == EXTENSION);
    has_extension || name.contains(['/', MAIN_SEPARATOR])
}

fn read(path: &Path) -> Found {
    let name = path.display();
    let text = config::text(path).map_err(|unfit| match unfit {
        Unfit::Unread(error) => told(
            &name.to_string(),
            &format!("the theme cannot be read: {}", messages::without_number(&error)),
        ),
        Unfit::TooLong => told(&name.to_string(), "it is too long for a theme"),
        Unfit::NoText { line } => told(&format!("{name}:{line}"), "this is not UTF-8"),
    })?;
    Theme::parse(&text).map_err(|error| told(&format!("{name}:{}", error.line), &error.kind.to_string()))
}

fn told(place: &str, what: &str) -> Sanitized<'static> {
    messages::message(&format!("{place}: {what}; mend it, or take another theme with --theme"))
}

fn unknown(name: &str, configurations: Option<&Path>) -> Sanitized<'static> {
    let names: Vec<_> = all(configurations).into_iter().map(|(name, _)| name).collect();
    let folder = configurations.map(themes_in).map(|folder| format!(" in {}", folder.display()));
    messages::message(&format!(
        "there is no theme {name:?}; there are {}; one's own is a file NAME.{EXTENSION}{}",
        names.join(", "),
        folder.unwrap_or_default()
    ))
}
