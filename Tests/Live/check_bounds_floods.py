"""Stations that flood, together and one by one; the play log on a good, a slow and a full disk."""

import json

from bounds import LONG, SECONDS, Beside, both, compiled, python
from bounds_floods import FLOODS
from harness import until
from studio import number_of, numbered
from wire import TEXT, WebSocket

# Titles of 4 KB in the history, in the play log's queue and on their way to the other loop, for
# each station that sends such titles; and a receive buffer for each station.
FLOOD_KIB = 12 * 1024
BURST, RATE = 60, 1  # of titles, without --title-rate
SHED = {"short": "station_titles", "long": "station_titles", "ads": "station_events",
        "alternating": "station_titles", "raw": "station_events",
        "legacy": "station_work|station_bytes", "ogg": "station_titles", "audio": "station_bytes"}
LINE = 40_000  # bytes of a title of 4 KB in the play log: escaped, and in hexadecimal


def lines_of(path):
    # What follows the last newline is still being written.
    return [(json.loads(line), len(line)) for line in path.read_bytes().split(b"\n")[:-1]]


def judge_play_log(beside, path, took):
    """The honest station's titles are all there, once and in order, and the others have few."""
    lines = lines_of(path)
    titles = [(line, size) for line, size in lines if line["type"] == "title"]
    honest = [number_of(line["stream_title"]) for line, _ in titles if line["station"] == "honest"]
    beside.expect(honest == list(range(beside.last + 1)),
                  f"the play log has {honest[:3]}...{honest[-3:]}, {len(honest)} titles of "
                  f"{beside.last + 1} of the honest station")
    most = BURST + RATE * took + 5
    for name in beside.stations:
        count = sum(line["station"] == name for line, _ in titles)
        beside.expect(count <= most, f"the play log has {count:,} titles of {name}")
    longest = max(size for _, size in lines)
    beside.expect(longest <= LINE, f"a line of {longest:,} bytes")
    beside.figures["play log"] = {
        "KiB": path.stat().st_size // 1024, "lines": len(lines), "longest": longest}


def judge_resumption(beside, first):
    """A client that was away all the time gets every honest title, and `complete` is true."""
    client = WebSocket(beside.relay.port, f"/honest?since={first}", "icy.json.v1")
    numbers, message = [], {"type": ""}
    while message["type"] != "resumed":
        message = json.loads(client.find(TEXT))
        if message["type"] == "title":
            numbers.append(number_of(message["stream_title"]))
    client.close()
    beside.expect(message["complete"] and numbers == list(range(1, beside.last + 1)),
                  f"resumed with {len(numbers)} titles of {beside.last}: {message}")


def flooded(setting, loops, names, title, disk=()):
    """`disk`: its states while the attack runs, one after another: "slow", "full"."""
    path = setting.folder / f"{title.replace(' ', '-')}-{loops}.jsonl"
    state = path.with_suffix(".disk")
    env = {"LD_PRELOAD": str(compiled("rigged", "-shared", "-fPIC", "-ldl")),
           "RIGGED_DISK": str(state)} if disk else None
    server = python("bounds_stations.py", SECONDS + 120)
    stations = {name: f"http://127.0.0.1:{server.port}/{name}" for name in names}
    # The honest clients are there before the floods begin: the flooding stations are on demand.
    beside = Beside(setting, loops, stations, ["--play-log", path], env=env, on_demand=True)
    beside.begin()
    first = beside.relay.snapshot("/honest")["now_playing"]["id"]
    for part in disk or [""]:
        state.write_text(part)
        beside.attack(f"listeners {part}".strip(), python(
            "bounds_clients.py", beside.relay.port, SECONDS / max(1, len(disk)), "listen",
            *(f"/{name}" for name in names)))
    bounds = [(name, SHED[name]) for name in names]
    for again in range(2):
        # On a busy machine some of them may not have sent enough in this time.
        if not beside.missing(bounds):
            break
        beside.attack(f"listeners, again {again + 1}", python(
            "bounds_clients.py", beside.relay.port, SECONDS, "listen",
            *(f"/{name}" for name in names)))
    state.unlink()
    beside.figures["stations"] = server.stopped()
    beside.end()
    judge_resumption(beside, first)
    try:
        until(lambda: numbered(beside.last).encode() in path.read_bytes(), "it", within=10)
    except AssertionError:
        pass  # The judge reports what is missing.
    judge_play_log(beside, path, beside.took)
    beside.judge(title, FLOOD_KIB, bounds, files=2 * len(names))
    beside.close()


@both("eight stations flood, each in its way")
def together(setting, loops):
    flooded(setting, loops, list(FLOODS), "all floods")


@both("stations flood while the play log's disk is slow, then full")
def disks(setting, loops):
    flooded(setting, loops, ["short", "long"], "slow and full disk", ("slow", "full"))


if LONG:
    for _name in FLOODS:
        both(f"a station floods: {_name}")(
            lambda setting, loops, name=_name: flooded(setting, loops, [name], f"flood {name}"))
