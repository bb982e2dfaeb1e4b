"""A small server that answers each path as its check wants: well, badly, or not at all."""

import socket
import time

from icy import block
from serving import Serving

METAINT = 1024


class Odd(Serving):
    """`routes` maps a path to its answer: bytes, or a function of (connection, request).

    The path is the part before `?`. A path without a route gets `otherwise`. After an answer in
    bytes the connection ends; a function may continue as it likes.
    """

    def __init__(self, routes, otherwise=b"HTTP/1.0 404 Not Found\r\n\r\n", host="127.0.0.1"):
        self.routes, self.otherwise = routes, otherwise
        self.requests, self.title = [], "First - Title"
        self.connections = []
        super().__init__(host)
        self.place = f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"

    def url(self, path="/"):
        return f"http://{self.place}{path}"

    def paths(self):
        return [request.path for request in list(self.requests)]

    def _serve(self, connection):
        self.connections.append(connection)
        with connection:
            try:
                connection.settimeout(60)
                received = b""
                while b"\r\n\r\n" not in received:
                    part = connection.recv(4096)
                    if not part:
                        return
                    received += part
                    if received.startswith(b"\x16\x03"):
                        # TLS, which it does not speak: nginx gives this answer.
                        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                        return
                request = Request(received)
                self.requests.append(request)
                answer = self.routes.get(request.path.partition("?")[0], self.otherwise)
                if callable(answer):
                    answer(connection, request)
                else:
                    connection.sendall(answer)
                    connection.shutdown(socket.SHUT_WR)
                    self.hold(connection)
            except OSError:
                pass

    def hold(self, connection):
        """Sends nothing more until the other side ends."""
        while self.open and connection.recv(4096):
            pass

    def stream(self, connection, request, head="ICY 200 OK\r\nicy-metaint:1024\r\n", before=b""):
        """A head, and silence with `title` in every block where it changed."""
        connection.sendall(head.encode() + b"\r\n" + before)
        told = None
        while self.open:
            connection.sendall(bytes(METAINT))
            title = self.title
            connection.sendall(b"\0" if title == told else block(title))
            told = title
            time.sleep(0.02)

    def drop(self):
        """Breaks every open connection."""
        for connection in self.connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.connections.clear()

    def close(self):
        super().close()
        self.drop()


class Request:
    def __init__(self, received):
        lines = received.decode("latin-1").split("\r\n")
        self.method, self.path, self.version = lines[0].split(" ")
        self.headers = {}
        for line in filter(None, lines[1:]):
            name, _, value = line.partition(":")
            self.headers[name.lower()] = value.strip()


def answer(kind, body, status="HTTP/1.0 200 OK"):
    """A whole answer of this content type."""
    body = body.encode() if isinstance(body, str) else body
    head = f"{status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def redirect(to, status=302):
    return f"HTTP/1.1 {status} Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()
