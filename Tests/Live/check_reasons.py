"""Why there is no title: in the same words everywhere, with what to try next."""

import gzip
import json
import re
import time

import relay
from broadcast import mp3
from harness import Process, check, free_port, until
from odd import Odd, answer
from ogg import encode
from relay import Listener, Relay

HTML = "<!DOCTYPE html><html><head><title>Radio</title></head><body>Welcome</body></html>"
HLS = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:6\n#EXTINF:6.0,\nsegment0.aac\n"
AUDIO = "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-name: Radio\r\n"
# Longer than anybody who looks for a `StreamTitle=` looks.
LONG = 12


class Sounds:
    """What the bodies are made of, made once."""

    def __init__(self):
        self.mp3 = mp3(seconds=LONG)
        self.ogg = encode("vorbis", "sine=frequency=330", 4, {})


def sends(head, body=b"", holds=True):
    """An answer after which the connection stays open."""
    def send(connection, request):
        connection.sendall(head.encode() + b"\r\n" + body)
        if holds:
            connection.settimeout(60)
            while connection.recv(4096):
                pass
    return send


def trickle(connection, request):
    """50 bytes a second, where 128 kbit/s were said: no block in all the time that one needs."""
    connection.sendall((AUDIO + "icy-br: 128\r\nicy-metaint: 8192\r\n\r\n").encode())
    while True:
        connection.sendall(bytes(5))
        time.sleep(0.1)


def silent(connection, request):
    connection.settimeout(60)
    while connection.recv(4096):
        pass


def cases(sounds):
    """{name: (reason_code, a part of the words, answer)}; the name is the station's, and its path.

    """
    return {
        "absent": ("no_metaint", "icy-metaint", sends(AUDIO, sounds.mp3)),
        "zero": ("metaint_zero", "icy-metaint.*0", sends(AUDIO + "icy-metaint:0\r\n", sounds.mp3)),
        "proxy": ("proxy_stripped", "proxy", sends(
            AUDIO + "Via: 1.1 cache.example\r\nX-Cache: MISS\r\n", sounds.mp3)),
        "late": ("no_block", "block|metadata", trickle),
        "page": ("web_page", "web page|HTML", answer("text/html", HTML)),
        "lying-page": ("web_page", "web page|HTML", answer("audio/mpeg", HTML)),
        "ogg": ("ogg_without_tags", "Ogg", sends(
            "HTTP/1.0 200 OK\r\nContent-Type: application/ogg\r\n", sounds.ogg)),
        "hls": ("hls", "HLS", answer("application/vnd.apple.mpegurl", HLS)),
        "lying-hls": ("hls", "HLS", answer("audio/x-mpegurl", HLS)),
        "empty-list": ("empty_playlist", "playlist", answer("audio/x-scpls", "[playlist]\r\n")),
        "gzip": ("compressed", "gzip|compress", sends(
            AUDIO + "icy-metaint: 1024\r\nContent-Encoding: gzip\r\n",
            gzip.compress(sounds.mp3[:4096]))),
        "full": ("server_full", "full", b"ICY 400 Server Full\r\n\r\n"),
        "off": ("source_offline", "source", b"ICY 401 Service Unavailable\r\n\r\n"),
        "none": ("not_found", "404", b"HTTP/1.0 404 File Not Found\r\n\r\n"),
        "login": ("refused", "401", b"HTTP/1.0 401 Authentication Required\r\n"
                                    b"WWW-Authenticate: Basic realm=x\r\n\r\n"),
        "broken": ("server_error", "503", b"HTTP/1.0 503 Service Unavailable\r\n\r\n"),
        "loop": ("too_many_redirects", "redirect",
                 b"HTTP/1.0 302 Found\r\nLocation: /loop\r\n\r\n"),
        "ssh": ("protocol_violation", "HTTP|ICY", b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        "ends": ("ended", "closed|ended", b""),
        "mute": ("no_answer", "answer", silent),
        "stall": ("stall", "byte|nothing", sends(AUDIO + "icy-metaint: 8192\r\n", bytes(100))),
    }


def reported(client):
    """The first event that says why, or nothing yet."""
    return next((m for m in list(client.messages)
                 if m["type"] == "station" and m.get("reason_code")), None)


def settled(client):
    """The event with the reason that stays: a passing `stalled` is followed by `waiting`."""
    return next((m for m in list(client.messages) if m["type"] == "station"
                 and m.get("reason_code") and m["state"] in ("waiting", "failed")), None)


class Asking:
    """A station of the server, and `watch` and `dump` of the same address."""

    def __init__(self, name, url, code, words, server):
        self.name, self.code, self.words = name, code, words
        self.client = Listener(server.ws(f"/{name}"), "icy.json.v1")
        self.server = server
        self.commands = [Process([relay.BINARY, command, url]) for command in ("watch", "dump")]

    def judge(self):
        # Some reasons come while the connection goes on ("late", "ogg"): then there is no `waiting`.
        goes_on = self.name in ("late", "ogg")
        event = until(lambda: (reported if goes_on else settled)(self.client), within=40,
                      what=lambda: f"{self.name}: a reason_code; got {self.client.messages[-2:]}")
        code, reason, advice = event["reason_code"], event["reason"], event["advice"]
        assert code == self.code, (self.name, event)
        assert re.search(self.words, reason, re.I), (self.name, reason)
        assert reason and advice and advice not in reason, (self.name, event)
        assert not re.search(r"\berrno\b|\.swift|0x[0-9a-f]{4}", reason + advice), event
        # The same words, from the command line and in the server's log.
        for process, tag in ((self.commands[0], ""), (self.commands[1], ""),
                             (self.server, f"{self.name}: ")):
            def said():
                return [line for line in list(process.err)
                        if reason in line and advice in line and line.startswith(tag)]
            until(said, within=40,
                  what=lambda: f"{self.name}: {reason!r} and {advice!r} from {process.command[1]}; "
                               f"it said {process.err[-3:]}")
        # What a late client and a plain request are told.
        snapshot = self.server.snapshot(f"/{self.name}")["station"]
        if not goes_on:
            assert "reason_code" in snapshot and "advice" in snapshot, snapshot
        self.client.close()
        for process in self.commands:
            process.stop()
        return code, reason, advice


@check("reasons: one enum, the same words in watch, dump, the JSON event and the log")
def reasons(setting):
    sounds = Sounds()
    asked = cases(sounds)
    odd = Odd({f"/{name}": way for name, (_, _, way) in asked.items()})
    urls = {name: odd.url(f"/{name}") for name in asked}
    want = {name: (code, words) for name, (code, words, _) in asked.items()}
    urls["dns"] = "http://no-such-host.invalid/live.mp3"
    want["dns"] = ("unknown_host", "no-such-host.invalid")
    port = free_port()
    urls["down"] = f"http://127.0.0.1:{port}/live.mp3"
    want["down"] = ("connection_refused", f"127.0.0.1:{port}")
    # It speaks no TLS.
    urls["tls"] = f"https://127.0.0.1:{odd.port}/none"
    want["tls"] = ("tls", "TLS")
    # A page for whatever is tried: there is no stream to be found here.
    pages = Odd({}, otherwise=answer("text/html", HTML))
    for name in ("page", "lying-page"):
        pages.routes[f"/{name}"] = odd.routes[f"/{name}"]
        urls[name] = pages.url(f"/{name}")
    server = Relay(*(f"{name}={url}" for name, url in urls.items()))
    said, failures = {}, []
    try:
        asking = [Asking(name, url, *want[name], server) for name, url in urls.items()]
        for one in asking:
            try:
                said[one.name] = one.judge()
            except AssertionError as failure:
                failures.append(str(failure))
        # One enum: a code has one kind of advice, and no two codes say the same.
        for code in {code for code, *_ in said.values()}:
            assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code), code
        assert not failures, "\n" + "\n".join(failures)
        # The list of stations says why, too.
        listed = {s["station"]: s for s in server.snapshot("/")["stations"]}
        for name in ("page", "hls", "full", "off", "none"):
            assert listed[name]["state"] in ("waiting", "failed", "connecting"), listed[name]
    finally:
        server.terminate()
        odd.close()
        pages.close()


@check("reasons: the page says the same words, and what to try")
def page(setting):
    odd = Odd({"/live": b"ICY 401 Service Unavailable\r\n\r\n"})
    server = Relay(odd.url("/live"))
    try:
        client = Listener(server.ws(), "icy.json.v1")
        event = until(lambda: settled(client), lambda: f"a reason; {client.messages}")
        setting.browser.open(server.http())
        until(lambda: event["reason"] in setting.browser.text()
              and event["advice"] in setting.browser.text(),
              lambda: f"{event['reason']!r}, {event['advice']!r}; {setting.browser.text()}")
        client.close()
    finally:
        server.terminate()
        odd.close()


@check("reasons: what was wrong is over when titles come")
def over(setting):
    odd = Odd({"/live": b"ICY 401 Service Unavailable\r\n\r\n"})
    server = Relay(odd.url("/live"))
    try:
        client = Listener(server.ws(), "icy.json.v1")
        until(lambda: settled(client), lambda: f"a reason; {client.messages}")
        odd.routes["/live"] = odd.stream
        client.wait_for("First - Title")
        station = [m for m in client.messages if m["type"] == "station"][-1]
        assert (station["state"], station["reason"], station["advice"]) == ("live", "", ""), station
        assert station["reason_code"] == "", station
        client.close()
    finally:
        server.terminate()
        odd.close()
