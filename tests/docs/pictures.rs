//! The pictures of the documents: output of the program, drawn as SVG for dark and for light pages.
//!
//! `UPDATE_GOLDEN=1 cargo test --test docs pictures` draws all of them again.

use std::collections::BTreeSet;
use std::fs;

use anstyle::{Color, RgbColor};
use anstyle_svg::Term;

use super::{DOCUMENTS, is_update, read, root, run};

const FOLDER: &str = "docs/pictures";

/// Each picture: its name, and the command that it shows without the program's name.
const PICTURES: [(&str, &str); 9] = [
    ("inline", "fixtures/seed/chatgpt.txt"),
    ("stacked", "--view stacked fixtures/seed/five-hunks.txt"),
    ("side-by-side", "--side-by-side fixtures/seed/five-hunks.txt"),
    ("focus", "--focus fixtures/seed/chatgpt.txt"),
    ("moved", "fixtures/marked/chromium-paragraph-moved.txt"),
    ("ambiguous", "fixtures/cells-bare/desktop-chromium-two-hunks.txt"),
    ("theme-wiki", "fixtures/seed/changed-and-added.txt"),
    ("theme-classic", "--theme classic fixtures/seed/changed-and-added.txt"),
    ("theme-mono", "--theme mono fixtures/seed/changed-and-added.txt"),
];

/// The width of every picture in columns, and the pixels of a column in the fonts that `anstyle_svg` names.
const COLUMNS: usize = 100;
const PIXELS: usize = 840;

/// The page around a picture: dark or light.
struct Page {
    /// The value of `--background`.
    name: &'static str,
    text: RgbColor,
    background: RgbColor,
    /// The colour of the `$` before the command.
    prompt: RgbColor,
    /// The line around the picture.
    frame: &'static str,
}

const PAGES: [Page; 2] = [
    Page {
        name: "dark",
        text: RgbColor(0xe6, 0xed, 0xf3),
        background: RgbColor(0x16, 0x1b, 0x22),
        prompt: RgbColor(0x7e, 0xe7, 0x87),
        frame: "#30363d",
    },
    Page {
        name: "light",
        text: RgbColor(0x1f, 0x23, 0x28),
        background: RgbColor(0xf6, 0xf8, 0xfa),
        prompt: RgbColor(0x1a, 0x7f, 0x37),
        frame: "#d0d7de",
    },
];

#[test]
fn pictures_show_the_output_of_today() {
    let mut outdated = Vec::new();
    for (name, arguments) in PICTURES {
        for page in &PAGES {
            let path = root().join(FOLDER).join(file_name(name, page));
            let picture = draw(arguments, page);
            if is_update() {
                fs::write(&path, picture).unwrap();
            } else if fs::read_to_string(&path).ok().as_deref() != Some(&picture) {
                outdated.push(path);
            }
        }
    }
    assert!(
        outdated.is_empty(),
        "`UPDATE_GOLDEN=1 cargo test --test docs pictures` draws these again: {outdated:#?}"
    );
}

#[test]
fn every_picture_in_the_folder_is_drawn_here() {
    let drawn: BTreeSet<String> =
        PICTURES.iter().flat_map(|(name, _)| PAGES.iter().map(|page| file_name(name, page))).collect();
    let stored: BTreeSet<String> = fs::read_dir(root().join(FOLDER))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(stored, drawn);
}

#[test]
fn every_picture_is_shown_in_a_document() {
    let documents: String = DOCUMENTS.iter().map(read).collect();
    for (name, _) in PICTURES {
        for page in &PAGES {
            let file = file_name(name, page);
            assert!(documents.contains(&format!("pictures/{file}\"")), "no document shows {file}");
        }
    }
}

fn file_name(name: &str, page: &Page) -> String {
    format!("{name}-{}.svg", page.name)
}

/// Runs the command for a terminal with this page's background and draws what it writes, below the command itself.
fn draw(arguments: &str, page: &Page) -> String {
    let terminal = format!("--color always --colors true --background {} --width {COLUMNS}", page.name);
    let output = run(&format!("wikidiff {terminal} {arguments} 2> /dev/null"));
    let RgbColor(red, green, blue) = page.prompt;
    let prompt = format!("\u{1b}[38;2;{red};{green};{blue}m$\u{1b}[0m");
    let svg = Term::new()
        .fg_color(Color::Rgb(page.text))
        .bg_color(Color::Rgb(page.background))
        .min_width_px(PIXELS)
        .render_svg(&format!("{prompt} wikidiff {arguments}\n\n{}", output.trim_end()));
    with_frame(&svg, page)
}

/// The space around the text, in addition to that of `anstyle_svg`, in pixels.
const MARGIN: usize = 8;

/// Puts the picture in a frame, so that it has an edge on a page of nearly the same colour, and gives it a `viewBox`,
/// without which a browser cuts the picture off instead of making it smaller.
fn with_frame(svg: &str, page: &Page) -> String {
    let size = |name: &str| -> usize {
        let (_, after) = svg.split_once(&format!(" {name}=\"")).unwrap();
        after.split_once("px\"").unwrap().0.parse().unwrap()
    };
    let (width, height) = (size("width") + 2 * MARGIN, size("height") + 2 * MARGIN);
    let (_, after_head) = svg.split_once('\n').unwrap();
    let background = r#"<rect width="100%" height="100%" y="0" rx="4.5" class="bg" />"#;
    assert!(after_head.contains(background), "the picture has no background");
    let frame = format!(
        r#"<rect x="-{MARGIN}" y="-{MARGIN}" width="{width}" height="{height}" rx="10" fill="{}" />
  <rect x="-{inner}" y="-{inner}" width="{}" height="{}" rx="9" class="bg" />"#,
        page.frame,
        width - 2,
        height - 2,
        inner = MARGIN - 1,
    );
    let head = format!(
        r#"<svg viewBox="-{MARGIN} -{MARGIN} {width} {height}" width="{width}" height="{height}" xmlns="http://www.w3.org/2000/svg">"#
    );
    let body =
        after_head.replacen(background, &frame, 1).replace("text-decoration-line:", "text-decoration:");
    format!("{head}\n{body}")
}
