"""Every proxy of `BehindAProxy.md` in front, with a real browser: at the root of a site, and under a
path."""

import json
import re
import signal
import threading
import urllib.parse

from harness import check, until
from proxies import ALL, NAME, ManualApache, let_in, refusal
from relay import Relay
from studio import Studio, numbered
from wire import Refused

LIMIT = 8
# What only the named addresses may see, in many ways to write it.
CLOSED = ("/debug", "/debug/jazz", "/metrics", "/metrics?all", "/%64ebug/jazz", "//metrics",
          "/jazz/../metrics", "/./debug/jazz")
AT_ONCE = 3.0  # s, on a busy machine


def behind(studio, port=0):
    """A relay of two stations behind a proxy."""
    return Relay(f"jazz={studio.url}", f"rock={studio.url}", "--trusted-proxy", "127.0.0.1",
                 "--max-clients-per-address", str(LIMIT), port=port)


def register(kind):
    @check(f"proxies: {kind.name}: pages at the root and under a path, events, addresses, "
           "a restart")
    def one(setting):
        studio = Studio(numbered(0))
        relay = behind(studio)
        proxy = kind(setting, relay)
        until(lambda: relay.snapshot("/rock")["now_playing"], "a title")
        for base in ("", "/radio"):
            pages(setting.browser, proxy, base, studio)
            links(proxy, base)
            events(proxy, base, studio)
            closed(proxy, base)
        if proxy.tunnel:
            until(lambda: any(re.search(proxy.tunnel, line) for line in proxy.out + proxy.err),
                  "a WebSocket within HTTP/2")
        names(proxy)
        addresses(proxy)
        relay = restart(setting.browser, relay, proxy, studio)
        setting.browser.open("about:blank")
        relay.terminate()
        proxy.stop()
        studio.close()


for _kind in ALL:
    register(_kind)


@check("proxies: Apache as its manual has it, with a Host of its own")
def manual(setting):
    studio = Studio(numbered(0))
    relay = behind(studio)
    proxy = ManualApache(setting, relay)
    until(lambda: relay.snapshot("/rock")["now_playing"], "a title")
    events(proxy, "", studio)
    evil = {"Origin": "https://evil.example", "X_Forwarded_Host": "evil.example"}
    assert refusal(proxy.events, "/jazz", **evil) == 403
    assert refusal(proxy.websocket, "/jazz", **evil) == 1008
    addresses(proxy)
    relay.terminate()
    proxy.stop()
    studio.close()


def say(studio, title=None):
    """Says the next title, and returns it."""
    title = title or numbered(len(studio.said))
    studio.say(title)
    return title


def song(title):
    """What the page shows of a title."""
    return title.partition(" - ")[2]


# ---- The browser ----------------------------------------------------------------------------

def place(browser):
    return browser.script("return location.pathname")


# Notes which WebSockets a page opens.
NOTE_SOCKETS = """
window.sockets = [];
WebSocket = class extends WebSocket {
  constructor(...about) { super(...about); sockets.push(this.url.replace(/^ws/, 'http')); }
};
"""


def pages(browser, proxy, base, studio):
    """List, station and debug page, with and without a slash at the end."""
    browser.complaints()
    note = browser.driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": NOTE_SOCKETS})
    # Without the slash: the proxy redirects, and keeps the query.
    browser.open(proxy.url(f"{base}?x=1"))
    until(lambda: browser.script("return document.querySelectorAll('#stations a').length") == 2,
          "two links")
    assert place(browser) == f"{base}/" and browser.script(
        "return location.host + location.search") == f"{NAME}:{proxy.port}?x=1", place(browser)
    spoken = browser.script(
        "return performance.getEntriesByType('navigation')[0].nextHopProtocol")
    assert spoken == proxy.protocol, spoken
    inside(browser, proxy, base, sockets=False)
    browser.script("document.querySelector('#stations a').click()")
    until(lambda: place(browser) == f"{base}/jazz", lambda: f"a station; {place(browser)}")
    for path in (f"{base}/jazz", f"{base}/jazz/"):
        if place(browser) != path:
            browser.open(proxy.url(path))
        browser.wait_for("title", song(studio.said[-1]))
        browser.wait_for("state", "Live")
        browser.wait_for("title", song(say(studio)))
        inside(browser, proxy, base)
        there = browser.script("return document.querySelector('#footer a').href")
        assert there == proxy.url(f"{base}/"), there
    for path in (f"{base}/debug/jazz", f"{base}/debug/jazz/"):
        browser.open(proxy.url(path))
        browser.wait_for("state", "live")
        browser.wait_for_part("blocks", say(studio))
        inside(browser, proxy, base)
        there = urllib.parse.urlsplit(browser.script(
            "return document.getElementById('station').href")).path
        assert there.rstrip("/") == f"{base}/jazz", there
    browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", note)
    assert browser.complaints() == []


def inside(browser, proxy, base, sockets=True):
    """All that a page asks for is below the path, and its style sheet is there."""
    asked = browser.script(
        "return [...performance.getEntriesByType('resource').map((one) => one.name), ...sockets]")
    asked = [url for url in asked if not url.startswith("data:")]
    assert all(url.startswith(proxy.url(f"{base}/")) for url in asked), asked
    assert any(url.endswith(".js") for url in asked), asked
    assert bool(browser.script("return sockets.length")) == sockets, asked
    assert browser.script("return document.styleSheets.length === 1 "
                          "&& document.styleSheets[0].cssRules.length > 10"), asked


def restart(browser, relay, proxy, studio):
    """The relay is killed: a page is back without a reload, and an event stream is never refused."""
    browser.open(proxy.url("/radio/jazz"))
    browser.wait_for("state", "Live")
    browser.script("window.marker = 'the same document'")
    relay.stop(signal.SIGKILL)
    returning = Returning(proxy)
    # Those that let a request wait answer when the relay is there again.
    until(lambda: returning.answers or returning.problem or proxy.waits, "an answer")
    relay = behind(studio, relay.port)
    title = say(studio)
    until(lambda: returning.problem or returning.title == title, lambda: f"{title} arrives")
    assert not returning.problem, returning.problem
    # It would try again by itself, up to some seconds later.
    browser.script("dispatchEvent(new Event('online'))")
    browser.wait_for("title", song(title))
    browser.wait_for("state", "Live")
    assert browser.script("return window.marker") == "the same document"
    return relay


class Returning:
    """Reads events as a browser does: again after the end, but never after a status but 200."""

    def __init__(self, proxy):
        self.proxy, self.answers, self.title, self.problem = proxy, 0, None, None
        self.ended = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        try:
            while not self.ended.wait(0.1):
                source = self.proxy.events("/radio/jazz", Connection="close")
                self.answers += 1
                kind = source.head.get("content-type")
                assert kind.startswith("text/event-stream"), source.head.fields
                while (message := source.next()) is not None:
                    event = json.loads(message["data"])
                    if event["type"] == "title":
                        self.title = event["stream_title"]
                source.close()
                if self.title:
                    return
        except (Refused, AssertionError, OSError) as problem:
            self.problem = problem


# ---- Programs -------------------------------------------------------------------------------

def links(proxy, base):
    """`href` leads from the list to each station, wherever the list is."""
    stations = proxy.ask(f"{base}/", Accept="application/json").json()["stations"]
    assert [about["path"] for about in stations] == ["/jazz", "/rock"], stations
    for about in stations:
        there = urllib.parse.urlsplit(urllib.parse.urljoin(proxy.url(f"{base}/"), about["href"]))
        assert there.path == f"{base}{about['path']}", (about["href"], there)
        snapshot = proxy.ask(there.path, Accept="application/json").json()
        assert snapshot["station"]["station"] == about["station"], snapshot


def events(proxy, base, studio):
    """Each title arrives before the next one is said, as an event and on a WebSocket."""
    # An event must not wait for more to compress.
    script = proxy.ask(f"{base}/assets/page.js", Accept_Encoding="gzip")
    assert (script.get("content-encoding") == "gzip") == proxy.compresses, script.fields
    source = proxy.events(
        f"{base}/jazz", Origin=proxy.url(""), Accept_Encoding="gzip, zstd")
    client = proxy.websocket(f"{base}/jazz", "icy.json.v1", Origin=proxy.url(""))
    first = studio.said[-1]
    assert source.title()["stream_title"] == client.title()["stream_title"] == first
    for _ in range(3):
        title = say(studio)
        assert source.title(within=AT_ONCE)["stream_title"] == title
        assert client.title(within=AT_ONCE)["stream_title"] == title
    source.close()
    client.close()


def closed(proxy, base):
    """Raw blocks and figures are for the named addresses alone, however the path is written."""
    for path in CLOSED:
        answer = proxy.ask(base + path, address="127.0.0.2")
        assert answer.status in (403, 404), (path, answer.status, answer.body[:100])
    assert proxy.ask(f"{base}/debug/jazz", address="127.0.0.2").status == 403
    assert proxy.ask(f"{base}/metrics", address="127.0.0.2").status == 403
    assert proxy.ask(f"{base}/metrics").status == 200


def names(proxy):
    """A page of another site may not read, whatever it claims that the site is called."""
    evil = "https://evil.example"
    forged = {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "https",
              "Forwarded": "host=evil.example;proto=https"}
    assert refusal(proxy.events, "/jazz", Origin=evil, **forged) == 403
    assert refusal(proxy.websocket, "/jazz", Origin=evil, **forged) == 1008
    # The same name on another port is another site.
    assert refusal(proxy.websocket, "/jazz", Origin=f"{proxy.scheme}://{NAME}:1") == 1008


def addresses(proxy, network="127.0.0"):
    """Clients are counted by their own address, and what they claim is not believed."""
    one = let_in(LIMIT + 1, proxy.websocket, "/jazz", address=f"{network}.2")
    two = let_in(LIMIT + 1, proxy.websocket, "/jazz", address=f"{network}.3",
                 X_Forwarded_For="192.0.2.9", Forwarded="for=192.0.2.9")
    assert (len(one), len(two)) == (LIMIT, LIMIT), (len(one), len(two))
    for number in range(3):
        claim = f"192.0.2.{number}"
        assert let_in(1, proxy.websocket, "/jazz", address=f"{network}.2", X_Forwarded_For=claim,
                      Forwarded=f"for={claim}", X_Real_IP=claim) == []
    for client in one + two:
        client.close()
