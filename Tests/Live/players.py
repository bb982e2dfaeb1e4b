"""Real players that keep running, each asked again and again for the title that it shows."""

import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading

from broadcast import NAME
from harness import Process, free_port, until
from mpd import MPD as Server

WITHIN = 30.0
UTF8 = {"LC_ALL": "C.UTF-8"}
# A sound card that takes everything at once, for players whose output is ALSA's.
SILENCE = "pcm.!default { type null }\n"


def changes(titles):
    """Without repeats, which listeners do not see."""
    return [title for number, title in enumerate(titles) if titles[number - 1:number] != [title]]


def joined(artist, title):
    """As a listener reads it; a station's name in place of either is neither."""
    return " - ".join(part for part in (artist, title) if part and part != NAME)


def version(command, pattern):
    said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return re.search(pattern, said.stdout)[1]


class Asked:
    """A player with a folder of its own, and the titles that it shows one after another.

    A subclass has `play(url)`, and `shown(url)`: what it shows now, "" for no title, or None if
    that is not about `url`.
    """

    every = 4  # intervals between two blocks: long enough not to miss a title between two questions

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"relay-{self.name}-"))
        self.home = {name: str(self.folder)
                     for name in ("HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")}
        self.processes = []

    def run(self, *command, env=None):
        self.processes.append(Process(command, env={**UTF8, **self.home, **(env or {})}))
        return self.processes[-1]

    def titles(self, url, ended):
        """What it shows up to `ended(titles)`."""
        heard = []

        def ask():
            now = self.shown(url)
            if now or now is not None and heard:
                heard.append(now)
            return ended(heard)
        self.play(url)
        until(ask, lambda: f"{self.name} shows the last title of {url}; {changes(heard)}", WITHIN)
        return changes(heard)

    def close(self):
        for process in self.processes:
            process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class MPD(Asked):
    """Artist and title of its current song."""

    name = "MPD"

    def __init__(self):
        super().__init__()
        self.server = Server()
        self.version = version(["mpd", "--version"], r"\(v?(\d+\.\d+)")

    def play(self, url):
        self.server.say("clear")
        self.server.say(f'add "{url}"')
        self.server.say("play")

    def shown(self, url):
        song = dict(self.server.say("currentsong"))
        return joined(song.get("Artist"), song.get("Title")) if song.get("file") == url else None

    def close(self):
        self.server.close()
        super().close()


class Mpv(Asked):
    """Its property `metadata`, at each change."""

    name = "mpv"
    every = 2

    def __init__(self):
        super().__init__()
        control = self.folder / "control"
        self.version = version(["mpv", "--version"], r"mpv v?(\d+\.\d+)")
        process = self.run("mpv", "--no-config", "--no-video", "--ao=null", "--idle=yes",
                           "--no-terminal", f"--input-ipc-server={control}")
        until(control.exists, lambda: f"mpv listens; {process.err}")
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.connect(str(control))
        self.events = []
        threading.Thread(target=self._read, daemon=True).start()
        self._say("observe_property", 1, "metadata")

    def _read(self):
        lines = self.connection.makefile("rb")
        # A reset is the end, too: mpv ends first.
        while line := self._line(lines):
            event = json.loads(line.decode("utf-8", "replace"))
            if event.get("event") == "start-file":
                self.events = []
            elif event.get("event") == "property-change":
                self.events.append(event.get("data") or {})

    @staticmethod
    def _line(lines):
        try:
            return lines.readline()
        except OSError:
            return b""

    def _say(self, *command):
        self.connection.sendall(json.dumps({"command": command}).encode() + b"\n")

    def titles(self, url, ended):
        def heard():
            seen = []
            for data in list(self.events):
                tags = {key.lower(): value for key, value in data.items()}
                now = tags.get("icy-title") or joined(tags.get("artist"), tags.get("title"))
                if now or seen:
                    seen.append(now)
            return changes(seen)
        self.events = []
        self._say("loadfile", url)
        until(lambda: ended(heard()), lambda: f"mpv shows the last of {url}; {heard()}", WITHIN)
        self._say("stop")
        return heard()

    def close(self):
        self.connection.close()
        super().close()


class VLC(Asked):
    """What its HTTP interface shows as now playing, or else as artist and title."""

    name = "VLC"

    def __init__(self):
        super().__init__()
        # It does not run as root.
        other = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
                 "--pdeathsig=KILL"] if os.geteuid() == 0 else []
        if other:
            shutil.chown(self.folder, "nobody", "nogroup")
        self.port = free_port()
        process = self.run(
            *other, "cvlc", "--intf=http", "--http-host=127.0.0.1", f"--http-port={self.port}",
            "--http-password=player", "--no-video", "--aout=adummy")
        said = until(self._ready, lambda: f"VLC answers; {process.err}")
        self.version = re.match(r"\d+\.\d+", said["version"])[0]

    def _ready(self):
        try:
            return self._say()
        except (OSError, http.client.HTTPException):
            return None  # It does not listen yet, or has no pages yet.

    def _say(self, command=""):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WITHIN)
        login = base64.b64encode(b":player").decode()
        connection.request("GET", f"/requests/status.json{command}",
                           headers={"Authorization": f"Basic {login}"})
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        # Between two songs its script may find no input, and answers with an error.
        return json.loads(said) if answer.status == 200 and said.startswith(b"{") else {}

    def titles(self, url, ended):
        # On a busy machine an answer may take longer than the ten seconds after which its server
        # closes a connection. What it showed meanwhile is not known: the case begins again.
        for _ in range(3):
            try:
                return super().titles(url, ended)
            except http.client.RemoteDisconnected as error:
                lost = error
        raise lost

    def play(self, url):
        self._say("?command=pl_empty")
        self._say(f"?command=in_play&input={url}")

    def shown(self, url):
        about = self._say().get("information", {}).get("category", {}).get("meta", {})
        if about.get("filename") != url.rpartition("/")[2]:
            return None
        return about.get("now_playing") or joined(about.get("artist"), about.get("title"))


class Cmus(Asked):
    """What it answers to `status`: the stream's title, or else artist and title of the tags."""

    name = "cmus"

    def __init__(self):
        super().__init__()
        self.version = version(["cmus", "--version"], r"v(\d+\.\d+)")
        self.control = self.folder / "control"
        # Nothing is shown before its buffer is full, which takes ten seconds by default.
        (self.folder / "rc").write_text("set output_plugin=ao\nset dsp.ao.driver=null\n"
                                        "set mpris=false\nset buffer_seconds=1\n")
        # It wants a terminal.
        process = self.run("script", "-qfec", f"exec cmus --listen {self.control}", "/dev/null",
                           env={"CMUS_HOME": str(self.folder), "TERM": "xterm"})
        until(self.control.exists, lambda: f"cmus listens; {process.out}")

    def _say(self, command):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(WITHIN)
            connection.connect(str(self.control))
            connection.sendall(command.encode() + b"\n")
            lines = []
            for line in connection.makefile("rb"):
                if line == b"\n":
                    break
                lines.append(line.decode("utf-8", "replace").rstrip("\n"))
        return lines

    def play(self, url):
        self._say(f"player-play {url}")

    def shown(self, url):
        said = {}
        for line in self._say("status"):
            key, _, value = line.removeprefix("tag ").partition(" ")
            said.setdefault(key, value)
        if said.get("file") != url:
            return None
        return said.get("stream") or joined(said.get("artist"), said.get("title"))


class Audacious(Asked):
    """What it says over D-Bus (MPRIS) at each change."""

    name = "audacious"
    every = 3

    def __init__(self):
        super().__init__()
        self.version = version(["audacious", "--version"], r"(\d+\.\d+)")
        (self.folder / "asound.conf").write_text(SILENCE)
        bus = self.run("dbus-daemon", "--session", "--nofork", "--print-address")
        self.env = {
            "DBUS_SESSION_BUS_ADDRESS": until(lambda: bus.out, "the bus listens")[0],
            "ALSA_CONFIG_PATH": str(self.folder / "asound.conf")}
        self.monitor = self.run("dbus-monitor", "--session", "type='signal'", env=self.env)
        until(lambda: self.monitor.out, "the monitor listens")
        process = self.run("audacious", "--headless", env=self.env)
        # Its name on the bus. A question to itself ends it if it comes too early.
        until(lambda: '   string "org.mpris.MediaPlayer2.audacious"' in list(self.monitor.out),
              lambda: f"audacious listens; {process.err}", WITHIN)

    def _said(self, url):
        """(artist, title) of each change that is about `url`."""
        for signal in "\n".join(list(self.monitor.out)).split("\nsignal "):
            found = dict(re.findall(r'"xesam:(\w+)"\n[^"]*string "(.*)"(?:\n|$)', signal))
            if found.get("url") == url and signal.endswith("\n   ]"):
                yield found.get("artist"), found.get("title", "")

    def titles(self, url, ended):
        def heard():
            shown = [joined(*said) for said in self._said(url)]
            # At first it shows the name of the file.
            while shown and shown[0] in ("", pathlib.PurePath(url).stem):
                del shown[0]
            return changes(shown)
        del self.monitor.out[:]
        # Plays it once it is in the list, which takes a moment.
        subprocess.run(["audtool", "playlist-addurl-to-new-playlist", url], check=True,
                       timeout=WITHIN, env={**os.environ, **self.home, **self.env},
                       stdout=subprocess.DEVNULL)
        until(lambda: ended(heard()), lambda: f"audacious shows the last of {url}; {heard()}",
              WITHIN)
        return heard()
