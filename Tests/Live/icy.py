"""An ICY splitter and an ICY source, written from the wire format alone, for comparison."""

import ssl
import time

from serving import Serving, request_of


def split_head(data):
    """(status line, {lower-case name: value}, bytes after the head)."""
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return lines[0], headers, body


def split(body, metaint):
    """(audio bytes, [(wire offset of the length byte, raw block)]), without an incomplete block."""
    audio, blocks, at = bytearray(), [], 0
    while True:
        audio += body[at:at + metaint]
        at += metaint
        if at >= len(body):
            return bytes(audio), blocks
        size = body[at] * 16
        if at + 1 + size > len(body):
            return bytes(audio), blocks
        blocks.append((at, body[at + 1:at + 1 + size]))
        at += 1 + size


def block(title):
    """A block with its length byte, padded with NUL."""
    payload = b"StreamTitle='" + title.encode() + b"';"
    payload += bytes(-len(payload) % 16)
    return bytes([len(payload) // 16]) + payload


class Source(Serving):
    """A small ICY server on loopback: each interval is silence and the title, if it changed."""

    def __init__(self, title="First - Title", metaint=1024, tls=None, announce=True, every=0.02):
        self.title, self.metaint, self.tls, self.announce = title, metaint, tls, announce
        self.every = every
        super().__init__()

    def _serve(self, connection):
        try:
            connection.settimeout(10)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            if not request_of(connection):
                return
            head = "ICY 200 OK\r\nicy-name:Source\r\nContent-Type: audio/mpeg\r\n"
            if self.announce:
                head += f"icy-metaint:{self.metaint}\r\n"
            connection.sendall(head.encode() + b"\r\n")
            told = None
            while self.open:
                connection.sendall(bytes(self.metaint))
                if self.announce:
                    title = self.title
                    connection.sendall(b"\0" if title == told else block(title))
                    told = title
                time.sleep(self.every)
        except (OSError, ssl.SSLError):
            pass
        finally:
            connection.close()
