"""What the demuxer treats as audio is the audio, byte for byte."""

import json
import threading

import relay
from harness import Process, check, until
from icecast import record
from icy import split, split_head

MOUNT = "/latin1.mp3"
OVERLAP = 64 * 1024


def dump_lines(lines):
    return [json.loads(line) for line in lines]


def placed(blocks):
    return [(b["index"], b["wire_offset"], b["audio_offset"], b["length_byte"], b["size"], b["raw"],
             b.get("title"), b["state"]) for b in blocks]


@check("audio: a saved capture dumps as it did live; the rest is what a plain listener gets")
def capture(setting):
    saved = setting.folder / "capture.raw"
    ready, stop, plain = threading.Event(), threading.Event(), []
    listener = threading.Thread(target=lambda: plain.append(record(
        setting.icecast.port, MOUNT, icy=False, ready=ready, stop=stop)))
    listener.start()
    until(ready.is_set, "the plain listener hears something")
    setting.icecast.set_title(MOUNT, "Capture - Begins")
    dump = Process([relay.BINARY, "dump", setting.icecast.url(MOUNT), "--json", "--all",
                    "--blocks", 7, "--save", saved])
    until(lambda: len(dump.out) >= 3, lambda: f"a head and two blocks; got {dump.out} {dump.err}")
    setting.icecast.set_title(MOUNT, "Capture - Goes On")
    code = dump.wait(within=60)
    stop.set()
    listener.join()
    assert code == 0 and not dump.err, (code, dump.err)

    # The saved bytes give the same blocks again.
    code, again, errors = relay.run("dump", saved, "--json", "--all")
    assert code == 0, (code, errors)
    live, again = dump_lines(dump.out), dump_lines(again.splitlines())
    assert live[0]["type"] == "head" and live[0] == again[0], (live[0], again[0])
    assert live[0]["metaint"] == 16000, live[0]
    live, again = ([line for line in lines if line["type"] == "block"] for lines in (live, again))
    assert len(live) == 7, len(live)
    assert placed(live) == placed(again[:7])

    # An independent splitter finds the same blocks.
    raw = saved.read_bytes()
    _, headers, body = split_head(raw)
    audio, blocks = split(body, int(headers["icy-metaint"]))
    assert [(b["wire_offset"], b["raw"]) for b in again] == [(at, raw.hex()) for at, raw in blocks]
    titles = [b["title"] for b in again if b["state"] == "title"]
    assert titles == ["Capture - Begins", "Capture - Goes On"], titles

    # Cut where the dump says, and compared with the recording without metadata.
    left, at = bytearray(), 0
    for b in again:
        assert b["audio_offset"] == len(left) + b["wire_offset"] - at, b
        left += body[at:b["wire_offset"]]
        at = b["wire_offset"] + 1 + b["size"]
        assert body[b["wire_offset"]] == b["length_byte"] and b["size"] == 16 * b["length_byte"], b
    left += body[at:]
    assert bytes(left) == audio
    _, _, other = split_head(plain[0])
    start = other.find(audio[:512])
    assert start >= 0 and other.find(audio[:512], start + 1) < 0, "no single place to align"
    common = min(len(audio), len(other) - start)
    assert common >= OVERLAP, common
    assert other[start:start + common] == audio[:common], "the audio differs"
