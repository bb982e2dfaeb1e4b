"""Pictures in a real stream, from Icecast to the page in Chromium."""

import base64
import contextlib
import struct
import subprocess
import threading
import urllib.error
import urllib.request

from broadcast import framed
from harness import check, until
from icecast import PASSWORD, SOUND
from ogg import ChainedSource
from relay import Listener, Relay
from serving import Serving, request_of

MOUNT = "/pictures.opus"


def image(colour, kind="mjpeg"):
    """A picture of 300 by 300 points in one colour."""
    return subprocess.run(
        ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-f", "lavfi", "-i",
         f"color=c={colour}:s=300x300", "-frames:v", "1", "-c:v", kind, "-f", "image2pipe",
         "pipe:1"], check=True, stdout=subprocess.PIPE, timeout=30).stdout


def block(data, role=3, media_type=b"image/jpeg"):
    """A picture block of FLAC, as base64."""
    return base64.b64encode(
        struct.pack(">II", role, len(media_type)) + media_type + struct.pack(">I", 0)
        + struct.pack(">IIII", 300, 300, 24, 0) + struct.pack(">I", len(data)) + data).decode()


def fetch(url, **headers):
    """(status, headers, body)"""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with contextlib.closing(error):
            return error.code, error.headers, error.read()


def colour_shown(browser):
    """The colour in the middle of the picture that the page shows; None while it shows none."""
    return browser.script("""
        const image = document.getElementById('artwork');
        if (image.hidden || !image.complete || !image.naturalWidth) return null;
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 3;
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0, 3, 3);
        const [red, green, blue] = context.getImageData(1, 1, 1, 1).data;
        return red > 200 && blue < 60 ? 'red' : blue > 200 && red < 60 ? 'blue' : 'other';""")


@check("artwork: the cover in an Ogg mount of Icecast, in JSON, by its address and on the page")
def cover(setting):
    icecast, browser = setting.icecast, setting.browser
    red, blue = image("red"), image("blue", "png")
    source = ChainedSource(icecast.port, PASSWORD, MOUNT, "opus", SOUND, {
        "ARTIST": "Björk", "TITLE": "Jóga", "METADATA_BLOCK_PICTURE": block(red)})
    until(lambda: icecast.is_on_air(MOUNT), f"Icecast has {MOUNT}")
    relay = Relay(icecast.url(MOUNT))
    name = MOUNT.strip("/").partition(".")[0]
    try:
        client = Listener(relay.ws(), "icy.json.v1")
        client.wait_for("Björk - Jóga")
        title = relay.snapshot()["now_playing"]
        assert title["artwork_url"].startswith(f"{name}/artwork?v="), title
        assert {"key": "PICTURE", "value": f"image/jpeg, {len(red)} bytes, front cover"} \
            in title["attributes"], title
        first = relay.http("/" + title["artwork_url"])
        status, headers, body = fetch(first)
        assert status == 200 and body == red, (status, len(body))
        assert headers["Content-Type"] == "image/jpeg", headers
        status, _, body = fetch(first, **{"If-None-Match": headers["ETag"]})
        assert status == 304 and body == b"", status
        browser.open(relay.http())
        browser.wait_for("title", "Jóga")
        until(lambda: colour_shown(browser) == "red", "the page shows the red cover")

        source.set_tags({"ARTIST": "Moby", "TITLE": "Porcelain",
                         "METADATA_BLOCK_PICTURE": block(blue, media_type=b"image/png")})
        client.wait_for("Moby - Porcelain")
        second = relay.http("/" + relay.snapshot()["now_playing"]["artwork_url"])
        assert second != first
        status, headers, body = fetch(second)
        assert status == 200 and body == blue and headers["Content-Type"] == "image/png"
        assert fetch(first)[0] == 404
        until(lambda: colour_shown(browser) == "blue", "the page shows the blue cover")

        source.set_tags({"ARTIST": "Enya", "TITLE": "Orinoco Flow"})
        client.wait_for("Enya - Orinoco Flow")
        assert "artwork_url" not in relay.snapshot()["now_playing"]
        assert fetch(second)[0] == 404
        until(lambda: colour_shown(browser) is None, "the page shows no cover")
        assert browser.complaints() == []
    finally:
        source.open = False
    relay.terminate()


class Pictures(Serving):
    """A web server with one picture, which notes what asks for it."""

    def __init__(self, data):
        self.data, self.requests = data, []
        super().__init__()

    def _serve(self, connection):
        with connection:
            self.requests.append(request_of(connection).decode())
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n"
                b"Content-Length: %d\r\nAccess-Control-Allow-Origin: *\r\n\r\n%s"
                % (len(self.data), self.data))


class Station(Serving):
    """Sends one block, and then nothing until it is closed."""

    def __init__(self, block):
        self.block, self.over = block, threading.Event()
        super().__init__()

    def _serve(self, connection):
        with connection:
            request_of(connection)
            connection.sendall(
                b"ICY 200 OK\r\ncontent-type: audio/mpeg\r\nicy-metaint: 512\r\n\r\n"
                + bytes(512) + framed(self.block) + bytes(512))
            self.over.wait(timeout=60)

    def close(self):
        self.over.set()
        super().close()


@check("artwork: a picture of another host only if artwork_hosts names it, and without a referrer")
def other_host(setting):
    browser, server = setting.browser, Pictures(image("red", "png"))
    host = f"127.0.0.1:{server.port}"
    block = f"StreamTitle='Some - Song';StreamUrl='http://{host}/cover.png';".encode()
    station = Station(block)
    for allowed in (False, True):
        relay = Relay(f"http://127.0.0.1:{station.port}/s", *(["--artwork-hosts", host] if allowed else []))
        browser.open(relay.http())
        browser.wait_for("title", "Song")
        title = relay.snapshot()["now_playing"]
        assert title.get("artwork_url") == f"http://{host}/cover.png", title
        if allowed:
            until(lambda: browser.script(
                "const i = document.getElementById('artwork');"
                "return !i.hidden && i.naturalWidth === 300"), "the page shows the picture")
        assert bool(server.requests) == allowed, server.requests
        assert browser.complaints() == []
        relay.terminate()
    assert all("referer:" not in request.lower() for request in server.requests), server.requests
    station.close()
    server.close()
