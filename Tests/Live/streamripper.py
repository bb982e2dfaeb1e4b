"""A real streamripper, and the relay server that it has for players."""

import shutil
import socket
import tempfile

from harness import Process, free_port, until
from icy import split, split_head


class Streamripper:
    def __init__(self, url):
        self.folder = tempfile.mkdtemp(prefix="relay-streamripper-")
        self.port = free_port()
        # Without -z it looks for a free port itself, up to 18,000; without -R only one client is
        # served; with -A no files are written.
        self.server = Process(
            ["streamripper", url, "-r", f"127.0.0.1:{self.port}", "-z", "-R", "0", "-A",
             "-d", self.folder, "--quiet"],
            # It converts titles between charsets: those of the locale.
            env={"LC_ALL": "C.UTF-8"})
        # At first it closes each connection.
        until(lambda: self.listened(1)[0] or self._ended(), "streamripper's relay server answers")

    def _ended(self):
        if self.server.child.poll() is not None:
            raise AssertionError(f"streamripper ended: {self.server.out} {self.server.err}")
        return False

    def listened(self, intervals):
        """(head, the blocks with content) that a new client gets within so many intervals.

        (b"", None) if its connection is closed before that.
        """
        received = b""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=10) as client:
                client.sendall(b"GET / HTTP/1.0\r\nIcy-MetaData: 1\r\n\r\n")
                while True:
                    part = client.recv(4096)
                    if not part:
                        return b"", None
                    received += part
                    _, headers, body = split_head(received)
                    blocks = split(body, int(headers["icy-metaint"]))[1] if body else []
                    if len(blocks) >= intervals:
                        return received.partition(b"\r\n\r\n")[0], [raw for _, raw in blocks if raw]
        except OSError:
            return b"", None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def close(self):
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
