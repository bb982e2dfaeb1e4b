"""An honest station, a hundred honest clients and a probe of /healthz, next to an attack."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from check_wss import SecureRelay
from crowd import (
    JSON_KIND, SSE_KIND, TEXT_KIND, Crowd, cpu_seconds, descriptors, memory)
from harness import Process, until
from relay import Relay
from studio import Studio, numbered

HERE = pathlib.Path(__file__).parent
LONG = os.environ.get("RELAY_BOUNDS") == "long"
SECONDS = int(os.environ.get("RELAY_BOUNDS_SECONDS", 60 if LONG else 4))  # of each attack
HONEST = 100
EVERY = 1.0  # seconds between two titles of the honest station: within every station's rate
WORST_MS = 100
LOG_LINE = 1100  # bytes: a thousand characters, and the station's name before them

_made = {}


def compiled(name, *flags):
    """Compiles a C program or library of this folder, once."""
    if name not in _made:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="relay-bounds-"))
        _made[name] = folder / name
        subprocess.run(["cc", "-std=gnu17", "-O2", "-Wall", "-Wextra", "-o", _made[name],
                        HERE / f"{name}.c", *flags], check=True, timeout=60)
    return _made[name]


def waited(process):
    """Seconds that a process was ready but had no core: what others on the machine cost it."""
    total = 0
    for path in pathlib.Path(f"/proc/{process.child.pid}/task").glob("*/schedstat"):
        total += int(path.read_text().split()[1])
    return total / 1e9


class Attack(Process):
    """A hostile program, after all others in the queue for a core: what is measured is its cost to
    the relay, and not its cost to the machine."""

    def __init__(self, *command):
        super().__init__(["nice", "-n", "10", *command])

    @property
    def port(self):
        """The port, if it is a station."""
        return int(until(lambda: self.out, lambda: f"the station listens; {self.err}")[0])

    def figures(self, within=SECONDS + 90):
        code = self.wait(within)
        assert code == 0 and self.out, (code, self.err[-10:])
        return json.loads(self.out[-1])

    def stopped(self):
        """The figures of an attack that runs until it is stopped."""
        self.send(signal.SIGTERM)
        return self.figures()


def python(program, *arguments):
    return Attack(sys.executable, HERE / program, *arguments)


class Beside:
    """Relay with an honest station and the stations of an attack, given by name and URL.

    With `on_demand`, the stations of the attack are read only while they have clients. `begin` and
    `end` enclose the attack; `judge` reports everything that was wrong at once.
    """

    def __init__(self, setting, loops, stations=None, flags=(), env=None, secure=False,
                 on_demand=False):
        self.loops, self.stations = loops, stations or {}
        self.honest = Studio(numbered(0))
        config = setting.folder / "bounds.json"
        config.write_text(json.dumps({"stations": [
            {"name": "honest", "url": self.honest.url},
            *({"name": name, "url": url, "on_demand": on_demand}
              for name, url in self.stations.items())]}))
        arguments = ["--config", config, "--loops", loops, *flags]
        self.tls = None
        if secure:
            self.relay = SecureRelay(setting, *arguments)
            self.tls = self.relay.trust()
        else:
            self.relay = Relay(*arguments, env=env)
        self.complaints, self.figures = [], {}

    def expect(self, is_right, what):
        if not is_right:
            self.complaints.append(what)

    def begin(self):
        relay = self.relay
        self.crowd = Crowd(relay.port, HONEST, kinds=(TEXT_KIND, JSON_KIND, SSE_KIND),
                           addresses=[f"127.0.0.{number}" for number in range(2, 6)],
                           path="/honest", tls=self.tls)
        until(lambda: self.crowd.all_have(0), "all honest clients have the first title")
        self.files, self.before = descriptors(relay), memory(relay)
        # From here on, VmHWM is the maximum since now.
        pathlib.Path(f"/proc/{relay.child.pid}/clear_refs").write_text("5")
        self.cpu, self.began = cpu_seconds(relay), time.monotonic()
        self.waited = waited(relay)
        self.stop = threading.Event()
        self.titles = self.honest.go_on(numbered, EVERY, self.stop)
        ca = [relay.folder / "ca.pem"] if self.tls else []
        self.probe = Process([sys.executable, HERE / "bounds_probe.py", relay.port, *ca])
        until(lambda: self.probe.out, lambda: f"the probe runs; {self.probe.err}", within=60)

    def attack(self, name, attack):
        """Waits for the end of an attack, and keeps its figures."""
        self.figures[name] = attack.figures()
        return self.figures[name]

    def end(self):
        took = time.monotonic() - self.began
        self.cpu_share = (cpu_seconds(self.relay) - self.cpu) / took
        self.waited = (waited(self.relay) - self.waited) / took
        self.probe.send(signal.SIGTERM)
        assert self.probe.wait(60) == 0, self.probe.err
        self.healthz = json.loads(self.probe.out[-1])
        self.stop.set()
        self.titles.join()
        self.last = len(self.honest.said) - 1
        try:
            until(lambda: self.crowd.all_have(self.last), "the last title", within=10)
        except AssertionError:
            pass  # What is missing is reported below, with everything else.
        self.at_most = max(memory(self.relay), memory(self.relay, "VmHWM"))
        self.took = took

    def _metrics(self):
        """None if there is no answer: a relay that is still busy with the attack is waited for, so
        that the figures are shown nevertheless."""
        if self.tls:
            return self.relay.curl(path="/metrics")[1].decode()
        try:
            status, _, body = self.relay.get("/metrics")
        except OSError:
            return None
        return body.decode() if status == 200 else None

    def metrics(self):
        """The values by name with labels."""
        text = until(self._metrics, "/metrics", within=60)
        lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in lines}

    def shed(self):
        """{(station, or None for clients; bound): how often}."""
        found = {}
        for name, value in self.metrics().items():
            if match := re.fullmatch(
                    r'icy_relay_(?:station_shed_total\{station="([^"]*)",'
                    r'|shed_total\{)bound="([^"]*)"\}', name):
                if value:
                    found[match[1], match[2]] = int(value)
        return found

    def missing(self, bounds):
        """Those of `judge`'s bounds that are not on /metrics yet."""
        shed = self.shed()
        return [(station, names) for station, names in bounds
                if not any((station, name) in shed for name in names.split("|"))]

    def judge(self, name, growth_kib, bounds=(), files=0):
        """Prints the figures; fails with everything that is not as it must be.

        `growth_kib`: how much the relay may have grown, at any moment. `bounds`: the pairs of a
        station (None: clients) and a bound that must be on /metrics, and in the log once each; of
        several with | between them, one is enough.
        `files`: how many more descriptors the stations of the attack may have.
        """
        relay = self.relay
        shed = self.shed()
        growth = self.at_most - self.before
        print(f"     {name}, loops {self.loops}: "
              f"healthz worst {self.healthz['worst, ms']} ms, p99 {self.healthz['p99, ms']} ms, "
              f"median {self.healthz['median, ms']} ms of {self.healthz['asked']}; "
              f"memory at most {growth:+,} KiB; "
              f"CPU {self.cpu_share:.0%}, and {self.waited:.0%} waiting for a core; "
              f"honest titles {self.last} in {self.took:.1f} s; shed "
              + (", ".join(f"{station or 'clients'} {bound} {count:,}"
                           for (station, bound), count in shed.items()) or "nothing"))
        for who, values in self.figures.items():
            print(f"       {who}: " + ", ".join(f"{key} {value}" for key, value in values.items()),
                  flush=True)
        self.expect(self.healthz["worst, ms"] <= WORST_MS, f"/healthz: {self.healthz}")
        self.expect(self.healthz["asked"] > 5, f"/healthz was asked {self.healthz}")
        titles = self.crowd.complaints(self.last)
        self.expect(not titles, f"{len(titles)} honest clients: {titles[:3]}")
        self.expect(growth <= growth_kib, f"{growth:,} KiB more memory, not {growth_kib:,}")
        for station, names in self.missing(bounds):
            self.expect(False, f"{station or 'clients'}, {names}: not on /metrics")
        self.expect(not [bound for station, bound in shed if station == "honest"],
                    f"something of the honest station was shed: {shed}")
        self.log(shed)
        try:
            until(lambda: descriptors(relay) <= self.files + files, "descriptors", within=10)
        except AssertionError:
            self.expect(False, f"descriptors: {self.files} before, {descriptors(relay)} now")
        assert not self.complaints, f"{name}, loops {self.loops}:\n" + "\n".join(
            f"  {complaint}" for complaint in self.complaints)

    def log(self, shed):
        """Once for each station and bound, and once per loop for the clients; no line is long."""
        lines = list(self.relay.err)
        for (station, bound), count in shed.items():
            said = [line for line in lines if f"({bound})" in line
                    and line.startswith(f"{station}: " if station else "client ")]
            most = 1 if station else self.loops
            self.expect(1 <= len(said) <= most,
                        f"{station or 'clients'}, {bound}: {len(said)} lines: {said[:3]}")
        longest = max(lines, key=lambda line: len(line.encode()), default="")
        self.expect(len(longest.encode()) <= LOG_LINE,
                    f"a log line of {len(longest.encode()):,} bytes: {longest[:100]}")

    def close(self):
        self.crowd.close()
        self.honest.close()
        code = self.relay.terminate()
        assert code == 0, (code, self.relay.err[-10:])


def both(name):
    """Registers a check of (setting, loops) twice: with one loop and with two."""
    from harness import check

    def register(function):
        for loops in (1, 2):
            words = "one loop" if loops == 1 else "two loops"
            check(f"bounds: {name}, {words}")(
                lambda setting, loops=loops: function(setting, loops))
        return function
    return register
