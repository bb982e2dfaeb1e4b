import Fixtures
import Testing

@testable import ICYReader

/// Live streams: Ogg, what is reported about missing titles, and what outlives a connection.
@Suite struct SessionStreamTests {
    private let oggHead = "HTTP/1.0 200 OK\r\nContent-Type: application/ogg\r\n\r\n"
    private let empty = run("A", 8) + [0]
    private let cleared = run("A", 8) + [1] + text("StreamTitle='';") + zeros(1)

    private func reconnect(_ stage: Stage, _ head: String) {
        _ = stage.closed()
        _ = stage.retry()
        _ = stage.connected()
        _ = stage.receive(head)
    }

    @Test func readsTheTitlesOfAnOggStream() throws {
        let stage = try Stage()
        #expect(stage.answer(oggHead) == ["head 200"])
        #expect(stage.session.state == .connecting)
        #expect(
            stage.receive(OggPages.song(1, "ARTIST=A", "TITLE=B")) == ["live", "title A - B"])
        #expect(stage.receive(OggPages.song(2, "TITLE=C")) == ["title C"])
        // The same again is not news; comments without tags clear the title and give a reason.
        #expect(stage.receive(OggPages.song(3, "TITLE=C")) == ["comments 2"])
        #expect(stage.receive(OggPages.song(4)) == ["clear", "no title ogg_without_tags"])
        #expect(stage.receive(OggPages.song(5, "ENCODER=x")) == ["comments 4"])
        #expect(
            stage.receive(OggPages.song(6, "TITLE=D")) == ["title D", "no title any more"])
        #expect(stage.session.blockCount == 6)
    }

    @Test func anOggStreamStallsAndEndsLikeAnyOther() throws {
        let stage = try Stage()
        _ = stage.answer(oggHead)
        let song = OggPages.song(1, "TITLE=A", end: false)
        #expect(stage.receive(song) == ["live", "title A"])
        #expect(stage.tick(after: .seconds(5)) == ["stalled"])
        #expect(stage.receive(OggPages.song(2, "TITLE=B")) == ["live", "title B"])
        #expect(stage.closed() == ["close", "waiting ended"])
        #expect(stage.retry() == ["connecting", "connect http://h:8000/live"])
        _ = stage.connected()
        _ = stage.receive(oggHead)
        #expect(stage.receive(OggPages.song(3, "TITLE=B")) == ["live", "comments 0"])
        #expect(stage.tick(after: .seconds(15)) == ["close", "waiting stalled"])
    }

    /// A stream without tags gives that reason after a reconnect too, although it is not news.
    @Test func anOggStreamWithoutTagsSaysSoAgainAfterAReconnect() throws {
        let stage = try Stage()
        _ = stage.answer(oggHead)
        let song = OggPages.song(1)
        #expect(stage.receive(song) == ["live", "clear", "no title ogg_without_tags"])
        reconnect(stage, oggHead)
        #expect(stage.receive(song) == ["live", "comments 0", "no title ogg_without_tags"])
    }

    @Test func anEmptyTitleIsAReasonAfterAReconnectToo() throws {
        let stage = try Stage()
        _ = stage.answer(goodHead)
        #expect(stage.receive(cleared) == ["clear", "no title cleared"])
        reconnect(stage, goodHead)
        #expect(stage.receive(cleared) == ["block 0", "no title cleared"])
        #expect(stage.receive(cleared) == ["block 1"])
        #expect(stage.receive(bodyAB).starts(with: ["title A - B", "no title any more"]))
    }

    /// A repeated title is a title too: it ends the wait for a missing block.
    @Test func aRepeatedTitleEndsTheWait() throws {
        let stage = try Stage()
        let head = "ICY 200 OK\r\nicy-metaint:8\r\nicy-br:128\r\n\r\n"
        _ = stage.answer(head)
        #expect(stage.receive(bodyAB) == ["title A - B", "block 1"])
        reconnect(stage, head)
        for _ in 0..<3 {
            #expect(stage.tick(after: .seconds(4)) == [])
            #expect(stage.receive("A") == [])
        }
        #expect(stage.tick(after: .seconds(3)) == ["no title no_block"])
        #expect(
            stage.receive(Array(bodyAB.dropFirst(3))) == [
                "block 0", "no title any more", "block 1",
            ])
    }

    /// The reason names the time that was actually waited.
    @Test func theReasonNamesTheTimeThatWasWaited() throws {
        let stage = try Stage()
        _ = stage.answer("ICY 200 OK\r\nicy-metaint:800\r\nicy-br:128\r\n\r\n")
        for _ in 0..<3 {
            stage.now = stage.now + .seconds(4)
            _ = stage.receive("A")
        }
        stage.now = stage.now + .seconds(3)
        stage.session.tick(now: stage.now)
        guard case .noTitle(let problem) = stage.session.nextAction() else {
            Issue.record("nothing is said")
            return
        }
        #expect(problem?.detail == "http://h:8000/live, within 15.0 seconds")
    }

    /// A stall has its own reason; the earlier one holds again after it.
    @Test func aReasonOutlivesAStall() throws {
        let stage = try Stage()
        _ = stage.answer(goodHead)
        #expect(stage.receive(empty + empty + empty).last == "no title untitled")
        #expect(stage.tick(after: .seconds(5)) == ["stalled"])
        #expect(stage.receive("A") == ["live", "no title untitled"])
        #expect(stage.receive("B") == [])
        #expect(stage.tick(after: .seconds(5)) == ["stalled"])
        let rest = bodyAB.dropFirst(2)
        #expect(
            stage.receive(Array(rest)) == [
                "live", "no title untitled", "title A - B", "no title any more", "block 4",
            ])
        #expect(stage.tick(after: .seconds(5)) == ["stalled"])
        #expect(stage.receive("A") == ["live"])
    }

    /// The blocks are found late, but the titles before that are not lost.
    @Test func blocksWithoutAnAnnouncementAreFound() throws {
        let stage = try Stage()
        #expect(stage.answer("HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n") == ["head 200"])
        let block = [UInt8(1)] + text("StreamTitle='A';")
        var body: [UInt8] = []
        for _ in 0..<4 { body += [UInt8](repeating: 0xFF, count: 1024) + block }
        #expect(
            stage.receive(body) == ["live", "title A", "block 1", "block 2", "block 3"])
        #expect(stage.session.framing == .interleaved(1024))
    }
}
