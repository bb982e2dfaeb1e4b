import Testing

@testable import Relay

@Suite struct ResponseTests {
    @Test func wholeResponse() {
        let response = Response.text(404, "Nicht hier: é")
        let expected = """
            HTTP/1.1 404 Not Found\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Length: 15\r
            Cache-Control: no-store\r
            X-Content-Type-Options: nosniff\r
            Connection: close\r
            \r
            Nicht hier: é

            """
        #expect(response.bytes(includingBody: true) == utf8(expected))
    }

    @Test func headHasTheLengthOfTheBodyThatIsNotSent() {
        let response = Response(status: 200, headers: [("A", "b")], body: [1, 2, 3])
        let whole = response.bytes(includingBody: true)
        #expect(response.bytes(includingBody: false) == Array(whole.dropLast(3)))
        #expect(whole.suffix(7) == hex("0d0a0d0a 010203")[...])
        #expect(parts(whole).lines.contains("Content-Length: 3"))
    }

    @Test func givenHeadersComeInOrderAndReplaceTheDefault() {
        let response = Response(
            status: 200, headers: [("X", "1"), ("cache-control", "max-age=5"), ("X", "2")], body: []
        )
        #expect(
            parts(response.bytes(includingBody: true)).lines == [
                "HTTP/1.1 200 OK", "X: 1", "cache-control: max-age=5", "X: 2", "Content-Length: 0",
                "X-Content-Type-Options: nosniff", "Connection: close",
            ])
    }

    @Test(arguments: [204, 304]) func statusWithoutContentHasNoLength(_ status: Int) {
        let lines = parts(
            Response(status: status, headers: [], body: []).bytes(includingBody: true)
        ).lines
        #expect(!lines.contains { $0.hasPrefix("Content-Length") })
    }

    @Test func upgradeIsNamedInConnection() {
        let response = Response.text(426, "a", headers: [("Upgrade", "websocket")])
        let lines = parts(response.bytes(includingBody: true)).lines
        #expect(lines.contains("Connection: close, Upgrade"))
        #expect(!lines.contains("Connection: close"))
    }

    @Test func unknownStatusHasAnEmptyPhrase() {
        let lines = parts(Response.text(599, "a").bytes(includingBody: true)).lines
        #expect(lines.first == "HTTP/1.1 599 ")
    }

    @Test func ownMisuseTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = Response(status: 200, headers: [("X", "a\r\nSet-Cookie: b")], body: [])
        }
        await #expect(processExitsWith: .failure) {
            _ = Response(status: 200, headers: [("X:", "a")], body: [])
        }
        await #expect(processExitsWith: .failure) {
            _ = Response(status: 101, headers: [], body: [])
        }
        await #expect(processExitsWith: .failure) {
            _ = Response(status: 304, headers: [], body: [1])
        }
    }

    /// The first is the example of RFC 9110 §5.6.7; the others are from GNU date.
    static let dates: [(unixTime: Int, text: String)] = [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (68_169_599, "Mon, 28 Feb 1972 23:59:59 GMT"),
        (68_169_600, "Tue, 29 Feb 1972 00:00:00 GMT"),
        (946_684_799, "Fri, 31 Dec 1999 23:59:59 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
        (1_795_346_102, "Sun, 22 Nov 2026 11:15:02 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ]

    @Test(arguments: dates) func date(_ unixTime: Int, _ text: String) {
        let date = WallClock(milliseconds: unixTime * 1000).httpDate
        #expect(date == text)
        let bytes = Response.text(200, "a").bytes(includingBody: true, date: date)
        #expect(parts(bytes).lines[1] == "Date: \(text)")
    }
}
