import ICYReader
import Testing

@testable import Relay

/// How long a title's line may be: the most that a station can make of the largest block.
@Suite struct PlayLogLongestTests {
    /// Input that takes more bytes in a line than in the block: escapes, a byte of a legacy charset
    /// that is two or three bytes of UTF-8, and anything that is shown in a second form.
    private static let units: [[UInt8]] =
        [[0x01], [0x7F], [0x80], [0x81], [0xC2, 0x85], [0x5C], [0xE2, 0x80, 0xA8]]
        + ["a", "\"", "&quot;", "%22", "a=b&"].map { Array($0.utf8) }

    private static let beginnings = [
        "", "A - ", "{\"title\":\"", "text=\"", "A';StreamUrl='http://h/?a=",
    ]

    private func block(_ beginning: String, _ unit: [UInt8]) -> [UInt8] {
        var bytes = Array("StreamTitle='\(beginning)".utf8)
        let end = Array((beginning.hasSuffix("\"") ? "\"';" : "';").utf8)
        while bytes.count + unit.count + end.count <= ICYReader.Limits.metadataBlockBytes {
            bytes += unit
        }
        return bytes + end
    }

    /// The bytes of the line, and the bytes that the title holds while it waits.
    private func sizes(_ reading: MetadataReading, _ raw: [UInt8]) -> (line: Int, entry: Int) {
        guard
            let event = TitleEvent(
                reading, audioOffset: 0, station: "jazz", at: .now)
        else { return (0, 0) }
        let entry = PlayLogEntry(event: event, raw: raw, station: 0, receivedAt: .now)
        let line = PlayLogLine(event, id: TitleID(epoch: "e", number: 1), raw: raw)
        return (line.bytes.count, entry.byteCount)
    }

    @Test(arguments: [
        (Charset.utf8, 42_000, 54_000), (.windows1252, 58_000, 70_000),
    ])
    func noBlockMakesALongerLine(_ charset: Charset, line: Int, entry: Int) {
        var longest = (line: 0, entry: 0)
        for unit in Self.units {
            for beginning in Self.beginnings {
                let bytes = block(beginning, unit)
                var reader = MetadataReader(charset: charset)
                let reading = reader.read(
                    MetadataBlock(
                        index: 0, wireOffset: 0, audioOffset: 0, lengthByte: 255, bytes: bytes))
                let size = sizes(reading, bytes)
                longest = (max(longest.line, size.line), max(longest.entry, size.entry))
            }
        }
        #expect(longest.line <= line && longest.line > line - 2_000, "\(longest)")
        #expect(longest.entry <= entry && longest.entry > entry / 2)
        // It leaves room for others.
        #expect(2 * longest.entry < Limits.playLogStationBytes)
    }

    /// Ogg comments may contain twice as much: artists are cut at 4,080 bytes in total.
    @Test func noCommentsMakeALongerLine() {
        var longest = (line: 0, entry: 0)
        for byte: UInt8 in [0x22, 0x80, 0x81] {
            let value = [UInt8](repeating: byte, count: ICYReader.Limits.oggValueBytes)
            let fields = (0..<8).map { place in
                OggComments.Field(
                    name: place == 0 ? "TITLE" : "ARTIST", value: value, wireSize: 4088)
            }
            let comments = OggComments(
                index: 0, pageOffset: 0, serial: 1, codec: .vorbis, vendor: [],
                raw: Array(fields.map(\.value).joined()), packetSize: 32_768, fields: fields)
            var reader = MetadataReader(charset: .windows1252)
            let size = sizes(reader.read(comments), comments.raw)
            longest = (max(longest.line, size.line), max(longest.entry, size.entry))
        }
        #expect(longest.line <= 140_000 && longest.line > 138_000, "\(longest)")
        #expect(longest.entry <= 140_000 && longest.entry > 138_000)
    }
}
