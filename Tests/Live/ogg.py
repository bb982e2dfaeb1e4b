"""Ogg from the wire format (RFC 3533): pages, comment headers, and a source that chains streams."""

import base64
import socket
import struct
import subprocess
import threading
import time

ENCODERS = {
    "vorbis": ["-c:a", "libvorbis", "-q:a", "2"],
    "opus": ["-c:a", "libopus", "-b:a", "64k"],
    "flac": ["-c:a", "flac"],
}
CLOCKS = {"vorbis": 44100, "opus": 48000, "flac": 44100}
BEGINS = 0x02  # the header's flag of a logical stream's first page


def _table():
    for value in range(256):
        value <<= 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
        yield value & 0xFFFFFFFF


TABLE = list(_table())


def checksum(page):
    value = 0
    for byte in page:
        value = ((value << 8) & 0xFFFFFFFF) ^ TABLE[(value >> 24) ^ byte]
    return value


def pages(data):
    """(offset, flags, granule, serial, the lengths of its segments, body) of each whole page."""
    at = 0
    while at + 27 <= len(data):
        assert data[at:at + 4] == b"OggS", (at, data[at:at + 4])
        flags, granule, serial = struct.unpack_from("<BqI", data, at + 5)
        lacing = data[at + 27:at + 27 + data[at + 26]]
        begin = at + 27 + data[at + 26]
        end = begin + sum(lacing)
        if len(lacing) < data[at + 26] or end > len(data):
            return
        yield at, flags, granule, serial, lacing, data[begin:end]
        at = end


def comments(data):
    """[(offset of the page where a comment header begins, its packet, [raw comment])]."""
    found, started, packet = [], None, bytearray()
    for at, flags, _, serial, lacing, body in pages(data):
        if flags & BEGINS:
            started, packets, packet = serial, 0, bytearray()
        if serial != started:
            continue
        begin = 0
        for size in lacing:
            if not packet and packets == 1:
                where = at
            packet += body[begin:begin + size]
            begin += size
            if size < 255:
                if packets == 1:
                    found.append((where, bytes(packet), _comments(bytes(packet))))
                    started = None
                    break
                packets, packet = packets + 1, bytearray()
    return found


def _comments(packet):
    if packet.startswith(b"OpusTags"):
        at = 8
    elif packet.startswith(b"\x03vorbis"):
        at = 7
    else:
        assert packet[0] & 0x7F == 4, packet[:8]  # FLAC's block of the type "Vorbis comment"
        at = 4

    def text(at):
        size, = struct.unpack_from("<I", packet, at)
        return packet[at + 4:at + 4 + size], at + 4 + size
    _, at = text(at)
    count, = struct.unpack_from("<I", packet, at)
    at, found = at + 4, []
    for _ in range(count):
        comment, at = text(at)
        found.append(comment)
    return found


def encode(codec, sound, seconds, tags):
    """A whole Ogg file with these tags, made by ffmpeg."""
    named = [part for key, value in tags.items() for part in ("-metadata", f"{key}={value}")]
    return subprocess.run(
        ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-f", "lavfi", "-i", sound,
         "-t", str(seconds), "-map_metadata", "-1", *named, *ENCODERS[codec], "-page_duration",
         "100000", "-f", "ogg", "pipe:1"],
        check=True, stdout=subprocess.PIPE, timeout=30).stdout


def renumbered(data, serial):
    """(granule, page) of each page, under another serial number."""
    for at, _, granule, _, lacing, body in pages(data):
        page = bytearray(data[at:at + 27 + len(lacing) + len(body)])
        struct.pack_into("<I", page, 14, serial)
        struct.pack_into("<I", page, 22, 0)
        struct.pack_into("<I", page, 22, checksum(page))
        yield granule, bytes(page)


class ChainedSource:
    """Sends one Ogg stream after another to an Icecast mount, in real time.

    The stream of the last title is repeated (under a new serial number, as the rules for chains
    require) until there is another title. A studio's software does this if it has no other way to
    send a title.
    """

    SECONDS = 0.5

    def __init__(self, port, password, mount, codec, sound, tags):
        self.codec, self.sound = codec, sound
        self.open, self.serial = True, 0
        self.set_tags(tags)
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        login = base64.b64encode(f"source:{password}".encode()).decode()
        self.connection.sendall(
            f"SOURCE {mount} HTTP/1.0\r\nAuthorization: Basic {login}\r\n"
            "Content-Type: application/ogg\r\nice-name: Test Radio\r\nice-genre: Sine\r\n\r\n"
            .encode())
        answer = self.connection.recv(4096)
        assert b" 200 " in answer, answer
        threading.Thread(target=self._send, daemon=True).start()

    def set_tags(self, tags):
        self.data = encode(self.codec, self.sound, self.SECONDS, tags)

    def _send(self):
        due = time.monotonic()
        try:
            while self.open:
                self.serial += 1
                for granule, page in renumbered(self.data, self.serial):
                    time.sleep(max(0, due + granule / CLOCKS[self.codec] - time.monotonic()))
                    self.connection.sendall(page)
                due += self.SECONDS
        except OSError:
            pass

    def stop(self):
        self.open = False
        self.connection.close()
