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

    /// Saves a page. Returns the number of the revision.
    fn save(&self, text: &str, summary: &str) {
        let mut edit = self.php("edit.php");
        edit.args(["--no-rc", "-u", "Admin", "-s", summary, "Big cat"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        let mut edit = edit.spawn().unwrap();
        edit.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(edit.wait().unwrap().success());
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
    let shown = shown.shows(WORDS).shows("Big cat").shows("-2 bytes, stated").shows("(mend)").stdout;
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
    served.ask("@/index.php/Spezial:Diff/3").ends_with(2).tells("names no revisions");

    let private = wiki.serve(&[("WIKI_PRIVATE", "1")]);
    private.ask("@/?diff=3").ends_with(2).shows_nothing().tells("This wiki is private");

    let german = wiki.serve(&[("WIKI_LANGUAGE", "de")]);
    assert_eq!(german.ask("@/index.php/Spezial:Unterschied/2/3").ends_with(0).stdout, shown);
}
