"""Why there is no title: in the same words everywhere, with what to try next."""

import gzip
import json
import re
import time

import relay
from broadcast import framed, mp3
from harness import Process, check, free_port, until
from odd import Odd, answer
from ogg import encode
from relay import Listener, Relay

HTML = "<!DOCTYPE html><html><head><title>Radio</title></head><body>Welcome</body></html>"
HLS = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:6\n#EXTINF:6.0,\nsegment0.aac\n"
AUDIO = "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-name: Radio\r\n"
# The slowest reasons, a stall and a missing answer, take 15 s.
WITHIN = 30.0


def holds(head, body):
    """An answer after which the connection stays open and silent."""
    def send(connection, request):
        connection.sendall(head.encode() + b"\r\n" + body)
        silent(connection, request)
    return send


def flows(head, body, pause=0.5):
    """An answer whose body continues without end."""
    def send(connection, request):
        connection.sendall(head.encode() + b"\r\n")
        while True:
            connection.sendall(body)
            time.sleep(pause)
    return send


def silent(connection, request):
    connection.settimeout(60)
    while connection.recv(4096):
        pass


def cases():
    """{name: (reason_code, a part of the words, answer)}."""
    sound = mp3(seconds=12)
    ogg = encode("vorbis", "sine=frequency=330", 4, {})
    metaint = AUDIO + "icy-metaint: 1024\r\n"
    return {
        "absent": ("metaint_missing", "no icy-metaint", flows(AUDIO, sound)),
        "proxy": ("metaint_stripped", "proxy", flows(
            AUDIO + "Via: 1.1 cache.example\r\nX-Cache: MISS\r\n", sound)),
        "zero": ("metaint_zero", "icy-metaint is 0", flows(AUDIO + "icy-metaint:0\r\n", sound)),
        "bad": ("metaint_invalid", "icy-metaint is un", flows(AUDIO + "icy-metaint:x\r\n", sound)),
        "lies": ("metaint_lies", "announced", flows(metaint, sound)),
        # 50 bytes a second, where 128 kbit/s were announced.
        "late": ("no_block", "no metadata block", flows(
            AUDIO + "icy-br: 128\r\nicy-metaint: 8192\r\n", bytes(5), pause=0.1)),
        "untitled": ("untitled", "no title", flows(
            metaint, bytes(1024) + framed(b"StreamUrl='';"), pause=0.1)),
        "page": ("web_page", "web page", answer("text/html", HTML)),
        "lying-page": ("web_page", "web page", answer("audio/mpeg", HTML)),
        "text": ("not_a_stream", "no audio", answer("text/plain", "Nothing here.\n")),
        "ogg": ("ogg_without_tags", "Ogg", holds(
            "HTTP/1.0 200 OK\r\nContent-Type: application/ogg\r\n", ogg)),
        "hls": ("hls", "HLS", answer("application/vnd.apple.mpegurl", HLS)),
        "lying-hls": ("hls", "HLS", answer("audio/x-mpegurl", HLS)),
        "empty-list": ("empty_playlist", "playlist", answer("audio/x-scpls", "[playlist]\r\n")),
        "gzip": ("compressed", "compress", holds(
            metaint + "Content-Encoding: gzip\r\n", gzip.compress(sound[:4096]))),
        "full": ("server_full", "full", b"ICY 400 Server Full\r\n\r\n"),
        "off": ("source_offline", "source is offline", b"ICY 401 Service Unavailable\r\n\r\n"),
        "none": ("not_found", "no such mount", b"HTTP/1.0 404 File Not Found\r\n\r\n"),
        "login": ("login_required", "login", b"HTTP/1.0 401 Authentication Required\r\n"
                                             b"WWW-Authenticate: Basic realm=x\r\n\r\n"),
        "blocked": ("refused", "refuses this", b"HTTP/1.0 403 Forbidden\r\n\r\n"),
        "broken": ("server_error", "trouble", b"HTTP/1.0 502 Bad Gateway\r\n\r\n"),
        "teapot": ("unexpected_status", "no stream", b"HTTP/1.0 418 I am a teapot\r\n\r\n"),
        "loop": ("too_many_redirects", "redirect",
                 b"HTTP/1.0 302 Found\r\nLocation: ?again\r\n\r\n"),
        "ssh": ("protocol_violation", "protocol", b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        "closes": ("closed_early", "before it answered", b""),
        "ends": ("ended", "ended", metaint.encode() + b"\r\n" + bytes(500)),
        "mute": ("no_answer", "does not answer", silent),
        "stalls": ("stalled", "sends nothing", holds(metaint, bytes(100))),
    }


# For these the connection continues: the event's state is `live`.
LIVE = {"late", "untitled", "ogg"}


def reported(client):
    """The first event with a reason, or None."""
    return next((m for m in list(client.messages)
                 if m["type"] == "station" and m.get("reason_code")), None)


def settled(client):
    """The event with the lasting reason: a passing `stalled` is followed by `waiting`."""
    return next((m for m in list(client.messages) if m["type"] == "station"
                 and m.get("reason_code") and m["state"] in ("waiting", "failed")), None)


class Asking:
    """A station of the server, and `watch` and `dump` of the same address."""

    def __init__(self, name, url, code, words, server):
        self.name, self.code, self.words = name, code, words
        self.client = Listener(server.ws(f"/{name}"), "icy.json.v1")
        self.server = server
        self.watch = Process([relay.BINARY, "watch", url])
        self.dump = Process([relay.BINARY, "dump", url, "--json"])

    def judge(self, deadline):
        """The reason_code and its words, which must be the same everywhere."""
        try:
            return self._judge(lambda: max(0.5, deadline - time.monotonic()))
        finally:
            self.client.close()
            self.watch.stop()
            self.dump.stop()

    def _judge(self, left):
        event = until(lambda: (reported if self.name in LIVE else settled)(self.client),
                      lambda: f"{self.name}: a reason_code; got {self.client.messages[-2:]}",
                      within=left())
        code, reason, advice = event["reason_code"], event["reason"], event["advice"]
        said = f"{self.name}: {code}, {reason!r}, {advice!r}"
        assert code == self.code, f"{said}; want {self.code}"
        assert re.search(self.words, reason, re.I), f"{said}; want {self.words!r} in it"
        assert advice and advice not in reason, said
        assert not re.search(r"\berrno\b|\.swift|0x[0-9a-f]{4}", reason + advice), said
        for process, tag in (
                (self.watch, ""), (self.dump, ""), (self.server, f"{self.name}: ")):
            until(lambda: [line for line in list(process.err)
                           if line.startswith(tag) and reason in line and advice in line],
                  lambda: f"{said}; {' '.join(process.command[1:3])} said {process.err[-3:]}",
                  within=left())
        if code == "ended":
            return code, reason  # a capture's ordinary end: `dump` reports it in its last line
        problem = {"type": "problem", "reason_code": code, "reason": reason, "advice": advice}
        until(lambda: any(problem.items() <= json.loads(line).items()
                          for line in list(self.dump.out)),
              lambda: f"{said}; dump --json said {self.dump.out[-3:]}", within=left())
        return code, reason


@check("reasons: one enum, the same words in watch, dump, the JSON event and the log")
def reasons(setting):
    asked = cases()
    # The paths have no meaning, so that the words are not found in an address.
    paths = {name: f"/{number}" for number, name in enumerate(asked)}
    odd = Odd({paths[name]: way for name, (_, _, way) in asked.items()})
    urls = {name: odd.url(path) for name, path in paths.items()}
    want = {name: (code, words) for name, (code, words, _) in asked.items()}
    # A page for every other path: there is no stream to be found here.
    pages = Odd({paths[name]: asked[name][2] for name in ("page", "lying-page")},
                otherwise=answer("text/html", HTML))
    urls.update({name: pages.url(paths[name]) for name in ("page", "lying-page")})
    port = free_port()
    for name, url, code, words in (
            ("dns", "http://no-such-host.invalid/live.mp3", "unknown_host", "no-such-host.invalid"),
            ("down", f"http://127.0.0.1:{port}/live.mp3", "connection_refused", "refuse"),
            # This server does not speak TLS.
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
        # Different reasons have different texts, apart from the address.
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
