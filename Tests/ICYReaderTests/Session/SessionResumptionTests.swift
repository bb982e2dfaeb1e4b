import Testing

@testable import ICYReader

/// What is news to a listener after a connection was lost.
@Suite struct SessionResumptionTests {
    private func wireTitle(_ title: String) -> [UInt8] {
        run("A", 8) + wire(text("StreamTitle='\(title)';"))
    }

    private func live(_ titles: String...) throws -> Stage {
        let stage = try Stage()
        _ = stage.answer(goodHead)
        for title in titles { _ = stage.receive(wireTitle(title)) }
        return stage
    }

    private func reconnect(_ stage: Stage) {
        _ = stage.closed()
        _ = stage.retry()
        _ = stage.connected()
        _ = stage.receive(goodHead)
    }

    /// The titles, the clears and what was held back, of what a server sends now.
    private func told(_ stage: Stage, _ titles: String...) -> [String] {
        titles.flatMap { stage.receive(wireTitle($0)) }.filter {
            $0.hasPrefix("title") || $0 == "clear" || $0.hasPrefix("held")
        }
    }

    @Test func aServerBehindTellsNothingTwice() throws {
        let stage = try live("A", "B", "C")
        reconnect(stage)
        #expect(told(stage, "A", "B", "C", "D") == ["title D"])
        // Once it is level, an old title is news: it is played again.
        #expect(told(stage, "A", "B") == ["title A", "title B"])
    }

    @Test func onlyWhatComesInOrderIsKnown() throws {
        let stage = try live("A", "B", "C")
        reconnect(stage)
        // B is known, and A after it is not.
        #expect(told(stage, "B", "A") == ["title A"])
        let other = try live("A", "B", "C")
        reconnect(other)
        #expect(told(other, "X", "A") == ["title X", "title A"])
    }

    @Test func aSecondServerBehindIsKnownToo() throws {
        let stage = try live("A", "B")
        reconnect(stage)
        #expect(told(stage, "A") == [])
        reconnect(stage)
        #expect(told(stage, "A", "B", "C") == ["title C"])
    }

    /// A title that goes on for two minutes is what the station plays.
    @Test func aTitleThatStaysIsToldAtLast() throws {
        let stage = try live("A", "B")
        reconnect(stage)
        #expect(told(stage, "A") == [])
        for _ in 0..<29 {
            stage.now = stage.now + .seconds(4)
            #expect(stage.receive(run("A", 8) + [0]).allSatisfy { $0.hasPrefix("block") })
            #expect(stage.tick(after: .zero) == [])
        }
        stage.now = stage.now + .seconds(4)
        _ = stage.receive(run("A", 8) + [0])
        #expect(stage.tick(after: .zero) == ["held A"])
        #expect(stage.tick(after: .seconds(1)) == [])
        #expect(told(stage, "B") == ["title B"])
    }

    @Test func aTitleAfterTwoMinutesIsNews() throws {
        let stage = try live("A", "B")
        reconnect(stage)
        for _ in 0..<31 {
            stage.now = stage.now + .seconds(4)
            _ = stage.receive(run("A", 8) + [0])
        }
        #expect(told(stage, "A") == ["title A"])
    }

    @Test func anEmptyTitleAtFirstIsHeldBack() throws {
        let stage = try live("A")
        reconnect(stage)
        #expect(told(stage, "") == [])
        stage.now = stage.now + .seconds(4)
        // The same title again is one title, and there was no clear.
        #expect(told(stage, "A") == [])
        #expect(stage.tick(after: .seconds(4)) == [])
        // Any other clear is told at once.
        #expect(told(stage, "") == ["clear"])
        #expect(told(stage, "A") == ["title A"])
    }

    @Test func anEmptyTitleThatStaysIsToldAfterTenSeconds() throws {
        let stage = try live("A")
        reconnect(stage)
        #expect(told(stage, "") == [])
        for _ in 0..<2 {
            stage.now = stage.now + .seconds(4)
            _ = stage.receive(run("A", 8) + [0])
            #expect(stage.tick(after: .zero) == [])
        }
        stage.now = stage.now + .seconds(2)
        _ = stage.receive(run("A", 8) + [0])
        #expect(stage.tick(after: .zero) == ["held clear", "no title cleared"])
        #expect(told(stage, "A") == ["title A"])
    }

    @Test func aSecondBlockIsToldAtOnce() throws {
        let stage = try live("A")
        reconnect(stage)
        #expect(told(stage, "A", "") == ["clear"])
    }

    @Test func theFirstConnectionHoldsNothingBack() throws {
        let stage = try Stage()
        _ = stage.answer(goodHead)
        #expect(told(stage, "", "A") == ["clear", "title A"])
    }

    /// What was held back is forgotten with its connection.
    @Test func aNewConnectionSaysWhatIsTrue() throws {
        let stage = try live("A")
        reconnect(stage)
        #expect(told(stage, "") == [])
        reconnect(stage)
        #expect(told(stage, "A") == [])
        #expect(told(stage, "B") == ["title B"])
    }

    @Test func anOggStreamIsTheSame() throws {
        let head = "HTTP/1.0 200 OK\r\nContent-Type: application/ogg\r\n\r\n"
        let stage = try Stage()
        _ = stage.answer(head)
        for (serial, title) in ["A", "B"].enumerated() {
            _ = stage.receive(OggPages.song(UInt32(serial), "TITLE=\(title)"))
        }
        _ = stage.closed()
        _ = stage.retry()
        _ = stage.connected()
        _ = stage.receive(head)
        #expect(stage.receive(OggPages.song(9, "TITLE=A")) == ["live", "comments 0"])
        #expect(stage.receive(OggPages.song(10, "TITLE=B")) == ["comments 1"])
        #expect(stage.receive(OggPages.song(11, "TITLE=C")) == ["title C"])
    }
}
