"""A recorder between a client and the relay: what the client says, and a ping or a comment put in.

The relay pings every 25 seconds and comments every 15. The recorder sends the same bytes at once,
at the end of a frame or of a chunk. While the relay is away it answers 503, as a proxy does.
"""

import socket
import threading

from serving import Serving, request_of
from wire import CLOSE, PING, PONG, Frames, frame

AWAY = (b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n"
        b"Connection: close\r\n\r\n")


class ClientFrames:
    """Parses a client's frames, which have to be masked."""

    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        """[(opcode, payload)] of the frames that are complete."""
        self.buffer += data
        found, buffer = [], self.buffer
        while len(buffer) >= 6:
            assert buffer[1] & 0x80, "a client masks its frames"
            length, start = buffer[1] & 0x7F, 2
            if length >= 126:
                size = 2 if length == 126 else 8
                length, start = int.from_bytes(buffer[2:2 + size], "big"), 2 + size
            if len(buffer) < start + 4 + length:
                break
            mask, coded = buffer[start:start + 4], buffer[start + 4:start + 4 + length]
            found.append((buffer[0] & 0x0F,
                          bytes(byte ^ mask[at % 4] for at, byte in enumerate(coded))))
            del buffer[:start + 4 + length]
        return found


class Passage:
    """One connection of a client, and its other half to the relay."""

    def __init__(self, client, port):
        self.client, self.port = client, port
        self.request, self.head, self.kind = b"", b"", None
        self.pings, self.pongs, self.closes = [], [], []
        self.is_open = True
        # Held while a whole frame or chunk is sent.
        self.boundary = threading.Lock()

    @property
    def target(self):
        """The path and the query that the client asked for."""
        return self.request.split(b" ")[1].decode() if b" " in self.request else ""

    def field(self, name):
        """The value of a field of the request, as it was sent; None if it is not there."""
        for line in self.request.split(b"\r\n")[1:]:
            key, colon, value = line.partition(b":")
            if colon and key.lower() == name.lower().encode():
                return value.strip().decode()
        return None

    def run(self):
        try:
            self.request = request_of(self.client)
            if not self.request:
                return
            with socket.create_connection(("127.0.0.1", self.port), timeout=10) as relay:
                relay.settimeout(None)
                self.client.settimeout(None)
                self._pass_on(relay)
        except ConnectionRefusedError:
            self.client.sendall(AWAY)
        except OSError:
            pass
        finally:
            self.is_open = False
            self.client.close()

    def _pass_on(self, relay):
        relay.sendall(self.request)
        received = b""
        while b"\r\n\r\n" not in received:
            part = relay.recv(65536)
            if not part:
                break
            received += part
        head, end, rest = received.partition(b"\r\n\r\n")
        self.head = head + end
        if head.startswith(b"HTTP/1.1 101"):
            self.kind = "websocket"
        elif b"transfer-encoding: chunked" in head.lower():
            self.kind = "chunks"
        # With the head, as it came: some clients lose what comes in the same packet.
        threading.Thread(target=self._listen, args=(relay,), daemon=True).start()
        frames, first = Frames(), self.head
        while True:
            if self.kind == "websocket":
                found = frames.feed(rest)
                self.pings += [payload for opcode, payload in found if opcode == PING]
                whole = b"".join(frame(*each, masked=False) for each in found)
            elif self.kind == "chunks":
                whole, self.partial = chunks(getattr(self, "partial", b"") + rest)
            else:
                whole = rest
            with self.boundary:
                self.client.sendall(first + whole)
            first, rest = b"", relay.recv(65536)
            if not rest:
                with self.boundary:
                    self.client.shutdown(socket.SHUT_WR)
                return

    def _listen(self, relay):
        """What the client says goes to the relay."""
        frames = ClientFrames()
        try:
            while part := self.client.recv(65536):
                if self.kind == "websocket":
                    for opcode, payload in frames.feed(part):
                        {PONG: self.pongs, CLOSE: self.closes}.get(opcode, []).append(payload)
                relay.sendall(part)
            relay.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def put_in(self, data):
        try:
            with self.boundary:
                self.client.sendall(data)
        except OSError:
            pass  # The client has left.


def chunks(data):
    """(the chunks that are complete, the rest)."""
    at = 0
    while (line := data.find(b"\r\n", at)) >= 0:
        end = line + 2 + int(data[at:line], 16) + 2
        if len(data) < end:
            break
        at = end
    return data[:at], data[at:]


class Between(Serving):
    """Passes connections to the relay at a port, and keeps a `Passage` of each."""

    def __init__(self, port):
        self.to, self.passages = port, []
        super().__init__()

    def url(self, scheme="http", path="/"):
        return f"{scheme}://127.0.0.1:{self.port}{path}"

    def _serve(self, connection):
        connection.settimeout(10)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        passage = Passage(connection, self.to)
        self.passages.append(passage)
        passage.run()

    def all_of(self, name):
        """The passages whose query says `client=NAME`, in order."""
        return [passage for passage in list(self.passages)
                if passage.target.partition("client=")[2].partition("&")[0] == name]

    def of(self, name):
        """The newest of them."""
        return self.all_of(name)[-1]

    def ping(self, payload):
        """Pings all WebSockets that are open, as the relay does every 25 seconds."""
        for passage in list(self.passages):
            if passage.kind == "websocket" and passage.is_open:
                passage.put_in(frame(PING, payload, masked=False))

    def comment(self):
        """Sends the comment that the relay sends every 15 seconds to all event streams."""
        for passage in list(self.passages):
            if passage.kind == "chunks" and passage.is_open:
                passage.put_in(b"2\r\n:\n\r\n")
