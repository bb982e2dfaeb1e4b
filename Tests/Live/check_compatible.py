"""Players of other servers, at a relay that serves what they ask for (--compatible).

Clients that are published for these servers read it; where none can be installed, the check reads
it as their documentation says. Each is shown a title with the characters that its format escapes.
With RELAY_COMPATIBLE=long butt does so, too, which needs a display.
"""

import contextlib
import html
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import urllib.request

import AzuracastPy

import butt
import netdata
import relay
from check_wss import SecureRelay
from harness import Process, check, until
from relay import Relay
from studio import Studio

LONG = os.environ.get("RELAY_COMPATIBLE") == "long"
ALL = "azuracast,zeno,icecast,shoutcast"
# `StreamNext` in the same block: AzuracastPy does not take `null` for the next song.
NEXT = "';StreamNext='Next - Song"
SPECIAL = 'Earth, Wind & <Fire> - "September", 1978'


@contextlib.contextmanager
def serving(*names, first="First - Title", options=()):
    """A relay with a station for each name, all of one studio."""
    studio = Studio(first)
    program = Relay(
        *[f"{name}={studio.url}" for name in names], "--compatible", ALL, *options)
    try:
        shown = first.partition("'")[0]
        for name in names:
            until(lambda: json.loads(program.get(f"/{name}")[2])["now_playing"],
                  f"{name} has a title")
            assert program.snapshot(f"/{name}")["now_playing"]["display"] == shown
        yield studio, program
    finally:
        program.terminate()
        studio.close()


def get_json(program, path):
    status, headers, body = program.get(path)
    assert status == 200 and headers["Content-Type"] == "application/json", (status, headers)
    return json.loads(body)


@check("compatible: AzuracastPy, which takes no other members than AzuraCast's")
def azuracast_py(setting):
    with serving("jazz", "rock", first="First - Title" + NEXT) as (studio, program):
        client = AzuracastPy.AzuracastClient(radio_url=program.http("").rstrip("/"))
        every = client.now_playing()
        assert [one.station.shortcode for one in every] == ["jazz", "rock"], every
        studio.say(SPECIAL + NEXT)
        one = until(lambda: [found for found in [client.now_playing(2)]
                             if found.now_playing.song.text == SPECIAL],
                    lambda: f"the new title; {client.now_playing(2)}")[0]
        assert one.station.shortcode == "rock" and one.station.id == 2
        song = one.now_playing.song
        assert (song.artist, song.title) == tuple(SPECIAL.split(" - ", 1)), song
        assert re.fullmatch("[0-9a-f]{32}", song.id), song.id
        assert one.song_history[0].song.text == "First - Title", one.song_history
        assert one.playing_next.song["title"] == "Song", one.playing_next.song
        assert one.is_online is True and one.listeners.total == 0
        assert one.station.mounts[0].url == studio.url, one.station.mounts
        assert program.get("/api/nowplaying_static/rock.txt")[2].decode() == SPECIAL
        assert get_json(program, "/api/nowplaying_static/jazz.json")["station"]["id"] == 1


@check("compatible: azuracast-sse-client over https gets each title")
def azuracast_sse_client(setting):
    studio = Studio("First - Title")
    program = SecureRelay(setting, f"radiospiral={studio.url}", "--compatible", "azuracast")
    client = None
    try:
        until(lambda: any(" live" in line for line in program.err), "the station is live")
        client = Process(
            [sys.executable, pathlib.Path(__file__).with_name("azuracast_events.py"),
             f"localhost:{program.port}"],
            env={"SSL_CERT_FILE": str(setting.folder / "ca.pem")})
        until(lambda: client.out, lambda: f"the reply; {client.err}")
        studio.say(SPECIAL)
        told = until(lambda: [json.loads(line) for line in client.out
                              if SPECIAL.split(" - ")[1] in json.loads(line)["track"]],
                     lambda: f"the new title; {client.out} {client.err}")[0]
        assert told["artist"] == SPECIAL.split(" - ")[0], told
        assert told["elapsed"].startswith("00:00:0") and told["art"] == "", told
    finally:
        if client:
            client.stop()
        program.terminate()
        studio.close()


# What AzuraCast's documentation does with a message, whichever way it has come.
PAGE = """
    window.told = {socket: [], events: [], zeno: [], pings: 0};
    const wanted = JSON.stringify({subs: {'station:jazz': {recover: true}}});
    const read = (data, list) => {
        const message = JSON.parse(data);
        const rows = 'connect' in message
            ? Object.values(message.connect.subs).flatMap(sub => sub.publications || [])
            : 'pub' in message ? [message.pub] : [];
        for (const row of rows) list.push(row.data.np.now_playing.song.text);
    };
    const socket = new WebSocket(location.origin.replace('http', 'ws')
        + '/api/live/nowplaying/websocket');
    socket.onopen = () => socket.send(wanted);
    socket.onmessage = event => read(event.data, told.socket);
    new EventSource('/api/live/nowplaying/sse?' + new URLSearchParams({cf_connect: wanted}))
        .onmessage = event => read(event.data, told.events);
    new EventSource('/mounts/metadata/subscribe/jazz')
        .onmessage = event => told.zeno.push(JSON.parse(event.data).streamTitle);"""


@check("compatible: a page reads AzuraCast's and Zeno's pushes as their players do, in Chromium")
def in_a_browser(setting):
    with serving("jazz") as (studio, program):
        browser = setting.browser
        browser.open(program.http("/jazz"))
        browser.script(PAGE)

        def told(*titles):
            seen = browser.script("return window.told")
            return all(seen[name] == list(titles) for name in ("socket", "events", "zeno"))
        until(lambda: told("First - Title"), lambda: browser.script("return window.told"))
        studio.say(SPECIAL)
        until(lambda: told("First - Title", SPECIAL), lambda: browser.script("return window.told"))
        browser.open("about:blank")
        kinds = {line.split("kind=\"")[1].split("\"")[0]: int(line.rsplit(" ", 1)[1])
                 for line in program.get("/metrics")[2].decode().splitlines()
                 if line.startswith("icy_relay_deliveries_total{kind=")}
        assert (kinds["azuracast"], kinds["zeno"]) == (2, 1), kinds


@check("compatible: netdata's collector, and Icecast's own answer to the same sources")
def icecast_status(setting):
    mounts = ["/utf8.mp3", "/latin1.mp3"]
    urls = [setting.icecast.url(mount) for mount in mounts]
    setting.icecast.set_title(mounts[0], SPECIAL)
    program = Relay(f"utf8={urls[0]}", f"latin1={urls[1]}", "--compatible", "icecast")
    try:
        def sources(path="/status-json.xsl"):
            found = get_json(program, path)["icestats"].get("source", [])
            return found if isinstance(found, list) else [found]
        until(lambda: len(sources()) == 2 and sources()[0]["title"] == SPECIAL,
              lambda: f"both are live: {sources()}")
        assert netdata.collected(program.http("/status-json.xsl")) == {
            "source_0": 0, "source_1": 0}
        # One of several, by its name here and by that of the mount.
        for mount in ("/utf8", "/utf8.mp3"):
            one = get_json(program, f"/status-json.xsl?mount={mount}")["icestats"]["source"]
            assert one["title"] == SPECIAL, one
        assert netdata.collected(program.http("/status-json.xsl?mount=/utf8")) == {"source_0": 0}
        with urllib.request.urlopen(setting.icecast.url("/status-json.xsl"), timeout=10) as answer:
            real = json.load(answer)["icestats"]
        ours = get_json(program, "/status-json.xsl")["icestats"]
        assert set(ours) <= set(real), set(ours) - set(real)
        by_url = {source["listenurl"].rsplit("/", 1)[1]: source for source in real["source"]}
        for source in ours["source"]:
            other = by_url[source["listenurl"].rsplit("/", 1)[1]]
            # What only the server that has the audio can know.
            extra = set(other) - set(source) - {"audio_info", "stream_start"}
            assert all(name.startswith(("ice-", "audio_")) for name in extra), extra
            for name in set(source) & set(other) - {"title"}:
                assert type(source[name]) is type(other[name]), (name, source, other)
            assert source["server_type"] == other["server_type"]
            assert len(source["stream_start"]) == len(other["stream_start"])
    finally:
        program.terminate()


@check("compatible: SHOUTcast's line and statistics, read as AzuraCast's library reads them")
def shoutcast(setting):
    with serving("jazz", "rock") as (studio, program):
        studio.say(SPECIAL)
        # A pattern with all that is between the tags, then the first six commas.
        def line(path="/7.html"):
            page = program.get(path)[2].decode()
            return re.search("<body.*>(.*)</body>", page, re.S)[1].split(",", 6)
        until(lambda: html.unescape(line()[6]) == SPECIAL, lambda: f"the new title: {line()}")
        assert line()[:6] == ["0", "1", "0", "0", "0", "0"] and "<Fire>" not in line()[6]
        assert html.unescape(line("/7.html?sid=2")[6]) == SPECIAL
        stats = get_json(program, "/stats?sid=2&json=1")
        assert stats["songtitle"] == SPECIAL and stats["streamstatus"] == 1, stats
        assert stats["streampath"] == "/rock" and isinstance(stats["bitrate"], str), stats
        assert program.get("/stats?sid=3&json=1")[0] == 404


if LONG:
    @check("compatible: butt shows the listeners of SHOUTcast's line")
    def butt_listeners(setting):
        studio, port = Studio(SPECIAL), butt.ports()
        program = Relay(f"jazz={studio.url}", "--compatible", "shoutcast", port=port)
        shown = butt.Butt(port)
        try:
            # Relay names 0 listeners; -1 is what butt shows of a page that it cannot read.
            until(lambda: shown.listeners() == 0, lambda: f"{shown.child.err}", within=60.0)
        finally:
            shown.close()
            program.terminate()
            studio.close()


@check("compatible: a station keeps its path, and that is said at each time")
def collisions(setting):
    file = setting.folder / "compatible.json"

    def write(*names):
        file.write_text(json.dumps({"compatible": ["shoutcast"], "stations": [
            {"name": name, "url": "http://127.0.0.1:9/"} for name in names]}))
    said = "7.html: /7.html is the station's, so shoutcast's page of this name is not served"
    write("jazz", "7.html")
    code, text, _ = relay.run("check-config", file)
    assert code == 0 and said in text.splitlines(), text
    program = Relay("--config", file)
    try:
        until(lambda: said in "\n".join(program.err), lambda: f"it is said: {program.err}")
        assert "now_playing" in json.loads(program.get("/7.html")[2])
        assert program.get("/stats?json=1")[0] == 200
        write("jazz", "7.html", "stats")
        program.send(signal.SIGHUP)
        until(lambda: "stats: /stats is the station's" in "\n".join(program.err),
              lambda: f"the new one is said: {program.err}")
        until(lambda: "now_playing" in json.loads(program.get("/stats?json=1")[2]),
              "the station has its path")
        assert "\n".join(program.err).count(said) == 1, program.err
    finally:
        program.terminate()
