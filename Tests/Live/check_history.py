"""The play log: killed at any moment and started again, it loses nothing that was heard."""

import base64
import json
import os
import random
import shutil
import signal
import socket
import threading
import time

from harness import Process, check, free_port, until
from icy import block
import relay as product
from relay import Listener, Relay
from serving import Serving, request_of

ROUNDS = 200
METAINT = 16
SUBPROTOCOL = "icy.json.v1"


class Counting(Serving):
    """A station with a new title in every block, some hundred a second, numbered without end."""

    def __init__(self, every=0.002):
        self.every, self.count, self.paused = every, 0, False
        self.lock = threading.Lock()
        super().__init__()

    def url(self):
        return f"http://127.0.0.1:{self.port}/counting"

    def _next(self):
        """No number is missing, not even between titles of different connections."""
        with self.lock:
            if self.paused:
                return None
            self.count += 1
            # Some hundred bytes, not only ASCII, so that a line is long enough to be torn.
            return f"Künstler \"{self.count}\" - Titel {self.count} " + "ü" * (1 + self.count % 90)

    def _serve(self, connection):
        with connection:
            try:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.settimeout(10)
                if not request_of(connection):
                    return
                connection.sendall(
                    b"ICY 200 OK\r\nicy-name:Counting\r\nContent-Type: audio/mpeg\r\n"
                    b"icy-metaint:%d\r\n\r\n" % METAINT)
                while self.open:
                    title = self._next()
                    connection.sendall(bytes(METAINT) + (block(title) if title else b"\0"))
                    time.sleep(self.every)
            except OSError:
                pass


class Ear:
    """A WebSocket client on a bare socket: quick to connect, and every title that was read counts.

    A library's client takes longer to connect than a round lasts.
    """

    def __init__(self, port, path="/"):
        self.titles = []
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n".encode())
        self.stream = self.socket.makefile("rb")
        status = self.stream.readline()
        assert b" 101 " in status, status
        while self.stream.readline().strip():
            pass
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _frame(self):
        first, length = self.stream.read(2)
        if length >= 126:
            length = int.from_bytes(self.stream.read(2 if length == 126 else 8), "big")
        payload = self.stream.read(length)
        if len(payload) < length:
            raise EOFError
        return first & 15, payload

    def _read(self):
        try:
            while True:
                opcode, payload = self._frame()
                if opcode == 8:
                    # The server would wait for the answer.
                    self.socket.shutdown(socket.SHUT_RDWR)
                    return
                if opcode == 1:
                    message = json.loads(payload)
                    if message["type"] == "title":
                        self.titles.append((message["id"], message["stream_title"]))
        except (OSError, EOFError, ValueError):
            # A frame that the kill has cut has too few bytes to unpack.
            pass

    def close(self):
        """Waits until everything before the other side's end has been read."""
        self.thread.join(timeout=10)
        assert not self.thread.is_alive(), "the client's connection did not end"
        self.stream.close()
        self.socket.close()


def quick_relay(*arguments):
    """A relay on a free port, not waited for: `ear` does that, and more often than `Relay`."""
    relay = Relay.__new__(Relay)
    relay.port = free_port()
    Process.__init__(relay, [product.BINARY, *arguments, "--listen", f"127.0.0.1:{relay.port}"])
    return relay


def ear(relay):
    """A client, as soon as the relay listens."""
    def attempt():
        assert relay.child.poll() is None, f"the relay ended: {relay.wait()}, {relay.err}"
        try:
            return Ear(relay.port)
        except ConnectionRefusedError:
            return None
    return until(attempt, lambda: f"the relay listens; it said {relay.err}", every=0.002)


def lines_of(path):
    """Every line of the play log, as JSON; the file must end as it should."""
    data = path.read_bytes()
    assert data.endswith(b"\n"), f"a torn last line: {data[-200:]}"
    return [json.loads(line) for line in data.decode("utf-8").split("\n")[:-1]]


def judge(path, heard):
    """Everything that was heard is in the file once; ids have no gaps; nothing is torn."""
    head, *titles = lines_of(path)
    assert head["type"] == "log" and head["id"].endswith(":0"), head
    assert all(line["type"] == "title" for line in titles), "a second head"
    epoch = head["id"].rpartition(":")[0]
    assert [line["id"] for line in titles] == [
        f"{epoch}:{number}" for number in range(1, len(titles) + 1)], "gaps, or a number twice"
    written = {line["id"]: line["stream_title"] for line in titles}
    for identity, title in heard:
        assert written.get(identity) == title, (identity, title, written.get(identity))
    for line in titles:
        assert line["start"] == line["at"] and next(iter(line)) == "start", line
        raw = bytes.fromhex(line["raw"]).rstrip(b"\0").decode()
        assert raw == f"StreamTitle='{line['stream_title']}';", (raw, line)
    return titles


@check("play log: killed 200 times while it writes; nothing that was heard is lost")
def killed(setting):
    seed = random.SystemRandom().randrange(1 << 32)
    rng = random.Random(seed)
    print(f"  seed {seed}", flush=True)
    path = setting.folder / "killed.jsonl"
    station = Counting()
    heard, torn = {}, 0
    for number in range(ROUNDS):
        relay = quick_relay(station.url(), "--play-log", path)
        client = ear(relay)
        # At any moment: mostly among titles, sometimes before the first one, or during the start.
        if rng.random() < 0.9:
            until(lambda: client.titles, lambda: f"round {number}: a title; {relay.err}", every=0.002)
        time.sleep(rng.uniform(0, 0.05))
        assert relay.stop(signal.SIGKILL) == -signal.SIGKILL, relay.err
        client.close()
        torn += not path.read_bytes().endswith(b"\n")
        for identity, title in client.titles:
            # The current title is sent again to each new client.
            assert heard.setdefault(identity, title) == title, f"seed {seed}: {identity} twice"
    # What the last kill left is repaired at the next start.
    relay = quick_relay(station.url(), "--play-log", path)
    client = ear(relay)
    until(lambda: len(client.titles) > 2, "titles after the last kill")
    assert relay.terminate() == 0, relay.err
    client.close()
    heard.update(client.titles)
    station.close()
    titles = judge(path, heard.items())
    print(f"  {len(titles)} titles written, {len(heard)} heard, {torn} torn lines", flush=True)
    assert len(heard) >= ROUNDS and len({line["stream_title"] for line in titles}) == len(titles)


@check("play log: a line that was cut at any byte is repaired, and numbers go on")
def repaired(setting):
    path = setting.folder / "whole.jsonl"
    station = Counting()
    relay = quick_relay(station.url(), "--play-log", path)
    client = ear(relay)
    until(lambda: len(client.titles) >= 5, "titles")
    assert relay.terminate() == 0
    client.close()
    data = path.read_bytes()
    last = data.rstrip(b"\n").rfind(b"\n") + 1
    number = len(data[:last].splitlines()) - 1
    for cut in sorted({last + 1, last + 9, (last + len(data)) // 2, len(data) - 2, len(data) - 1}):
        torn = setting.folder / "torn.jsonl"
        torn.write_bytes(data[:cut])
        relay = quick_relay(station.url(), "--play-log", torn)
        client = ear(relay)
        until(lambda: len(client.titles) >= 2, "titles")
        assert relay.terminate() == 0
        client.close()
        titles = judge(torn, client.titles)
        assert torn.read_bytes().startswith(data[:last]), f"cut at {cut - last}"
        assert any("cut off" in line for line in relay.err), relay.err
        assert len(titles) > number
    station.close()


class Stream:
    """A reader of Server-Sent Events, line by line as in the standard: (id, JSON) for each.

    It speaks HTTP/1.0, as nginx does by default: there are no chunks.
    """

    def __init__(self, relay, path="/", since=None):
        self.events, self.retry = [], None
        self.socket = socket.create_connection(("127.0.0.1", relay.port), timeout=10)
        last = f"Last-Event-ID: {since}\r\n" if since else ""
        self.socket.sendall(
            f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{relay.port}\r\n"
            f"Accept: text/event-stream\r\n{last}\r\n".encode())
        self.stream = self.socket.makefile("rb")
        status = self.stream.readline()
        self.headers = {}
        for line in iter(lambda: self.stream.readline().strip(), b""):
            name, _, value = line.decode("latin-1").partition(":")
            self.headers[name.lower()] = value.strip()
        assert b" 200 " in status, (status, self.headers)
        assert self.headers["content-type"].startswith("text/event-stream"), self.headers
        assert "transfer-encoding" not in self.headers, self.headers
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        identity, data = None, []
        try:
            for line in self.stream:
                line = line.decode("utf-8").rstrip("\r\n")
                name, _, value = line.partition(":")
                value = value.removeprefix(" ")
                if name == "id":
                    identity = value
                elif name == "data":
                    data.append(value)
                elif name == "retry":
                    self.retry = int(value)
                elif not line and data:
                    self.events.append((identity, json.loads("\n".join(data))))
                    data, identity = [], None
        except (OSError, ValueError):
            pass

    def messages(self):
        for identity, message in list(self.events):
            assert identity == (message["id"] if message["type"] == "title" else None), message
        return [message for _, message in self.events]

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


def resumed(messages):
    """What arrived up to `resumed`: (titles before it, the message); None if it has not arrived."""
    for index, message in enumerate(messages):
        if message["type"] == "resumed":
            before = messages[:index]
            assert before and before[0]["type"] == "station", before
            titles = [(m["id"], m["stream_title"]) for m in before if m["type"] == "title"]
            return titles, message
    return None


@check("play log: a client that comes back after a restart gets what it missed, by ?since= and SSE")
def across_a_restart(setting):
    path = setting.folder / "resumed.jsonl"
    station = Counting(every=0.01)
    arguments = (f"one={station.url()}", "--play-log", path)
    relay = quick_relay(*arguments)
    client = ear(relay)
    until(lambda: len(client.titles) >= 10, "titles")
    relay.stop(signal.SIGKILL)
    client.close()
    since = client.titles[4][0]
    relay = quick_relay(*arguments)
    client = ear(relay)
    until(lambda: len(client.titles) >= 10, "titles after the restart")
    # Nothing new from here on, so that the result can be checked exactly.
    with station.lock:
        station.paused = True
    last = f"Künstler \"{station.count}\""
    until(lambda: client.titles[-1][1].startswith(last), "the last title")
    titles = [(m["id"], m["stream_title"]) for m in lines_of(path) if m["type"] == "title"]
    missed = titles[[identity for identity, _ in titles].index(since) + 1:]
    assert 5 < len(missed) <= 100, len(missed)

    listener = Listener(relay.ws(f"/one?since={since}"), SUBPROTOCOL)
    stream = Stream(relay, "/one", since=since)
    asked = Stream(relay, f"/one?since={since}")
    # The header says where the browser is; the address still has the position where it began.
    both = Stream(relay, f"/one?since={titles[0][0]}", since=since)
    for name, messages in (
            ("WebSocket", lambda: list(listener.messages)), ("SSE", stream.messages),
            ("SSE, since", asked.messages), ("SSE, both", both.messages)):
        until(lambda: resumed(messages()), lambda: f"{name}: resumed; {messages()[:3]}")
        got, end = resumed(messages())
        assert got == missed, (name, got[:3], missed[:3], len(got), len(missed))
        assert end["complete"] is True and end["replayed"] == len(missed), (name, end)
    assert 1000 <= stream.retry <= 4000, stream.retry

    # If nothing was missed, nothing is repeated; for an unknown id, `complete` is false.
    for cursor, complete in ((titles[-1][0], True), ("nobody:5", False)):
        listener = Listener(relay.ws(f"/one?since={cursor}"), SUBPROTOCOL)
        until(lambda: resumed(list(listener.messages)), lambda: f"{cursor}: resumed")
        got, end = resumed(list(listener.messages))
        assert end["complete"] is complete, end
        assert complete is False or (got == [] and end["replayed"] == 0), (got, end)
        listener.close()

    # And then live again, without a gap.
    with station.lock:
        station.paused = False
    until(lambda: len(stream.messages()) > len(missed) + 5, "titles behind the resumed ones")
    ids = [m["id"] for m in stream.messages() if m["type"] == "title"]
    numbers = [int(identity.rpartition(":")[2]) for identity in ids]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), numbers
    for one in (stream, asked, both):
        one.close()
    station.close()
    relay.terminate()
    client.close()


@check("play log: a second relay on the same file is refused; SIGHUP goes on in a new file")
def shared_and_rotated(setting):
    path = setting.folder / "rotated.jsonl"
    station = Counting()
    relay = quick_relay(station.url(), "--play-log", path)
    client = ear(relay)
    until(lambda: client.titles, "a title")
    second = Process([relay.command[0], station.url(), "--play-log", path,
                      "--listen", "127.0.0.1:0"])
    assert second.wait() != 0
    assert any("in use by another relay" in line for line in second.err), second.err
    old = path.with_suffix(".1")
    shutil.move(path, old)
    relay.send(signal.SIGHUP)
    until(lambda: path.exists() and path.read_bytes().count(b"\n") > 2, "lines in the new file")
    assert relay.terminate() == 0, relay.err
    client.close()
    station.close()
    earlier = lines_of(old)
    last, head, *titles = lines_of(path)
    assert last == {**{key: value for key, value in earlier[-1].items() if key != "raw"},
                    "type": "last"}, (last, earlier[-1])
    assert head["type"] == "log" and head["id"] == earlier[-1]["id"], (head, earlier[-1])
    written = {line["id"]: line["stream_title"] for line in earlier[1:] + titles}
    assert len(written) == len(earlier) - 1 + len(titles)
    assert all(written[identity] == title for identity, title in client.titles)
