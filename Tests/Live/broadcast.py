"""A station on loopback that sends given metadata blocks, byte for byte, in real MP3 audio."""

import subprocess
import time

from serving import Serving, request_of

METAINT = 2048
BITRATE = 128_000
INTERVAL = METAINT * 8 / BITRATE  # seconds of audio between two blocks


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


class Broadcast(Serving):
    """`/NAME` plays `programmes[NAME]`, a list of payloads, from the beginning for each listener.

    The first second is sent at once, as by a real server. Then it continues in real time, with one
    payload every `every` intervals, and silence after the last.
    """

    def __init__(self, programmes, burst=8, every=2):
        self.programmes, self.burst, self.every = programmes, burst, every
        self.audio = mp3()
        super().__init__()

    def url(self, name):
        return f"http://127.0.0.1:{self.port}/{name}"

    def _serve(self, connection):
        with connection:
            try:
                connection.settimeout(20)
                request = request_of(connection).split()
                if len(request) > 1:
                    self._play(connection, request[1].decode().strip("/"))
            except OSError:
                pass

    def _play(self, connection, name):
        connection.sendall(
            b"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-name: Test Radio\r\n"
            b"icy-br: 128\r\nicy-metaint: %d\r\n\r\n" % METAINT)
        # Each block of the programme in its interval, after the burst.
        blocks = {self.burst + number * self.every: framed(payload)
                  for number, payload in enumerate(self.programmes[name])}
        sent, began, twice = 0, time.monotonic(), self.audio + self.audio[:METAINT]
        while self.open:
            at = sent * METAINT % len(self.audio)
            ahead = (sent - self.burst) * INTERVAL - (time.monotonic() - began)
            time.sleep(max(0, ahead))
            connection.sendall(twice[at:at + METAINT] + blocks.get(sent, b"\0"))
            sent += 1
