"""Server-sent events in real libraries: each title at once, nothing else, and nothing lost or twice
over a restart. `Clients.md` has the table of what is found here.

With RELAY_CLIENTS=long all libraries are waited for after a restart, which some make after half a
minute, and the relay's own comment is.
"""

import json
import os
import re
import signal
import statistics
import time

import libraries
from between import Between, chunks
from harness import Process, answers, check, free_port, until
from proxies import Nginx
from relay import Relay
from studio import Studio, numbered
from wire import Events, connect, get, read_end

LONG = os.environ.get("RELAY_CLIENTS") == "long"
PYTHON = list(("requests", "sseclient", "sseclient-py", "httpx-sse", "requests-sse",
               "aiohttp-sse-client"))
# These end with their connection.
ONE_CONNECTION = ["requests", "sseclient-py", "httpx-sse"]


class Page:
    """Chromium's EventSource, on a page of the recorder's origin; as `libraries.EventLibraries`."""

    names = ["chromium"]

    def __init__(self, browser, between, since=""):
        self.browser = browser
        browser.open(between.url(path="/studio?page"))
        # A page has the clock of the wall; this much has to be added.
        self.zero = time.monotonic() - time.time()
        browser.script(f"""
            window.said = [];
            const now = () => (performance.timeOrigin + performance.now()) / 1000;
            const say = (what, data, id) => window.said.push(
              {{client: 'chromium', what, data, id, at: now()}});
            const source = new EventSource('/studio?client=chromium{since}');
            source.onmessage = event => say('event', event.data, event.lastEventId);
            source.onerror = () => {{ if (source.readyState === 2) say('error', 'closed'); }};""")

    def lines(self):
        version = self.browser.driver.capabilities["browserVersion"]
        return [{"client": "chromium", "what": "version", "data": version},
                *({**line, "at": line["at"] + self.zero}
                  for line in self.browser.script("return window.said"))]

    def clients(self):
        return self.names

    heard = libraries.Libraries.heard

    def stop(self):
        self.browser.open("about:blank")


class Crowd:
    """The libraries, and all they got, also from programs that have ended."""

    def __init__(self, setting, between):
        self.setting, self.between, self.url = (
            setting, between, between.url(path="/studio?client="))
        self.programs = [libraries.python_events(self.url, PYTHON),
                         libraries.node_events(self.url), Page(setting.browser, between)]
        self.names = [name for program in self.programs for name in program.clients()]
        self.before, self.restarted = {name: [] for name in self.names}, []

    def lines(self, name):
        """What a library printed, in order."""
        return self.before[name] + [line for program in self.programs if name in program.clients()
                                    for line in program.lines() if line["client"] == name]

    def events(self, name):
        return [line for line in self.lines(name) if line["what"] == "event"]

    def titles(self, name):
        """[(title, line)], without the events of other types."""
        found = []
        for line in self.events(name):
            event = json.loads(line["data"]) if line["data"] else {"type": "nothing"}
            if event["type"] == "title":
                assert line["id"] == event["id"], (name, line)
                found.append((event["stream_title"], line))
        return found

    def empty(self, name):
        return [line for line in self.events(name) if not line["data"].strip()]

    def wait_for(self, title, names=None, within=5.0):
        """All have it as their newest one: before the next one is sent, which would free it."""
        def missing():
            return [(name, [text for text, _ in self.titles(name)][-2:], self.lines(name)[-1:])
                    for name in names or self.names
                    if [text for text, _ in self.titles(name)][-1:] != [title]]
        until(lambda: not missing(), within=within, what=lambda: f"{title} at {missing()}")

    def start_again(self, names):
        """Starts those that have ended with the last id that each one saw."""
        last = {name: self.titles(name)[-1][1]["id"] for name in names}
        for name in names:
            self.before[name] = self.lines(name)
        self.restarted += names
        for program in list(self.programs):
            kept = [name for name in program.clients() if name not in names]
            if len(kept) < len(program.clients()):
                if kept:
                    program.names = kept
                else:
                    program.stop()
                    self.programs.remove(program)
        python = [name for name in names if name in PYTHON]
        if python:
            self.programs.append(libraries.python_events(self.url, python, last))
        if "eventsource" in names:
            self.programs.append(libraries.node_events(self.url, last["eventsource"]))
        if "chromium" in names:
            self.programs.append(Page(
                self.setting.browser, self.between, f"&since={last['chromium']}"))

    def ended(self):
        """Those that do not connect by themselves any more."""
        return [name for name in self.names
                if self.lines(name)[-1]["what"] in ("end", "error")]

    def close(self):
        for program in self.programs:
            program.stop()


def on_air(setting, *flags, port=0):
    studio = Studio(numbered(0))
    log = setting.folder / f"events-{studio.port}.log"
    flags = [f"studio={studio.url}", "--play-log", log]
    relay = Relay(*flags, port=port)
    until(lambda: relay.snapshot()["now_playing"], "a title")
    return studio, relay, lambda: Relay(*flags, port=relay.port)


def once_each(crowd, count):
    """Every title, in order, once."""
    for name in crowd.names:
        heard = [title for title, _ in crowd.titles(name)]
        assert heard == [numbered(number) for number in range(count)], (name, heard)


# ---- Each title at once -----------------------------------------------------------------------

@check("libraries: an event stream gives each title at once, and no empty event")
def at_once(setting):
    studio, relay, again = on_air(setting)
    between = Between(relay.port)
    crowd, late = Crowd(setting, between), {}
    crowd.wait_for(numbered(0), within=60)
    for number in range(1, 8):
        said = time.monotonic()
        studio.say(numbered(number))
        crowd.wait_for(numbered(number))
        for name in crowd.names:
            late.setdefault(name, []).append(crowd.titles(name)[-1][1]["at"] - said)
    for name, delays in late.items():
        # A library that holds a title back waits for the next one: never that long. The time is
        # that of most titles, since this machine may be busy for a moment.
        assert statistics.median(delays) < 0.3, (name, delays)
    between.comment()
    if LONG:
        quiet = time.monotonic()
        with connect(relay.port) as client:
            client.sendall(get("/studio", Accept="text/event-stream"))
            received = b""
            client.settimeout(30)
            while b"2\r\n:\n\r\n" not in received:
                received += client.recv(65536)
        print(f"     the relay's own comment after {time.monotonic() - quiet:.1f} s")
    studio.say(numbered(8))
    crowd.wait_for(numbered(8))
    once_each(crowd, 9)
    for name in crowd.names:
        assert crowd.empty(name) == [], (name, crowd.empty(name))
    if LONG:
        assert set(written()) == set(crowd.names), written()
        for name, delays in late.items():
            print(f"     {name} {version_of(crowd, name)} ({written()[name][0]} in Clients.md): "
                  f"{1000 * statistics.median(delays):.0f} ms, longest {1000 * max(delays):.0f} ms")
    planned_end(relay, again, studio, crowd)
    between.close()
    studio.close()


def version_of(crowd, name):
    return [line["data"] for line in crowd.lines(name) if line["what"] == "version"][0]


def planned_end(relay, again, studio, crowd):
    """SIGTERM, and a relay on the same port with the same play log."""
    wires = [connect(relay.port) for _ in range(8)]
    for number, wire in enumerate(wires):
        wire.sendall(get("/studio", version="1.1" if number % 2 else "1.0",
                         Accept="text/event-stream"))
        wire.settimeout(10)
        end = b"\n\n\r\n" if number % 2 else b"\n\n"
        head, _, body = seen(wire, numbered(8), end).partition(b"\r\n\r\n")
        assert b"content-encoding: identity" in head.lower(), head
        assert (b"transfer-encoding: chunked" in head.lower()) == bool(number % 2), head
        first_events(body if number % 2 else b"%x\r\n%s\r\n" % (len(body), body))
    ended = time.monotonic()
    assert relay.terminate() == 0, relay.err
    late_lines([read_end(wire)[0] for wire in wires])
    until(lambda: set(ONE_CONNECTION) <= set(crowd.ended()),
          lambda: f"the end of {ONE_CONNECTION}; of {crowd.ended()}")
    studio.say(numbered(9))
    relay = again()
    until(lambda: relay.snapshot("/studio")["now_playing"]["stream_title"] == numbered(9), "9")
    crowd.start_again(ONE_CONNECTION)
    crowd.wait_for(numbered(9), ONE_CONNECTION, within=20)
    if LONG:
        back_by_themselves(crowd, ended)
    else:
        crowd.names = ONE_CONNECTION
    studio.say(numbered(10))
    crowd.wait_for(numbered(10))
    once_each(crowd, 11)
    for name in crowd.names:
        # sseclient reads below the chunks: it takes the last one for a blank line.
        assert len(crowd.empty(name)) == (name == "sseclient"), (name, crowd.empty(name))
    crowd.close()
    assert relay.terminate() == 0


def seen(wire, title, end):
    """What comes up to the end of this title's event."""
    received = b""
    while title.encode() not in received or not received.endswith(end):
        part = wire.recv(65536)
        assert part, received
        received += part
    return received


def first_events(body):
    """When to reconnect, in the block of the first event; to HTTP/1.1 each event is one chunk."""
    whole, rest = chunks(body)
    assert rest == b"", rest
    pieces = []
    while whole:
        size, _, after = whole.partition(b"\r\n")
        pieces.append(after[:int(size, 16)])
        whole = after[int(size, 16) + 2:]
    blocks = b"".join(pieces).split(b"\n\n")
    assert len(blocks) == 3 and blocks[2] == b"", blocks
    assert re.fullmatch(rb'retry: (?:[1-3]\d{3}|4000)\ndata: \{"type":"station".*\}',
                        blocks[0]), blocks
    assert re.fullmatch(rb'id: \S+\ndata: \{"type":"title".*\}', blocks[1]), blocks
    if len(pieces) > 1:
        # The line that is not an event, and one chunk for each that is.
        assert [piece.count(b"\n\n") for piece in pieces] == [0, 1, 1], pieces
        assert all(piece.endswith(b"\n\n") for piece in pieces[1:]), pieces


def late_lines(ends):
    """What comes last: another time for each client, in a block that is not an event."""
    times = []
    for number, end in enumerate(ends):
        if number % 2:
            size, _, rest = end.partition(b"\r\n")
            assert rest.endswith(b"\r\n0\r\n\r\n") and len(rest) == int(size, 16) + 7, end
            end = rest[:-7]
        assert end.startswith(b"retry: ") and end.endswith(b"\n") and end.count(b"\n") == 1, end
        events = Events()
        assert events.feed(end) == []
        times.append(events.retry)
    assert all(10_000 <= each <= 15_000 for each in times), times
    # Of 5,001 values eight are hardly ever three or less.
    assert len(set(times)) > 3, times


def back_by_themselves(crowd, ended):
    """Those that reconnect do so after the time that they were told, or twice it."""
    others = [name for name in crowd.names if name not in ONE_CONNECTION]
    back = {}

    def are_back():
        for name in others:
            if name not in back and crowd.titles(name)[-1][0] == numbered(9):
                back[name] = time.monotonic() - ended
        return len(back) == len(others)
    until(are_back, within=60, every=0.2, what=lambda: f"all are back, not only {back}; "
          f"{[(name, crowd.lines(name)[-1]) for name in others]}")
    assert crowd.restarted == ONE_CONNECTION, crowd.restarted
    for name, cells in written().items():
        if name in ONE_CONNECTION:
            assert cells[1] == "ends", (name, cells)
            continue
        print(f"     {name}: back {back[name]:.1f} s after the end", flush=True)
        least, _, most = cells[1].removesuffix(" s").partition(" to ")
        # The time begins when the client sees the end, and it has to connect after it.
        assert int(least) <= back[name] + 0.5 and back[name] < int(most) + 3, (name, back, cells)


def written():
    """{library: [version, after a planned end, at 503]} as `Clients.md` says."""
    return libraries.rows("| library | version | after a planned end | at 503 |")


# ---- A crash ----------------------------------------------------------------------------------

if LONG:
    @check("libraries: an event stream loses nothing when the relay is killed behind a proxy")
    def killed(setting):
        studio, relay, again = on_air(setting)
        between = Between(relay.port)
        crowd = Crowd(setting, between)
        crowd.wait_for(numbered(0), within=60)
        for number in (1, 2):
            studio.say(numbered(number))
            crowd.wait_for(numbered(number))
        relay.stop(signal.SIGKILL)
        # All that reconnect do so now, and are answered 503.
        ending = {name for name, cells in written().items() if cells[2] == "ends"}
        until(lambda: set(crowd.ended()) == ending and len(between.all_of("eventsource")) > 1,
              within=20, what=lambda: f"the end of {ending}; of {crowd.ended()}")
        studio.say(numbered(3))
        relay = again()
        until(lambda: relay.snapshot("/studio")["now_playing"]["stream_title"] == numbered(3), "3")
        crowd.start_again(sorted(ending))
        crowd.wait_for(numbered(3), within=60)
        studio.say(numbered(4))
        crowd.wait_for(numbered(4))
        once_each(crowd, 5)
        crowd.close()
        assert relay.terminate() == 0
        between.close()
        studio.close()


# ---- HTTP/1.0 ---------------------------------------------------------------------------------

@check("libraries: an event stream over HTTP/1.0, for curl and for nginx as it is by default")
def old_version(setting):
    studio, relay, _ = on_air(setting)
    folder = setting.folder / f"plain-nginx-{relay.port}"
    folder.mkdir()
    port = free_port()
    (folder / "relay.conf").write_text(
        f"server {{ listen 127.0.0.1:{port}; location / {{ "
        f"proxy_pass http://127.0.0.1:{relay.port}; }} }}\n")
    (folder / "nginx.conf").write_text(Nginx.around.format(folder=folder))
    nginx = Process(["nginx", "-p", folder, "-e", folder / "error.log",
                     "-c", folder / "nginx.conf"])
    until(lambda: answers(port), "nginx listens")
    curl = Process(["curl", "--http1.0", "--no-progress-meter", "-N", "-i", "-H",
                    "Accept: text/event-stream", relay.http("/studio")])
    behind = Process(["curl", "--no-progress-meter", "-N", "-i", "-H",
                      "Accept: text/event-stream", f"http://127.0.0.1:{port}/studio"])
    for number in range(4):
        if number:
            studio.say(numbered(number))
        for each in (curl, behind):
            # The line of a title is there before the next title is sent.
            until(lambda: any(numbered(number) in line for line in list(each.out)), within=5,
                  what=lambda: f"title {number}; {each.command} printed {each.out[-3:]}")
    head = [line.lower() for line in curl.out[:curl.out.index("")]]
    assert not any(line.startswith(("transfer-encoding", "content-length")) for line in head), head
    assert "content-encoding: identity" in head and "connection: close" in head, head
    assert relay.terminate() == 0
    # The close ends it, and curl is content with that.
    assert curl.wait() == 0 and behind.wait() == 0, (curl.err, behind.err)
    for each in (curl, behind):
        body = each.out[each.out.index("") + 1:]
        assert body[0].startswith("retry: ") and body[1].startswith("data: "), body[:2]
        assert 10_000 <= int(body[-1].removeprefix("retry: ")) <= 15_000, body[-2:]
        assert sum(line.startswith("id: ") for line in body) == 4, body
    nginx.stop(signal.SIGTERM)
    studio.close()
