"""HTTP/1.1 to the letter on raw sockets; tokens, origins and limits.

Every request gets exactly one answer, after which the server ends the connection, and never with
RST: otherwise `exchange` fails.
"""

import signal
import subprocess
import time

import relay as program
from crowd import descriptors
from harness import Process, check, until
from relay import Relay
from studio import Studio, numbered
from wire import (
    Answer, EventSource, Refused, WebSocket, connect, exchange, get, read_end, upgrade)

NEXT = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"


def head(*lines, line="GET / HTTP/1.1", host="Host: a", behind=b""):
    """A request with the given lines, each as text or as bytes."""
    parts = [line, *([host] if host else []), *lines]
    raw = [part if isinstance(part, bytes) else part.encode("latin-1") for part in parts]
    return b"\r\n".join(raw) + b"\r\n\r\n" + behind


# (what, the request, its status or all that are acceptable).
SHAPES = [
    ("a request", head(), 200),
    ("LF alone", b"GET / HTTP/1.1\nHost: a\n\n", (200, 400)),
    ("an empty line first", b"\r\n" + head(), 200),
    ("a body with a length", head("Content-Length: 5", behind=b"hello"), 413),
    ("a length and a second request as the body",
     head("Content-Length: 5", behind=b"GET / HTTP/1.1\r\nHost: b\r\n\r\n"), 413),
    ("a length of 0", head("Content-Length: 0"), 200),
    ("length and transfer coding",
     head("Content-Length: 4", "Transfer-Encoding: chunked", behind=b"0\r\n\r\n" + NEXT), 400),
    ("transfer coding and length",
     head("Transfer-Encoding: chunked", "Content-Length: 4", behind=b"0\r\n\r\n" + NEXT), 400),
    ("a chunked body", head("Transfer-Encoding: chunked", behind=b"0\r\n\r\n" + NEXT),
     (411, 413, 501)),
    ("a chunked body in HTTP/1.0",
     head("Transfer-Encoding: chunked", line="GET / HTTP/1.0", behind=b"0\r\n\r\n"), 400),
    ("transfer coding identity", head("Transfer-Encoding: identity"), (400, 413, 501)),
    ("an unknown transfer coding", head("Transfer-Encoding: xchunked"), (400, 413, 501)),
    ("two transfer codings", head("Transfer-Encoding: chunked", "Transfer-Encoding: cow"),
     (400, 413, 501)),
    ("transfer coding with a blank before the colon", head("Transfer-Encoding : chunked"), 400),
    ("transfer coding with a tab before the colon", head("Transfer-Encoding\t: chunked"), 400),
    ("transfer coding with a vertical tab", head(b"Transfer-Encoding: \x0bchunked"), 400),
    ("transfer coding on a folded line", head("Transfer-Encoding:", " chunked"), 400),
    ("transfer coding with LF in the name", head(b"X: y\nTransfer-Encoding: chunked"),
     (400, 411, 413, 501)),
    ("transfer coding with CR in front", head(b"X: y\rTransfer-Encoding: chunked"), 400),
    ("transfer coding with NUL behind", head(b"Transfer-Encoding: chunked\x00"), 400),
    ("transfer_encoding", head("Transfer_Encoding: chunked"), 200),
    ("two equal lengths", head("Content-Length: 0", "Content-Length: 0"), (200, 400)),
    ("two lengths", head("Content-Length: 0", "Content-Length: 5", behind=b"hello"), 400),
    ("two lengths in a list", head("Content-Length: 0, 5"), 400),
    ("a length with a plus", head("Content-Length: +5"), 400),
    ("a negative length", head("Content-Length: -1"), 400),
    ("a length with a blank inside", head("Content-Length: 1 0"), 400),
    ("a length in hexadecimal", head("Content-Length: 0x0"), 400),
    ("a length with an underscore", head("Content-Length: 1_0"), 400),
    ("a length that is empty", head("Content-Length:"), 400),
    ("a length with a comma only", head("Content-Length: ,"), 400),
    ("a length beyond 64 bits", head("Content-Length: 18446744073709551616"), (400, 413)),
    ("a folded field", head("X: a", " b"), 400),
    ("a field folded with a tab", head("X: a", "\tb"), 400),
    ("a blank before the first field", head(host=" Host: a"), 400),
    ("CR inside a value", head(b"X: a\rb"), 400),
    ("CR inside the request line", head(line="GET /\r HTTP/1.1"), 400),
    ("CR CR LF", b"GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", 400),
    ("NUL in a value", head(b"X: a\x00b"), 400),
    ("NUL in a name", head(b"X\x00: a"), 400),
    ("NUL in the target", head(line=b"GET /\x00 HTTP/1.1"), 400),
    ("a blank before the colon", head("X : a"), 400),
    ("a name with a blank", head("X Y: a"), 400),
    ("a name with brackets", head("X[y]: a"), 400),
    ("no colon", head("nothing"), 400),
    ("no name", head(": a"), 400),
    ("bytes above ASCII in a value", head(b"X: \xc3\xb6\xff"), 200),
    ("no Host", head(host=None), 400),
    ("no Host in HTTP/1.0", head(host=None, line="GET / HTTP/1.0"), 200),
    ("two Hosts", head("Host: b"), 400),
    ("two equal Hosts", head("Host: a"), 400),
    ("a Host with a blank", head(host="Host: a b"), 400),
    ("a Host with a path", head(host="Host: a/b"), 400),
    ("a Host with a user", head(host="Host: x@a"), 400),
    ("a Host with a port that is none", head(host="Host: a:b"), 400),
    ("a list of Hosts", head(host="Host: a, b"), 400),
    ("an empty Host", head(host="Host:"), 200),
    ("a Host in IPv6", head(host="Host: [::1]:8000"), 200),
    ("the absolute form", head(line="GET http://a/ HTTP/1.1"), 200),
    ("the absolute form without a path", head(line="GET http://a HTTP/1.1"), 200),
    ("the absolute form of nothing", head(line="GET http:/// HTTP/1.1"), 400),
    ("the absolute form of another scheme", head(line="GET ftp://a/ HTTP/1.1"), 400),
    ("the authority form", head(line="GET a:80 HTTP/1.1"), 400),
    ("CONNECT", head(line="CONNECT a:80 HTTP/1.1"), 405),
    ("the asterisk form", head(line="GET * HTTP/1.1"), 400),
    ("OPTIONS of all", head(line="OPTIONS * HTTP/1.1"), 204),
    ("OPTIONS", head(line="OPTIONS / HTTP/1.1"), 204),
    ("a target without a slash", head(line="GET jazz HTTP/1.1"), 400),
    ("a fragment", head(line="GET /#x HTTP/1.1"), 400),
    ("two blanks", head(line="GET  / HTTP/1.1"), 400),
    ("a tab for a blank", head(line="GET\t/ HTTP/1.1"), 400),
    ("a blank behind the version", head(line="GET / HTTP/1.1 "), 400),
    ("a lower-case version", head(line="GET / http/1.1"), 400),
    ("HTTP/1.2", head(line="GET / HTTP/1.2"), 200),
    ("HTTP/1.10", head(line="GET / HTTP/1.10"), 400),
    ("HTTP/2.0", head(line="GET / HTTP/2.0"), 505),
    ("HTTP/0.9", b"GET /\r\n\r\n", 400),
    ("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9), 505),
    ("an upgrade to HTTP/2", head("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c",
                                  "HTTP2-Settings: AAMAAABkAAQAAP__"), 200),
    ("a TLS hello", bytes.fromhex("16030100c8010000c40303") + bytes(193), 400),
    ("a TLS record of TLS 1.0", bytes.fromhex("1603010005") + b"hello", 400),
    ("SSH", b"SSH-2.0-OpenSSH_9.2p1\r\n\r\n", 400),
    ("POST", head("Content-Length: 0", line="POST / HTTP/1.1"), 405),
    ("DELETE", head(line="DELETE / HTTP/1.1"), 405),
    ("TRACE", head(line="TRACE / HTTP/1.1"), 405),
    ("get", head(line="get / HTTP/1.1"), (405, 501)),
    ("a method with a colon", head(line="GE:T / HTTP/1.1"), 400),
    ("a method of 40 letters", head(line="G" * 40 + " / HTTP/1.1"), 501),
    ("a method without end", b"G" * 7000, 501),
    ("a target of 9,000 bytes", head(line=f"GET /{'a' * 9000} HTTP/1.1"), 414),
    ("a target without end", b"GET /" + b"a" * 20_000, 414),
    ("a target of 7,000 bytes", head(line=f"GET /{'a' * 7000} HTTP/1.1"), 404),
    ("a field of 9,000 bytes", head("X: " + "a" * 9000), 431),
    ("a field without end", b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 20_000, 431),
    ("200 fields", head(*(f"X-{number}: a" for number in range(200))), 431),
    ("Expect: 100-continue", head("Expect: 100-continue"), 200),
    ("Expect: 100-continue of a body", head("Expect: 100-continue", "Content-Length: 5"),
     (413, 417)),
    ("another Expect", head("Expect: a-cake"), 417),
    ("nobody's path", head(line="GET /nobody HTTP/1.1"), 404),
    ("a path that climbs", head(line="GET /../../etc/passwd HTTP/1.1"), 404),
    ("a path that climbs, encoded", head(line="GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1"), 404),
    ("a broken percent-encoding", head(line="GET /%zz HTTP/1.1"), 400),
    ("a URL for the server to open", head(line="GET /?url=http://127.0.0.1:1/ HTTP/1.1"), 200),
    ("a request of others behind it", head(behind=NEXT * 5), 200),
    ("a request behind a wrong one", head("X : a", behind=NEXT * 5), 400),
]


@check("http: 100 shapes of a request: the right status, and the end of all but good ones")
def shapes(setting):
    studio = Studio("Shape - Title")
    relay = Relay(studio.url)
    until(lambda: relay.snapshot()["now_playing"], "a title")
    files, wrong = descriptors(relay), []
    for what, request, status in SHAPES:
        allowed = status if isinstance(status, tuple) else (status,)
        for way in ("whole", "bytes"):
            # Byte by byte only where that tests something new, and takes no time.
            small = len(request) < 400 and len(request.partition(b"\r\n\r\n")[2]) < 10
            if way == "bytes" and not small:
                continue
            pieces = [request[at:at + 1] for at in range(len(request))] if way == "bytes" else None
            try:
                answer = exchange(relay.port, request, pieces=pieces)
            except AssertionError as problem:
                wrong.append((what, way, str(problem)))
                continue
            if answer.status not in allowed:
                wrong.append((what, way, answer.status, answer.body[:100]))
            if answer.status in (405, 204) and "GET" not in (answer.get("allow") or ""):
                wrong.append((what, "no Allow", answer.fields))
            # Only after a request that leaves no doubt where it ends, and is no mistake.
            may_stay = (answer.status < 400 and b" HTTP/1.1\r\n" in request
                        and request.count(b"\n") == request.count(b"\r\n"))
            ending = (answer.get("connection") or "").lower()
            if ending != "close" and not (ending == "keep-alive" and may_stay):
                wrong.append((what, "Connection", answer.fields))
            if b"/healthz HTTP" in answer.body or answer.body.startswith(b"ok"):
                wrong.append((what, "the second request shows", answer.body))
    assert not wrong, "\n" + "\n".join(map(str, wrong))
    until(lambda: descriptors(relay) <= files, "every connection has ended")
    # On standard error the server reports that it runs, not what each of these did.
    assert len(relay.err) < 10, relay.err
    same_head(relay)
    relay.terminate()
    studio.close()


def same_head(relay):
    """HEAD answers as GET does, without the body."""
    for path, fields in (("/", {}), ("/", {"Accept": "text/html"}), ("/healthz", {}),
                         ("/healthz/live", {}), ("/healthz/ready", {}), ("/metrics", {}),
                         ("/assets/page.js", {}), ("/nobody", {}), ("/favicon.ico", {})):
        whole = exchange(relay.port, get(path, **fields))
        alone = exchange(relay.port, get(path, "HEAD", **fields), head_only=True)
        assert alone.status == whole.status, (path, alone.status, whole.status)
        # Length and date may change between the two.
        keep = lambda answer: [field for field in answer.fields
                               if field[0] not in ("date", "content-length")]
        assert keep(alone) == keep(whole), (path, alone.fields, whole.fields)
        assert (alone.get("content-length") is None) == (whole.get("content-length") is None)


@check("http: slow senders get 408 and do not hold up others")
def slow(setting):
    studio = Studio("Slow - Sender")
    relay = Relay(studio.url, "--request-time", "1")
    until(lambda: relay.snapshot()["now_playing"], "a title")
    began = time.monotonic()
    silent, half = connect(relay.port), connect(relay.port)
    half.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
    dripping, letters = connect(relay.port), iter(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 99)

    def drip():
        dripping.sendall(bytes([next(letters)]))
        return time.monotonic() - began > 0.9

    until(drip, "the time of a request is nearly over", every=0.05)
    for client in (silent, half, dripping):
        answer = Answer(read_end(client, 5)[0])
        assert answer.status == 408 and answer.get("connection") == "close", answer.fields
        client.close()
    taken = time.monotonic() - began
    assert 0.9 < taken < 4, taken
    # A subscriber is not asked for its request again.
    client = WebSocket(relay.port)
    until(lambda: time.monotonic() - began > taken + 1.2, "the time of a request is over")
    studio.say("After - All")
    client.find(1)
    assert client.find(1) == b"After - All"
    client.close()
    relay.terminate()
    studio.close()


@check("http: --max-request-head is the limit that counts")
def head_size(setting):
    studio = Studio()
    relay = Relay(studio.url, "--max-request-head", "16384")
    assert exchange(relay.port, head("X: " + "a" * 12_000)).status == 200
    assert exchange(relay.port, head("X: " + "a" * 17_000)).status == 431
    relay.terminate()
    relay = Relay(studio.url, "--max-request-head", "1024")
    assert exchange(relay.port, head("X: " + "a" * 500)).status == 200
    assert exchange(relay.port, head("X: " + "a" * 2_000)).status == 431
    relay.terminate()
    studio.close()


# ---- Which clients may read -----------------------------------------------------------------

def judge(expected, port, path="/", **fields):
    """JSON, SSE and WebSocket must get these statuses."""
    statuses = asks(port, path, **fields)
    assert statuses == expected, (path, fields, statuses, expected)


def asks(port, path="/", **fields):
    """The statuses that JSON, SSE and WebSocket get."""
    statuses = [exchange(port, get(path, Accept="application/json", **fields)).status]
    for client in (EventSource, WebSocket):
        try:
            opened = client(port, path, **fields)
        except Refused as refused:
            statuses.append(refused.status)
        else:
            statuses.append(opened.head.status)
            opened.close()
    return statuses


ALLOWED, REFUSED = [200, 200, 101], lambda status: [status] * 3
# A page cannot read the status of a refused upgrade, but can read the code and reason of a Close.
FOREIGN = [403, 403, 1008]


@check("access: a token of the file is needed, in the header or in the URL; SIGHUP changes them")
def tokens(setting):
    studio = Studio("Secret - Title")
    file = setting.folder / "tokens"
    file.write_text("# two of them\n\nfirst-token-of-many\nsecond-token-of-many\n")
    relay = Relay(studio.url, "--token-file", file)
    bearer = lambda token: {"Authorization": f"Bearer {token}"}
    until(lambda: b"Secret" in exchange(relay.port, get(**bearer("first-token-of-many"))).body,
          "a title")
    judge(REFUSED(401), relay.port)
    for token in ("first-token-of-many", "second-token-of-many"):
        judge(ALLOWED, relay.port, **bearer(token))
        judge(ALLOWED, relay.port, f"/?token={token}")
    for token in ("", "first", "first-token-of-many-and-more", "# two of them", "a" * 5000,
                  "FIRST-TOKEN-OF-MANY"):
        judge(REFUSED(401), relay.port, **bearer(token))
    judge(REFUSED(401), relay.port, "/?token=wrong")
    judge(REFUSED(401), relay.port, Authorization="Basic Zmlyc3QtdG9rZW46")
    answer = exchange(relay.port, get())
    assert answer.get("www-authenticate").startswith("Bearer"), answer.fields
    assert b"Secret" not in answer.body and b"first-token-of-many" not in answer.body
    for path, status in (("/healthz", 200), ("/healthz/live", 200), ("/assets/page.js", 200),
                         ("/metrics", 401)):
        assert exchange(relay.port, get(path)).status == status, path
    follower = WebSocket(relay.port, "/?token=first-token-of-many")
    file.write_text("third-token-of-many\nsecond-token-of-many\n")
    relay.send(signal.SIGHUP)
    until(lambda: asks(relay.port, **bearer("third-token-of-many")) == ALLOWED,
          "the new token counts")
    judge(REFUSED(401), relay.port, **bearer("first-token-of-many"))
    judge(ALLOWED, relay.port, **bearer("second-token-of-many"))
    studio.say("Still - There")
    follower.find(1)
    assert follower.find(1) == b"Still - There"
    file.unlink()
    lines = len(relay.err)
    relay.send(signal.SIGHUP)
    until(lambda: len(relay.err) > lines, "the missing file is logged")
    judge(ALLOWED, relay.port, **bearer("third-token-of-many"))
    assert not any("token-of-many" in line for line in relay.err), relay.err
    follower.close()
    relay.terminate()
    studio.close()


@check("access: pages of other sites only where --allow-origin names them")
def origins(setting):
    studio = Studio("Origin - Title")
    relay = Relay(studio.url)
    here = f"127.0.0.1:{relay.port}"
    same = [dict(host=here, Origin=f"http://{here}"), dict(host="radio.example",
            Origin="http://radio.example"), dict(host="radio.example:8443",
            Origin="https://radio.example:8443"), dict()]
    foreign = ["https://evil.example", "http://radio.example.evil.example", "null", "",
               "http://127.0.0.1:1", "radio.example", "file://", "https://radio.example@evil"]
    for fields in same:
        judge(ALLOWED, relay.port, **fields)
    for origin in foreign:
        judge(FOREIGN, relay.port, host="radio.example", Origin=origin)
    relay.terminate()
    relay = Relay(studio.url, "--allow-origin", "https://good.example", "--allow-origin",
                  "https://*.example.org", "--allow-origin", "null")
    for origin in ("https://good.example", "https://a.example.org", "null"):
        judge(ALLOWED, relay.port, Origin=origin)
        answer = exchange(relay.port, get(Origin=origin))
        assert answer.get("access-control-allow-origin") == origin, answer.fields
        assert "origin" in answer.get("vary").lower(), answer.fields
        assert preflight(relay, origin).status == 204
    for origin in ("http://good.example", "https://good.example:444", "https://example.org",
                   "https://badexample.org", "https://good.example.evil.example",
                   "https://a.example.org.evil.example", "https://evil.example/.example.org"):
        judge(FOREIGN, relay.port, Origin=origin)
        for answer in (exchange(relay.port, get(Origin=origin)), preflight(relay, origin)):
            assert answer.get("access-control-allow-origin") is None, (origin, answer.fields)
    relay.terminate()
    relay = Relay(studio.url, "--allow-origin", "*")
    judge(ALLOWED, relay.port, Origin="https://anybody.example")
    answer = exchange(relay.port, get(Origin="https://anybody.example"))
    assert answer.get("access-control-allow-origin") in ("*", "https://anybody.example")
    relay.terminate()
    studio.close()


def preflight(relay, origin):
    """The answer to a browser's preflight, which comes before it sends Last-Event-ID."""
    answer = exchange(relay.port, get(
        "/", "OPTIONS", Origin=origin, Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="last-event-id"))
    if answer.status == 204:
        assert answer.get("access-control-allow-origin") == origin, answer.fields
        assert answer.get("access-control-allow-methods") == "GET, HEAD", answer.fields
        names = answer.get("access-control-allow-headers").lower()
        assert all(name in names for name in ("authorization", "last-event-id")), names
        assert answer.get("access-control-max-age") == "86400"
    return answer


# ---- Limits ---------------------------------------------------------------------------------

def refused(port, address=None, **fields):
    """Whether one more client is turned away, which must be with 503 and Retry-After."""
    try:
        WebSocket(port, address=address, **fields).close()
    except Refused as problem:
        assert problem.status == 503, problem
        answer = Answer(problem.received)
        assert int(answer.get("retry-after")) > 0, answer.fields
        return True
    return False


@check("limits: --max-clients: 503 with Retry-After, the others never notice")
def clients(setting):
    studio = Studio(numbered(0))
    relay = Relay(studio.url, "--max-clients", "20")
    until(lambda: relay.snapshot()["now_playing"], "a title")
    joined = []
    for _ in range(20):
        until(lambda: not pending(relay, joined), "a place")
    assert refused(relay.port)
    # A browser would never reconnect after a 503.
    answer = exchange(relay.port, get(Accept="text/event-stream"))
    assert answer.status == 200 and b"\nretry: 1" in answer.body, answer.body
    assert b"data:" not in answer.body, answer.body
    studio.say(numbered(1))
    for client in joined:
        assert client.find(1) == numbered(0).encode()
        assert client.find(1) == numbered(1).encode()
    joined.pop().close()
    until(lambda: not refused(relay.port), "a place is free again")
    assert len(relay.err) < 8, relay.err
    for client in joined:
        client.close()
    relay.terminate()
    studio.close()


def pending(relay, joined):
    """Adds one client; true if it must try again, because one that has left is still counted."""
    try:
        joined.append(WebSocket(relay.port))
    except Refused as problem:
        assert problem.status == 503, problem
        return True
    return False


@check("limits: --max-clients-per-address counts each address by itself")
def per_address(setting):
    studio = Studio(numbered(0))
    relay = Relay(studio.url, "--max-clients-per-address", "5")
    first = [WebSocket(relay.port, address="127.0.0.2") for _ in range(5)]
    assert refused(relay.port, "127.0.0.2")
    # A header that any client can write is not trusted.
    for number in range(3):
        assert refused(relay.port, "127.0.0.2", X_Forwarded_For=f"10.0.0.{number}")
    second = [WebSocket(relay.port, address="127.0.0.3") for _ in range(5)]
    assert refused(relay.port, "127.0.0.3")
    first.pop().close()
    until(lambda: not refused(relay.port, "127.0.0.2"), "a place of that address is free again")
    assert refused(relay.port, "127.0.0.3")
    for client in first + second:
        client.close()
    relay.terminate()
    studio.close()


class Limited(Relay):
    """A relay that may open few files."""

    def __init__(self, files, *arguments):
        limited = ["prlimit", f"--nofile={files}:{files}", program.BINARY]
        Process.__init__(self, [*limited, *arguments, "--listen", "127.0.0.1:0"])
        self.port = until(self._port, lambda: f"the relay listens; it said {self.err}")


@check("limits: out of descriptors it keeps serving, and sends the new ones away politely")
def exhausted(setting):
    studio = Studio(numbered(0))
    relay = Limited(64, studio.url)
    until(lambda: relay.snapshot()["now_playing"], "a title")
    joined, sent_away = [], []
    for _ in range(120):
        client = connect(relay.port)
        client.sendall(upgrade())
        client.settimeout(3)
        try:
            received = client.recv(4096)
        except TimeoutError:
            received = None
        except OSError:
            received = b""
        if received and received.startswith(b"HTTP/1.1 101 "):
            joined.append(client)
        else:
            sent_away.append((client, received))
            if len(sent_away) == 10:
                break
    print(f"     64 files: {len(joined)} clients; the others got "
          f"{sorted({(data or b'nothing')[:12] for _, data in sent_away})}")
    assert len(joined) >= 10 and len(sent_away) == 10, (len(joined), len(sent_away))
    for _, received in sent_away:
        assert received == b"" or received.startswith(b"HTTP/1.1 503 "), received
    studio.say(numbered(1))
    for client in joined:
        received = b""
        while numbered(1).encode() not in received:
            part = client.recv(4096)
            assert part, received
            received += part
    assert studio.listeners == 1 and len(relay.err) < 8, relay.err
    for client in joined[:5]:
        client.close()
    until(lambda: comes_in(relay), "a client comes in again", within=10)
    # Titles take precedence over clients: there is room for the station to come back.
    studio.away = True
    until(lambda: studio.listeners == 0, "the station is gone")
    studio.away = False
    until(lambda: studio.listeners == 1, "the station is back", within=30)
    for client in joined + [client for client, _ in sent_away]:
        client.close()
    relay.terminate()
    studio.close()


def comes_in(relay):
    try:
        WebSocket(relay.port).close()
        return True
    except (AssertionError, OSError):
        return False


@check("limits: flags that make no sense are refused")
def flags(setting):
    for wrong in (["--max-clients", "0"], ["--max-clients", "many"], ["--request-time", "0"],
                  ["--request-time", "301"], ["--max-request-head", "10"],
                  ["--queued-frames", "1"], ["--queued-frames", "101"],
                  ["--allow-origin", "example.org"], ["--trusted-proxy", "10.0.0.0/33"],
                  ["--trusted-proxy", "here"], ["--token-file", "/nonexistent"],
                  ["--tls-cert", "/nonexistent"], ["--max-stations", "0"]):
        done = subprocess.run([program.BINARY, "http://127.0.0.1:1/", "--listen", "127.0.0.1:0",
                               *wrong], capture_output=True, timeout=20)
        lines = done.stderr.decode().splitlines()
        assert done.returncode in (64, 66, 78), (wrong, done.returncode, lines)
        assert lines and wrong[0].lstrip("-") in " ".join(lines).replace("_", "-"), (wrong, lines)
