"""Chromium and Firefox on a virtual display: they select and copy as a reader does, into the clipboard of X11."""

import json
import os
import pathlib
import socket
import subprocess
import time

# From the heading to the end of the diff, as with the mouse.
SELECT_DIFF = """(() => {
  const start = document.querySelector('#firstHeading, h1');
  const end = document.querySelector('table.diff') ?? document.querySelector('#mw-mf-diffarea') ?? document.body;
  const range = document.createRange(); range.setStartBefore(start); range.setEndAfter(end);
  const selection = getSelection(); selection.removeAllRanges(); selection.addRange(range);
})()"""
# Puts a text into the form of the edit window and presses a button of it.
SUBMIT = "document.querySelector('#wpTextbox1').value = %s; document.querySelector(%s).click()"
HAS_DIFF = "document.readyState === 'complete' && document.querySelector('table.diff') !== null"
FLAVOURS = {"text": "UTF8_STRING", "html": "text/html"}
# Chromium needs this where the tests run as root, as in a container.
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


class Display:
    """A virtual display and its clipboard."""

    def __init__(self):
        words = ["Xvfb", "-displayfd", "1", "-noreset", "-nolisten", "tcp", "-screen", "0", "1366x900x24"]
        self.server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.environment = dict(os.environ, DISPLAY=":" + self.server.stdout.readline().strip())
        self.environment.pop("WAYLAND_DISPLAY", None)

    def read(self, kind):
        done = subprocess.run(
            ["xclip", "-o", "-selection", "clipboard", "-t", kind], env=self.environment, capture_output=True, timeout=30
        )
        return done.stdout.decode() if done.returncode == 0 else ""

    def clear(self):
        subprocess.run(["xclip", "-selection", "clipboard"], input=b"nothing", env=self.environment, timeout=30)

    def take(self, press):
        """What was copied, as soon as something was. Presses the keys again where a busy browser lost them."""
        for _ in range(10):
            self.clear()
            press()
            end = time.monotonic() + 10
            while time.monotonic() < end:
                copied = {name: self.read(kind) for name, kind in FLAVOURS.items()}
                if copied["text"] not in ("", "nothing"):
                    return copied
                time.sleep(0.05)
        raise SystemExit("nothing was copied")

    def stop(self):
        self.server.terminate()
        self.server.wait()


def submit(browser, text, button):
    """Sends the form of the edit window that a browser has open, and waits for the diff on the next page."""
    browser.evaluate(SUBMIT % (json.dumps(text), json.dumps(button)))
    end = time.monotonic() + 60
    while time.monotonic() < end:
        time.sleep(0.1)
        if browser.evaluate(HAS_DIFF):
            return
    raise SystemExit(f"{button} led to no diff")


class Chromium:
    """Chromium, steered through a pipe."""

    def __init__(self, display, folder):
        self.display = display
        down, up = os.pipe(), os.pipe()
        command = 'exec chromium "$@" 3<&%d 4>&%d' % (down[0], up[1])
        words = [*CHROMIUM, f"--user-data-dir={folder}", "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen(
            ["sh", "-c", command, "sh", *words],
            **{"env": display.environment, "pass_fds": (down[0], up[1])},
            **{"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL},
        )
        os.close(down[0])
        os.close(up[1])
        self.writer, self.reader = os.fdopen(down[1], "wb", 0), os.fdopen(up[0], "rb")
        self.buffer, self.count, self.session, self.events = b"", 0, None, []
        found = []
        while not found:
            found = [t for t in self.ask("Target.getTargets")["targetInfos"] if t["type"] == "page"]
        self.session = self.ask("Target.attachToTarget", targetId=found[0]["targetId"], flatten=True)["sessionId"]
        self.ask("Page.enable")

    def receive(self):
        message = bytearray()
        while (byte := self.reader.read(1)) != b"\0":
            if not byte:
                raise SystemExit("Chromium ended")
            message += byte
        return json.loads(message)

    def ask(self, method, **parameters):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.writer.write(json.dumps(message).encode() + b"\0")
        while (answer := self.receive()).get("id") != self.count:
            self.events.append(answer.get("method"))
        if "error" in answer:
            raise SystemExit(f"{method}: {answer['error']}")
        return answer["result"]

    def open(self, address):
        self.events.clear()
        self.ask("Page.navigate", url=address)
        while "Page.loadEventFired" not in self.events:
            self.events.append(self.receive().get("method"))

    def evaluate(self, script):
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def copy(self, selection):
        def press():
            if selection == "heading":
                self.evaluate(SELECT_DIFF)
            else:
                self.press("selectAll", "a")
            self.press("copy", "c")

        return self.display.take(press)

    def press(self, command, key):
        parameters = {"modifiers": 2, "key": key, "code": f"Key{key.upper()}", "commands": [command]}
        self.ask("Input.dispatchKeyEvent", type="rawKeyDown", windowsVirtualKeyCode=ord(key.upper()), **parameters)
        self.ask("Input.dispatchKeyEvent", type="keyUp", windowsVirtualKeyCode=ord(key.upper()), **parameters)

    def stop(self):
        self.ask("Browser.close")
        self.process.wait()


class Firefox:
    """Firefox, steered by its own protocol, Marionette."""

    def __init__(self, display, folder):
        self.display = display
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        preferences = {"marionette.port": port, "app.update.enabled": False, "browser.shell.checkDefaultBrowser": False}
        preferences.update({"datareporting.policy.dataSubmissionEnabled": False, "browser.aboutwelcome.enabled": False})
        profile = pathlib.Path(folder)
        profile.mkdir()
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
        (profile / "user.js").write_text("\n".join(lines))
        words = ["firefox-esr", "--marionette", "--no-remote", "--profile", str(profile), "about:blank"]
        self.process = subprocess.Popen(
            words, env=display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for attempt in range(600):
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), 60)
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("Firefox opened no port within a minute")
        self.reader, self.count = self.socket.makefile("rb"), 0
        self.receive()
        self.ask("WebDriver:NewSession")

    def receive(self):
        size = b""
        while (byte := self.reader.read(1)) != b":":
            size += byte
        return json.loads(self.reader.read(int(size)))

    def ask(self, method, **parameters):
        self.count += 1
        message = json.dumps([0, self.count, method, parameters]).encode()
        self.socket.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self.receive()
        if error:
            raise SystemExit(f"{method}: {error}")
        return result

    def open(self, address):
        self.ask("WebDriver:Navigate", url=address)

    def evaluate(self, script):
        return self.ask("WebDriver:ExecuteScript", script=f"return eval({json.dumps(script)})", args=[])["value"]

    def copy(self, selection):
        def press():
            if selection == "heading":
                self.evaluate(SELECT_DIFF)
            else:
                self.press("a")
            self.press("c")

        return self.display.take(press)

    def press(self, key):
        control = "\ue009"
        actions = [{"type": kind, "value": value} for kind, value in
                   [("keyDown", control), ("keyDown", key), ("keyUp", key), ("keyUp", control)]]
        self.ask("WebDriver:PerformActions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def stop(self):
        self.ask("Marionette:Quit", flags=["eForceQuit"])
        self.process.wait()
