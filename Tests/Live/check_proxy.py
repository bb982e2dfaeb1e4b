"""nginx in front, in all detail, and what a relay believes of a proxy. `check_proxies.py` has all
proxies."""

import json

from crowd import descriptors
from harness import check, until
from proxies import NAME, Nginx, let_in, refusal
from relay import Relay
from studio import Studio, numbered
from wire import EventSource, WebSocket


@check("proxy: titles come at once through nginx, over WebSocket and as server-sent events")
def through(setting):
    studio = Studio(numbered(0))
    relay = Relay(studio.url, "--trusted-proxy", "127.0.0.1")
    until(lambda: relay.snapshot()["now_playing"], "a title")
    nginx = Nginx(setting, relay)
    until(lambda: descriptors(relay) > 0, "the relay is there")
    files = settled(relay)
    text = nginx.listener()
    events = nginx.listener("/", "icy.json.v1")
    source = nginx.events()
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
    answer = nginx.ask()
    assert json.loads(answer.body)["now_playing"]["stream_title"] == numbered(20), answer.body
    answer = nginx.ask(Accept="text/html")
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
    last = nginx.listener()
    assert relay.terminate() == 0
    until(lambda: last.closed, "the client is told")
    assert last.closed == 1001, last.closed
    # While the relay is away, an event stream is told to come back, and all others get 502.
    answer = nginx.ask(Accept="text/event-stream")
    assert answer.status == 200 and answer.body == b"retry: 2000\n", answer.body
    assert answer.get("content-type") == "text/event-stream", answer.fields
    assert nginx.ask().status == 502
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


def same_origin(nginx):
    """Pages of the site itself may read, others may not."""
    for origin, allowed in ((nginx.url(""), True), (nginx.url("", "http"), False),
                            (f"https://{NAME}", False), ("https://evil.example", False)):
        for client, denied in ((nginx.websocket, 1008), (nginx.events, 403)):
            status = refusal(client, Origin=origin)
            assert status == (None if allowed else denied), (origin, status)


@check("proxy: X-Forwarded-For counts clients one by one, and is believed of trusted proxies only")
def forwarded(setting):
    studio = Studio(numbered(0))
    for trusted in (True, False):
        flags = ["--max-clients-per-address", "4"]
        relay = Relay(studio.url, *flags, *(["--trusted-proxy", "127.0.0.1/32"] * trusted))
        nginx = Nginx(setting, relay)
        until(lambda: settled(relay), "the relay is calm")
        one = let_in(6, nginx.websocket, address="127.0.0.2")
        two = let_in(6, nginx.websocket, address="127.0.0.3", X_Forwarded_For="192.0.2.9")
        if trusted:
            # Two addresses with four each; what a client claims itself does not count.
            assert (len(one), len(two)) == (4, 4), (len(one), len(two))
            for number in range(3):
                fields = {"X_Forwarded_For": f"192.0.2.{number}"}
                assert let_in(1, nginx.websocket, address="127.0.0.2", **fields) == []
            two.pop().close()
            until(lambda: let_in(1, nginx.websocket, address="127.0.0.3"), "a place is free again")
            assert let_in(1, nginx.websocket, address="127.0.0.2") == []
        else:
            # All of them have nginx's address.
            assert (len(one), len(two)) == (4, 0), (len(one), len(two))
        # Past nginx, from an address that is not a trusted proxy: forged, and not believed.
        direct = []
        for number in range(6):
            direct += let_in(1, WebSocket, relay.port, address="127.0.0.4",
                             X_Forwarded_For=f"192.0.2.{number}")
        assert len(direct) == 4, len(direct)
        # Nobody is told to trust a proxy that is trusted.
        assert len(about_proxies(relay, "127.0.0.1")) == (not trusted), relay.err
        close(one + two + direct)
        relay.terminate()
        nginx.stop()
    studio.close()


def close(clients):
    for client in clients:
        client.close()


def about_proxies(relay, address):
    """The lines of the log that name the flag for this address."""
    return [line for line in list(relay.err) if line.endswith(f"--trusted-proxy {address}")]


@check("proxy: the log says once, at half of the limit, that many clients may be those of a proxy")
def crowded(setting):
    studio = Studio(numbered(0))
    relay = Relay(studio.url, "--max-clients-per-address", "8")
    nginx = Nginx(setting, relay)
    until(lambda: settled(relay), "the relay is calm")
    clients = let_in(3, nginx.websocket, address="127.0.0.2")
    assert len(clients) == 3 and not about_proxies(relay, "127.0.0.1"), relay.err
    clients += let_in(1, nginx.websocket, address="127.0.0.3")
    until(lambda: about_proxies(relay, "127.0.0.1"), lambda: f"a line; {relay.err}")
    clients += let_in(6, nginx.websocket, address="127.0.0.4")
    assert len(clients) == 8, len(clients)
    close(clients)

    def places():
        clients = let_in(8, nginx.websocket)
        close(clients)
        return len(clients)

    until(lambda: places() == 8, "all places are free again")
    assert len(about_proxies(relay, "127.0.0.1")) == 1, relay.err
    relay.terminate()
    nginx.stop()
    studio.close()


SITE, EVIL = "https://site.example", "https://evil.example"
# What a proxy says, whose pages may read, and whose may not.
SITES = [
    ({}, "http://127.0.0.1", SITE),
    ({"X_Forwarded_Host": "site.example"}, SITE, EVIL),
    ({"X_Forwarded_Host": "site.example", "X_Forwarded_Proto": "https"}, SITE,
     "http://site.example"),
    ({"X_Forwarded_Host": "evil.example, site.example"}, SITE, EVIL),
    ({"X_Forwarded_Host": "evil.example\r\nX-Forwarded-Host: site.example"}, SITE, EVIL),
    ({"X_Forwarded_Host": "site.example:8443"}, f"{SITE}:8443", SITE),
    ({"Forwarded": 'for="[2001:db8::1]:80";Host="site.example:8443";proto=https'},
     f"{SITE}:8443", SITE),
    ({"Forwarded": "host=evil.example, for=192.0.2.1;host=site.example"}, SITE, EVIL),
]


@check("proxy: the last X-Forwarded-Host and Forwarded name the site, of trusted proxies only")
def named(setting):
    studio = Studio(numbered(0))
    relay = Relay(studio.url, "--trusted-proxy", "127.0.0.2")
    for fields, own, other in SITES:
        for address, origin, allowed in (
                ("127.0.0.2", own, True), ("127.0.0.2", other, False),
                ("127.0.0.3", own, not fields)):
            for client, denied in ((WebSocket, 1008), (EventSource, 403)):
                status = refusal(client, relay.port, address=address, Origin=origin, **fields)
                assert status == (None if allowed else denied), (fields, address, origin, status)
    relay.terminate()
    studio.close()
