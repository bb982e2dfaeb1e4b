"""butt, which broadcasts to a SHOUTcast and shows how many people listen to it.

It sends its audio to the port after the server's, and asks the server itself: `/stats?sid=1` for
XML, or else `/7.html`. A display is needed, which Xvfb is.
"""

import pathlib
import socket
import subprocess
import tempfile
import threading

from harness import Process, free_port, until

CONFIG = """[main]
server = relay
icy =
num_of_srv = 1
num_of_icy = 0
srv_ent = relay
icy_ent =
connect_at_startup = 1

[gui]
show_listeners = 1

[relay]
address = 127.0.0.1
port = {port}
password = secret
type = 0
tls = 0
cert_hash =
mount = (none)
usr = (none)
"""


def ports():
    """Two free ports in a row."""
    while True:
        port = free_port()
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
        return port


class Sink:
    """The port of a SHOUTcast for sources: takes whatever is sent."""

    def __init__(self, port):
        self.listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                source, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._take, args=(source,), daemon=True).start()

    @staticmethod
    def _take(source):
        with source:
            try:
                if source.recv(4096):
                    source.sendall(b"OK2\r\nicy-caps:11\r\n\r\n")
                while source.recv(65536):
                    pass
            except OSError:
                pass

    def close(self):
        self.listener.close()


class Butt:
    """Broadcasts to the port after `port`."""

    def __init__(self, port):
        self.folder = tempfile.TemporaryDirectory(prefix="relay-butt-")
        home = pathlib.Path(self.folder.name)
        (home / ".asoundrc").write_text("pcm.!default { type null }\n")
        (home / "butt.cfg").write_text(CONFIG.format(port=port))
        self.control = free_port()
        self.sink = Sink(port + 1)
        self.display = Process(["Xvfb", "-displayfd", "1", "-nolisten", "tcp"])
        number = until(lambda: self.display.out, lambda: f"a display; {self.display.err}")[0]
        self.child = Process(
            ["butt", "-c", home / "butt.cfg", "-p", self.control],
            env={"HOME": str(home), "DISPLAY": f":{number}"})

    def listeners(self):
        """How many listeners it shows; -1 while it does not know."""
        done = subprocess.run(
            ["butt", "-S", "-p", str(self.control)], capture_output=True, text=True, timeout=10)
        for line in done.stdout.splitlines():
            if line.startswith("listeners: "):
                return int(line.split(": ")[1])
        return -1

    def close(self):
        self.child.stop()
        self.display.stop()
        self.sink.close()
        self.folder.cleanup()
