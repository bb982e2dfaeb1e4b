import ICYReader
import Testing

@testable import Relay

/// The memory for pictures, shared by all stations.
@Suite struct PictureStoreTests {
    private func entry(_ id: Int) throws -> StationEntry {
        let url = try StreamURL("http://127.0.0.1/")
        return StationEntry(
            id: StationID(id), choice: Options.StationChoice(name: "s\(id)", url: url))
    }

    /// A picture as a stream has it.
    static func picture(_ size: Int, in room: PictureRoom, fill: UInt8 = 7) -> StreamPicture? {
        let image = [0xFF, 0xD8, 0xFF] + [UInt8](repeating: fill, count: size - 3)
        let encoded = Base64.text(image)
        var pages = Array("OggS".utf8) + [0, 2] + [UInt8](repeating: 0, count: 20) + [1, 19]
        pages += Array("OpusHead".utf8) + [UInt8](repeating: 1, count: 11)
        let comment = Array("COVERART=\(encoded)".utf8)
        func number(_ count: Int) -> [UInt8] {
            [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: count >> $0) }
        }
        var packet = Array("OpusTags".utf8) + number(0) + number(1) + number(comment.count)
        packet += comment
        var isFirst = true
        var sequence: UInt8 = 1
        while !packet.isEmpty {
            let piece = packet.prefix(255 * 255)
            packet = Array(packet.dropFirst(piece.count))
            var lacing = [UInt8](repeating: 255, count: piece.count / 255)
            if packet.isEmpty { lacing.append(UInt8(piece.count % 255)) }
            pages += Array("OggS".utf8) + [0, isFirst ? 0 : 1]
            pages += [UInt8](repeating: 0, count: 12) + [sequence, 0, 0, 0, 0, 0, 0, 0]
            pages += [UInt8(lacing.count)] + lacing + piece
            isFirst = false
            sequence += 1
        }
        var reader = OggReader(pictures: room)
        var offset = 0
        while let step = reader.next(pages.span, &offset) {
            if case .comments(let comments) = step { return comments.picture }
        }
        return nil
    }

    @Test func theCurrentPictureIsKept() throws {
        let store = PictureStore(limit: 1 << 20)
        let jazz = try entry(1)
        #expect(store.picture(of: jazz.id) == nil)
        store.put(PictureStoreTests.picture(5000, in: store.room), of: jazz)
        let first = try #require(store.picture(of: jazz.id))
        #expect(first.body.bytes.count == 5000)
        #expect(store.room.byteCount == 8192)
        store.put(PictureStoreTests.picture(9000, in: store.room), of: jazz)
        #expect(store.picture(of: jazz.id)?.body.bytes.count == 9000)
        // The first one is still being sent.
        #expect(store.room.byteCount == 8192 + 12_288)
        withExtendedLifetime(first) {}
        // A title without a picture has none.
        store.put(nil, of: jazz)
        #expect(store.picture(of: jazz.id) == nil)
    }

    @Test func theMemoryIsGivenBack() throws {
        let store = PictureStore(limit: 1 << 20)
        for _ in 0..<100 {
            store.put(PictureStoreTests.picture(5000, in: store.room), of: try entry(1))
            #expect(store.room.byteCount == 8192)
        }
        store.remove(StationID(1))
        #expect(store.room.byteCount == 0)
    }

    /// The oldest goes first, and that is counted for its station.
    @Test func theOldestIsDropped() throws {
        let store = PictureStore(limit: 100_000)
        let entries = try (0..<20).map { try entry($0) }
        for entry in entries {
            store.put(PictureStoreTests.picture(9000, in: store.room), of: entry)
            #expect(store.room.byteCount <= 100_000)
        }
        let kept = entries.filter { store.picture(of: $0.id) != nil }
        #expect(kept.map(\.id) == entries.suffix(kept.count).map(\.id))
        #expect((6...8).contains(kept.count))
        let shed = entries.map { $0.figures.shed.reduce(0, +) }
        #expect(shed == entries.map { entry in store.picture(of: entry.id) == nil ? 1 : 0 })
    }

    @Test func noMemoryIsNoPicture() {
        let store = PictureStore(limit: 0)
        let picture = PictureStoreTests.picture(5000, in: store.room)
        #expect(picture?.size == 5000)
        #expect(picture?.bytes == [])
        #expect(store.room.byteCount == 0)
    }
}
