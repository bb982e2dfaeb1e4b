"""A real Icecast with ffmpeg as its source, in a folder of its own, on a free port."""

import base64
import os
import pathlib
import shutil
import signal
import socket
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from harness import Process, answers, free_port, until
from ogg import ChainedSource

# A tone that slides, with a little noise: no two stretches of it are equal, so that two recordings
# can be aligned in one way only.
SOUND = "aevalsrc=0.3*sin(2*PI*t*(220+2*t))+0.01*random(0):s=44100:c=stereo"
PASSWORD = "secret"

# What ffmpeg sends to a mount whose name ends like this.
SOURCES = {
    ".mp3": ["-c:a", "libmp3lame", "-b:a", "128k", "-content_type", "audio/mpeg", "-f", "mp3"],
    ".aac": ["-c:a", "aac", "-b:a", "128k", "-content_type", "audio/aac", "-f", "adts"],
    # Icecast puts a new title before a new page: short pages make it arrive soon.
    ".ogg": ["-c:a", "libvorbis", "-q:a", "3", "-content_type", "application/ogg",
             "-page_duration", "100000", "-f", "ogg"],
    ".webm": ["-c:a", "libopus", "-b:a", "64k", "-metadata", "title=Jóga", "-metadata",
              "artist=Björk", "-content_type", "audio/webm", "-f", "webm"],
    ".flac": ["-c:a", "flac", "-content_type", "audio/flac", "-f", "flac"],
}
# Icecast 2.4 changes titles of Vorbis itself, but not of these: the source must.
CHAINED = {".opus": "opus", ".oga": "flac"}

CONFIG = """<icecast>
  <location>test</location><admin>test@localhost</admin><hostname>localhost</hostname>
  <limits>
    <clients>200</clients><sources>8</sources><queue-size>524288</queue-size>
    <client-timeout>30</client-timeout><header-timeout>15</header-timeout>
    <source-timeout>10</source-timeout><burst-on-connect>1</burst-on-connect>
    <burst-size>2048</burst-size>
  </limits>
  <authentication>
    <source-password>{password}</source-password>
    <admin-user>admin</admin-user><admin-password>{password}</admin-password>
  </authentication>
  <listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  {mounts}
  <fileserve>0</fileserve>
  <paths>
    <logdir>{folder}</logdir><webroot>/usr/share/icecast2/web</webroot>
    <adminroot>/usr/share/icecast2/admin</adminroot>
  </paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog>
    <loglevel>3</loglevel></logging>
  <security><chroot>0</chroot></security>
</icecast>
"""


class Icecast:
    """`mounts` maps a mount's name to (charset or None, metadata interval or None).

    The end of the name determines what its source sends: `.mp3`, `.aac`, `.ogg` (Vorbis), `.opus`,
    `.oga` (FLAC), `.webm`, `.flac` (without Ogg). Without `feeds`, the sources of the mounts are
    started by others.
    """

    def __init__(self, mounts, feeds=True):
        self.mounts = mounts if feeds else {}
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="relay-icecast-"))
        self.port = free_port()
        self.sources = {}
        self.server = None
        self.as_user = []
        if os.geteuid() == 0:
            # Icecast refuses to run as root.
            shutil.chown(self.folder, "icecast2", "icecast")
            self.as_user = ["setpriv", "--reuid=icecast2", "--regid=icecast", "--clear-groups",
                            "--pdeathsig=KILL"]
        self.folder.chmod(0o755)
        config = self.folder / "icecast.xml"
        config.write_text(CONFIG.format(
            password=PASSWORD, port=self.port, folder=self.folder,
            mounts="\n  ".join(self._mount(name, *about) for name, about in mounts.items())))
        config.chmod(0o644)

    @staticmethod
    def _mount(name, charset, interval):
        about = f"<mount-name>{name}</mount-name>"
        if charset:
            about += f"<charset>{charset}</charset>"
        if interval:
            about += f"<mp3-metadata-interval>{interval}</mp3-metadata-interval>"
        return f'<mount type="normal">{about}</mount>'

    def start(self):
        # Icecast 2.4.4 sometimes ends with a segmentation fault while it starts on a busy machine.
        for _ in range(5):
            self.server = Process([*self.as_user, "icecast2", "-c", self.folder / "icecast.xml"])
            until(lambda: answers(self.port) or self._crashed(), "Icecast listens")
            try:
                for mount in self.mounts:
                    self.start_source(mount)
                for mount in self.mounts:
                    until(lambda: self.is_on_air(mount) or self._crashed(),
                          lambda: f"Icecast has {mount}; {self._state()}")
            except (OSError, AssertionError):
                if not self._crashed():
                    raise
            if not self._crashed():
                return self
            self.kill()
        raise AssertionError(f"Icecast crashed at five starts: {self._state()}")

    def _state(self):
        """What the processes have printed, and the end of Icecast's own log."""
        said = {mount: (source.child.poll(), source.err[-3:])
                for mount, source in self.sources.items() if isinstance(source, Process)}
        log = self.folder / "error.log"
        lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
        return "\n".join([f"{said}", *self.server.err[-3:], *lines])

    def _crashed(self):
        code = self.server.child.poll()
        if code not in (None, -signal.SIGSEGV):
            raise AssertionError(f"Icecast ended with {code}: {self.server.err}")
        return code is not None

    def start_source(self, mount):
        kind = pathlib.Path(mount).suffix
        if kind in CHAINED:
            self.sources[mount] = ChainedSource(
                self.port, PASSWORD, mount, CHAINED[kind], SOUND, {"title": "Test Radio"})
            return
        self.sources[mount] = Process([
            "ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-re",
            "-f", "lavfi", "-i", SOUND, "-ice_name", "Test Radio", "-ice_genre", "Sine",
            *SOURCES[kind], f"icecast://source:{PASSWORD}@127.0.0.1:{self.port}{mount}"])

    def is_on_air(self, mount):
        """Whether a listener gets the response head."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=3) as probe:
                probe.sendall(f"GET {mount} HTTP/1.0\r\n\r\n".encode())
                received = b""
                while b"\r\n\r\n" not in received and len(received) < 8192:
                    part = probe.recv(4096)
                    if not part:
                        break
                    received += part
                return received.startswith(b"HTTP/1.0 200")
        except OSError:
            return False

    def url(self, mount):
        return f"http://127.0.0.1:{self.port}{mount}"

    def set_title(self, mount, title, charset="UTF-8"):
        """Sets a title through Icecast's admin interface, as a studio's software does."""
        query = urllib.parse.urlencode(
            {"mount": mount, "mode": "updinfo", "charset": charset, "song": title})
        login = base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/admin/metadata?{query}",
            headers={"Authorization": f"Basic {login}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            body = answer.read().decode()
        assert "Metadata update successful" in body, body

    def kill(self):
        self.server.stop()
        for source in self.sources.values():
            source.stop()
        self.sources = {}

    def close(self):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def entities(text):
    """A title as Icecast 2.4 sends it on a mount in ISO-8859-1, its default: a letter that the
    charset lacks becomes a numeric entity. Listeners must be shown the letter."""
    return "".join(letter if ord(letter) < 256 else f"&#{ord(letter)};" for letter in text)


def record(port, mount, seconds=None, size=None, icy=True, ready=None, stop=None):
    """Every byte that Icecast sends to one listener, until `size` bytes, `seconds` or `stop`."""
    wants = "Icy-MetaData: 1\r\n" if icy else ""
    received = bytearray()
    deadline = time.monotonic() + (seconds or 120)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(
            f"GET {mount} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n"
            f"User-Agent: recorder\r\n{wants}\r\n".encode())
        while time.monotonic() < deadline and not (stop and stop.is_set()):
            part = connection.recv(65536)
            if not part:
                break
            received += part
            if ready:
                ready.set()
            if size and len(received) >= size:
                return bytes(received[:size])
    return bytes(received)
