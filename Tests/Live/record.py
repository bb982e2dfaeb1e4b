"""Records a real Icecast into Tests/Fixtures/captures, with what an independent splitter finds.

    record.py [FOLDER]

Every capture is NAME.raw, the bytes as received, head included, and NAME.json. The sound is
generated.
"""

import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import threading

from harness import stop_all, until
from icecast import Icecast, record
from icy import split, split_head

LARGEST = 200_000

# name: (mount, charset of the mount, metadata interval, bytes to keep, titles set while recording)
CAPTURES = {
    "icecast-untitled": ("/untitled.mp3", None, 1024, 20_000, []),
    "icecast-utf8": ("/utf8.mp3", "UTF-8", 1024, 100_000, [
        "Nina Simone - Feeling Good", "Guns N' Roses - Sweet Child O' Mine",
        "Say 'Hi'; then go", "One; Two; Three - Four", "Björk - Jóga",
        "椎名林檎 - 丸の内サディスティック", "", "Мумий Тролль - Владивосток 2000",
        "A" * 300]),
    "icecast-latin1": ("/latin1.mp3", None, None, 150_000, [
        "Édith Piaf - Non, je ne regrette rien", "L'été; l'hiver", "日本 - outside Latin-1",
        "Plain - ASCII"]),
}


def version(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout + done.stderr).splitlines()[0].split(" Copyright")[0]


def field(raw):
    """The value of StreamTitle in a block from Icecast: up to the last quote and semicolon."""
    found = re.fullmatch(rb"StreamTitle='(.*)';\0*", raw, re.S)
    return found[1]


def capture(icecast, mount, size, titles, charset):
    ready, kept = threading.Event(), []
    listener = threading.Thread(target=lambda: kept.append(
        record(icecast.port, mount, size=size, ready=ready)))
    listener.start()
    until(ready.is_set, "the recording begins")
    pause = size / 16_000 / (len(titles) + 1)
    for title in titles:
        listener.join(timeout=pause)
        icecast.set_title(mount, title)
    listener.join()
    return kept[0]


def described(raw, charset):
    status, headers, body = split_head(raw)
    metaint = int(headers["icy-metaint"])
    audio, blocks = split(body, metaint)
    return {
        "status_line": status,
        "metaint": metaint,
        "head_bytes": len(raw) - len(body),
        "block_offsets": [at for at, _ in blocks],
        "blocks": [{
            "index": index, "wire_offset": at, "audio_offset": (index + 1) * metaint,
            "size": len(data), "raw": data.hex(),
            "title": field(data).decode(charset or "latin-1"),
        } for index, (at, data) in enumerate(blocks) if data],
        "audio_bytes": len(audio),
        "audio_sha256": hashlib.sha256(audio).hexdigest(),
    }


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else
                          pathlib.Path(__file__).resolve().parents[1] / "Fixtures/captures")
    folder.mkdir(parents=True, exist_ok=True)
    icecast = Icecast({mount: (charset, interval)
                       for mount, charset, interval, *_ in CAPTURES.values()})
    rows = []
    try:
        icecast.start()
        origin = f"{version('icecast2', '-v')}, {version('ffmpeg', '-version')}"
        for name, (mount, charset, interval, size, titles) in CAPTURES.items():
            raw = capture(icecast, mount, size, titles, charset)
            assert len(raw) == size <= LARGEST
            about = described(raw, charset)
            found = [block["title"] for block in about["blocks"]]
            sent = [title if charset else
                    title.encode("latin-1", "xmlcharrefreplace").decode("latin-1")
                    for title in titles]
            assert [t for t in found if t] == [t for t in sent if t], found
            (folder / f"{name}.raw").write_bytes(raw)
            (folder / f"{name}.json").write_text(
                json.dumps(about, ensure_ascii=False, indent=1) + "\n")
            setting = f"`<charset>{charset}</charset>`" if charset else "no charset (ISO-8859-1)"
            rows.append(f"| {name} | mount with {setting}, interval {about['metaint']} | {len(about['block_offsets'])} blocks, "
                        f"{len(about['blocks'])} not empty |")
    finally:
        icecast.close()
        stop_all()
    today = datetime.date.today().isoformat()
    (folder / "README.md").write_text(f"""# Captures of real servers

`NAME.raw` is every byte received, head included; the connection was cut in the middle.
`NAME.json` is what a splitter independent of the product (`Tests/Live/icy.py`) finds in it: offsets
count bytes after the head (`wire_offset`, of the length byte) or audio bytes only
(`audio_offset`); `block_offsets` has every block, `blocks` those that are not empty.

Recorded on {today} by `Tests/Live/record.py` ({origin}).
The sound is a generated tone with noise, the titles were set through Icecast's admin interface.

| name | server | content |
|---|---|---|
""" + "\n".join(rows) + "\n")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
