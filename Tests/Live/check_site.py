"""Pages of other sites: the element, the client part, frames, the overlay, the title as text."""

import http.client
import json
import signal
import socket
import subprocess
import threading

from harness import check, until
from relay import Relay
from serving import Serving, request_of
from studio import Studio, numbered
from wire import connect, get, read_end

MOUNT = "/utf8.mp3"
# A page whose policy names nothing but the relay: no style of its own, no script of its own.
STRICT = ("default-src 'none'; script-src http://{host}; connect-src http://{host} ws://{host}; "
          "img-src http://{host}; style-src 'none'")
# The browser refuses a WebSocket under this one.
WITHOUT_SOCKETS = STRICT.replace(" ws://{host}", "")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A site</title>
<script type="module" blocking="render" src="{relay}/assets/now-playing.js"></script>
<h1>A site</h1>
<icy-now-playing {attributes}></icy-now-playing>
<p id="below">What is below must not move.</p>
"""
# What the element shows: its parts are in a shadow tree.
PART = ("return document.querySelector('icy-now-playing').shadowRoot"
        ".querySelector('[part~={}]').textContent")
SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map((e) => e.value)))
  .observe({ type: 'layout-shift', buffered: true });
window.events = [];
addEventListener('titlechange', (event) => events.push(event.detail.stream_title));"""


class Site(Serving):
    """A web server of another origin: each path has a page, and all have one policy."""

    def __init__(self, pages, policy=None):
        self.pages, self.policy = pages, policy
        super().__init__()

    def _serve(self, connection):
        with connection:
            path = request_of(connection).split(b" ")[1:2]
            page = self.pages.get(path[0].decode() if path else "")
            body = (page or "").encode()
            head = f"HTTP/1.1 {200 if page else 404} x\r\nContent-Type: text/html\r\n"
            head += f"Content-Length: {len(body)}\r\nConnection: close\r\n"
            if self.policy:
                head += f"Content-Security-Policy: {self.policy}\r\n"
            connection.sendall(head.encode() + b"\r\n" + body)

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.port}{path}"


class NoUpgrades(Serving):
    """A proxy before a relay that knows HTTP and refuses WebSocket, as old ones do."""

    def __init__(self, relay):
        self.relay, self.refused = relay, 0
        super().__init__()

    def _serve(self, connection):
        with connection:
            request = request_of(connection)
            if b"upgrade: websocket" in request.lower():
                self.refused += 1
                return connection.sendall(
                    b"HTTP/1.1 400 x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            with socket.create_connection(("127.0.0.1", self.relay.port)) as upstream:
                upstream.sendall(request.replace(b"keep-alive", b"close"))
                threading.Thread(
                    target=self._watch, args=(connection, upstream), daemon=True).start()
                try:
                    while part := upstream.recv(65536):
                        connection.sendall(part)
                finally:
                    # Closing alone does not end what the other thread waits for.
                    connection.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def _watch(connection, upstream):
        """A client that goes takes its connection to the relay with it."""
        try:
            connection.recv(1)
            upstream.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def element_on(browser, relay, attributes, policy=STRICT):
    """Opens a page of another origin with the element; what it runs on stays open."""
    host = f"127.0.0.1:{relay.port}"
    site = Site({"/": PAGE.format(relay=relay.http(""), attributes=attributes)},
                policy.format(host=host) if policy else None)
    browser.open(site.url())
    browser.script(SHIFTS)
    return site


def shown(browser, part):
    return browser.script(PART.format(part))


def wait_for_part(browser, part, words, within=20.0):
    until(lambda: shown(browser, part) == words, within=within,
          what=lambda: f"part {part} says {words!r}; it says {shown(browser, part)!r}")


@check("site: the element on another origin, under a policy that names the relay alone")
def element(setting):
    relay, browser = Relay(f"jazz={setting.icecast.url(MOUNT)}"), setting.browser
    setting.icecast.set_title(MOUNT, "Site Artist - First")
    site = element_on(browser, relay, 'station="jazz" artwork href="/more"')
    wait_for_part(browser, "title", "First")
    wait_for_part(browser, "artist", "Site Artist")
    wait_for_part(browser, "state", "Live")
    assert shown(browser, "station") == "Test Radio"
    setting.icecast.set_title(MOUNT, "Site Artist - <i>Second</i> " + "long " * 60)
    until(lambda: "<i>Second</i>" in shown(browser, "title"), "the second title")
    setting.icecast.set_title(MOUNT, "")
    wait_for_part(browser, "artist", "")
    setting.icecast.set_title(MOUNT, "Site Artist - Third")
    wait_for_part(browser, "title", "Third")
    heard = browser.script("return events")
    assert heard[-2:] == ["", "Site Artist - Third"], heard
    assert browser.script("return shifts") == [], browser.script("return shifts")
    about = browser.script("""
        const element = document.querySelector('icy-now-playing'), root = element.shadowRoot;
        return { live: root.querySelectorAll('[aria-live=polite]').length,
                 link: root.querySelector('a').href,
                 inline: root.querySelectorAll('[style]').length, now: element.nowPlaying.title };""")
    assert about == {"live": 1, "link": site.url("/more"), "inline": 0, "now": "Third"}, about
    assert browser.complaints() == []
    # Another station is another connection, and none is left when the element is gone.
    browser.script("document.querySelector('icy-now-playing').setAttribute('station', 'none')")
    until(lambda: "no such station" in shown(browser, "state"), "the words of the refusal")
    until(lambda: listening(relay) == 0, "nobody listens to the station before")
    browser.script("document.querySelector('icy-now-playing').setAttribute('station', 'jazz')")
    wait_for_part(browser, "title", "Third")
    browser.script("document.querySelector('icy-now-playing').remove()")
    until(lambda: listening(relay) == 0, "nobody is connected")
    browser.complaints()
    site.close()
    site = element_on(browser, relay, 'station="jazz"', WITHOUT_SOCKETS)
    wait_for_part(browser, "title", "Third")
    browser.complaints()
    site.close()
    relay.terminate()


def listening(relay):
    """How many subscribers there are."""
    lines = relay.get("/metrics")[2].decode().splitlines()
    return sum(int(line.split()[-1]) for line in lines if line.startswith("icy_relay_clients{"))


FOLLOW = """<!doctype html><meta charset="utf-8"><title>follows</title><script type="module">
import {{ follow }} from '{script}/assets/follow.js';
window.got = []; window.states = []; window.transports = new Set(); window.mistakes = [];
addEventListener('error', (event) => mistakes.push(event.message));
follow('{relay}/live', {{
  title(event) {{
    got.push(event.stream_title);
    if (got.length === 1) throw new Error('a mistake of the page');
  }},
  connection(event) {{
    states.push(`${{event.state}} ${{event.transport}} ${{event.reason}}`);
    if (event.state === 'open') transports.add(event.transport);
  }},
}});
</script>"""


def over_a_restart(setting, transport):
    """Each title once and in order, though the relay is killed and started again."""
    studio, browser = Studio(numbered(0)), setting.browser
    log = setting.folder / f"site-{transport}.jsonl"
    relay = Relay(f"live={studio.url}", "--play-log", log)
    proxy = NoUpgrades(relay) if transport == "events" else None
    address = f"http://127.0.0.1:{proxy.port}" if proxy else relay.http("")
    site = Site({"/": FOLLOW.format(script=relay.http(""), relay=address)})
    browser.open(site.url())
    got = lambda: browser.script("return window.got ?? []")
    until(lambda: got() == [numbered(0)], lambda: f"the first title; got {got()}")
    studio.say(numbered(1))
    until(lambda: got()[-1:] == [numbered(1)], lambda: f"the next title; got {got()}")
    relay.stop(signal.SIGKILL)
    relay = Relay(f"live={studio.url}", "--play-log", log, port=relay.port)
    if proxy:
        proxy.relay = relay
    until(lambda: studio.listeners == 1, "the relay is at the station again")
    studio.say(numbered(2), numbered(3))
    until(lambda: got()[-1:] == [numbered(3)], lambda: f"the titles after; got {got()}, "
          f"states {browser.script('return states')}")
    assert got() == [numbered(number) for number in range(4)], got()
    assert browser.script("return [...transports]") == [transport]
    assert len(browser.script("return mistakes")) == 1, "a mistake of a page is reported once"
    browser.complaints()
    site.close()
    studio.close()
    relay.terminate()


@check("site: follow.js gives each title once over a restart, by WebSocket")
def by_socket(setting):
    over_a_restart(setting, "websocket")


@check("site: follow.js gives each title once over a restart, by events where WebSocket is refused")
def by_events(setting):
    over_a_restart(setting, "events")


NODE = """
import {{ follow }} from '{script}';
const following = follow('{url}', {{
  title(event) {{ console.log(event.stream_title); following.close(); }},
}});
try {{ follow('jazz'); }} catch (error) {{ console.log(error.message); }}
// It has begun to use what is taken away here.
await new Promise((done) => setTimeout(done));
globalThis.WebSocket = globalThis.fetch = undefined;
try {{ follow('{url}'); }} catch (error) {{ console.log(error.message); }}
"""


@check("site: follow.js in Node, and what it says where something is missing")
def node(setting):
    studio = Studio("Node - Title")
    relay = Relay(f"live={studio.url}")
    until(lambda: relay.snapshot("/live")["now_playing"], "a title")
    script, program = setting.folder / "follow.mjs", setting.folder / "program.mjs"
    script.write_bytes(relay.get("/assets/follow.js")[2])
    program.write_text(NODE.format(script=script, url=relay.http("/live")))
    done = subprocess.run(["node", program], capture_output=True, text=True, timeout=20)
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert lines[0].startswith("follow() needs the http address of a station, not file:"), lines
    assert lines[1] == "follow() needs a global WebSocket, or fetch and TextDecoderStream.", lines
    assert lines[2:] == ["Node - Title"], lines
    relay.terminate()
    studio.close()


@check("site: a refused page shows the server's words, and does not ask again at once")
def refused(setting):
    relay, browser = Relay(f"jazz={setting.icecast.url(MOUNT)}",
                           "--allow-origin", "https://other.example"), setting.browser
    site = element_on(browser, relay, 'station="jazz"', None)
    until(lambda: "--allow-origin" in shown(browser, "state"), within=10,
          what=lambda: f"the words of the refusal; it says {shown(browser, 'state')!r}")
    assert "Next try in" in shown(browser, "state"), shown(browser, "state")
    figure = 'icy_relay_refusals_total{reason="origin"} '
    lines = relay.get("/metrics")[2].decode().splitlines()
    assert [line for line in lines if line.startswith(figure)] == [figure + "1"], lines
    browser.complaints()
    site.close()
    relay.terminate()


def framed(browser, relay, path):
    """What a frame on a page of another origin shows; None if the browser refuses."""
    site = Site({"/": f'<iframe width="500" height="120" src="{relay.http(path)}"></iframe>'})
    browser.open(site.url())
    browser.driver.switch_to.frame(0)
    try:
        if not browser.script("return location.href").startswith("http"):
            return None
        until(lambda: browser.script("return document.readyState") == "complete", "it is loaded")
        if browser.script("return document.querySelector('icy-now-playing') === null"):
            return browser.script("return document.title")
        until(lambda: shown(browser, "state") == "Live", "the frame is live")
        return shown(browser, "title")
    finally:
        browser.driver.switch_to.default_content()
        browser.complaints()
        site.close()


@check("site: /NAME/embed in a frame, of every page or of those of --allow-origin; others in none")
def embed(setting):
    browser = setting.browser
    setting.icecast.set_title(MOUNT, "Framed Artist - Framed")
    relay = Relay(f"jazz={setting.icecast.url(MOUNT)}")
    until(lambda: relay.snapshot("/jazz")["now_playing"], "a title")
    assert framed(browser, relay, "/jazz/embed") == "Framed"
    assert framed(browser, relay, "/jazz") is None
    assert framed(browser, relay, "/debug/jazz") is None
    relay.terminate()
    relay = Relay(f"jazz={setting.icecast.url(MOUNT)}", "--allow-origin", "https://other.example")
    assert framed(browser, relay, "/jazz/embed") is None
    relay.terminate()


@check("site: /NAME/overlay: the title on nothing, for a video")
def overlay(setting):
    relay, browser = Relay(f"jazz={setting.icecast.url(MOUNT)}"), setting.browser
    setting.icecast.set_title(MOUNT, "Over Artist - Over")
    browser.open(relay.http("/jazz/overlay"))
    browser.wait_for("title", "Over")
    browser.wait_for("artist", "Over Artist")
    colours = browser.script("""return [document.documentElement, document.body]
        .map((element) => getComputedStyle(element).backgroundColor)""")
    assert colours == ["rgba(0, 0, 0, 0)"] * 2, colours
    setting.icecast.set_title(MOUNT, "")
    until(lambda: browser.script("return document.getElementById('now').className") == "gone",
          "a clear takes the title away")
    setting.icecast.set_title(MOUNT, "Over Artist - Again")
    browser.wait_for("title", "Again")
    assert browser.complaints() == []
    relay.terminate()


@check("site: the title as text, a limit of the history, 304, and requests on one connection")
def text(setting):
    studio = Studio("Text - Nö. 1")
    relay = Relay(f"jazz={studio.url}")
    until(lambda: relay.snapshot("/jazz")["now_playing"], "a title")
    client = http.client.HTTPConnection("127.0.0.1", relay.port, timeout=10)

    def ask(path, method="GET", **fields):
        client.request(method, path, headers=fields)
        answer = client.getresponse()
        return answer, answer.read().decode()

    answer, body = ask("/jazz.txt")
    assert (answer.status, body) == (200, "Text - Nö. 1\n"), (answer.status, body)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    used = client.sock
    assert ask("/jazz", Accept="text/plain")[1] == body
    assert ask("/jazz.txt", method="HEAD")[0].headers["Content-Length"] == str(len(body.encode()))
    tag = answer.headers["ETag"]
    assert ask("/jazz.txt", If_None_Match=tag)[0].status == 200
    assert ask("/jazz.txt", **{"If-None-Match": tag})[0].status == 304
    studio.say("Text - 2")
    until(lambda: ask("/jazz.txt", **{"If-None-Match": tag})[0].status == 200, "another title")
    for limit, count in ((0, 0), (1, 1), (100, 2)):
        history = json.loads(ask(f"/jazz?limit={limit}")[1])["song_history"]
        assert len(history) == count, history
    assert client.sock is used, "all of that on one connection"
    answer, body = ask("/jazz?limit=101")
    assert answer.status == 400 and "0 to 100" in body, body
    client.close()
    # A hundred at once come back in order, and the last one ends the connection.
    with connect(relay.port) as many:
        for number in range(100):
            many.sendall(get(f"/jazz?limit={number % 3}"))
        many.sendall(get("/jazz.txt", Connection="close"))
        received, was_reset = read_end(many)
    assert not was_reset and received.count(b"HTTP/1.1 200 OK\r\n") == 101, received[-300:]
    assert received.endswith(b"Text - 2\n"), received[-300:]
    relay.terminate()
    studio.close()
