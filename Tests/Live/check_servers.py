"""Every title set in a real server arrives, as it was set, once, in order; and `dump` shows how.

One Icecast with a mount for each format, MPD's httpd outputs, and Liquidsoap's `output.harbor`.
"""

import json
import pathlib
import signal

import relay
from harness import Process, check, until
from icecast import SOUND, Icecast, entities
from icy import split, split_head
from liquidsoap import Liquidsoap
from mpd import MPD
from ogg import comments
from relay import Listener, Relay

START = ("Start", "Mark")
SONGS = [
    ("Guns N' Roses", "Sweet Child O' Mine"),
    ("The 'A'; 'B'", "Say 'Hi'; then go"),
    ("", "Say 'Hi'; then go"),
    ("Кино", "Группа крови"),
    ("Björk", "Jóga"),
    ("椎名林檎", "丸の内サディスティック"),
    ("Édith Piaf", "Non, je ne regrette rien"),
    ("Мумий Тролль", "'Владивосток'; 2000"),
    ("Beyoncé & 東京", "L'été; l'hiver"),
]


def joined(song):
    """The song in one line: the artist, if there is one, and the title."""
    return " - ".join(part for part in song if part)


class Hearing:
    """A text client and a JSON client of a station, and a `dump` of it that saves."""

    def __init__(self, setting, server, name, url):
        self.name = name
        self.text, self.json = Listener(server.ws(f"/{name}")), Listener(
            server.ws(f"/{name}"), "icy.json.v1")
        self.capture = setting.folder / f"{name}.raw"
        self.dump = Process([relay.BINARY, "dump", url, "--json", "--save", self.capture])

    def wait_until_live(self):
        until(lambda: [m for m in self.json.messages if m.get("state") == "live"],
              lambda: f"{self.name} is live; {self.json.messages}")
        until(lambda: self.dump.out, lambda: f"a head of {self.name}; {self.dump.err}")

    def wait_for(self, wire, shown):
        self.text.wait_for(shown)
        self.json.wait_for(wire)
        until(lambda: self.dumped()[-1:] == [wire],
              lambda: f"{wire!r} in the dump of {self.name}; {self.dumped()} {self.dump.err}")

    def dumped(self):
        lines = (json.loads(line) for line in list(self.dump.out))
        return [line["title"] for line in lines if line.get("state") == "title"]

    def finish(self, wire):
        """What was heard from START on is what was set; the dump has what our own reader finds."""
        events = [m for m in self.json.messages if m["type"] == "title"]
        start = [m["stream_title"] for m in events].index(joined(START))
        got = [(m["stream_title"], m["display"], m["artist"], m["title"]) for m in events[start:]]
        want = [(wire(joined(song)), joined(song), *song) for song in (START, *SONGS)]
        assert got == want, f"{self.name}\n got {got}\nwant {want}"
        shown = self.text.titles()[self.text.titles().index(joined(START)):]
        assert shown == [joined(song) for song in (START, *SONGS)], (self.name, shown)
        self.dump.send(signal.SIGINT)
        assert self.dump.wait() == 0, (self.name, self.dump.err)
        titles = self.dumped()
        assert titles[titles.index(joined(START)):] == [line for line, *_ in want], titles
        self.compare()
        for client in (self.text, self.json):
            assert client.closed is None
            client.close()

    def compare(self):
        lines = [json.loads(line) for line in self.dump.out]
        _, headers, body = split_head(pathlib.Path(self.capture).read_bytes())
        if "icy-metaint" in headers:
            kind, (_, blocks) = "block", split(body, int(headers["icy-metaint"]))
            want = [(at, raw.hex()) for at, raw in blocks if raw]
        else:
            kind, want = "comments", [(at, packet.hex()) for at, packet, _ in comments(body)]
        got = [(line["wire_offset"], line["raw"]) for line in lines if line["type"] == kind]
        # More may have been saved after the last line.
        assert got and got == want[:len(got)], f"{self.name}\n got {got}\nwant {want}"


def play(setting, urls, set_song, wire=lambda name, line: line, dump_urls=None):
    """Sets one song after another, each once the previous one was heard on every mount."""
    server = Relay(*(f"{name}={url}" for name, url in urls.items()))
    hearings = [Hearing(setting, server, name, url)
                for name, url in (dump_urls or urls).items()]
    for hearing in hearings:
        hearing.wait_until_live()
    for song in (START, *SONGS):
        set_song(*song)
        for hearing in hearings:
            hearing.wait_for(wire(hearing.name, joined(song)), joined(song))
    for hearing in hearings:
        hearing.finish(lambda line: wire(hearing.name, line))
    server.terminate()


@check("servers: Icecast's ICY mounts, MP3 and AAC, in UTF-8 and in its default ISO-8859-1")
def icecast_icy(setting):
    mounts = {"mp3": ("/live.mp3", None), "aac": ("/live.aac", "UTF-8"),
              "latin": ("/latin.aac", None), "utf8": ("/utf8.mp3", "UTF-8")}
    icecast = Icecast({mount: (charset, 4096) for mount, charset in mounts.values()}).start()

    def set_song(artist, title):
        for mount, _ in mounts.values():
            icecast.set_title(mount, joined((artist, title)))
    try:
        play(setting, {name: icecast.url(mount) for name, (mount, _) in mounts.items()}, set_song,
             lambda name, line: line if mounts[name][1] else entities(line))
    finally:
        icecast.close()


@check("servers: an Icecast mount in Windows-1251, titles without a declared charset")
def icecast_legacy(setting):
    # The studio sends bytes in Windows-1251 and claims ISO-8859-1. Icecast passes them on
    # unchanged, and does not tell the listener the charset.
    titles = ["Кино - Группа крови", "Земфира - Искала; 'Хочешь?'; и ещё",
              "Мумий Тролль - Владивосток 2000", "Браво - Этот город", "ДДТ - Что такое осень"]
    icecast = Icecast({"/legacy.mp3": (None, 4096)}).start()
    try:
        server = Relay(f"guessed={icecast.url('/legacy.mp3')}")
        told = Relay(f"told={icecast.url('/legacy.mp3')}", "--charset", "windows-1251")
        clients = [Listener(server.ws()), Listener(server.ws(), "icy.json.v1"), Listener(told.ws())]
        for title in titles:
            icecast.set_title("/legacy.mp3", title.encode("windows-1251"), charset="ISO-8859-1")
            for client in clients:
                client.wait_for(title)
        for client in clients:
            # "" if Icecast sent its empty block first.
            assert [t for t in client.titles() if t] == titles, client.titles()
        events = [m for m in clients[1].messages if m["type"] == "title" and m["stream_title"]]
        assert {m["charset"] for m in events} == {"windows-1251"}, events
        for client in clients:
            client.close()
        server.terminate()
        told.terminate()
    finally:
        icecast.close()


@check("servers: Icecast's Ogg mounts, Vorbis, Opus and FLAC")
def icecast_ogg(setting):
    mounts = {"vorbis": "/live.ogg", "opus": "/live.opus", "flac": "/live.oga"}
    icecast = Icecast({mount: (None, None) for mount in mounts.values()}).start()

    def set_song(artist, title):
        # For Vorbis Icecast writes a comment header of its own, with the line as its TITLE.
        icecast.set_title("/live.ogg", joined((artist, title)))
        for mount in ("/live.opus", "/live.oga"):
            icecast.sources[mount].set_tags(
                {"title": title, **({"artist": artist} if artist else {})})
    try:
        play(setting, {name: icecast.url(mount) for name, mount in mounts.items()}, set_song)
    finally:
        icecast.close()


@check("servers: MPD's httpd output, MP3 and Ogg Vorbis")
def mpd(setting):
    station = MPD(encoders=("lame", "vorbis"))
    try:
        for artist, title in (START, *SONGS):
            station.add_song(SOUND, {"title": title, **({"artist": artist} if artist else {})})
        station.play()
        play(setting, {encoder: station.url(encoder) for encoder in ("lame", "vorbis")},
             lambda *song: None if song == START else station.say("next"))
    finally:
        station.close()


@check("servers: Liquidsoap's output.harbor, MP3, and Ogg with ICY blocks between its pages")
def liquidsoap(setting):
    # It writes a title in ISO-8859-1 if possible, and otherwise in UTF-8: both in one stream. A
    # client that asks for ICY metadata gets it in Ogg too, which no other server does. Artist and
    # title are encoded separately: the last song is UTF-8 up to the dash, and ISO-8859-1 after it.
    # And each title goes to one listener only, the one that is served first: hence a mount of its
    # own for each.
    formats = {"mp3": ".mp3", "vorbis": ".ogg", "opus": ".opus"}
    station = Liquidsoap([f"/{use}{end}" for use in ("live", "dump") for end in formats.values()])
    try:
        live, dump = ({name: station.url(f"/{use}{end}") for name, end in formats.items()}
                      for use in ("live", "dump"))
        play(setting, live, station.set_song, dump_urls=dump)
    finally:
        station.close()
