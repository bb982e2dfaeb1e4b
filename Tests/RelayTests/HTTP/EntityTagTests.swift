import Testing

@testable import Relay

@Suite struct EntityTagTests {
    @Test func aTagFollowsFromTheContent() {
        // Each single byte counts, wherever it is, and so does the length.
        let content = utf8("0123456789")
        var tags: Set<String> = [EntityTag.of(content)]
        for index in content.indices {
            var other = content
            other[index] ^= 1
            tags.insert(EntityTag.of(other))
            tags.insert(EntityTag.of(Array(content[..<index])))
        }
        #expect(tags.count == 1 + 2 * content.count)
        #expect(EntityTag.of(content) == EntityTag.of(utf8("0123456789")))
        #expect(EntityTag.of([]).hasPrefix("\"0-"))
    }

    @Test(arguments: [
        ([], false), (["*"], true), (["\"x\""], true), (["W/\"x\""], true),
        (["\"a\", W/\"x\""], true), (["\"a\"", "\"x\""], true), (["x"], false), (["\"a\""], false),
        (["\"xx\""], false), ([""], false),
    ])
    func aClientNamesWhatItHas(_ known: [String], _ isKnown: Bool) {
        #expect(EntityTag.isKnown("\"x\"", known) == isKnown)
    }

    @Test func whatTheClientHasIsNotSentAgain() {
        let whole = Response(
            status: 200,
            headers: [
                ("Content-Type", "a/b"), ("Vary", "Accept"), ("Access-Control-Allow-Origin", "x"),
            ], body: utf8("content")
        ).tagged()
        let tag = EntityTag.of(utf8("content"))
        #expect(whole.headers.contains { $0 == ("ETag", tag) })
        #expect(whole.headers.contains { $0 == ("Cache-Control", "no-cache") })
        let short = whole.unlessKnown(to: get("/", [("if-none-match", tag)]))
        #expect(short.status == 304)
        #expect(short.body.isEmpty)
        #expect(
            short.headers.map(\.0) == [
                "Vary", "Access-Control-Allow-Origin", "ETag", "Cache-Control",
            ])
        for other in [get("/"), get("/", [("if-none-match", "\"y\"")])] {
            #expect(whole.unlessKnown(to: other).status == 200)
        }
        let mistake = Response.text(404, "x", headers: [("ETag", tag)])
        #expect(mistake.unlessKnown(to: get("/", [("if-none-match", tag)])).status == 404)
    }
}
