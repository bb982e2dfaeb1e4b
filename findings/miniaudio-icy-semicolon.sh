#!/bin/bash
# miniaudio 1.71 (Python): an ICY title ends at its first semicolon, within the quotes.
#
# Guess before the first run: IceCastClient passes on what is between StreamTitle=' and ';, so a
# semicolon alone, as in `CLEAN BANDIT; JESS GLYNNE - Rather Be`, is a part of the title.
#
# Seen (miniaudio 1.71, Python 3.11): the callback gets `CLEAN BANDIT`. The text after the semicolon
# is lost, whatever follows it. A title that is cleared (StreamTitle='';) brings no call at all: the
# one before stays.
#
# Run by hand: findings/miniaudio-icy-semicolon.sh. It ends with 0 while this is still so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check miniaudio==1.71
"$folder/venv/bin/python" - <<'PYTHON'
import socket
import threading
import time

import miniaudio

METAINT = 1024
TITLES = ["Before - One", "CLEAN BANDIT; JESS GLYNNE - Rather Be", "", "After - Two"]
EXPECTED = ["Before - One", "CLEAN BANDIT", "After - Two"]

# One frame of MPEG-1 layer III, 128 kbit/s, 44.1 kHz, silent.
FRAME = b"\xff\xfb\x90\x64" + bytes(413)


def block(title):
    payload = b"StreamTitle='" + title.encode() + b"';"
    payload += bytes(-len(payload) % 16)
    return bytes([len(payload) // 16]) + payload


def accept(listener):
    # The client asks twice: for the head, and for the stream.
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


def serve(connection):
    with connection:
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(4096)
        connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-name: Test\r\n"
                           b"icy-metaint: %d\r\n\r\n" % METAINT)
        audio = FRAME * 4000
        for number in range(200):
            part = audio[number * METAINT:(number + 1) * METAINT]
            title = TITLES[number // 10] if number % 10 == 0 and number < 40 else None
            try:
                connection.sendall(part + (block(title) if title is not None else b"\0"))
            except OSError:
                return
            time.sleep(0.02)


listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=accept, args=(listener,), daemon=True).start()
heard = []
client = miniaudio.IceCastClient(
    f"http://127.0.0.1:{listener.getsockname()[1]}/",
    update_stream_title=lambda _, title: heard.append(title))
deadline = time.monotonic() + 20
while "After - Two" not in heard and time.monotonic() < deadline:
    client.read(4096)
client.close()
print(f"miniaudio {miniaudio.__version__}")
print("sent: ", TITLES)
print("heard:", heard)
raise SystemExit(0 if heard == EXPECTED else "miniaudio behaves otherwise now")
PYTHON
