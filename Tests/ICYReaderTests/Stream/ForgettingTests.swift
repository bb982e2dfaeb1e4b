import Fixtures
import Testing

@testable import ICYReader

/// State that only the beginning, a doubt or a search needs is not kept: of ten thousand streams,
/// nearly all are playing.
@Suite struct ForgettingTests {
    private func keepsNothing(_ stage: Stage) -> Bool {
        stage.session.reader.keepsNothing
    }

    @Test(arguments: [
        "", "Transfer-Encoding:chunked\r\n", "icy-metaint:8\r\n", "Content-Type:audio/mpeg\r\n",
    ])
    func nothingOfTheHeadIsKeptOncePlaying(_ line: String) throws {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.0 200 OK\r\nicy-metaint:8\r\n\(line)\r\n")
        let body = run("A", 4)
        _ = stage.receive(line.hasPrefix("T") ? text("4\r\n") + body + text("\r\n") : body)
        #expect(stage.session.state == .live)
        #expect(keepsNothing(stage))
    }

    @Test func norAfterASecondHead() throws {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.0 200 OK\r\n\r\n")
        _ = stage.receive("ICY 200 OK\r\nicy-metaint:8\r\n\r\nAAAA")
        #expect(stage.session.state == .live)
        #expect(keepsNothing(stage))
    }

    @Test func norOfOggPages() throws {
        let capture = try #require(Fixtures.oggCaptures.first)
        let stage = try Stage()
        _ = stage.answer("HTTP/1.0 200 OK\r\nContent-Type:application/ogg\r\n\r\n")
        _ = stage.receive(capture.body)
        #expect(stage.session.state == .live)
        #expect(stage.session.reader.keepsNothing)
    }

    @Test func norOfADetectedInterval() throws {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.0 200 OK\r\n\r\n")
        let audio: [UInt8] = [0xFF, 0xFB, 0x90, 0x64] + run("x", 1020)
        for _ in 0..<20 where stage.session.state != .live {
            _ = stage.receive(audio + blockABOnTheWire)
        }
        #expect(stage.session.framing == .interleaved(1024))
        _ = stage.receive(audio)
        #expect(keepsNothing(stage))
    }

    @Test func norOfADoubtThatIsOver() throws {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.0 200 OK\r\nicy-metaint:8\r\n\r\n")
        _ = stage.receive(run("A", 8) + blockABOnTheWire + run("A", 8))
        // A block that cannot be real, and then one that can.
        _ = stage.receive([1] + Array(repeating: 3, count: 16) + run("A", 4))
        #expect(keepsNothing(stage) == false)
        _ = stage.receive(run("A", 4) + blockABOnTheWire + run("A", 8))
        #expect(keepsNothing(stage))
    }

    @Test func norOfASearchThatHasFound() throws {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.0 200 OK\r\nicy-metaint:64\r\n\r\n")
        let audio = Array(repeating: UInt8(3), count: 64)
        _ = stage.receive(audio + blockABOnTheWire + audio + audio + audio + audio + audio)
        #expect(stage.session.framing == .searching)
        #expect(keepsNothing(stage) == false)
        _ = stage.receive(blockABOnTheWire + audio + blockABOnTheWire + audio)
        #expect(stage.session.framing == .interleaved(64))
        #expect(keepsNothing(stage))
    }

    private var blockABOnTheWire: [UInt8] { [UInt8(blockAB.count / 16)] + blockAB }
}
