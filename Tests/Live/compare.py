"""Measures what real players show for the metadata that stations really send.

    compare.py [--relay PATH] [--write]

Prints the table of ICYReader's article Flags; `--write` writes it there. Each case is a short
broadcast of its own: a title, those of the case, and a last title. What a player shows between the
first and the last title is its answer.
"""

import argparse
import functools
import pathlib
import re
import sys
import textwrap
import threading

import players
import printing
import relay
from broadcast import METAINT, Broadcast, blocks, mp3, songs_in_mp3, songs_in_ogg
from harness import stop_all

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "Sources/ICYReader/ICYReader.docc/Flags.md"
BEGIN = "<!-- Tests/Live/compare.py writes this table. -->\n"
END = "\n\n<!-- Here ends the table. -->"
FIRST, LAST = ("Before", "The Case"), ("After", "The End")
# Seconds after the last title in which a player that shows none of the later ones may still do so.
GRACE = 3


def title(text, charset="utf-8"):
    return b"StreamTitle='" + text.encode(charset) + b"';"


def spelled(artist, name):
    """The ways to show a song: whole, in its block, or without the artist."""
    return [f"{artist} - {name}", f"StreamTitle='{artist} - {name}';", name]


def over(old, new):
    """`new`, written into the buffer that still holds `old`."""
    return new + old[len(new):]


LONGER = title("TO:11 Scanning all channels")
# (what, the payloads, what a listener must see one after another; "" is no title)
BLOCKS = [
    ("plain UTF-8", [title("Björk - Jóga")], ["Björk - Jóga"]),
    ("apostrophe", [title("Guns N' Roses - Sweet Child O' Mine")],
     ["Guns N' Roses - Sweet Child O' Mine"]),
    ("semicolon", [title("CLEAN BANDIT; JESS GLYNNE - Rather Be")],
     ["CLEAN BANDIT; JESS GLYNNE - Rather Be"]),
    ("`';` inside the title", [title("Say 'Hi'; then go")], ["Say 'Hi'; then go"]),
    ("no `;` at the end", [b"StreamTitle='Queen - Don't Stop'"], ["Queen - Don't Stop"]),
    ("no closing quote", [b"StreamTitle='Queen - Don't Stop"], ["Queen - Don't Stop"]),
    ("Windows-1251", [title("Кино - Группа крови", "windows-1251")], ["Кино - Группа крови"]),
    ("ISO-8859-1", [title("Björk - Jóga", "iso-8859-1")], ["Björk - Jóga"]),
    ("end of the block before left behind", [LONGER, over(LONGER, title("TO:11 FROM:2"))],
     ["TO:11 Scanning all channels", "TO:11 FROM:2"]),
    ("title cleared: `StreamTitle='';`", [title("")], [""]),
    ("only a separator: ` - `", [title(" - ")], [""]),
    ("another key first", [b"StreamUrl='http://a.example/';StreamTitle='Queen - Jealousy';"],
     ["Queen - Jealousy"]),
    ("an unquoted key first", [b"id=7;StreamTitle='Queen - Jealousy';"], ["Queen - Jealousy"]),
    ("double quotes", [b'StreamTitle="Queen - Jealousy";'], ["Queen - Jealousy"]),
    ("an ad's keys, no title", [b"adw_ad='true';durationMilliseconds='10135';"], []),
    ("HTML entities", [title("Simon &amp; Garfunkel - odcie&#324;")],
     ["Simon & Garfunkel - odcień"]),
    ('iHeart\'s `text="…"`',
     [title('Taio Cruz - text="Dynamite" song_spot="M" MediaBaseId="1734278" length="00:04:42"')],
     ["Taio Cruz - Dynamite"]),
]


SONGS = [("Björk", "Jóga"), ("Queen", "Don't Stop Me Now")]
SHOWN = [" - ".join(song) for song in SONGS]


@functools.cache
def cases():
    """[(what, the end of its address, its programme, what was sent, what is right)]."""
    audio, found = mp3(), []
    for number, (what, payloads, right) in enumerate(BLOCKS):
        def programme(every, payloads=payloads):
            whole = [title(" - ".join(FIRST)), *payloads, title(" - ".join(LAST))]
            return blocks(whole, every, audio)
        found.append((what, f"{number}.mp3", programme, payloads, right))
    songs = [FIRST, *SONGS, LAST]
    for what, name, programme in [
        ("chained Ogg Vorbis: two songs", "vorbis.ogg", songs_in_ogg(songs, "vorbis")),
        ("chained Ogg Opus: two songs", "opus.opus", songs_in_ogg(songs, "opus")),
        ("ID3 tags in MP3, no `icy-metaint`: two songs", "tags.mp3", songs_in_mp3(songs, audio)),
        ("ID3 tags in MP3, all blocks empty: two songs", "tags-and-blocks.mp3",
         songs_in_mp3(songs, audio, METAINT)),
    ]:
        found.append((what, name, lambda _, programme=programme: programme, [], SHOWN))
    return found


def answer(player, station, name, has_blocks):
    """What the player shows in a case: None if nothing at all, not even the first title."""
    url = station.url(player.name, player.every, name)

    def is_last(text):
        # Or at the end of the others, in a list.
        return text in spelled(*LAST) or all(part in text for part in LAST)

    def ended(shown):
        # Each player shows plain titles in blocks, but not each one those in tags.
        return any(map(is_last, shown)) or not has_blocks and station.since(url) > GRACE
    shown = player.titles(url, ended)
    firsts = [number for number, text in enumerate(shown) if text in spelled(*FIRST)]
    if not shown:
        return None
    begin = firsts[0] + 1 if firsts else 0
    ends = [number for number, text in enumerate(shown) if is_last(text)]
    return shown[begin:ends[0] if ends else None]


KINDS = (printing.FFprobe, printing.PyAV, players.Mpv, players.MPD, players.VLC,
         printing.GStreamer, players.Audacious, players.Cmus, printing.Mpg123,
         printing.Miniaudio, printing.Relay)


def measure(kinds=KINDS):
    """[(name, version, its answers)]; the players run side by side."""
    station = Broadcast({name: programme for _, name, programme, _, _ in cases()})
    found, failures = {}, []

    def run(kind):
        try:
            player = kind()
            try:
                answers = [answer(player, station, name, bool(payloads))
                           for _, name, _, payloads, _ in cases()]
                found[kind] = (player.name, player.version, answers)
            finally:
                player.close()
        except Exception as error:
            failures.append(f"{kind.name}: {error!r}")
    threads = [threading.Thread(target=run, args=(kind,)) for kind in kinds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    station.close()
    assert not failures, "\n".join(failures)
    return [found[kind] for kind in kinds]


def cell(shown, right, payloads=()):
    if shown == right:
        return "✓"
    if not shown:
        return "nothing" if shown is None else "–"
    whole = [payload.decode("utf-8", "ignore") for payload in payloads]
    inner = re.findall("(?m)^StreamTitle='(.*)';$", "\n".join(whole))
    words = []
    for text in shown:
        word = ("no title" if not text else "the block" if text in whole
                else "as sent" if text in inner else f"`{text}`")
        if words[-1:] != [word]:
            words.append(word)
    return ", then ".join(words)


def table(measured):
    """The table, and below it the versions of the players."""
    lines = [["", "right is", *(name for name, _, _ in measured)]]
    lines.append(["---"] * len(lines[0]))
    for number, (what, _, _, payloads, right) in enumerate(cases()):
        lines.append([what, cell(right, None), *(
            cell(found[number], right, payloads) for _, _, found in measured)])
    lines.append([f"**right of {len(cases())}**", "", *(
        f"**{sum(found[number] == case[-1] for number, case in enumerate(cases()))}**"
        for _, _, found in measured)])
    rows = ["| " + " | ".join(text.replace("|", "\\|") for text in line) + " |"
            for line in lines]
    versions = ", ".join(f"{name} {version}" for name, version, _ in measured)
    return "\n".join(rows) + "\n\n" + textwrap.fill(f"Measured: {versions}.", 100)


def columns(text):
    """{name and version of a player: its cells}, and the rows' names under "", from a table."""
    rows = [re.split(r"(?<!\\) \| ", line[2:-2]) for line in text.splitlines() if line[:1] == "|"]
    versions = " ".join(text.partition("Measured: ")[2].split()).rstrip(".").split(", ")
    found = {"": [row[:2] for row in rows]}
    for name, *cells in zip(*rows):
        for version in versions:
            if name and version.startswith(name + " "):
                found[version] = cells
    return found


def article():
    """(the article before its table, the table, the article after it)."""
    text = ARTICLE.read_text()
    before, _, rest = text.partition(BEGIN)
    now, _, after = rest.partition(END)
    return before, now, after


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--relay", type=pathlib.Path, default=ROOT / ".build/release/Relay")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    relay.BINARY = options.relay.resolve()
    made = table(measure())
    print(made)
    if options.write:
        before, _, after = article()
        ARTICLE.write_text(before + BEGIN + made + END + after)


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        stop_all()
