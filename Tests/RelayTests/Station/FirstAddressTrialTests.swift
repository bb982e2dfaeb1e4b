import ICYReader
import Testing

@testable import Relay

/// A station with two addresses: on to the second, and back to the first.
@Suite(.timeLimit(.minutes(10))) struct FirstAddressTrialTests {
    private let bench: TestHub
    private let first: FakeStation
    private let second: FakeStation
    private let client: TestSocket

    init() throws {
        bench = try TestHub()
        first = try FakeStation()
        second = try FakeStation()
        client = bench.subscribe("/", .json)
        let settings = StreamSettings(
            userAgent: "Test", fallbacks: [try second.url("/b")], returnAfter: .seconds(8))
        try bench.run(try first.url("/a"), settings: settings)
    }

    /// The texts of the next messages.
    private func messages(_ count: Int) -> [String] {
        bench.frames(count, of: client).map { String(decoding: $0.payload, as: UTF8.self) }
    }

    /// The stream of the second address, after the first has refused.
    private func onSecond() throws -> TestSocket {
        _ = messages(1)
        try first.accept(on: bench.loop).send("HTTP/1.0 404 Not Found\r\n\r\n")
        let refused = messages(2)
        #expect(refused[0].contains("\"reason_code\":\"not_found\""))
        #expect(refused[1].contains("\"state\":\"connecting\""))
        let stream = try second.accept(on: bench.loop)
        stream.send(Array(FakeStation.head.utf8) + FakeStation.title("One"))
        let live = messages(2)
        #expect(live[0].contains("\"state\":\"live\""))
        #expect(live[0].contains("\"listen_url\":\"\(second.origin)/b\""))
        #expect(live[1].contains("\"stream_title\":\"One\""))
        return stream
    }

    /// Audio, until it is time to ask the first.
    private func play(_ stream: TestSocket) {
        for _ in 0..<2 {
            stream.send([1, 2, 3, 4, 0])
            bench.advance(by: .seconds(4))
        }
    }

    /// Audio on both streams for so many seconds.
    private func play(_ streams: TestSocket..., seconds: Int) {
        for _ in 0..<(seconds / 2) {
            bench.advance(by: .seconds(2))
            for stream in streams { stream.send([1, 2, 3, 4, 0]) }
            bench.loop.settle()
        }
    }

    @Test func theStreamGoesOnUntilTheFirstHasProvedItself() throws {
        let stream = try onSecond()
        play(stream)
        let back = try first.accept(on: bench.loop)
        // Neither a connection nor a head nor a burst is a stream.
        let head = FakeStation.head.replacing("Jazz", with: "Jazz again")
        back.send(Array(head.utf8) + FakeStation.title("One") + FakeStation.title("Three"))
        bench.loop.settle()
        stream.send(FakeStation.title("Two"))
        #expect(messages(1).first?.contains("\"stream_title\":\"Two\"") == true)
        play(stream, back, seconds: 8)
        #expect(messages(0) == [])
        // It is not asked again meanwhile.
        #expect(first.listener.accept() == nil)
        play(stream, back, seconds: 4)
        let live = messages(2)
        #expect(live.count == 2, "\(live)")
        #expect(live[0].contains("\"name\":\"Jazz again\""))
        #expect(live[0].contains("\"listen_url\":\"\(first.origin)/a\""))
        #expect(live.last?.contains("\"stream_title\":\"Three\"") == true)
        #expect(stream.isAtEnd(after: bench.loop))
        back.send(FakeStation.title("Four"))
        let news = messages(1)
        #expect(news.count == 1)
        #expect(news[0].contains("\"stream_title\":\"Four\""))
    }

    /// A server that hangs behind its burst does not take over, and none of its titles is told.
    @Test func aBurstAloneChangesNothing() throws {
        let stream = try onSecond()
        play(stream)
        let back = try first.accept(on: bench.loop)
        back.send(Array(FakeStation.head.utf8) + FakeStation.title("Old"))
        play(stream, seconds: 20)
        #expect(back.isAtEnd(after: bench.loop))
        // Nothing but pings.
        #expect(messages(0).filter { !$0.isEmpty } == [])
        stream.send(FakeStation.title("Two"))
        let news = messages(1)
        #expect(news.count == 1)
        #expect(news[0].contains("\"stream_title\":\"Two\""))
    }

    @Test func aFirstThatStillFailsChangesNothing() throws {
        let stream = try onSecond()
        play(stream)
        try first.accept(on: bench.loop).send("HTTP/1.0 404 Not Found\r\n\r\n")
        bench.loop.settle()
        stream.send(FakeStation.title("Two"))
        let news = messages(1)
        #expect(news.count == 1)
        #expect(news[0].contains("\"stream_title\":\"Two\""))
        // It is asked again later.
        play(stream)
        _ = try first.accept(on: bench.loop)
    }

    /// The second fails while the first is being asked: there is only one connection then.
    @Test func aStreamThatEndsMeanwhileGoesOnWithTheFirst() throws {
        let stream = try onSecond()
        play(stream)
        let asked = try first.accept(on: bench.loop)
        stream.close()
        #expect(messages(1).last?.contains("\"state\":\"waiting\"") == true)
        #expect(asked.isAtEnd(after: bench.loop))
        // Both have failed in a row, since neither has played for long.
        bench.advance(by: .seconds(1))
        #expect(messages(1).last?.contains("\"state\":\"connecting\"") == true)
        let again = try first.accept(on: bench.loop)
        again.send(Array(FakeStation.head.utf8) + FakeStation.title("Two"))
        let news = messages(2)
        #expect(news.count == 2, "\(news)")
        #expect(news.last?.contains("\"stream_title\":\"Two\"") == true)
        #expect(!again.isEnded)
    }

    @Test func aStationThatStopsAsksNobody() throws {
        let stream = try onSecond()
        play(stream)
        let asked = try first.accept(on: bench.loop)
        bench.stations?.stop()
        #expect(asked.isAtEnd(after: bench.loop))
        #expect(stream.isAtEnd(after: bench.loop))
    }
}

extension TestSocket {
    /// Whether the other side has closed it; waits for that.
    fileprivate func isAtEnd(after loop: EventLoop) -> Bool {
        loop.turn(until: {
            receive()
            return isEnded
        })
        return isEnded
    }
}
