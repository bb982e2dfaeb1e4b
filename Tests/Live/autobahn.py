"""Runs the Autobahn test suite against the server's own WebSocket code, as an echo endpoint.

    autobahn.py [--write]

The endpoint is the test target `Tests/Echo`, from the build of the unit tests under the address
sanitizer. Every case
must be OK, by the strict reading, and the numbers must be those of `Tests/Echo/autobahn.json`;
`--write` updates them. The suite needs Python 2.7: the exit code is 77 if there is none.
"""

import argparse
import collections
import glob
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys

from harness import Process, stop_all, until

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUMMARY = ROOT / "Tests/Echo/autobahn.json"
PINS = ROOT / "Tests/Live/autobahn.txt"
FOLDER = ROOT / ".build/autobahn"
WSTEST = FOLDER / "suite/bin/wstest"
ENDPOINT = [
    "swift", "test", "--skip-build", "-c", "release", "-Xswiftc", "-enable-testing",
    "--sanitize=address", "--scratch-path", ".build-asan", "--disable-xctest", "--filter", "EchoTests"]

# The last version that creates environments for 2.7.
VIRTUALENV = "virtualenv==20.21.1"
# Compression: the server never negotiates it, so that one frame serves all clients.
NOT_APPLICABLE = ["12.*", "13.*"]
# Fewer would mean that the suite aborted.
FEWEST_CASES = 240
# It takes a quarter of a minute; a case without an answer waits for up to 100 s.
WITHIN = 900
SKIPPED = 77


# ---- The suite ------------------------------------------------------------------------------

def python27():
    """The path of a working Python 2.7, or None."""
    candidates = [
        os.environ.get("PYTHON27"), shutil.which("python2.7"),
        *sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/2.7*/bin/python2.7")))]
    for path in filter(None, candidates):
        # A file of that name may be a shim for a version that is not selected.
        asked = "import ssl, sys; print('%d.%d' % sys.version_info[:2])"
        try:
            answer = subprocess.run(
                [path, "-c", asked], capture_output=True, text=True, timeout=30)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if answer.returncode == 0 and answer.stdout.strip() == "2.7":
            return path
    return None


def install(python):
    """Installs the suite in an environment of its own, which is rebuilt when its pins change."""
    pins = f"{VIRTUALENV}\n{python}\n{PINS.read_text()}"
    kept = FOLDER / "pins"
    if kept.exists() and kept.read_text() == pins:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    maker, suite = FOLDER / "maker", FOLDER / "suite"
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for command in (
            ["/usr/bin/python3", "-m", "venv", maker],
            [maker / "bin/python", *pip, VIRTUALENV],
            [maker / "bin/virtualenv", "--quiet", "--no-periodic-update", "-p", python, suite],
            [suite / "bin/python", *pip, "-r", PINS]):
        done = subprocess.run(
            list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=600)
        if done.returncode != 0:
            sys.exit(f"{done.stdout}\nthe suite could not be installed: {command}")
    kept.write_text(pins)


# ---- The run --------------------------------------------------------------------------------

class Endpoint:
    """The echo endpoint. It reports its port over a connection to us, and ends when we close it."""

    def __init__(self):
        os.chdir(ROOT)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(0.1)
            self.process = Process(
                ENDPOINT, env={
                    "ASAN_OPTIONS": "detect_leaks=0",
                    "RELAY_ECHO_DRIVER": str(listener.getsockname()[1])})
            self.connection = until(
                lambda: self._accept(listener), within=120,
                what=lambda: f"the endpoint starts; it said {self._output()}")
        self.connection.settimeout(10)
        self.port = int(self.connection.makefile().readline())

    def _accept(self, listener):
        if self.process.child.poll() is not None:
            self.process.wait()
            sys.exit("\n".join([*self._output(), "the endpoint did not start: is it built?"]))
        try:
            return listener.accept()[0]
        except TimeoutError:
            return None

    def _output(self):
        return (self.process.out + self.process.err)[-30:]

    def stop(self):
        """Its test must pass, too."""
        self.connection.close()
        code = self.process.wait()
        assert code == 0, (code, self._output())


def report(port):
    """The suite's report on each case: {"1.1.1": {"behavior": "OK", ...}, ...}."""
    spec, folder = FOLDER / "spec.json", FOLDER / "reports"
    shutil.rmtree(folder, ignore_errors=True)
    spec.write_text(json.dumps({
        "outdir": str(folder), "cases": ["*"], "exclude-cases": NOT_APPLICABLE,
        "exclude-agent-cases": {},
        "servers": [{"agent": "Relay", "url": f"ws://127.0.0.1:{port}"}]}))
    suite = Process([WSTEST, "-m", "fuzzingclient", "-s", spec])
    code = suite.wait(within=WITHIN)
    index = folder / "index.json"
    if code != 0 or not index.exists():
        sys.exit("\n".join([*(suite.out + suite.err)[-30:], f"wstest ended with {code}"]))
    return json.loads(index.read_text())["Relay"]


def numbers(case):
    return [int(part) for part in case.split(".")]


def failures(cases):
    """A line for each case that is not as it should be. A non-strict result is not good enough."""
    lines = []
    for case in sorted(cases, key=numbers):
        found = cases[case]
        # Where the RFC leaves everything open, the suite judges nothing, not even the close.
        if found["behavior"] == "INFORMATIONAL":
            good = found["behaviorClose"] in ("OK", "INFORMATIONAL")
        else:
            good = found["behavior"] == found["behaviorClose"] == "OK"
        if not good:
            details = json.loads((FOLDER / "reports" / found["reportfile"]).read_text())
            lines.append(
                f"case {case}: {found['behavior']}, close {found['behaviorClose']} "
                f"{found['remoteCloseCode']}: {details['result']} {details['resultClose']}")
    return lines


def summary(cases):
    groups = collections.defaultdict(collections.Counter)
    for case, found in cases.items():
        groups[numbers(case)[0]][found["behavior"]] += 1
    version = re.search(r"^autobahntestsuite==(.*)$", PINS.read_text(), re.MULTILINE)
    return json.dumps({
        "suite": f"autobahntestsuite {version[1]}",
        "not_applicable": NOT_APPLICABLE,
        "cases": len(cases),
        "groups": {str(group): dict(sorted(found.items()))
                   for group, found in sorted(groups.items())},
    }, indent=2) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    python = python27()
    if python is None:
        print("Autobahn: no Python 2.7 here (python2.7, ~/.pyenv or PYTHON27)")
        return SKIPPED
    install(python)
    try:
        endpoint = Endpoint()
        cases = report(endpoint.port)
        endpoint.stop()
    finally:
        stop_all()
    wrong = failures(cases)
    text = summary(cases)
    for line in wrong:
        print(line)
    if len(cases) < FEWEST_CASES:
        wrong.append("few")
        print(f"only {len(cases)} cases ran")
    if options.write and not wrong:
        SUMMARY.write_text(text)
    elif not wrong and SUMMARY.read_text() != text:
        wrong.append("summary")
        print(f"{text}is not what {SUMMARY.relative_to(ROOT)} has (autobahn.py --write)")
    failed = len(wrong)
    print(f"{len(cases)} cases, {failed} failed")
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
