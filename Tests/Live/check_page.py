"""The page, and the page that people write themselves, in a real browser."""

import signal

from harness import check, until
from relay import Relay

MOUNT = "/utf8.mp3"
WHAT_PEOPLE_USE = (
    "<h1>Now Playing:</h1><div id=\"metadata\"></div><script>"
    "const ws = new WebSocket('ws://localhost:8000/'); ws.onmessage = (event) => { "
    "document.getElementById('metadata').textContent = event.data; };</script>")


@check("page: the title appears, and changes without a reload")
def follows(setting):
    relay, browser = Relay(setting.icecast.url(MOUNT)), setting.browser
    setting.icecast.set_title(MOUNT, "Page Artist - First Song")
    browser.open(relay.http())
    browser.wait_for("title", "First Song")
    browser.wait_for("artist", "Page Artist")
    browser.wait_for("station", "Test Radio")
    browser.wait_for_part("facts", "MP3")
    browser.wait_for("state", "Live")
    browser.script("window.marker = 'the same document'")
    setting.icecast.set_title(MOUNT, "Page Artist - <b>Second</b> Song")
    browser.wait_for("title", "<b>Second</b> Song")
    browser.wait_for_part("history", "First Song")
    tab = browser.driver.title
    assert tab == "Page Artist - <b>Second</b> Song · Test Radio", tab
    setting.icecast.set_title(MOUNT, "")
    browser.wait_for("title", "No title")
    assert browser.script("return window.marker") == "the same document"
    assert browser.script("return document.querySelectorAll('[aria-live=polite]').length") == 1
    assert browser.complaints() == []
    relay.terminate()


@check("page: killed and restarted, the relay has its page back without a reload")
def comes_back(setting):
    relay, browser = Relay(setting.icecast.url(MOUNT)), setting.browser
    setting.icecast.set_title(MOUNT, "Before - The Kill")
    browser.open(relay.http())
    browser.wait_for("title", "The Kill")
    browser.script("window.marker = 'the same document'")
    relay.stop(signal.SIGKILL)
    browser.wait_for_part("state", "Reconnecting")
    setting.icecast.set_title(MOUNT, "While - Away")
    relay = Relay(setting.icecast.url(MOUNT), port=relay.port)
    browser.wait_for("title", "Away", within=40)
    browser.wait_for("state", "Live")
    browser.wait_for_part("history", "The Kill")
    assert browser.script("return window.marker") == "the same document"
    assert browser.complaints() == []
    relay.terminate()


@check("page: the button plays the station, and stops it")
def plays(setting):
    relay, browser = Relay(setting.icecast.url(MOUNT)), setting.browser
    browser.open(relay.http())
    browser.wait_for("play", "Play")
    browser.click("play")
    until(lambda: browser.script(
        "const a = document.querySelector('audio'); return a && a.currentTime > 1"),
        lambda: f"audio plays; the page says {browser.text('play-note')!r}")
    browser.wait_for("play", "Stop")
    browser.click("play")
    browser.wait_for("play", "Play")
    assert browser.script("return document.querySelector('audio')") is None
    assert browser.complaints() == []
    relay.terminate()


@check("page: a strict Content-Security-Policy: nothing from elsewhere but the station's audio")
def policy(setting):
    relay = Relay(setting.icecast.url(MOUNT))
    status, headers, body = relay.get("/", accept="text/html")
    assert status == 200 and headers["Content-Type"].startswith("text/html"), (status, headers)
    rules = dict(part.strip().partition(" ")[::2]
                 for part in headers["Content-Security-Policy"].split(";") if part.strip())
    want = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'",
            "connect-src": "'self'", "base-uri": "'self'", "form-action": "'none'"}
    for name, value in want.items():
        assert rules.get(name) == value, (name, rules)
    assert rules["media-src"] == f"http://127.0.0.1:{setting.icecast.port}", rules
    assert b"http://" not in body.replace(b"http://www.w3.org/2000/svg", b""), "outside resource"
    relay.terminate()


@check("page: the one people use today, verbatim but for the port")
def plain_page(setting):
    relay, browser = Relay(setting.icecast.url(MOUNT)), setting.browser
    page = setting.folder / "theirs.html"
    page.write_text(WHAT_PEOPLE_USE.replace("8000", str(relay.port)))
    setting.icecast.set_title(MOUNT, "Theirs - One")
    browser.open(f"file://{page}")
    browser.wait_for("metadata", "Theirs - One")
    browser.script("window.marker = 'the same document'")
    setting.icecast.set_title(MOUNT, "Theirs - Two")
    browser.wait_for("metadata", "Theirs - Two")
    assert browser.script("return window.marker") == "the same document"
    relay.stop(signal.SIGKILL)
    relay = Relay(setting.icecast.url(MOUNT), port=relay.port)
    browser.open(f"file://{page}")
    browser.wait_for("metadata", "Theirs - Two")
    assert browser.complaints() == []
    relay.terminate()


@check("page: the demonstration, with no station at hand")
def demo(setting):
    relay, browser = Relay("demo"), setting.browser
    browser.open(relay.http())
    browser.wait_for("state", "Live")
    until(lambda: browser.text("title") not in ("", "Waiting for a title"), "a title")
    first = browser.text("title")
    until(lambda: browser.text("title") != first, "another title", within=30)
    browser.wait_for_part("history", first)
    assert browser.complaints() == []
    relay.terminate()


@check("page: several stations are listed, and each has its page")
def several(setting):
    relay, browser = Relay(f"one={setting.icecast.url(MOUNT)}",
                           f"two={setting.icecast.url('/latin1.mp3')}"), setting.browser
    setting.icecast.set_title(MOUNT, "Listed - Title")
    setting.icecast.set_title("/latin1.mp3", "Other - Title")
    browser.open(relay.http())
    until(lambda: browser.script("return document.querySelectorAll('#stations a').length") == 2,
          "two links")
    browser.script("document.querySelector('#stations a').click()")
    browser.wait_for("artist", "Listed")
    browser.wait_for("title", "Title")
    assert browser.script("return location.pathname") == "/one"
    assert browser.complaints() == []
    relay.terminate()


@check("page: raw blocks at /debug/NAME, byte for byte, beside what was read")
def debug(setting):
    relay, browser = Relay(f"one={setting.icecast.url(MOUNT)}"), setting.browser
    setting.icecast.set_title(MOUNT, "Räw - One")
    browser.open(relay.http("/debug/one"))
    browser.wait_for("state", "live")
    browser.wait_for_part("blocks", "Räw - One")
    # UTF-8 of "Rä" as bytes, and the padding.
    browser.wait_for_part("blocks", "27 52 c3 a4  |StreamTitle='R..|")
    browser.wait_for_part("blocks", "77 20 2d 20 4f 6e 65 27 3b 00 00")
    setting.icecast.set_title(MOUNT, "Raw - Two")
    browser.wait_for_part("blocks", "Raw - Two")
    newest = browser.script("return document.querySelector('#blocks .read pre').textContent")
    assert newest == "Raw - Two", newest
    assert browser.complaints() == []
    relay.terminate()
