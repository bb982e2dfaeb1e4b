import Fixtures
import ICYReader
import Testing

/// How many bytes a transport may wait for: never one too many, and as many as possible.
@Suite struct AwaitedTests {
    /// The events for these bytes, except audio.
    private func events(
        _ reader: inout StreamReader, _ bytes: ArraySlice<UInt8>
    ) throws -> [StreamReader.Event] {
        var events: [StreamReader.Event] = []
        var offset = 0
        while let event = try reader.next(bytes.span, &offset) {
            switch event {
            case .audio: break
            default: events.append(event)
            }
        }
        return events
    }

    @Test(arguments: StreamReaderTests.cases) func nothingComesBefore(
        _ given: StreamCase
    ) throws {
        let count = given.input.count
        var reader = given.reader
        var position = 0
        while position < count {
            let awaited = reader.awaited
            #expect(awaited >= 1)
            var ahead = reader
            let end = min(position + awaited - 1, count)
            guard try events(&ahead, given.input[position..<end]).isEmpty else {
                Issue.record("\(given.id): at \(position) \(awaited) are too many")
                return
            }
            // Every position near a block, but only a few within long audio.
            let step = count > 10_000 && reader.skippable > 100 ? 89 : 1
            let next = min(position + step, count)
            _ = try events(&reader, given.input[position..<next])
            position = next
        }
    }

    @Test func aBlockIsThereWithThem() throws {
        var reader = StreamReader(metadataInterval: 16_000)
        #expect(reader.awaited == 16_001)
        #expect(reader.skippable == 16_000)
        reader.skip(16_000)
        #expect(reader.awaited == 1)
        _ = try events(&reader, [2])
        #expect(reader.awaited == 32)
        #expect(reader.skippable == 0)
        #expect(try events(&reader, blockAB[..<10]).isEmpty)
        #expect(reader.awaited == 22)
        #expect(try events(&reader, blockAB[10...]).count == 1)
        #expect(reader.awaited == 16_001)
    }

    /// A length in UTF-8 (C2 80 is 128) is shorter than its first byte alone would mean.
    @Test func aLengthThatMayBeHalfOfACharacterIsDecidedEarly() throws {
        var reader = StreamReader(metadataInterval: 1)
        _ = try events(&reader, [0x55, 0xC2])
        #expect(reader.awaited < 128 * 16)
        let awaited = reader.awaited
        let start = [0x80] + text("StreamTitle='")
        _ = try events(&reader, start.prefix(awaited))
        #expect(reader.awaited == 128 * 16 + 1 - min(awaited, start.count))
    }

    @Test func whatIsNotCountedIsAwaitedByteByByte() {
        #expect(StreamReader().awaited == 1)
    }
}
