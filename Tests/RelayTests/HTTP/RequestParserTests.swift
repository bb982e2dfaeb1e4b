import Testing

@testable import Relay

/// Request heads according to RFC 9112, each at every cut, alone and with bytes after it.
@Suite struct RequestParserTests {
    struct Accepted: CustomTestStringConvertible, Sendable {
        let name: String
        let input: String
        let method: String
        let target: String
        let minorVersion: Int
        let headers: [Request.Header]

        var testDescription: String { name }

        init(
            _ name: String, _ input: String, _ method: String, _ target: String,
            _ minorVersion: Int,
            _ headers: KeyValuePairs<String, String>
        ) {
            self.name = name
            self.input = input
            self.method = method
            self.target = target
            self.minorVersion = minorVersion
            self.headers = headers.map { Request.Header(name: $0.key, value: $0.value) }
        }
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let input: String
        let error: RequestError
        /// Bytes consumed when the error is found; nil means all.
        let at: Int?

        var testDescription: String { "\(error): \(input.debugDescription)" }

        init(_ error: RequestError, _ input: String, at: Int? = nil) {
            self.error = error
            self.input = input
            self.at = at
        }
    }

    static let accepted: [Accepted] = [
        Accepted("plain", "GET / HTTP/1.1\nHost: a\n\n", "GET", "/", 1, ["host": "a"]),
        Accepted("HTTP/1.0 without Host", "GET / HTTP/1.0\n\n", "GET", "/", 0, [:]),
        Accepted("HTTP/1.7", "GET / HTTP/1.7\nHost: a\n\n", "GET", "/", 7, ["host": "a"]),
        Accepted("any method", "BREW /x HTTP/1.1\nHost: a\n\n", "BREW", "/x", 1, ["host": "a"]),
        Accepted("method case", "get / HTTP/1.1\nHost: a\n\n", "get", "/", 1, ["host": "a"]),
        Accepted("empty line first", "\nGET / HTTP/1.1\nHost: a\n\n", "GET", "/", 1, ["host": "a"]),
        Accepted("lone LF", "GET / HTTP/1.1\\nHost: a\\n\\n", "GET", "/", 1, ["host": "a"]),
        Accepted("lone LF, first line", "\\nGET / HTTP/1.0\\n\n", "GET", "/", 0, [:]),
        Accepted(
            "absolute form", "GET http://a/b?c HTTP/1.1\nHost: x\n\n", "GET", "http://a/b?c", 1,
            ["host": "x"]),
        Accepted("asterisk", "OPTIONS * HTTP/1.1\nHost:\n\n", "OPTIONS", "*", 1, ["host": ""]),
        Accepted(
            "authority", "CONNECT a:443 HTTP/1.1\nHost: a:443\n\n", "CONNECT", "a:443", 1,
            ["host": "a:443"]),
        Accepted(
            "values are trimmed, names lowercased",
            "GET / HTTP/1.1\nHOST:\t [::1]:8000 \t\nX-A:\nX-a: b  c\n\n", "GET", "/", 1,
            ["host": "[::1]:8000", "x-a": "", "x-a": "b  c"]),
        Accepted(
            "bytes above ASCII in a value", "GET / HTTP/1.1\nHost: a\nX: é\n\n", "GET", "/", 1,
            ["host": "a", "x": "é"]),
        Accepted(
            "all characters of a name", "GET / HTTP/1.0\n!#$%&'*+-.^_`|~09aZ: 1\n\n", "GET", "/", 0,
            ["!#$%&'*+-.^_`|~09az": "1"]),
        Accepted(
            "what browsers leave as it is", "GET /a|b{c}?\"q\"<> HTTP/1.0\n\n", "GET",
            "/a|b{c}?\"q\"<>", 0, [:]),
        Accepted(
            "a body of nothing", "POST / HTTP/1.0\nContent-Length: 0\nContent-Length: 0, 0\n\n",
            "POST", "/", 0, ["content-length": "0", "content-length": "0, 0"]),
    ]

    @Test(arguments: accepted) func accepts(_ vector: Accepted) {
        let input = wire(vector.input)
        let request = Request(
            method: vector.method, target: vector.target, minorVersion: vector.minorVersion,
            headers: vector.headers, isExact: !vector.input.contains("\\n"))
        let expected = RequestOutcome(request: request, error: nil, consumed: input.count)
        for trailing in [[], hex("8180000000000d0a0d0a"), utf8("GET ")] {
            EveryCut.check(
                input + trailing, expecting: expected, vector.name, parse: RequestOutcome.of)
        }
    }

    static let refusedLines: [Refused] = [
        Refused(.tlsOnPlainPort, "\u{16}\u{3}\u{1}", at: 1),
        Refused(.malformedRequestLine, "GET /\n"),
        Refused(.malformedRequestLine, "GET  / HTTP/1.1\n"),
        Refused(.malformedRequestLine, "GET /  HTTP/1.1\n"),
        Refused(.malformedRequestLine, "GET / HTTP/1.1 \n"),
        Refused(.malformedRequestLine, " GET / HTTP/1.1\n"),
        Refused(.malformedRequestLine, "GET\t/\tHTTP/1.1\n"),
        Refused(.malformedRequestLine, "G(T / HTTP/1.1\n"),
        Refused(.malformedRequestLine, "GET / http/1.1\n"),
        Refused(.malformedRequestLine, "GET / HTTP/1.10\n"),
        Refused(.malformedRequestLine, "GET / HTTP/11\n"),
        Refused(.malformedRequestLine, "GET / HTTP/1,1\n"),
        Refused(.malformedRequestLine, "GET / HTTP/a.1\n"),
        Refused(.malformedRequestLine, "GET / HTTP/1.a\n"),
        Refused(.malformedRequestLine, "Host: a\n"),
        Refused(.unsupportedVersion, "PRI * HTTP/2.0\n"),
        Refused(.unsupportedVersion, "GET / HTTP/0.9\n"),
        Refused(.unsupportedVersion, "GET / HTTP/3.0\n"),
        Refused(.invalidTarget, "GET  HTTP/1.1\n"),
        Refused(.invalidTarget, "GET jazz HTTP/1.1\n"),
        Refused(.invalidTarget, "GET * HTTP/1.1\n"),
        Refused(.invalidTarget, "GET /a#b HTTP/1.1\n"),
        Refused(.invalidTarget, "GET /é HTTP/1.1\n"),
        Refused(.invalidTarget, "GET /\u{7F} HTTP/1.1\n"),
        Refused(.invalidTarget, "GET http:///a HTTP/1.1\n"),
        Refused(.invalidTarget, "GET http:// HTTP/1.1\n"),
        Refused(.invalidTarget, "GET http://?a HTTP/1.1\n"),
        Refused(.invalidTarget, "GET ftp://a/ HTTP/1.1\n"),
        Refused(.invalidTarget, "CONNECT http://a/ HTTP/1.1\n"),
        Refused(.bareCarriageReturn, "GET /\\r HTTP/1.1\n"),
        Refused(.bareCarriageReturn, "GET / HTTP/1.1\\r\n"),
        Refused(.bareCarriageReturn, "\\r\n"),
    ]

    static let refusedHeaders: [Refused] = [
        Refused(.foldedHeader, " a: b\n"),
        Refused(.foldedHeader, "A: b\n\tc\n"),
        Refused(.malformedHeader, "A\n"),
        Refused(.malformedHeader, ": b\n"),
        Refused(.malformedHeader, "A b: c\n"),
        Refused(.malformedHeader, "Ä: c\n"),
        Refused(.whitespaceBeforeColon, "A : b\n"),
        Refused(.whitespaceBeforeColon, "A\t: b\n"),
        Refused(.invalidHeaderValue, "A: b\\0c\n"),
        Refused(.invalidHeaderValue, "A: \u{1B}[2J\n"),
        Refused(.invalidHeaderValue, "A: \u{7F}\n"),
        Refused(.invalidHeaderValue, "A: \u{16}\n"),
        Refused(.bareCarriageReturn, "A: b\\rC: d\n"),
        Refused(.repeatedHost, "Host: a\n\n"),
        Refused(.bodyNotAccepted, "Content-Length: 1\n\n"),
        Refused(.bodyNotAccepted, "Content-Length: 99999999999999999999999\n\n"),
        Refused(.bodyNotAccepted, "Content-Length: 7\nContent-Length: 7\n\n"),
        Refused(.bodyNotAccepted, "Transfer-Encoding: chunked\n\n"),
        Refused(.conflictingBodyLength, "Transfer-Encoding: chunked\nContent-Length: 0\n\n"),
        Refused(.conflictingBodyLength, "Content-Length: 0\nContent-Length: 5\n\n"),
        Refused(.conflictingBodyLength, "Content-Length: 5, 6\n\n"),
        Refused(.invalidContentLength, "Content-Length: -1\n\n"),
        Refused(.invalidContentLength, "Content-Length: +0\n\n"),
        Refused(.invalidContentLength, "Content-Length: 0x0\n\n"),
        Refused(.invalidContentLength, "Content-Length:\n\n"),
    ]

    static let refusedHosts: [Refused] = [
        Refused(.missingHost, "\n"),
        Refused(.invalidHost, "Host: a b\n\n"),
        Refused(.invalidHost, "Host: a/b\n\n"),
        Refused(.invalidHost, "Host: a@b\n\n"),
        Refused(.invalidHost, "Host: a, b\n\n"),
        Refused(.invalidHost, "Host: é\n\n"),
        Refused(.invalidHost, "Host: a:b\n\n"),
        Refused(.invalidHost, "Host: a:1:2\n\n"),
        Refused(.invalidHost, "Host: [::1]:x\n\n"),
        Refused(.repeatedHost, "Host: a\nHost: a\n\n"),
    ]

    private func check(_ input: [UInt8], _ vector: Refused) {
        let expected = RequestOutcome(
            request: nil, error: vector.error, consumed: vector.at ?? input.count)
        EveryCut.check(
            input + utf8("more"), expecting: expected, vector.testDescription,
            parse: RequestOutcome.of)
    }

    @Test(arguments: refusedLines) func refusesLine(_ vector: Refused) {
        check(wire(vector.input), vector)
    }

    @Test(arguments: refusedHeaders) func refusesHeader(_ vector: Refused) {
        check(wire("GET / HTTP/1.1\nHost: a\n" + vector.input), vector)
    }

    @Test(arguments: refusedHosts) func refusesHost(_ vector: Refused) {
        check(wire("GET / HTTP/1.1\n" + vector.input), vector)
    }

    @Test func inHTTP10TransferCodingIsAContradictionAndTwoHostsAreTwoHosts() {
        check(
            wire("GET / HTTP/1.0\nTransfer-Encoding: chunked\n\n"),
            Refused(.conflictingBodyLength, "HTTP/1.0"))
        check(wire("GET / HTTP/1.0\nHost: a\nHost: a\n\n"), Refused(.repeatedHost, "HTTP/1.0"))
    }

    @Test func nothingIsDecidedEarly() {
        let head = wire("GET / HTTP/1.1\nHost: a\n")
        for count in 0...head.count {
            let input = Array(head.prefix(count))
            #expect(RequestOutcome.of([input]) == RequestOutcome(consumed: count))
        }
    }

    // MARK: Limits

    private func refuse(_ input: [UInt8], _ error: RequestError, at consumed: Int) {
        let expected = RequestOutcome(request: nil, error: error, consumed: consumed)
        EveryCut.check(input, expecting: expected, "\(error)", parse: RequestOutcome.of)
    }

    @Test func headOf8192BytesIsTaken() {
        let start = "GET / HTTP/1.1\nHost: a\nCookie: "
        let filling = String(repeating: "c", count: 8192 - wire(start + "\n\n").count)
        let input = wire(start + filling + "\n\n")
        #expect(input.count == 8192)
        let request = Request(
            method: "GET", target: "/", minorVersion: 1,
            headers: [
                Request.Header(name: "host", value: "a"),
                Request.Header(name: "cookie", value: filling),
            ])
        EveryCut.check(
            input, expecting: RequestOutcome(request: request, error: nil, consumed: 8192), "8192",
            parse: RequestOutcome.of)
        refuse(wire(start + filling + "c\n\n"), .headTooLarge, at: 8192)
    }

    @Test func endlessHeadsStopAtTheLimit() {
        refuse(
            wire("GET / HTTP/1.1\n") + [UInt8](repeating: 0x61, count: 9000), .headTooLarge,
            at: 8192)
        let fields = String(repeating: "A: " + String(repeating: "b", count: 200) + "\n", count: 60)
        refuse(wire("GET / HTTP/1.1\n" + fields), .headTooLarge, at: 8192)
        refuse([UInt8](repeating: 0x0A, count: 9000), .headTooLarge, at: 8192)
    }

    @Test func requestLineOf8000BytesIsTaken() {
        let longest = String(repeating: "a", count: 8000 - "GET / HTTP/1.0".utf8.count)
        let outcome = RequestOutcome.of([wire("GET /\(longest) HTTP/1.0\n\n")])
        #expect(outcome.request?.target == "/" + longest)
        refuse(wire("GET /\(longest)a HTTP/1.0\n\n"), .targetTooLong, at: 8001)
        refuse(wire("GET /" + String(repeating: "a", count: 9000)), .targetTooLong, at: 8001)
    }

    @Test func methodOf32BytesIsTaken() {
        let longest = String(repeating: "M", count: 32)
        #expect(RequestOutcome.of([wire("\(longest) / HTTP/1.0\n\n")]).request?.method == longest)
        refuse(wire("\(longest)M / HTTP/1.0\n\n"), .methodTooLong, at: 33)
    }

    @Test func headersUpTo64AreTaken() {
        let fields = String(repeating: "A: b\n", count: 64)
        #expect(
            RequestOutcome.of([wire("GET / HTTP/1.0\n\(fields)\n")]).request?.headers.count == 64)
        refuse(wire("GET / HTTP/1.0\n\(fields)A: b\n\n"), .tooManyHeaders, at: 16 + 65 * 6)
    }

    @Test func failureStays() {
        var parser = RequestParser()
        var offset = 0
        let wrong = wire("GET / HTTP/2.0\n")
        #expect(throws: RequestError.unsupportedVersion) { try parser.next(wrong.span, &offset) }
        offset = 0
        let right = wire("GET / HTTP/1.0\n\n")
        #expect(throws: RequestError.unsupportedVersion) { try parser.next(right.span, &offset) }
        #expect(offset == 0)
    }

    @Test func aSecondRequestTraps() async {
        await #expect(processExitsWith: .failure) {
            var parser = RequestParser()
            var offset = 0
            let input = Array("GET / HTTP/1.0\r\n\r\n".utf8)
            _ = try parser.next(input.span, &offset)
            offset = 0
            _ = try parser.next(input.span, &offset)
        }
    }
}
