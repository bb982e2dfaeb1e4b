"""Real players, each asked for the titles it shows, in order, up to a last one."""

import json
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile

import relay
from harness import Process, until
from mpd import MPD as Server

WITHIN = 30.0


def changes(titles):
    """Without repeats, which listeners do not see."""
    return [title for number, title in enumerate(titles) if titles[number - 1:number] != [title]]


class FFprobe:
    """What it reports at each metadata block that it understands."""

    name = "ffprobe"

    def __init__(self):
        said = subprocess.run(["ffprobe", "-version"], stdout=subprocess.PIPE, text=True).stdout
        self.version = re.search(r"version \D?(\d+\.\d+)", said)[1]

    def titles(self, url, last):
        process = Process(["ffprobe", "-hide_banner", "-loglevel", "verbose", "-show_packets",
                           "-show_entries", "packet=pos", url])

        def heard():
            lines = "\n".join(list(process.err))
            return re.findall(r"Metadata update for StreamTitle: (.*)", lines)
        try:
            until(lambda: last in heard(), lambda: f"{last} in {process.err[-5:]}", WITHIN)
            return changes(heard())
        finally:
            process.stop()

    def close(self):
        pass


class MPD:
    """The title of its current song, asked for 50 times a second."""

    name = "MPD"

    def __init__(self):
        self.server = Server()
        said = subprocess.run(["mpd", "--version"], stdout=subprocess.PIPE, text=True).stdout
        self.version = re.search(r"\(v?(\d+\.\d+)", said)[1]

    def titles(self, url, last):
        heard = []

        def ask():
            now = dict(self.server.say("currentsong")).get("Title")
            if now is not None or heard:
                heard.append(now or "")
            return now == last
        self.server.say("clear")
        self.server.say(f'add "{url}"')
        self.server.say("play")
        until(ask, lambda: f"{last} in {changes(heard)}; {self.server.server.err[-3:]}", WITHIN)
        return changes(heard)

    def close(self):
        self.server.close()


class Mpv:
    """Its property `metadata/by-key/icy-title`, at each change."""

    name = "mpv"

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="relay-mpv-"))
        control = self.folder / "control"
        said = subprocess.run(["mpv", "--version"], stdout=subprocess.PIPE, text=True).stdout
        self.version = re.search(r"mpv v?(\d+\.\d+)", said)[1]
        self.process = Process(["mpv", "--no-config", "--no-video", "--ao=null", "--idle=yes",
                                "--no-terminal", f"--input-ipc-server={control}"])
        until(control.exists, lambda: f"mpv listens; {self.process.err}")
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.settimeout(WITHIN)
        self.connection.connect(str(control))
        self.stream = self.connection.makefile("rwb")

    def _say(self, *command):
        self.stream.write(json.dumps({"command": command}).encode() + b"\n")
        self.stream.flush()

    def titles(self, url, last):
        self._say("observe_property", 1, "metadata/by-key/icy-title")
        self._say("loadfile", url)
        heard = []
        while last not in heard:
            line = self.stream.readline().decode("utf-8", "replace")
            assert line, heard
            event = json.loads(line)
            if event.get("event") == "property-change" and (heard or event.get("data")):
                heard.append(event.get("data") or "")
        self._say("unobserve_property", 1)
        self._say("stop")
        return changes(heard)

    def close(self):
        self.connection.close()
        self.process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Relay:
    """What `dump` reports for each block that changes what is shown."""

    name = "Relay"

    def __init__(self):
        _, said, _ = relay.run("--version")
        self.version = said.split()[-1]

    def titles(self, url, last):
        process = Process([relay.BINARY, "dump", url, "--json"])

        def heard():
            lines = [json.loads(line) for line in list(process.out)]
            return [line["display"] for line in lines
                    if line["type"] == "block" and line["state"] in ("title", "clear")]
        try:
            until(lambda: last in heard(), lambda: f"{last} in {heard()} {process.err}", WITHIN)
            return heard()
        finally:
            process.stop()

    def close(self):
        pass
