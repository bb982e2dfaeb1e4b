#!/bin/bash
# sseclient 0.0.27 (Python): the end of a chunked event stream is an event without data.
#
# Guess before the first run: requests undoes the chunks of HTTP/1.1, so a stream whose last lines
# are `retry:` and nothing else ends without an event, as the HTML standard says.
#
# Seen (sseclient 0.0.27, requests 2.34.2, urllib3 2.8.0, Python 3.11): sseclient reads from the
# socket below requests (`raw._fp.fp.read1`). The sizes of chunks are lines of the next event, which
# it ignores as unknown fields; the blank line after the last chunk (`0`) ends a block, and that is
# an event with empty data. It takes the `retry:` of that block, so it waits as long as it is told.
# A size is hexadecimal and cannot be the name of a field.
#
# Run by hand: findings/sseclient-last-chunk.sh. It ends with 0 while this is still so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check sseclient==0.0.27 \
    requests==2.34.2 urllib3==2.8.0
"$folder/venv/bin/python" - <<'PYTHON'
import socket
import threading

import sseclient


def chunk(text):
    return b"%x\r\n%s\r\n" % (len(text), text)


def serve(listener):
    connection, _ = listener.accept()
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(4096)
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        + chunk(b"retry: 5\n") + chunk(b"data: one\n\n") + chunk(b":\n") + chunk(b"data: two\n\n")
        + chunk(b"retry: 60000\n") + b"0\r\n\r\n")
    connection.close()


listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=serve, args=(listener,), daemon=True).start()
client = sseclient.SSEClient(f"http://127.0.0.1:{listener.getsockname()[1]}/")
seen = [next(client).data for _ in range(3)]
print(seen, client.retry)
assert seen == ["one", "two", ""] and client.retry == 60000, (seen, client.retry)
PYTHON
