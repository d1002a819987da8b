//! A real MediaWiki on this machine, if Debian's packages `mediawiki`, `php-cli` and `php-sqlite3` are installed.
#![cfg(all(feature = "network", unix))]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::workdir::{Ran, Workdir};

/// The folder of Debian's package.
const MEDIAWIKI: &str = "/usr/share/mediawiki";

/// Additions to the installed configuration: settings that differ from run to run.
const SETTINGS: &str = "
$wgLanguageCode = getenv( 'WIKI_LANGUAGE' ) ?: 'en';
$wgGroupPermissions['*']['read'] = !getenv( 'WIKI_PRIVATE' );
$wgServer = 'http://' . ( $_SERVER['HTTP_HOST'] ?? '127.0.0.1' );
$wgMainCacheType = CACHE_NONE; $wgJobRunRate = 0; $wgPingback = false;
if ( isset( $_SERVER['REQUEST_URI'] ) ) {
    if ( getenv( 'WIKI_LOG' ) ) {
        file_put_contents( getenv( 'WIKI_LOG' ), $_SERVER['REQUEST_URI'] . PHP_EOL, FILE_APPEND );
    }
    sleep( (int)getenv( 'WIKI_DELAY' ) );
    if ( getenv( 'WIKI_BUSY' ) && !file_exists( getenv( 'WIKI_BUSY' ) ) ) {
        touch( getenv( 'WIKI_BUSY' ) );
        http_response_code( 503 );
        header( 'Retry-After: 1' );
        exit;
    }
}
";

/// A wiki in a directory of its own.
struct Wiki {
    work: Workdir,
}

/// A wiki that answers.
struct Served {
    server: Child,
    address: String,
}

impl Wiki {
    /// Installs a wiki that has only its main page.
    fn install() -> Self {
        let wiki = Self { work: Workdir::new() };
        let (folder, data) = (wiki.work.path(""), wiki.work.path("data"));
        fs::create_dir(&data).unwrap();
        let mut install = wiki.php("install.php");
        install
            .arg("--confpath")
            .arg(&folder)
            .args(["--dbtype", "sqlite", "--dbname", "wiki", "--dbpath"])
            .arg(&data);
        install.args(["--server", "http://127.0.0.1", "--scriptpath", "", "--pass", "only-on-this-machine"]);
        let output = install.args(["Test", "Admin"]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut settings = wiki.work.read("LocalSettings.php");
        settings.write_str(SETTINGS).unwrap();
        fs::write(wiki.work.path("LocalSettings.php"), settings).unwrap();
        wiki
    }

    fn php(&self, script: &str) -> Command {
        let mut command = Command::new("php");
        command.arg(format!("{MEDIAWIKI}/maintenance/{script}"));
        command.env("MW_CONFIG_FILE", self.work.path("LocalSettings.php"));
        command
    }

    /// Saves a page.
    fn save(&self, text: &str, summary: &str) {
        self.save_page("Big cat", text, summary);
    }

    fn save_page(&self, title: &str, text: &str, summary: &str) {
        let mut edit = self.php("edit.php");
        edit.args(["-u", "Admin", "-s", summary, title]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut edit = edit.spawn().unwrap();
        edit.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(edit.wait().unwrap().success());
    }

    /// Imports a page with this number of revisions, each of which adds a line.
    fn import_page(&self, title: &str, revisions: usize) {
        let mut xml = format!("<mediawiki><page><title>{title}</title><ns>0</ns><id>77</id>\n");
        let mut text = String::from("A long history.");
        for number in 1..=revisions {
            write!(text, "\nFact {number}.").unwrap();
            write!(
                xml,
                "<revision><id>{}</id><timestamp>2024-01-{number:02}T10:00:00Z</timestamp><contributor><ip>192.0.2.{}\
                 </ip></contributor><comment>fact {number}</comment><model>wikitext</model>\
                 <format>text/x-wiki</format><text xml:space=\"preserve\">{text}</text></revision>",
                9000 + number,
                number % 2 + 1
            )
            .unwrap();
        }
        fs::write(self.work.path("import.xml"), xml + "</page></mediawiki>").unwrap();
        self.maintain("importDump.php", &[self.work.path("import.xml").to_str().unwrap()]);
    }

    fn maintain(&self, script: &str, words: &[&str]) {
        let output = self.php(script).args(words).output().unwrap();
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stdout));
    }

    /// Starts its server, with environment variables.
    fn serve(&self, variables: &[(&str, &str)]) -> Served {
        let host = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let mut server = Command::new("php");
        server.args(["-S", &host, "-t", MEDIAWIKI]).envs(variables.iter().copied());
        server.env("MW_CONFIG_FILE", self.work.path("LocalSettings.php"));
        let server = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let wiki = Served { server, address: format!("http://{host}") };
        while TcpStream::connect(&host).is_err() {
            thread::sleep(Duration::from_millis(20));
        }
        wiki
    }
}

impl Served {
    fn ask(&self, words: &str) -> Ran {
        Workdir::new().run(&words.replace('@', &self.address))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        _ = self.server.kill();
        _ = self.server.wait();
    }
}

const WORDS: &str = "It has [-stripes-]{+spots+}.";

#[test]
#[ignore = "needs mediawiki and php with pdo_sqlite"]
fn a_real_wiki_gives_its_diffs() {
    let wiki = Wiki::install();
    wiki.save("A cat.\n\nIt has stripes.", "begin");
    wiki.save("A cat.\n\nIt has spots.", "mend");

    let served = wiki.serve(&[]);
    let shown = served.ask("@/index.php?title=Big_cat&diff=3&oldid=2").ends_with(0).tells_nothing();
    let shown = shown.shows(WORDS).shows("Big cat").shows(" · -2 bytes · ").shows("(mend)").stdout;
    for address in
        ["@/?diff=3", "@/index.php/Special:Diff/3", "@/wiki/Big_cat?diff=cur&oldid=2", "--wiki @ 2 3"]
    {
        assert_eq!(served.ask(address).ends_with(0).tells_nothing().stdout, shown, "{address}");
    }
    assert_eq!(served.ask("--own @/?diff=3").ends_with(0).tells_nothing().stdout, shown);
    served
        .ask("@/?diff=2")
        .ends_with(0)
        .shows("A cat.")
        .tells("Revision 2 is the earliest revision of Big cat");
    served.ask("--own @/?diff=2").ends_with(0).shows("A cat.").tells("earliest revision");
    served.ask("@/?diff=99").ends_with(2).shows_nothing().tells("no revision with ID 99");
    served.ask("@/index.php/Spezial:Diff/3").ends_with(2).tells("there is no page \"Spezial:Diff/3\"");

    let private = wiki.serve(&[("WIKI_PRIVATE", "1")]);
    private.ask("@/?diff=3").ends_with(2).shows_nothing().tells("This wiki is private");

    let german = wiki.serve(&[("WIKI_LANGUAGE", "de")]);
    assert_eq!(german.ask("@/index.php/Spezial:Unterschied/2/3").ends_with(0).stdout, shown);
}

#[test]
#[ignore = "needs mediawiki and php with pdo_sqlite"]
fn a_real_wiki_gives_its_histories() {
    let wiki = Wiki::install();
    wiki.import_page("Long", 30);
    wiki.save("A cat.\n\nIt has stripes.", "begin");
    wiki.save("A cat.\n\nIt has spots.", "mend");
    wiki.save_page("Redirected", "#REDIRECT [[Long]]", "point");
    let log = wiki.work.path("requests").to_str().unwrap().to_owned();
    let served = wiki.serve(&[("WIKI_LOG", &log)]);
    let ask = |words: &str, requests: usize| {
        _ = fs::remove_file(&log);
        let ran = served.ask(words);
        assert_eq!(
            wiki.work.read("requests").lines().count(),
            requests,
            "{words}: {}",
            wiki.work.read("requests")
        );
        ran
    };

    // The history of a page.
    let history = "@/index.php?title=Long&action=history";
    let ran = ask(history, 1).ends_with(0).tells("there are edits before these 10");
    ran.shows(" · +9 bytes · ").shows("new  2024-01-30T10:00:00Z · 192.0.2.1 · 276 bytes · (fact 30)");
    for address in [&*format!("{history}&feed=atom"), "@/index.php/Long", "@/index.php/Special:History/Long"]
    {
        assert_eq!(ask(&format!("-n 30 --count {address}"), 1).ends_with(0).stdout, "30\n", "{address}");
    }
    let all = ask(&format!("-n 99 --json {history}"), 1).ends_with(0).tells_nothing();
    assert_eq!(all.stdout.lines().count(), 30);
    assert!(all.stdout.lines().last().unwrap().contains("fact 1\""), "the first edit comes last");
    let found = ask(&format!("-n 50 -G Fact.1[2-4] --stat {history}"), 1).ends_with(0);
    found.shows("2024-01-14T10:00:00Z · 192.0.2.1").shows("3 diffs");
    let options = "--since 2024-01-05 --until 2024-01-07T09:00 --count";
    assert_eq!(ask(&format!("{options} {history}"), 2).ends_with(0).stdout, "2\n");
    assert_eq!(ask(&format!("--user 192.0.2.2 -n 5 --count {history}"), 2).ends_with(0).stdout, "5\n");
    assert_eq!(ask("-n 5 --count --wiki @ --page Long", 3).ends_with(0).stdout, "5\n");

    // The edits of a user, and the recent changes.
    let mine = ask("@/index.php/Special:Contributions/Admin", 2).ends_with(0).tells_nothing();
    mine.shows("\nBig cat\n")
        .shows(" · -2 bytes · ")
        .shows(WORDS)
        .shows("\nRedirected\n")
        .shows(" · +18 bytes · ")
        .shows("(mend)");
    let by_address = ask("-n 99 --count @/index.php/Special:Contributions/192.0.2.0/24", 2).ends_with(0);
    assert_eq!(by_address.stdout, "30\n");
    ask("-n 3 @/index.php/Special:RecentChanges", 2)
        .ends_with(0)
        .shows("(point)")
        .shows(WORDS)
        .shows("(begin)");

    // Pages with another state.
    ask("@/index.php/Redirected", 1).ends_with(0).shows("Long").tells("\"Redirected\" redirects to \"Long\"");
    let own = ask("@/index.php?title=Redirected&action=history", 1).ends_with(0).shows("(point)");
    own.tells("\"Redirected\" is a redirect");
    ask("@/index.php/Nowhere", 1).ends_with(2).shows_nothing().tells("there is no page \"Nowhere\"");
    ask("@/index.php/a%5Bb", 1).ends_with(2).shows_nothing().tells("no page can be called \"a[b\"");
    ask("@/index.php/Special:Contributions/Nobody", 1).ends_with(0).shows_nothing().tells("no edits");
    ask("--since 2030 @/index.php/Long", 1).ends_with(0).shows_nothing().tells("no edits");

    // A revision with a hidden text.
    wiki.maintain(
        "sql.php",
        &["--query", "UPDATE revision SET rev_deleted = 1 WHERE rev_timestamp = '20240120100000'"],
    );
    let hidden = ask(&format!("-n 30 --json {history}"), 1).ends_with(0);
    assert_eq!(hidden.stdout.lines().count(), 28);
    assert_eq!(hidden.stderr.matches("is deleted or hidden").count(), 2, "{}", hidden.stderr);

    // Names in the wiki's language, a private wiki, a slow one, and a busy one.
    let german = wiki.serve(&[("WIKI_LANGUAGE", "de")]);
    german.ask("@/index.php/Spezial:Beitr%C3%A4ge/Admin").ends_with(0).shows(WORDS);
    german.ask("-n 2 @/index.php/Spezial:Letzte_%C3%84nderungen").ends_with(0).shows("(point)");
    let private = wiki.serve(&[("WIKI_PRIVATE", "1")]);
    private.ask("@/index.php/Long").ends_with(2).shows_nothing().tells("This wiki is private");
    let slow = wiki.serve(&[("WIKI_DELAY", "3")]);
    slow.ask("--timeout 1 @/index.php/Long").ends_with(2).shows_nothing().tells("within 1 s");
    let busy = wiki.serve(&[("WIKI_BUSY", wiki.work.path("busy").to_str().unwrap())]);
    assert_eq!(busy.ask("-n 3 --count @/index.php/Long").ends_with(0).stdout, "3\n");
}

#[test]
#[ignore = "needs mediawiki and php with pdo_sqlite"]
fn a_real_wiki_compares_texts_that_are_too_large() {
    let wiki = Wiki::install();
    let mut settings = wiki.work.read("LocalSettings.php");
    // The largest answer that this wiki gives.
    settings.push_str("$wgAPIMaxResultSize = 20000;\n");
    fs::write(wiki.work.path("LocalSettings.php"), settings).unwrap();
    let large = |end: &str| format!("{}\n\nIt has {end}.", "A cat. ".repeat(4_000));
    wiki.save("A cat.", "begin");
    wiki.save(&large("stripes"), "grow");
    wiki.save(&large("spots"), "mend");
    wiki.save("A small cat.", "shrink");
    wiki.save("A cat.", "undo");
    let ran = wiki.serve(&[]).ask("@/index.php/Big_cat").ends_with(0).tells_nothing();
    ran.shows(WORDS).shows("(grow)").shows("(shrink)").shows("A [-small·-]cat.").shows("(begin)");
}
