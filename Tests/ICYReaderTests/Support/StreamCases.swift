import Fixtures
import ICYReader

/// One input and its correct result, written down by hand.
struct StreamCase: CustomStringConvertible, Sendable {
    enum Change: Equatable {
        case title(block: Int, String, artist: String, song: String, Charset)
        case clear(block: Int)
    }

    let id: String
    /// Nil if the input begins with a head.
    let metadataInterval: Int?
    let input: [UInt8]
    let audio: [UInt8]
    let blocks: [MetadataBlock]
    let changes: [Change]
    let end: StreamEnd
    var suspicious: [Int] = []
    var repeatCount = 0
    /// Cuts that the scenario names.
    var partitions: [Partition] = []

    var description: String { id }
    var reader: StreamReader {
        metadataInterval.map { StreamReader(metadataInterval: $0) } ?? StreamReader()
    }
}

/// `count` times the same byte.
func run(_ character: Character, _ count: Int) -> [UInt8] {
    Array(repeating: character.asciiValue ?? 0, count: count)
}

/// `count` zero bytes.
func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }

/// Text as UTF-8.
func text(_ string: String) -> [UInt8] { Array(string.utf8) }

/// The block of most cases: 20 bytes of text, 12 of padding.
let blockAB = text("StreamTitle='A - B';") + zeros(12)
private let blockCD = text("StreamTitle='C - D';") + zeros(12)
/// A8, the block, B8, an empty block.
let bodyAB = run("A", 8) + [2] + blockAB + run("B", 8) + [0]
private let audioAB = run("A", 8) + run("B", 8)

private func block(
    _ index: Int, wire: Int, audio: Int, _ lengthByte: UInt8, _ bytes: [UInt8] = [],
    _ flags: [Flag] = []
) -> MetadataBlock {
    MetadataBlock(
        index: index, wireOffset: wire, audioOffset: audio, lengthByte: lengthByte, bytes: bytes,
        flags: flags)
}

private func titleAB(_ block: Int) -> StreamCase.Change {
    .title(block: block, "A - B", artist: "A", song: "B", .utf8)
}

extension StreamCase {
    private static func body(
        _ id: String, audio: [UInt8], _ blocks: [MetadataBlock], _ changes: [Change] = [],
        _ end: StreamEnd, suspicious: [Int] = [], repeatCount: Int = 0
    ) -> StreamCase {
        let vector = Fixtures.vector(id)
        return StreamCase(
            id: id, metadataInterval: vector.metadataInterval, input: vector.bytes ?? [],
            audio: audio, blocks: blocks, changes: changes, end: end, suspicious: suspicious,
            repeatCount: repeatCount)
    }

    /// Group A: the cases whose bytes are in the file.
    static let framing: [StreamCase] = [
        body(
            "A01", audio: audioAB,
            [block(0, wire: 8, audio: 8, 0), block(1, wire: 17, audio: 16, 0)],
            [], .inAudio(untilLengthByte: 8)),
        body(
            "A02", audio: audioAB,
            [block(0, wire: 8, audio: 8, 2, blockAB), block(1, wire: 49, audio: 16, 0)],
            [titleAB(0)], .inAudio(untilLengthByte: 8)),
        body(
            "A03", audio: audioAB,
            [
                block(0, wire: 8, audio: 8, 2, text("StreamTitle='ABC DEF - GHIJK M';")),
                block(1, wire: 49, audio: 16, 0),
            ],
            [.title(block: 0, "ABC DEF - GHIJK M", artist: "ABC DEF", song: "GHIJK M", .utf8)],
            .inAudio(untilLengthByte: 8)),
        body(
            "A04", audio: audioAB,
            [
                block(0, wire: 8, audio: 8, 2, text("StreamTitle='A - B';            ")),
                block(1, wire: 49, audio: 16, 0),
            ],
            [titleAB(0)], .inAudio(untilLengthByte: 8)),
        body(
            "A05", audio: audioAB,
            [block(0, wire: 8, audio: 8, 1, zeros(16)), block(1, wire: 33, audio: 16, 0)],
            [], .inAudio(untilLengthByte: 8)),
        body(
            "A06", audio: audioAB,
            [
                block(
                    0, wire: 8, audio: 8, 0x85,
                    text("StreamTitle='") + run("x", 2100) + text("';") + zeros(13)),
                block(1, wire: 2145, audio: 16, 0),
            ],
            [
                .title(
                    block: 0, String(repeating: "x", count: 2100), artist: "",
                    song: String(repeating: "x", count: 2100), .utf8)
            ],
            .inAudio(untilLengthByte: 8)),
        body(
            "A08", audio: audioAB,
            [
                block(0, wire: 8, audio: 8, 1, text("StreamTitle='';") + [0]),
                block(1, wire: 33, audio: 16, 1, text("StreamTitle='';") + [0]),
            ],
            [.clear(block: 0)], .inAudio(untilLengthByte: 8), repeatCount: 1),
        body(
            "A10", audio: text("ABC"),
            [
                block(0, wire: 1, audio: 1, 2, blockAB), block(1, wire: 35, audio: 2, 0),
                block(2, wire: 37, audio: 3, 0),
            ],
            [titleAB(0)], .inAudio(untilLengthByte: 1)),
        body(
            "A11", audio: audioAB + run("C", 8),
            [
                block(0, wire: 8, audio: 8, 2, blockAB), block(1, wire: 49, audio: 16, 2, blockAB),
                block(2, wire: 90, audio: 24, 2, blockAB),
            ],
            [titleAB(0)], .inAudio(untilLengthByte: 8), repeatCount: 2),
        body(
            "A13", audio: run("A", 8), [], [],
            .inBlock(bytes: text("StreamTitle='A - B';") + zeros(6), missing: 6)),
        body("A14", audio: run("A", 8), [], [], .afterLengthByte(2, missing: 32)),
        body(
            "A15", audio: run("A", 8) + run("B", 3),
            [block(0, wire: 8, audio: 8, 2, blockAB)], [titleAB(0)],
            .inAudio(untilLengthByte: 5)),
        body(
            "A17",
            audio: text("ID3") + [4, 0, 0, 0, 0, 0] + text(" TIT2StreamTitle='fake';")
                + run("A", 12),
            [], [], .inAudio(untilLengthByte: 955)),
        body(
            "A18", audio: audioAB,
            [
                block(
                    0, wire: 8, audio: 8, 0x10,
                    text("StreamTitle='" + String(repeating: "\u{0410}", count: 20) + "';")
                        + zeros(201)),
                block(1, wire: 273, audio: 16, 0),
            ],
            [
                .title(
                    block: 0, String(repeating: "\u{0410}", count: 20), artist: "",
                    song: String(repeating: "\u{0410}", count: 20), .utf8)
            ],
            .inAudio(untilLengthByte: 8)),
        // The sender declared 32 bytes and sent 37. The declared length counts: 5 zero bytes and
        // BBB are audio, and the next B is a length of 66 * 16.
        body(
            "A20", audio: run("A", 8) + zeros(5) + run("B", 3),
            [block(0, wire: 8, audio: 8, 2, text("StreamTitle='Дождь';") + zeros(7))],
            [.title(block: 0, "Дождь", artist: "", song: "Дождь", .utf8)],
            .inBlock(bytes: run("B", 4), missing: 1052)),
        body(
            "A21", audio: audioAB,
            [
                block(
                    0, wire: 8, audio: 8, 0xC2,
                    text("StreamTitle='") + run("x", 2033) + text("';"), [.utf8LengthByte])
            ],
            [
                .title(
                    block: 0, String(repeating: "x", count: 2033), artist: "",
                    song: String(repeating: "x", count: 2033), .utf8)
            ],
            .inAudio(untilLengthByte: 0)),
    ]

    /// Group B: the bodies in the file, and the scenarios.
    static let pieces: [StreamCase] = [
        body(
            "B01", audio: audioAB + run("C", 8) + run("A", 8),
            [
                block(0, wire: 8, audio: 8, 2, blockAB), block(1, wire: 49, audio: 16, 0),
                block(2, wire: 58, audio: 24, 2, blockCD),
            ],
            [titleAB(0), .title(block: 2, "C - D", artist: "C", song: "D", .utf8)],
            .inAudio(untilLengthByte: 0)),
        long("B02", .cuts(Array(4082..<4142))),
        long("B03", .cuts([4096, 4097, 4129])),
        StreamCase(
            id: "B04", metadataInterval: 8,
            input: run("A", 8) + [2] + text("StreamTitle='Кино';") + zeros(9) + run("B", 8) + [0],
            audio: audioAB,
            blocks: [
                block(0, wire: 8, audio: 8, 2, text("StreamTitle='Кино';") + zeros(9)),
                block(1, wire: 49, audio: 16, 0),
            ],
            changes: [.title(block: 0, "Кино", artist: "", song: "Кино", .utf8)],
            end: .inAudio(untilLengthByte: 8), partitions: [.cut(at: 23), .cut(at: 25)]),
        short("B05", text("HTTP/1.0 200 OK\r\nicy-metaint:8\r\n\r\n") + bodyAB),
        short("B06", text("ICY 200 OK\r\nicy-metaint:8\r\n\r\n") + bodyAB),
        short(
            "B08",
            text("HTTP/1.1 200 OK\r\nicy-metaint: 8\r\nTransfer-Encoding: chunked\r\n\r\n")
                + text("A;ext=1\r\n") + bodyAB[0..<10] + text("\r\n1B\r\n") + bodyAB[10..<37]
                + text("\r\n0d \r\n") + bodyAB[37..<50] + text("\r\n0\r\nX-Trailer: 1\r\n\r\n")),
        chunkedLong,
        short("B10", bodyAB, interval: 8, [.cuts([20, 20, 20, 21, 21, 40, 40])]),
    ]

    /// `bodyAB` as the body, however it is wrapped.
    private static func short(
        _ id: String, _ input: [UInt8], interval: Int? = nil, _ partitions: [Partition] = []
    ) -> StreamCase {
        StreamCase(
            id: id, metadataInterval: interval, input: input, audio: audioAB,
            blocks: [block(0, wire: 8, audio: 8, 2, blockAB), block(1, wire: 49, audio: 16, 0)],
            changes: [titleAB(0)], end: .inAudio(untilLengthByte: 8), partitions: partitions)
    }

    /// 4096 audio bytes, the block, 4096 audio bytes, an empty block.
    private static func long(_ id: String, _ partition: Partition) -> StreamCase {
        StreamCase(
            id: id, metadataInterval: 4096,
            input: run("A", 4096) + [2] + blockAB + run("B", 4096) + [0],
            audio: run("A", 4096) + run("B", 4096),
            blocks: [
                block(0, wire: 4096, audio: 4096, 2, blockAB),
                block(1, wire: 8225, audio: 8192, 0),
            ],
            changes: [titleAB(0)], end: .inAudio(untilLengthByte: 4096), partitions: [partition])
    }

    /// The same in chunks of 1000 bytes, over HTTP/1.0.
    private static let chunkedLong: StreamCase = {
        let plain = long("B09", .whole)
        var input = text(
            "HTTP/1.0 200 OK\r\nicy-metaint:4096\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in stride(from: 0, to: 8000, by: 1000) {
            input += text("3e8\r\n") + plain.input[start..<(start + 1000)] + text("\r\n")
        }
        input += text("e2\r\n") + plain.input[8000..<8226] + text("\r\n0\r\n\r\n")
        return StreamCase(
            id: "B09", metadataInterval: nil, input: input, audio: plain.audio,
            blocks: plain.blocks, changes: plain.changes, end: plain.end)
    }()

    /// Music Assistant's interval: 256,000 is not a multiple of a buffer of 32 KiB.
    static let largeInterval = StreamCase(
        id: "A26", metadataInterval: 256_000,
        input: run("A", 256_000) + [2] + blockAB + run("B", 256_000) + [0],
        audio: run("A", 256_000) + run("B", 256_000),
        blocks: [
            block(0, wire: 256_000, audio: 256_000, 2, blockAB),
            block(1, wire: 512_033, audio: 512_000, 0),
        ],
        changes: [titleAB(0)], end: .inAudio(untilLengthByte: 256_000),
        partitions: [.every(32 * 1024)])

    /// A header that lies: frames of 417 bytes, and no blocks between them.
    static let emptyPromise: StreamCase = {
        let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x64] + Array(repeating: 0x10, count: 413)
        let frames = Array(repeating: frame, count: 80).flatMap { $0 }
        // 16,000 and 32,257 are inside frames, and read as a length of 16 * 16 each time. The
        // second block shows that the first was not one, and is not emitted itself.
        return StreamCase(
            id: "A24", metadataInterval: nil,
            input: text("HTTP/1.0 200 OK\r\nicy-metaint:16000\r\n\r\n") + frames,
            audio: frames,
            blocks: [
                block(0, wire: 16_000, audio: 16_000, 16, Array(frames[16_001..<16_257]))
            ],
            changes: [], end: .searching(held: []), suspicious: [0])
    }()
}
