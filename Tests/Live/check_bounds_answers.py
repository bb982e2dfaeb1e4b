"""Answers are made once per change, never for a HEAD, and not kept for each client that does not
read them. Subscribers that do not read hold little."""

from bounds import LONG, SECONDS, Beside, both, python
from harness import until

STATIONS, MANY = 100, 1000
DEAR = 100  # of the many have a title of 4 KB of quotation marks
# Of a hundred at once: the burst of 60, less what the states before them used.
BURST = 50
# What a hundred titles of 4 KB, the answers made from them and some hundred connections use.
ANSWERS_KIB = 32 * 1024
UNREAD = 900
UNREAD_KIB = 24 * 1024


def settled(relay, titles=1, stations=None):
    """Waits until every station has a title, and no new ones arrive in bulk."""
    def total():
        with_titles = 0
        for line in relay.get("/metrics")[2].decode().splitlines():
            if line.startswith("icy_relay_station_titles_total{"):
                with_titles += float(line.rpartition(" ")[2]) >= titles
        return with_titles
    until(lambda: total() >= stations, lambda: f"titles of {total()} stations of {stations}",
          within=60, every=0.2)


@both("answers of a station that is dear to tell, asked for by HEAD and not read")
def dear(setting, loops):
    server = python("bounds_stations.py", SECONDS + 120)
    beside = Beside(setting, loops, {"hostile": f"http://127.0.0.1:{server.port}/quotes"})
    settled(beside.relay, titles=BURST, stations=1)
    beside.begin()
    for kind, part in (("heads", SECONDS / 8), ("unread", SECONDS / 5)):
        for path, accept in (("/hostile", "application/json"), ("/hostile", "text/html"),
                             ("/", "application/json"), ("/metrics", "*/*")):
            beside.attack(f"{kind} {path} {accept}", python(
                "bounds_clients.py", beside.relay.port, part, kind, path, accept))
    beside.end()
    beside.judge("a station's snapshot", ANSWERS_KIB,
                 [("hostile", "station_titles"), ("hostile", "station_history")])
    beside.close()
    server.stopped()


@both("the list and the metrics of a thousand stations, asked for by HEAD and not read")
def many(setting, loops):
    server = python("bounds_stations.py", SECONDS + 120)
    stations = {}
    for number in range(MANY):
        what = "quotes" if number < DEAR else "song"
        stations[f"s{number}"] = f"http://127.0.0.1:{server.port}/usual/1/{what}/{number}"
    beside = Beside(setting, loops, stations)
    settled(beside.relay, stations=MANY)
    beside.begin()
    for kind in ("heads", "unread"):
        for path in ("/", "/metrics"):
            beside.attack(f"{kind} {path}", python(
                "bounds_clients.py", beside.relay.port, SECONDS / 3, kind, path,
                "application/json"))
    beside.end()
    # Each loop bounds what its own clients leave unread: `client_answers`.
    beside.judge("a thousand stations", ANSWERS_KIB * loops)
    beside.close()
    server.stopped()


def of_hundred(setting, loops):
    server = python("bounds_stations.py", SECONDS + 120)
    stations = {f"s{number}": f"http://127.0.0.1:{server.port}/usual/50/song/{number}"
                for number in range(STATIONS)}
    beside = Beside(setting, loops, stations, flags=["--max-clients-per-address", "0"])
    settled(beside.relay, titles=50, stations=STATIONS)
    first = beside.relay.snapshot("/s0")["song_history"][-1]["id"]
    path = "/?" + "&".join(f"station={name}" for name in stations)
    return server, beside, path, first.partition(":")[0] + ":0"


@both("clients that come back to a hundred stations, or come, and do not read")
def do_not_read(setting, loops):
    server, beside, path, since = of_hundred(setting, loops)
    beside.begin()
    for name, where in (("resumes", f"{path}&since={since}"), ("subscribers", path)):
        beside.attack(name, python(
            "bounds_clients.py", beside.relay.port, 30 if LONG else SECONDS * 0.75, "subscribe",
            UNREAD, where))
    beside.attack("pings", python(
        "bounds_clients.py", beside.relay.port, SECONDS / 2, "pings", 100, "/s0"))
    beside.end()
    beside.judge("clients that do not read", UNREAD_KIB)
    beside.close()
    server.stopped()
