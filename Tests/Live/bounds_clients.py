"""Clients that ask for much and read little. Runs as a program of its own.

    bounds_clients.py PORT SECONDS heads|unread PATH ACCEPT
    bounds_clients.py PORT SECONDS subscribe|pings COUNT PATH
    bounds_clients.py PORT SECONDS listen PATH ...

heads: 400 HEADs at once, again and again. unread: 400 GETs whose answers are not read. subscribe:
WebSockets (JSON) that read nothing, not even the answer. pings: the same, but they send pings
without end. listen: ten for each path, JSON and raw blocks, that read everything they get. The last
line of output is a JSON object with what was done.
"""

import json
import re
import select
import sys
import time

from wire import PING, connect, frame, get, upgrade

AT_ONCE = 400
SMALL = 4096  # bytes of a receive buffer: what is not read stays with the server


def address(number):
    """Few enough for each address to be admitted."""
    return f"127.0.1.{1 + number % 8}"


def heads(port, ends, path, accept):
    figures = {"HEADs": 0, "answered": 0, "status": set(), "length": 0}
    while time.monotonic() < ends:
        clients = [connect(port, address(number), within=30) for number in range(AT_ONCE)]
        for client in clients:
            client.sendall(get(path, method="HEAD", Accept=accept, Connection="close"))
        for client in clients:
            try:
                answer = client.recv(16384).decode("latin-1")
            except OSError:
                answer = ""
            client.close()
            figures["status"].add(answer[9:12])
            length = re.search(r"(?i)content-length: (\d+)", answer)
            figures["length"] = max(figures["length"], int(length[1]) if length else 0)
            figures["answered"] += bool(answer)
        figures["HEADs"] += AT_ONCE
    return {**figures, "status": " ".join(sorted(figures["status"]))}


def hold(clients, ends):
    """Holds clients that neither read nor send; returns how many of them the server has closed."""
    gone, poll = set(), select.poll()
    for client in clients:
        # Only the end of a connection is of interest.
        poll.register(client.fileno(), 0)
    while (left := ends - time.monotonic()) > 0:
        for descriptor, _ in poll.poll(left * 1000):
            gone.add(descriptor)
            poll.unregister(descriptor)
    return len(gone)


def unread(port, ends, path, accept):
    clients = []
    for number in range(AT_ONCE):
        client = connect(port, address(number), receive_buffer=SMALL, within=30)
        client.sendall(get(path, Accept=accept))
        clients.append(client)
    return {"GETs": len(clients), "ended by the server": hold(clients, ends)}


def subscribers(port, count, path):
    clients = []
    for number in range(count):
        client = connect(port, address(number), receive_buffer=SMALL, within=30)
        client.sendall(upgrade(path, "icy.json.v1"))
        clients.append(client)
    return clients


def subscribe(port, ends, count, path):
    clients = subscribers(port, int(count), path)
    return {"clients": len(clients), "ended by the server": hold(clients, ends)}


def pings(port, ends, count, path):
    clients, sent, cut = subscribers(port, int(count), path), 0, 0
    burst = frame(PING, b"p" * 125) * 100
    for client in clients:
        client.setblocking(False)
    while time.monotonic() < ends:
        for client in list(clients):
            try:
                sent += client.send(burst)
            except BlockingIOError:
                continue
            except OSError:
                cut += 1
                clients.remove(client)
                client.close()
        time.sleep(0.01)
    return {"clients": int(count), "MiB of pings": round(sent / 1048576, 1), "cut": cut}


def listen(port, ends, *paths):
    figures, poll, clients = {f"KiB {path}": 0 for path in paths}, select.poll(), {}
    for path in paths:
        for number in range(10):
            client = connect(port, address(number))
            client.sendall(upgrade(path, "icy.raw.v1" if number % 2 else "icy.json.v1"))
            client.setblocking(False)
            clients[client.fileno()] = client, f"KiB {path}"
            poll.register(client.fileno(), select.POLLIN)
    ended = 0
    while (left := ends - time.monotonic()) > 0:
        for descriptor, _ in poll.poll(left * 1000):
            client, name = clients[descriptor]
            data = client.recv(262144)
            figures[name] += len(data)
            if not data:
                ended += 1
                poll.unregister(descriptor)
    return {"ended by the server": ended,
            **{name: size // 1024 for name, size in figures.items()}}


def main():
    port, seconds, name = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
    attacks = {"heads": heads, "unread": unread, "subscribe": subscribe, "pings": pings,
               "listen": listen}
    print(json.dumps(attacks[name](port, time.monotonic() + seconds, *sys.argv[4:])), flush=True)


if __name__ == "__main__":
    main()
