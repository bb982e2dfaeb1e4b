import Fixtures
import ICYReader
import Testing

@Suite struct MetadataReaderTests {
    private func block(_ content: String) -> MetadataBlock {
        let bytes = text(content)
        let length = (bytes.count + 15) / 16
        return MetadataBlock(
            index: 0, wireOffset: 0, audioOffset: 0, lengthByte: UInt8(length),
            bytes: bytes + zeros(length * 16 - bytes.count))
    }

    private let long = "StreamTitle='A long title, still Scanning...';"
    /// The end of `long` follows the field.
    private let short = "StreamTitle='B'; Scanning...';"

    @Test func saysWhatEachBlockDoes() {
        var reader = MetadataReader()
        let steps: [(String, [String], [Flag], String)] = [
            (long, ["StreamTitle"], [], "A long title, still Scanning..."),
            (long, ["StreamTitle"], [], "unchanged"),
            // Nothing new; the previous block is still `long`.
            ("", [], [], "unchanged"),
            (short, ["StreamTitle"], [.residue], "B"),
            ("adw_ad='true';", ["adw_ad"], [], "unchanged"),
            (short, ["StreamTitle"], [.residue], "unchanged"),
            ("StreamTitle='';", ["StreamTitle"], [], "clear"),
            ("", [], [], "unchanged"),
        ]
        for (content, keys, flags, expected) in steps {
            let reading = reader.read(block(content))
            let fields = reading.fields
            #expect(fields.fields.map(\.key) == keys, "\(content)")
            #expect(fields.flags == flags, "\(content)")
            #expect(name(reading) == expected, "\(content)")
        }
    }

    @Test func anEmptyBlockComesFirst() {
        var reader = MetadataReader()
        let reading = reader.read(block(""))
        let (fields, change) = (reading.fields, reading.change)
        #expect(fields == MetadataFields())
        #expect(change == .unknown)
    }

    @Test func anotherBodyForgetsTheBlockButNotTheTitle() {
        var reader = MetadataReader()
        _ = reader.read(block("StreamTitle='B'; Scanning...';"))
        _ = reader.read(block("StreamUrl='A long title, still Scanning...';"))
        reader.beginBody()
        let reading = reader.read(block(short))
        let (fields, change) = (reading.fields, reading.change)
        #expect(fields.flags == [.innerTerminator])
        #expect(change == .unchanged)
    }

    /// A session keeps the rule too: across empty blocks, reported or not, and across connections.
    @Test(arguments: [true, false])
    func aSessionReadsTheSame(_ reportsEmptyBlocks: Bool) throws {
        func wire(_ content: String) -> [UInt8] {
            let block = block(content)
            return run("A", 8) + [block.lengthByte] + block.bytes
        }
        let stage = try Stage()
        stage.session.reportsEmptyBlocks = reportsEmptyBlocks
        _ = stage.answer(goodHead)
        _ = stage.receive(wire(long) + wire("") + wire(short))
        #expect(stage.blocks.last?.1.flags == [.residue])
        #expect(stage.blocks.count == (reportsEmptyBlocks ? 3 : 2))
        _ = stage.receive(wire(long))
        _ = stage.closed()
        _ = stage.retry()
        _ = stage.connected()
        _ = stage.receive(goodHead)
        _ = stage.receive(wire(short))
        #expect(stage.blocks.last?.1.flags == [.innerTerminator])
    }

    private func name(_ reading: MetadataReading) -> String {
        switch reading.change {
        case .title: reading.newTitle?.streamTitle ?? "no title"
        case .clear: "clear"
        case .unchanged, .unknown: "unchanged"
        }
    }
}
