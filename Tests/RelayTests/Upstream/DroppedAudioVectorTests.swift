import Fixtures
import ICYReader
import Testing

@testable import Relay

/// Every stream of the vectors and every recording, with dropped audio and without.
@Suite(.timeLimit(.minutes(5))) struct DroppedAudioVectorTests {
    struct Stream: CustomTestStringConvertible, Sendable {
        let name: String
        let bytes: [UInt8]
        var testDescription: String { name }
    }

    static let vectors: [Stream] = Fixtures.vectors.compactMap { vector in
        guard let bytes = vector.bytes else { return nil }
        switch vector.kind {
        case "body":
            guard let interval = vector.metadataInterval else { return nil }
            let head = "ICY 200 OK\r\nicy-metaint: \(interval)\r\n\r\n"
            return Stream(name: vector.id, bytes: Array(head.utf8) + bytes)
        case "head":
            // A redirect leads elsewhere, and an error has no blocks.
            guard let head = head(of: bytes), head.isSuccess,
                case .bytes(let interval) = head.metadataInterval
            else { return nil }
            let isChunked = head.headers.contains { $0.value.lowercased() == "chunked" }
            let body = blocks(interval)
            return Stream(
                name: vector.id, bytes: bytes + (isChunked ? chunks(body[...], 1000) : body))
        case "payload":
            let head = "ICY 200 OK\r\nicy-metaint: 8\r\n\r\n"
            let length = (bytes.count + 15) / 16
            guard length <= 255 else { return nil }
            let padding = [UInt8](repeating: 0, count: length * 16 - bytes.count)
            let audio = [UInt8](repeating: 0x55, count: 8)
            let body = audio + [UInt8(length)] + bytes + padding + audio + [0] + blocks(8)
            return Stream(name: vector.id, bytes: Array(head.utf8) + body)
        default: return nil
        }
    }

    private static func head(of bytes: [UInt8]) -> ResponseHead? {
        var reader = StreamReader()
        var offset = 0
        guard case .head(let head) = try? reader.next(bytes.span, &offset) else { return nil }
        return head
    }

    /// Intervals to follow whatever comes before, with and without a title.
    private static func blocks(_ interval: Int) -> [UInt8] {
        (0..<6).flatMap { index in
            [UInt8](repeating: 0x55, count: interval)
                + (index % 3 == 1 ? FakeStation.title("Song \(index)").dropFirst(4) : [0])
        }
    }

    /// The same body in chunks whose sizes are unrelated to the blocks.
    private static func chunked(_ capture: Capture, _ size: Int) -> Stream {
        let head =
            "HTTP/1.1 200 OK\r\nicy-metaint: \(capture.metadataInterval)\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
        return Stream(
            name: "\(capture.name) in chunks of \(size)",
            bytes: Array(head.utf8) + chunks(capture.bytes[capture.headCount...], size))
    }

    private static func chunks(_ body: ArraySlice<UInt8>, _ size: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for start in stride(from: body.startIndex, to: body.endIndex, by: size) {
            let chunk = body[start..<min(start + size, body.endIndex)]
            bytes += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk
            bytes += Array("\r\n".utf8)
        }
        return bytes + Array("0\r\n\r\n".utf8)
    }

    static let recordings: [Stream] =
        Fixtures.captures.map { Stream(name: $0.name, bytes: $0.bytes) }
        + Fixtures.captures.map { chunked($0, 16_001) }
        + Fixtures.oggCaptures.map { capture in
            let head = "HTTP/1.0 200 OK\r\ncontent-type: application/ogg\r\n\r\n"
            return Stream(name: capture.name, bytes: Array(head.utf8) + capture.body)
        }

    /// What is reported for a stream that arrives in these pieces and then ends.
    private func told(
        _ stream: Stream, _ partition: Partition, leastDropped: Int?
    ) throws -> (events: [String], received: Int) {
        let probe = try UpstreamProbe(leastDropped: leastDropped)
        for piece in partition.pieces(of: stream.bytes) { try probe.send(Array(piece)) }
        try probe.end()
        return (probe.takeEvents(), probe.received)
    }

    private func expectTheSame(
        _ stream: Stream, _ partitions: [Partition], leastDropped: Int
    ) throws {
        let expected = try told(stream, .whole, leastDropped: nil)
        for partition in partitions {
            let found = try told(stream, partition, leastDropped: leastDropped)
            #expect(found.events == expected.events, "\(stream.name), \(partition)")
            #expect(found.received == expected.received, "\(stream.name), \(partition)")
        }
    }

    @Test(arguments: vectors) func everyVectorIsReadTheSame(stream: Stream) throws {
        let isShort = stream.bytes.count < 300
        try expectTheSame(
            stream, [isShort ? .bytewise : .every(97)] + Partition.random(1, seed: 0xD0),
            leastDropped: 1)
    }

    @Test(arguments: recordings) func everyRecordingIsReadTheSame(stream: Stream) throws {
        try expectTheSame(stream, [.random(seed: 7)], leastDropped: 1)
        try expectTheSame(stream, [.every(1400)], leastDropped: Limits.leastDropped)
    }

    @Test func thereAreVectorsOfAllKinds() { #expect(Self.vectors.count > 80) }
}
