"""From the write of a metadata block's last byte to its receipt in a WebSocket client, on loopback.

    latency.py [--relay PATH] [--titles N] [--runs N]

The same harness, one thread, measures two paths in turn: through the relay, and through `hop.c`,
which only waits with epoll, receives and sends. See README.md.
"""

import argparse
import base64
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
METAINT = 4096
TITLE = "Some Artist {:06d} - A Song of Ordinary Length"
SETTLE_NS = 500_000


def block(title):
    payload = b"StreamTitle='" + title + b"';"
    payload += bytes(-len(payload) % 16)
    return bytes([len(payload) // 16]) + payload


def listener():
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(20)
    return server, server.getsockname()[1]


def prepared(connection):
    connection.settimeout(20)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def receive(client, size):
    """Exactly `size` bytes: one blocking recv, as a rule."""
    got = client.recv(size)
    while len(got) < size:
        part = client.recv(size - len(got))
        if not part:
            raise AssertionError("the connection has ended")
        got += part
    return got


def settle():
    """Gives the program under test the time to read all of the audio and wait again."""
    until = time.perf_counter_ns() + SETTLE_NS
    while time.perf_counter_ns() < until:
        pass


def through_relay(binary, titles):
    server, source_port = listener()
    relay = subprocess.Popen(
        [binary, f"http://127.0.0.1:{source_port}/live", "--listen", "127.0.0.1:0", "--loops", "1"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        port = None
        while port is None:
            line = relay.stderr.readline()
            if not line:
                raise AssertionError("the relay ended before it listened")
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            port = int(found[1]) if found else None
        source = prepared(server.accept()[0])
        request = b""
        while b"\r\n\r\n" not in request:
            request += source.recv(4096)
        start = TITLE.format(0).encode()
        source.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n"
                       b"icy-metaint:%d\r\n\r\n" % METAINT + bytes(METAINT) + block(start))
        client = prepared(socket.create_connection(("127.0.0.1", port)))
        key = base64.b64encode(os.urandom(16))
        client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
                       b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       b"Sec-WebSocket-Key: %s\r\n\r\n" % (port, key))
        # The head of the answer, then frames up to the one with the title sent above.
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += receive(client, 1)
        assert head.startswith(b"HTTP/1.1 101 "), head
        while True:
            first, length = receive(client, 2)
            assert first == 0x81 and length < 126, (first, length)
            if receive(client, length) == start:
                break
        lags = []
        for number in range(1, titles + 1):
            title = TITLE.format(number).encode()
            last = block(title)
            frame = bytes([0x81, len(title)]) + title
            source.sendall(bytes(METAINT))
            settle()
            began = time.perf_counter_ns()
            source.send(last)
            got = receive(client, len(frame))
            lags.append(time.perf_counter_ns() - began)
            assert got == frame, got
        return lags
    finally:
        relay.kill()
        relay.wait()
        server.close()


def through_hop(hop, titles):
    title = TITLE.format(0).encode()
    last, frame_size = block(title), 2 + len(title)
    server, source_port = listener()
    process = subprocess.Popen([hop, str(METAINT + len(last)), str(frame_size), str(source_port)],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        client = prepared(socket.create_connection(
            ("127.0.0.1", int(process.stdout.readline()))))
        source = prepared(server.accept()[0])
        lags = []
        for _ in range(titles):
            source.sendall(bytes(METAINT))
            settle()
            began = time.perf_counter_ns()
            source.send(last)
            got = receive(client, frame_size)
            lags.append(time.perf_counter_ns() - began)
            assert len(got) == frame_size
        return lags
    finally:
        process.kill()
        process.wait()
        server.close()


def compiled(folder):
    # Swift brings a clang of its own, beside it.
    swift = shutil.which("swift")
    beside = str(pathlib.Path(swift).resolve().parent) if swift else None
    compiler = (shutil.which("cc") or shutil.which("clang")
                or (beside and shutil.which("clang", path=beside)))
    if not compiler:
        sys.exit("neither cc nor clang is here to compile hop.c")
    subprocess.run([compiler, "-O2", "-o", folder / "hop", HERE / "hop.c"], check=True)
    return folder / "hop"


def main():
    parser = argparse.ArgumentParser()
    built = HERE.parents[1] / ".build/release/Relay"
    parser.add_argument("--relay", type=pathlib.Path, default=built)
    parser.add_argument("--titles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    figures = {"relay": [], "hop": []}
    with tempfile.TemporaryDirectory() as folder:
        hop = compiled(pathlib.Path(folder))
        for _ in range(options.runs):
            for name, lags in (("relay", through_relay(options.relay.resolve(), options.titles)),
                               ("hop", through_hop(hop, options.titles))):
                cut = statistics.quantiles(lags, n=100, method="inclusive")
                figures[name].append((cut[49] / 1000, cut[98] / 1000))
    print(f"last byte of a block written -> WebSocket client, {options.titles} titles, "
          f"median of {options.runs} runs [min-max], microseconds")
    middle = {}
    for name, runs in figures.items():
        p50, p99 = zip(*runs)
        middle[name] = (statistics.median(p50), statistics.median(p99))
        print(f"{name:>6}  p50 {middle[name][0]:7.1f} [{min(p50):.1f}-{max(p50):.1f}]"
              f"  p99 {middle[name][1]:7.1f} [{min(p99):.1f}-{max(p99):.1f}]")
    print(f" ratio  p50 {middle['relay'][0] / middle['hop'][0]:7.2f}"
          f"  p99 {middle['relay'][1] / middle['hop'][1]:7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
