"""What a program sees that hears a stream with a package of PyPI, as JSON.

    packages.py miniaudio|PyAV [URL]

Without an address it prints the version.
"""

import importlib.metadata
import json
import re
import sys

from players import joined


def tell(title):
    print(json.dumps(title), flush=True)


def miniaudio(url):
    import miniaudio as package
    if not url:
        return print(short(importlib.metadata.version("miniaudio")))
    client = package.IceCastClient(url, update_stream_title=lambda _, title: tell(title))
    for _ in package.stream_any(client, client.audio_format):
        pass


def pyav(url):
    import av
    if not url:
        return print(f"{short(av.__version__)} (FFmpeg {short(av.ffmpeg_version_info)})")
    av.logging.set_level(av.logging.VERBOSE)
    av.logging.set_skip_repeated(False)

    def tags(metadata):
        lower = {key.lower(): value for key, value in metadata.items()}
        if "title" in lower:
            tell(joined(lower.get("artist"), lower["title"]))
    with av.logging.Capture(local=False) as log, av.open(url) as container:
        tags(container.metadata)
        tags(container.streams.audio[0].metadata)
        for packet in container.demux():
            while log:
                if block := re.match("Metadata update for StreamTitle: (.*)", log.pop(0)[2]):
                    tell(block[1])
            try:
                for frame in packet.decode():
                    tags(frame.metadata)
            except av.error.InvalidDataError:
                pass  # A tag between frames.


def short(version):
    return re.match(r"\D?(\d+\.\d+)", version)[1]


if __name__ == "__main__":
    {"miniaudio": miniaudio, "PyAV": pyav}[sys.argv[1]](*sys.argv[2:] or [None])
