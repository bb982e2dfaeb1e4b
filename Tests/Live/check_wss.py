"""The relay's own wss and https: real clients, what is refused, and new certificates."""

import json
import os
import random
import re
import signal
import ssl
import subprocess

import websockets.sync.client

from check_push import slow_reader
from check_tls import certificates, openssl
from crowd import JSON_KIND, SSE_KIND, TEXT_KIND, Crowd, descriptors, memory
from harness import check, until
from relay import FAST, Relay
from studio import Studio, numbered
from wire import connect, exchange, get, reset

OPEN_CLIENTS = 500
CIPHERS_REFUSED = ("AES128-SHA", "AES256-SHA256", "NULL-SHA256", "eNULL", "aNULL", "DES-CBC3-SHA",
                   "ECDHE-RSA-DES-CBC3-SHA", "ADH-AES128-SHA256", "RC4-SHA",
                   "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-NULL-SHA", "PSK-AES128-CBC-SHA")
CIPHERS_TAKEN = ("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384",
                 "ECDHE-RSA-CHACHA20-POLY1305")


class SecureRelay(Relay):
    """`Relay ... --tls-cert FILE --tls-key FILE`."""

    def __init__(self, setting, *arguments):
        certificates(setting.folder)
        self.folder = setting.folder
        self.cert, self.key = setting.folder / "server.pem", setting.folder / "server.key"
        self.issue()
        super().__init__(*arguments, "--tls-cert", self.cert, "--tls-key", self.key)

    def issue(self):
        """Issues a new certificate for localhost and 127.0.0.1, where the relay looks for it."""
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
                "-keyout", "new.key", "-out", "new.csr", folder=self.folder)
        (self.folder / "new.ext").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        openssl("x509", "-req", "-in", "new.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                "-CAcreateserial", "-days", "2", "-extfile", "new.ext", "-out", "new.pem",
                folder=self.folder)
        os.replace(self.folder / "new.key", self.key)
        os.replace(self.folder / "new.pem", self.cert)

    def _port(self):
        for line in list(self.err):
            found = re.search(r"https://127\.0\.0\.1:(\d+)/", line)
            if found:
                return int(found[1])
        return super()._port()

    def url(self, scheme, path="/"):
        return f"{scheme}://localhost:{self.port}{path}"

    def curl(self, *arguments, path="/"):
        done = subprocess.run(
            ["curl", "-sS", "--cacert", self.folder / "ca.pem", "--max-time", "10",
             "--connect-to", f"localhost:{self.port}:127.0.0.1:{self.port}", *arguments,
             self.url("https", path)], capture_output=True, timeout=20)
        return done.returncode, done.stdout, done.stderr.decode()

    def s_client(self, *arguments):
        """The result of a handshake by `openssl s_client`: (exit code, text)."""
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}", "-servername",
             "localhost", "-CAfile", self.folder / "ca.pem", "-verify_return_error", *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
        return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")

    def trust(self):
        return ssl.create_default_context(cafile=self.folder / "ca.pem")

    def serial(self):
        """The serial number that a new connection sees."""
        with connect(self.port) as raw:
            with self.trust().wrap_socket(raw, server_hostname="localhost") as client:
                return int(client.getpeercert()["serialNumber"], 16)

    def serial_on_disk(self):
        shown = subprocess.run(["openssl", "x509", "-in", self.cert, "-noout", "-serial"],
                               check=True, capture_output=True).stdout.decode()
        return int(shown.strip().partition("=")[2], 16)


def on_air(relay):
    until(lambda: b"stream_title" in relay.curl()[1], lambda: f"a title; {relay.curl()}")


@check("wss: curl, websockets and openssl are served; TLS 1.1, weak ciphers and http are not")
def secure(setting):
    studio = Studio("Secure - One")
    relay = SecureRelay(setting, studio.url)
    on_air(relay)
    code, body, said = relay.curl()
    assert code == 0 and json.loads(body)["now_playing"]["stream_title"] == "Secure - One", said
    code, body, said = relay.curl("-H", "Accept: text/html")
    assert code == 0 and body.lstrip().lower().startswith(b"<!doctype html"), (said, body[:100])
    code, body, said = relay.curl("-N", "--max-time", "1", "-H", "Accept: text/event-stream")
    assert code == 28 and b"retry: " in body and b"Secure - One" in body, (code, body, said)
    code, body, said = relay.curl("--http1.1", "-I")
    assert code == 0 and body.startswith(b"HTTP/1.1 200 "), (body, said)
    code, body, said = relay.curl("--http2")
    assert code == 0 and b"Secure - One" in body, "a client that offers h2 falls back"
    assert relay.curl("--cacert", "/dev/null")[0] == 60 or relay.curl(
        "--cacert", "/dev/null")[0] == 77, "curl checks the certificate"
    follows(relay, studio)
    ciphers(relay)
    for path in ("/", "/healthz"):
        answer = exchange(relay.port, get(path))
        assert answer.status == 400 and b"https" in answer.body, (answer.status, answer.body)
    relay.terminate()
    studio.close()


def follows(relay, studio):
    """`websockets` over wss, text and JSON."""
    clients = [websockets.sync.client.connect(
        relay.url("wss"), ssl=relay.trust(), subprotocols=protocols, proxy=None, open_timeout=10)
        for protocols in (None, ["icy.json.v1"])]
    assert clients[0].recv(timeout=10) == "Secure - One"
    studio.say("Secure - Two")
    assert clients[0].recv(timeout=10) == "Secure - Two"
    titles = [json.loads(clients[1].recv(timeout=10)) for _ in range(3)]
    assert [title.get("stream_title") for title in titles] == [
        None, "Secure - One", "Secure - Two"], titles
    for client in clients:
        client.close()


def ciphers(relay):
    for version, name in (("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")):
        code, text = relay.s_client(version)
        assert code == 0 and name in text and "Verify return code: 0 (ok)" in text, text[-1500:]
    # Really offered, which OpenSSL's own default forbids: level 0.
    for version in ("-tls1_1", "-tls1"):
        code, text = relay.s_client(version, "-cipher", "ALL:@SECLEVEL=0")
        assert code != 0 and re.search("alert protocol version|unsupported protocol", text), text
    for cipher in CIPHERS_REFUSED:
        code, text = relay.s_client("-tls1_2", "-cipher", f"{cipher}:@SECLEVEL=0")
        assert code != 0, (cipher, text)
        assert re.search("handshake failure|no cipher match|no ciphers available", text), (
            cipher, text)
    for cipher in CIPHERS_TAKEN:
        code, text = relay.s_client("-tls1_2", "-cipher", cipher)
        assert code == 0 and cipher in text, (cipher, text)
    # No second handshake at a client's request, and no compression.
    _, text = relay.s_client("-tls1_2")
    assert "Compression: NONE" in text and "Secure Renegotiation IS supported" in text, text


@check("wss: a client that reads late finds whole messages, and the newest title")
def late(setting):
    studio = Studio(numbered(0), metaint=4096)
    relay = SecureRelay(setting, studio.url, *FAST)
    on_air(relay)
    numbers = slow_reader(relay.port, studio, relay.trust())
    assert len(numbers) < 250, len(numbers)
    relay.terminate()
    studio.close()


@check("wss: a new certificate under 500 open clients; a broken one is refused")
def reload(setting):
    studio = Studio(numbered(0))
    relay = SecureRelay(setting, studio.url)
    on_air(relay)
    first = relay.serial()
    assert first == relay.serial_on_disk()
    crowd = Crowd(relay.port, OPEN_CLIENTS, tls=relay.trust(),
                  kinds=(TEXT_KIND, JSON_KIND, TEXT_KIND, JSON_KIND, SSE_KIND))
    until(lambda: crowd.all_have(0), "every client has the title", within=30)
    say(studio, crowd, 1)
    relay.issue()
    second = relay.serial_on_disk()
    assert second != first and relay.serial() == first, "not before it is told to"
    relay.send(signal.SIGHUP)
    until(lambda: relay.serial() == second, "a new connection sees the new certificate")
    say(studio, crowd, 2)
    broken(relay, second)
    say(studio, crowd, 3)
    print(f"     {OPEN_CLIENTS} wss clients: RSS {memory(relay)} KiB, "
          f"{descriptors(relay)} descriptors")
    crowd.close()
    relay.terminate()
    studio.close()


def say(studio, crowd, number):
    """Each client gets the title, once, and none has been disconnected."""
    studio.say(numbered(number))
    until(lambda: crowd.all_have(number), lambda: f"title {number}")
    assert crowd.complaints(number) == [], crowd.complaints(number)[:5]


def broken(relay, serial):
    """Files that are not a pair of certificate and key: reported, and the previous ones stay."""
    cert, key = relay.cert.read_bytes(), relay.key.read_bytes()
    other = relay.folder / "elsewhere.example.key"
    for what, change in (
            ("no certificate", lambda: relay.cert.write_text("nothing\n")),
            ("half a certificate", lambda: relay.cert.write_bytes(cert[:len(cert) // 2])),
            ("another key", lambda: relay.key.write_bytes(other.read_bytes())),
            ("no key", lambda: relay.key.unlink())):
        change()
        lines = len(relay.err)
        relay.send(signal.SIGHUP)
        until(lambda: len(relay.err) > lines, f"{what} is logged")
        assert relay.serial() == serial, what
        relay.cert.write_bytes(cert)
        relay.key.write_bytes(key)


@check("wss: handshakes that are half done, or none, cost others nothing")
def half_done(setting):
    studio, dice = Studio(numbered(0)), random.Random(5)
    relay = SecureRelay(setting, studio.url, "--request-time", "1")
    on_air(relay)
    crowd = Crowd(relay.port, 20, tls=relay.trust(), kinds=(TEXT_KIND, JSON_KIND, SSE_KIND))
    until(lambda: crowd.all_have(0), "every client has the title")
    files, lines = descriptors(relay), len(relay.err)
    hello, held = client_hello(relay), []
    for number in range(200):
        client = connect(relay.port)
        cut = dice.randrange(1, len(hello))
        way = number % 5
        if way == 0:
            client.sendall(hello[:cut])
        elif way == 1:
            client.sendall(hello)
            client.recv(dice.randrange(1, 3000))
        elif way == 2:
            client.sendall(dice.randbytes(dice.randrange(1, 2000)))
        elif way == 3:
            client.sendall(b"\x16\x03\x01" + dice.randbytes(500))
        else:
            client.sendall(hello + dice.randbytes(100))
        if number % 3 == 0:
            reset(client)
        elif number % 3 == 1:
            client.close()
        else:
            held.append(client)
        if number % 50 == 0:
            say(studio, crowd, number // 50 + 1)
    until(lambda: descriptors(relay) <= files, within=10, what=lambda:
          f"those that say nothing are let go: {files} before, {descriptors(relay)} now")
    say(studio, crowd, 5)
    assert len(relay.err) - lines <= 5, relay.err[lines:][:10]
    for client in held:
        client.close()
    crowd.close()
    relay.terminate()
    studio.close()


def client_hello(relay):
    """The first bytes of a real client."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = relay.trust().wrap_bio(incoming, outgoing, server_hostname="localhost")
    try:
        client.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()
