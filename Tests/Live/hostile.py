"""Clients as the open internet sends them, all at once. Runs as a program of its own.

    hostile.py PORT SECONDS SEED ATTACK ...

Each attack runs in its own thread for this long. The last line of output is a JSON object with what
each did and saw; an attack that failed is named under "broken".
"""

import json
import random
import socket
import sys
import threading
import time
import traceback

from wire import (
    BINARY, CLOSE, CONTINUATION, PING, TEXT, Frames, WebSocket, close_payload, code_of, connect,
    frame, get, reset, upgrade)

ATTACKS = {}
DROPS, DROPS_AT_ONCE = 10_000, 400


def attack(function):
    ATTACKS[function.__name__] = function
    return function


class Battle:
    """What an attack needs: the port, its end, and its own random numbers."""

    def __init__(self, port, ends, seed):
        self.port, self.ends, self.random = port, ends, random.Random(seed)

    @property
    def goes_on(self):
        return time.monotonic() < self.ends

    def address(self, first, count):
        return f"127.0.1.{first + self.random.randrange(count)}"


def received(client, within):
    """Everything that arrives until the end of the connection or of this time."""
    data, deadline = b"", time.monotonic() + within
    while (left := deadline - time.monotonic()) > 0:
        client.settimeout(left)
        try:
            part = client.recv(65536)
        except (TimeoutError, socket.timeout):
            break
        except OSError:
            return data, True
        if not part:
            return data, True
        data += part
    return data, False


# ---- Attacks that hold on -------------------------------------------------------------------

def hold(battle, count, word, deaf, addresses):
    """Keeps `count` connections that never finish a request, and reopens those that were ended.

    Every second one is `deaf`: it continues after the server has ended, until a send fails.
    """
    figures = {"opened": 0, "answered 408": 0, "ended": 0, "still held at the end": 0}
    clients = {}

    def open_one():
        client = connect(battle.port, battle.address(*addresses))
        client.setblocking(False)
        clients[client] = [0, figures["opened"] % 2 == 0 and deaf, False]
        figures["opened"] += 1

    def look_at(client):
        """Whether this client is finished."""
        state = clients[client]
        try:
            if word and state[0] < len(word):
                client.send(word[state[0]:state[0] + 1])
                state[0] += 1
            elif state[1]:
                client.send(b"x")
            data = client.recv(4096)
            figures["answered 408"] += data.startswith(b"HTTP/1.1 408 ")
            if not data and state[1] and not state[2]:
                state[2] = True
                return False
            return not data and not state[1]
        except BlockingIOError:
            return False
        except OSError:
            return True

    while battle.goes_on or (clients and time.monotonic() < battle.ends + 8):
        while battle.goes_on and len(clients) < count:
            open_one()
        for client in [client for client in clients if look_at(client)]:
            figures["ended"] += 1
            del clients[client]
            client.close()
        time.sleep(0.25)
    figures["still held at the end"] = len(clients)
    return figures


@attack
def slow_lorises(battle):
    """300 clients that send a byte of a request's head now and then."""
    word = b"GET / HTTP/1.1\r\nHost: radio.example\r\nUser-Agent: " + b"slow " * 100
    return hold(battle, 300, word, True, (1, 4))


@attack
def half_open(battle):
    """200 clients that connect and send nothing."""
    return hold(battle, 200, b"", False, (5, 4))


def unsent(port):
    """How many bytes the server's kernel holds for each of its clients, by the client's address and
    port: clients with other addresses have the same ports."""
    held = {}
    with open("/proc/net/tcp") as table:
        next(table)
        for row in table:
            parts = row.split()
            if parts[3] == "01" and parts[1].endswith(f":{port:04X}"):
                address, _, number = parts[2].partition(":")
                address = socket.inet_ntoa(bytes.fromhex(address)[::-1])
                held[address, int(number, 16)] = int(parts[4].split(":")[0], 16)
    return held


@attack
def never_read(battle):
    """20 clients that subscribe to the station with large titles and read nothing.

    Some WebSockets begin to read after they have been stuck for longer than is allowed, and must
    find a Close with 3008 after the frame that was being sent. (A kernel may accept a little more
    some seconds later, even for a client that does not read: it is no longer stuck then.)
    """
    clients = []
    for number in range(20):
        client = connect(battle.port, battle.address(9, 1), receive_buffer=16384)
        client.sendall(get("/wide", Accept="text/event-stream") if number % 4 == 3
                       else upgrade("/wide", "icy.json.v1"))
        clients.append({"socket": client, "sse": number % 4 == 3, "reads": number % 4 == 0,
                        "name": client.getsockname(), "held": 0, "since": time.monotonic()})
    figures = {"opened": 20, "held by the kernel at most": 0, "told 3008": 0, "told nothing": 0}
    while True:
        held, now = unsent(battle.port), time.monotonic()
        # Those that have read nothing in 20 s, nor in the 5 s after the Close, must be gone. The
        # last to be stuck may remain so for a while after the other attacks.
        late = [client for client in clients
                if held.get(client["name"]) == client["held"] and now - client["since"] > 27]
        if late or (not battle.goes_on and not any(client["name"] in held for client in clients)):
            break
        for client in clients:
            bytes_held = held.get(client["name"], 0)
            figures["held by the kernel at most"] = max(
                figures["held by the kernel at most"], bytes_held)
            if bytes_held != client["held"]:
                client.update(held=bytes_held, since=now)
            if client["reads"] and client["held"] and now - client["since"] > 21.5:
                client["reads"] = False
                told = last_words(client["socket"])
                figures["told 3008" if told == 3008 else "told nothing"] += 1
        time.sleep(0.3)
    figures["stuck for 27 s and still held"] = len(late)
    figures["gone"] = sum(client["name"] not in held for client in clients)
    for client in clients:
        client["socket"].close()
    return figures


def last_words(client):
    """The code of the Close after everything that waited, or None if there is none within 2 s."""
    frames, head, deadline = Frames(), b"", time.monotonic() + 2
    while (left := deadline - time.monotonic()) > 0:
        client.settimeout(left)
        try:
            data = client.recv(65536)
        except OSError:
            return None
        if not data:
            return None
        if head is not None:
            head += data
            _, found, data = head.partition(b"\r\n\r\n")
            if not found:
                continue
            head = None
        for opcode, payload in frames.feed(data):
            if opcode == CLOSE:
                return code_of(payload)
    return None


@attack
def ping_flood(battle):
    """10 clients that send pings as fast as they are accepted, and read none of the answers."""
    figures = {"opened": 0, "MiB of pings": 0, "cut": 0}
    burst, sent, clients = frame(PING, b"p" * 125) * 100, 0, []
    while battle.goes_on:
        while len(clients) < 10:
            try:
                client = WebSocket(battle.port, "/follow", address=battle.address(10, 1),
                                   receive_buffer=1024).socket
            except OSError:
                continue
            client.setblocking(False)
            clients.append(client)
            figures["opened"] += 1
        for client in list(clients):
            try:
                sent += client.send(burst)
            except BlockingIOError:
                continue
            except OSError:
                figures["cut"] += 1
                clients.remove(client)
                client.close()
        time.sleep(0.05)
    figures["MiB of pings"] = round(sent / 1048576, 1)
    for client in clients:
        client.close()
    return figures


# ---- Attacks that come and go ---------------------------------------------------------------

@attack
def connect_and_drop(battle):
    """10,000 connections that send nothing, or half a request; ended in three ways."""
    figures = {"opened": 0, "reset": 0}
    began, span = time.monotonic(), battle.ends - time.monotonic() - 4
    while figures["opened"] < DROPS:
        clients = [connect(battle.port, battle.address(11, 10)) for _ in range(DROPS_AT_ONCE)]
        for client in clients:
            way = battle.random.randrange(3)
            if way == 1:
                client.sendall(b"GET / HT")
            if way == 2:
                reset(client)
                figures["reset"] += 1
            client.close()
        figures["opened"] += len(clients)
        time.sleep(max(0, began + span * figures["opened"] / DROPS - time.monotonic()))
    figures["seconds"] = round(time.monotonic() - began, 1)
    return figures


@attack
def random_bytes(battle):
    """500 connections with random bytes, half of them before an upgrade, half after it."""
    figures = {"opened": 0, "before": 0, "after": 0, "ended by the server": 0}
    for number in range(500):
        noise = battle.random.randbytes(battle.random.randrange(1, 4096))
        if number % 2:
            client = connect(battle.port, battle.address(21, 4))
            figures["before"] += 1
        else:
            client = WebSocket(battle.port, "/follow", address=battle.address(21, 4)).socket
            figures["after"] += 1
        figures["opened"] += 1
        try:
            client.sendall(noise)
            figures["ended by the server"] += received(client, 0.05 if number % 3 else 0)[1]
        except OSError:
            figures["ended by the server"] += 1
        client.close()
    return figures


# (name, the code that the server must close with, the bytes that cause it)
WRONG_FRAMES = [
    ("length 2^63", 1002, frame(BINARY, says=1 << 63, form=64)),
    ("length 2^63 - 1", 1009, frame(BINARY, says=(1 << 63) - 1, form=64)),
    ("1 MiB", 1009, frame(TEXT, b"a" * (1 << 20))),
    ("fragments without end", 1009,
     frame(TEXT, b"a" * 500, final=False) + frame(CONTINUATION, b"a" * 500, final=False) * 4),
    ("a ping of 126 bytes", 1002, frame(PING, b"a" * 126)),
    ("a Close of 1 MiB", 1002, frame(CLOSE, close_payload(1000) + b"a" * (1 << 20))),
    ("not masked", 1002, frame(TEXT, b"hello", masked=False)),
    ("a ping that is not masked", 1002, frame(PING, b"hello", masked=False)),
    ("no UTF-8", 1007, frame(TEXT, b"\xff\xfe")),
]


@attack
def wrong_frames(battle):
    """Frames that are too large, not masked or not text, again and again, and what they get."""
    figures = {"opened": 0, "answered with the right code": 0, "otherwise": []}
    while battle.goes_on:
        for name, code, data in WRONG_FRAMES:
            client = WebSocket(battle.port, "/follow", address=battle.address(25, 2))
            figures["opened"] += 1
            try:
                client.send(data)
            except OSError:
                pass  # The server may end before it has read all of it.
            try:
                got = code_of(client.find(CLOSE))
            except (AssertionError, OSError) as problem:
                got = str(problem)
            client.close()
            if got == code:
                figures["answered with the right code"] += 1
            else:
                figures["otherwise"].append([name, got])
        time.sleep(0.3)
    figures["otherwise"] = figures["otherwise"][:10]
    return figures


@attack
def resets(battle):
    """RST in every state of a connection."""
    request, whole = get("/follow", Accept="application/json"), frame(TEXT, b"a" * 100)

    def raw(data):
        client = connect(battle.port, battle.address(27, 2))
        client.sendall(data)
        return client

    def joined(data=b""):
        client = WebSocket(battle.port, "/follow", address=battle.address(27, 2)).socket
        client.sendall(data)
        return client

    def reading(data):
        client = raw(data)
        client.recv(20)
        return client

    states = [
        lambda: raw(b""),
        lambda: raw(request[:20]),
        lambda: raw(request),
        lambda: raw(upgrade("/follow")),
        lambda: raw(upgrade("/follow") + whole[:20]),
        lambda: joined(),
        lambda: joined(whole[:1]),
        lambda: joined(whole[:50]),
        lambda: joined(frame(PING, b"p") * 50),
        lambda: joined(frame(CLOSE, close_payload(1000))),
        lambda: joined(frame(TEXT, b"x", masked=False)),
        lambda: reading(request),
        lambda: reading(get("/follow", Accept="text/event-stream")),
    ]
    figures = {"states": len(states), "reset": 0}
    while battle.goes_on:
        for state in states:
            reset(state())
            figures["reset"] += 1
        time.sleep(0.2)
    return figures


def main():
    port, seconds, seed = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    ends, figures, broken = time.monotonic() + seconds, {}, {}

    def run(name):
        try:
            figures[name] = ATTACKS[name](Battle(port, ends, f"{seed} {name}"))
        except Exception:
            broken[name] = traceback.format_exc()

    threads = [threading.Thread(target=run, args=(name,)) for name in sys.argv[4:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({**figures, "broken": broken}), flush=True)


if __name__ == "__main__":
    main()
