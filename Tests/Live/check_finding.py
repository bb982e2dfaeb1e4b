"""From an address that people have to the stream it leads to, and back to it after a drop."""

import base64
import tempfile

import relay
from harness import check, until
from odd import Odd, answer, redirect
from relay import Listener, Relay

PAGE = ("<HTML><HEAD><TITLE>SHOUTcast Administrator</TITLE></HEAD><BODY>"
        "<a href=\"listen.pls\">Listen</a></BODY></HTML>")


def titles_arrive(server, url, *options):
    """A title and the one after it through the server, and the first block through `dump`."""
    server.title = "Found - One"
    served = Relay(url, *options)
    client = Listener(served.ws())
    client.wait_for("Found - One")
    server.title = "Found - Two"
    client.wait_for("Found - Two")
    assert client.titles() == ["Found - One", "Found - Two"], client.titles()
    client.close()
    served.terminate()
    code, out, errors = relay.run("dump", url, "--blocks", 1, *options)
    assert code == 0 and "Found - Two" in out, (url, code, out, errors)


def found(routes, path="/", **server):
    """Titles arrive from an odd server, which is returned, closed, with its requests."""
    odd = Odd({}, **server)
    odd.routes.update(routes(odd))
    try:
        titles_arrive(odd, odd.url(path))
    finally:
        odd.close()
    return odd


@check("finding: a SHOUTcast v1 server that has a web page at / and the stream at /;")
def shoutcast(setting):
    page = answer("text/html", PAGE)
    odd = found(lambda odd: {"/": page, "/index.html": page, "/;": odd.stream},
                otherwise=b"ICY 404 Resource Not Found\r\n\r\n")
    assert odd.paths()[0] == "/" and "/;" in odd.paths()[:4], odd.paths()


@check("finding: a SHOUTcast v2 server whose streams have numbers")
def shoutcast2(setting):
    page = answer("text/html;charset=utf-8", "<!DOCTYPE html><html><head>SHOUTcast</head></html>")
    found(lambda odd: {"/": page, "/;": page, "/stream/1/": odd.stream, "/stream": odd.stream},
          otherwise=page)


PLAYLISTS = {
    "/a.pls": ("audio/x-scpls",
               "[playlist]\r\nnumberofentries=2\r\nFile1={dead}\r\nTitle1=(#1 - 4/100) A\r\n"
               "File2={live}\r\nTitle2=B\r\nLength2=-1\r\nVersion=2\r\n"),
    "/a.m3u": ("audio/x-mpegurl", "#EXTM3U\n#EXTINF:-1,Test Radio\n{live}\n"),
    "/plain.m3u": ("text/plain", "\ufeff{live}\r\n"),
    # Its content says what it is, not its type.
    "/wrong": ("audio/mpeg", "[Playlist]\nFile1={live}\nNumberOfEntries=1\n"),
    "/a.xspf": ("application/xspf+xml",
                '<?xml version="1.0" encoding="UTF-8"?>\n<playlist version="1" xmlns="http://xspf'
                '.org/ns/0/"><trackList><track><location>{live}?a=1&amp;b=2</location></track>'
                "</trackList></playlist>"),
    "/a.asx": ("video/x-ms-asf",
               '<ASX version="3.0"><Entry><Ref HREF="{live}" /></Entry></ASX>'),
    "/reference": ("video/x-ms-asf", "[Reference]\r\nRef1={live}\r\n"),
    "/relative/a.m3u": ("audio/x-mpegurl", "../live\n"),
}


@check("finding: .pls, .m3u, .xspf and .asx, known by their content")
def playlists(setting):
    for path, (kind, text) in PLAYLISTS.items():
        odd = found(lambda odd: {"/live": odd.stream, path: answer(kind, text.format(
            live=odd.url("/live"), dead=odd.url("/dead")))}, path)
        assert odd.paths()[0] == path, odd.paths()


@check("finding: a dump saves the stream alone, and not the playlist before it")
def saved(setting):
    odd = Odd({})
    # No length: the playlist ends with its connection, as with most servers.
    kind = "HTTP/1.0 200 OK\r\nContent-Type: audio/x-scpls\r\n\r\n"
    odd.routes.update({"/live": odd.stream, "/a.pls": (
        f"{kind}[playlist]\r\nFile1={odd.url('/dead')}\r\nFile2=live\r\n").encode()})
    try:
        with tempfile.NamedTemporaryFile() as file:
            code, out, errors = relay.run(
                "dump", odd.url("/a.pls"), "--blocks", 1, "--save", file.name)
            assert code == 0 and f"next: {odd.url('/live')}" in out, (code, out, errors)
            capture = file.read()
            assert capture.startswith(b"ICY 200 OK\r\n"), capture[:80]
            again = relay.run("dump", file.name, "--blocks", 1)
            assert again[0] == 0 and out.endswith(again[1]), (out, again)
            # Nor a head without a body; and a failed search leaves the file unchanged.
            odd.routes["/head"] = b"ICY 200 OK\r\nicy-name:Head\r\nicy-metaint:1024\r\n\r\n"
            for second, code in (("live", 0), ("dead", 65)):
                odd.routes["/b.pls"] = (
                    f"{kind}[playlist]\r\nFile1=head\r\nFile2={second}\r\n").encode()
                got = relay.run("dump", odd.url("/b.pls"), "--blocks", 1, "--save", file.name)
                assert got[0] == code and f"next: {odd.url('/' + second)}" in got[1], got
                with open(file.name, "rb") as saved:
                    content = saved.read()
                assert content.count(b" 200 OK\r\n") == 1 and b"icy-name:Head" not in content
                assert relay.run("dump", file.name, "--blocks", 1)[1] == again[1]
    finally:
        odd.close()


@check("finding: a redirect with a token that holds once; a new connection begins at the start")
def tokens(setting):
    given, used = [], []

    def live(connection, request):
        given.append(f"token={len(given)}")
        connection.sendall(redirect(f"http://localhost:{odd.port}/stream?{given[-1]}"))

    def stream(connection, request):
        token = request.path.partition("?")[2]
        if token in used or token not in given:
            connection.sendall(b"HTTP/1.0 403 Forbidden\r\n\r\n")
            return
        used.append(token)
        odd.stream(connection, request)
    odd = Odd({"/live": live, "/stream": stream})
    try:
        odd.title = "Before - Drop"
        served = Relay(odd.url("/live"))
        client = Listener(served.ws())
        client.wait_for("Before - Drop")
        odd.title = "After - Drop"
        client.wait_for("After - Drop")
        odd.drop()
        until(lambda: len(used) >= 2, lambda: f"a new token is used; {odd.paths()}")
        odd.title = "With - Token"
        client.wait_for("With - Token")
        assert odd.paths() == ["/live", "/stream?token=0", "/live", "/stream?token=1"], odd.paths()
        # The same title after the drop is not a new title.
        assert client.titles() == ["Before - Drop", "After - Drop", "With - Token"]
        for request in odd.requests:
            assert request.headers["icy-metadata"] == "1", request.headers
        client.close()
        served.terminate()
    finally:
        odd.close()


@check("finding: every kind of redirect, relative ones too, with the header on every hop")
def redirects(setting):
    hops = [("/a/start", 301, "next"), ("/a/next", 302, "/b"), ("/b", 303, "?x=1"),
            ("/c", 308, "//{place}/live")]

    def routes(odd):
        def b(connection, request):
            # "?x=1" leads to the same path.
            connection.sendall(redirect("/c", 307) if "?x=1" in request.path else
                               redirect("?x=1", 303))
        made = {path: redirect(to.format(place=odd.place), status) for path, status, to in hops}
        return {**made, "/b": b, "/live": odd.stream}
    odd = found(routes, "/a/start")
    assert odd.paths()[:6] == ["/a/start", "/a/next", "/b", "/b?x=1", "/c", "/live"], odd.paths()
    assert {request.headers.get("icy-metadata") for request in odd.requests} == {"1"}


@check("finding: user and password, kept from another host")
def login(setting):
    want = "Basic " + base64.b64encode(b"dj:s;cret@1").decode()

    def stream(connection, request):
        if request.headers.get("authorization") != want:
            connection.sendall(b"HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\n")
            return
        odd.stream(connection, request)
    other = Odd({})
    other.otherwise = other.stream
    odd = Odd({"/live": stream, "/away": redirect(f"http://localhost:{other.port}/live")})
    try:
        titles_arrive(odd, f"http://dj:s;cret%401@{odd.place}/live")
        titles_arrive(other, f"http://dj:s;cret%401@{odd.place}/away")
        assert all("authorization" not in request.headers for request in other.requests)
        # A password is only for its server: it is never printed.
        code, out, errors = relay.run("watch", f"http://dj:s;cret%401@{odd.place}/none")
        assert code == 65 and "cret" not in out + "".join(errors), (code, out, errors)
    finally:
        odd.close()
        other.close()


@check("finding: an IPv6 literal, a path with ; and ?, a fragment that stays here")
def literals(setting):
    odd = found(lambda odd: {"/;stream.mp3": odd.stream}, "/;stream.mp3?type=http&a=%3B#here",
                host="::1")
    assert set(odd.paths()) == {"/;stream.mp3?type=http&a=%3B"}, odd.paths()
    assert odd.requests[0].headers["host"] == odd.place, odd.requests[0].headers


HEADS = {
    "no metaint: a proxy has removed it": "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n"
                                          "icy-name: Radio\r\nVia: 1.1 proxy\r\n",
    "two that differ": "ICY 200 OK\r\nicy-metaint:8192\r\nicy-metaint:1024\r\n",
    "two that differ, the other way": "ICY 200 OK\r\nicy-metaint:1024\r\nicy-metaint:8192\r\n",
    "a length that nothing has": "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n"
                                 "Content-Length: 221183499\r\nicy-metaint:1024\r\n",
    "a line without a colon": "HTTP/1.0 200 OK\r\nthis is no header\r\nicy-metaint:1024\r\n",
    "100 before 200": "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nicy-metaint:1024\r\n",
}


@check("finding: heads as they should not be, titles all the same")
def heads(setting):
    for head in HEADS.values():
        found(lambda odd: {"/": lambda *way: odd.stream(*way, head=head)})
    # A second head where the body should begin: a relay that forwards what it received.
    found(lambda odd: {"/": lambda *way: odd.stream(
        *way, head="HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n",
        before=b"ICY 200 OK\r\nicy-name:Inner\r\nicy-metaint:1024\r\n\r\n")})
