"""Makes Tests/Fixtures/captures/ogg-*: small Ogg chains, and what another reader finds in them.

    python3 -m venv v && v/bin/pip install mutagen && v/bin/python make_ogg.py [NAME.raw ...]

ffmpeg encodes each link of a chain, mutagen finds its pages and its comments, and ffprobe must
agree on the title. A recording of a server (NAME.raw, response head first) that is given as an
argument is only described.
"""

import base64
import io
import json
import pathlib
import subprocess
import sys
import tempfile

from mutagen.flac import Picture
from mutagen.ogg import OggPage
from mutagen.ogg import error as OggError
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

FOLDER = pathlib.Path(__file__).parent.parent / "Fixtures" / "captures"
ENCODERS = {
    "vorbis": ["-c:a", "libvorbis", "-q:a", "0"],
    "opus": ["-c:a", "libopus", "-b:a", "16k"],
    "flac": ["-c:a", "flac"],
    "speex": ["-c:a", "libspeex"],
}
READERS = {"vorbis": OggVorbis, "opus": OggOpus, "flac": OggFLAC}
IDENTIFICATION = {b"\x01vorbis": "vorbis", b"OpusHead": "opus", b"\x7fFLAC": "flac",
                  b"Speex  ": "speex"}
MAGIC = {"vorbis": 7, "opus": 8, "flac": 4, "speex": 0}

# name: [(codec, {tag: value, values, or bytes of a picture})]
CHAINS = {
    "ogg-vorbis": [
        ("vorbis", {"ARTIST": "Guns N' Roses", "TITLE": "Sweet Child O' Mine"}),
        ("vorbis", {"ARTIST": "Say", "TITLE": "'Hi'; then 'go';StreamUrl='';"}),
        ("vorbis", {}),
        ("vorbis", {"TITLE": "Мумий Тролль - Владивосток 2000"}),
    ],
    "ogg-opus": [
        ("opus", {"artist": "椎名林檎", "title": "丸の内サディスティック"}),
        ("opus", {"ARTIST": ["Björk", "Thom Yorke"], "TITLE": "I've Seen It All"}),
        ("opus", {"ARTIST": ["Björk", "Thom Yorke"], "TITLE": "I've Seen It All"}),
    ],
    "ogg-flac": [
        ("flac", {"ARTIST": "Кино", "TITLE": "Группа крови", "DATE": "1988"}),
        ("flac", {"TITLE": "L'été; l'hiver"}),
    ],
    "ogg-picture": [
        ("vorbis", {"ARTIST": "Before", "METADATA_BLOCK_PICTURE": 30_000, "TITLE": "Behind"}),
        ("opus", {"TITLE": "Small", "ARTIST": "After"}),
    ],
    "ogg-mixed": [
        ("speex", {"ARTIST": "Old", "TITLE": "Speech"}),
        ("vorbis", {"PERFORMER": "Glenn Gould", "TITLE": "Aria"}),
        ("opus", {"ARTIST": "Alone"}),
        ("flac", {"ALBUM": "Neither"}),
    ],
}


def picture(size):
    """A picture block whose data are numbers, so that nothing in it looks like a page."""
    block = Picture()
    block.type, block.mime, block.data = 3, "image/png", bytes(n * 7 % 251 for n in range(size))
    return base64.b64encode(block.write()).decode()


def link(number, codec, tags, folder):
    """One file with one logical stream and a serial of its own."""
    path = folder / f"{number}.ogg"
    plain = [f"{key}={value}" for key, value in tags.items() if isinstance(value, str)]
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-y", "-f", "lavfi", "-i",
         f"sine=frequency={300 + 50 * number}:sample_rate=16000:duration=0.3", "-ac", "1",
         *ENCODERS[codec], "-bitexact", "-page_duration", "100000",
         *[word for tag in plain for word in ("-metadata", tag)],
         "-serial_offset", str(1000 + number), str(path)], check=True)
    if any(not isinstance(value, str) for value in tags.values()):
        file = READERS[codec](path)
        file.tags.clear()
        for key, value in tags.items():
            for one in [picture(value)] if isinstance(value, int) else [value]:
                file.tags.extend((key, each) for each in ([one] if isinstance(one, str) else one))
        file.save()
    title = next((v for k, v in tags.items() if k.lower() == "title"), None)
    shown = subprocess.run(
        ["ffprobe", "-loglevel", "error", "-show_entries", "stream_tags=title", "-of", "json",
         str(path)], capture_output=True, check=True).stdout
    tags_shown = json.loads(shown)["streams"][0].get("tags", {})
    found = {key.lower(): value for key, value in tags_shown.items()}.get("title")
    assert found == title, (found, title)
    return path.read_bytes()


def comments(codec, packet):
    """Vendor and comments of a header packet, according to the Vorbis specification."""
    rest = io.BytesIO(packet[MAGIC[codec]:])

    def text():
        return rest.read(int.from_bytes(rest.read(4), "little"))

    vendor = text()
    return vendor, [text() for _ in range(int.from_bytes(rest.read(4), "little"))]


def described(body, head_size=0):
    """What is in a body, by mutagen's pages; a truncated last page is left out."""
    file, chains, open_packets, header_bytes, pages = io.BytesIO(body), [], {}, 0, 0
    while True:
        offset = file.tell()
        try:
            page = OggPage(file)
        except EOFError:
            break
        except OggError:
            # A page that is truncated at the end of a recording.
            assert offset + 65_307 > len(body)
            break
        pages += 1
        if page.first:
            codec = next(c for start, c in IDENTIFICATION.items()
                         if page.packets[0].startswith(start))
            open_packets[page.serial] = (codec, None, [])
            continue
        if page.serial not in open_packets:
            continue
        codec, begins, parts = open_packets[page.serial]
        begins = offset if begins is None else begins
        parts = [*parts, page]
        open_packets[page.serial] = (codec, begins, parts)
        header_bytes += page.size
        if len(page.packets) == 1 and not page.complete:
            continue
        packet = OggPage.to_packets(parts)[0]
        vendor, found = comments(codec, packet)
        del open_packets[page.serial]
        pairs = [one.decode().split("=", 1) for one in found]
        chains.append({
            "page_offset": begins, "ends": offset + page.size, "serial": page.serial,
            "codec": codec, "vendor": vendor.decode(), "packet_size": len(packet),
            "packet_start": packet[:2000].hex(),
            "comments": [{"name": name, "size": len(raw), "value": value if len(value) < 4000
                          else ""} for raw, (name, value) in zip(found, pairs)]})
    return {"head_bytes": head_size, "body_bytes": len(body), "pages": pages,
            "header_page_bytes": header_bytes, "chains": chains}


def write(name, description):
    text = json.dumps(description, ensure_ascii=False, indent=1)
    (FOLDER / f"{name}.json").write_text(text + "\n")


def main():
    if sys.argv[1:]:
        for path in map(pathlib.Path, sys.argv[1:]):
            head, _, body = path.read_bytes().partition(b"\r\n\r\n")
            write(path.stem, described(body, len(head) + 4))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, links in CHAINS.items():
            parts = [link(number, codec, tags, pathlib.Path(folder))
                     for number, (codec, tags) in enumerate(links)]
            body = b"".join(parts)
            (FOLDER / f"{name}.raw").write_bytes(body)
            write(name, described(body))


main()
