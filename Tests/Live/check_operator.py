"""What the operator knows better: rules for titles, request headers, several addresses."""

import json
import os
import signal
import tempfile

import relay
from harness import check, until
from odd import Odd, redirect
from relay import Listener, Relay

SECRET = "s3cret-key"


def written(stations):
    """A configuration file with these stations."""
    file = tempfile.NamedTemporaryFile("w", suffix=".json", delete=False, encoding="utf-8")
    with file:
        json.dump({"stations": stations}, file)
    return file.name


def shown(client):
    """The newest title: what was sent, artist, title, and whether a rule changed it."""
    titles = [m for m in list(client.messages) if m["type"] == "title"]
    if not titles:
        return None
    last = titles[-1]
    return (last["stream_title"], last["artist"], last["title"], "operator_rule" in last["flags"])


@check("operator: rules for titles, in JSON and in dump of a saved stream")
def rules(setting):
    odd = Odd({})
    odd.routes["/live"] = lambda connection, request: odd.stream(
        connection, request, "ICY 200 OK\r\nicy-name: Radio X\r\nicy-metaint:1024\r\n")
    odd.title = "Now playing: Jóga - Björk"
    config = written([{
        "name": "x", "url": odd.url("/live"),
        "titles": {"order": "title-artist", "strip_prefixes": ["now playing:"],
                   "ad_words": ["Sponsored by*"], "placeholders": ["Music all day"],
                   "drop_station_name": True}}])
    saved = tempfile.mktemp(suffix=".raw")
    server = Relay("--config", config)
    try:
        client = Listener(server.ws(), "icy.json.v1")
        plain = Listener(server.ws())
        steps = [
            ("Now playing: Jóga - Björk", ("Now playing: Jóga - Björk", "Björk", "Jóga", True)),
            ("Hyperballad", ("Hyperballad", "", "Hyperballad", False)),
            # Both are a clear.
            ("RADIO X", ("", "", "", False)),
            ("One - Two", ("One - Two", "Two", "One", True)),
            ("music all day", ("", "", "", False)),
        ]
        for title, want in steps:
            odd.title = title
            until(lambda: shown(client) == want,
                  lambda: f"{title!r} becomes {want}; is {shown(client)}")
        assert "Björk - Jóga" in plain.titles(), plain.titles()
        reasons = [m["reason_code"] for m in client.messages if m["type"] == "station"]
        assert "title_dropped" in reasons, reasons
        before = len(client.titles())
        odd.title = "Sponsored by Nobody"
        until(lambda: any(m["type"] == "ad" for m in client.messages), "an ad event")
        assert len(client.titles()) == before, client.titles()
    finally:
        server.terminate()
    odd.title = "Now playing: Jóga - Björk"
    code, _, errors = relay.run("dump", odd.url("/live"), "--blocks", 1, "--save", saved)
    assert code == 0, errors
    code, out, errors = relay.run(
        "dump", "--config", config, "--station", "x", "--json", saved)
    blocks = [json.loads(line) for line in out.splitlines()]
    block = next(b for b in blocks if b["type"] == "block")
    assert (block["title"], block["artist"], block["song"]) == (
        "Now playing: Jóga - Björk", "Björk", "Jóga"), block
    assert "operator_rule" in block["flags"], block
    code, out, errors = relay.run("check-config", config)
    assert code == 0 and 'leaves out at the start of a title: "now playing:"' in out, (out, errors)
    odd.close()


@check("operator: headers go to the station's own server, and not after a redirect elsewhere")
def headers(setting):
    elsewhere = Odd({})
    elsewhere.routes["/live"] = elsewhere.stream
    own = Odd({"/x": redirect("/y"), "/y": redirect(elsewhere.url("/live"))})
    config = written([{"name": "x", "url": own.url("/x"), "user_agent": "Mine/1",
                       "headers": {"X-Key": SECRET}}])
    code, out, errors = relay.run("check-config", config)
    assert code == 0 and "X-Key" in out and SECRET not in out + str(errors), (out, errors)
    server = Relay("--config", config, "--log-level", "debug")
    try:
        Listener(server.ws()).wait_for("First - Title")
        assert own.paths()[:2] == ["/x", "/y"], own.paths()
        for request in own.requests[:2]:
            assert request.headers.get("x-key") == SECRET, request.headers
        request = elsewhere.requests[0]
        assert "x-key" not in request.headers, request.headers
        assert request.headers["user-agent"] == "Mine/1", request.headers
        assert SECRET not in "\n".join(server.err), server.err
    finally:
        server.terminate()
        own.close()
        elsewhere.close()


@check("operator: on to the next address, and back to the first without a title twice")
def addresses(setting):
    first, second = Odd({}), Odd({})
    first.title = second.title = "One - Title"
    second.routes["/b"] = second.stream
    config = written([{"name": "x", "url": [first.url("/a"), second.url("/b")],
                       "return_after": 10}])
    server = Relay("--config", config)
    try:
        client = Listener(server.ws(), "icy.json.v1")
        client.wait_for("One - Title")
        assert server.snapshot()["station"]["listen_url"] == second.url("/b")
        # The first is asked, but has no stream yet.
        until(lambda: len(first.requests) > 1, "the first is asked again", within=30)
        second.title = "Two - Title"
        client.wait_for("Two - Title")
        first.title = "Two - Title"
        first.routes["/a"] = first.stream
        until(lambda: server.snapshot()["station"]["listen_url"] == first.url("/a"),
              lambda: f"back at the first; {server.err[-3:]}", within=30)
        first.title = "Three - Title"
        client.wait_for("Three - Title")
        assert client.titles() == ["One - Title", "Two - Title", "Three - Title"], client.titles()
        # It ends, and the second goes on where it is.
        first.routes["/a"] = b"HTTP/1.0 404 Not Found\r\n\r\n"
        second.title = "Four - Title"
        first.drop()
        client.wait_for("Four - Title")
    finally:
        server.terminate()
        first.close()
        second.close()


@check("operator: an address that is silent for the stated time is left")
def silence(setting):
    first, second = Odd({}), Odd({})
    second.title = "Second - Title"
    second.routes["/b"] = second.stream

    def silent(connection, request):
        connection.sendall(b"ICY 200 OK\r\nicy-metaint:1024\r\n\r\n" + bytes(100))
        first.hold(connection)

    first.routes["/a"] = silent
    config = written([{"name": "x", "url": [first.url("/a"), second.url("/b")],
                       "silent_after": 2}])
    server = Relay("--config", config)
    try:
        client = Listener(server.ws(), "icy.json.v1")
        client.wait_for("Second - Title", within=12)
        reasons = [m["reason_code"] for m in client.messages if m["type"] == "station"]
        assert "stalled" in reasons, reasons
        # New rules are taken over by a reload.
        with open(config, "w", encoding="utf-8") as file:
            json.dump({"stations": [{"name": "x", "url": second.url("/b"),
                                     "titles": {"order": "title-artist"}}]}, file)
        os.kill(server.child.pid, signal.SIGHUP)
        until(lambda: shown(client) == ("Second - Title", "Title", "Second", True),
              lambda: f"the new order; {shown(client)}")
    finally:
        server.terminate()
        first.close()
        second.close()
