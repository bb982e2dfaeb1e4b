"""A thousand honest clients next to everything that the open internet may send."""

import json
import pathlib
import signal
import sys
import threading
import time

from crowd import (
    JSON_KIND, SSE_KIND, TEXT_KIND, Crowd, cpu_seconds, descriptors, memory)
from harness import Process, check, until
from relay import FAST, Relay
from studio import Studio, numbered

HONEST = 1000
EVERY = 0.25  # seconds between two titles
SECONDS = 31  # of attacks: a client that does not read has 20 s, and is cut 5 s later
SEED = 20261122
# How much the relay may have grown, with every attack at once: 800 connections that wait for their
# request, up to 400 that come and go at once, 30 that do not read, and a hundred titles of 9 KB in
# the history of one station.
GROWTH_KIB = 16 * 1024
GROUPS = [
    ["slow_lorises", "half_open", "never_read", "ping_flood"],
    ["connect_and_drop", "random_bytes", "wrong_frames", "resets"],
]


def attackers(relay):
    program = pathlib.Path(__file__).with_name("hostile.py")
    return [Process([sys.executable, program, relay.port, SECONDS, SEED, *group])
            for group in GROUPS]


def results(processes):
    figures = {}
    for process in processes:
        code = process.wait(within=SECONDS + 30)
        assert code == 0 and process.out, (code, process.err[-10:])
        done = json.loads(process.out[-1])
        assert not done["broken"], "\n".join(done["broken"].values())
        figures.update(done)
    del figures["broken"]
    return figures


def reported(relay):
    """What each loop says that it has to do."""
    lines = len(relay.err)
    relay.send(signal.SIGUSR1)
    until(lambda: len(relay.err) >= lines + 2, "both loops report")
    return relay.err[lines:]


@check("hostile: a thousand honest clients get every title once while all attacks run")
def hostile(setting):
    follow, wide = Studio(numbered(0)), Studio(numbered(0, 3000), metaint=4096)
    quiet = Studio("Quiet - Title")
    relay = Relay(f"follow={follow.url}", f"wide={wide.url}", f"quiet={quiet.url}",
                  "--request-time", "2", *FAST)
    until(lambda: all(station["now_playing"] for station in relay.snapshot()["stations"]),
          "every station has a title")
    crowd = Crowd(relay.port, HONEST, path="/follow",
                  kinds=(TEXT_KIND, JSON_KIND, TEXT_KIND, JSON_KIND, SSE_KIND),
                  addresses=[f"127.0.0.{number}" for number in range(2, 6)])
    bystanders = Crowd(relay.port, 3, path="/quiet", kinds=(TEXT_KIND, JSON_KIND, SSE_KIND))
    until(lambda: crowd.all_have(0), "all honest clients have the first title", within=30)
    until(lambda: all(member.numbers for member in bystanders.members), "the bystanders as well")
    files, before = descriptors(relay), memory(relay)
    lines, cpu, began = len(relay.err), cpu_seconds(relay), time.monotonic()
    filled, stop = threading.Event(), threading.Event()
    wide.go_on(lambda number: numbered(number, 3000), 0.01, filled)
    titles = follow.go_on(numbered, EVERY, stop)
    processes = attackers(relay)
    try:
        # Many large titles, until no more of them go to the clients that do not read.
        stop.wait(8)
        filled.set()
        wide.go_on(lambda number: numbered(number, 2900), 0.5, stop)
        figures = results(processes)
    finally:
        filled.set()
        stop.set()
        titles.join()
    last = len(follow.said) - 1
    until(lambda: crowd.all_have(last), lambda: f"title {last}; {crowd.complaints(last)[:5]}")
    complaints = crowd.complaints(last)
    assert not complaints, (len(complaints), complaints[:10])
    assert last >= 40, last
    status, _, body = relay.get("/healthz")
    assert (status, body) == (200, b"ok\n"), (status, body)
    until(lambda: descriptors(relay) <= files, within=10,
          what=lambda: f"descriptors: {files} before, {descriptors(relay)} now; {reported(relay)}")
    figures["relay"] = {
        "honest clients": HONEST, "titles": last, "descriptors before": files,
        "descriptors after": descriptors(relay), "RSS before, KiB": before,
        "RSS after, KiB": memory(relay), "RSS at most, KiB": memory(relay, "VmHWM"),
        "lines on standard error": len(relay.err) - lines,
        "CPU s": round(cpu_seconds(relay) - cpu, 1), "s": round(time.monotonic() - began, 1)}
    for name, values in figures.items():
        print(f"     {name}: " + ", ".join(f"{key} {value}" for key, value in values.items()))
    judge(figures, relay.err[lines:])
    quiet_ones(bystanders)
    crowd.close()
    bystanders.close()
    assert relay.terminate() == 0, relay.err
    for studio in (follow, wide, quiet):
        studio.close()


def judge(figures, said):
    about = figures["relay"]
    growth = max(about["RSS after, KiB"], about["RSS at most, KiB"]) - about["RSS before, KiB"]
    assert growth < GROWTH_KIB, f"{growth} KiB more"
    # Not one line for each attack: several thousand of them were made.
    assert len(said) <= 10, said[:20]
    for name in ("slow_lorises", "half_open"):
        held = figures[name]
        assert held["still held at the end"] == 0, (name, held)
        assert held["answered 408"] > 0.8 * held["ended"] > 0, (name, held)
    assert figures["connect_and_drop"]["opened"] == 10_000
    assert figures["random_bytes"]["opened"] == 500
    assert figures["wrong_frames"]["otherwise"] == [], figures["wrong_frames"]
    assert figures["resets"]["reset"] >= 13 * 20, figures["resets"]
    assert figures["ping_flood"]["cut"] > 0, figures["ping_flood"]
    never = figures["never_read"]
    assert never["told 3008"] >= 1 and never["told nothing"] == 0, never
    assert never["stuck for 27 s and still held"] == 0 and never["gone"] == never["opened"], never


def quiet_ones(bystanders):
    """Clients that received nothing for half a minute are still there, and were kept alive."""
    assert not bystanders.complaints_of_silence(), bystanders.complaints_of_silence()
