import Testing

@testable import Relay

/// Page or JSON: RFC 9110 §12.5.1.
@Suite struct HTTPAcceptTests {
    static let cases: [(accept: String?, choice: AcceptNegotiation.Choice)] = [
        // Programs.
        (nil, .json), ("", .json), (" , ", .json), ("*/*", .json), ("application/json", .json),
        ("application/json, text/plain, */*", .json), ("application/*", .json),
        ("APPLICATION/JSON", .json), ("application/json;charset=utf-8", .json),
        ("*/*, text/event-stream", .eventStream), ("application/json;q=0.001", .json),
        // Browsers.
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
                + "image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7", .html
        ),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", .html),
        ("text/html, application/xhtml+xml, */*", .html), ("text/*", .html),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", .html), ("TEXT/HTML", .html),
        ("text/html;level=1", .html),
        // Weights.
        ("text/html;q=0.5, application/json", .json), ("text/html, application/json;q=0.9", .html),
        ("text/html;q=0.9, application/json;q=0.91", .json), ("text/html, application/json", .json),
        ("text/html;q=0.899, application/json;q=0.898", .html),
        ("text/html ; q=0.5 , */*;q=0.4", .html),
        ("text/html;q=0, */*", .json), ("application/json;q=0, */*", .html),
        ("text/*;q=0.3, text/html;q=0.1, application/json;q=0.2", .json),
        ("*/*;q=0.9, application/*;q=0.1, text/html;q=0.5", .html),
        ("text/html;Q=0.1, application/json;q=0.2", .json), ("text/html;q=1.000, */*;q=1", .html),
        ("application/json;q=0.5;ext=1, text/html;q=0.4", .json),
        // An invalid media range counts for nothing.
        ("text/html;q=2, application/json;q=0.1", .json), ("text/html;q=x, */*", .json),
        ("text/html;q=, */*;q=0.1", .json), ("text/html;q=-1, */*;q=0.1", .json),
        ("html, */*", .json), ("text/html/x, */*", .json),
        // Event streams, and nothing that the server has.
        ("text/event-stream", .eventStream), ("text/event-stream, image/png", .eventStream),
        ("text/event-stream;q=0", .notAcceptable), ("image/png", .notAcceptable),
        ("text/plain", .notAcceptable), ("*/*;q=0", .notAcceptable),
        ("text/html;q=0, application/json;q=0.000", .notAcceptable), ("*/html", .notAcceptable),
        ("text/htm", .notAcceptable), ("text/html;q=1.5", .notAcceptable),
    ]

    @Test(arguments: cases) func choice(_ accept: String?, _ choice: AcceptNegotiation.Choice) {
        let request = get("/", accept.map { [("accept", $0)] } ?? [])
        #expect(AcceptNegotiation.choose(request) == choice)
    }

    /// Where there is a title that can be sent as text.
    @Test(
        arguments: [
            ("text/plain", .text), ("text/plain;q=0.1", .text), ("TEXT/PLAIN;x=y", .text),
            ("text/plain, */*; q=0.01", .text), ("text/plain, */*", .text),
            ("text/plain, text/html;q=0.9", .text), ("text/plain;q=0", .notAcceptable),
            // What most programs send: they want JSON.
            ("application/json, text/plain, */*", .json),
            ("application/json;q=0.9, text/plain;q=0.9", .json), ("text/html, text/plain", .html),
            ("text/*", .html), ("*/*", .json), ("text/event-stream, text/plain", .eventStream),
        ] as [(String, AcceptNegotiation.Choice)])
    func text(_ accept: String, _ choice: AcceptNegotiation.Choice) {
        let request = get("/", [("accept", accept)])
        #expect(AcceptNegotiation.choose(request, offersText: true) == choice)
        #expect(AcceptNegotiation.choose(request) != .text)
    }

    @Test func linesAreJoined() {
        let request = get("/", [("accept", "application/json;q=0.5"), ("accept", "text/html")])
        #expect(AcceptNegotiation.choose(request) == .html)
    }
}
