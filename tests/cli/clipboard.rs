//! The clipboard: its content with a display, and the message without a display.
#![cfg(all(feature = "clipboard", target_os = "linux"))]

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    ConnectionExt as _, CreateWindowAux, EventMask, PropMode, SELECTION_NOTIFY_EVENT, SelectionNotifyEvent,
    WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::workdir::{MARKED, MARKED_WORDS, Ran, SEED, Workdir};

/// A virtual display with a clipboard.
struct Display {
    server: Child,
    name: String,
    owner: Option<Child>,
}

impl Display {
    /// Starts a display.
    fn start() -> Self {
        let mut server = Command::new("Xvfb");
        server
            .args(["-displayfd", "1", "-noreset", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = server.spawn().unwrap();
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Self { server, name: format!(":{}", number.trim()), owner: None }
    }

    /// Copies a text as a type, as a browser does.
    fn copy(&mut self, text: &str, kind: &str) {
        self.forget();
        let mut owner = Command::new("xclip");
        owner.args(["-quiet", "-selection", "clipboard", "-t", kind]).env("DISPLAY", &self.name);
        let mut owner = owner.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        owner.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        self.owner = Some(owner);
        while !self.offers(kind) {
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// True if the clipboard has data of a type.
    fn offers(&self, kind: &str) -> bool {
        let mut asked = Command::new("xclip");
        asked.args(["-o", "-selection", "clipboard", "-t", "TARGETS"]).env("DISPLAY", &self.name);
        let kinds = asked.stderr(Stdio::null()).output().unwrap().stdout;
        String::from_utf8(kinds).unwrap().lines().any(|line| line == kind)
    }

    fn forget(&mut self) {
        if let Some(mut owner) = self.owner.take() {
            _ = owner.kill();
            _ = owner.wait();
        }
    }

    fn run(&self, words: &str) -> Ran {
        let work = Workdir::new();
        Ran::from(work.command(words).env("DISPLAY", &self.name).output().unwrap())
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.forget();
        _ = self.server.kill();
        _ = self.server.wait();
    }
}

/// The text of an inline view, which has lost the sides.
const INLINE: &str = "Fenn: Difference between revisions\nRevision as of 10:00, 3 May 2024 (edit)\nAnn (talk | contribs)\n\
    No edit summary\n← Older edit\nLatest revision as of 11:00, 4 May 2024 (edit)\nBob (talk | contribs)\n \nLine 1:\n\
    The millwheel turns.\nIt is oldnew.\n";

const TABLE: &str = "<meta charset='utf-8'><table class=\"diff\"><tr><td colspan=\"2\" class=\"diff-lineno\">Line 1:</td>\
    <td colspan=\"2\" class=\"diff-lineno\">Line 1:</td></tr><tr><td class=\"diff-marker\" data-marker=\"−\"></td>\
    <td class=\"diff-deletedline\"><div>ein älteres Wort</div></td><td class=\"diff-marker\" data-marker=\"+\"></td>\
    <td class=\"diff-addedline\"><div>ein neues Wort</div></td></tr></table>";

#[test]
#[ignore = "needs Xvfb and xclip"]
fn shows_the_clipboard_of_x11() {
    let mut display = Display::start();
    display.run("--clipboard").ends_with(2).shows_nothing().tells("clipboard: there is no text in it");

    display.copy(TABLE, "text/html");
    let ran = display.run("--clipboard --explain").ends_with(0).tells_nothing();
    ran.shows("ein [-älteres-]{+neues+} Wort").shows("clipboard's HTML").shows("shape     html");

    display.copy(MARKED, "UTF8_STRING");
    let ran = display.run("--clipboard --explain").ends_with(0).tells_nothing();
    ran.shows(MARKED_WORDS).shows("clipboard's text").shows("shape     marked");

    display.copy(&SEED.repeat(200), "UTF8_STRING");
    display.run("--clipboard").ends_with(0).shows("[[Reinforcement Learning[-]]-]");

    display.copy("<p>Dear all</p>", "text/html");
    display.run("--clipboard").ends_with(2).shows_nothing().tells("clipboard: ");
}

/// A program that holds the copy of a browser on a display: data of several types.
struct Holder {
    connection: Arc<RustConnection>,
    worker: Option<thread::JoinHandle<()>>,
    window: u32,
}

impl Holder {
    fn start(display: &Display, copy: Vec<(&'static str, Vec<u8>)>) -> Self {
        let (connection, screen) = x11rb::connect(Some(&display.name)).unwrap();
        let root = connection.setup().roots[screen].root;
        let window = connection.generate_id().unwrap();
        let (class, options) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
        connection.create_window(0, window, root, 0, 0, 1, 1, 0, class, 0, &options).unwrap();
        let atom = |name: &str| connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let copy: Vec<(u32, Vec<u8>)> = copy.into_iter().map(|(kind, data)| (atom(kind), data)).collect();
        let selection = atom("CLIPBOARD");
        connection.set_selection_owner(window, selection, x11rb::CURRENT_TIME).unwrap();
        assert_eq!(connection.get_selection_owner(selection).unwrap().reply().unwrap().owner, window);
        let connection = Arc::new(connection);
        let worker = thread::spawn({
            let connection = Arc::clone(&connection);
            move || answer_requests(&connection, &copy)
        });
        Self { connection, worker: Some(worker), window }
    }
}

/// Answers requests for the copy until its window is destroyed.
fn answer_requests(connection: &RustConnection, copy: &[(u32, Vec<u8>)]) {
    loop {
        let asked = match connection.wait_for_event().unwrap() {
            Event::SelectionRequest(asked) => asked,
            Event::SelectionClear(_) => return,
            _ => continue,
        };
        let data = copy.iter().find(|(kind, _)| *kind == asked.target);
        if let Some((kind, data)) = data {
            let (mode, property) = (PropMode::REPLACE, asked.property);
            connection.change_property8(mode, asked.requestor, property, *kind, data).unwrap();
        }
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: asked.requestor,
            selection: asked.selection,
            target: asked.target,
            property: data.map_or(x11rb::NONE, |_| asked.property),
        };
        connection.send_event(false, asked.requestor, EventMask::NO_EVENT, answer).unwrap();
        connection.flush().unwrap();
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let atom = self.connection.intern_atom(false, b"CLIPBOARD").unwrap().reply().unwrap().atom;
        self.connection.set_selection_owner(x11rb::NONE, atom, x11rb::CURRENT_TIME).unwrap();
        self.connection.flush().unwrap();
        _ = self.worker.take().map(thread::JoinHandle::join);
        self.connection.destroy_window(self.window).unwrap();
    }
}

const DIFF_ADDRESS: &str = "https://wiki.example/index.php?title=Fenn&diff=2&oldid=1";

#[test]
#[ignore = "needs Xvfb and xclip"]
fn offers_the_address_where_sides_are_lost() {
    let display = Display::start();
    let offer = format!("clipboard: to get the sides from the wiki: wikidiff '{DIFF_ADDRESS}'");
    let wide = DIFF_ADDRESS.encode_utf16().flat_map(u16::to_ne_bytes).collect();
    let addresses = [("chromium/x-source-url", DIFF_ADDRESS.into()), ("text/x-moz-url-priv", wide)];
    for (kind, address) in addresses {
        let holder = Holder::start(&display, vec![("UTF8_STRING", INLINE.into()), (kind, address)]);
        display.run("--clipboard").ends_with(0).tells(&offer);
        drop(holder);
    }
    let with_address = |text: &str, address: &str| {
        let copy = vec![("UTF8_STRING", text.into()), ("chromium/x-source-url", address.into())];
        let _holder = Holder::start(&display, copy);
        display.run("--clipboard")
    };
    // A certain reading needs no address, and other pages have no diff.
    with_address(MARKED, DIFF_ADDRESS).ends_with(0).tells_nothing();
    let ran = with_address(INLINE, "https://wiki.example/index.php?action=history&title=Fenn");
    assert!(!ran.stderr.contains("to get the sides"), "{}", ran.stderr);
    with_address("Dear all", DIFF_ADDRESS).ends_with(2).tells(&offer);
}

/// A headless compositor. Programs can read its clipboard as on GNOME, KDE and sway.
struct Compositor {
    server: Child,
    folder: Workdir,
    name: String,
}

impl Compositor {
    /// Starts a compositor.
    fn start() -> Self {
        let folder = Workdir::new();
        // sway does not run as root. The user that it runs as puts its socket here.
        fs::set_permissions(folder.path(""), Permissions::from_mode(0o777)).unwrap();
        let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
        let mut server = Command::new(if is_root { "setpriv" } else { "sway" });
        if is_root {
            server.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sway"]);
        }
        server.args(["-c", "/dev/null"]).env("XDG_RUNTIME_DIR", folder.path("")).env("HOME", folder.path(""));
        server.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("WLR_BACKENDS", "headless");
        server.env("WLR_LIBINPUT_NO_DEVICES", "1").env("WLR_RENDERER", "pixman");
        let server = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut compositor = Self { server, folder, name: String::new() };
        let is_up = (0..500).any(|_| {
            thread::sleep(Duration::from_millis(20));
            compositor.name = compositor.socket().unwrap_or_default();
            !compositor.name.is_empty()
        });
        assert!(is_up, "sway opened no socket within ten seconds");
        compositor
    }

    /// The name of its socket, as soon as it has one.
    fn socket(&self) -> Option<String> {
        let entries = fs::read_dir(self.folder.path("")).unwrap();
        let mut names = entries.filter_map(|entry| entry.unwrap().file_name().into_string().ok());
        names.find(|name| name.starts_with("wayland-") && !name.contains('.'))
    }

    fn command(&self, mut command: Command) -> Command {
        command.env("XDG_RUNTIME_DIR", self.folder.path("")).env("WAYLAND_DISPLAY", &self.name);
        command
    }

    /// Copies a text as a type, as a browser does.
    fn copy(&self, text: &str, kind: &str) {
        let mut copy = self.command(Command::new("wl-copy"));
        let mut copy = copy.args(["-t", kind]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        copy.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        // It forks, and the child holds the copy.
        assert!(copy.wait().unwrap().success());
    }

    fn run(&self, words: &str) -> Ran {
        let work = Workdir::new();
        Ran::from(self.command(work.command(words)).output().unwrap())
    }
}

impl Drop for Compositor {
    fn drop(&mut self) {
        _ = self.server.kill();
        _ = self.server.wait();
    }
}

#[test]
#[ignore = "needs sway, wl-copy and setpriv"]
fn shows_the_clipboard_of_wayland() {
    let compositor = Compositor::start();
    compositor.run("--clipboard").ends_with(2).shows_nothing().tells("clipboard: there is no text in it");

    compositor.copy(TABLE, "text/html");
    let ran = compositor.run("--clipboard --explain").ends_with(0).tells_nothing();
    ran.shows("ein [-älteres-]{+neues+} Wort").shows("clipboard's HTML").shows("shape     html");

    compositor.copy(MARKED, "text/plain");
    let ran = compositor.run("--clipboard --explain").ends_with(0).tells_nothing();
    ran.shows(MARKED_WORDS).shows("clipboard's text").shows("shape     marked");
}

#[test]
fn missing_display_is_reported_with_next_step() {
    let ran = Workdir::new().run("--clipboard").ends_with(2).shows_nothing();
    ran.tells("clipboard: it cannot be read").tells("WAYLAND_DISPLAY").tells("save the page");
}
