"""Devices and libraries: each connects, gets a title as text and as JSON, answers a ping, and sees
the end. `Clients.md` has the table of what is found here.

With RELAY_CLIENTS=long the libraries of other languages run, too, and the relay's own pings are
waited for.
"""

import base64
import os
import pathlib
import random

import libraries
from between import Between
from harness import Process, check, until
from relay import Relay
from studio import Studio
from wire import CLOSE, TEXT, Answer, Frames, accept_of, code_of, connect, receive_until

LONG = os.environ.get("RELAY_CLIENTS") == "long"
HANDSHAKES = pathlib.Path(__file__).resolve().parents[1] / "Fixtures/handshakes"
JSON = "icy.json.v1"
# Of PyPI: those that the other checks need as well, and those of clients.txt.
PYTHON = ["websockets", "websocket-client", "aiohttp"]
PYTHON_LONG = PYTHON + ["tornado", "picows", "httpx-ws", "autobahn"]


# ---- Handshakes, byte for byte ---------------------------------------------------------------

class Handshake:
    """What a library sends, from its source code; `about` has what the file says of it."""

    def __init__(self, path):
        lines = path.read_text().splitlines()
        comments = [line[2:] for line in lines if line.startswith("# ")]
        self.name, self.lines = path.stem, lines[len(comments):]
        self.about = dict(line.split(": ", 1) for line in comments[1:])
        # The origin that has to be named, and the subprotocol that nobody asked for.
        self.origin = None if self.about["name"] == "-" else self.about["name"]
        self.default = None if self.about["protocol"] == "-" else self.about["protocol"]

    def bytes(self, port, key, protocol, order=None, path="/studio"):
        fields = self.lines[1:]
        if order and self.about.get("order") == "any":
            order.shuffle(fields)
        text = "\r\n".join([self.lines[0], *fields, "", ""])
        if not protocol:
            text = text.replace("Sec-WebSocket-Protocol: {protocol}\r\n", "")
        return text.format(path=path, host="127.0.0.1", port=port, key=key,
                           protocol=protocol).encode()


def handshakes():
    found = [Handshake(path) for path in sorted(HANDSHAKES.glob("*.txt"))]
    assert len(found) >= 7, found
    return found


def shake(port, handshake, protocol, order=None, piecewise=False):
    """(the answer's head, the first frame) for what the library sends."""
    key = base64.b64encode(os.urandom(16)).decode()
    request = handshake.bytes(port, key, protocol, order)
    with connect(port) as client:
        for piece in [request[at:at + 1] for at in range(len(request))] if piecewise else [request]:
            client.sendall(piece)
        received, frames, found = bytearray(), Frames(), []
        receive_until(client, received.extend, lambda: b"\r\n\r\n" in received, "head", 10)
        head, _, rest = bytes(received).partition(b"\r\n\r\n")
        answer = Answer(head + b"\r\n\r\n", head_only=True)
        assert answer.status == 101, (handshake.name, answer.status, received)
        assert answer.get("sec-websocket-accept") == accept_of(key), handshake.name
        found += frames.feed(rest)
        receive_until(client, lambda part: found.extend(frames.feed(part)), lambda: found,
                      "frame", 10)
        return answer, found[0]


@check("libraries: the handshakes of devices and applications, byte for byte")
def devices(setting):
    studio, order = Studio("Device - Title"), random.Random(1)
    named = [shown.origin for shown in handshakes() if shown.origin]
    relay = Relay(f"studio={studio.url}", *(part for origin in named
                                            for part in ("--allow-origin", origin)))
    # On a machine of its own no origin is allowed but the relay's.
    strict = Relay(f"studio={studio.url}", "--allow-origin", "https://example.org")
    for each in (relay, strict):
        until(lambda: each.snapshot()["now_playing"], "a title")
    for handshake in handshakes():
        for turn in range(6):
            answer, frame = shake(relay.port, handshake, handshake.default, order, turn == 5)
            # Also where a subprotocol was offered that nobody asked for.
            assert answer.get("sec-websocket-protocol") is None, handshake.name
            assert frame == (TEXT, b"Device - Title"), (handshake.name, frame)
            answer, frame = shake(relay.port, handshake, JSON, order)
            assert answer.get("sec-websocket-protocol") == JSON, handshake.name
            assert frame[0] == TEXT and b'"type":"station"' in frame[1], (handshake.name, frame)
        opcode, payload = shake(strict.port, handshake, handshake.default)[1]
        if handshake.origin:
            assert (opcode, code_of(payload)) == (CLOSE, 1008), (handshake.name, payload)
            flag = f"--allow-origin '{handshake.origin}'"
            until(lambda: any(flag in line for line in list(strict.err)),
                  lambda: f"the log names {flag}; it says {strict.err}")
        else:
            assert (opcode, payload) == (TEXT, b"Device - Title"), (handshake.name, payload)
        if handshake.name == "go-xnet":
            # Its caller may also name the relay's own origin, with or without a slash.
            handshake.lines = [line.replace("http://localhost/", "http://{host}:{port}/")
                               for line in handshake.lines]
            assert shake(strict.port, handshake, None)[1] == (TEXT, b"Device - Title")
    for each in (relay, strict):
        assert each.terminate() == 0
    studio.close()


# ---- Libraries --------------------------------------------------------------------------------

class Page:
    """Chromium's WebSocket, on a page of the recorder's origin; as `libraries.Libraries`."""

    names = ["chromium"]

    def __init__(self, browser, between):
        self.browser = browser
        browser.open(between.url(path="/studio?page"))
        browser.script(f"""
            window.said = [];
            const subprotocols = {{text: [], json: ['icy.json.v1'], chat: ['chat']}};
            for (const form in subprotocols) {{
              const client = 'chromium.' + form, url = '{between.url("ws", "/studio?client=")}';
              const say = (what, data) => window.said.push({{client, what, data}});
              const socket = new WebSocket(url + client, subprotocols[form]);
              socket.onopen = () => say('open', socket.protocol);
              socket.onmessage = event => say('text', event.data);
              socket.onclose = event => say('close', event.code);
            }}""")

    def lines(self):
        version = self.browser.driver.capabilities["browserVersion"]
        return [{"client": "chromium", "what": "version", "data": version},
                *self.browser.script("return window.said")]

    heard = libraries.Libraries.heard
    clients = libraries.Libraries.clients
    version = libraries.Libraries.version


# These do not report the code of a close.
END = {"x/net": "end", "emacs": "end"}
# These end the connection if none of the subprotocols that they offer is chosen.
INSIST = {"websocket-client", "ws", "built-in", "chromium"}


def each_client(programs):
    return [(program, client) for program in programs for client in program.clients()]


def wait_for(programs, title, within=20.0):
    def missing():
        found = []
        for program, client in each_client(programs):
            texts = program.heard(client, "text")
            last = texts[-1] if texts else ""
            wanted = f'"stream_title":"{title}"' if client.endswith(".json") else title
            if not (wanted in last if client.endswith(".json") else wanted == last):
                found.append((client, program.heard(client, "error"), last[:100]))
        return found
    until(lambda: not missing(), within=within,
          what=lambda: f"{title!r} at each client; missing at {missing()}")


def pinged(between, programs):
    """Each client answers a ping with its payload, on the wire."""
    between.ping(b"are you there?")

    def silent():
        return [client for _, client in each_client(programs)
                if b"are you there?" not in between.of(client).pongs]
    until(lambda: not silent(), lambda: f"a pong of each client; none of {silent()}")


def kept(between, relay, programs):
    """Two pings of the relay itself, which come after 25 s: each is answered."""
    def behind():
        return [(client, len(passage.pings)) for _, client in each_client(programs)
                for passage in [between.of(client)]
                if len(passage.pings) < 2 or len(passage.pongs) < len(passage.pings)]
    until(lambda: not behind(), within=70, every=0.5,
          what=lambda: f"two pings and their pongs; not yet {behind()}")
    assert 'reason="no_pong"} 0' in relay.get("/metrics")[2].decode()


def offering(programs):
    """With a subprotocol that the relay does not know: it connects them, and some go on."""
    for program in programs:
        for client in program.clients("chat"):
            def outcome():
                texts, ends = program.heard(client, "text"), program.heard(client, "close")
                return texts or ends or program.heard(client, "error")
            got = until(outcome, lambda: f"{client} goes on or ends")
            if client.removesuffix(".chat") in INSIST:
                assert program.heard(client, "text") == [], (client, got)
            else:
                until(lambda: program.heard(client, "text") == ["First - Title"],
                      lambda: f"a plain title at {client}; it got {outcome()}")


def ended(programs):
    for program, client in each_client(programs):
        wanted = END.get(client.rpartition(".")[0], 1001)
        until(lambda: program.heard(client, "close"),
              lambda: f"the end of {client}: {program.heard(client, 'error')}")
        codes = program.heard(client, "close")
        assert codes[-1] == wanted, (client, codes)


@check("libraries: libraries get titles as text and as JSON, answer a ping, and see the end")
def real(setting):
    studio = Studio("First - Title")
    # One library has an origin that has to be named. With a name no other one is allowed.
    relay = Relay(f"studio={studio.url}", "--allow-origin", "http://localhost")
    until(lambda: relay.snapshot()["now_playing"], "a title")
    between = Between(relay.port)
    url = between.url("ws", "/studio?client=")
    programs = [libraries.python(url, PYTHON_LONG if LONG else PYTHON), libraries.node(url),
                Page(setting.browser, between)]
    if LONG:
        programs += libraries.others(url, setting.folder)
    wait_for(programs, "First - Title", within=60)
    for program, client in each_client(programs):
        passage = between.of(client)
        offered = passage.field("Sec-WebSocket-Protocol")
        assert offered == (JSON if client.endswith(".json") else None), (client, offered)
        origin = passage.field("Origin")
        assert origin in (None, between.url(path=""), "http://localhost/"), (client, origin)
        assert (origin == "http://localhost/") == client.startswith("x/net"), (client, origin)
        if client == "x/net.text":
            # One of the handshakes that are replayed can be seen here.
            replayed = [each for each in handshakes() if each.name == "go-xnet"][0].bytes(
                between.port, passage.field("Sec-WebSocket-Key"), None, path=passage.target)
            assert passage.request == replayed, passage.request
    offering(programs)
    pinged(between, programs)
    for title in ("Second - Title", "Motörhead - Ace of Spades"):
        studio.say(title)
        wait_for(programs, title)
    if LONG:
        kept(between, relay, programs)
    assert relay.terminate() == 0, relay.err
    ended(programs)
    report(programs, between)
    between.close()
    studio.close()


def report(programs, between):
    """What was seen is what `Clients.md` says. The version is printed where it is another one."""
    seen, said = {}, libraries.rows("| library | version | Origin | unknown subprotocol | end |")
    for program in programs:
        for name in program.names:
            origin = between.of(f"{name}.text").field("Origin")
            seen[name] = [
                "none" if origin is None else "the caller's" if origin == "http://localhost/"
                else "Relay's, on its own page" if name == "chromium" else "Relay's",
                "ends" if name in INSIST else "goes on",
                "the end" if name in END else "1001"]
            version = program.version(name)
            if name in said and said[name][0] not in version:
                print(f"     {name}: now {version}, {said[name][0]} in Clients.md", flush=True)
    if LONG:
        assert seen == {name: cells[1:] for name, cells in said.items()}, (seen, said)
    else:
        assert all(said[name][1:] == cells for name, cells in seen.items()), (seen, said)


# ---- The sketch -------------------------------------------------------------------------------

if LONG:
    @check("libraries: the sketch for the ESP32 shows titles, none, and those after a restart")
    def sketch(setting):
        studio = Studio("First - Title")
        flags = [f"jazz={studio.url}", "--allow-origin", "https://example.org"]
        relay = Relay(*flags)
        until(lambda: relay.snapshot()["now_playing"], "a title")
        between = Between(relay.port)
        board = Process([libraries.sketch_program(setting.folder)], env={
            "RELAY_PORT": str(between.port),
            "HANDSHAKE": str(HANDSHAKES / "arduinoWebSockets.txt")})
        shows = lambda line, count=1: until(
            lambda: board.out.count(line) == count, lambda: f"{line!r}; it shows {board.out}")
        shows("Now playing: First - Title")
        studio.say("Motörhead - Ace of Spades")
        shows("Now playing: Motörhead - Ace of Spades")
        studio.say("")
        shows("Now playing: -")
        between.ping(b"hello")
        until(lambda: between.passages[-1].pongs == [b"hello"], "a pong")
        assert between.passages[-1].field("Origin") is None
        assert relay.terminate() == 0
        shows("No connection. It is tried again.")
        studio.say("Second - Title")
        relay = Relay(*flags)
        until(lambda: relay.snapshot()["now_playing"], "a title")
        between.to = relay.port
        shows("Now playing: Second - Title")
        board.stop()
        assert relay.terminate() == 0
        between.close()
        studio.close()
