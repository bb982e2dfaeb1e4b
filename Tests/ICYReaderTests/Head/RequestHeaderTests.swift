import ICYReader
import Testing

/// Headers that an operator adds to a request.
@Suite struct RequestHeaderTests {
    private func problem(_ name: String, _ value: String) -> String? {
        do throws(RequestHeader.Problem) {
            _ = try RequestHeader(name, value)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(arguments: [
        ("X-Token", "a b"), ("x!#$%&'*+-.^_`|~9", ""), ("Referer", "https://a.example/?q"),
        ("X", "a\tb"), ("X", "é"), ("Icy-Meta", "1"), ("Range", "bytes=0-"),
    ]) func headersOfAllKindsAreTaken(_ name: String, _ value: String) throws {
        let header = try RequestHeader(name, value)
        #expect(header.name == name)
        #expect(header.value == value)
    }

    @Test func blanksAroundAValueAreNotSent() throws {
        #expect(try RequestHeader("X", " \t a ").value == "a")
    }

    @Test(arguments: ["", "X Y", "X:", "X\r\nY", "é", "X\u{0}", "(X)", "X\t"])
    func aNameIsAToken(_ name: String) {
        #expect(problem(name, "a")?.contains("letters") == true)
    }

    @Test(arguments: [
        "Host", "host", "CONNECTION", "Content-Length", "transfer-encoding", "icy-metadata",
    ]) func someBelongToTheRequestItself(_ name: String) {
        #expect(problem(name, "a")?.contains("cannot be set") == true)
    }

    @Test func theUserAgentHasAKeyOfItsOwn() {
        #expect(problem("user-agent", "a")?.contains("user_agent") == true)
    }

    /// A value may be a secret.
    @Test(arguments: ["secret\r", "secret\n", "secret\u{0}", "secret\r\nX: y", "\u{7F}secret"])
    func aValueHasOneLineAndIsNeverRepeated(_ value: String) throws {
        let reason = try #require(problem("X", value))
        #expect(reason.contains("CR, LF or NUL"))
        #expect(!reason.contains("secret"))
    }

    @Test func bothAreBounded() {
        let name = String(repeating: "a", count: Limits.requestHeaderNameBytes)
        let value = String(repeating: "a", count: Limits.requestHeaderValueBytes)
        #expect(problem(name, value) == nil)
        #expect(problem(name + "a", "") != nil)
        #expect(problem("X", value + "a") != nil)
    }

    // MARK: In a request

    private func lines(_ url: String, _ headers: [(String, String)], cookies: String? = nil) throws
        -> [String]
    {
        let added = try headers.map { try RequestHeader($0.0, $0.1) }
        let request = StreamRequest(
            url: try StreamURL(url), userAgent: "T", cookies: cookies, headers: added)
        let text = String(decoding: request.bytes, as: UTF8.self)
        #expect(text.hasSuffix("\r\n\r\n"))
        return text.split(separator: "\r\n").map(String.init)
    }

    @Test func theyComeBeforeTheEnd() throws {
        #expect(
            try lines("http://h/x", [("X-A", "1"), ("X-B", "2")]) == [
                "GET /x HTTP/1.1", "Host: h", "User-Agent: T", "Accept: */*",
                "Accept-Encoding: identity", "Icy-MetaData: 1", "X-A: 1", "X-B: 2",
                "Connection: close",
            ])
    }

    /// No header is there twice.
    @Test func theyTakeThePlaceOfOurOwn() throws {
        let lines = try lines(
            "http://user:password@h/x",
            [("accept", "audio/mpeg"), ("AUTHORIZATION", "Bearer t"), ("Cookie", "a=1")],
            cookies: "b=2; c=3")
        #expect(
            lines == [
                "GET /x HTTP/1.1", "Host: h", "User-Agent: T", "Accept-Encoding: identity",
                "Icy-MetaData: 1", "accept: audio/mpeg", "AUTHORIZATION: Bearer t",
                "Cookie: a=1; b=2; c=3", "Connection: close",
            ])
    }
}
