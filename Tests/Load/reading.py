"""Reading many stations: CPU and memory per station, and those of equivalent C programs."""

import time

from programs import MADE, Broken, Program, Relay, Source
from table import Row


def stations(source, count):
    return {f"s{number}": f"http://127.0.0.1:{source.port}/s{number}"
            for number in range(1, count + 1)}


def start(source, who, count):
    if who == "relay":
        return Relay(stations(source, count))
    return Program(MADE / "reader", who, source.port, count)


def no_title_lost(source, who, program, count):
    """Sends a new title everywhere: the program must have counted as many as were sent."""
    source.say("title")
    until = time.monotonic() + 20
    while True:
        sent = source.state()[2]
        if who == "relay":
            got = int(program.metric("icy_relay_station_titles_total"))
            if program.metric("icy_relay_station_reconnects_total"):
                raise Broken("Relay has lost a stream")
        else:
            program.say("")
            got = program.numbers()[2]
        if got == sent and sent >= 2 * count:
            return
        if time.monotonic() > until:
            raise Broken(f"{who} has {got} titles of {sent}")
        time.sleep(0.2)


def share_of_core(source, program, seconds, nominal):
    """CPU time per elapsed time, and the share of its pace that the source kept."""
    began, cpu, sent = time.monotonic(), program.cpu(), source.state()[1]
    time.sleep(seconds)
    cpu, sent, took = program.cpu() - cpu, source.state()[1] - sent, time.monotonic() - began
    program.check()
    return cpu / 1e9 / took, sent / took / nominal


def one(who, count, options, seconds, settle):
    """Share of a core, memory, and the pace of the source; with a fresh source."""
    with Source(**options) as source, start(source, who, count) as program:
        source.pin(0)
        program.pin(-1)
        source.wait_for(count)
        time.sleep(settle)
        share, pace = share_of_core(source, program, seconds, count * options["bitrate"] * 125)
        memory = program.memory()
        no_title_lost(source, who, program, count)
    return share, memory, pace


def reading(size):
    """4,000 streams of 128 kbit/s, metaint 16,000, in two ways of writing."""
    count, rows = size.streams, []
    for segment, how in ((1400, "1,400 bytes a write"), (160, "a write every 10 ms")):
        shares = {"relay": [], "skip": [], "plain": []}
        slowest = 1
        options = {"bitrate": 128, "metaint": 16000, "segment": segment}
        for run in range(size.runs(3)):
            names = list(shares)
            for who in names[run % 3:] + names[:run % 3]:
                share, _, pace = one(who, count, options, size.seconds(3), size.seconds(1))
                shares[who].append(share)
                slowest = min(slowest, pace)
        note = f"the source kept only {slowest:.0%} of its pace" if slowest < 0.97 else ""
        what = f"{count:,} streams, {how}"
        rows.append(Row("reading", what, "of a core", shares["relay"],
                        "C, skipping", shares["skip"], "<= 1.3", note))
        rows.append(Row("reading", what, "of a core", shares["relay"],
                        "C, plain recv", shares["plain"], "<= 0.167"))
    return rows


def base_memory():
    """Relay with one station and no clients: its resident memory, and what it has allocated."""
    with Source() as source, Relay(stations(source, 1)) as relay:
        source.wait_for(1)
        time.sleep(1)
        return relay.memory("VmRSS"), relay.memory()


SLOW = {"bitrate": 32, "metaint": 4000, "segment": 1400}


def memory_of_stations(size):
    count, idle, each = size.stations[1], [], []
    for _ in range(size.runs(3)):
        resident, base = base_memory()
        idle.append(resident / 1e6)
        each.append((one("relay", count, SLOW, 0.5, 0.5)[1] - base) / (count - 1))
    return [Row("memory", "process with one station, resident", "MB", idle, bound="< 12"),
            Row("memory", f"per station, {count:,} of them", "B", each, bound="<= 2048")]


def growth_of_stations(size):
    few, many = size.stations
    cost, memory, slowest = ([], []), ([], []), 1
    for _ in range(size.runs(3)):
        base = base_memory()[1]
        for index, count in enumerate((few, many)):
            share, used, pace = one("relay", count, SLOW, size.seconds(4),
                                     size.seconds(1))
            cost[index].append(share / count * 1e6)
            memory[index].append((used - base) / (count - 1))
            slowest = min(slowest, pace)
    note = f"the source kept only {slowest:.0%} of its pace" if slowest < 0.97 else ""
    return [Row("growth", f"CPU per station and second, {many:,} stations", "us", cost[1],
                f"{few:,} stations", cost[0], "<= 1.15", note),
            Row("growth", f"memory per station, {many:,} stations", "B", memory[1],
                f"{few:,} stations", memory[0], "<= 1.15")]
