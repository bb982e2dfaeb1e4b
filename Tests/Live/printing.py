"""Real players that print the titles they find, each started once for a stream, and Relay."""

import json
import pathlib
import re
import sys

import relay
from harness import Process, until
from players import UTF8, WITHIN, changes, joined, version

PACKAGES = pathlib.Path(__file__).with_name("packages.py")


class Printing:
    """A subclass has `command(url)`, and `found(out, err)`: the titles in what it printed."""

    every = 2  # intervals between two blocks

    def titles(self, url, ended):
        """What it prints up to `ended(titles)`."""
        process = Process(self.command(url), env=UTF8)

        def heard():
            return changes(self.found("\n".join(list(process.out)), "\n".join(list(process.err))))
        try:
            until(lambda: ended(heard()), lambda: f"{self.name} prints the last title; {heard()} "
                  f"of {url}; {process.out[-5:]} {process.err[-5:]}", WITHIN)
            return heard()
        finally:
            process.stop()

    def close(self):
        pass


class FFprobe(Printing):
    """The tags that it prints at the beginning, and its log of blocks that it understands."""

    name = "ffprobe"

    def __init__(self):
        self.version = version(["ffprobe", "-version"], r"version \D?(\d+\.\d+)")

    def command(self, url):
        return ["ffprobe", "-hide_banner", "-loglevel", "verbose", "-show_packets",
                "-show_entries", "packet=pos", url]

    def found(self, out, err):
        tags = {key.lower(): value
                for key, value in re.findall(r"(?im)^ +(title|artist) *: (.*)", err)}
        first = joined(tags.get("artist"), tags.get("title"))
        blocks = re.findall(r"Metadata update for StreamTitle: (.*)", err)
        return [first, *blocks] if first else blocks


class GStreamer(Printing):
    """The tags that arrive at the sinks of a `decodebin`."""

    name = "GStreamer"

    def __init__(self):
        self.version = version(["gst-launch-1.0", "--version"], r"GStreamer (\d+\.\d+)")

    def command(self, url):
        # No buffer, and a sink for each link of a chain: an Ogg stream has several.
        sinks = "d. ! fakesink sync=false async=false " * 4
        return ["gst-launch-1.0", "--tags", "souphttpsrc", f"location={url}", *(
            "! decodebin name=d " + sinks).split()]

    def found(self, out, err):
        titles = []
        for tags in out.split("FOUND TAG")[1:]:
            artist, title = (re.search(rf"(?m)^ +{name}: (.*)", tags)
                             for name in ("artist", "title"))
            if title:
                titles.append(joined(artist and artist[1], title[1]))
        return titles


class Mpg123(Printing):
    """The blocks, which it prints whole, and artist and title of ID3 tags."""

    name = "mpg123"

    def __init__(self):
        self.version = version(["mpg123", "--version"], r"mpg123 (\d+\.\d+)")

    def command(self, url):
        return ["mpg123", "--test", url]

    def found(self, out, err):
        titles, title = [], ""
        for key, value in re.findall(r"(?m)^\s*(ICY-META|Title|Artist): +(.*)", err):
            if key == "Title":
                title = value
            else:
                titles.append(joined(value, title) if key == "Artist" else value)
        return titles


class Package(Printing):
    """A package of PyPI, by a program in `packages.py` that prints each title as JSON."""

    def __init__(self):
        self.version = version([sys.executable, PACKAGES, self.name], r"(.*)")

    def command(self, url):
        return [sys.executable, PACKAGES, self.name, url]

    def found(self, out, err):
        return [json.loads(line) for line in out.splitlines()]


class Miniaudio(Package):
    """The titles of which its `IceCastClient` informs the program."""

    name = "miniaudio"


class PyAV(Package):
    """The metadata of container, stream and frames, and FFmpeg's log of blocks it understands."""

    name = "PyAV"


class Relay(Printing):
    """What `dump` reports for each block that changes what is shown."""

    name = "Relay"

    def __init__(self):
        self.version = version([relay.BINARY, "--version"], r"(\S+)$")

    def command(self, url):
        return [relay.BINARY, "dump", url, "--json"]

    def found(self, out, err):
        lines = [json.loads(line) for line in out.splitlines()]
        return [line["display"] for line in lines if line.get("state") in ("title", "clear")]
