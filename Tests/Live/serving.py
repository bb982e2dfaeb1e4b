"""What the small servers of the checks have in common: a port, and a thread for each connection."""

import socket
import threading


class Serving:
    """Calls `_serve(connection)` in a thread of its own for each connection."""

    def __init__(self, host="127.0.0.1"):
        self.open = True
        self.listener = socket.create_server(
            (host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while self.open:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def close(self):
        self.open = False
        self.listener.close()


def request_of(connection):
    """The bytes of a request up to its empty line; fewer if the other side ends first."""
    request = b""
    while b"\r\n\r\n" not in request:
        part = connection.recv(4096)
        if not part:
            break
        request += part
    return request
