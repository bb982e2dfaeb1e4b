"""The programs of a measurement: compiled, started, controlled, watched in /proc, always ended."""

import contextlib
import glob
import json
import os
import pathlib
import re
import select
import shutil
import subprocess
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MADE = ROOT / ".build/load"
PYTHON = ROOT / ".build/venv/bin/python"
PINS = ROOT / "Tests/Live/requirements.txt"
CORES = sorted(os.sched_getaffinity(0))
PACKAGES = ("gcc", "libc6-dev", "nodejs", "node-ws", "python3-venv")


class Broken(Exception):
    """Something did not run, or a title was lost or arrived twice."""


# ---- What must be installed --------------------------------------------------------------------

def install():
    """Installs missing Debian packages, and the Python packages of the live tests."""
    query = ["dpkg-query", "-W", "-f=${Status}"]
    missing = [package for package in PACKAGES
               if "ok installed" not in
               subprocess.run([*query, package], capture_output=True, text=True).stdout]
    if missing:
        print("installing", *missing, flush=True)
        root = [] if os.geteuid() == 0 else ["sudo", "-E"]
        apt = [*root, "apt-get", "-o", "DPkg::Lock::Timeout=600", "-q"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
            subprocess.run([*apt, *command], check=True, env=environment,
                           stdout=subprocess.DEVNULL)
    # The same environment that Tests/run makes, and recognised in the same way.
    kept = PYTHON.parents[1] / "pins"
    if not kept.exists() or kept.read_bytes() != PINS.read_bytes():
        shutil.rmtree(PYTHON.parents[1], ignore_errors=True)
        subprocess.run(["/usr/bin/python3", "-m", "venv", PYTHON.parents[1]], check=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check",
                        "-r", PINS], check=True)
        shutil.copy(PINS, kept)


def compile_all():
    MADE.mkdir(parents=True, exist_ok=True)
    for source in sorted(HERE.glob("*.c")):
        subprocess.run(["cc", "-std=c17", "-O2", "-Wall", "-Wextra", "-pthread",
                        "-o", MADE / source.stem, source], check=True)


# ---- A program ---------------------------------------------------------------------------------

class Program:
    """A process that prints lines on standard output, and obeys lines on standard input."""

    def __init__(self, *command, environment=None):
        self.name = pathlib.Path(command[0]).name
        self.errors = tempfile.TemporaryFile()
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self.errors, env=environment and {**os.environ, **environment})
        self.pid = self.process.pid
        self._kept = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        """Kills it without asking: the kernel closes whatever it has open, at once."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.errors):
            with contextlib.suppress(OSError):
                pipe.close()

    def said_wrong(self):
        self.errors.seek(0)
        return self.errors.read()[-2000:].decode(errors="replace").strip()

    def line(self, limit=30):
        """The next line that it prints."""
        until = time.monotonic() + limit
        output = self.process.stdout.fileno()
        while b"\n" not in self._kept:
            ready, _, _ = select.select([output], [], [], max(0, until - time.monotonic()))
            got = os.read(output, 65536) if ready else b""
            if not got:
                why = "ended" if ready else f"said nothing for {limit} s"
                raise Broken(f"{self.name} {why}: {self.said_wrong()}")
            self._kept += got
        line, self._kept = self._kept.split(b"\n", 1)
        return line.decode()

    def numbers(self, limit=30):
        return [int(part) for part in self.line(limit).split()]

    def say(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def pin(self, core):
        """Pins it to the first core (0), for stations and clients, or to the last (-1), for what is
        measured. Left alone, the scheduler puts one server on the core of its clients and another
        on the other core, and that alone makes a factor of two."""
        for task in os.listdir(f"/proc/{self.pid}/task"):
            os.sched_setaffinity(int(task), {CORES[core]})

    def ended(self, limit=20):
        """Waits for its end, which the closing of its output shows without any polling."""
        ready, _, _ = select.select([self.process.stdout], [], [], limit)
        if not ready or os.read(self.process.stdout.fileno(), 1) or self.process.wait():
            raise Broken(f"{self.name} has failed: {self.said_wrong()}")

    def check(self):
        if self.process.poll() is not None:
            raise Broken(f"{self.name} has ended: {self.said_wrong()}")

    def cpu(self):
        """Nanoseconds for which its threads have run."""
        total = 0
        for path in glob.glob(f"/proc/{self.pid}/task/*/schedstat"):
            with open(path) as file:
                total += int(file.read().split()[0])
        return total

    def memory(self, which="RssAnon"):
        """Resident bytes: RssAnon is what the program allocated, VmRSS includes mapped files."""
        with open(f"/proc/{self.pid}/status") as file:
            return int(re.search(rf"{which}:\s+(\d+) kB", file.read())[1]) * 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def wait_for_descriptors(self, at_most, limit=30):
        """Waits until it has noticed that clients are gone."""
        until = time.monotonic() + limit
        while self.descriptors() > at_most:
            if time.monotonic() > until:
                raise Broken(f"{self.name} keeps descriptors of clients that are gone")
            time.sleep(0.05)


class Source(Program):
    def __init__(self, **options):
        flags = [part for name, value in options.items()
                 for part in ("--" + name.replace("_", "-"), value)]
        super().__init__(MADE / "source", *flags)
        self.port = int(self.line())

    def state(self):
        """Streams, bytes sent, titles sent, bytes by which it lags the pace."""
        self.say("state")
        return self.numbers()

    def wait_for(self, streams, limit=60):
        """Waits until this many streams are open, and each has sent its first title."""
        until = time.monotonic() + limit
        before = self.state()[2]
        while True:
            state = self.state()
            if state[0] == streams and state[2] >= streams:
                return state
            if time.monotonic() > until:
                raise Broken(f"{streams} streams are not open after {limit} s: {state}, {before}")
            time.sleep(0.05)


class Relay(Program):
    """The program that is measured. `stations` maps names to URLs."""
    binary, _flags = None, None

    def __init__(self, stations, loops=1, listen="127.0.0.1:0"):
        self._folder = tempfile.TemporaryDirectory()
        config = pathlib.Path(self._folder.name) / "relay.json"
        config.write_text(json.dumps({"stations": [
            {"name": name, "url": url} for name, url in stations.items()]}))
        super().__init__(self.binary, "--config", config, "--listen", listen, "--loops", loops,
                         *self.title_rate())

    @classmethod
    def title_rate(cls):
        """Titles arrive here as fast as they are read; an older build does not know the flag."""
        if cls._flags is None:
            said = subprocess.run([cls.binary, "--help"], capture_output=True, text=True).stdout
            cls._flags = ["--title-rate", "10000"] if "--title-rate" in said else []
        return cls._flags

    def end(self):
        super().end()
        self._folder.cleanup()

    @property
    def port(self):
        """Its port, once its log shows it."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            self.check()
            self.errors.seek(0)
            found = re.search(rb"http://127\.0\.0\.1:(\d+)/\n", self.errors.read(100_000))
            if found:
                return int(found[1])
            time.sleep(0.002)
        raise Broken(f"Relay does not listen: {self.said_wrong()}")

    def metric(self, name):
        """The sum of a metric over its labels."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=20) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines
                   if re.match(rf"{name}[ {{]", line))


def limit_server(source, path, threads=1):
    return with_port(Program(MADE / "server", source.port, path, "--threads", threads))


def node_peer(source, path):
    return with_port(Program("node", HERE / "peer.js", source.port, path,
                             environment={"NODE_PATH": "/usr/share/nodejs:/usr/lib/nodejs"}))


def python_peer(source, path):
    return with_port(Program(PYTHON, HERE / "peer.py", source.port, path))


def with_port(program):
    try:
        program.port = int(program.line())
    except BaseException:
        program.end()
        raise
    return program


class Crowd(Program):
    """WebSocket clients, all connected, each with the current title."""

    def __init__(self, server, path, clients, pinned, spin_ms=0):
        super().__init__(MADE / "crowd", server.port, path, clients, "--spin-ms", spin_ms)
        self.clients = clients
        if pinned:
            self.pin(0)
        try:
            said = sorted(self.line(limit=120) for _ in range(2))
            if said[1] != "ready":
                raise Broken(f"the clients said {said}")
        except BaseException:
            self.end()
            raise
        self.rate = clients / (int(said[0].removeprefix("connected ")) / 1e9)
        self.number = None

    def title(self):
        """Waits until the next title is everywhere: p50, p99, last, first, in ns."""
        word, *numbers = self.line(limit=20).split()
        number, *times = map(int, numbers)
        if word != "title" or self.number not in (None, number - 1):
            raise Broken(f"title {number} after {self.number}")
        self.number = number
        return times
