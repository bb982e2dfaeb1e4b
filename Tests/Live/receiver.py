"""A receiver of webhooks that keeps every request, and answers as it is told."""

import http.server
import socket
import threading
import time


class Receiver:
    """`answers` are given one after the other, the last one again and again: a status, or a
    dictionary with `status`, `headers`, `body`, and `wait` in seconds."""

    def __init__(self, *answers, port=0, tls=None, protocol="HTTP/1.1"):
        self.answers = list(answers) or [204]
        self.requests, self.connections, self.sockets = [], 0, []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = protocol

            def setup(self):
                super().setup()
                receiver.connections += 1
                receiver.sockets.append(self.connection)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with receiver.lock:
                    receiver.requests.append((dict(self.headers), body, time.time(), self.path))
                    answers = receiver.answers
                    answer = answers.pop(0) if len(answers) > 1 else answers[0]
                if isinstance(answer, int):
                    answer = {"status": answer}
                if answer.get("wait"):
                    receiver.released.wait(answer["wait"])
                content = answer.get("body", b"")
                self.send_response(answer["status"])
                for name, value in answer.get("headers", {}).items():
                    self.send_header(name, value)
                if protocol == "HTTP/1.1" and answer["status"] != 204:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments):
                pass

        self.lock, self.released = threading.Lock(), threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
        for connection in self.sockets:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
