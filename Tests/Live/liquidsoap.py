"""A real Liquidsoap with `output.harbor`: a station without an Icecast."""

import json
import pathlib
import shutil
import socket
import tempfile

from harness import Process, answers, free_port, until

SCRIPT = """
settings.init.allow_root.set(true)
settings.log.file.set(false)
settings.log.stdout.set(true)
settings.harbor.bind_addrs.set(["127.0.0.1"])
settings.server.socket.set(true)
settings.server.socket.path.set("{control}")
s = insert_metadata(sine(330.))
server.register(namespace="titles", "set", fun (text) -> begin
  let json.parse (fields : {{title: string, artist: string}}) = text
  artist = if fields.artist == "" then [] else [("artist", fields.artist)] end
  s.insert_metadata([("title", fields.title), ...artist])
  "is set"
end)
"""
# Not FLAC: the encoder of Debian's 2.1.3 fails at the first title and takes the process down.
FORMATS = {".mp3": "%mp3(bitrate=128)", ".ogg": "%ogg(%vorbis(quality=0.5))",
           ".opus": "%ogg(%opus)"}


class Liquidsoap:
    def __init__(self, mounts):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="relay-liquidsoap-"))
        self.port = free_port()
        self.control = self.folder / "control"
        script = self.folder / "station.liq"
        script.write_text(SCRIPT.format(control=self.control) + "".join(
            f'output.harbor(port={self.port}, mount="{mount}", metaint=1024, burst=2048, '
            f"{FORMATS[pathlib.Path(mount).suffix]}, s)\n" for mount in mounts))
        self.server = Process(["liquidsoap", script])
        until(lambda: (self.control.exists() and answers(self.port)) or self._ended(),
              "Liquidsoap listens", within=60)

    def _ended(self):
        if self.server.child.poll() is not None:
            raise AssertionError(f"Liquidsoap ended: {self.server.out[-5:]} {self.server.err[-5:]}")
        return False

    def set_song(self, artist, title):
        fields = json.dumps({"artist": artist, "title": title}, ensure_ascii=False)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(str(self.control))
            connection.sendall(f"titles.set {fields}\nquit\n".encode())
            answer = b""
            while part := connection.recv(4096):
                answer += part
        assert answer.startswith(b"is set"), answer

    def url(self, mount):
        return f"http://127.0.0.1:{self.port}{mount}"

    def close(self):
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
