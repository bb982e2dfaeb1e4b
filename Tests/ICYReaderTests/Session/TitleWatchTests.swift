import Testing

@testable import ICYReader

/// A live stream, and why it shows no title.
@Suite struct TitleWatchTests {
    private let empty = run("A", 8) + [0]
    private let cleared = run("A", 8) + [1] + text("StreamTitle='';") + zeros(1)

    private func live(_ headers: String) throws -> Stage {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.0 200 OK\r\n\(headers)\r\n\r\n")
        return stage
    }

    /// Plays audio second by second, and returns what is reported meanwhile with its second.
    private func play(_ stage: Stage, seconds: Int) -> [String] {
        (1...seconds).flatMap { second in
            stage.now = stage.now + .seconds(1)
            let said = stage.tick(after: .zero) + stage.receive("A")
            return said.map { "\(second) \($0)" }
        }
    }

    /// G12: 256,000 bytes at 32 kbit/s take 64 s, and the wait is half as long again.
    @Test func aLongIntervalIsWaitedFor() throws {
        let stage = try live("icy-metaint:256000\r\nicy-br:32")
        #expect(play(stage, seconds: 120) == ["96 no title no_block"])
        #expect(stage.problem == nil)
    }

    @Test func aShortIntervalHasSomeSecondsAllTheSame() throws {
        let stage = try live("icy-metaint:16000\r\nicy-br:128")
        #expect(play(stage, seconds: 30) == ["15 no title no_block"])
    }

    /// Without a bit rate, 24 kbit/s: 8,192 bytes take 2.7 s, 1.5 times 128,000 bytes take 64 s.
    @Test func withoutABitrateASlowOneIsAssumed() throws {
        let stage = try live("icy-metaint:128000")
        #expect(play(stage, seconds: 80) == ["64 no title no_block"])
    }

    /// No number that a server may send does harm.
    @Test(arguments: ["0", "-5", "99999999999999999999", "9223372036854775807", "1"])
    func anyBitrateWillDo(_ bitrate: String) throws {
        let stage = try live("icy-metaint:1048576\r\nicy-br:\(bitrate)")
        _ = play(stage, seconds: 3)
        #expect(stage.session.state == .live)
    }

    @Test func aStallIsNoMissingBlock() throws {
        let stage = try live("icy-metaint:16000\r\nicy-br:128")
        stage.now = stage.now + .seconds(12)
        _ = stage.receive("A")
        #expect(stage.tick(after: .seconds(5)) == ["stalled"])
        #expect(stage.receive("A") == ["live"])
        #expect(stage.tick(after: .zero) == ["no title no_block"])
    }

    private func ogg(_ bytes: ArraySlice<UInt8>) throws -> (Stage, [String]) {
        let stage = try live("Content-Type: application/ogg")
        return (stage, stage.receive(Array(bytes)))
    }

    /// A relay that does not repeat the headers: the first comments belong to the next song.
    @Test func anOggStreamThatIsJoinedAfterItsHeadersSaysSo() throws {
        let song = OggPages.song(1, "TITLE=One")
        let (stage, said) = try ogg(song[OggPages.starts(song)[2]...])
        #expect(said == ["live"])
        #expect(play(stage, seconds: 8) == ["5 no title ogg_without_headers"])
        #expect(
            stage.receive(OggPages.song(2, "TITLE=Two")) == ["title Two", "no title any more"])
    }

    /// Only the first page is missing: the comments still arrive.
    @Test func anOggStreamWithItsCommentsIsNoSuchStream() throws {
        let song = OggPages.song(1, "TITLE=One")
        let (stage, said) = try ogg(song[OggPages.starts(song)[1]...])
        #expect(said == ["live", "title One"])
        #expect(play(stage, seconds: 8) == [])
    }

    @Test func emptyBlocksAloneAreNoTitle() throws {
        let stage = try live("icy-metaint:8")
        #expect(stage.receive(empty + empty) == ["block 0", "block 1"])
        #expect(stage.receive(empty) == ["block 2", "no title untitled"])
        #expect(stage.receive(empty) == ["block 3"])
        #expect(stage.receive(bodyAB) == ["title A - B", "no title any more", "block 5"])
        #expect(stage.receive(empty + empty + empty + empty).contains("no title untitled") == false)
    }

    @Test func theSameWhenNobodyAsksForEmptyBlocks() throws {
        let stage = try Stage()
        stage.session.reportsEmptyBlocks = false
        _ = stage.answer("HTTP/1.0 200 OK\r\nicy-metaint:8\r\n\r\n")
        #expect(stage.receive(empty + empty + empty) == ["no title untitled"])
    }

    /// Icecast sends a title only on changes: empty blocks after a reconnect mean that it stays.
    @Test(arguments: [true, false])
    func aTitleKnownFromBeforeIsNotMissing(_ reportsEmptyBlocks: Bool) throws {
        let stage = try live("icy-metaint:8")
        stage.session.reportsEmptyBlocks = reportsEmptyBlocks
        _ = stage.receive(bodyAB)
        _ = stage.closed()
        _ = stage.retry()
        _ = stage.connected()
        _ = stage.receive("HTTP/1.0 200 OK\r\nicy-metaint:8\r\n\r\n")
        let said = stage.receive(empty + empty + empty + empty)
        #expect(said.contains { $0.hasPrefix("no title") } == false)
    }

    @Test func anEmptyTitleIsAReason() throws {
        let stage = try live("icy-metaint:8")
        #expect(stage.receive(cleared) == ["clear", "no title cleared"])
        #expect(stage.receive(cleared) == ["block 1"])
        #expect(stage.receive(bodyAB) == ["title A - B", "no title any more", "block 3"])
    }

    /// On the next connection, nothing has been reported yet.
    @Test func aReconnectForgets() throws {
        let stage = try live("icy-metaint:8")
        _ = stage.receive(empty + empty + empty)
        _ = stage.closed()
        _ = stage.retry()
        _ = stage.connected()
        #expect(stage.receive("HTTP/1.0 200 OK\r\nicy-metaint:8\r\n\r\n") == ["head 200", "live"])
        #expect(stage.receive(empty + empty) == ["block 0", "block 1"])
        #expect(stage.receive(empty) == ["block 2", "no title untitled"])
    }
}
