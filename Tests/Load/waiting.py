"""How long one client waits: for a title through the relay, and for the first one after a start."""

import contextlib
import re
import socket
import time

from programs import MADE, Broken, Program, Relay, Source
from table import Row


class Probe(Program):
    """A station and a client in one thread; see probe.c."""

    def __init__(self, stack, metaint):
        super().__init__(MADE / "probe", metaint)
        stack.enter_context(self)
        self.stack, self.paths = stack, {}
        self.port, self.interval, self.frame = self.numbers()

    def ready(self):
        if self.line() != "ok":
            raise Broken("the probe is not ready")

    def add_relay(self, name, loops=1):
        relay = self.stack.enter_context(
            Relay({"live": f"http://127.0.0.1:{self.port}/live"}, loops))
        self.say(f"ws {relay.port}")
        self.ready()
        self.paths[name] = relay

    def add_hop(self, name):
        hop = self.stack.enter_context(
            Program(MADE / "hop", self.interval, self.frame, self.port))
        self.say(f"raw {hop.line()}")
        self.ready()
        self.paths[name] = hop

    def place(self, core):
        self.pin(0)
        for program in self.paths.values():
            program.pin(core)

    def run(self, titles, how):
        """By path: p50, p99 and the maximum, in microseconds."""
        self.say(f"run {titles} {how}")
        return {name: [ns / 1000 for ns in self.numbers(limit=120)] for name in self.paths}


def several(probe, runs, titles, how):
    """By path: the p50 of each run, the p99 of each run, the maximum of each run."""
    found = [probe.run(titles, how) for _ in range(runs)]
    return {name: [list(figure) for figure in zip(*(run[name] for run in found))]
            for name in probe.paths}


def latency(size):
    rows = []
    with contextlib.ExitStack() as stack:
        probe = Probe(stack, 4096)
        probe.add_relay("relay")
        probe.add_hop("hop")
        for core, where in ((-1, "a core of its own"), (0, "the client's core")):
            probe.place(core)
            found = several(probe, size.runs(5), size.titles, "whole")
            for index, name in enumerate(("p50", "p99")):
                rows.append(Row("latency", f"block to client, {name}, {where}", "us",
                                found["relay"][index], "C", found["hop"][index],
                                "" if index else "<= 1.3"))
    return rows


def latency_of_loops(size):
    """Which loop has the client is chance, so the relays are started again for each run."""
    found = {"one": [], "two": []}
    for _ in range(size.runs(9)):
        with contextlib.ExitStack() as stack:
            probe = Probe(stack, 4096)
            probe.add_relay("one", 1)
            probe.add_relay("two", 2)
            for name, figures in probe.run(size.titles // 2, "whole").items():
                found[name].append(figures[0])
    return [Row("loops", "latency p50, one client, two loops", "us", found["two"],
                "one loop", found["one"], "<= 1.05")]


def delay(size):
    """An interval that no receive buffer holds, and the largest that is accepted."""
    with contextlib.ExitStack() as stack:
        probe = Probe(stack, 1 << 20)
        probe.add_relay("relay")
        probe.add_hop("hop")
        probe.place(-1)
        rows = []
        for how, what in (("whole", "block in one write"), ("bytes", "block byte by byte"),
                          ("burst", "block directly behind the audio")):
            found = several(probe, size.runs(5), size.titles // 10, how)
            rows.append(Row("delay", f"metaint 1 MiB, {what}, p50", "us", found["relay"][0],
                            "C", found["hop"][0], "<= 1.3",
                            f"the latest {max(found['relay'][2]) / 1000:.1f} ms, "
                            f"of the C program {max(found['hop'][2]) / 1000:.1f} ms"))
    return rows


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def first_title(port, limit=20):
    """A client that is there before the server, and retries until it has a title."""
    request = (f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
               "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode()
    until = time.monotonic() + limit
    while time.monotonic() < until:
        try:
            client = socket.create_connection(("127.0.0.1", port), timeout=limit)
        except ConnectionRefusedError:
            time.sleep(0.001)
            continue
        with client:
            client.sendall(request)
            got = b""
            while not re.search(rb"sent at \d{19}$", got):
                part = client.recv(4096)
                if not part:
                    raise Broken("the connection has ended before a title")
                got += part
        return
    raise Broken(f"nobody listens after {limit} s")


def start(size):
    """From `exec` to the first title at a client. The network's part is the time of a C program
    that connects at once and ends at the first title: the head comes 85 ms after the connection, as
    with Icecast at its fastest, and then a burst that contains the first block."""
    ours, network = [], []
    with Source(head_delay=85, burst=65536) as source:
        for _ in range(size.runs(7)):
            port = free_port()
            with Relay({"live": f"http://127.0.0.1:{source.port}/live"}, size.loops,
                       f"127.0.0.1:{port}") as relay:
                first_title(port)
                ours.append((time.monotonic() - relay.began) * 1000)
            with Program(MADE / "reader", "plain", source.port, 1, "--once", 1) as reader:
                reader.ended()
                network.append((time.monotonic() - reader.began) * 1000)
    return [Row("start", "exec to the first title at a client", "ms", ours,
                "C, the network's part", network, "< 1.2")]
