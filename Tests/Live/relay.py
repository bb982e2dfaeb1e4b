"""The program under test, and independent listeners."""

import json
import re
import signal
import subprocess
import threading
import urllib.request

import websockets
import websockets.sync.client

from harness import Process, until

# Set by the runner: the binary under test.
BINARY = None

# For tests whose stations send more titles than a station may publish: 1,000 a second.
FAST = ["--title-rate", "1000"]


class Relay(Process):
    """`Relay ...` serving on a free port, or on a given one."""

    def __init__(self, *arguments, port=0, env=None):
        super().__init__([BINARY, *arguments, "--listen", f"127.0.0.1:{port}"], env=env)
        self.port = until(self._port, lambda: f"the relay listens; it said {self.err}")

    def _port(self):
        for line in list(self.err):
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                return int(found[1])
        if self.child.poll() is not None:
            self.wait()
            raise AssertionError(f"the relay ended with {self.child.returncode}: {self.err}")
        return None

    def http(self, path="/"):
        return f"http://127.0.0.1:{self.port}{path}"

    def ws(self, path="/"):
        return f"ws://127.0.0.1:{self.port}{path}"

    def terminate(self):
        """The exit code after SIGTERM."""
        return self.stop(signal.SIGTERM)

    def get(self, path="/", accept="application/json"):
        """(status, headers, body) of a plain request."""
        request = urllib.request.Request(self.http(path), headers={"Accept": accept})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def snapshot(self, path="/"):
        status, _, body = self.get(path)
        assert status == 200, (status, body)
        return json.loads(body)


def run(*arguments, env=None, within=30.0, binary=False):
    """Runs the program to its end: (exit code, standard output, lines on standard error)."""
    import os
    done = subprocess.run(
        [BINARY, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True,
        timeout=within, env={**os.environ, **(env or {})})
    errors = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return done.returncode, done.stdout if binary else done.stdout.decode("utf-8"), errors


class Listener:
    """A WebSocket client (`websockets`) that keeps every message, and how the connection ended."""

    def __init__(self, url, subprotocol=None, **options):
        self.messages, self.closed = [], None
        self.connection = websockets.sync.client.connect(
            url, subprotocols=[subprotocol] if subprotocol else None, open_timeout=10,
            proxy=None, compression=None, **options)
        self.subprotocol = self.connection.subprotocol
        assert self.subprotocol == subprotocol, self.subprotocol
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        try:
            while True:
                message = self.connection.recv()
                self.messages.append(json.loads(message) if self.subprotocol else message)
        except websockets.exceptions.ConnectionClosed as end:
            self.closed = end.rcvd.code if end.rcvd else 1006

    def titles(self):
        """The titles received so far, in order; '' is a clear.

        A text client gets what people are shown, a JSON client what the station sent.
        """
        if not self.subprotocol:
            return list(self.messages)
        return [m["stream_title"] for m in list(self.messages) if m["type"] == "title"]

    def wait_for(self, title, within=20.0):
        until(lambda: title in self.titles()[-1:], within=within,
              what=lambda: f"title {title!r} arrives; heard {self.titles()[-5:]}")

    def close(self):
        self.connection.close()
