"""What stations flood with: some megabytes each, which are sent again and again."""

import dataclasses
import struct

from icy import block
from ogg import checksum

METAINT = 16
# The rate of the floods; 0 means as fast as the relay reads.
RATE = 8_000_000


@dataclasses.dataclass
class Flood:
    data: bytes
    metaint: int = METAINT
    kind: bytes = b"audio/mpeg"
    rate: int = RATE


def raw_block(payload):
    payload += bytes(-len(payload) % 16)
    return bytes([len(payload) // 16]) + payload


def blocks(count, make, metaint=METAINT):
    return b"".join(bytes(metaint) + raw_block(make(number)) for number in range(count))


def short():
    return Flood(blocks(20_000, lambda number: b"StreamTitle='A - %05d';" % number))


def long():
    return Flood(blocks(500, lambda number: b"StreamTitle='%s%03d';" % (b'"' * 4060, number)))


def ads():
    return Flood(blocks(5_000, lambda number: b"adw_ad='true';adId='%05d';insertionType='midroll';"
                        b"durationMilliseconds='%d';" % (number, 1000 + number)))


def alternating():
    return Flood(blocks(20_000, lambda number: b"StreamTitle='A - %05d';" % number if number % 2
                        else b"StreamTitle='';"))


def raw():
    """Only subscribers to raw blocks receive any of it."""
    return Flood(blocks(500, lambda number: b"key%03d='%s';" % (number, b"r" * 4060)))


def legacy():
    """As many values as a block may have, none of them in UTF-8."""
    def values(number):
        return b"".join(b"k%02d='%c';" % (key, 0xC0 + (key + number) % 60) for key in range(64))
    return Flood(blocks(5_000, values, metaint=1), metaint=1)


def ogg():
    """A comment header in every page."""
    def page(serial, number, flags, body):
        lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
        made = bytearray(struct.pack("<4sBBqIIIB", b"OggS", 0, flags, 0, serial, number, 0,
                                     len(lacing)) + lacing + body)
        struct.pack_into("<I", made, 22, checksum(made))
        return bytes(made)

    def text(value):
        return struct.pack("<I", len(value)) + value

    identification = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 44100, 0, 64000, 0, 0xB8, 1)
    data = b""
    for serial in range(1, 2001):
        comments = b"\x03vorbis" + text(b"v") + struct.pack("<I", 1) \
            + text(b"TITLE=A - %05d" % serial) + b"\x01"
        data += page(serial, 0, 2, identification) + page(serial, 1, 4, comments)
    return Flood(data, metaint=0, kind=b"application/ogg")


def audio():
    """Only sound, much faster than it plays."""
    return Flood((bytes(16_000) + b"\0") * 100, metaint=16_000, rate=0)


FLOODS = {flood.__name__: flood for flood in (
    short, long, ads, alternating, raw, legacy, ogg, audio)}
