"""All proxies of `BehindAProxy.md` side by side, each with a page of a real browser, while a station
says nothing for longer than any of them waits; then two restarts. Only with RELAY_PROXIES=long.
"""

import os
import signal
import time

from check_proxies import addresses, behind, say, song
from harness import check, until
from proxies import ALL
from studio import Studio, numbered

LONG = os.environ.get("RELAY_PROXIES") == "long"
# Twice the 60 seconds that most of them wait, and more.
SECONDS = int(os.environ.get("RELAY_PROXIES_SECONDS", 135))
AT_ONCE_MS = 1000
# Beside the page's own connection, one of each kind that people write themselves.
CLIENTS = """
window.seen = {titles: {}, at: {}, lost: {socket: 0, events: 0}};
const note = (kind, data) => {
  const message = JSON.parse(data);
  if (message.type !== 'title') return;
  seen.titles[kind] = message.stream_title;
  seen.at[kind] = Date.now();
};
const socket = new WebSocket(location.href.replace(/^http/, 'ws'), 'icy.json.v1');
socket.onmessage = (event) => note('socket', event.data);
socket.onclose = () => { seen.lost.socket += 1; };
window.source = new EventSource(location.href);
source.onmessage = (event) => note('events', event.data);
source.onerror = () => { seen.lost.events += 1; };
"""


class Page:
    """A station's page behind a proxy, in a tab of its own."""

    def __init__(self, browser, proxy):
        self.browser, self.proxy = browser, proxy
        browser.driver.switch_to.new_window("tab")
        self.tab = browser.driver.current_window_handle
        browser.open(proxy.url("/radio/jazz"))
        browser.wait_for("state", "Live")
        browser.script(CLIENTS)

    def look(self):
        """(what the clients have seen, the title and the state that the page shows)"""
        self.browser.driver.switch_to.window(self.tab)
        seen = self.browser.script("return {...seen, alive: source.readyState < 2}")
        return seen, self.browser.text("title"), self.browser.text("state")

    def has(self, title, kinds):
        seen, shown, state = self.look()
        return (shown == song(title) and state == "Live"
                and all(seen["titles"].get(kind) == title for kind in kinds))

    def __repr__(self):
        return f"{self.proxy.name}: {self.look()}"


def all_have(pages, title, kinds, within):
    late = list(pages)

    def done():
        late[:] = [page for page in late if not page.has(title, kinds)]
        return not late

    until(done, lambda: f"{title} arrives; {late}", within=within)


def accepted(relay):
    lines = relay.get("/metrics")[2].decode().splitlines()
    return next(int(line.split()[1]) for line in lines
                if line.startswith("icy_relay_connections_accepted_total "))


def idle(setting):
    studio, browser = Studio(numbered(0)), setting.browser
    relay = behind(studio)
    proxies = [kind(setting, relay) for kind in ALL]
    first = browser.driver.current_window_handle
    pages = [Page(browser, proxy) for proxy in proxies]
    both = ("socket", "events")
    all_have(pages, studio.said[-1], both, within=20)
    silent(relay, pages)
    said_at = 1000 * time.time()
    all_have(pages, say(studio), both, within=20)
    for page in pages:
        seen, _, _ = page.look()
        late = {kind: seen["at"][kind] - said_at for kind in both}
        print(f"     {page.proxy.name}: {SECONDS} s without a title, then after "
              f"{late['socket']:.0f} and {late['events']:.0f} ms")
        assert max(late.values()) < AT_ONCE_MS, (page, late)
    # Killed, and away until all that answer meanwhile have done so.
    relay.stop(signal.SIGKILL)
    until(lambda: all(page.proxy.waits or page.look()[0]["lost"]["events"] > 1
                      for page in pages), lambda: f"the event streams return; {pages}")
    relay = behind(studio, relay.port)
    all_have(pages, say(studio), ["events"], within=60)
    # Stopped and started again, as by a service manager.
    assert relay.terminate() == 0
    relay = behind(studio, relay.port)
    all_have(pages, say(studio), ["events"], within=60)
    for number, proxy in enumerate(proxies):
        addresses(proxy, network=f"127.0.{number + 1}")
    for page in pages:
        browser.driver.switch_to.window(page.tab)
        browser.driver.close()
    browser.driver.switch_to.window(first)
    relay.terminate()
    studio.close()


def silent(relay, pages):
    """Nothing is said, and nobody is disconnected."""
    before, end = accepted(relay), time.monotonic() + SECONDS
    until(lambda: time.monotonic() > end or lost(pages), "the time is over", within=2 * SECONDS,
          every=1)
    assert not lost(pages), lost(pages)
    # Our own question alone.
    assert accepted(relay) == before + 1, (before, accepted(relay))


def lost(pages):
    looks = [(page.proxy.name, page.look()[0]["lost"]) for page in pages]
    return [look for look in looks if any(look[1].values())]


if LONG:
    check("proxies: all side by side: nothing to say for a while, and two restarts")(idle)
