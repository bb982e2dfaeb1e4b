"""A real ezstream as the source of an Icecast mount: a playlist, or one file and a program."""

import pathlib
import shutil
import signal
import tempfile

from harness import Process, until
from icecast import PASSWORD

CONFIG = """<ezstream>
  <servers><server>
    <hostname>127.0.0.1</hostname><port>{port}</port><password>{password}</password>
  </server></servers>
  <streams><stream>
    <mountpoint>{mount}</mountpoint><format>{format}</format><stream_name>Ez Radio</stream_name>
  </stream></streams>
  <intakes><intake><type>playlist</type><filename>{playlist}</filename></intake></intakes>
  {metadata}
</ezstream>
"""
# ezstream asks for "artist", "title" and "album", and without an argument for the whole line.
PROGRAM = """#!/bin/sh
cat "{folder}/${{1:-line}}" 2>/dev/null || echo
"""
FORMATS = {".mp3": "MP3", ".ogg": "Ogg"}


class Ezstream:
    """Plays the files. With `told`, as (artist, title, line), a program says what is played."""

    def __init__(self, icecast, mount, files, told=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="relay-ezstream-"))
        playlist = self.folder / "playlist.m3u"
        playlist.write_text("".join(f"{file}\n" for file in files))
        metadata = ""
        if told:
            program = self.folder / "program"
            program.write_text(PROGRAM.format(folder=self.folder))
            program.chmod(0o700)
            metadata = f"<metadata><program>{program}</program></metadata>"
            self._write(told)
        config = self.folder / "ezstream.xml"
        config.write_text(CONFIG.format(
            port=icecast.port, password=PASSWORD, mount=mount, playlist=playlist,
            format=FORMATS[pathlib.Path(mount).suffix], metadata=metadata))
        # It refuses a file with a password in it that others may read.
        config.chmod(0o600)
        self.source = Process(["ezstream", "-v", "-c", config])
        until(lambda: icecast.is_on_air(mount) or self._ended(),
              lambda: f"ezstream feeds {mount}; {self.source.err}")

    def _ended(self):
        if self.source.child.poll() is not None:
            raise AssertionError(f"ezstream ended: {self.source.err}")
        return False

    def _write(self, told):
        for name, text in zip(("artist", "title", "line"), told):
            (self.folder / name).write_text(f"{text}\n")

    def next(self):
        """Goes on to the next file."""
        self.source.send(signal.SIGUSR1)

    def tell(self, *told):
        """Has the program say something else, and ezstream ask it."""
        self._write(told)
        self.source.send(signal.SIGUSR2)

    def close(self):
        self.source.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
