//! The content model of a page (MediaWiki's term): wikitext, code or a stylesheet. It decides how lines are cut into tokens.
//!
//! Most pages are wikitext. Modules are Lua. Pages in a namespace whose title ends in `.css`, `.js` or `.json` have the
//! model of that ending (`ContentHandler::getDefaultModelFor`). Without a title, the lines decide if they are clear.
//!
//! ```text
//! Module:Citation        Code
//! User:A/common.css      Style
//! Node.js                Wikitext: an article, no namespace
//! ```

use super::Token;
use super::code::{self, Hyphen};
use crate::model::{Diff, Line, Marked, Side};
use crate::word_diff::tokens;

/// The content model of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContentModel {
    /// MediaWiki's markup.
    #[default]
    Wikitext,
    /// Lua, JavaScript, JSON.
    Code,
    /// CSS, whose identifiers have hyphens.
    Style,
}

/// The namespace of Lua modules in the languages of the larger wikis, as `Scribunto.namespaces.php` has it.
const MODULES: [&str; 33] = [
    "Module",
    "Modul",
    "Modulo",
    "Módulo",
    "Mòdul",
    "Modulu",
    "Modulenn",
    "Moduł",
    "Moodul",
    "Moduuli",
    "Modulis",
    "Modül",
    "Modiwl",
    "Moduli",
    "Mô đun",
    "Модуль",
    "Модул",
    "Մոդուլ",
    "მოდული",
    "יחידה",
    "وحدة",
    "پودمان",
    "ماڈیول",
    "मॉड्यूल",
    "मोड्युल",
    "মডিউল",
    "มอดูล",
    "모듈",
    "モジュール",
    "模块",
    "模组",
    "模組",
    "模塊",
];

/// The maximum number of lines that are examined.
const MAX_LINES: usize = 400;

/// The minimum number of lines of code: fewer could be an example in an article.
const MIN_LINES: usize = 4;

impl ContentModel {
    /// Finds the content model of a diff by its title and its lines.
    #[must_use]
    pub fn from_diff(diff: &Diff<'_, Line<'_>>) -> Self {
        find_model(diff.page.title.as_deref(), shown_lines(diff).map(AsRef::as_ref))
    }

    /// Finds the content model of a diff whose words are compared.
    pub(crate) fn from_marked_diff(diff: &Diff<'_, Marked<'_>>) -> Self {
        find_model(diff.page.title.as_deref(), shown_lines(diff).map(Marked::text))
    }

    /// Calls a function for each token of a line from an offset on where a token begins. Each model has a loop of its own,
    /// since most of the time of a comparison is spent here.
    pub(crate) fn for_each_token<'l>(self, line: &'l str, at: usize, take: impl FnMut(Token<'l>)) {
        match self {
            Self::Wikitext => tokens::tokens_from(line, at).for_each(take),
            Self::Code => code::tokens_from(line, at, Hyphen::Operator).for_each(take),
            Self::Style => code::tokens_from(line, at, Hyphen::Letter).for_each(take),
        }
    }
}

/// The new line of each row, or else the old one.
fn shown_lines<'d, L>(diff: &'d Diff<'_, L>) -> impl Iterator<Item = &'d L> {
    let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows);
    rows.filter_map(|row| row.change.line(Side::New).or(row.change.line(Side::Old)))
}

fn find_model<'l>(title: Option<&str>, lines: impl Iterator<Item = &'l str>) -> ContentModel {
    let by_title = title.map_or(ContentModel::Wikitext, model_of_title);
    let (mut all, mut code, mut wikitext) = (0, 0, 0);
    for line in lines.map(str::trim).filter(|line| !line.is_empty()).take(MAX_LINES) {
        all += 1;
        code += usize::from(is_code(line));
        wikitext += usize::from(is_wikitext(line));
    }
    match by_title {
        ContentModel::Wikitext if code >= MIN_LINES && code * 4 >= all * 3 && wikitext == 0 => {
            ContentModel::Code
        }
        ContentModel::Wikitext => ContentModel::Wikitext,
        // The talk page of a script has the title of the script, and is wikitext.
        _ if wikitext > code => ContentModel::Wikitext,
        model => model,
    }
}

/// The content model by title. An article has no namespace, also if it is called Node.js.
fn model_of_title(title: &str) -> ContentModel {
    let Some((namespace, name)) = title.split_once(':') else { return ContentModel::Wikitext };
    let is_module = MODULES.contains(&namespace.replace('_', " ").as_str());
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => ContentModel::Style,
        Some("js" | "json") => ContentModel::Code,
        _ if is_module && !name.ends_with("/doc") => ContentModel::Code,
        _ => ContentModel::Wikitext,
    }
}

/// Returns true if a line begins or ends as lines of programs do and lines of wikitext do not.
fn is_code(line: &str) -> bool {
    const BEGINNINGS: [&str; 12] =
        ["--", "//", "/*", "local ", "function ", "return", "if ", "for ", "var ", "const ", "let ", "\""];
    const ENDINGS: [&str; 9] = [";", "{", "}", "},", ")", " then", " do", "end", "else"];
    let is_table = line.starts_with(['|', '{', '*', '#', ':', '=', '<', '!']) && line.len() > 1;
    let ends = ENDINGS.iter().any(|ending| line.ends_with(ending)) && !line.ends_with("}}") && !is_table;
    let begins = BEGINNINGS.iter().any(|beginning| line.starts_with(beginning));
    ends || begins && line.contains(['(', '=', '"', '-', '/', '[', '.'])
}

/// Returns true if a line has markup that only wikitext has.
fn is_wikitext(line: &str) -> bool {
    let is_heading = line.starts_with("==") && line.ends_with("==");
    let is_table = ["{|", "|-", "|}"].iter().any(|sign| line.starts_with(sign));
    let has_link = line.split_once("[[").is_some_and(|(before, after)| {
        // Lua has [[long strings]], behind an operator or a parenthesis.
        after.contains("]]") && !before.trim_end().ends_with(['=', '(', ','])
    });
    is_heading || is_table || has_link || ["<ref", "'''", "{{cite"].iter().any(|sign| line.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(title: Option<&str>, text: &str, expected: ContentModel) {
        assert_eq!(find_model(title, text.lines()), expected, "{title:?}");
    }

    #[test]
    fn finds_model_by_title() {
        case(Some("Module:Citation"), "", ContentModel::Code);
        case(Some("Модуль:Wikidata"), "x", ContentModel::Code);
        case(Some("Mô_đun:A"), "", ContentModel::Code);
        case(Some("User:A/common.css"), "", ContentModel::Style);
        case(Some("MediaWiki:Gadget-x.js"), "", ContentModel::Code);
        case(Some("User:A/data.json"), "", ContentModel::Code);
    }

    #[test]
    fn article_about_a_program_is_wikitext() {
        case(Some("Node.js"), "'''Node.js''' is a runtime", ContentModel::Wikitext);
        case(Some("Module:Citation/doc"), "", ContentModel::Wikitext);
        case(Some("Talk:Node.js"), "See [[V8]].\n== A ==", ContentModel::Wikitext);
        case(Some("Albert Einstein"), "", ContentModel::Wikitext);
        case(None, "", ContentModel::Wikitext);
    }

    #[test]
    fn finds_model_by_lines_without_a_title() {
        let lua = "local p = {}\n\nfunction p.main(frame)\n  if frame then\n    return frame.args[1]\n  end\nend\nreturn p";
        case(None, lua, ContentModel::Code);
        case(None, "function f() {\n  var a = 1;\n  return a;\n}", ContentModel::Code);
        case(None, "return p\nend", ContentModel::Wikitext);
        case(None, "{{Infobox\n| name = a\n| b = c\n}}\n[[File:a.png]]", ContentModel::Wikitext);
        case(None, "{| class=\"a\"\n|-\n| a || b\n|}", ContentModel::Wikitext);
        case(None, "One.\nTwo (three)\nFour (five)\nSix, seven;\nmore prose", ContentModel::Wikitext);
    }
}
