//! The themes: the built-in themes, and the user's own themes, each in a file.
//!
//! ```text
//! ~/.config/wikidiff/themes/mine.theme     --theme mine
//! anywhere/else.theme                      --theme anywhere/else.theme
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use crate::cli::args::config::{self, TextFileError};
use crate::cli::output::messages::{format_message, os_error_text};
use crate::render::style::theme::{BUILT_IN, Theme};
use crate::text::sanitize::sanitized::Sanitized;

/// The folder of the themes in the program's configuration folder.
const FOLDER: &str = "themes";

/// The extension of a theme's file.
const EXTENSION: &str = "theme";

/// A theme, or the error message.
type ThemeResult = Result<Theme, Sanitized<'static>>;

/// Finds a theme by its name or its file. The user's own theme replaces a built-in theme of the same name.
pub(crate) fn find_theme(name: &str, config_home: Option<&Path>) -> ThemeResult {
    if is_path(name) {
        return read_theme(Path::new(name));
    }
    let own = config_home.map(|folder| themes_folder(folder).join(format!("{name}.{EXTENSION}")));
    if let Some(own) = own.filter(|own| own.exists()) {
        return read_theme(&own);
    }
    Theme::built_in(name).ok_or_else(|| unknown_theme_message(name, config_home))
}

/// Lists all themes with their names: the built-in themes in their order, then the user's own themes.
pub(crate) fn list_themes(config_home: Option<&Path>) -> Vec<(String, ThemeResult)> {
    let mut own = find_own_themes(config_home);
    let mut themes = Vec::new();
    for (name, text) in BUILT_IN {
        let theme = match own.remove(name) {
            Some(path) => read_theme(&path),
            None => Theme::parse(text).map_err(|error| theme_message(name, &error.to_string())),
        };
        themes.push((name.to_owned(), theme));
    }
    themes.extend(own.into_iter().map(|(name, path)| (name, read_theme(&path))));
    themes
}

/// Finds the files of the user's own themes by their names.
fn find_own_themes(config_home: Option<&Path>) -> BTreeMap<String, PathBuf> {
    let entries = config_home.and_then(|folder| fs::read_dir(themes_folder(folder)).ok());
    let paths = entries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let themes = paths.filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION));
    themes.filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path))).collect()
}

fn themes_folder(config_home: &Path) -> PathBuf {
    config_home.join(config::FOLDER).join(FOLDER)
}

/// Returns true if the value of `--theme` is the path of a file.
fn is_path(name: &str) -> bool {
    let has_extension = Path::new(name).extension().is_some_and(|extension| extension == EXTENSION);
    has_extension || name.contains(['/', MAIN_SEPARATOR])
}

fn read_theme(path: &Path) -> ThemeResult {
    let name = path.display().to_string();
    let text = config::read_text(path).map_err(|error| match error {
        TextFileError::Io(error) => {
            theme_message(&name, &format!("the theme cannot be read: {}", os_error_text(&error)))
        }
        TextFileError::TooLong => theme_message(&name, "the file is too long for a theme"),
        TextFileError::NotUtf8 { line } => theme_message(&format!("{name}:{line}"), "this line is not UTF-8"),
    })?;
    Theme::parse(&text).map_err(|error| theme_message(&format!("{name}:{}", error.line), &error.message()))
}

fn theme_message(place: &str, what: &str) -> Sanitized<'static> {
    format_message(&format!("{place}: {what} (use --theme to choose another theme)"))
}

fn unknown_theme_message(name: &str, config_home: Option<&Path>) -> Sanitized<'static> {
    let names: Vec<_> = list_themes(config_home).into_iter().map(|(name, _)| name).collect();
    let folder = config_home.map(themes_folder).map(|folder| format!(" in {}", folder.display()));
    format_message(&format!(
        "there is no theme {name:?}. Available: {}. Your own themes are files NAME.{EXTENSION}{}",
        names.join(", "),
        folder.unwrap_or_default()
    ))
}
