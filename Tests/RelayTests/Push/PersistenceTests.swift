import Testing

@testable import Relay

@Suite struct PersistenceTests {
    private static let ok = Response.text(200, "a")

    private func allows(
        _ request: Request, _ response: Response = ok, count: Int = 0, hasRoom: Bool = true
    ) -> Bool {
        Persistence.allows(request, response, count: count, hasRoom: hasRoom)
    }

    @Test func aConnectionIsKeptForFurtherRequests() {
        #expect(allows(get("/")))
        #expect(allows(get("/", [("connection", "keep-alive")])))
        #expect(allows(get("/", method: "HEAD")))
        #expect(allows(get("/"), Response(status: 304, headers: [], body: [])))
    }

    @Test func theClientMayEndIt() {
        #expect(!allows(get("/", [("connection", "close")])))
        #expect(!allows(get("/", [("connection", "keep-alive, CLOSE")])))
    }

    /// Something else than a request may follow, or another parser may see other requests.
    @Test func aDoubtEndsIt() {
        #expect(!allows(get("/", upgradeHeaders)))
        #expect(!allows(get("/", [("upgrade", "h2c")])))
        #expect(!allows(get("/", [("expect", "100-continue")])))
        var inexact = get("/")
        inexact.isExact = false
        #expect(!allows(inexact))
        for status in [400, 401, 404, 405, 503] { #expect(!allows(get("/"), .text(status, "a"))) }
    }

    @Test func olderClientsDoNotKnowIt() throws {
        var offset = 0
        var parser = RequestParser()
        let old = try #require(
            try parser.next(wire("GET / HTTP/1.0\nConnection: keep-alive\n\n").span, &offset))
        #expect(!allows(old))
    }

    @Test func thereIsABound() {
        #expect(allows(get("/"), count: Limits.requestsOfConnection - 2))
        #expect(!allows(get("/"), count: Limits.requestsOfConnection - 1))
        #expect(!allows(get("/"), hasRoom: false))
        #expect(Limits.isRoomy(4, of: 10) && !Limits.isRoomy(5, of: 10))
    }

    /// A lone LF ends a line, but the connection after it.
    @Test func lineEndsOfAnotherKindAreNoticed() throws {
        for (text, isExact) in [
            ("GET / HTTP/1.1\r\nHost: h\r\n\r\n", true), ("GET / HTTP/1.1\nHost: h\r\n\r\n", false),
            ("GET / HTTP/1.1\r\nHost: h\n\r\n", false), ("GET / HTTP/1.1\r\nHost: h\r\n\n", false),
        ] {
            var offset = 0
            var parser = RequestParser()
            let request = try #require(try parser.next(utf8(text).span, &offset))
            #expect(request.isExact == isExact)
        }
    }
}
