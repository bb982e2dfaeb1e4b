import ICYReader
import Testing

@testable import Relay

@Suite struct DemoBroadcastTests {
    /// Reads everything with the product's own reader: titles in order, and the audio between them.
    private func read(_ bytes: [UInt8]) throws -> (titles: [String], blocks: Int, audio: [UInt8]) {
        var reader = StreamReader()
        var titles: [String] = []
        var blocks = 0
        var audio: [UInt8] = []
        var offset = 0
        while let event = try reader.next(bytes.span, &offset) {
            switch event {
            case .head, .framing, .comments, .document, .tag: break
            case .audio(let range): audio += bytes[range]
            case .heldAudio(let bytes): audio += bytes
            case .block(let block):
                blocks += 1
                guard let song = SongTitle(MetadataFields(block)) else { continue }
                titles.append(song.streamTitle)
            }
        }
        return (titles, blocks, audio)
    }

    /// 417 bytes: 144 * 128000 / 44100, rounded down, without padding.
    @Test func theFrameIsWhatItsHeaderSays() {
        let frame = DemoBroadcast.silentFrame
        #expect(frame.count == 417)
        // Sync, MPEG-1 Layer III without CRC, 128 kbit/s (9), 44.1 kHz (0), no padding, stereo.
        #expect(Array(frame.prefix(4)) == [0xFF, 0xFB, 0x90, 0x00])
        #expect(frame.dropFirst(4).allSatisfy { $0 == 0 })
        #expect(144 * 128_000 / 44_100 == frame.count)
    }

    @Test func theHeadAnnouncesTheIntervalToThoseWhoAskedOnly() {
        let asked = String(decoding: DemoBroadcast(isInterleaved: true).head, as: UTF8.self)
        let plain = String(decoding: DemoBroadcast(isInterleaved: false).head, as: UTF8.self)
        #expect(asked.hasPrefix("HTTP/1.0 200 OK\r\n"))
        #expect(asked.hasSuffix("icy-metaint: 8000\r\n\r\n"))
        #expect(!plain.contains("metaint"))
        #expect(plain.hasSuffix("\r\n\r\n"))
    }

    @Test func titlesComeInOrderAndOnceEach() throws {
        var broadcast = DemoBroadcast(isInterleaved: true)
        var bytes = broadcast.head
        for second in 0..<24 {
            let title = DemoPlaylist.title(at: second)
            bytes += broadcast.next(audioBytes: DemoBroadcast.bytesPerSecond, title: title)
        }
        let found = try read(bytes)
        #expect(found.titles == Array(DemoPlaylist.titles.prefix(3)))
        #expect(found.blocks == 48)
        #expect(found.audio.count == 24 * 16_000)
    }

    @Test func theAudioIsAnUnbrokenRowOfFrames() throws {
        var broadcast = DemoBroadcast(isInterleaved: true)
        var bytes = broadcast.head
        for piece in [1, 416, 417, 7999, 1, 8000, 8001, 12_345, 50_000] {
            bytes += broadcast.next(audioBytes: piece, title: "x")
        }
        let audio = try read(bytes).audio
        #expect(audio.count == 1 + 416 + 417 + 7999 + 1 + 8000 + 8001 + 12_345 + 50_000)
        let frame = DemoBroadcast.silentFrame
        #expect(audio.indices.allSatisfy { audio[$0] == frame[$0 % frame.count] })
    }

    /// How the audio is split into pieces does not change the bytes.
    @Test(arguments: [1, 7, 417, 1600, 7999, 8000, 8001, 16_000])
    func piecesGiveTheSameBytesAsTheWhole(size: Int) {
        var whole = DemoBroadcast(isInterleaved: true)
        var pieces = DemoBroadcast(isInterleaved: true)
        let expected = whole.next(audioBytes: 20_000, title: "A - B")
        var bytes: [UInt8] = []
        var left = 20_000
        while left > 0 {
            bytes += pieces.next(audioBytes: min(size, left), title: "A - B")
            left -= size
        }
        #expect(bytes == expected)
    }

    @Test func blocksStandWhereTheyBelong() {
        var broadcast = DemoBroadcast(isInterleaved: true)
        let bytes = broadcast.next(audioBytes: 16_000, title: "A - B")
        let block = Array("StreamTitle='A - B';".utf8) + [UInt8](repeating: 0, count: 12)
        #expect(bytes.count == 16_000 + 33 + 1)
        #expect(bytes[8000] == 2)
        #expect(Array(bytes[8001..<8033]) == block)
        #expect(bytes.last == 0)
    }

    @Test func aListenerWhoDidNotAskGetsAudioAlone() {
        var broadcast = DemoBroadcast(isInterleaved: false)
        let bytes = broadcast.next(audioBytes: 20_000, title: "A - B")
        #expect(bytes.count == 20_000)
        let frame = DemoBroadcast.silentFrame
        #expect(bytes.indices.allSatisfy { bytes[$0] == frame[$0 % frame.count] })
    }

    @Test func everyTitleOfThePlaylistSurvivesTheFormat() throws {
        for title in DemoPlaylist.titles {
            var broadcast = DemoBroadcast(isInterleaved: true)
            let bytes = broadcast.head + broadcast.next(audioBytes: 8000, title: title)
            #expect(try read(bytes).titles == [title])
        }
    }

    @Test func thePlaylistGoesRound() {
        #expect(DemoPlaylist.title(at: 0) == DemoPlaylist.titles[0])
        #expect(DemoPlaylist.title(at: 7) == DemoPlaylist.titles[0])
        #expect(DemoPlaylist.title(at: 8) == DemoPlaylist.titles[1])
        #expect(DemoPlaylist.title(at: 63) == DemoPlaylist.titles[7])
        #expect(DemoPlaylist.title(at: 64) == DemoPlaylist.titles[0])
    }
}
