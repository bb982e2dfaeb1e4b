"""What each kind of request costs: CPU per request, with a change before each one, and without. The
station is in this program, so that it sends nothing while a request is measured."""

import contextlib
import socket
import statistics
import threading
import time

from programs import Broken, Relay
from table import Row

METAINT = 512
BEAT = 2.0  # seconds: a station that sends nothing is reported as stalled
TITLES = 100
CHANGED, UNCHANGED = "<= 2000", "<= 200"


class Desk:
    """Stations by their path. Each sends the titles it is given, and silence in between."""

    def __init__(self, stack):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=2000)
        self.port = self.listener.getsockname()[1]
        self.streams, self.first, self.number = {}, {}, 0
        # Held while a request is measured.
        self.quiet = threading.Lock()
        self.open = True
        stack.callback(self.close)
        for work in (self._accept, self._beat):
            threading.Thread(target=work, daemon=True).start()

    def stations(self, count, hostile=()):
        """name: URL for this many stations; each begins with the titles of a day."""
        names = [*hostile, *(f"s{number}" for number in range(count - len(hostile)))]
        for name in names:
            self.first[name] = b"".join(
                self.block(name, name in hostile) for _ in range(TITLES))
        return {name: f"http://127.0.0.1:{self.port}/{name}" for name in names}

    def block(self, name, is_hostile):
        self.number += 1
        title = (f"{self.number:08d}" + '"' * 4056 if is_hostile
                 else f"Some Artist - A Song of Ordinary Length {self.number:08d}")
        content = f"StreamTitle='{title}';".encode()
        content += bytes(-len(content) % 16)
        return bytes(METAINT) + bytes([len(content) // 16]) + content

    def say(self, name, is_hostile):
        """Sends a new title; returns what identifies it."""
        data = self.block(name, is_hostile)
        self.streams[name].sendall(data)
        return f"{self.number:08d}".encode()

    def _accept(self):
        while self.open:
            with contextlib.suppress(OSError):
                stream, _ = self.listener.accept()
                threading.Thread(target=self._begin, args=(stream,), daemon=True).start()

    def _begin(self, stream):
        request = b""
        while b"\r\n\r\n" not in request:
            request += stream.recv(4096)
        name = request.split(b" ")[1].decode().strip("/")
        stream.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-name: Load\r\n"
                       b"icy-br: 128\r\nicy-metaint: %d\r\n\r\n" % METAINT + self.first[name])
        self.streams[name] = stream

    def _beat(self):
        while self.open:
            time.sleep(BEAT)
            with self.quiet:
                for stream in list(self.streams.values()):
                    with contextlib.suppress(OSError):
                        stream.sendall(bytes(METAINT) + b"\0")

    def close(self):
        self.open = False
        for connection in [self.listener, *self.streams.values()]:
            connection.close()


class Counter:
    """A relay, its stations, and what a request costs it."""

    def __init__(self, stack, count, hostile=()):
        self.desk = Desk(stack)
        self.relay = stack.enter_context(Relay(self.desk.stations(count, hostile)))
        self.hostile = hostile
        until, port = time.monotonic() + 60, self.relay.port
        while self.relay.metric("icy_relay_station_titles_total") < count * TITLES:
            if time.monotonic() > until:
                raise Broken(f"{count} stations have not said {TITLES} titles each")
            time.sleep(0.1)
        self.relay.pin(-1)
        self.address = ("127.0.0.1", port)
        # Clients that show when a change has come through: event streams, which need no pongs.
        self.ears = {}
        for name in ("s0", *hostile):
            ear = socket.create_connection(self.address, timeout=20)
            stack.callback(ear.close)
            ear.sendall(request(f"/{name}", accept="text/event-stream"))
            self.ears[name] = ear
            self.change(name)
        snapshot = self.ask(request("/s0"), None)
        self.since = snapshot.split(b'"id":"')[1].split(b":")[0].decode() + ":0"
        self.idle = self.relay.descriptors()

    def change(self, name):
        """Sends a new title, and waits until it has come through the relay."""
        word, heard = self.desk.say(name, name in self.hostile), b""
        while word not in heard:
            part = self.ears[name].recv(65536)
            if not part:
                raise Broken("the one that hears changes was let go")
            heard = heard[-20:] + part

    def ask(self, words, ends_with):
        """The whole answer: to its end, or to the text that ends a stream's answer."""
        received = bytearray()
        with socket.create_connection(self.address, timeout=20) as client:
            client.sendall(words)
            while not ends_with or ends_with not in received[-4096:]:
                part = client.recv(1 << 20)
                if not part:
                    break
                received += part
        if ends_with and ends_with not in received:
            raise Broken(f"{words[:60]} was answered by {bytes(received[:200])}")
        return bytes(received)

    def settle(self):
        """Waits until the relay has noticed that the client is gone, and sleeps."""
        self.relay.wait_for_descriptors(self.idle)
        time.sleep(0.0005)

    def spent(self, words, status, ends_with, times=1):
        """Microseconds of CPU per request."""
        with self.desk.quiet:
            before = self.relay.cpu()
            for _ in range(times):
                answer = self.ask(words, ends_with)
                if not answer.startswith(b"HTTP/1.1 %d " % status):
                    raise Broken(f"{words[:60]} was answered by {answer[:200]}")
            self.settle()
            return (self.relay.cpu() - before) / times / 1000

    def after_changes(self, name, pause, times, *what):
        """The cost per request, each one `pause` seconds after a new title of this station."""
        spent = []
        for _ in range(times):
            self.change(name)
            time.sleep(pause)
            self.settle()
            spent.append(self.spent(*what))
        return statistics.median(spent)

    def unchanged(self, times, *what):
        self.spent(*what)
        return self.spent(*what, times)


def request(path, method="GET", accept="application/json", *fields):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Accept: {accept}", *fields]
    # The end of the connection shows where an answer ends.
    if not any(field.startswith("Connection:") for field in fields):
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def upgrade(path):
    return request(path, "GET", "*/*", "Upgrade: websocket", "Connection: Upgrade",
                   "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: icy.json.v1",
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")


def both(path, accept="application/json"):
    return [(method, request(path, method, accept)) for method in ("GET", "HEAD")]


def measured(size, counter, what, words, changes="s0", status=200, ends_with=None, pause=0):
    """Two rows: after a change, and without one."""
    ask, runs = (words, status, ends_with), size.runs(5)
    times = 2 if pause else size.requests
    changed = [counter.after_changes(changes, pause, times, *ask) for _ in range(runs)]
    unchanged = [counter.unchanged(size.requests, *ask) for _ in range(runs)]
    return [Row("requests", f"{what}, after a change", "us", changed, bound=CHANGED),
            Row("requests", f"{what}, without one", "us", unchanged, bound=UNCHANGED)]


def requests_of_few(size):
    """A hundred stations with a hundred titles each, one of them with titles of 4 KB of quotes."""
    rows, count = [], size.listed[0]
    with contextlib.ExitStack() as stack:
        counter = Counter(stack, count, hostile=("hostile",))

        def add(*arguments, **options):
            rows.extend(measured(size, counter, *arguments, **options))

        for what, path, accept in (
                ("page", "/s0", "text/html"), ("debug page", "/debug/s0", "text/html"),
                (f"snapshot, {TITLES} titles", "/s0", "application/json"),
                (f"list of {count}", "/", "application/json")):
            for method, words in both(path, accept):
                add(f"{method} {what}", words)
        for method, words in both("/hostile"):
            add(f"{method} snapshot of quotes", words, changes="hostile")
        for method, words in both("/nowhere"):
            add(f"{method} 404", words, status=404)
        head, stream = request("/s0", "HEAD", "text/event-stream"), b'"type":"title"'
        add("HEAD event stream", head)
        add("GET event stream", request("/s0", "GET", "text/event-stream"), ends_with=stream)
        add("WebSocket", upgrade("/s0"), status=101, ends_with=stream)
        add("WebSocket, since, one station", upgrade(f"/s0?since={counter.since}"), status=101,
            ends_with=b'"resumed"')
        path = "/?" + "&".join(f"station={name}" for name in counter.desk.streams)
        add(f"WebSocket, since, {count} stations", upgrade(f"{path}&since={counter.since}"),
            status=101, ends_with=b'"resumed"')
    return rows


def requests_of_many(size):
    rows, count = [], size.listed[1]
    with contextlib.ExitStack() as stack:
        counter = Counter(stack, count)
        for what, path in ((f"list of {count:,}", "/"), (f"metrics of {count:,}", "/metrics")):
            for method, words in both(path):
                # The answers may be a second old: after that, each is a new one.
                rows += measured(size, counter, f"{method} {what}", words, pause=1.1)
    return rows
