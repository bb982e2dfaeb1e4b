"""Asks /healthz every 20 ms, each time on a new connection, until SIGTERM. Runs as a program of its
own, so that only the server is measured.

    bounds_probe.py PORT [CA-FILE]

Prints "ready" after the first answer, and at the end a JSON object with the times. The time for
which the probe itself waited for a core is not counted: the attacks want all of them.
"""

import json
import signal
import socket
import ssl
import sys
import time

EVERY, LIMIT = 0.02, 20.0
REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def waited_for_a_core():
    with open("/proc/self/schedstat") as file:
        return int(file.read().split()[1]) / 1e9


def ask(port, tls):
    """Seconds until the whole answer; the limit if there was none."""
    began, waited = time.monotonic(), waited_for_a_core()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=LIMIT) as client:
            if tls:
                client = tls.wrap_socket(client, server_hostname="localhost")
            client.sendall(REQUEST)
            received = b""
            while part := client.recv(4096):
                received += part
    except OSError:
        return LIMIT
    if not received.startswith(b"HTTP/1.1 200 "):
        return LIMIT
    return max(0, time.monotonic() - began - (waited_for_a_core() - waited))


def main():
    port, goes_on, times = int(sys.argv[1]), True, []
    tls = ssl.create_default_context(cafile=sys.argv[2]) if len(sys.argv) > 2 else None

    def stop(*_):
        nonlocal goes_on
        goes_on = False

    signal.signal(signal.SIGTERM, stop)
    ask(port, tls)
    print("ready", flush=True)
    while goes_on:
        due = time.monotonic() + EVERY
        times.append(ask(port, tls))
        time.sleep(max(0, due - time.monotonic()))
    times.sort()
    print(json.dumps({
        "asked": len(times), "median, ms": round(times[len(times) // 2] * 1000, 1),
        "p99, ms": round(times[len(times) * 99 // 100] * 1000, 1),
        "worst, ms": round(times[-1] * 1000, 1)}), flush=True)


if __name__ == "__main__":
    main()
