"""Titles set in a real Icecast arrive, in order, none missing, none twice."""

from harness import check
from relay import Listener, Relay

# An apostrophe is never escaped on the wire. If a title itself has a quote and a semicolon side by
# side ('Hi'; then), only an open quotation shows that it continues.
TITLES = [
    "Nina Simone - Feeling Good",
    "Guns N' Roses - Sweet Child O' Mine",
    "Don't Stop 'Til You Get Enough",
    "'Quoted'",
    "''",
    "It's",
    "One; Two; Three - Four",
    "Semicolon;",
    "The 'A'; 'B'; 'C' sides",
    "Say 'Hi'; then go",
    "(Live at 'The Blue Note'; set two) - It's; isn't it",
    "StreamUrl=no; really",
    "Equals = Signs == Here",
    "",
    "After a clear",
    "Björk - Jóga",
    "Motörhead – Ace of Spades",
    "Мумий Тролль - Владивосток 2000",
    "椎名林檎 - 丸の内サディスティック",
    "فيروز - نسم علينا الهوى",
    "Ελένη Καραΐνδρου - By the Sea",
    "🎷 Emoji 🎶 - Sax 👩🏽‍🎤",
    "e\u0301 combining é precomposed",
    "AC/DC - T.N.T. & <b>bold</b> &amp; \"quotes\"",
    "Percent 100%25 + plus",
    "Back\\slash \\' escape",
    "A - B - C - D",
    "No separator",
    "Two  blanks",
    "Last - One",
]
# What people are shown for these; for all others, what was set.
DISPLAYS = {
    "AC/DC - T.N.T. & <b>bold</b> &amp; \"quotes\"": "AC/DC - T.N.T. & <b>bold</b> & \"quotes\"",
    "Back\\slash \\' escape": "Back\\slash ' escape",
}
LATIN = ["Édith Piaf - Non, je ne regrette rien", "Größenwahn - Öl & Übermut",
         "Señor Coconut - ¿Qué?", "L'été; l'hiver", "Plain - ASCII"]


def play(setting, mount, titles, expected):
    """Sets one title after another, each once every client has the previous one."""
    relay = Relay(setting.icecast.url(mount))
    setting.icecast.set_title(mount, "Start - Mark")
    clients = [Listener(relay.ws()), Listener(relay.ws(), "icy.json.v1")]
    for client in clients:
        client.wait_for("Start - Mark")
    heard = [len(client.titles()) for client in clients]
    displays = [DISPLAYS.get(title, title) for title in expected]
    for title, wants in zip(titles, zip(displays, expected)):
        setting.icecast.set_title(mount, title)
        for client, want in zip(clients, wants):
            client.wait_for(want)
    for client, start, want in zip(clients, heard, (displays, expected)):
        got = client.titles()[start:]
        assert got == want, f"\n got {got}\nwant {want}"
    shown = [m["display"] for m in clients[1].messages if m["type"] == "title"][heard[1]:]
    assert shown == displays, f"\n got {shown}\nwant {displays}"
    # Of two changes at once, Icecast itself may swallow the first: the last one counts.
    setting.icecast.set_title(mount, "Too Fast - One")
    setting.icecast.set_title(mount, "Too Fast - Two")
    for client in clients:
        client.wait_for("Too Fast - Two")
        assert client.closed is None
    ids = [m["id"] for m in clients[1].messages if m["type"] == "title"]
    assert len(set(ids)) == len(ids), ids
    for client in clients:
        client.close()
    relay.terminate()


@check("titles: 30 of them through Icecast's admin interface, UTF-8, in order, once each")
def utf8(setting):
    assert len(TITLES) == len(set(TITLES)) == 30
    play(setting, "/utf8.mp3", TITLES, TITLES)


@check("titles: a mount in ISO-8859-1, at Icecast's own interval of 16,000 bytes")
def latin(setting):
    play(setting, "/latin1.mp3", LATIN, LATIN)


@check("titles: artist and song are told apart")
def split(setting):
    relay = Relay(setting.icecast.url("/utf8.mp3"))
    setting.icecast.set_title("/utf8.mp3", "Nina Simone - Feeling Good")
    client = Listener(relay.ws(), "icy.json.v1")
    client.wait_for("Nina Simone - Feeling Good")
    title = client.messages[-1]
    assert (title["artist"], title["title"]) == ("Nina Simone", "Feeling Good"), title
    station = [m for m in client.messages if m["type"] == "station"][-1]
    assert station["name"] == "Test Radio" and station["genre"] == "Sine", station
    assert station["content_type"] == "audio/mpeg" and station["is_online"] is True, station
    client.close()
    late = Listener(relay.ws())
    late.wait_for("Nina Simone - Feeling Good", within=2)
    late.close()
    relay.terminate()
