"""Words have limited lengths, and a name has few addresses."""

import json
import socket
import time

from bounds import SECONDS, Beside, both, compiled, python
from harness import free_port, until
from proxies import Nginx
from wire import PING, PONG, TEXT, WebSocket, connect, frame, get

# Words of a few kilobytes each are read whole, and cut before they are kept.
WORDS_KIB = 4 * 1024
# The C library makes a list of 2,000 addresses for each attempt, in a thread of its own, and keeps
# the room of the largest: 5 to 7 MiB after one minute as after three.
ADDRESSES_KIB = 8 * 1024
MESSAGE = 4096  # bytes of a JSON message about a station, which contains all its words
HEAD = 4096  # bytes: nginx's buffer for the head of an answer
STALL = 6.5  # seconds, in which a station stalls and continues

ADDRESSES, AT_ONCE = 8, 2


def rigged(log):
    return {"LD_PRELOAD": str(compiled("rigged", "-shared", "-fPIC", "-ldl")),
            "RIGGED_NAMES": str(log)}


# ---- Words --------------------------------------------------------------------------------------

def heard(client, seconds):
    """The sizes of the messages received within some seconds."""
    sizes, ends = [], time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        try:
            opcode, payload = client.next(within=left)
        except AssertionError:
            break
        if opcode == PING:
            client.send(frame(PONG, payload))
        if opcode == TEXT:
            json.loads(payload)
            sizes.append(len(payload))
    return sizes


def head_size(port, path, **fields):
    """(bytes of the answer's head, its status)."""
    with connect(port) as client:
        client.sendall(get(path, **fields))
        received = b""
        while b"\r\n\r\n" not in received and (part := client.recv(65536)):
            received += part
    return received.index(b"\r\n\r\n") + 4, received[9:12].decode()


@both("words of any length are cut in messages, in the log and in the heads of answers")
def words(setting, loops):
    server = python("bounds_stations.py", SECONDS + 120)
    paths = {"words": "/words", "reason": "/reason", "location": "/location",
             "far": "/far/253", "beyond": "/far/4000"}
    stations = {name: f"http://127.0.0.1:{server.port}{path}" for name, path in paths.items()}
    stations["label"] = f"http://{'a' * 63}.{'b' * 63}.{'c' * 63}.test:{server.port}/far/253"
    beside = Beside(setting, loops, stations, env=rigged(setting.folder / f"names-{loops}.log"))
    relay = beside.relay

    def playing(name):
        return relay.snapshot(f"/{name}")["now_playing"]

    until(lambda: all(map(playing, ("words", "far", "label"))), "titles of those that have one")
    query = "&".join(f"station={name}" for name in stations)
    beside.begin()
    client = WebSocket(relay.port, f"/?{query}", "icy.json.v1")
    sizes = heard(client, max(SECONDS, STALL))
    client.close()
    beside.end()
    heads = {}
    for name in stations:
        for accept in ("text/html", "application/json", "text/event-stream"):
            heads[name, accept] = head_size(relay.port, f"/{name}", Accept=accept)
    heads["nowhere", "text"] = head_size(relay.port, "/" + "n" * 7000)
    heads["origin", "json"] = head_size(relay.port, "/words", Origin="http://" + "o" * 4000)
    nginx = Nginx(setting, relay)
    through = {name: str(nginx.ask(f"/{name}", Accept="text/html").status) for name in stations}
    nginx.stop()
    beside.figures["words"] = {
        "messages": len(sizes), "largest": max(sizes), "bytes in all": sum(sizes),
        "largest head": max(size for size, _ in heads.values()),
        "longest log line": max(len(line.encode()) for line in relay.err),
        "pages through nginx": " ".join(sorted(set(through.values())))}
    beside.expect(len(sizes) >= 3, f"{len(sizes)} messages")
    beside.expect(max(sizes) <= MESSAGE, f"a message of {max(sizes):,} bytes")
    long = {key: size for key, (size, _) in heads.items() if size > HEAD}
    beside.expect(not long, f"heads of answers: {long}")
    beside.expect(set(through.values()) == {"200"}, f"through nginx: {through}")
    beside.judge("words", WORDS_KIB, [("words", "station_words")], files=2 * len(stations))
    beside.close()
    server.stopped()


# ---- Addresses ----------------------------------------------------------------------------------

class Deaf:
    """A port whose queue is full: connections to it stay in progress until the client gives up."""

    def __init__(self):
        self.listener = socket.create_server(("0.0.0.0", 0), backlog=0)
        self.port = self.listener.getsockname()[1]
        self.fill = []
        for _ in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", self.port))
            self.fill.append(client)

    def close(self):
        for client in self.fill:
            client.close()
        self.listener.close()


def attempts(log, name, port):
    """The addresses of each attempt: those connected to after each lookup of the name."""
    found = []
    for line in log.read_text().splitlines():
        word, *rest = line.split()
        if word == "lookup" and rest == [name]:
            found.append([])
        elif word == "connect" and rest[1] == str(port) and found:
            found[-1].append(rest[0])
    return found


def at_once(log, port):
    """The most connections to a port that were open at one time."""
    most, connected = 0, set()
    for line in log.read_text().splitlines():
        word, *rest = line.split()
        if word == "connect" and rest[1] == str(port):
            connected.add(rest[2])
            most = max(most, len(connected))
        elif word == "close":
            connected.discard(rest[0])
    return most


@both("of a name with 2,000 addresses eight are tried, two at a time, and others the next time")
def addresses(setting, loops):
    log, refused, deaf = setting.folder / f"addresses-{loops}.log", free_port(), Deaf()
    stations = {"refused": f"http://many.test:{refused}/",
                "deaf": f"http://many-deaf.test:{deaf.port}/"}
    # No station is connected before the honest clients are there.
    beside = Beside(setting, loops, stations, env=rigged(log), on_demand=True)
    beside.begin()
    clients = [WebSocket(beside.relay.port, f"/{name}", "icy.json.v1") for name in stations]
    time.sleep(max(SECONDS, 6))
    for client in clients:
        client.close()
    tried = attempts(log, "many.test", refused)
    waited_for = attempts(log, "many-deaf.test", deaf.port)
    most = {port: at_once(log, port) for port in (refused, deaf.port)}
    beside.end()
    beside.figures["addresses"] = {
        "refused, attempts": len(tried), "connects in one at most": max(map(len, tried)),
        "in all": sum(map(len, tried)), "deaf, in the first": len(waited_for[0]),
        "at once at most": max(most.values())}
    beside.expect(max(map(len, tried + waited_for)) <= ADDRESSES, "too many addresses tried")
    beside.expect(all(1 <= count <= AT_ONCE for count in most.values()),
                  f"connects at once, by port: {most}")
    for attempt in tried:
        families = {":" in address for address in attempt}
        beside.expect(len(attempt) < ADDRESSES or len(families) == 2,
                      f"one family only: {attempt[:10]}")
    whole = [attempt for attempt in tried if len(attempt) >= ADDRESSES]
    beside.expect(len(whole) >= 2, f"{len(whole)} whole attempts: {list(map(len, tried))}")
    for earlier, later in zip(whole, whole[1:]):
        beside.expect(later[0] != earlier[0], f"two attempts begin with {later[0]}")
    beside.judge("addresses", ADDRESSES_KIB, [("refused", "station_addresses")], files=4)
    beside.close()
    deaf.close()
