"""Delivery to browsers: CPU, arrival, handshakes, memory; compared with a C program and peers."""

import contextlib
import statistics
import time

from programs import Broken, Crowd, Relay, Source, limit_server, node_peer, python_peer
from table import Row

# A block every 125 ms, so that a title does not wait long.
PACE = {"bitrate": 128, "metaint": 2000, "segment": 1000}
# How long the clients stay awake when nothing arrives; see crowd.c.
SPIN_MS = 2
# What a server does after its last `send` of a title counts as well.
AFTER = 0.03


def relay(source, path, loops=1):
    return Relay({path: f"http://127.0.0.1:{source.port}/{path}"}, loops)


class Contest:
    """Servers that read one source, each on its own path, with a crowd each: all at once, so that
    they get one title after another in turn, under the same conditions. Pinned: the servers on one
    core, everything else on the other."""

    def __init__(self, stack, servers, clients, pinned=True, spin_ms=0):
        self.source = stack.enter_context(Source(**PACE))
        if pinned:
            self.source.pin(0)
        self.servers, self.crowds, self.memory = {}, {}, {}
        self.figures = {}
        for name, make in servers.items():
            server = stack.enter_context(make(self.source, name))
            self.source.wait_for(len(self.servers) + 1)
            time.sleep(0.3)
            if pinned:
                server.pin(-1)
            before = server.memory()
            self.crowds[name] = stack.enter_context(
                Crowd(server, name, clients, pinned, spin_ms))
            time.sleep(0.5)
            self.servers[name] = server
            self.memory[name] = (server.memory() - before) / clients
            self.figures[name] = {"cpu": [], "p50": [], "p99": [], "rate": []}

    def tell(self, name):
        """Sends a title: CPU us per delivery, arrival in ms, deliveries per second of the burst."""
        server, crowd, into = self.servers[name], self.crowds[name], self.figures[name]
        before = server.cpu()
        self.source.say(f"title {name}")
        p50, p99, last, first = crowd.title()
        time.sleep(AFTER)
        into["cpu"].append((server.cpu() - before) / crowd.clients / 1000)
        into["p50"].append(p50 / 1e6)
        into["p99"].append(p99 / 1e6)
        into["rate"].append(crowd.clients / max(last - first, 1) * 1e9)

    def rounds(self, count):
        names = list(self.servers)
        for turn in range(count):
            # Each is first as often as the others.
            for index in range(len(names)):
                self.tell(names[(turn + index) % len(names)])
        time.sleep(0.2)
        for crowd in self.crowds.values():
            crowd.check()  # a title that arrived twice ends it

    def median(self, name, figure):
        return statistics.median(self.figures[name][figure])


def telling(size):
    clients, rows = size.clients, []
    names = ("relay", "limit")
    medians = {name: {figure: [] for figure in ("cpu", "p50", "p99", "rate")} for name in names}
    for run in range(size.runs(5)):
        with contextlib.ExitStack() as stack:
            servers = {"relay": relay, "limit": limit_server}
            if run % 2:
                servers = dict(reversed(servers.items()))
            contest = Contest(stack, servers, clients, spin_ms=SPIN_MS)
            contest.rounds(size.rounds(10))
            for name in names:
                for figure, values in medians[name].items():
                    values.append(contest.median(name, figure))
    ours, limit = medians["relay"], medians["limit"]
    rows = [Row("telling", f"CPU per delivery, {clients:,} clients", "us", ours["cpu"],
                "C", limit["cpu"], "<= 1.05"),
            Row("telling", f"arrival p99, {clients:,} clients", "ms", ours["p99"],
                "C", limit["p99"], "<= 1.05"),
            Row("telling", f"arrival p50, {clients:,} clients", "ms", ours["p50"],
                "C", limit["p50"]),
            Row("telling", "deliveries/s in the burst", "", ours["rate"], "C", limit["rate"])]
    return rows + peers(size)


def peers(size):
    """Node's ws and Python's websockets, with the same clients and titles; and the C program, whose
    distance from them is what the kernel leaves to be gained."""
    with contextlib.ExitStack() as stack:
        contest = Contest(stack, {"relay": relay, "limit": limit_server, "node": node_peer,
                                  "python": python_peer}, size.clients)
        contest.rounds(size.rounds(10))
        rows = []
        for name, title, bound in (("python", "Python websockets", ">= 1.9"),
                                   ("node", "Node ws", ">= 1.4")):
            figures = {who: [1e6 / cpu for cpu in contest.figures[who]["cpu"]]
                       for who in ("relay", "limit", name)}
            rows.append(Row("telling", "deliveries per CPU second", "", figures["relay"],
                            title, figures[name], bound))
            rows.append(Row("telling", "the same of the C program", "", figures["limit"],
                            title, figures[name]))
            rows.append(Row("telling", "arrival p99", "ms", contest.figures["relay"]["p99"],
                            title, contest.figures[name]["p99"]))
            rows.append(Row("telling", "handshakes/s", "", [contest.crowds["relay"].rate],
                            title, [contest.crowds[name].rate]))
            rows.append(Row("telling", "memory per idle client", "B", [contest.memory["relay"]],
                            title, [contest.memory[name]]))
        return rows


def memory_of_clients(size):
    each = []
    for _ in range(size.runs(3)):
        with contextlib.ExitStack() as stack:
            each.append(Contest(stack, {"relay": relay}, size.clients).memory["relay"])
    return [Row("memory", f"per idle client, {size.clients:,} of them", "B", each,
                bound="<= 460")]


def two_loops(source, path):
    return relay(source, path, loops=2)


def two_threads(source, path):
    return limit_server(source, path, threads=2)


ONE_AND_TWO = {"one": relay, "two": two_loops, "c-one": limit_server, "c-two": two_threads}


def handshakes(size, makes, runs, pinned):
    """Handshakes per second, by server. All clients connect, and leave; one server after another,
    several times."""
    rates = {name: [] for name in makes}
    names = list(makes)
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(Source(**PACE))
        servers = {name: stack.enter_context(make(source, name)) for name, make in makes.items()}
        source.wait_for(len(servers))
        time.sleep(0.3)
        idle = {name: server.descriptors() for name, server in servers.items()}
        if pinned:
            for server in servers.values():
                server.pin(-1)
        for run in range(runs):
            for name in names if run % 2 else reversed(names):
                with Crowd(servers[name], name, size.clients, pinned) as crowd:
                    rates[name].append(crowd.rate)
                servers[name].wait_for_descriptors(idle[name])
                time.sleep(0.2)
    return rates


def accepting(size):
    rates = handshakes(size, {"relay": relay, "limit": limit_server}, size.runs(7), pinned=True)
    return [Row("accepting", f"{size.clients:,} handshakes, per second", "", rates["relay"],
                "C", rates["limit"], ">= 0.97")]


def accepting_of_loops(size):
    rates = handshakes(size, ONE_AND_TWO, size.runs(7), pinned=False)
    return [Row("loops", f"{size.clients:,} handshakes, per second, two loops", "", rates["two"],
                "one loop", rates["one"], ">= 0.95"),
            Row("loops", "the same of the C program, two threads", "", rates["c-two"],
                "C, one thread", rates["c-one"])]


def loops(size):
    medians = {name: {figure: [] for figure in ("rate", "p99", "cpu")} for name in ONE_AND_TWO}
    for _ in range(size.runs(3)):
        with contextlib.ExitStack() as stack:
            contest = Contest(stack, ONE_AND_TWO, size.clients, pinned=False)
            contest.rounds(size.rounds(8))
            for name, figures in medians.items():
                for figure, values in figures.items():
                    values.append(contest.median(name, figure))
    one, two = medians["one"], medians["two"]
    return [Row("loops", f"deliveries/s, {size.clients:,} clients, two loops", "", two["rate"],
                "one loop", one["rate"], ">= 1.5"),
            Row("loops", "the same of the C program, two threads", "", medians["c-two"]["rate"],
                "C, one thread", medians["c-one"]["rate"]),
            Row("loops", "deliveries/s, two loops", "", two["rate"],
                "C, two threads", medians["c-two"]["rate"]),
            Row("loops", "arrival p99, two loops", "ms", two["p99"],
                "one loop", one["p99"], "<= 1.0"),
            Row("loops", "CPU per delivery, two loops", "us", two["cpu"], "one loop", one["cpu"])]


def growth_of_clients(size):
    few, many = size.few_clients, size.clients
    cost, memory = ([], []), ([], [])
    for _ in range(size.runs(3)):
        for index, clients in enumerate((few, many)):
            with contextlib.ExitStack() as stack:
                contest = Contest(stack, {"relay": relay}, clients, spin_ms=SPIN_MS)
                contest.rounds(size.rounds(10))
                cost[index].append(contest.median("relay", "cpu"))
                memory[index].append(contest.memory["relay"])
    return [Row("growth", f"CPU per delivery, {many:,} clients", "us", cost[1],
                f"{few:,} clients", cost[0], "<= 1.15"),
            Row("growth", f"memory per client, {many:,} clients", "B", memory[1],
                f"{few:,} clients", memory[0], "<= 1.15")]
