"""What the operator sees of the server: metrics, health, logs, the configuration and its reload."""

import datetime
import json
import signal
import time

import relay as program
from prometheus_client.parser import text_string_to_metric_families

from harness import check, until
from relay import Relay
from studio import Studio, numbered
from wire import EventSource, Refused, WebSocket, code_of, exchange, get, upgrade

PREFIX = "icy_relay_"
# What must be there: (name without the prefix, type, labels, values of the last label).
FAMILIES = [
    ("clients", "gauge", ["kind"], {"websocket_text", "websocket_json", "event_stream"}),
    ("connections", "gauge", [], None),
    ("connections_accepted", "counter", [], None),
    ("requests", "counter", [], None),
    ("deliveries", "counter", ["kind"], {"websocket_text", "websocket_json", "event_stream"}),
    ("drops", "counter", ["reason"], {"replaced", "slow"}),
    ("refusals", "counter", ["reason"], {"origin", "bad_request"}),
    ("sent_bytes", "counter", [], None),
    ("delivery_seconds", "histogram", None, None),
    ("station_titles", "counter", ["station"], {"a", "b"}),
    ("station_state", "gauge", ["state", "station"], {"a", "b"}),
    ("station_up", "gauge", ["station"], {"a", "b"}),
    ("station_clients", "gauge", ["station"], {"a", "b"}),
    ("station_received_bytes", "counter", ["station"], {"a", "b"}),
    ("station_reconnects", "counter", ["station"], {"a", "b"}),
    ("station_last_block_age_seconds", "gauge", ["station"], {"a", "b"}),
]
KINDS = {"websocket_text": 3, "websocket_json": 2, "event_stream": 1}


class Scrape:
    """One answer of /metrics, read by the parser of Prometheus' own Python client."""

    def __init__(self, relay):
        answer = exchange(relay.port, get("/metrics"))
        assert answer.status == 200, answer.status
        assert answer.get("content-type").startswith("text/plain; version=0.0.4"), answer.fields
        self.text = answer.body.decode()
        self.families, self.samples = {}, {}
        for family in text_string_to_metric_families(self.text):
            assert family.name.startswith(PREFIX) and family.documentation, family
            assert family.type in ("counter", "gauge", "histogram"), family
            assert family.name not in self.families, family.name
            self.families[family.name] = family
            for sample in family.samples:
                key = sample.name, tuple(sorted(sample.labels.items()))
                assert key not in self.samples, key
                self.samples[key] = sample.value

    def value(self, name, **labels):
        family = self.families[PREFIX + name]
        name = family.name + ("_total" if family.type == "counter" else "")
        return self.samples[name, tuple(sorted(labels.items()))]

    def growing(self):
        """The samples that may only grow."""
        return {key: value for family in self.families.values() if family.type != "gauge"
                for key, value in self.samples.items() if key[0].startswith(family.name)}

    def latency(self):
        """(cumulative counts by bound, sum, count) of the histogram, checked for consistency."""
        samples = self.families[PREFIX + "delivery_seconds"].samples
        classes = [(float(sample.labels["le"]), sample.value) for sample in samples
                   if sample.name.endswith("_bucket")]
        total = [sample.value for sample in samples if sample.name.endswith("_count")]
        seconds = [sample.value for sample in samples if sample.name.endswith("_sum")]
        assert len(total) == len(seconds) == 1, samples
        assert classes == sorted(classes) and len({bound for bound, _ in classes}) == len(classes)
        assert [count for _, count in classes] == sorted(count for _, count in classes), classes
        assert classes[-1] == (float("inf"), total[0]), (classes, total)
        return classes, seconds[0], total[0]


def complete(scrape):
    for name, kind, labels, values in FAMILIES:
        family = scrape.families.get(PREFIX + name)
        assert family, (name, sorted(scrape.families))
        assert family.type == kind, (name, family.type)
        if labels is not None:
            for sample in family.samples:
                assert sorted(sample.labels) == sorted(labels), (name, sample)
        if values:
            found = {sample.labels[labels[-1]] for sample in family.samples}
            assert values <= found, (name, found)


@check("metrics: the official parser reads them, and the numbers are right for a known load")
def metrics(setting):
    first, second = Studio(numbered(0)), Studio("Other - Title")
    relay = Relay(f"a={first.url}", f"b={second.url}")
    until(lambda: all(station["now_playing"] for station in relay.snapshot()["stations"]), "titles")
    complete(Scrape(relay))
    clients = ([WebSocket(relay.port, "/a") for _ in range(3)]
               + [WebSocket(relay.port, "/a", "icy.json.v1") for _ in range(2)]
               + [EventSource(relay.port, "/a")])
    hear(clients, numbered(0))
    before = Scrape(relay)
    for kind, count in KINDS.items():
        assert before.value("clients", kind=kind) == count, kind
    assert before.value("station_clients", station="a") == 6
    assert before.value("station_clients", station="b") == 0
    for number in range(1, 11):
        first.say(numbered(number))
        hear(clients, numbered(number))
    after = until(lambda: settled(relay, before), "the last title is counted")
    for kind, count in KINDS.items():
        grown = after.value("deliveries", kind=kind) - before.value("deliveries", kind=kind)
        assert grown == 10 * count, (kind, grown)
    assert after.value("station_titles", station="b") == before.value("station_titles", station="b")
    assert after.value("drops", reason="replaced") == 0 == after.value("drops", reason="slow")
    # Each title as text and as JSON: more than its 30 bytes to each of six clients.
    grown = after.value("sent_bytes") - before.value("sent_bytes")
    assert 10 * 6 * 30 < grown < 10 * 6 * 2000, grown
    assert after.value("station_received_bytes", station="a") > 10 * 512
    assert 0 <= after.value("station_last_block_age_seconds", station="a") < 10
    assert after.value("station_state", station="a", state="live") == 1
    _, seconds, count = after.latency()
    grown = count - before.latency()[2]
    assert 10 <= grown <= 20 and 0 < seconds < 10, (grown, seconds)  # Once per loop with clients.
    no_titles(after)
    only_grows(before, after)
    refusals(relay, after)
    for client in clients:
        client.close()
    until(lambda: Scrape(relay).value("station_clients", station="a") == 0, "all have left")
    reconnects(relay, second)
    relay.terminate()
    first.close()
    second.close()


def hear(clients, title):
    for client in clients:
        if isinstance(client, WebSocket) and not client.head.get("sec-websocket-protocol"):
            heard = client.find(1).decode()
        else:
            heard = client.title()["stream_title"]
        assert heard == title, (heard, title)


def settled(relay, before):
    """A scrape with ten more titles than before, or None."""
    scrape = Scrape(relay)
    grown = (scrape.value("station_titles", station="a")
             - before.value("station_titles", station="a"))
    assert grown <= 10, grown
    return scrape if grown == 10 else None


def no_titles(scrape):
    for word in ("Artist", "Song", "Other"):
        assert word not in scrape.text, word


def only_grows(before, after):
    shrunk = [(key, value, after.samples.get(key)) for key, value in before.growing().items()
              if after.samples.get(key, -1) < value]
    assert not shrunk, shrunk


def refusals(relay, before):
    assert exchange(relay.port, b"NONSENSE\r\n\r\n").status == 400
    assert exchange(relay.port, get(Origin="https://evil.example")).status == 403
    def grown(scrape, reason):
        return scrape.value("refusals", reason=reason) - before.value("refusals", reason=reason)

    reasons = ("bad_request", "origin")

    def counted():
        scrape = Scrape(relay)
        return scrape if all(grown(scrape, reason) >= 1 for reason in reasons) else None

    after = until(counted, "both refusals are counted")
    for reason in reasons:
        assert grown(after, reason) == 1, (reason, grown(after, reason))
    only_grows(before, after)


def reconnects(relay, studio):
    before = Scrape(relay)
    studio.away = True
    until(lambda: Scrape(relay).value("station_up", station="b") == 0, "the station is missed")
    studio.away = False
    # Each loop has figures of its own that are up to 100 ms old: one may not know of the end yet.
    known = before.value("station_reconnects", station="b")

    def back():
        scrape = Scrape(relay)
        return (scrape if scrape.value("station_up", station="b") == 1
                and scrape.value("station_reconnects", station="b") > known else None)

    only_grows(before, until(back, "it is back, by another connection", within=30))


@check("health: live and ready are told apart")
def health(setting):
    studio = Studio("Health - Title")
    relay = Relay(studio.url)

    def ready():
        answer = exchange(relay.port, get("/healthz/ready"))
        about = answer.json()
        assert about["stations"] == 1 and about["ready"] == (answer.status == 200), about
        assert about["live"] == (1 if about["ready"] else 0), about
        return answer.status == 200

    def alive():
        return [exchange(relay.port, get(path)).body for path in ("/healthz", "/healthz/live")]

    until(ready, "ready once the station is live")
    assert alive() == [b"ok\n"] * 2
    studio.away = True
    until(lambda: not ready(), "not ready without a live station")
    assert alive() == [b"ok\n"] * 2
    studio.away = False
    until(ready, "ready again", within=30)
    relay.terminate()
    studio.close()


@check("logs: --log-format json: each line is an object with at, level and message")
def logs(setting):
    studio = Studio("Log - Title")
    relay = Relay(f"log={studio.url}", "none=http://127.0.0.1:1/", "--log-format", "json")
    until(lambda: len(relay.err) >= 3, lambda: f"some lines; {relay.err}")
    studio.away = True
    lines = len(relay.err)
    until(lambda: len(relay.err) > lines, "the end of the station is logged")
    assert relay.terminate() == 0
    for line in relay.err:
        entry = json.loads(line)
        at = datetime.datetime.fromisoformat(entry["at"].replace("Z", "+00:00"))
        now = datetime.datetime.now(datetime.timezone.utc)
        assert abs((now - at).total_seconds()) < 60, line
        assert entry["level"] and isinstance(entry["level"], str), line
        assert entry["message"] and isinstance(entry["message"], str), line
    studio.close()


# ---- The configuration ----------------------------------------------------------------------

def write(file, stations, **more):
    """A configuration; `stations` maps a name to a studio or to a station's keys."""
    entries = [{"name": name, **(about if isinstance(about, dict) else {"url": about.url})}
               for name, about in stations.items()]
    file.write_text(json.dumps({**more, "stations": entries}, indent=2))


def names(relay):
    return [station["station"] for station in relay.snapshot("/")["stations"]]


@check("config: SIGHUP adds, removes and changes stations, and touches no other")
def reload(setting):
    file = setting.folder / "stations.json"
    kept, changed, removed, other, added = (Studio(f"{name} - 0") for name in
                                            ("Kept", "Changed", "Removed", "Other", "Added"))
    write(file, {"kept": kept, "changed": changed, "removed": removed})
    relay = Relay("--config", file)
    until(lambda: all(station["now_playing"] for station in relay.snapshot()["stations"]), "titles")
    clients = {name: WebSocket(relay.port, f"/{name}", "icy.json.v1")
               for name in ("kept", "changed", "removed")}
    both = WebSocket(relay.port, "/?station=kept&station=removed", "icy.json.v1")
    text, source = WebSocket(relay.port, "/removed"), EventSource(relay.port, "/removed")
    for name, client in clients.items():
        assert client.title()["station"] == name
    assert {both.title()["station"], both.title()["station"]} == {"kept", "removed"}
    write(file, {"added": added, "kept": kept, "changed": other})
    relay.send(signal.SIGHUP)
    for client in (clients["removed"], text):
        payload = client.goodbye()
        assert code_of(payload) == 1001 and payload[2:] == b"station removed", payload
    while source.next() is not None:
        pass
    assert clients["changed"].title()["stream_title"] == "Other - 0"
    until(lambda: sorted(names(relay)) == ["added", "changed", "kept"], "the list is the new one")
    until(lambda: removed.listeners == changed.listeners == 0, "old connections are let go")
    assert exchange(relay.port, get("/removed")).status == 404
    newcomer = WebSocket(relay.port, "/added", "icy.json.v1")
    assert newcomer.title()["stream_title"] == "Added - 0"
    for studio, client, name in ((kept, clients["kept"], "Kept"), (kept, both, "Kept"),
                                 (other, clients["changed"], "Other"), (added, newcomer, "Added")):
        if client is not both:
            studio.say(f"{name} - 1")
        assert client.title()["stream_title"] == f"{name} - 1"
    assert len(kept.requests) == 1 and kept.listeners == 1, len(kept.requests)
    refused_files(relay, file, [kept, other, added], clients["kept"])
    for client in (clients["kept"], clients["changed"], both, newcomer, source):
        client.close()
    relay.terminate()
    for studio in (kept, changed, removed, other, added):
        studio.close()


def refused_files(relay, file, studios, client):
    """Files with a mistake: it is logged with its place, and nothing changes."""
    good, requests = file.read_text(), [len(studio.requests) for studio in studios]
    before = names(relay)
    mistakes = [("{", ""), ("", ""), ("[]", ""), (good.replace('"url"', '"uri"', 1), "stations[0]"),
                (good.replace("http:", "ftp:", 1), "stations[0].url"),
                (good.replace('"kept"', '"added"'), "stations[1].name"),
                (good.replace('"stations"', '"station"'), "station")]
    for number, (text, says) in enumerate(mistakes):
        file.write_text(text)
        lines = len(relay.err)
        relay.send(signal.SIGHUP)
        until(lambda: any(str(file) in line and says in line for line in relay.err[lines:]),
              lambda: f"mistake {number} ({says}) is logged; {relay.err[lines:]}")
        code, _, errors = program.run("check-config", file)
        assert code == 78 and errors and str(file) in errors[0] and says in errors[0], errors
    file.write_text(good)
    code, out, errors = program.run("check-config", file)
    assert code == 0 and "ok, 3 stations" in out + " ".join(errors), (code, out, errors)
    lines = len(relay.err)
    relay.send(signal.SIGHUP)
    until(lambda: len(relay.err) > lines, "the file is read again")
    assert names(relay) == before
    assert [len(studio.requests) for studio in studios] == requests
    studios[0].say("Kept - 2")
    assert client.title()["stream_title"] == "Kept - 2"


@check("config: on demand: no connection before the first subscriber, and not let go at once")
def on_demand(setting):
    file = setting.folder / "demand.json"
    first, second, third = (Studio(f"Demand - {number}") for number in (1, 2, 3))
    write(file, {"one": {"url": first.url, "on_demand": True},
                 "two": {"url": second.url, "on_demand": True}})
    relay = Relay("--config", file, f"three={third.url}", "--on-demand", "--max-stations", "2")
    assert sorted(names(relay)) == ["one", "three", "two"]
    assert exchange(relay.port, get("/healthz/ready")).status == 200
    began = time.monotonic()
    until(lambda: Scrape(relay) and time.monotonic() - began > 1, "a second has gone by")
    assert first.requests == second.requests == third.requests == []
    client = WebSocket(relay.port, "/one", "icy.json.v1")
    assert client.title()["stream_title"] == "Demand - 1"
    source = EventSource(relay.port, "/three")
    assert source.title()["stream_title"] == "Demand - 3"
    # No more than two at once.
    try:
        WebSocket(relay.port, "/two")
    except Refused as refused:
        assert refused.status == 503 and b"retry-after" in refused.received.lower(), refused
    else:
        raise AssertionError("one station too many")
    assert second.requests == []
    client.close()
    source.close()
    left = time.monotonic()
    until(lambda: Scrape(relay).value("station_clients", station="one") == 0, "it is seen to leave")
    until(lambda: time.monotonic() - left > 3, "some seconds have gone by")
    assert first.listeners == 1 and len(first.requests) == 1
    client = WebSocket(relay.port, "/one")
    assert client.find(1) == b"Demand - 1"
    first.say("Demand - Again")
    assert client.find(1) == b"Demand - Again" and len(first.requests) == 1
    client.close()
    relay.terminate()
    for studio in (first, second, third):
        studio.close()


@check("config: on demand: the first subscriber gets its answer first, on whichever loop it is")
def first_subscriber(setting):
    studios = [Studio(f"First - {number}") for number in range(9)]
    for loops in (1, 2):
        relay = Relay(*(f"s{number}={studio.url}" for number, studio in enumerate(studios)),
                      "--on-demand", "--loops", loops)
        clients = []
        for number in range(len(studios)):
            path, title = f"/s{number}", f"First - {number}"
            if number % 3 == 0:
                clients.append(WebSocket(relay.port, path))
                assert clients[-1].find(1) == title.encode()
                continue
            clients.append(EventSource(relay.port, path) if number % 3 == 1
                           else WebSocket(relay.port, path, "icy.json.v1"))
            assert clients[-1].event()["type"] == "station"
            assert clients[-1].title()["stream_title"] == title
        for client in clients:
            client.close()
        relay.terminate()
    for studio in studios:
        studio.close()


@check("config: check-config names each mistake's place, and relative paths are the file's")
def check_config(setting):
    file = setting.folder / "checked.json"
    station = {"name": "jazz", "url": "http://127.0.0.1:1/"}
    mistakes = [
        ({"stations": [station] * 2}, "stations[1].name"),
        ({"stations": [station, {"name": "x"}]}, "stations[1]"),
        ({"stations": [{**station, "name": "a b"}]}, "stations[0].name"),
        ({"stations": [{**station, "name": "metrics"}]}, "stations[0].name"),
        ({"stations": [{**station, "charset": "klingon"}]}, "stations[0].charset"),
        ({"stations": [{**station, "on_demand": "yes"}]}, "stations[0].on_demand"),
        ({"stations": [{**station, "ondemand": True}]}, "ondemand"),
        ({"stations": {}}, "stations"),
        ({"stations": [station], "max_clients": "many"}, "max_clients"),
        ({"stations": [station], "max_clients": 1.5}, "max_clients"),
        ({"stations": [station], "listen": 8000.5}, "listen"),
        ({"stations": [station], "allow_origin": ["example.org"]}, "allow_origin"),
        ({"stations": [station], "trusted_proxy": ["10.0.0.0/33"]}, "trusted_proxy"),
        ({"stations": [station], "request_time": 0}, "request_time"),
        ({"stations": [station], "tls_cert": "a.pem"}, "tls"),
        ({"stations": [station], "loop": 1}, "loop"),
    ]
    for config, says in mistakes:
        file.write_text(json.dumps(config, indent=1))
        code, out, errors = program.run("check-config", file)
        assert code == 78 and not out, (config, code, out, errors)
        assert len(errors) == 1 and f"{file}:" in errors[0] and says in errors[0], (says, errors)
    file.write_text(json.dumps({"stations": [station]}) + "}")
    code, _, errors = program.run("check-config", file)
    assert code == 78 and f"{file}:1" in errors[0], errors
    (setting.folder / "tokens.txt").write_text("token-of-the-file\n")
    file.write_text(json.dumps({"token_file": "tokens.txt", "stations": [station]}))
    assert program.run("check-config", file)[0] == 0
    relay = Relay("--config", file)
    assert exchange(relay.port, get()).status == 401
    assert exchange(relay.port, get("/?token=token-of-the-file")).status == 200
    assert exchange(relay.port, upgrade("/nobody?token=token-of-the-file")).status == 404
    relay.terminate()
    file.write_text("{")
    assert program.run("--config", file)[0] == 78
