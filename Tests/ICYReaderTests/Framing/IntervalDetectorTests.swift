import Fixtures
import Testing

@testable import ICYReader

/// Streams without `icy-metaint`.
@Suite struct IntervalDetectorTests {
    private static let head = text("HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n")

    private func read(_ body: [UInt8], _ partition: Partition) -> Transcript {
        let input = Self.head + body
        return Transcript(StreamReader(), partition.pieces(of: input), keepsBytes: true)
    }

    /// A23: four times 4096 bytes of audio, followed by a title, two empty blocks, and a title.
    private let interleaved: [UInt8] =
        run("A", 4096) + [2] + blockAB + run("B", 4096) + [0] + run("C", 4096) + [0]
        + run("D", 4096) + [2] + text("StreamTitle='C - D';") + zeros(12) + run("E", 10)

    @Test func findsAndReplaysExactly() {
        let transcript = read(interleaved, .whole)
        #expect(
            transcript.audioBytes
                == run("A", 4096) + run("B", 4096) + run("C", 4096) + run("D", 4096)
                + run("E", 10))
        let expected = [
            MetadataBlock(
                index: 0, wireOffset: 4096, audioOffset: 4096, lengthByte: 2, bytes: blockAB,
                flags: [.metaintDetected]),
            MetadataBlock(
                index: 1, wireOffset: 8225, audioOffset: 8192, lengthByte: 0, bytes: [],
                flags: [.metaintDetected]),
            MetadataBlock(
                index: 2, wireOffset: 12_322, audioOffset: 12_288, lengthByte: 0, bytes: [],
                flags: [.metaintDetected]),
            MetadataBlock(
                index: 3, wireOffset: 16_419, audioOffset: 16_384, lengthByte: 2,
                bytes: text("StreamTitle='C - D';") + zeros(12), flags: [.metaintDetected]),
        ]
        #expect(transcript.blocks == expected)
        #expect(
            transcript.changes.map(StreamCase.Change.init) == [
                .title(block: 0, "A - B", artist: "A", song: "B", .utf8),
                .title(block: 3, "C - D", artist: "C", song: "D", .utf8),
            ])
        #expect(transcript.end == .inAudio(untilLengthByte: 4086))
    }

    @Test func cutsDoNotMatter() {
        let expected = read(interleaved, .whole)
        let count = Self.head.count + interleaved.count
        // The head's end, and each block's; the search is certain after the third length byte.
        let places = [0, 4096, 4129, 8225, 12_322, 16_419, 16_452].map { Self.head.count + $0 }
        let far = places.map { $0 + 700 }.filter { $0 < count }
        let partitions = Partition.near(places + far, of: count, reach: 24, seed: 23)
        for partition in partitions + [.bytewise, .every(1400)] {
            let transcript = read(interleaved, partition)
            guard transcript == expected else {
                Issue.record("\(partition)")
                return
            }
        }
    }

    @Test func saysSoAfterEnoughBytesWithoutACandidate() throws {
        var reader = StreamReader()
        var offset = 0
        _ = try reader.next(Self.head.span, &offset)
        #expect(reader.framing == .sniffing)
        let audio = run("x", 96 * 1024)
        offset = 0
        let most = audio[..<98_303]
        var event = try reader.next(most.span, &offset)
        #expect(event == nil)
        #expect(reader.framing == .detecting)
        #expect(reader.skippable == 0)
        #expect(reader.wireOffset == 98_303)
        #expect(reader.finish() == .notInterleaved(held: Array(most)))
        offset = 0
        let last = audio[98_303...]
        event = try reader.next(last.span, &offset)
        #expect(event == .heldAudio(audio))
        #expect(reader.framing == .plain)
        #expect(reader.audioOffset == 98_304)
        offset = 0
        event = try reader.next(audio.span, &offset)
        #expect(event == .audio(0..<98_304))
    }

    private static let misleading: [(name: String, body: [UInt8])] = [
        (
            "A17 without a header: text in an ID3 tag, no length byte that fits",
            text("ID3") + [4, 0, 0, 0, 0, 0] + text(" TIT2StreamTitle='fake';")
                + run("x", 200_000)
        ),
        (
            "a length byte that fits by chance, nothing at the next positions",
            run("x", 50) + [2] + blockAB + run("x", 200_000)
        ),
        (
            "confirmed once only",
            run("x", 50) + [2] + blockAB + run("x", 50) + [0] + run("x", 200_000)
        ),
        (
            "needs more than may be held",
            run("x", 90_000) + [2] + blockAB + run("x", 200_000)
        ),
        (
            "found too late",
            run("x", 98_300) + [2] + blockAB + run("x", 98_300) + [0] + run("x", 98_300) + [0]
        ),
        (
            "many of them",
            Array(repeating: [1] + text("StreamTitle='';A"), count: 9000).flatMap { $0 }
        ),
    ]

    @Test(arguments: misleading.indices)
    func doesNotGuess(_ index: Int) {
        let (name, body) = Self.misleading[index]
        for partition in [Partition.whole, .every(1000), .every(7919)] {
            let transcript = read(body, partition)
            #expect(transcript.blocks == [], "\(name)")
            #expect(transcript.audioBytes == body, "\(name)")
            #expect(transcript.end == .notInterleaved(held: []), "\(name)")
        }
    }

    @Test func emptyBlocksMayComeFirst() {
        let body =
            run("A", 1024) + [0] + run("A", 1024) + [2] + blockAB + run("A", 1024) + [0]
            + run("A", 1024) + [0] + run("A", 100)
        let transcript = read(body, .every(100))
        #expect(transcript.blocks.map(\.wireOffset) == [1024, 2049, 3106, 4131])
        #expect(transcript.audioBytes == run("A", 4196))
    }

    @Test func theSessionGoesLiveOnceItIsSure() throws {
        let stage = try Stage()
        #expect(stage.answer(String(decoding: Self.head, as: UTF8.self)) == ["head 200"])
        #expect(stage.delay == .seconds(15))
        #expect(stage.receive(Array(interleaved[..<12_000])) == [])
        #expect(
            stage.receive(Array(interleaved[12_000...])) == [
                "live", "title A - B", "block 1", "block 2", "title C - D",
            ])
        #expect(stage.session.framing == .interleaved(4096))
    }

    @Test func theSessionSaysThatThereAreNoTitles() throws {
        let stage = try Stage()
        _ = stage.answer(String(decoding: Self.head, as: UTF8.self))
        #expect(stage.receive(run("x", 60_000)) == [])
        #expect(stage.receive(run("x", 60_000)) == ["close", "failed metaint_missing"])
        #expect(stage.problem?.message.contains("/live, audio/mpeg") == true)
    }

    /// The type is often wrong: the first bytes decide what is searched.
    @Test(arguments: ["text/html", "application/ogg", "audio/flac", "audio/x-mpegurl", "audio/aac"])
    func searchesWhatIsAudioByItsContent(_ type: String) throws {
        let head = text("HTTP/1.0 200 OK\r\nContent-Type: \(type)\r\n\r\n")
        func framing(_ body: [UInt8]) throws -> BodyFraming {
            var reader = StreamReader()
            var offset = 0
            let bytes = head + body
            while try reader.next(bytes.span, &offset) != nil {}
            return reader.framing
        }
        #expect(try framing([0xFF, 0xFB, 0x90, 0x64]) == .detecting)
        #expect(try framing(text("OggS")) == .ogg)
        #expect(try framing(text("<html><body>")) == .sniffing)
        #expect(try framing(text("[playlist]\nFile1=")) == .sniffing)
    }
}
