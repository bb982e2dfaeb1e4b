"""A station on loopback where every title counts: each one is sent once, and in order."""

import threading

from icy import block
from serving import Serving, request_of


class Studio(Serving):
    """Sends silence, and each title given to `say`. A new listener first gets the newest one.

    While it is `away`, it ends every connection without an answer.
    """

    def __init__(self, first="First - Title", metaint=512):
        self.metaint = metaint
        self.said = [first] if first is not None else []
        self.requests = []
        self.listeners = 0
        self.away = False
        self.news = threading.Condition()
        super().__init__()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/live"

    def say(self, *titles):
        with self.news:
            self.said.extend(titles)
            self.news.notify_all()

    def go_on(self, make, every, until):
        """Sends `make(1)`, `make(2)`, ... in a thread, every `every` s, until `until` is set."""
        def run():
            number = 1
            while not until.wait(every):
                self.say(make(number))
                number += 1
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def _serve(self, connection):
        request = b""
        try:
            connection.settimeout(10)
            request = request_of(connection)
            if not request or self.away:
                return
            with self.news:
                self.requests.append(request)
                self.listeners += 1
            self._play(connection)
        except OSError:
            pass
        finally:
            connection.close()
            if request:
                with self.news:
                    self.listeners -= 1

    def _play(self, connection):
        connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-name: Studio\r\n"
                           b"icy-metaint: %d\r\n\r\n" % self.metaint)
        at, silence = max(0, len(self.said) - 1), bytes(self.metaint)
        while self.open and not self.away:
            with self.news:
                # Silence flows between titles: a station that sends nothing is a stalled one.
                self.news.wait_for(lambda: len(self.said) > at, timeout=0.1)
                fresh = self.said[at:]
            at += len(fresh)
            for title in fresh:
                connection.sendall(silence + block(title))
            if not fresh:
                connection.sendall(silence + b"\0")


def numbered(number, width=0):
    """A title from which the number can be read back."""
    return f"Artist {number:06d} - Song {number:06d}" + "x" * width


def number_of(title):
    return int(title[len("Artist "):][:6]) if title.startswith("Artist ") else None
