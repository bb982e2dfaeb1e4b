"""Processes, free ports, deadlines and the list of checks.

Nothing sleeps for a fixed time: `until` polls a condition up to a deadline. Every child process
dies with this one, however this one ends.
"""

import atexit
import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None, use_errno=True)


def until(condition, what, within=20.0, every=0.02):
    """The first true value of `condition`, which is polled; fails after `within` s."""
    deadline = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:g} s: {what() if callable(what) else what}")
        time.sleep(every)


given_ports = set()


def free_port():
    """A free port for a server that cannot bind port 0, outside those that the kernel gives.

    The kernel may give a port of its own range to anybody before the server binds it, and even to
    a client that asks whether the server listens: such a client connects to itself.
    """
    with open("/proc/sys/net/ipv4/ip_local_port_range", encoding="ascii") as about:
        lowest, highest = map(int, about.read().split())
    ports = [*range(10_000, lowest), *range(highest + 1, 65_536)]
    assert len(ports) > 1000, f"ports that the kernel gives: {lowest} to {highest}"
    while True:
        port = random.choice(ports)
        if port in given_ports:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        given_ports.add(port)
        return port


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as probe:
            # A connection to itself is no server's answer.
            return probe.getsockname() != probe.getpeername()
    except OSError:
        return False


class Process:
    """A child whose output is collected line by line."""

    running = []

    def __init__(self, command, env=None, stdin=subprocess.DEVNULL):
        self.command = [str(part) for part in command]
        self.out, self.err = [], []
        self.child = subprocess.Popen(
            self.command, stdin=stdin, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={**os.environ, **(env or {})},
            preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
        Process.running.append(self)
        self.readers = [
            threading.Thread(target=self._collect, args=pair, daemon=True)
            for pair in ((self.child.stdout, self.out), (self.child.stderr, self.err))]
        for reader in self.readers:
            reader.start()

    @staticmethod
    def _collect(stream, lines):
        for line in stream:
            lines.append(line.decode("utf-8", "replace").rstrip("\r\n"))

    def send(self, number):
        if self.child.poll() is None:
            self.child.send_signal(number)

    def wait(self, within=15.0):
        """The exit code; afterwards every line of output has been collected."""
        code = self.child.wait(timeout=within)
        for reader in self.readers:
            reader.join(timeout=5)
        return code

    def stop(self, number=signal.SIGKILL):
        self.send(number)
        code = self.wait()
        if self in Process.running:
            Process.running.remove(self)
        return code


def stop_all():
    for process in list(Process.running):
        try:
            process.stop()
        except Exception:
            pass


atexit.register(stop_all)
for _number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(_number, lambda number, _: sys.exit(128 + number))


# ---- Checks ---------------------------------------------------------------------------------

CHECKS = []


def check(name):
    """Registers a function of one argument, the `Setting`, as a live check."""
    def register(function):
        CHECKS.append((name, function))
        return function
    return register


def run_checks(setting, only=()):
    """Runs the checks whose name contains one of `only` (all if none); (passed, failed)."""
    passed = failed = 0
    for name, function in CHECKS:
        if only and not any(part in name for part in only):
            continue
        before = list(Process.running)
        started = time.monotonic()
        try:
            function(setting)
        except Exception:
            failed += 1
            print(f"FAIL {name}", flush=True)
            traceback.print_exc(file=sys.stdout)
            for process in Process.running:
                if process not in before and process.err:
                    print(f"  {' '.join(process.command)}, standard error:")
                    print("\n".join(f"    {line}" for line in process.err[-15:]), flush=True)
        else:
            passed += 1
            print(f"ok   {name} ({time.monotonic() - started:.1f} s)", flush=True)
        finally:
            for process in list(Process.running):
                if process not in before:
                    process.stop()
    return passed, failed
