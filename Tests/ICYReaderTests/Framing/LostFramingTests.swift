import Fixtures
import ICYReader
import Testing

/// Streams whose blocks are not where they should be (A16, A20, A24, G15): what is emitted, in
/// which order, and what is reported about it.
@Suite struct LostFramingTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        var interval = 64
        let input: [UInt8]
        let audio: [UInt8]
        /// Blocks as wire offset, audio offset and content; `isFound` if found by its shape.
        let blocks: [Block]
        let framing: [FramingEvent]
        var end = StreamEnd.inAudio(untilLengthByte: 64)
    }

    struct Block: Sendable, Equatable {
        let wire: Int
        let audio: Int
        let bytes: [UInt8]
        var isFound = false
    }

    /// Audio without zeros: as a length, each byte means 3 * 16 bytes of control characters.
    private static let audio = Array(repeating: UInt8(3), count: 64)
    private static let odd = Array(repeating: UInt8(3), count: 48)
    private static let titleAB: [UInt8] = [2] + blockAB
    private static let blockCD = text("StreamTitle='C - D';") + zeros(12)
    private static let titleCD: [UInt8] = [2] + blockCD
    private static let tag =
        text("ID3") + [4, 0, 0, 0, 0, 49] + run("x", 26) + text("TIT2StreamTitle='fake';")
    /// Enough for the longest block to end.
    private static let rest: [UInt8] = Array(
        Array(repeating: audio + [0], count: 30).joined())

    private static func emptyBlocks(_ count: Int, wire: Int, audio: Int) -> [Block] {
        (0..<count).map { Block(wire: wire + 65 * $0, audio: audio + 64 * $0, bytes: []) }
    }

    static let cases = [oneOdd, oddBeforeGood, miscounted, miscountedLate, spliced, dropped]

    private static let oneOdd = Case(
        description: "A16: one odd block, and the end",
        interval: 8,
        input: Fixtures.vector("A16").bytes ?? [],
        audio: run("A", 8) + run("B", 8),
        blocks: [
            Block(
                wire: 8, audio: 8, bytes: [0xFF, 0xFB, 0x90] + text("d") + run("3", 12)),
            Block(wire: 33, audio: 16, bytes: []),
        ],
        framing: [], end: .inAudio(untilLengthByte: 8))

    private static let oddBeforeGood = Case(
        description: "an odd block before a good one",
        input: audio + [3] + odd + audio + titleAB,
        audio: audio + audio,
        blocks: [
            Block(wire: 64, audio: 64, bytes: odd),
            Block(wire: 177, audio: 128, bytes: blockAB),
        ],
        framing: [])

    private static let miscounted = Case(
        description: "A20: five bytes more than announced",
        input: audio + [2] + text("StreamTitle='Дождь';") + zeros(12) + audio + titleAB
            + audio + [0],
        // The five zeros are audio, and so is the block of 48 bytes that contains the title.
        audio: audio + zeros(5) + audio + audio,
        blocks: [
            Block(wire: 64, audio: 64, bytes: text("StreamTitle='Дождь';") + zeros(7)),
            Block(wire: 166, audio: 133, bytes: blockAB, isFound: true),
            Block(wire: 263, audio: 197, bytes: []),
        ],
        framing: [
            .lost(wireOffset: 161, swallowedBytes: 49),
            .reanchored(wireOffset: 166, distance: 5),
        ])

    private static let miscountedLate = Case(
        description: "A20, and the next titles come late",
        input: audio + [2] + text("StreamTitle='Дождь';") + zeros(12)
            + audio + [0] + audio + [0] + audio + titleAB + audio + [0],
        audio: audio + zeros(5) + audio + [0] + audio + [0] + audio + audio,
        blocks: [
            Block(wire: 64, audio: 64, bytes: text("StreamTitle='Дождь';") + zeros(7)),
            Block(
                wire: 161, audio: 128,
                bytes: Array(repeating: 3, count: 4) + [0]
                    + Array(repeating: 3, count: 43)),
            Block(wire: 296, audio: 263, bytes: blockAB, isFound: true),
            Block(wire: 393, audio: 327, bytes: []),
        ],
        framing: [
            .lost(wireOffset: 161, swallowedBytes: 98),
            .reanchored(wireOffset: 296, distance: 135),
        ])

    private static let spliced = Case(
        description: "G15: a tag and other audio spliced in, with a title that is a fake",
        input: audio + titleAB + audio[..<30] + tag + audio[30...] + titleCD + rest,
        audio: audio + audio[..<30] + tag + audio[30...]
            + Array(repeating: 3, count: 30 * 64),
        blocks: [
            Block(wire: 64, audio: 64, bytes: blockAB),
            // The 35th byte of the tag is an x, read as a length of 120 * 16 bytes.
            Block(wire: 219, audio: 186, bytes: blockCD, isFound: true),
        ] + emptyBlocks(30, wire: 316, audio: 250),
        framing: [
            .lost(wireOffset: 161, swallowedBytes: 1921),
            .reanchored(wireOffset: 219, distance: 58),
        ])

    private static let dropped = Case(
        description: "ten bytes lost in the audio before an empty block",
        input: audio + titleAB + audio[..<54] + [0] + audio + [0] + audio + titleCD + audio
            + [0],
        audio: audio + audio[..<54] + [0] + audio + [0] + audio + audio,
        blocks: [
            Block(wire: 64, audio: 64, bytes: blockAB),
            Block(wire: 161, audio: 128, bytes: Array(repeating: 3, count: 48)),
            Block(wire: 281, audio: 248, bytes: blockCD, isFound: true),
            Block(wire: 378, audio: 312, bytes: []),
        ],
        framing: [
            .lost(wireOffset: 161, swallowedBytes: 98),
            .reanchored(wireOffset: 281, distance: 120),
        ])

    /// What is emitted, independent of the cuts.
    struct Found: Equatable {
        let audio: [UInt8]
        let blocks: [Block]
        let framing: [FramingEvent]
        let end: StreamEnd

        init(_ transcript: Transcript) {
            audio = transcript.audioBytes + transcript.heldAudio
            blocks = transcript.blocks.map {
                Block(
                    wire: $0.wireOffset, audio: $0.audioOffset, bytes: $0.bytes,
                    isFound: $0.flags == [.reanchored])
            }
            framing = transcript.framing
            end = transcript.end
        }
    }

    @Test(arguments: cases) func comesOutExactly(_ given: Case) {
        for partition in Partition.all(of: given.input.count, seed: 15) {
            let reader = StreamReader(metadataInterval: given.interval)
            let pieces = partition.pieces(of: given.input)
            let found = Found(Transcript(reader, pieces, keepsBytes: true))
            #expect(found.audio == given.audio, "\(given), \(partition)")
            #expect(found.blocks == given.blocks, "\(given), \(partition)")
            #expect(found.framing == given.framing, "\(given), \(partition)")
            #expect(found.end == given.end, "\(given), \(partition)")
            guard found.audio == given.audio, found.blocks == given.blocks else { return }
        }
    }

    /// Every other byte of UTF-16 is a control character; a known key shows that it is text.
    @Test(arguments: [false, true], [false, true])
    func titlesInUTF16AreNoLostFraming(_ isLittle: Bool, _ hasMark: Bool) {
        var input: [UInt8] = []
        var expected: [[UInt8]] = []
        for title in ["Дождь", "Снег", "Лес"] {
            let content = "\(hasMark ? "\u{FEFF}" : "")StreamTitle='\(title) - А';"
            let bytes = content.utf16.flatMap { unit -> [UInt8] in
                let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                return isLittle ? pair.reversed() : pair
            }
            let units = (bytes.count + 15) / 16
            expected.append(bytes + zeros(units * 16 - bytes.count))
            input += Self.audio + [UInt8(units)] + (expected.last ?? [])
        }
        let transcript = Transcript(
            StreamReader(metadataInterval: 64), [input[...]], keepsBytes: true)
        #expect(transcript.blocks.map(\.bytes) == expected)
        #expect(transcript.framing.isEmpty)
        #expect(transcript.audioBytes == Self.audio + Self.audio + Self.audio)
    }

    /// A24: a header that lies. The whole body is audio, and the verdict comes after 64 KiB.
    @Test func aHeadThatLiesIsFoundOut() {
        let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x64] + Array(repeating: 0x10, count: 413)
        let frames = Array(repeating: frame, count: 300).flatMap { $0 }
        let head = text("HTTP/1.0 200 OK\r\nicy-metaint:16000\r\n\r\n")
        let input = head + frames
        let swallowed = Array(frames[16_001..<16_257])
        // The second block ends at 32,514.
        let edges = [16_000, 16_257, 32_257, 32_514, 98_049, 98_050, 98_051]
        let partitions = edges.map { Partition.cut(at: head.count + $0) }
        for partition in partitions + [.whole, .bytewise] + Partition.random(8, seed: 24) {
            let transcript = Transcript(
                StreamReader(), partition.pieces(of: input), keepsBytes: true)
            #expect(transcript.audioBytes == frames, "\(partition)")
            #expect(transcript.blocks.map(\.wireOffset) == [16_000], "\(partition)")
            #expect(transcript.blocks.map(\.bytes) == [swallowed], "\(partition)")
            #expect(
                transcript.framing == [
                    .lost(wireOffset: 16_000, swallowedBytes: 514), .lie(searchedBytes: 65_536),
                ], "\(partition)")
            #expect(transcript.end == .notInterleaved(held: []), "\(partition)")
        }
    }

    /// Zeros where lengths should be prove nothing while there are zeros before them.
    @Test func silenceProvesNothing() {
        let silence = zeros(64)
        let input =
            Self.audio + [3] + Self.odd + silence + [0] + silence + [0] + Self.audio + [3]
            + Self.odd
        for partition in Partition.all(of: input.count, seed: 3) {
            let transcript = Transcript(
                StreamReader(metadataInterval: 64), partition.pieces(of: input),
                keepsBytes: true)
            #expect(transcript.audioBytes + transcript.heldAudio == input, "\(partition)")
            #expect(
                transcript.framing == [.lost(wireOffset: 64, swallowedBytes: 100)],
                "\(partition)")
        }
    }

    /// In silence, the doubt about an odd block lasts no longer than four blocks.
    @Test func doubtEnds() {
        let silence = zeros(64) + [0]
        let start = Self.audio + [3] + Self.odd
        let input = start + silence + silence + silence + silence + zeros(10)
        let transcript = Transcript(
            StreamReader(metadataInterval: 64), [input[...]], keepsBytes: true)
        #expect(transcript.audioBytes == Self.audio + zeros(4 * 64 + 10))
        #expect(transcript.heldAudio == [])
        #expect(transcript.blocks.map(\.wireOffset) == [64, 177, 242, 307, 372])
        #expect(transcript.framing == [])
    }
}
