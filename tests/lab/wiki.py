"""A real MediaWiki on loopback, from Debian's packages: installed, filled with pages, served with each diff engine."""

import json
import os
import pathlib
import socket
import subprocess
import time
import urllib.parse
import urllib.request

FOLDER = pathlib.Path(__file__).parent
MEDIAWIKI = "/usr/share/mediawiki"
# Where the phone pages come from. It is no package of Debian.
MOBILE = pathlib.Path(os.environ.get("MOBILE_FRONTEND", MEDIAWIKI + "/extensions/MobileFrontend"))
# MediaWiki takes the PHP engine, on phone pages too, where these functions are missing.
WIKIDIFF2 = "wikidiff2_do_diff,wikidiff2_inline_diff,wikidiff2_version,wikidiff2_multi_format_diff"

SETTINGS = """
$wgServer = 'http://' . ( $_SERVER['HTTP_HOST'] ?? '127.0.0.1' );
$wgUsePathInfo = true; $wgArticlePath = '/index.php/$1'; $wgMainCacheType = CACHE_NONE; $wgParserCacheType = CACHE_NONE;
$wgJobRunRate = 0; $wgPingback = false; $wgRateLimits = []; $wgLocaltimezone = 'UTC'; $wgShowExceptionDetails = true;
foreach ( [ 'Vector', 'MonoBook', 'Timeless', 'MinervaNeue' ] as $skin ) { wfLoadSkin( $skin ); }
$wgDefaultSkin = 'vector-2022'; $wgDefaultUserOptions['useeditwarning'] = 0;
// Readers see what patrollers and administrators see.
$wgUseRCPatrol = true; $wgUseNPPatrol = true;
foreach ( [ 'patrol', 'rollback', 'deleterevision', 'deletedhistory', 'deletedtext', 'undelete' ] as $right ) {
    $wgGroupPermissions['*'][$right] = true;
}
// The editor's groups and edits, as MediaWiki has printed them below the name since 1.41.
foreach ( [ 'Old', 'New' ] as $side ) {
    $wgHooks["DifferenceEngine{$side}Header"][] = static function ( $engine, &$header ) {
        $data = '<div class="mw-diff-usermetadata"><div class="mw-diff-userroles"><a href="/index.php/X">Administrators</a>, '
            . '<a href="/index.php/Y">Bots</a></div><div class="mw-diff-usereditcount"><span>345 edits</span></div></div>';
        $header = preg_replace( '~(<div id="mw-diff-[on]title2">.*?)</div>~s', "$1$data</div>", $header, 1 );
    };
}
"""
MOBILE_SETTINGS = """
wfLoadExtension( 'MobileFrontend', %r );
$wgMFAutodetectMobileView = false; $wgDefaultMobileSkin = 'minerva';
"""


def has_phone_pages():
    return (MOBILE / "extension.json").exists()


class Wiki:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.environment = dict(os.environ, MW_CONFIG_FILE=str(self.folder / "LocalSettings.php"), MW_INSTALL_PATH=MEDIAWIKI)
        (self.folder / "data").mkdir()
        self.run(
            *[f"{MEDIAWIKI}/maintenance/install.php", "--confpath", str(self.folder), "--dbtype", "sqlite", "--dbname", "wiki"],
            *["--dbpath", str(self.folder / "data"), "--server", "http://127.0.0.1", "--scriptpath", ""],
            *["--pass", "only-on-this-machine", "Test", "Admin"],
        )
        with open(self.folder / "LocalSettings.php", "a") as settings:
            settings.write(SETTINGS)
            if has_phone_pages():
                settings.write(MOBILE_SETTINGS % str(MOBILE / "extension.json"))
        self.run(f"{MEDIAWIKI}/maintenance/update.php", "--quick")
        self.servers = {}

    def run(self, *words, text=None):
        command = ["php", "-d", "memory_limit=1G", *words]
        done = subprocess.run(command, env=self.environment, input=text, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{words[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def save_pages(self, file):
        """Saves the pages of a file and returns them with their texts."""
        ids = json.loads(self.run(str(FOLDER / "pages.php"), "--file", str(file)).splitlines()[-1])
        pages = json.loads(pathlib.Path(file).read_text())
        return [{**page, "old_text": page["old"], "new_text": page["new"], **found} for page, found in zip(pages, ids)]

    def serve(self, engine):
        """Starts a server with an engine, if none runs, and returns its address."""
        if engine not in self.servers:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                host = f"127.0.0.1:{free.getsockname()[1]}"
            words = ["php", "-d", "memory_limit=768M", "-S", host, "-t", MEDIAWIKI]
            if engine == "php":
                words[1:1] = ["-d", f"disable_functions={WIKIDIFF2}"]
            log = open(self.folder / f"{engine}.log", "w")
            server = subprocess.Popen(words, env=self.environment, stdout=log, stderr=log)
            self.servers[engine] = (server, f"http://{host}")
            for _ in range(100):
                try:
                    socket.create_connection(tuple(host.split(":")), 1).close()
                    break
                except OSError:
                    time.sleep(0.1)
        return self.servers[engine][1]

    def address(self, engine, **query):
        return f"{self.serve(engine)}/index.php?{urllib.parse.urlencode(query)}"

    def compare(self, engine, **query):
        """The wiki's own table of a diff: the answer of the API."""
        query = {"action": "compare", "format": "json", "formatversion": 2, "prop": "diff|diffsize|ids|title|size", **query}
        data = urllib.parse.urlencode(query).encode()
        with urllib.request.urlopen(f"{self.serve(engine)}/api.php", data) as answer:
            return answer.read().decode()

    def edit(self, title, text):
        """Saves another revision of a page."""
        self.run(f"{MEDIAWIKI}/maintenance/edit.php", "-u", "Admin", title, text=text)

    def delete(self, title):
        self.run(f"{MEDIAWIKI}/maintenance/deleteBatch.php", text=title)

    def stop(self):
        for server, _ in self.servers.values():
            server.terminate()
            server.wait()
