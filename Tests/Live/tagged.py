"""Streams with tags in their own format: FLAC, WebM and Matroska, made by real programs.

`tagged.py` writes the captures of `Tests/Fixtures`, and says what ffprobe finds in them.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

CAPTURES = pathlib.Path(__file__).parents[1] / "Fixtures" / "captures"
SONGS = ({"title": "Jóga", "artist": "Björk"}, {"title": "Группа крови", "artist": "Кино"})
FORMATS = {
    "flac": ["-c:a", "flac", "-f", "flac"],
    "webm": ["-c:a", "libopus", "-b:a", "24k", "-f", "webm"],
    "mka": ["-c:a", "libmp3lame", "-b:a", "32k", "-f", "matroska"],
}


def made(kind, tags, seconds=1.0):
    """The bytes of a file that ffmpeg writes to a pipe: it cannot go back to write sizes."""
    return subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i",
         f"sine=frequency=440:sample_rate=16000:duration={seconds}", "-ac", "1",
         *[word for key, value in tags.items() for word in ("-metadata", f"{key}={value}")],
         *FORMATS[kind], "-bitexact", "-"], check=True, capture_output=True).stdout


def of_gstreamer(tags):
    """Clusters of unknown size, as in every live stream of GStreamer."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "a.flac"
        source.write_bytes(made("flac", tags))
        return subprocess.run(
            ["gst-launch-1.0", "-q", "filesrc", f"location={source}", "!", "flacparse", "!",
             "flacdec", "!", "audioconvert", "!", "audioresample", "!", "opusenc", "!", "webmmux",
             "streamable=true", "!", "fdsink"], check=True, capture_output=True).stdout


def of_mkvmerge(tags):
    with tempfile.TemporaryDirectory() as folder:
        source, target = (pathlib.Path(folder) / name for name in ("a.mka", "b.mka"))
        source.write_bytes(made("mka", tags, 0.3))
        subprocess.run(["mkvmerge", "-q", "-o", target, source], check=True)
        return target.read_bytes()


def main():
    first, second = SONGS
    captures = {
        "flac": made("flac", first, 0.2) + made("flac", second, 0.2),
        "webm": made("webm", first) + made("webm", second),
        "webm-gstreamer": of_gstreamer(first),
        "mka-mkvmerge": of_mkvmerge(first),
    }
    for name, data in captures.items():
        path = CAPTURES / f"{name}.raw"
        path.write_bytes(data)
        shown = subprocess.run(
            ["ffprobe", "-loglevel", "error", "-show_entries", "format_tags:stream_tags", "-of",
             "json", str(path)], capture_output=True, check=True).stdout
        print(name, len(data), json.dumps(json.loads(shown), ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
