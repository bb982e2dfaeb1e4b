import ICYReader
import Testing

@testable import Relay

/// The parts of an answer's head that strangers choose, at their longest.
@Suite(.timeLimit(.minutes(10))) struct AnswerHeadTests {
    private func head(_ response: String) -> Int {
        (response.split(separator: "\r\n\r\n").first?.utf8.count ?? 0) + 4
    }

    /// Hosts of 253 bytes, each with a port: the longest that an address can have.
    private func origins(_ count: Int) throws -> [String] {
        let label = String(repeating: "a", count: 63)
        let rest = String(repeating: "b", count: 57)
        return try (0..<count).map { index in
            let host = "\(label).\(label).\(label).\(rest)\(1000 + index)"
            return try StreamURL("https://\(host).:65535/").origin
        }
    }

    @Test func theLargestHeadOfAPageIsBelow4KiB() throws {
        let bench = try TestHub(access: AccessPolicy(origins: [try #require(OriginPattern("*"))]))
        let given = try StreamURL("http://h/")
        let all = try origins(24)
        #expect(all[0].utf8.count == "https://".utf8.count + 254 + ":65535".utf8.count)
        var status = StationStatus(station: "jazz", listenURL: given, state: .live)
        status.play(try StreamURL(all[3] + "/x"), given: given, by: [given.origin] + all)
        bench.hub.publish(.status(StatusPublication(station: 0, status: status)))
        let mostOfIt = Limits.originBytes - "https://".utf8.count
        let name = String(repeating: "o", count: mostOfIt)
        let response = bench.request(
            bench.connect(),
            "GET / HTTP/1.1\nHost: h\nAccept: text/html\nOrigin: https://\(name)\n\n")
        #expect(response.hasPrefix("HTTP/1.1 200 "))
        #expect(response.contains("Access-Control-Allow-Origin: https://\(name)"))
        #expect(response.contains(" \(all[23]);"))
        let size = head(response)
        #expect(size > 2500 && size <= Limits.answerHeadBytes)
    }

    /// The answer would repeat the origin.
    @Test(arguments: ["application/json", "text/event-stream", "text/html"])
    func anEndlessOriginIsNotLetIn(accept: String) throws {
        let bench = try TestHub(access: AccessPolicy(origins: [try #require(OriginPattern("*"))]))
        func status(_ count: Int, method: String = "GET", _ more: String = "") -> (String, Int) {
            let origin = "https://" + String(repeating: "o", count: count - 8)
            let response = bench.request(
                bench.connect(),
                "\(method) / HTTP/1.1\nHost: h\nAccept: \(accept)\nOrigin: \(origin)\n\(more)\n")
            return (String(response.dropFirst(9).prefix(3)), head(response))
        }
        #expect(status(Limits.originBytes).0 == "200")
        #expect(status(Limits.originBytes + 1).0 == "403")
        let preflight = "Access-Control-Request-Method: GET\n"
        #expect(status(Limits.originBytes, method: "OPTIONS", preflight).0 == "204")
        #expect(status(Limits.originBytes + 1, method: "OPTIONS", preflight).0 == "403")
        let endless = status(7000, method: "OPTIONS", preflight)
        #expect(endless.0 == "403" && endless.1 < 512)
    }

    @Test func anOriginsHostHasAtMost253Bytes() {
        let host = String(repeating: "a", count: 253)
        #expect(WebOrigin("https://\(host):8000")?.host == host)
        #expect(WebOrigin("https://\(host)a:8000") == nil)
        #expect(OriginPattern.isSameOrigin("https://\(host)", host: host))
        #expect(!OriginPattern.isSameOrigin("https://\(host)a", host: "\(host)a"))
        for kind in ["*", "https://*.example"] {
            let fits = "https://" + String(repeating: "a", count: 245) + ".example"
            #expect(OriginPattern(kind)?.matches(fits) == true)
            let long = "https://" + String(repeating: "a", count: 300) + ".example"
            #expect(OriginPattern(kind)?.matches(long) == false)
        }
    }

    // MARK: The log

    private func line(_ text: String, _ format: LogFormat = .text) -> String {
        Log.written(text, .info, "jazz", format, at: WallClock(milliseconds: 0))
    }

    @Test func aLineOfTheLogHasAtMost1000Characters() {
        let fits = String(repeating: "x", count: 994)
        #expect(line(fits) == "jazz: " + fits)
        #expect(line(fits + "x") == "jazz: " + fits.dropLast() + "…")
        // Made visible, a control character takes up to eight characters.
        let marks = String(repeating: "\u{202E}", count: 60_000)
        #expect(line(marks).count == 1000)
        #expect(line(marks).hasPrefix("jazz: \\u{202e}\\u{202e}"))
        #expect(line(String(repeating: "\u{1B}", count: 200)).count == 1000)
        #expect(line(String(repeating: "\u{1B}", count: 100)).hasSuffix("\\u{1b}\\u{1b}"))
    }

    @Test func soItIsInJSON() {
        let fits = String(repeating: "é", count: 1000)
        #expect(line(fits, .json).hasSuffix("\"message\":\"\(fits)\"}"))
        #expect(line(fits + "é", .json).hasSuffix("\"message\":\"\(fits.dropLast())…\"}"))
        for control in ["\u{1B}", "\u{7F}", "\u{85}"] {
            #expect(line(String(repeating: control, count: 60_000), .json).count <= 1200)
        }
    }
}
