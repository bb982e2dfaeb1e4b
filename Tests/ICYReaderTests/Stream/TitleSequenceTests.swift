import Fixtures
import ICYReader
import Testing

private struct Broken: Error {}

/// Chunks, then perhaps an error.
private func chunks(
    _ bytes: [UInt8], _ partition: Partition = .every(7), failing: Bool = false
) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { continuation in
        for piece in partition.pieces(of: bytes) { continuation.yield(Array(piece)) }
        continuation.finish(throwing: failing ? Broken() : nil)
    }
}

@Suite struct TitleSequenceTests {
    private let body =
        bodyAB + run("C", 8) + [2] + blockAB + run("D", 8) + [1]
        + text("StreamTitle='';") + [0] + run("E", 8) + [2] + text("StreamTitle='C - D';")
        + zeros(12)

    /// The first example of the documentation, word for word except for `print`.
    @Test func theExampleWorks() async throws {
        let chunks = chunks(body)
        var printed: [String] = []
        func print(_ items: String...) { printed.append(items.joined(separator: " ")) }

        let titles = TitleSequence(chunks, metadataInterval: 8)
        for try await title in titles {
            if let title { print(title.artist, title.song) } else { print("no title") }
        }

        #expect(printed == ["A B", "no title", "C D"])
    }

    /// The second example.
    @Test func theHeadIsAtTheIterator() async throws {
        let chunks = chunks(text("ICY 200 OK\r\nicy-name:X\r\nicy-metaint:8\r\n\r\n") + body)
        var printed: [String] = []
        var count = 0

        var iterator = TitleSequence(chunks).makeAsyncIterator()
        if let head = try await iterator.readHead() { printed.append(head.name) }
        while try await iterator.next() != nil { count += 1 }

        #expect(printed == ["X"])
        #expect(count == 3)
        #expect(iterator.head?.name == "X")
    }

    @Test func cutsDoNotMatter() async throws {
        let bytes = text("ICY 200 OK\r\nicy-metaint:8\r\n\r\n") + body
        for partition in Partition.all(of: bytes.count, seed: 4) {
            var titles: [String?] = []
            for try await title in TitleSequence(chunks(bytes, partition)) {
                titles.append(title?.streamTitle)
            }
            #expect(titles == ["A - B", nil, "C - D"], "\(partition)")
        }
    }

    private func failure(
        _ bytes: [UInt8], failing: Bool = false
    ) async -> TitleSequenceError<any Error>? {
        do throws(TitleSequenceError<any Error>) {
            var iterator = TitleSequence(chunks(bytes, failing: failing)).makeAsyncIterator()
            while try await iterator.next(isolation: nil) != nil {}
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 404 Gone\r\n\r\n", ICYError.unexpectedStatus(404, reason: "Gone")),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html></html>",
            .noMetadata(contentType: "text/html")
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: audio/aac\r\nicy-metaint: 0\r\n\r\n\u{1}\u{2}",
            .noMetadata(contentType: "audio/aac")
        ),
        ("nothing", .notAResponse(offset: 0, firstBytes: text("n"))),
    ])
    func saysWhyThereAreNoTitles(_ bytes: String, _ expected: ICYError) async {
        guard case .stream(let error) = await failure(text(bytes)) else {
            Issue.record("no error")
            return
        }
        #expect(error == expected)
    }

    @Test func passesErrorsOfTheChunksOn() async {
        guard case .source(let error) = await failure(text(goodHead) + body, failing: true) else {
            Issue.record("no error")
            return
        }
        #expect(error is Broken)
    }

    @Test func endsWithTheChunks() async throws {
        var iterator = TitleSequence(chunks(text("ICY 200"))).makeAsyncIterator()
        #expect(try await iterator.readHead() == nil)
        #expect(try await iterator.next() == nil)
        var bodyOnly = TitleSequence(chunks(body), metadataInterval: 8).makeAsyncIterator()
        #expect(try await bodyOnly.readHead() == nil)
        #expect(try await bodyOnly.next() != nil)
    }
}
