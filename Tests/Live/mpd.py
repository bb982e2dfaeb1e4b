"""A real MPD: as a radio station (its httpd outputs), or as a player of one."""

import pathlib
import shutil
import socket
import subprocess
import tempfile

from harness import Process, answers, free_port, until

HTTPD = """audio_output {{
  type "httpd"
  name "{encoder}"
  encoder "{encoder}"
  {quality}
  format "44100:16:2"
  bind_to_address "127.0.0.1"
  port "{port}"
}}
"""
QUALITY = {"lame": 'bitrate "128"', "vorbis": 'quality "3"'}
PLAYER = """audio_output {
  type "null"
  name "nothing"
}
"""


class MPD:
    """With `encoders`, a station with an output for each; without, a player with a null output."""

    def __init__(self, encoders=()):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="relay-mpd-"))
        self.ports = {encoder: free_port() for encoder in encoders}
        outputs = "".join(
            HTTPD.format(encoder=encoder, quality=QUALITY[encoder], port=port)
            for encoder, port in self.ports.items())
        # Its control is a socket in the folder, because a local client may name any file.
        control = self.folder / "control"
        (self.folder / "mpd.conf").write_text(
            f'bind_to_address "{control}"\nzeroconf_enabled "no"\n{outputs or PLAYER}')
        self.server = Process(["mpd", "--no-daemon", "--stderr", self.folder / "mpd.conf"])
        until(lambda: control.exists() or self._ended(), "MPD listens")
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.settimeout(10)
        self.connection.connect(str(control))
        self.stream = self.connection.makefile("rwb")
        self.greeting = self.stream.readline().decode().strip()
        assert self.greeting.startswith("OK MPD "), self.greeting

    def _ended(self):
        if self.server.child.poll() is not None:
            raise AssertionError(f"MPD ended: {self.server.err}")
        return False

    def say(self, command):
        """The answer's lines as (key, value); what is not UTF-8 is replaced, as in a terminal."""
        self.stream.write(command.encode() + b"\n")
        self.stream.flush()
        lines = []
        while not (line := self.stream.readline()).startswith(b"OK"):
            assert line and not line.startswith(b"ACK"), (command, line)
            key, _, value = line.decode("utf-8", "replace").rstrip("\n").partition(": ")
            lines.append((key, value))
        return lines

    def add_song(self, sound, tags):
        """Makes a file of one minute with these tags, and appends it to the queue."""
        number = len(self.say("playlistinfo"))
        path = self.folder / f"{number}-{len(list(self.folder.iterdir()))}.mp3"
        named = [part for key, value in tags.items() for part in ("-metadata", f"{key}={value}")]
        subprocess.run(
            ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-f", "lavfi", "-i",
             sound, "-t", "60", *named, "-c:a", "libmp3lame", "-b:a", "64k", path],
            check=True, timeout=30)
        self.say(f'add "file://{path}"')

    def play(self):
        """Starts to play: the outputs listen from the first song on."""
        self.say("play 0")
        for port in self.ports.values():
            until(lambda: answers(port) or self._ended(), f"MPD's output listens on {port}")

    def url(self, encoder):
        return f"http://127.0.0.1:{self.ports[encoder]}/"

    def close(self):
        self.connection.close()
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
