"""What listeners are shown of the sources that stations use beside ffmpeg.

streamripper's relay, GStreamer's shout2send, ezstream, and VLC. Each has habits of its own.
"""

import json
import signal

import relay
from ezstream import Ezstream
from harness import Process, check, until
from icecast import Icecast, entities
from shout2send import Shout2send
from songs import Songs
from streamripper import Streamripper
from told import Told
from vlc import VLC


@check("sources: streamripper's relay, of a mount in UTF-8 and of one in ISO-8859-1")
def streamripper(setting):
    mounts = {"utf8": "/utf8.mp3", "latin": "/latin.mp3"}
    icecast = Icecast({"/utf8.mp3": ("UTF-8", 2048), "/latin.mp3": (None, 2048)}).start()

    def set_title(title):
        for mount in mounts.values():
            icecast.set_title(mount, title)
    rippers = {}
    try:
        set_title("Not - Told")
        for name, mount in mounts.items():
            rippers[name] = Streamripper(icecast.url(mount))
            # Once it has had the title, it tells it to no new client.
            head = until(lambda: silent(rippers[name]), "a new client is told nothing")
            assert head.startswith(b"ICY 200 OK\r\n") and b"icy-metaint:2048" in head, head
        told = Told({name: ripper.url for name, ripper in rippers.items()})
        for name in mounts:
            told.until(name, "reason_code", "untitled")
            assert told.json[name].titles() == [], told.json[name].titles()
        # (what is set, what it makes of it, flags in UTF-8, flags in ISO-8859-1)
        residue, entity = ["residue"], ["html_entities"]
        for title, artist, song, utf8, latin in [
            ("Start - Mark", "Start", "Mark", [], []),
            ("Guns N' Roses - Sweet Child O' Mine", "Guns N' Roses", "Sweet Child O' Mine", [], []),
            ("Кино - Группа крови", "Кино", "Группа крови", [], entity),
            # After the padding it leaves the end of the title before.
            ("Björk - Jóga", "Björk", "Jóga", residue, residue),
            ("椎名林檎 - 丸の内サディスティック", "椎名林檎", "丸の内サディスティック", [], entity),
            (" - Only Title", "", "Only Title", residue, residue),
            # It cuts titles at a quote and a semicolon.
            ("Say 'Hi'; then go", "", "Say 'Hi", residue, residue),
            ("", "", "", [], []),
            ("Beyoncé & 東京 - L'été; l'hiver", "Beyoncé & 東京", "L'été; l'hiver",
             residue, residue + entity),
            ("A - B", "A", "B", residue, residue),
        ]:
            set_title(title)
            wire = title.strip().partition("';")[0]
            told.expect(utf8=(wire, artist, song, *utf8),
                        latin=(entities(wire), artist, song, *latin))
        told.finish()
    finally:
        for ripper in rippers.values():
            ripper.close()
        icecast.close()


def silent(ripper):
    """The head of a new client, if four blocks tell it nothing."""
    head, blocks = ripper.listened(4)
    return head if blocks == [] else None


@check("sources: GStreamer's shout2send, MP3 in UTF-8 and ISO-8859-1, and Ogg Vorbis")
def shout2send(setting):
    mounts = {"utf8": "/utf8.mp3", "latin": "/latin.mp3", "ogg": "/live.ogg"}
    icecast = Icecast({"/utf8.mp3": ("UTF-8", 2048), "/latin.mp3": (None, 2048)}, feeds=False).start()
    source = None
    try:
        urls = {name: icecast.url(mount) for name, mount in mounts.items()}
        source = Shout2send(icecast, ("/utf8.mp3", "/latin.mp3"), ["/live.ogg"],
                            {"artist": "Кино", "title": "Кончится лето", "album": "Чёрный альбом"})
        told = Told(urls)

        def expect(artist, song, ogg=False):
            wire = f"{artist} - {song}"
            coded = (entities(wire), artist, song)
            told.expect(utf8=(wire, artist, song),
                        latin=(*coded, "html_entities") if coded[0] != wire else coded,
                        **({"ogg": (wire, artist, song)} if ogg else {}))
        expect("Кино", "Кончится лето", ogg=True)
        for tags, artist, song in [
            ({"artist": "Guns N' Roses", "title": "Sweet Child O' Mine"},
             "Guns N' Roses", "Sweet Child O' Mine"),
            # What a song does not say stays as it was for the song before.
            ({"title": "Only Title"}, "Guns N' Roses", "Only Title"),
            ({"artist": "椎名林檎", "title": "丸の内サディスティック"},
             "椎名林檎", "丸の内サディスティック"),
            ({"artist": "", "title": "Nobody's"}, "椎名林檎", "Nobody's"),
            ({"artist": "Only Artist"}, "Only Artist", "Nobody's"),
            ({"artist": "Björk", "title": "Jóga"}, "Björk", "Jóga"),
        ]:
            source.set_tags(tags)
            expect(artist, song)
        # In Ogg the first tags are all that is ever sent.
        album = [m for m in told.json["ogg"].messages if m["type"] == "title"][-1]["attributes"]
        assert [(each["key"].upper(), each["value"]) for each in album] == [
            ("ALBUM", "Чёрный альбом")], album
        told.finish()
        source.close()
        for mount in mounts.values():
            until(lambda: not icecast.is_on_air(mount), f"{mount} is off the air")

        source = Shout2send(icecast, ("/utf8.mp3", "/latin.mp3"), ["/live.ogg"])
        told = Told(urls)
        untagged = ("Unknown - Unknown", "", "", "placeholder")
        told.expect(utf8=untagged, latin=untagged, ogg=("", "", ""))
        told.until("ogg", "reason_code", "ogg_without_tags")
        half = ("Unknown - It's Only a Title", "", "It's Only a Title", "placeholder")
        source.set_tags({"title": "It's Only a Title"})
        told.expect(utf8=half, latin=half)
        told.finish()
    finally:
        if source:
            source.close()
        icecast.close()


@check("sources: ezstream with a playlist, MP3 and Ogg Vorbis")
def ezstream_files(setting):
    songs = [
        {"artist": "Start", "title": "Mark"},
        {"artist": "Guns N' Roses", "title": "Don't 'Cry'; then go", "album": "Use Your Illusion"},
        {"artist": "Кино", "title": "Группа крови"},
        {"title": "It's Only a Title"},
        {"artist": "Only Artist"},
        {},
        {"artist": "Björk", "title": "Jóga"},
    ]
    icecast = Icecast({"/files.mp3": (None, 2048)}, feeds=False).start()
    files, sources = [], []
    try:
        for mount in ("/files.mp3", "/files.ogg"):
            files.append(Songs(mount[-4:], songs))
            sources.append(Ezstream(icecast, mount, files[-1].files))
        told = Told({"mp3": icecast.url("/files.mp3"), "ogg": icecast.url("/files.ogg")})
        kino, guns = "Кино", ("Guns N' Roses - Don't 'Cry'; then go", "Guns N' Roses",
                              "Don't 'Cry'; then go")
        steps = [
            (("Start - Mark", "Start", "Mark"),) * 2,
            ((*guns, "inner_terminator"), guns),
            ((entities("Кино - Группа крови"), kino, "Группа крови", "html_entities"),
             ("Кино - Группа крови", kino, "Группа крови")),
            # In MP3 Icecast puts the last artist that it had before a title alone.
            ((entities("Кино - It's Only a Title"), kino, "It's Only a Title", "html_entities"),
             ("It's Only a Title", "", "It's Only a Title")),
            # An artist alone is sent as a title.
            ((entities("Кино - Only Artist"), kino, "Only Artist", "html_entities"),
             ("Only Artist", "Only Artist", "")),
            # Without tags the file's name is sent, but not in Ogg.
            ((entities("Кино - song5"), kino, "song5", "html_entities"), ("", "", "")),
            (("Björk - Jóga", "Björk", "Jóga"),) * 2,
        ]
        for number, (mp3, ogg) in enumerate(steps):
            if number:
                for source in sources:
                    source.next()
            told.expect(mp3=mp3, ogg=ogg)
        for name in ("mp3", "ogg"):
            station = [m for m in told.json[name].messages if m["type"] == "station"][-1]
            assert station["name"] == "Ez Radio", station
        told.finish()
    finally:
        for one in (*sources, *files):
            one.close()
        icecast.close()


@check("sources: ezstream with a program that says what is played")
def ezstream_program(setting):
    icecast = Icecast({"/told.mp3": ("UTF-8", 2048)}, feeds=False).start()
    files = source = None
    try:
        files = Songs(".mp3", [{"artist": "The File's", "title": "Own"}])
        source = Ezstream(icecast, "/told.mp3", files.files, told=("Start", "Mark", ""))
        told = Told({"told": icecast.url("/told.mp3")})
        told.expect(told=("Start - Mark", "Start", "Mark"))
        for said, title in [
            (("Guns N' Roses", "Don't Cry", "Not used"),
             ("Guns N' Roses - Don't Cry", "Guns N' Roses", "Don't Cry")),
            (("Мумий Тролль", "'Владивосток'; 2000", ""),
             ("Мумий Тролль - 'Владивосток'; 2000", "Мумий Тролль", "'Владивосток'; 2000",
              "inner_terminator")),
            # Without both it sends the line, and Icecast puts the artist of before in front.
            (("", "Not used", "Édith Piaf - Non"),
             ("Мумий Тролль - Édith Piaf - Non", "Мумий Тролль", "Édith Piaf - Non")),
            # With nothing to say, it says so itself.
            (("", "", ""), ("Мумий Тролль - [unknown]", "Мумий Тролль", "", "placeholder")),
            (("椎名林檎", "丸の内", ""), ("椎名林檎 - 丸の内", "椎名林檎", "丸の内")),
        ]:
            source.tell(*said)
            told.expect(told=title)
        told.finish()
    finally:
        for one in filter(None, (source, files)):
            one.close()
        icecast.close()


@check("sources: VLC, as a server and towards Icecast, sends no titles: the reason is told")
def vlc(setting):
    icecast = Icecast({"/vlc.mp3": (None, 2048)}, feeds=False).start()
    songs, sources = None, {}
    try:
        songs = Songs(".mp3", [{"artist": "Guns N' Roses", "title": "Don't Cry"},
                               {"artist": "Кино", "title": "Группа крови"}], seconds=2)
        for name, path, server in [
                ("mp3", "/live.mp3", None), ("ogg", "/live.ogg", None),
                ("shout", "/vlc.mp3", icecast), ("shout-ogg", "/vlc.ogg", icecast)]:
            sources[name] = VLC(songs.files, path, server)
        code, lines, _ = relay.run("dump", "--json", sources["mp3"].url)
        problems = [each for each in map(json.loads, lines.splitlines())
                    if each["type"] == "problem"]
        assert code == 65 and [each["reason_code"] for each in problems] == ["metaint_missing"], (
            code, lines)
        dump = Process([relay.BINARY, "dump", sources["ogg"].url, "--json"])
        told = Told({name: source.url for name, source in sources.items() if name != "mp3"})
        # Each file begins a new chained stream, which says who encoded it, and nothing else.
        headers = until(lambda: headers_of(dump) if len(headers_of(dump)) > 2 else None,
                        lambda: f"three chained streams; {dump.out}", within=60)
        for header in headers:
            tags = [(field["key"], field["value"]) for field in header["fields"]]
            assert tags == [("ENCODER", "VLC media player")], header
        for name, reason in (("ogg", "ogg_without_tags"), ("shout-ogg", "ogg_without_tags"),
                             ("shout", "cleared")):
            told.until(name, "reason_code", reason)
            assert told.json[name].titles() == [""], told.json[name].messages
        dump.send(signal.SIGINT)
        dump.wait()
        told.close()
    finally:
        for one in filter(None, (*sources.values(), songs)):
            one.close()
        icecast.close()


def headers_of(dump):
    return [line for line in map(json.loads, list(dump.out)) if line["type"] == "comments"]
