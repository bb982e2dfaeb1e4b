import ICYReader
import Testing

@testable import Relay

/// The kernel drops the audio, and blocks are still reported at once.
@Suite(.timeLimit(.minutes(2))) struct DroppedAudioTests {
    private static func head(_ interval: Int) -> String {
        "ICY 200 OK\r\nicy-metaint: \(interval)\r\ncontent-type: audio/mpeg\r\n\r\n"
    }

    private func audio(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x55, count: count) }

    private static func block(_ title: String) -> [UInt8] {
        Array(FakeStation.title(title).dropFirst(4))
    }

    /// A probe whose stream is live, and whose first title was reported.
    private func live(_ interval: Int) throws -> UpstreamProbe {
        let probe = try UpstreamProbe()
        try probe.send(Self.head(interval))
        try probe.send(audio(interval) + Self.block("A - B"), segment: 1400)
        #expect(probe.takeEvents().first == "head 200")
        return probe
    }

    /// With intervals below and above the least that is dropped, and above what a receive buffer
    /// holds.
    @Test(arguments: [1, 100, 4096, 16_000, 65_535, 65_536, 256_000, 1024 * 1024])
    func aBlockIsToldWithItsLastByte(interval: Int) throws {
        let probe = try live(interval)
        let block = Self.block("C - D")
        for _ in 0..<2 {
            try probe.send(audio(interval) + block.dropLast())
            #expect(probe.takeEvents().isEmpty)
            try probe.send(Array(block.suffix(1)))
            #expect(probe.takeTitles() == ["C - D"])
            try probe.send(audio(interval))
            #expect(probe.takeEvents().isEmpty)
            // An empty block says nothing; what follows shows that it was read as one.
            try probe.send([0])
        }
        #expect(probe.dropped.isEmpty == (interval < Limits.leastDropped))
        let stream = Self.head(interval).utf8.count + 5 * interval + 3 * block.count + 2
        let rest = min(interval, Limits.awaitedBytes)
        #expect((stream - rest...stream).contains(probe.received))
    }

    @Test(arguments: [100, 5000]) func bytesOneByOneAreEnough(interval: Int) throws {
        let probe = try live(interval)
        let bytes = audio(interval) + [0] + audio(interval) + Self.block("C - D")
        for byte in bytes.dropLast() { try probe.send([byte]) }
        #expect(probe.takeEvents().isEmpty)
        try probe.send(Array(bytes.suffix(1)))
        var titles: [String] = []
        // The sender's kernel has only so many segments in flight.
        probe.loop.turn(until: {
            titles += probe.takeTitles()
            return !titles.isEmpty
        })
        #expect(titles == ["C - D"])
    }

    /// What a server sends on connect: all of it is reported without another byte.
    @Test func aBurstIsTaken() throws {
        let probe = try UpstreamProbe()
        let names = (0..<40).map { "Song \($0)" }
        let stream: [UInt8] = names.flatMap { audio(8192) + Self.block($0) }
        try probe.send(Array(Self.head(8192).utf8) + stream)
        #expect(probe.takeTitles() == names)
        #expect(probe.received == Self.head(8192).utf8.count + stream.count)
    }

    /// A station that has much to send does not keep the others waiting.
    @Test func aTurnTakesOneIntervalOfAStream() throws {
        let probe = try live(16_000)
        for name in ["C - D", "E - F", "G - H"] {
            let socket = try #require(probe.socket)
            #expect(socket.send(audio(16_000) + Self.block(name)) == 16_033)
        }
        for name in ["C - D", "E - F", "G - H"] {
            probe.loop.runOnce(timeout: .zero)
            #expect(probe.takeTitles() == [name])
        }
    }

    /// Twelve segments for an interval, and one read of the socket.
    @Test func theLoopIsWokenOnceForAnInterval() throws {
        let probe = try live(16_000)
        let stream: [UInt8] = (0..<10).flatMap { _ in audio(16_000) + [0] }
        let first = probe.dropped.count
        try probe.send(stream, segment: 1400)
        #expect(probe.dropped[first...] == [Int](repeating: 16_000, count: 10)[...])
    }

    // MARK: The end

    @Test(arguments: [0, 1, 7000, 16_000]) func theEndIsNoticedAtOnce(count: Int) throws {
        let probe = try live(16_000)
        try probe.send(audio(count))
        #expect(probe.takeEvents().isEmpty)
        try probe.end()
        #expect(probe.takeEvents() == ["waiting ended"])
    }

    @Test func theEndWithinABlockIsNoticedAtOnce() throws {
        let probe = try live(16_000)
        try probe.send(audio(16_000) + Self.block("C - D").dropLast(3))
        try probe.end()
        #expect(probe.takeEvents() == ["waiting ended"])
    }

    @Test func aResetIsNoticedAtOnce() throws {
        let probe = try live(16_000)
        try probe.send(audio(7000))
        try probe.reset()
        #expect(probe.takeEvents() == ["waiting connection_broken"])
    }

    // MARK: Stalls

    /// The deadlines count from the last byte, not from the last wake-up of the loop.
    @Test func aSlowStreamDoesNotStall() throws {
        let probe = try live(256_000)
        for _ in 0..<8 {
            probe.advance(by: .seconds(4))
            try probe.send(audio(1000))
        }
        #expect(probe.takeEvents().isEmpty)
    }

    @Test func aStallIsNoticedAndItsEndToo() throws {
        let probe = try live(16_000)
        probe.advance(by: .seconds(4))
        try probe.send(audio(1000))
        probe.advance(by: .milliseconds(1100))
        #expect(probe.takeEvents().isEmpty)
        // The kernel's clock has not moved: to the kernel, the bytes came just now.
        probe.advance(by: .milliseconds(4800))
        #expect(probe.takeEvents().isEmpty)
        probe.advance(by: .milliseconds(300))
        #expect(probe.takeEvents() == ["stalled"])
        try probe.send(audio(1))
        #expect(probe.takeEvents() == ["live"])
        probe.advance(by: .milliseconds(5100))
        #expect(probe.takeEvents() == ["stalled"])
        probe.advance(by: .seconds(10))
        #expect(probe.takeEvents() == ["waiting stalled"])
    }

    /// A server that promises a block and never sends it.
    @Test func aStreamWhoseFirstBlockIsNotDueYetIsLive() throws {
        let probe = try UpstreamProbe()
        try probe.send(Self.head(1024 * 1024))
        for _ in 0..<20 {
            try probe.send(audio(10))
            probe.advance(by: .seconds(4))
        }
        #expect(probe.takeEvents() == ["head 200", "live"])
    }
}
