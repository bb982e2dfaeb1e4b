"""Why there is no title: in the same words everywhere, with what to try next."""

import gzip
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
# The slowest reason, a stall or a missing answer, takes 15 s.
WITHIN = 30.0


class Sounds:
    """What the bodies are made of, made once."""

    def __init__(self):
        # Longer than anybody who looks for a first block looks.
        self.mp3 = mp3(seconds=12)
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
    """{name: (reason_code, a part of the words, answer)}."""
    return {
        "absent": ("no_metaint", "icy-metaint", sends(AUDIO, sounds.mp3)),
        "zero": ("metaint_zero", r"icy-metaint.{0,12}\b0\b", sends(
            AUDIO + "icy-metaint:0\r\n", sounds.mp3)),
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
                 b"HTTP/1.0 302 Found\r\nLocation: ?again\r\n\r\n"),
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

    def judge(self, deadline):
        """The reason_code and its words, the same everywhere."""
        try:
            return self._judge(lambda: max(0.5, deadline - time.monotonic()))
        finally:
            self.client.close()
            for process in self.commands:
                process.stop()

    def _judge(self, left):
        # Two reasons come while the connection goes on: then there is no `waiting`.
        event = until(lambda: (reported if self.name in ("late", "ogg") else settled)(self.client),
                      lambda: f"{self.name}: a reason_code; got {self.client.messages[-2:]}",
                      within=left())
        code, reason, advice = event["reason_code"], event["reason"], event["advice"]
        said = f"{self.name}: {code}, {reason!r}, {advice!r}"
        assert code == self.code, f"{said}; want {self.code}"
        assert re.search(self.words, reason, re.I), f"{said}; want {self.words!r} in it"
        assert advice and advice not in reason, said
        assert not re.search(r"\berrno\b|\.swift|0x[0-9a-f]{4}", reason + advice), said
        for process, tag in ((self.commands[0], ""), (self.commands[1], ""),
                             (self.server, f"{self.name}: ")):
            until(lambda: [line for line in list(process.err)
                           if line.startswith(tag) and reason in line and advice in line],
                  lambda: f"{said}; {' '.join(process.command[1:3])} said {process.err[-3:]}",
                  within=left())
        return code, reason


@check("reasons: one enum, the same words in watch, dump, the JSON event and the log")
def reasons(setting):
    sounds = Sounds()
    asked = cases(sounds)
    # A path says nothing, so that the words are not found in an address.
    paths = {name: f"/{number}" for number, name in enumerate(asked)}
    odd = Odd({paths[name]: way for name, (_, _, way) in asked.items()})
    urls = {name: odd.url(path) for name, path in paths.items()}
    want = {name: (code, words) for name, (code, words, _) in asked.items()}
    # A page for whatever is tried beside it: there is no stream to be found here.
    pages = Odd({paths[name]: asked[name][2] for name in ("page", "lying-page")},
                otherwise=answer("text/html", HTML))
    urls.update({name: pages.url(paths[name]) for name in ("page", "lying-page")})
    port = free_port()
    for name, url, code, words in (
            ("dns", "http://no-such-host.invalid/live.mp3", "unknown_host", "no-such-host.invalid"),
            ("down", f"http://127.0.0.1:{port}/live.mp3", "connection_refused", "refuse"),
            # This server speaks no TLS.
            ("tls", f"https://127.0.0.1:{odd.port}/none", "tls", "TLS")):
        urls[name], want[name] = url, (code, words)
    server = Relay(*(f"{name}={url}" for name, url in urls.items()))
    said, failures = {}, []
    try:
        asking = [Asking(name, url, *want[name], server) for name, url in urls.items()]
        deadline = time.monotonic() + WITHIN
        for one in asking:
            try:
                said[one.name] = one.judge(deadline)
            except AssertionError as failure:
                failures.append(str(failure))
        assert not failures, "\n" + "\n".join(failures)
        # Different reasons say different things, the address aside.
        codes = {}
        for code, reason in said.values():
            codes.setdefault(re.sub(r"\S*127\.0\.0\.1\S*", "", reason), set()).add(code)
        assert all(len(one) == 1 for one in codes.values()), codes
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

        def shown():
            return setting.browser.script("return document.body.innerText")
        until(lambda: event["reason"] in shown() and event["advice"] in shown(),
              lambda: f"{event['reason']!r} and {event['advice']!r}; it shows {shown()!r}")
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
