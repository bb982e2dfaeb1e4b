import Synchronization
import Testing

@testable import ICYReader

/// Pictures in tags: their formats, sizes that lie, and the room that they take.
@Suite struct PictureParserTests {
    static let png = [0x89] + text("PNG\r\n") + [0x1A, 0x0A] + run("i", 30)

    static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// A picture block of FLAC.
    static func block(
        _ image: [UInt8], role: Int = 3, type: String = "image/png", words: String = "Cover",
        announced: Int? = nil
    ) -> [UInt8] {
        number(role) + number(type.utf8.count) + text(type) + number(words.utf8.count) + text(words)
            + zeros(16) + number(announced ?? image.count) + image
    }

    private func read(
        _ bytes: [UInt8], as form: PictureParser.Form = .block, in room: PictureRoom?
    ) -> StreamPicture? {
        var parser = PictureParser(form, in: room)
        for byte in bytes { parser.add(byte) }
        return parser.finish()
    }

    @Test func aBlockHasAnImage() throws {
        let room = PictureRoom(limit: 1 << 20)
        let picture = try #require(read(Self.block(Self.png) + run("x", 9), in: room))
        #expect(picture.bytes == Self.png)
        #expect((picture.format, picture.role, picture.size) == (.png, 3, Self.png.count))
        #expect(picture.summary == "image/png, 38 bytes, front cover")
        // Texts may be empty.
        let bare = read(Self.block(Self.png, role: 4, type: "", words: ""), in: room)
        #expect(bare?.bytes == Self.png)
        #expect(bare?.summary == "image/png, 38 bytes")
        #expect(bare?.version == picture.version)
        let other = try #require(read(Self.block(Self.png.dropLast() + [0]), in: room))
        #expect(other.version != picture.version)
    }

    static let starts: [(start: [UInt8], type: String?)] = [
        ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), (text("GIF89a"), "image/gif"),
        (text("GIF87a"), "image/gif"), (text("RIFF1234WEBP"), "image/webp"),
        (text("RIFF1234WAVE"), nil), (text("<svg xmlns=''>"), nil), (text("<html><script>"), nil),
        ([0x89, 0x50, 0x4E, 0x47, 0x0A, 0x0A], nil), (text("BM"), nil),
    ]

    @Test(arguments: starts)
    func theFirstBytesDecide(_ start: [UInt8], _ type: String?) throws {
        let room = PictureRoom(limit: 1 << 20)
        let image = start + run("i", 20)
        let picture = try #require(read(Self.block(image, type: "image/jpeg"), in: room))
        #expect(picture.format?.mediaType == type)
        #expect(picture.bytes == (type == nil ? [] : image))
        #expect(picture.size == image.count)
        let alone = try #require(read(image, as: .image, in: room))
        #expect(alone.format?.mediaType == type)
    }

    @Test func whatIsCutOffIsNotKept() throws {
        let room = PictureRoom(limit: 1 << 20)
        let whole = Self.block(Self.png)
        let head = whole.count - Self.png.count
        for count in whole.indices {
            let picture = read(Array(whole.prefix(count)), in: room)
            #expect((picture == nil) == (count <= head), "\(count)")
            #expect(picture?.bytes.isEmpty ?? true)
            #expect(picture.map { $0.size == Self.png.count } ?? true)
        }
        // A size that lies takes no memory.
        let lie = read(Self.block(Self.png, announced: 0xFFFF_FFFF), in: room)
        #expect(lie?.size == 0xFFFF_FFFF)
        #expect(lie?.bytes == [])
        #expect(read(Self.block([], announced: 0), in: room) == nil)
        #expect(room.byteCount == 0)
    }

    @Test func onlyTheSizeIsKeptOfALargeOne() throws {
        let room = PictureRoom(limit: 8 << 20)
        for (size, isKept) in [(Limits.pictureBytes, true), (Limits.pictureBytes + 1, false)] {
            let image = Self.png + run("i", size - Self.png.count)
            let picture = try #require(read(Self.block(image), in: room))
            #expect((picture.bytes == image) == isKept)
            #expect(picture.size == size)
            #expect(picture.format == .png)
        }
        #expect(read(Self.block(Self.png), in: nil)?.bytes == [])
    }

    /// The room is taken while a picture is read, and given back when nothing holds it.
    @Test func theRoomIsShared() throws {
        let room = PictureRoom(limit: 10_000)
        let image = Self.png + run("i", 5000)
        var first = read(Self.block(image), in: room)
        #expect(first?.bytes == image)
        #expect(room.byteCount == 8192)
        #expect(read(Self.block(image), in: room)?.bytes == [])
        #expect(room.byteCount == 8192)
        first = nil
        #expect(room.byteCount == 0)
        #expect(read(Self.block(image), in: room)?.bytes == image)
    }

    /// A picture that is kept makes room for a newer one.
    @Test func anOldPictureMakesRoom() throws {
        let kept = Mutex<[StreamPicture]>([])
        let room = PictureRoom(limit: 20_000) {
            kept.withLock { pictures in
                if pictures.isEmpty { return false }
                pictures.removeFirst()
                return true
            }
        }
        let image = Self.png + run("i", 5000)
        for number in 0..<10 {
            let picture = try #require(read(Self.block(image, role: number), in: room))
            #expect(picture.bytes == image)
            kept.withLock { $0.append(picture) }
        }
        #expect(kept.withLock { $0.map(\.role) } == [8, 9])
        #expect(room.byteCount == 2 * 8192)
    }
}
