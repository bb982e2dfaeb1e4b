"""Measures what real players show for the metadata that stations really send.

    compare.py [--relay PATH] [--write]

Prints the table of ICYReader's article Flags; `--write` writes it there. Each case is a short
broadcast of its own: a title, the blocks of the case, and a last title, with a quarter of a second
of audio between them. What a player shows between the first and the last title is its answer.
"""

import argparse
import pathlib
import sys
import threading

import players
import relay
from broadcast import Broadcast
from harness import stop_all

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "Sources/ICYReader/ICYReader.docc/Flags.md"
BEGIN = "<!-- Tests/Live/compare.py writes this table. -->\n"
END = "\n\n<!-- Here ends the table. -->"
FIRST, LAST = "Before - The Case", "After - The Case"


def title(text, charset="utf-8"):
    return b"StreamTitle='" + text.encode(charset) + b"';"


def over(old, new):
    """`new`, written into the buffer that still holds `old`."""
    return new + old[len(new):]


LONGER = title("TO:11 Scanning all channels")
# (what, the payloads, what a listener must see one after another; "" is no title)
CASES = [
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


def answers(player, station):
    """What the player shows in each case."""
    found = []
    for number, _ in enumerate(CASES):
        shown = player.titles(station.url(str(number)), LAST)
        # What was shown before the first title is the end of the previous case.
        begin = shown.index(FIRST) if FIRST in shown else -1
        found.append(shown[begin + 1:shown.index(LAST)])
    return found


def measure(kinds=(players.FFprobe, players.MPD, players.Mpv, players.Relay)):
    """[(name and version, its answers)]; the players run side by side."""
    station = Broadcast({str(number): [title(FIRST), *payloads, title(LAST)]
                         for number, (_, payloads, _) in enumerate(CASES)})
    found, failures = {}, []

    def run(kind):
        try:
            player = kind()
            try:
                found[kind] = (f"{player.name} {player.version}", answers(player, station))
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
    assert not failures, failures
    return [found[kind] for kind in kinds]


def cell(shown, right):
    if shown == right:
        return "right"
    if not shown:
        return "nothing new"
    return ", then ".join(f"`{text}`" if text else "no title" for text in shown)


def table(measured):
    lines = [["", "right is", *(name for name, _ in measured)]]
    lines.append(["---"] * len(lines[0]))
    for number, (what, _, right) in enumerate(CASES):
        wanted = cell(right, None)
        lines.append([what, wanted, *(cell(found[number], right) for _, found in measured)])
    lines.append(["**right**", "", *(
        f"**{sum(found[number] == case[2] for number, case in enumerate(CASES))} of {len(CASES)}**"
        for _, found in measured)])
    return "\n".join(
        "| " + " | ".join(text.replace("|", "\\|") for text in line) + " |" for line in lines)


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
