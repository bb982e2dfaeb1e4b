"""Sound files with tags, for the sources that play files."""

import pathlib
import shutil
import subprocess
import tempfile

CODECS = {".mp3": ["-c:a", "libmp3lame", "-b:a", "128k"],
          ".ogg": ["-c:a", "libvorbis", "-q:a", "6"]}
# Noise needs many bytes: sources and servers count in them, and go on sooner.
NOISE = "anoisesrc=amplitude=0.3:sample_rate=44100"
FFMPEG = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin"]


class Songs:
    """A folder with a file for each set of tags: `song0.mp3`, `song1.mp3`, ..."""

    def __init__(self, kind, tags, seconds=40):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="relay-songs-"))
        # Also for programs that refuse to run as root.
        self.folder.chmod(0o755)
        sound = self.folder / f"sound{kind}"
        self._run(*FFMPEG, "-f", "lavfi", "-i", NOISE, "-t", seconds,
                  "-ac", "2", *CODECS[kind], sound)
        self.files = [self.folder / f"song{number}{kind}" for number in range(len(tags))]
        outputs = []
        for file, fields in zip(self.files, tags):
            for key, value in fields.items():
                outputs += ["-metadata", f"{key}={value}"]
            outputs += ["-c", "copy", file]
        self._run(*FFMPEG, "-i", sound, *outputs)
        for file in self.files:
            file.chmod(0o644)

    @staticmethod
    def _run(*command):
        subprocess.run([str(part) for part in command], check=True, timeout=60)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
