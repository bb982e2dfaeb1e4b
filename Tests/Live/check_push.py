"""The push endpoint by RFC 6455, frame by frame; server-sent events; cursors; many stations.

A push server echoes nothing, so Autobahn cannot judge it: these checks test what it must do.
"""

import json
import re
import signal
import threading

from crowd import JSON_KIND, SSE_KIND, TEXT_KIND, Crowd
from harness import check, until
from relay import FAST, Relay
from studio import Studio, number_of, numbered
from wire import (
    BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, EventSource, Refused, WebSocket, close_payload,
    code_of, connect, exchange, frame, get, upgrade)


def serving(*studios, flags=()):
    """A relay for studios, named `a`, `b`, ... if there are several, all of them on air."""
    names = "abcdef" if len(studios) > 1 else [None]
    relay = Relay(*(f"{name}={studio.url}" if name else studio.url
                    for name, studio in zip(names, studios)), *flags)
    for name, studio in zip(names, studios):
        title = studio.said[-1]
        path = f"/{name}" if name else "/"
        until(lambda: (relay.snapshot(path)["now_playing"] or {}).get("stream_title") == title,
              f"title of {name}")
    return relay


# ---- Frames ---------------------------------------------------------------------------------

def text(payload, **how):
    return frame(TEXT, payload, **how)


def ping(payload=b"", **how):
    return frame(PING, payload, **how)


def close(code, reason=b""):
    return frame(CLOSE, close_payload(code, reason))


FIRST, MIDDLE, LAST = (TEXT, False), (CONTINUATION, False), (CONTINUATION, True)


def fragments(*parts):
    """A text message in fragments."""
    kinds = [FIRST] + [MIDDLE] * (len(parts) - 2) + [LAST]
    return b"".join(frame(opcode, part, final=final) for (opcode, final), part
                    in zip(kinds, parts))


KOSME = "κόσμε".encode()
# (what, the bytes, the pongs that must arrive): the connection stays open.
RIGHT = [
    ("a ping", ping(), [b""]),
    ("a ping with text", ping(b"Hello"), [b"Hello"]),
    ("a ping with bytes that are no text", ping(b"\x00\xff\xfe\xfd"), [b"\x00\xff\xfe\xfd"]),
    ("a ping of 125 bytes", ping(b"\xfe" * 125), [b"\xfe" * 125]),
    ("ten pings", b"".join(ping(b"%d" % number) for number in range(10)),
     [b"%d" % number for number in range(10)]),
    ("a pong that answers nothing", frame(PONG, b"unasked") + ping(b"1"), [b"1"]),
    ("a text", text(b"Hello") + ping(b"2"), [b"2"]),
    ("an empty text", text(b"") + ping(b"3"), [b"3"]),
    ("a text of 126 bytes", text(b"*" * 126) + ping(b"4"), [b"4"]),
    ("a text of 1,024 bytes", text(b"*" * 1024) + ping(b"5"), [b"5"]),
    ("a binary message", frame(BINARY, b"\x00\xff" * 60) + ping(b"6"), [b"6"]),
    ("a fragmented text", fragments(b"frag", b"ment", b"ed") + ping(b"7"), [b"7"]),
    ("empty fragments", fragments(b"", b"", b"") + ping(b"8"), [b"8"]),
    ("a ping between fragments",
     text(b"frag", final=False) + ping(b"between") + frame(CONTINUATION, b"ment") + ping(b"9"),
     [b"between", b"9"]),
    ("a pong between fragments",
     text(b"frag", final=False) + frame(PONG) + frame(CONTINUATION, b"ment") + ping(b"10"),
     [b"10"]),
    ("UTF-8 that is cut inside a character",
     fragments(KOSME[:1], KOSME[1:4], KOSME[4:]) + ping(b"11"), [b"11"]),
    ("the highest code point", text("\U0010ffff\ufffe\uffff".encode()) + ping(b"12"), [b"12"]),
]
# (what, the bytes, the code of the Close that must arrive).
WRONG = (
    [(f"reserved bits {bits} in a text", text(b"a", reserved=bits), 1002) for bits in range(1, 8)]
    + [("a reserved bit in a ping", ping(b"a", reserved=4), 1002),
       ("a reserved bit in Close", frame(CLOSE, close_payload(1000), reserved=1), 1002),
       ("a reserved bit between fragments",
        text(b"a", final=False) + ping(reserved=2), 1002)]
    + [(f"opcode {opcode}", frame(opcode, payload), 1002)
       for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15) for payload in (b"", b"Hello")]
    + [("a fragmented ping", ping(b"a", final=False), 1002),
       ("a fragmented pong", frame(PONG, b"a", final=False), 1002),
       ("a fragmented Close", frame(CLOSE, close_payload(1000), final=False), 1002),
       ("a ping of 126 bytes", ping(b"a" * 126), 1002),
       ("a ping with a length in 64 bits", ping(b"a", form=64), 1002),
       ("a Close of 126 bytes", close(1000, b"a" * 124), 1002),
       ("a text that is not masked", text(b"Hello", masked=False), 1002),
       ("a binary that is not masked", frame(BINARY, b"Hello", masked=False), 1002),
       ("a ping that is not masked", ping(b"Hello", masked=False), 1002),
       ("a Close that is not masked", frame(CLOSE, close_payload(1000), masked=False), 1002),
       ("a second fragment that is not masked",
        text(b"a", final=False) + frame(CONTINUATION, b"b", masked=False), 1002),
       ("a continuation of nothing", frame(CONTINUATION, b"a"), 1002),
       ("a continuation of nothing that goes on", frame(CONTINUATION, b"a", final=False), 1002),
       ("a continuation of a whole message", text(b"a") + frame(CONTINUATION, b"b"), 1002),
       ("a text inside a fragmented one", text(b"a", final=False) + text(b"b"), 1002),
       ("a length in 16 bits that needs 7", text(b"Hello", form=16), 1002),
       ("a length in 64 bits that needs 16", text(b"a" * 200, form=64), 1002),
       ("a length with the top bit", text(b"", says=1 << 63, form=64), 1002),
       ("a text of 1,025 bytes", text(b"a" * 1025), 1009),
       ("a text that says 1 MiB, and is not sent", text(b"", says=1 << 20), 1009),
       ("a text that says 2^63 - 1", text(b"", says=(1 << 63) - 1), 1009),
       ("a binary of 64 KiB", frame(BINARY, b"a" * 65536), 1009),
       ("fragments of 1,025 bytes", fragments(b"a" * 512, b"a" * 512, b"a"), 1009),
       ("bytes that are no character", text(b"\xff"), 1007),
       ("an overlong slash", text(b"\xc0\xaf"), 1007),
       ("half of a surrogate pair", text(b"\xed\xa0\x80"), 1007),
       ("above U+10FFFF", text(b"\xf4\x90\x80\x80"), 1007),
       ("a continuation byte alone", text(b"\x80"), 1007),
       ("a character that is cut at the end", text(KOSME[:-1]), 1007),
       ("the same in fragments", fragments(KOSME[:5], KOSME[5:-1]), 1007),
       ("no text in a fragment, told before the message ends",
        text(KOSME + b"\xed\xa0", final=False), 1007),
       ("a Close of one byte", frame(CLOSE, b"\x03"), 1002),
       ("a Close whose reason is no UTF-8", close(1000, b"\xce\xba\xe1\xff"), 1007)]
    + [(f"Close {code}", close(code), 1002)
       for code in (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)])
VALID_CODES = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999,
               4000, 4999)


def pieces(data, piecewise):
    """All of it, or each byte in a packet of its own."""
    return [data[at:at + 1] for at in range(len(data))] if piecewise else [data]


def right(relay, piecewise):
    client = WebSocket(relay.port)
    assert client.find(TEXT).startswith(b"Artist ")
    for what, data, pongs in RIGHT:
        for piece in pieces(data, piecewise):
            client.send(piece)
        got = [client.find(PONG) for _ in pongs]
        assert got == pongs, (what, got, pongs)
    client.send(close(1000, b"bye"))
    assert client.goodbye()[:2] == close_payload(1000)


@check("push: each frame that is right is answered, each that is wrong closed with its code")
def frames(setting):
    studio, stop = Studio(numbered(0)), threading.Event()
    relay = serving(studio)
    others = Crowd(relay.port, 12, kinds=(TEXT_KIND, JSON_KIND, SSE_KIND))
    titles = studio.go_on(numbered, 0.01, stop)
    right(relay, piecewise=False)
    right(relay, piecewise=True)
    for what, data, code in WRONG:
        for piecewise in (False, True):
            client = WebSocket(relay.port)
            try:
                for piece in pieces(data, piecewise and len(data) < 300):
                    client.send(piece)
            except OSError:
                pass  # The server has seen enough.
            got = code_of(client.goodbye())
            assert got == code, (what, got, code)
    for code in VALID_CODES:
        client = WebSocket(relay.port)
        # What follows a Close is ignored.
        client.send(close(code, "auf Wiederhören".encode()) + ping(b"late") + text(b"\xff"))
        assert code_of(client.goodbye()) == code, code
    client = WebSocket(relay.port)
    client.send(frame(CLOSE))
    assert code_of(client.goodbye()) in (None, 1000)
    stop.set()
    titles.join()
    last = len(studio.said) - 1
    until(lambda: others.all_have(last), lambda: f"title {last}: {others.complaints(last)}")
    assert others.complaints(last) == [], others.complaints(last)
    others.close()
    relay.terminate()
    studio.close()


@check("push: opening handshakes, right and wrong")
def handshakes(setting):
    studio = Studio("Shake - Hands")
    relay = serving(studio)
    refused = [
        ("no key", dict(Sec_WebSocket_Key=None), 400),
        ("a short key", dict(key="c2hvcnQ="), 400),
        ("version 12", dict(Sec_WebSocket_Version="12"), 426),
        ("no version", dict(Sec_WebSocket_Version=None), 426),
        ("no Connection", dict(Connection=None), 400),
    ]
    for what, how, status in refused:
        answer = exchange(relay.port, upgrade(**how))
        assert answer.status == status, (what, answer.status, answer.body)
        if status == 426:
            assert answer.get("sec-websocket-version") == "13" and answer.get("upgrade")
    assert exchange(relay.port, upgrade("/nobody")).status == 404
    assert exchange(relay.port, upgrade().replace(b"GET", b"POST", 1)).status == 405
    assert exchange(relay.port, upgrade().replace(b"HTTP/1.1", b"HTTP/1.0", 1)).status == 400
    # Tokens are lists, in any case; an extension that is offered is not accepted.
    client = WebSocket(relay.port, Connection="keep-alive, UPGRADE", Upgrade="WebSocket",
                       Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits",
                       behind=ping(b"early"))
    assert {client.find(TEXT), client.find(PONG)} == {b"Shake - Hands", b"early"}
    client.close()
    client = WebSocket(relay.port, subprotocol="icy.json.v1")
    assert client.title()["stream_title"] == "Shake - Hands"
    client.close()
    # Only unknown subprotocols: none is named, and the titles are plain.
    client = WebSocket(relay.port, Sec_WebSocket_Protocol="chat, arduino")
    assert client.find(TEXT) == b"Shake - Hands"
    client.close()
    relay.terminate()
    studio.close()


# ---- Slow clients ----------------------------------------------------------------------------

def slow_reader(port, studio, tls=None):
    """The numbers a client gets if it reads nothing during 300 large titles, then everything."""
    slow = WebSocket(port, subprotocol="icy.json.v1", receive_buffer=16384, tls=tls)
    fast = WebSocket(port, subprotocol="icy.json.v1", tls=tls)
    assert fast.title()["stream_title"] == studio.said[-1]
    first = len(studio.said)
    for number in range(first, first + 300):
        studio.say(numbered(number, 3000))
        assert fast.title()["stream_title"] == numbered(number, 3000), number
    fast.close()
    numbers = []
    while not numbers or numbers[-1] != first + 299:
        title = slow.title()["stream_title"]
        numbers.append(number_of(title))
        assert title in (numbered(numbers[-1], 3000), numbered(numbers[-1])), title[:100]
    # It has caught up: from here on it gets each title again.
    studio.say(numbered(first + 300))
    assert slow.title()["stream_title"] == numbered(first + 300)
    slow.close()
    assert numbers == sorted(set(numbers)), numbers
    return numbers


@check("push: a client that reads late finds whole messages, and the newest title")
def late(setting):
    for flags, queued in (([], 1), (["--queued-frames", "20"], 19)):
        studio = Studio(numbered(0), metaint=4096)
        relay = serving(studio, flags=flags + FAST)
        numbers = slow_reader(relay.port, studio)
        # Everything up to the point where the kernel was full, and the newest.
        assert len(numbers) < 250, len(numbers)
        assert numbers[-queued:] == list(range(301 - queued, 301)), (queued, numbers)
        dropped = exchange(relay.port, get("/metrics")).body.decode()
        found = re.search(r'drops_total\{reason="replaced"\} (\d+)', dropped)
        assert int(found[1]) == 301 - len(numbers), (found, len(numbers))
        relay.terminate()
        studio.close()


# ---- Server-sent events ---------------------------------------------------------------------

@check("sse: what a browser's EventSource needs, and the same JSON as over WebSocket")
def events(setting):
    studio = Studio("Event - One")
    relay = serving(studio)
    source, socket = EventSource(relay.port), WebSocket(relay.port, subprotocol="icy.json.v1")
    assert source.head.get("content-type").partition(";")[0] == "text/event-stream"
    assert source.head.get("cache-control") == "no-store"
    assert source.head.get("x-accel-buffering") == "no"
    assert source.head.get("content-length") is None
    assert source.head.get("transfer-encoding") == "chunked"
    for kind in ("station", "title"):
        assert source.event() == socket.event(), kind
    assert 1000 <= source.events.retry <= 4000, source.events.retry
    for title in ("Event - Two", 'Event - "quoted" \\ Björk', "", "Event - Four"):
        studio.say(title)
        heard = source.title()
        assert heard["stream_title"] == title, heard
        assert heard == socket.title()
    # Each kind of client gets the content type it asks for.
    asks = [("text/event-stream", 200, "text/event-stream"), ("text/html", 200, "text/html"),
            ("application/json", 200, "application/json"), ("*/*", 200, "application/json"),
            ("image/png", 406, "text/plain")]
    for accept, status, kind in asks:
        answer = exchange(relay.port, get(method="HEAD", Accept=accept), head_only=True)
        assert answer.status == status, (accept, answer.status)
        assert answer.get("content-type").startswith(kind), (accept, answer.fields)
        assert "accept" in (answer.get("vary") or "").lower(), (accept, answer.fields)
    # A client that leaves is noticed, and HTTP/1.0 (a proxy) is served as well.
    source.close()
    old = exchange_old(relay.port)
    assert b"text/event-stream" in old and b"Event - Four" in old, old
    socket.close()
    relay.terminate()
    studio.close()


def exchange_old(port):
    """What an HTTP/1.0 client gets, up to the title."""
    with connect(port) as client:
        client.sendall(get(version="1.0", Accept="text/event-stream"))
        received = b""
        while b"Event - Four" not in received:
            part = client.recv(4096)
            assert part, received
            received += part
        assert b"transfer-encoding" not in received.lower()
        return received


# ---- Cursors --------------------------------------------------------------------------------

def resumed(client):
    """The titles replayed, and the `resumed` message after them."""
    assert client.event()["type"] == "station"
    titles = []
    while True:
        event = client.event()
        if event["type"] == "resumed":
            return titles, event
        if event["type"] == "title":
            titles.append(event)


@check("push: nothing missed: since and Last-Event-ID go on where a client was")
def cursors(setting):
    studio = Studio(numbered(0))
    relay = serving(studio, flags=FAST)
    first = WebSocket(relay.port, subprotocol="icy.json.v1")
    heard = [first.title()]
    for number in range(1, 11):
        studio.say(numbered(number))
        heard.append(first.title())
    ids = [title["id"] for title in heard]
    epoch, _, start = ids[0].rpartition(":")
    assert ids == [f"{epoch}:{int(start) + step}" for step in range(11)], ids
    for at in (0, 4, 9, 10):
        socket = WebSocket(relay.port, f"/?since={ids[at]}", "icy.json.v1")
        by_header = EventSource(relay.port, Last_Event_ID=ids[at])
        by_query = EventSource(relay.port, f"/?since={ids[at]}")
        both = EventSource(relay.port, f"/?since={ids[0]}", Last_Event_ID=ids[at])
        for client in (socket, by_header, by_query, both):
            titles, about = resumed(client)
            assert titles == heard[at + 1:], (at, [title["id"] for title in titles])
            assert about["complete"] is True and about["replayed"] == 10 - at, about
        assert len(by_header.waiting) == 0
        for client in (socket, by_header, by_query, both):
            client.close()
    words = WebSocket(relay.port, f"/?since={ids[7]}")
    got = [words.find(TEXT).decode() for _ in range(3)]
    assert got == [numbered(number) for number in (8, 9, 10)], got
    # Replayed, and then live: no gap and no title twice.
    late = WebSocket(relay.port, f"/?since={ids[5]}", "icy.json.v1")
    studio.say(numbered(11), numbered(12))
    assert words.find(TEXT).decode() == numbered(11)
    titles, _ = resumed(late)
    while len(titles) < 7:
        titles.append(late.title())
    assert [title["stream_title"] for title in titles] == [
        numbered(number) for number in range(6, 13)]
    for client in (first, words, late):
        client.close()
    too_far(relay, studio, epoch, ids[0])
    relay.terminate()
    studio.close()


def too_far(relay, studio, epoch, oldest):
    """Cursors that cannot be served completely: `complete` is false, the newest title is sent."""
    studio.say(*(numbered(number) for number in range(13, 160)))
    until(lambda: relay.snapshot()["now_playing"]["stream_title"] == numbered(159), "title 159")
    for since in (oldest, "other:5", f"{epoch}:99999999"):
        client = WebSocket(relay.port, f"/?since={since}", "icy.json.v1")
        titles, about = resumed(client)
        assert about["complete"] is False, (since, about)
        assert about["replayed"] == len(titles) or not titles, (since, about, len(titles))
        if not titles:
            titles = [client.title()]
        numbers = [int(title["id"].rpartition(":")[2]) for title in titles]
        assert numbers == sorted(set(numbers)), since
        assert titles[-1]["stream_title"] == numbered(159), since
        client.close()
    for since in ("", "x", "%00", "a:b:c", f"{epoch}:-1", "9" * 500):
        # An invalid cursor is refused, or treated as unknown; the server lives.
        try:
            client = WebSocket(relay.port, f"/?since={since}", "icy.json.v1")
        except Refused as refused:
            assert refused.status == 400, (since, refused)
        else:
            assert client.event()["type"] == "station"
            client.close()


# ---- Many stations --------------------------------------------------------------------------

@check("push: several stations on one socket, with one cursor for all")
def several(setting):
    studios = [Studio(f"{name} - 0") for name in "abc"]
    relay = serving(*studios)
    path = "/?station=a&station=b"
    socket, source = WebSocket(relay.port, path, "icy.json.v1"), EventSource(relay.port, path)
    for client in (socket, source):
        known = [client.event() for _ in range(4)]
        assert sorted((event["station"], event["type"]) for event in known) == [
            ("a", "station"), ("a", "title"), ("b", "station"), ("b", "title")], known
    heard = []
    for number in range(1, 5):
        for studio, name in zip(studios, "abc"):
            studio.say(f"{name} - {number}")
            if name == "c":
                continue  # Not asked for: it must not be received.
            title = socket.title()
            assert (title["station"], title["stream_title"]) == (name, f"{name} - {number}"), title
            assert source.title() == title
            heard.append(title)
    numbers = [int(title["id"].rpartition(":")[2]) for title in heard]
    assert numbers == sorted(set(numbers)), numbers
    client = WebSocket(relay.port, f"{path}&since={heard[2]['id']}", "icy.json.v1")
    states = [client.event(), client.event()]
    assert {event["type"] for event in states} == {"station"}, states
    titles = []
    while (event := client.event())["type"] != "resumed":
        titles.append(event)
    assert titles == heard[3:], titles
    assert event["complete"] is True and event["replayed"] == len(heard) - 3, event
    client.close()
    status, _, body = relay.get(path)
    snapshot = body.decode()
    assert status == 200 and '"a - 4"' in snapshot and '"b - 4"' in snapshot, body
    assert '"c - 4"' not in snapshot and json.loads(body), body
    assert exchange(relay.port, upgrade(path)).status == 400  # Text cannot name the station.
    assert exchange(relay.port, upgrade("/", "icy.json.v1")).status in (400, 404)
    for accept in ("text/event-stream", "application/json"):
        answer = exchange(relay.port, get("/?station=a&station=nobody", Accept=accept))
        assert answer.status == 404, (accept, answer.status)
    twice = WebSocket(relay.port, "/?station=a&station=a", "icy.json.v1")
    assert [twice.event()["type"], twice.event()["type"]] == ["station", "title"]
    studios[0].say("a - 5")
    assert twice.title()["stream_title"] == "a - 5"
    studios[0].say("a - 6")
    assert twice.title()["stream_title"] == "a - 6"
    relay.send(signal.SIGTERM)
    assert [code_of(client.goodbye()) for client in (socket, twice)] == [1001, 1001]
    assert source.title()["stream_title"] == "a - 5"
    assert source.title()["stream_title"] == "a - 6" and source.next() is None
    source.close()
    assert relay.wait() == 0, relay.err
    for studio in studios:
        studio.close()
