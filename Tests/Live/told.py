"""What the clients of some stations have to be told, title by title, with nothing in between."""

from harness import until
from relay import Listener, Relay


class Told:
    """A text client and a JSON client of each station, and the titles that they have to be told.

    A title is (what is on the wire, the artist shown, the song shown, *flags).
    """

    def __init__(self, urls, *options):
        self.server = Relay(*(f"{name}={url}" for name, url in urls.items()), *options)
        self.json = {name: Listener(self.server.ws(f"/{name}"), "icy.json.v1") for name in urls}
        self.text = {name: Listener(self.server.ws(f"/{name}")) for name in urls}
        self.due = {name: [] for name in urls}
        for name in urls:
            self.until(name, "state", "live")

    def until(self, name, key, *values):
        """The station said this about itself."""
        until(lambda: [m for m in self.json[name].messages if m.get(key) in values],
              lambda: f"{key} {values} of {name}; {self.json[name].messages}")

    def expect(self, **titles):
        """Each station's next title: once it is there, the next one can be set."""
        for name, (wire, artist, song, *flags) in titles.items():
            shown = " - ".join(part for part in (artist, song) if part)
            if flags == ["placeholder"] and not shown:
                # There is nothing better to show.
                shown = wire
            self.due[name].append((wire, shown, artist, song, sorted(flags)))
        for name, (wire, *_) in titles.items():
            self.json[name].wait_for(wire)
            self.text[name].wait_for(self.due[name][-1][1])

    def finish(self):
        """These titles were told and no others, apart from the one before the first of them."""
        for name, due in self.due.items():
            messages = [m for m in self.json[name].messages if m["type"] == "title"]
            first = [m["stream_title"] for m in messages].index(due[0][0]) if due else 0
            got = [(m["stream_title"], m["display"], m["artist"], m["title"], sorted(m["flags"]))
                   for m in messages[first:]]
            assert got == due, f"{name}\n got {got}\nwant {due}"
            # Icecast itself clears what was there before the source's first title.
            assert not any(m["stream_title"] for m in messages[:first]), messages[:first]
            shown = [text for text in self.text[name].titles() if text]
            assert shown == [text for _, text, *_ in due if text], (name, shown)
        self.close()

    def close(self):
        for client in (*self.json.values(), *self.text.values()):
            assert client.closed is None
            client.close()
        self.server.terminate()
