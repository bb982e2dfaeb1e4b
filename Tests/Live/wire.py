"""HTTP, WebSocket frames and server-sent events on raw sockets, written from the RFCs alone."""

import base64
import hashlib
import json
import os
import socket
import struct
import time

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
IP_BIND_ADDRESS_NO_PORT = 24
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def connect(port, address=None, receive_buffer=None, within=10.0, host="127.0.0.1"):
    """A connection, from this address of 127.0.0.0/8 if one is given."""
    client = socket.socket()
    try:
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        if address:
            client.setsockopt(socket.IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1)
            client.bind((address, 0))
        client.settimeout(within)
        client.connect((host, port))
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        client.close()
        raise
    return client


def secured(client, tls, host):
    """The same connection with TLS, if `tls` is a context. An address has the name "localhost"."""
    name = host.partition(":")[0]
    name = "localhost" if name.replace(".", "").isdigit() else name
    return tls.wrap_socket(client, server_hostname=name) if tls else client


def reset(client):
    """Ends a connection with RST."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


# ---- HTTP -----------------------------------------------------------------------------------

class Answer:
    """Exactly one response and nothing after it; only its head if it answers HEAD."""

    def __init__(self, received, head_only=False):
        head, found, self.body = received.partition(b"\r\n\r\n")
        assert found, f"no whole response head: {received[:200]!r}"
        lines = head.decode("latin-1").split("\r\n")
        version, status, self.reason = (lines[0] + " ").split(" ", 2)
        assert version == "HTTP/1.1" and len(status) == 3, lines[0]
        self.status, self.fields = int(status), []
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            assert colon and name and name == name.strip(), line
            self.fields.append((name.lower(), value.strip()))
        length = self.get("content-length")
        if head_only or self.status in (204, 304):
            assert self.body == b"", self.body[:100]
        elif length is not None:
            assert len(self.body) == int(length), (length, self.body[:300])

    def get(self, name):
        """The value of a field, or None; fails on a repeated field other than Vary."""
        values = [value for field, value in self.fields if field == name]
        assert len(values) <= 1 or name == "vary", (name, values)
        return ", ".join(values) if values else None

    def json(self):
        return json.loads(self.body)


def read_end(client, within=15.0, is_enough=lambda received: False):
    """Every byte up to the end of the connection, and whether it ended with RST."""
    received, deadline = bytearray(), time.monotonic() + within
    try:
        while not is_enough(received):
            client.settimeout(max(0.01, deadline - time.monotonic()))
            part = client.recv(65536)
            if not part:
                return bytes(received), False
            received += part
        return bytes(received), False
    except ConnectionResetError:
        return bytes(received), True
    except (TimeoutError, socket.timeout):
        raise AssertionError(f"still open after {within:g} s; received {bytes(received[-300:])!r}")


def kept_length(received, head_only=False):
    """The length of the first answer, if it is whole and the server waits for another request after
    it; else None."""
    head, found, body = received.partition(b"\r\n\r\n")
    fields = [line.lower() for line in head.split(b"\r\n")]
    if not found or b"connection: keep-alive" not in fields:
        return None
    lengths = [int(line[15:]) for line in fields if line.startswith(b"content-length:")]
    length = 0 if head_only or not lengths else lengths[0]
    return len(head) + 4 + length if len(body) >= length else None


def exchange(port, request, address=None, pieces=None, head_only=False, within=15.0, tls=None,
             host="127.0.0.1"):
    """The one answer to these bytes; the server must end the connection, and without RST, unless it
    says that it keeps it."""
    with secured(connect(port, address), tls, host) as client:
        for piece in pieces or [request]:
            client.sendall(piece)
        received, was_reset = read_end(
            client, within, lambda part: kept_length(part, head_only) is not None)
    assert not was_reset, f"RST behind {received[:200]!r}"
    return Answer(received[:kept_length(received, head_only)], head_only)


def get(path="/", method="GET", host="127.0.0.1", version="1.1", **fields):
    """The bytes of a request; `accept_language="de"` is a field."""
    lines = [f"{method} {path} HTTP/{version}", f"Host: {host}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


# ---- WebSocket ------------------------------------------------------------------------------

def upgrade(path="/", subprotocol=None, host="127.0.0.1", key=None, **fields):
    """The bytes of an upgrade request."""
    fields = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13",
              "Sec_WebSocket_Key": key or base64.b64encode(os.urandom(16)).decode(), **fields}
    if subprotocol:
        fields["Sec_WebSocket_Protocol"] = subprotocol
    return get(path, host=host, **{name: value for name, value in fields.items()
                                  if value is not None})


def accept_of(key):
    return base64.b64encode(hashlib.sha1(key.encode() + GUID).digest()).decode()


def frame(opcode, payload=b"", final=True, reserved=0, masked=True, says=None, form=None):
    """A client's frame. `says` is the length it claims, `form` (7, 16 or 64) how it is written."""
    length = len(payload) if says is None else says
    form = form or (7 if length < 126 else 16 if length < 65536 else 64)
    mask_bit = 0x80 if masked else 0
    head = bytes([(0x80 if final else 0) | reserved << 4 | opcode])
    head += (bytes([mask_bit | length]) if form == 7
             else struct.pack(">BH", mask_bit | 126, length) if form == 16
             else struct.pack(">BQ", mask_bit | 127, length))
    if not masked:
        return head + payload
    mask = os.urandom(4)
    stretched = (mask * (len(payload) // 4 + 1))[:len(payload)]
    size = len(payload)
    return head + mask + (int.from_bytes(payload, "big")
                          ^ int.from_bytes(stretched, "big")).to_bytes(size, "big")


def close_payload(code, reason=b""):
    return struct.pack(">H", code) + reason


class Frames:
    """Parses a server's frames; fails on a frame that a server must not send."""

    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        found, buffer, at = [], self.buffer, 0
        while len(buffer) - at >= 2:
            first, length = buffer[at], buffer[at + 1]
            assert first & 0x70 == 0, f"reserved bits in {first:#x}"
            assert first & 0x80, "a server has no need of fragments"
            assert first & 0x0F in (TEXT, BINARY, CLOSE, PING, PONG), f"opcode {first:#x}"
            assert length & 0x80 == 0, "a server does not mask"
            start = at + 2
            if length >= 126:
                assert first & 0x0F < CLOSE, "a control frame with a long length"
                size = 2 if length == 126 else 8
                if len(buffer) < start + size:
                    break
                length = int.from_bytes(buffer[start:start + size], "big")
                assert length >= (126 if size == 2 else 65536), "not the shortest length"
                start += size
            if len(buffer) < start + length:
                break
            found.append((first & 0x0F, bytes(buffer[start:start + length])))
            at = start + length
        del buffer[:at]
        return found


def receive_until(connection, take, has_come, what, within):
    """Passes what arrives to `take` until `has_come`; False at the end of the connection."""
    deadline = time.monotonic() + within
    while not has_come():
        left = deadline - time.monotonic()
        assert left > 0, f"no {what} within {within:g} s"
        connection.settimeout(left)
        try:
            part = connection.recv(65536)
        except (TimeoutError, socket.timeout):
            continue
        except ConnectionResetError:
            return False
        if not part:
            return False
        take(part)
    return True


class WebSocket:
    """A client that sends what it is given, right or wrong, and reads frame by frame."""

    def __init__(self, port, path="/", subprotocol=None, address=None, tls=None, behind=b"",
                 receive_buffer=None, host="127.0.0.1", **fields):
        self.socket = secured(connect(port, address, receive_buffer), tls, host)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(upgrade(path, subprotocol, key=key, host=host, **fields) + behind)
        received = b""
        while b"\r\n\r\n" not in received:
            part = self.socket.recv(65536)
            if not part:
                break
            received += part
        head, _, rest = received.partition(b"\r\n\r\n")
        self.head = Answer(head + b"\r\n\r\n", head_only=True)
        if self.head.status != 101:
            self.socket.close()
            raise Refused(self.head.status, received)
        assert self.head.get("sec-websocket-accept") == accept_of(key), head
        assert self.head.get("sec-websocket-protocol") == subprotocol, head
        assert self.head.get("sec-websocket-extensions") is None, head
        self.frames, self.waiting = Frames(), []
        self.waiting += self.frames.feed(rest)
        # A page is refused by the reason of a Close that arrives with the head.
        if self.waiting and self.waiting[0][0] == CLOSE:
            self.socket.close()
            raise Refused(code_of(self.waiting[0][1]), received)

    def send(self, data):
        self.socket.sendall(data)

    def next(self, within=10.0):
        """(opcode, payload), or None at the end of the connection."""
        if not receive_until(self.socket, self._take, lambda: self.waiting, "frame", within):
            return None
        return self.waiting.pop(0)

    def _take(self, data):
        self.waiting += self.frames.feed(data)

    def find(self, opcode, within=10.0):
        """The payload of the next frame of a kind; frames of other kinds are skipped."""
        deadline = time.monotonic() + within
        while True:
            found = self.next(max(0.01, deadline - time.monotonic()))
            assert found is not None, f"the connection ended before a frame {opcode}"
            if found[0] == opcode:
                return found[1]

    def event(self, kind=None, within=10.0):
        """The next JSON message, of a type if one is named."""
        deadline = time.monotonic() + within
        while True:
            message = json.loads(self.find(TEXT, max(0.01, deadline - time.monotonic())))
            if kind in (None, message["type"]):
                return message

    def title(self, within=10.0):
        return self.event("title", within)

    def goodbye(self, within=10.0):
        """The payload of the server's Close; answers it, and reads up to the end."""
        payload = self.find(CLOSE, within)
        try:
            self.send(frame(CLOSE, payload[:2]))
        except OSError:
            pass  # The server failed the connection and does not wait for our Close.
        rest = self.next(within)
        assert rest is None, f"a frame behind Close: {rest}"
        self.socket.close()
        return payload

    def close(self):
        self.socket.close()


class Refused(AssertionError):
    """An upgrade that was answered with something other than 101, or with 101 and a Close: then
    `status` is the code of that Close."""

    def __init__(self, status, received):
        super().__init__(f"{status}: {received[:300]!r}")
        self.status, self.received = status, received


def code_of(payload):
    return int.from_bytes(payload[:2], "big") if payload else None


# ---- Server-sent events ---------------------------------------------------------------------

class Events:
    """Parses an event stream as the HTML standard says (9.2.6)."""

    def __init__(self):
        self.buffer, self.lines_ended = b"", 0
        self.data, self.kind, self.pending_id = [], "message", None
        self.last_id, self.retry, self.comments = "", None, 0

    def feed(self, received):
        """The messages that were completed: {"id", "own_id", "event", "data"}.

        `id` is what a browser would send as Last-Event-ID, `own_id` whether the message set it.
        """
        found = []
        *lines, self.buffer = (self.buffer + received).replace(b"\r\n", b"\n").split(b"\n")
        for line in lines:
            message = self._line(line.decode())
            if message:
                found.append(message)
        return found

    def _line(self, line):
        if not line:
            if self.pending_id is not None:
                self.last_id = self.pending_id
            message = {"id": self.last_id, "own_id": self.pending_id is not None,
                       "event": self.kind, "data": "\n".join(self.data)} if self.data else None
            self.data, self.kind, self.pending_id = [], "message", None
            return message
        name, colon, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if not name:
            self.comments += 1
        elif name == "data":
            self.data.append(value)
        elif name == "event":
            self.kind = value
        elif name == "id":
            self.pending_id = value
        elif name == "retry":
            assert value.isdigit(), line
            self.retry = int(value)
        else:
            raise AssertionError(f"a field of no meaning: {line!r}")
        return None


class EventSource:
    """A client of server-sent events that reads message by message."""

    def __init__(self, port, path="/", address=None, host="127.0.0.1", tls=None, **fields):
        self.socket = secured(connect(port, address), tls, host)
        self.socket.sendall(get(path, host=host, Accept="text/event-stream", **fields))
        received = b""
        while b"\r\n\r\n" not in received:
            part = self.socket.recv(65536)
            if not part:
                break
            received += part
        head, _, rest = received.partition(b"\r\n\r\n")
        self.head = Answer(head + b"\r\n\r\n", head_only=True)
        if self.head.status != 200:
            self.socket.close()
            raise Refused(self.head.status, received)
        self.chunked = self.head.get("transfer-encoding") == "chunked"
        self.raw, self.events, self.waiting = b"", Events(), []
        self._take(rest)

    def _take(self, data):
        if self.chunked:
            self.raw += data
            data = b""
            while b"\r\n" in self.raw:
                size, _, rest = self.raw.partition(b"\r\n")
                length = int(size, 16)
                if len(rest) < length + 2:
                    break
                data, self.raw = data + rest[:length], rest[length + 2:]
        self.waiting += self.events.feed(data)

    def next(self, within=10.0):
        """The next message, or None at the end."""
        if not receive_until(self.socket, self._take, lambda: self.waiting, "message", within):
            return None
        message = self.waiting.pop(0)
        assert message["event"] == "message", message
        return message

    def event(self, kind=None, within=10.0):
        """The next JSON message of a type; its id on the wire must be the one in it."""
        deadline = time.monotonic() + within
        while True:
            message = self.next(max(0.01, deadline - time.monotonic()))
            assert message is not None, "the stream ended"
            event = json.loads(message["data"])
            assert message["own_id"] == (event["type"] == "title"), message
            assert not message["own_id"] or message["id"] == event["id"], message
            if kind in (None, event["type"]):
                return event

    def title(self, within=10.0):
        return self.event("title", within)

    def close(self):
        self.socket.close()
