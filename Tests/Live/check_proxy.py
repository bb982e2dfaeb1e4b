"""A real nginx in front, with the configuration that `RunningForGood.md` points to."""

import json
import pathlib

from crowd import descriptors
from harness import Process, answers, check, free_port, until
from relay import Listener, Relay
from studio import Studio, numbered
from wire import CLOSE, TEXT, EventSource, Refused, WebSocket, code_of, exchange, get

SNIPPET = pathlib.Path(__file__).with_name("nginx.conf")
AROUND = """daemon off;
master_process off;  # One process, which ends with the checks.
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/relay.conf;
}}
"""
NAME = "radio.example.org"  # as in the snippet


class Nginx(Process):
    def __init__(self, setting, relay):
        folder, self.port = setting.folder / f"nginx-{relay.port}", free_port()
        folder.mkdir()
        snippet = SNIPPET.read_text()
        for theirs, ours in (("listen 80;", f"listen 127.0.0.1:{self.port};"),
                             ("http://127.0.0.1:8000;", f"http://127.0.0.1:{relay.port};")):
            assert snippet.count(theirs) == 1, theirs
            snippet = snippet.replace(theirs, ours)
        (folder / "relay.conf").write_text(snippet)
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
        self.log = folder / "error.log"
        super().__init__(["nginx", "-p", folder, "-e", self.log, "-c", folder / "nginx.conf"])
        until(lambda: answers(self.port) or self.child.poll() is not None, "nginx listens")
        assert self.child.poll() is None, self.err


@check("proxy: titles come at once through nginx, over WebSocket and as server-sent events")
def through(setting):
    studio = Studio(numbered(0))
    relay = Relay(studio.url, "--trusted-proxy", "127.0.0.1")
    until(lambda: relay.snapshot()["now_playing"], "a title")
    nginx = Nginx(setting, relay)
    until(lambda: descriptors(relay) > 0, "the relay is there")
    files = settled(relay)
    text = Listener(f"ws://127.0.0.1:{nginx.port}/")
    events = Listener(f"ws://127.0.0.1:{nginx.port}/", "icy.json.v1")
    source = EventSource(nginx.port, host=NAME)
    assert source.head.get("content-type").startswith("text/event-stream")
    # nginx consumes it; its absence from the answer shows that nginx understood it.
    assert source.head.get("x-accel-buffering") is None
    assert source.title()["stream_title"] == numbered(0)
    for number in range(1, 21):
        studio.say(numbered(number))
        # Before the next title is sent: an answer that is held back for more would never arrive.
        assert source.title(within=3)["stream_title"] == numbered(number)
        text.wait_for(numbered(number), within=3)
        events.wait_for(numbered(number), within=3)
    answer = exchange(nginx.port, get(host=NAME, Connection="close"))
    assert json.loads(answer.body)["now_playing"]["stream_title"] == numbered(20), answer.body
    answer = exchange(nginx.port, get(host=NAME, Connection="close", Accept="text/html"))
    assert answer.status == 200 and b"<html" in answer.body.lower(), answer.body[:200]
    same_origin(nginx)
    # A client that leaves nginx leaves the relay, too.
    assert descriptors(relay) > files, (descriptors(relay), files)
    text.close()
    events.close()
    source.close()
    until(lambda: descriptors(relay) <= files, within=10,
          what=lambda: f"descriptors: {files} before, {descriptors(relay)} now")
    # The end of the relay reaches the clients with the right code.
    last = Listener(f"ws://127.0.0.1:{nginx.port}/")
    assert relay.terminate() == 0
    until(lambda: last.closed, "the client is told")
    assert last.closed == 1001, last.closed
    # While the relay is away, an event stream is told to come back, and all others get 502.
    answer = exchange(
        nginx.port, get(host=NAME, Connection="close", Accept="text/event-stream"))
    assert answer.status == 200 and answer.body == b"retry: 2000\n\n", answer.body
    assert answer.get("content-type") == "text/event-stream", answer.fields
    assert exchange(nginx.port, get(host=NAME, Connection="close")).status == 502
    nginx.stop()
    studio.close()


def settled(relay):
    """The descriptors of a relay without clients."""
    low = [descriptors(relay)]

    def calm():
        low.append(descriptors(relay))
        return low[-10:] == [low[-1]] * 10

    until(calm, "nobody comes and goes")
    return low[-1]


def status_of(client, port, origin):
    """200, the status of a refusal, or the code of the Close that refuses a WebSocket. The proxy may
    pass the head on before the Close."""
    try:
        client = client(port, host=NAME, Origin=origin)
    except Refused as refused:
        return refused.status
    opcode, payload = client.next() if isinstance(client, WebSocket) else (TEXT, b"")
    client.close()
    return code_of(payload) if opcode == CLOSE else 200


def same_origin(nginx):
    """`proxy_set_header Host $host`: pages of the site itself may read, others may not."""
    for origin, allowed in ((f"http://{NAME}", True), (f"https://{NAME}", True),
                            ("https://evil.example", False)):
        for client in (WebSocket, EventSource):
            status = status_of(client, nginx.port, origin)
            denied = 1008 if client is WebSocket else 403
            assert status == (200 if allowed else denied), (client.__name__, origin, status)


def let_in(port, address, count, **fields):
    """Those of `count` clients that are admitted from this address."""
    clients = []
    for _ in range(count):
        try:
            clients.append(WebSocket(port, address=address, host=NAME, **fields))
        except Refused as refused:
            assert refused.status == 503, refused
    return clients


@check("proxy: X-Forwarded-For counts clients one by one, and is believed of trusted proxies only")
def forwarded(setting):
    studio = Studio(numbered(0))
    for trusted in (True, False):
        flags = ["--max-clients-per-address", "4"]
        relay = Relay(studio.url, *flags, *(["--trusted-proxy", "127.0.0.1/32"] * trusted))
        nginx = Nginx(setting, relay)
        until(lambda: settled(relay), "the relay is calm")
        one = let_in(nginx.port, "127.0.0.2", 6)
        two = let_in(nginx.port, "127.0.0.3", 6, X_Forwarded_For="192.0.2.9")
        if trusted:
            # Two addresses with four each; what a client claims itself does not count.
            assert (len(one), len(two)) == (4, 4), (len(one), len(two))
            for number in range(3):
                fields = {"X_Forwarded_For": f"192.0.2.{number}"}
                assert let_in(nginx.port, "127.0.0.2", 1, **fields) == []
            two.pop().close()
            until(lambda: let_in(nginx.port, "127.0.0.3", 1), "a place is free again")
            assert let_in(nginx.port, "127.0.0.2", 1) == []
        else:
            # All of them have nginx's address.
            assert (len(one), len(two)) == (4, 0), (len(one), len(two))
        # Past nginx, from an address that is not a trusted proxy: forged, and not believed.
        direct = []
        for number in range(6):
            direct += let_in(relay.port, "127.0.0.4", 1, X_Forwarded_For=f"192.0.2.{number}")
        assert len(direct) == 4, len(direct)
        for client in one + two + direct:
            client.close()
        relay.terminate()
        nginx.stop()
    studio.close()
