"""A station on loopback that sends given titles: blocks byte for byte, Ogg comments, ID3 tags."""

import subprocess
import time

import ogg
from serving import Serving, request_of

METAINT = 2048
BITRATE = 128_000
INTERVAL = METAINT * 8 / BITRATE  # seconds of audio between two blocks
BURST = 8 * INTERVAL  # sent at once, as by a real server
NAME = "Test Radio"
SOUND = "anoisesrc=sample_rate=44100:amplitude=0.1"
# Seconds that a song lasts where its tags are in the audio, and that the last one lasts at least.
SONG, LONG = 0.75, 5


def mp3(seconds=8):
    """A stream of constant bit rate, without tags."""
    return subprocess.run(
        ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-f", "lavfi", "-i",
         "sine=frequency=330:sample_rate=44100", "-t", str(seconds), "-ac", "2", "-c:a",
         "libmp3lame", "-b:a", f"{BITRATE // 1000}k", "-write_xing", "0", "-id3v2_version", "0",
         "-f", "mp3", "pipe:1"], check=True, stdout=subprocess.PIPE, timeout=30).stdout


def framed(payload):
    """The block for `payload`: its length byte, and NUL padding up to a multiple of 16."""
    payload += bytes(-len(payload) % 16)
    return bytes([len(payload) // 16]) + payload


def id3(tags):
    """An ID3v2.4 tag with text frames in UTF-8."""
    def size(number):
        return bytes(number >> shift & 127 for shift in (21, 14, 7, 0))
    frames = b"".join(name.encode() + size(len(text.encode()) + 1) + b"\0\0\3" + text.encode()
                      for name, text in tags.items())
    return b"ID3\4\0\0" + size(len(frames)) + frames


class Programme:
    """The head of an answer, and (seconds after its begin, bytes) of what follows.

    `last` is the time when the last title is sent.
    """

    def __init__(self, content_type, parts, last, metaint=None):
        self.head = (f"HTTP/1.0 200 OK\r\nContent-Type: {content_type}\r\nicy-name: {NAME}\r\n"
                     "icy-br: 128\r\n")
        self.head += f"icy-metaint: {metaint}\r\n\r\n" if metaint else "\r\n"
        self.parts, self.last = parts, last


def blocks(payloads, every, audio):
    """One payload every `every` intervals, the first one after the burst."""
    first = round(BURST / INTERVAL)
    twice = audio + audio[:METAINT]
    planned = {first + number * every: framed(payload) for number, payload in enumerate(payloads)}

    def parts():
        for sent in range(max(planned) + round(LONG * 4 / INTERVAL)):
            at = sent * METAINT % len(audio)
            yield (sent - first) * INTERVAL, twice[at:at + METAINT] + planned.get(sent, b"\0")
    return Programme("audio/mpeg", parts, (max(planned) - first) * INTERVAL, METAINT)


def songs_in_mp3(songs, audio, metaint=None):
    """(artist, title) in ID3 tags before each song; with `metaint`, among blocks that are empty."""
    body, lasts = b"", [BURST + SONG, *[SONG] * (len(songs) - 2), LONG]
    for (artist, title), seconds in zip(songs, lasts):
        begins = len(body) * 8 / BITRATE
        size = whole_frames(audio, int(seconds * BITRATE / 8))
        body += id3({"TIT2": title, "TPE1": artist}) + audio[:size]

    def parts():
        for at in range(0, len(body), METAINT):
            part = body[at:at + METAINT]
            end = b"\0" if metaint and len(part) == METAINT else b""
            yield at * 8 / BITRATE - BURST, part + end
    return Programme("audio/mpeg", parts, begins - BURST, metaint)


def whole_frames(audio, size):
    """The largest number of bytes up to `size` that is a whole number of MPEG frames."""
    at = 0
    while at < size:
        before, padded = at, audio[at + 2] >> 1 & 1
        at += 144 * BITRATE // 44100 + padded
    return before


def songs_in_ogg(songs, codec):
    """A chain of logical streams, each with the (artist, title) of a song in its comments."""
    lasts = [BURST + SONG, *[SONG] * (len(songs) - 2), LONG]
    links = [ogg.encode(codec, SOUND, seconds,
                        {"ARTIST": artist, "TITLE": title})
             for (artist, title), seconds in zip(songs, lasts)]

    def parts():
        begins = -BURST
        for serial, (link, seconds) in enumerate(zip(links, lasts)):
            for granule, page in ogg.renumbered(link, serial + 1):
                yield begins + max(granule, 0) / ogg.CLOCKS[codec], page
            begins += seconds
    return Programme("application/ogg", parts, sum(lasts[:-1]) - BURST)


class Broadcast(Serving):
    """`/PLAYER/EVERY/NAME` plays `programmes[NAME](EVERY)` from the beginning for each listener.

    Nothing is sent less than its time after what comes before, however late the station is.
    """

    def __init__(self, programmes):
        self.programmes = programmes
        self.listeners, self.told = {}, {}
        super().__init__()

    def url(self, player, every, name):
        return f"http://127.0.0.1:{self.port}/{player}/{every}/{name}"

    def since(self, url):
        """Seconds since the newest listener there was sent the last title, or left; 0 before."""
        told = self.told.get(url.partition(f":{self.port}")[2])
        return time.monotonic() - told if told else 0

    def _serve(self, connection):
        with connection:
            connection.settimeout(20)
            request = request_of(connection).split()
            if len(request) < 2:
                return
            path = request[1].decode()
            number = self.listeners[path] = self.listeners.get(path, 0) + 1
            self.told.pop(path, None)
            _, _, every, name = path.split("/")

            def told():
                if self.listeners[path] == number:
                    self.told.setdefault(path, time.monotonic())
            try:
                self._play(connection, self.programmes[name](int(every)), told)
            except OSError:
                pass
            told()

    def _play(self, connection, programme, told):
        connection.sendall(programme.head.encode())
        began = time.monotonic()
        for due, part in programme.parts():
            early = began + due - time.monotonic()
            if early > 0:
                time.sleep(early)
            elif due > 0:
                began -= early
            connection.sendall(part)
            if due >= programme.last:
                told()
            if not self.open:
                return
