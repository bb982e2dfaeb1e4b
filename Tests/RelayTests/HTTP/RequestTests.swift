import Testing

@testable import Relay

@Suite struct RequestTests {
    static let targets: [(target: String, path: String, query: String?)] = [
        ("/", "/", nil), ("/jazz", "/jazz", nil), ("/jazz?since=a:1", "/jazz", "since=a:1"),
        ("/jazz?", "/jazz", ""), ("/?a?b", "/", "a?b"), ("/a%2Fb", "/a%2Fb", nil),
        ("//a/b", "//a/b", nil), ("/http://x/y", "/http://x/y", nil),
        ("/?u=http://x/y", "/", "u=http://x/y"),
        ("http://host", "/", nil), ("http://host/", "/", nil), ("HTTP://host:80/a?b", "/a", "b"),
        ("http://host?b=/c", "/", "b=/c"), ("ws://[::1]:8000/jazz", "/jazz", nil),
        ("*", "*", nil), ("host:443", "host:443", nil),
    ]

    @Test(arguments: targets) func pathAndQuery(_ target: String, _ path: String, _ query: String?)
    {
        let request = get(target)
        #expect(request.path == path)
        #expect(request.query == query)
    }

    @Test func values() {
        let request = get("/", [("accept", "a/b"), ("x", "1"), ("accept", "c/d")])
        #expect(request.value("accept") == "a/b")
        #expect(request.value("Accept") == nil)
        #expect(request.value("cookie") == nil)
        #expect(request.values("accept") == ["a/b", "c/d"])
        #expect(request.values("cookie") == [])
    }

    @Test func tokens() {
        let request = get("/", [("a", "x, y ,,\tz\t"), ("b", ""), ("a", ",w;q=1, \"u")])
        #expect(request.tokens("a") == ["x", "y", "z", "w;q=1", "\"u"])
        #expect(request.tokens("b") == [])
        #expect(request.tokens("c") == [])
    }

    @Test func head() {
        #expect(get("/", method: "HEAD").isHead)
        #expect(!get("/", method: "head").isHead)
        #expect(!get("/").isHead)
    }

    @Test func everyErrorHasItsStatusAndSaysWhatToDo() {
        let statuses: [(RequestError, Int)] = [
            (.tlsOnPlainPort, 400), (.malformedRequestLine, 400), (.methodTooLong, 501),
            (.targetTooLong, 414), (.invalidTarget, 400), (.unsupportedVersion, 505),
            (.headTooLarge, 431), (.tooManyHeaders, 431), (.bareCarriageReturn, 400),
            (.foldedHeader, 400), (.malformedHeader, 400), (.whitespaceBeforeColon, 400),
            (.invalidHeaderValue, 400), (.missingHost, 400), (.repeatedHost, 400),
            (.invalidHost, 400), (.invalidContentLength, 400), (.conflictingBodyLength, 400),
            (.bodyNotAccepted, 413),
        ]
        for (error, status) in statuses {
            #expect(error.status == status, "\(error)")
            let (lines, body) = parts(Response(error).bytes(includingBody: true))
            #expect(lines.first?.hasPrefix("HTTP/1.1 \(status) ") == true)
            #expect(body == error.message + "\n")
        }
        #expect(RequestError.tlsOnPlainPort.message.hasPrefix("This port speaks plain http/ws"))
    }
}
