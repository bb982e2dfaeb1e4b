"""Hostile stations, or just many: the path says what one does. Runs as a program of its own.

    bounds_stations.py SECONDS

Prints its port. Ends on SIGTERM or after this time, and prints a JSON object with the bytes that
each path has sent.
"""

import json
import signal
import sys
import threading
import time

from bounds_floods import FLOODS
from icy import block
from serving import Serving, request_of

METAINT = 512
QUOTES = 4080 - len("StreamTitle='';") - 4
SONG = "Some Artist - A Song of Ordinary Length "
EVERY = 1.0  # seconds between two titles of the usual stations
LONG_WORD = b"w" * 20_000
PAUSE = 5.5  # seconds: a station that is silent for five is reported as stalled


def head(metaint=METAINT, kind=b"audio/mpeg", more=b""):
    lines = [b"ICY 200 OK", b"icy-name:Hostile", b"Content-Type: " + kind]
    lines += [b"icy-metaint:%d" % metaint] if metaint else []
    return b"\r\n".join(lines) + b"\r\n" + more + b"\r\n"


class Stations(Serving):
    def __init__(self):
        self.sent, self.lock = {}, threading.Lock()
        self.usual = {}
        super().__init__()
        threading.Thread(target=self._usual, daemon=True).start()

    def _send(self, path, connection, data):
        connection.sendall(data)
        with self.lock:
            self.sent[path] = self.sent.get(path, 0) + len(data)

    def _serve(self, connection):
        try:
            connection.settimeout(30)
            request = request_of(connection).split()
            path = request[1].decode() if len(request) > 1 else "/"
            kind, _, rest = path.strip("/").partition("/")
            if kind in FLOODS:
                self._flood(path, connection, FLOODS[kind]())
            elif play := getattr(self, "play_" + kind.replace("-", "_"), None):
                play(path, connection, rest)
            else:
                connection.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")
        except OSError:
            pass
        finally:
            if connection not in self.usual:
                connection.close()

    def _flood(self, path, connection, flood):
        """The same bytes again and again: as fast as they are read, or at the flood's rate."""
        self._send(path, connection, head(flood.metaint, flood.kind))
        began, sent = time.monotonic(), 0
        while self.open:
            for at in range(0, len(flood.data), 65536):
                self._send(path, connection, flood.data[at:at + 65536])
                sent += 65536
                if flood.rate:
                    time.sleep(max(0, began + sent / flood.rate - time.monotonic()))

    # ---- Titles that are expensive to send, or none -------------------------------------------

    def play_quotes(self, path, connection, _):
        """A hundred titles of quotation marks, then silence."""
        self._send(path, connection, head())
        for number in range(100):
            title = block('"' * QUOTES + f"{number:04d}")
            self._send(path, connection, bytes(METAINT) + title)
        self._silence(path, connection)

    def _silence(self, path, connection):
        while self.open:
            self._send(path, connection, bytes(METAINT) + b"\0")
            time.sleep(0.2)

    def play_usual(self, path, connection, rest):
        """One of many: `/usual/TITLES/WHAT` has this many titles at once. A song is followed by
        another each second; quotation marks, which are expensive to send, stay."""
        count, what = rest.split("/")[:2]
        text = '"' * QUOTES if what == "quotes" else SONG
        data = b"".join(
            bytes(METAINT) + block(f"{text}{number:04d}") for number in range(int(count)))
        self._send(path, connection, head() + data)
        connection.settimeout(2)
        with self.lock:
            self.usual[connection] = what

    def _usual(self):
        number = 1000
        while self.open:
            time.sleep(EVERY)
            number += 1
            data = {"song": bytes(METAINT) + block(f"{SONG}{number}"),
                    "quotes": bytes(METAINT) + b"\0"}
            with self.lock:
                stations = list(self.usual.items())
            for connection, what in stations:
                try:
                    connection.sendall(data[what])
                except OSError:
                    with self.lock:
                        del self.usual[connection]
                    connection.close()

    # ---- Words --------------------------------------------------------------------------------

    def play_words(self, path, connection, _):
        """60,000 bytes of words, and a stall after every 17 bytes."""
        self._send(path, connection, b"ICY 200 OK\r\nicy-name:" + LONG_WORD + b"\r\nicy-genre:"
                   + LONG_WORD + b"\r\nContent-Type: audio/" + LONG_WORD
                   + b"\r\nicy-metaint:%d\r\n\r\n" % METAINT)
        self._send(path, connection, bytes(METAINT) + block("A - B"))
        while self.open:
            self._send(path, connection, bytes(17))
            time.sleep(PAUSE)

    def play_reason(self, path, connection, _):
        self._send(path, connection, b"HTTP/1.0 404 " + LONG_WORD + b"\r\n\r\n")

    def play_location(self, path, connection, _):
        self._send(path, connection, b"HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:1/"
                   + LONG_WORD[:7000] + b"\r\n\r\n")

    def play_far(self, path, connection, rest):
        """A playlist of hosts whose names have this many bytes, with a stream at its end."""
        size, port = int(rest), self.port
        lines = []
        for number in range(14):
            label, name = f"h{number:02d}" + "a" * 60 + ".", ""
            while len(name) + 64 + 5 < size:
                name += label
            name = ("b" * (size - len(name) - 6)).lstrip(".") + "." + name if name else ""
            lines.append(f"http://{name}test:1/live")
        lines.append(f"http://127.0.0.1:{port}/usual/1/song")
        text = "#EXTM3U\n" + "\n".join(lines) + "\n"
        self._send(path, connection, b"HTTP/1.0 200 OK\r\nContent-Type: audio/x-mpegurl\r\n"
                   b"Content-Length: %d\r\n\r\n" % len(text) + text.encode())


def main():
    stations, over = Stations(), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    print(stations.port, flush=True)
    over.wait(float(sys.argv[1]))
    stations.open = False
    print(json.dumps({f"MiB {path}": round(sent / 1048576, 1)
                      for path, sent in stations.sent.items() if sent > 100_000}), flush=True)


if __name__ == "__main__":
    main()
