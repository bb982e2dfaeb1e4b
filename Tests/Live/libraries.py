"""WebSocket libraries in programs of their own (`clients/`), and what they say they got."""

import functools
import json
import os
import pathlib
import shutil
import subprocess
import sys

from harness import Process

FOLDER = pathlib.Path(__file__).with_name("clients")
NODE = {"NODE_PATH": "/usr/share/nodejs:/usr/lib/nodejs"}


ARTICLE = FOLDER.parents[2] / "Sources/Relay/Relay.docc/Clients.md"


def rows(head):
    """{library: cells} of the table in `Clients.md` that begins with `head`; the library is what is
    in the first backticks of its row."""
    lines = ARTICLE.read_text().splitlines()
    start = lines.index(head) + 2
    found = {}
    for line in lines[start:]:
        if not line.startswith("| "):
            return found
        cells = [cell.strip() for cell in line[1:-1].split(" |")]
        found[cells[0].split("`")[1]] = cells[1:]
    return found


def sketch():
    """The sketch for the ESP32 in `Clients.md`."""
    return ARTICLE.read_text().partition("```cpp\n")[2].partition("```")[0]


def sketch_program(folder):
    """The path of the sketch, compiled for Linux with headers of our own."""
    (folder / "sketch.cpp").write_text(sketch())
    headers = FOLDER / "arduino"
    subprocess.run(["g++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-I", headers, "-include",
                    headers / "Arduino.h", "-o", folder / "sketch", folder / "sketch.cpp"],
                   check=True)
    return folder / "sketch"


@functools.cache
def node_flags():
    """The flag that Node 20 and 21 want for their own WebSocket; Node 22 has it without."""
    flag = "--experimental-websocket"
    known = subprocess.run(
        ["node", "-p", f"process.allowedNodeEnvironmentFlags.has('{flag}')"],
        capture_output=True, text=True, check=True).stdout
    return [flag] if known.strip() == "true" else []


@functools.cache
def node_libraries():
    """`built-in` is there from Node 20 on."""
    has = subprocess.run(["node", *node_flags(), "-p", "typeof WebSocket"],
                         capture_output=True, text=True, check=True).stdout.strip()
    return ["ws", "built-in"] if has == "function" else ["ws"]


def go_program(folder):
    """The path of the Go program, which is compiled once."""
    program = folder / "go_sockets"
    if not program.exists():
        source = folder / "go"
        source.mkdir()
        shutil.copy(FOLDER / "go_sockets.go", source)
        subprocess.run(["go", "build", "-o", program, source / "go_sockets.go"], check=True,
                       env={**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode",
                            "GOCACHE": str(folder / "go-cache")})
    return program


# Those that do not print their version.
PACKAGES = {"faye": "ruby-faye-websocket", "websocket-driver": "ruby-websocket-driver",
            "gorilla": "golang-github-gorilla-websocket-dev", "x/net": "golang-golang-x-net-dev"}


class Libraries(Process):
    """A program with some libraries, each of them connected with text, with JSON, and with a
    subprotocol that is unknown."""

    def __init__(self, names, command, env=None):
        self.names = names
        super().__init__(command, env=env)

    def lines(self):
        # Emacs prints to its standard error.
        for line in list(self.out) + list(self.err):
            if line.startswith('{"'):
                yield json.loads(line)

    def heard(self, client, what):
        """The data of all lines of a kind of one client, in order."""
        return [line["data"] for line in self.lines()
                if line["client"] == client and line["what"] == what]

    def version(self, name):
        if name in PACKAGES:
            return subprocess.run(["dpkg-query", "-W", "-f", "${Version}", PACKAGES[name]],
                                  capture_output=True, text=True, check=True).stdout
        return self.heard(name, "version")[0]

    def clients(self, *forms):
        return [f"{name}.{form}" for name in self.names for form in forms or ("text", "json")]


class EventLibraries(Libraries):
    """A program with some libraries for server-sent events, each of them connected once."""

    def clients(self):
        return self.names


def python_events(url, names, last_ids=None):
    """`last_ids` has the ids after which the libraries go on, by their names."""
    arguments = [f"{name}={last_ids[name]}" if last_ids else name for name in names]
    return EventLibraries(names, [sys.executable, FOLDER / "python_events.py", url, *arguments])


def node_events(url, last_id=None):
    return EventLibraries(["eventsource"], ["node", FOLDER / "node_events.js", url,
                                            *([last_id] if last_id else [])], env=NODE)


def python(url, names):
    return Libraries(names, [sys.executable, FOLDER / "python_sockets.py", url, *names])


def node(url):
    names = node_libraries()
    return Libraries(names, ["node", *node_flags(), "--no-warnings",
                             FOLDER / "node_sockets.js", url, *names], env=NODE)


def others(url, folder):
    """Perl's, Ruby's, Go's, Qt's, GLib's and Emacs'; their packages are large."""
    return [
        Libraries(["mojo"], ["perl", FOLDER / "mojo_sockets.pl", url]),
        Libraries(["faye", "websocket-driver"], ["ruby", FOLDER / "ruby_sockets.rb", url]),
        Libraries(["gorilla", "x/net"], [go_program(folder), url]),
        Libraries(["qt"], ["/usr/bin/python3", FOLDER / "qt_sockets.py", url]),
        Libraries(["libsoup"], ["/usr/bin/python3", FOLDER / "glib_sockets.py", url]),
        Libraries(["emacs"], ["emacs", "--batch", "--eval",
                              "(package-initialize)", "-l", FOLDER / "emacs_sockets.el", url]),
    ]
