"""The command line and the plain HTTP side."""

import fcntl
import json
import re
import signal
import socket
import subprocess
import tempfile
import termios
import urllib.request

import relay
from harness import Process, check, free_port, until
from icy import Source
from relay import Listener, Relay
from studio import Studio

MOUNT = "/utf8.mp3"


def refused(code, *arguments, says, env=None):
    """The program ends with `code` and exactly one line on standard error that says why."""
    got, out, errors = relay.run(*arguments, env=env)
    shown = f"{' '.join(map(str, arguments))}: exit code {got}, standard error {errors}"
    assert got == code, f"{shown}; want {code}"
    assert len(errors) == 1, f"{shown}; want one line"
    assert re.search(says, errors[0], re.I), f"{shown}; want {says!r} in it"
    assert not re.search(r"fatal error|stack|\.swift:\d|0x[0-9a-f]{6}", errors[0], re.I), shown
    return errors[0]


def both(code, url, says, env=None):
    for command in ("dump", "watch"):
        refused(code, command, url, says=says, env=env)


@check("errors: wrong flag, no URL, bad URL")
def usage(setting):
    refused(64, "--no-such-flag", says="no-such-flag")
    refused(64, "dump", setting.icecast.url(MOUNT), "--no-such-flag", says="no-such-flag")
    refused(64, setting.icecast.url(MOUNT), "--listen", "nonsense", says="nonsense|listen")
    for url in ("http://", "ftp://127.0.0.1/live.mp3", "http://127.0.0.1:99999/"):
        refused(64, url, says="URL|port|http")
        both(64, url, says="URL|port|http")


@check("errors: port taken")
def port_taken(setting):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused(69, setting.icecast.url(MOUNT), "--listen", f"127.0.0.1:{port}", says=str(port))
    first = Relay(setting.icecast.url(MOUNT))
    refused(69, setting.icecast.url(MOUNT), "--listen", f"127.0.0.1:{first.port}",
            says=str(first.port))
    first.terminate()


@check("errors: unknown host")
def unknown_host(setting):
    both(68, "http://no-such-host.invalid/live.mp3", says="no-such-host.invalid")


@check("errors: connection refused")
def connection_refused(setting):
    port = free_port()
    both(69, f"http://127.0.0.1:{port}/live.mp3", says=f"refuses connections \\(127.0.0.1:{port} ")


@check("errors: a mount that is not there")
def not_found(setting):
    both(65, setting.icecast.url("/no-such-mount.mp3"), says="404")
    with tempfile.NamedTemporaryFile() as capture:
        capture.write(b"an earlier capture")
        capture.flush()
        refused(65, "dump", setting.icecast.url("/no-such-mount.mp3"), "--save", capture.name,
                says="404")
        with open(capture.name, "rb") as kept:
            assert kept.read() == b"an earlier capture"


@check("errors: a server that sends no titles")
def no_titles(setting):
    source = Source(announce=False)
    both(65, f"http://127.0.0.1:{source.port}/", says="icy-metaint")
    source.close()


@check("serve: a station that cannot be reached is said on the page's channel, and tried again")
def unreachable(setting):
    port = free_port()
    server = Relay(f"http://127.0.0.1:{port}/live.mp3")
    client = Listener(server.ws(), "icy.json.v1")
    until(lambda: any(m["type"] == "station" and m["state"] == "waiting" and m["reason"]
                      for m in client.messages), lambda: f"a reason; got {client.messages}")
    assert client.closed is None and server.child.poll() is None
    client.close()
    assert server.terminate() == 0


@check("serve: several stations at their own paths, the list, the snapshots, 404")
def several(setting):
    server = Relay(f"one={setting.icecast.url(MOUNT)}",
                   f"two={setting.icecast.url('/latin1.mp3')}")
    setting.icecast.set_title(MOUNT, "Station - One")
    setting.icecast.set_title("/latin1.mp3", "Station - Two")
    one, two = Listener(server.ws("/one")), Listener(server.ws("/two"), "icy.json.v1")
    one.wait_for("Station - One")
    two.wait_for("Station - Two")
    stations = server.snapshot("/")["stations"]
    assert [(s["station"], s["path"]) for s in stations] == [("one", "/one"), ("two", "/two")]
    playing = [s["now_playing"]["stream_title"] for s in stations]
    assert playing == ["Station - One", "Station - Two"], playing
    assert all(s["state"] == "live" for s in stations), stations
    for path, title in (("/one", "Station - One"), ("/two", "Station - Two")):
        snapshot = server.snapshot(path)
        assert snapshot["now_playing"]["stream_title"] == title, snapshot
        assert snapshot["song_history"][0]["stream_title"] == title, snapshot
        assert snapshot["station"]["state"] == "live", snapshot
        assert snapshot["station"]["listen_url"].startswith("http://127.0.0.1:"), snapshot
    # Without an Accept header that asks for anything specific, as curl sends it.
    assert json.loads(server.get("/one", accept="*/*")[2]) == server.snapshot("/one")
    assert server.get("/three")[0] == 404
    assert server.get("/three", accept="text/html")[0] == 404
    assert server.get("/healthz")[0] == 200
    one.close()
    two.close()
    server.terminate()


@check("watch: a line per title, time first")
def watch(setting):
    setting.icecast.set_title(MOUNT, "Watch - One")
    process = Process([relay.BINARY, "watch", setting.icecast.url(MOUNT)])
    titles = ["Watch - One", "Watch - Two", "Watch - Three"]
    for title in titles:
        setting.icecast.set_title(MOUNT, title)
        until(lambda: any(title in line for line in process.out),
              lambda: f"{title}; got {process.out} {process.err}")
    assert len(process.out) == 3, process.out
    for line, title in zip(process.out, titles):
        assert re.match(r"(\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d\S*\s", line), line
        assert line.endswith(title), line
    process.stop()


@check("watch: an advertisement, however long the station says it is")
def advertisement(setting):
    studio = Studio("Before - Song")
    process = Process([relay.BINARY, "watch", studio.url])
    for length, shown in ((20427, 20), (2 ** 63 - 1, (2 ** 63 - 1) // 1000 + 1)):
        studio.say(f"Ad {shown}';adw_ad='true';durationMilliseconds='{length}")
        until(lambda: any(line.endswith(f"(ad: ad, {shown} s)") for line in process.out),
              lambda: f"an ad of {shown} s; got {process.out} {process.err}")
    process.stop()
    studio.close()


@check("dump: human form shows the block's place, bytes and title")
def human(setting):
    setting.icecast.set_title(MOUNT, "Human - Form")
    code, out, errors = relay.run("dump", setting.icecast.url(MOUNT), "--blocks", 1)
    assert code == 0 and not errors, (code, errors)
    assert "Human - Form" in out and "StreamTitle" in out and "4096" in out, out


@check("dump: from standard input without a head")
def headless(setting):
    import subprocess
    from icy import block
    body = bytes(64) + block("A - B") + bytes(64) + b"\0" + bytes(64) + block("") + bytes(10)
    done = subprocess.run([relay.BINARY, "dump", "-", "--json", "--metaint", "64"], input=body,
                          capture_output=True, timeout=20)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done
    blocks = [line for line in lines if line["type"] == "block"]
    assert [(b["index"], b["wire_offset"], b["audio_offset"], b["state"]) for b in blocks] == [
        (0, 64, 64, "title"), (2, 64 + 33 + 64 + 1 + 64, 192, "clear")], blocks
    end = lines[-1]
    assert end["type"] == "end" and end["audio_bytes"] == 202, end


def started(*arguments, **streams):
    return subprocess.Popen([relay.BINARY, *arguments], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, **streams)


@check("ending: dump ends when asked, without input and with a reader that does not read")
def interrupted(setting):
    child = started("dump", "-", stdin=subprocess.PIPE)
    try:
        child.stdin.write(b"ICY 200 OK\r\nicy-metaint:8\r\n\r\n")
        child.stdin.flush()
        assert child.stdout.readline() == b"ICY 200 OK\n"
        child.send_signal(signal.SIGTERM)
        assert child.wait(10) == -signal.SIGTERM
    finally:
        child.kill()

    child = started("dump", "--json", setting.icecast.url(MOUNT))
    try:
        assert json.loads(child.stdout.readline())["type"] == "head"
        child.send_signal(signal.SIGINT)
        last = json.loads(child.stdout.read().splitlines()[-1])
        assert (last["type"], last["reason"]) == ("end", "interrupted"), last
        assert child.wait(10) == 0
    finally:
        child.kill()

    # A thousand blocks at once make more text than a pipe holds.
    listener = socket.create_server(("127.0.0.1", 0))
    child = started("dump", f"http://127.0.0.1:{listener.getsockname()[1]}/")
    try:
        station, _ = listener.accept()
        station.recv(4096)
        block = b"a\x02" + b"StreamTitle='A title';".ljust(32, b"\0")
        station.sendall(b"ICY 200 OK\r\nicy-metaint:1\r\n\r\n" + 1000 * block)
        waiting = bytearray(4)
        # A pipe holds 64 KiB; its last pages may stay partly empty.
        until(lambda: not fcntl.ioctl(child.stdout, termios.FIONREAD, waiting)
              and int.from_bytes(waiting, "little") >= 56 * 1024, "the pipe is full")
        child.send_signal(signal.SIGTERM)
        assert child.wait(10) == 0
        station.close()
    finally:
        child.kill()
        listener.close()
