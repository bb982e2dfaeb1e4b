"""Titles in the formats' own tags: FLAC without Ogg, WebM and Matroska."""

import threading

from harness import check, until
from icecast import Icecast
from odd import Odd
from relay import Listener, Relay
from tagged import SONGS, made

FIRST, SECOND = SONGS


def line(song):
    return f"{song['artist']} - {song['title']}"


def head(content_type):
    return f"HTTP/1.0 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode()


def reason(listener):
    codes = [m["reason_code"] for m in list(listener.messages) if m["type"] == "station"]
    return codes[-1] if codes else None


@check("tagged: files of FLAC, WebM and Matroska one after the other; FLAC without its head")
def files_as_they_are(setting):
    goes_on = threading.Event()

    def sends(begin, end, between=b""):
        def send(connection, request):
            connection.sendall(begin)
            # Silence would be a stall, which is another reason.
            while not goes_on.wait(0.5):
                connection.sendall(between)
            connection.sendall(end)
            server.hold(connection)
        return send

    # 0.4 MB: more than is searched for blocks that no header announces.
    late = made("flac", FIRST, 3.0)[12_000:]
    types = {"flac": "audio/flac", "webm": "audio/webm", "mka": "video/x-matroska"}
    routes = {f"/{kind}": sends(head(types[kind]) + made(kind, FIRST), made(kind, SECOND))
              for kind in types}
    routes["/late"] = sends(head("audio/flac") + late * (400_000 // len(late) + 1),
                            made("flac", SECOND), between=late[:2000])
    server = Odd(routes)
    names = [*types, "late"]
    relay = Relay(*(f"{name}={server.url('/' + name)}" for name in names))
    listeners = {name: Listener(relay.ws(f"/{name}"), "icy.json.v1") for name in names}
    for kind in types:
        listeners[kind].wait_for(line(FIRST))
    until(lambda: reason(listeners["late"]) == "flac_without_head",
          lambda: f"the reason; got {listeners['late'].messages[-2:]}")
    goes_on.set()
    for name, listener in listeners.items():
        listener.wait_for(line(SECOND))
        wants = [line(SECOND)] if name == "late" else [line(FIRST), line(SECOND)]
        assert listener.titles() == wants, (name, listener.titles())
    until(lambda: reason(listeners["late"]) == "", "no reason any more")
    for listener in listeners.values():
        listener.close()
    relay.terminate()
    server.close()


@check("tagged: Icecast's WebM mount, and its mount of FLAC without Ogg")
def icecast_tagged(setting):
    icecast = Icecast({"/live.webm": (None, None), "/live.flac": ("UTF-8", None)}).start()
    try:
        relay = Relay(*(f"{kind}={icecast.url('/live.' + kind)}" for kind in ("webm", "flac")))
        webm, flac = (Listener(relay.ws(f"/{kind}"), "icy.json.v1") for kind in ("webm", "flac"))
        # The source has named its song at its beginning, before there was a listener.
        webm.wait_for(line(FIRST))
        # Icecast has blocks between the frames of FLAC, as in MP3.
        icecast.set_title("/live.flac", line(SECOND))
        flac.wait_for(line(SECOND))
        assert webm.titles() == [line(FIRST)], webm.titles()
        for listener in (webm, flac):
            listener.close()
        relay.terminate()
    finally:
        icecast.close()
