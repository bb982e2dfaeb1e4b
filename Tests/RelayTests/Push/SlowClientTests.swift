import Testing

@testable import Relay

/// Clients that do not read: they get the newest title, and cost two frames.
@Suite(.timeLimit(.minutes(10))) struct SlowClientTests {
    private let bench: TestHub

    init() throws { bench = try TestHub() }

    /// Larger than what the smallest send buffer accepts at once, so that sends are partial.
    private func longTitle(_ number: Int) -> String {
        String(repeating: "\(number % 10)", count: 20_000) + " \(number)"
    }

    /// Reads until nothing more arrives.
    private func readOn(_ client: TestSocket) -> [ServerFrame] {
        var frames: [ServerFrame] = []
        for _ in 0..<80 {
            frames += client.takeFrames()
            bench.loop.settle(2)
        }
        return frames
    }

    /// The titles that arrived, by number; every frame must be whole.
    private func numbers(_ frames: [ServerFrame]) -> [Int] {
        frames.map { frame in
            let number = frame.text.split(separator: " ").last.flatMap { Int($0) } ?? -1
            #expect(frame == .text(longTitle(number)))
            return number
        }
    }

    @Test func theFrameOnItsWayIsFinishedAndThenOnlyTheNewestComes() {
        let slow = bench.subscribe { $0.shrinkSendBuffer() }
        let fast = bench.subscribe()
        for number in 1...50 {
            bench.publish(title: longTitle(number))
            #expect(numbers(fast.takeFrames()) == [number])
        }
        let received = numbers(readOn(slow))
        #expect(received.last == 50)
        #expect(received == received.sorted())
        // What the kernel had accepted, the frame being sent, and the newest.
        #expect(received.count < 6)
        #expect(Array(received.dropLast()) == Array(1..<received.count))
        // The client has caught up, and gets the next title alone.
        bench.publish(title: longTitle(51))
        #expect(numbers(readOn(slow)) == [51])
    }

    @Test func stateAndTitleAreReplacedApart() throws {
        let slow = bench.subscribe("/", .json) { $0.shrinkSendBuffer() }
        var lastEvent = ""
        for number in 1...20 {
            try bench.publish(state: .stalled)
            lastEvent = bench.publish(title: longTitle(number)).json.text
        }
        let status = try bench.publish(state: .live)
        let frames = readOn(slow).map(\.text)
        #expect(Array(frames.suffix(2)) == [status.json.text, lastEvent])
        #expect(frames.count < 8)
    }

    /// Control frames overtake titles, but never cut into one.
    @Test func aPongGoesBeforeTheWaitingTitle() {
        let slow = bench.subscribe { $0.shrinkSendBuffer() }
        for number in 1...5 { bench.publish(title: longTitle(number)) }
        slow.send(clientFrame(9, [42]))
        bench.loop.settle()
        let frames = readOn(slow)
        #expect(frames.suffix(2).first == .pong([42]))
        #expect(numbers(frames.filter { $0.opcode == 1 }).last == 5)
    }

    @Test func afterItsCloseASlowClientGetsNoTitle() {
        let slow = bench.subscribe { $0.shrinkSendBuffer() }
        for number in 1...5 { bench.publish(title: longTitle(number)) }
        slow.send(clientFrame(8, [0x03, 0xE8]))
        bench.loop.settle()
        bench.publish(title: longTitle(6))
        let frames = readOn(slow)
        #expect(frames.last == .close(1000))
        #expect(numbers(frames.dropLast()).contains(5) == false)
        #expect(slow.isEnded)
    }

    /// The Close follows the frame that was being sent: a client that wakes up learns why.
    @Test func aClientWhoseFrameDoesNotMoveIsClosedAfterTwentySeconds() {
        let stuck = bench.subscribe { $0.shrinkSendBuffer() }
        let fast = bench.subscribe()
        for number in 1...5 { bench.publish(title: longTitle(number)) }
        _ = fast.takeFrames()
        bench.advance(by: Limits.stuckWait)
        let frames = readOn(stuck)
        #expect(frames.last == .close(3008, "slow"))
        #expect(numbers(frames.dropLast()).last != 5, "the newest title is dropped")
        #expect(!stuck.isEnded)
        stuck.send(clientFrame(8, [0x0B, 0xC0]))
        bench.loop.settle()
        stuck.receive()
        #expect(stuck.isEnded && !stuck.isReset)
        bench.publish(title: longTitle(6))
        #expect(numbers(fast.takeFrames()) == [6])
    }

    @Test func aClientThatDoesNotWakeUpIsCutFiveSecondsLater() {
        let stuck = bench.subscribe { $0.shrinkSendBuffer() }
        for number in 1...5 { bench.publish(title: longTitle(number)) }
        bench.advance(by: Limits.stuckWait)
        bench.advance(by: Limits.closeHandshakeWait)
        let frames = readOn(stuck)
        #expect(stuck.isEnded)
        #expect(frames.count < 5)
        #expect(!stuck.received.isEmpty, "the last frame is cut")
    }

    /// A few more bytes do not buy it time.
    @Test func aClientThatWakesUpHalfIsCutAllTheSame() {
        let stuck = bench.subscribe { $0.shrinkSendBuffer() }
        for number in 1...5 { bench.publish(title: longTitle(number)) }
        bench.advance(by: Limits.stuckWait)
        stuck.receive(maximum: 2000)
        bench.advance(by: Limits.closeHandshakeWait - .milliseconds(1))
        #expect(bench.hub.figures.clients.values[0] == 1)
        bench.advance(by: .milliseconds(1))
        #expect(bench.hub.figures.clients.values[0] == 0)
        _ = readOn(stuck)
        #expect(stuck.isEnded)
    }

    @Test func aClientThatReadsBeforeThatStays() {
        let slow = bench.subscribe { $0.shrinkSendBuffer() }
        for number in 1...5 { bench.publish(title: longTitle(number)) }
        bench.advance(by: Limits.stuckWait - .milliseconds(1))
        #expect(numbers(readOn(slow)).last == 5)
        #expect(!slow.isEnded)
        // Nothing of that wait is left over.
        bench.advance(by: .milliseconds(1))
        bench.publish(title: longTitle(6))
        #expect(numbers(readOn(slow)) == [6])
    }

    /// A few bytes now and then are enough: slow is not stuck.
    @Test func aClientThatReadsLittleByLittleStays() {
        let slow = bench.subscribe { $0.shrinkSendBuffer() }
        for number in 1...20 {
            bench.publish(title: longTitle(number))
            slow.receive(maximum: 3000)
            slow.send(clientFrame(10))
            bench.advance(by: .seconds(15))
        }
        #expect(!slow.isEnded)
        let frames = readOn(slow)
        #expect(numbers(frames.filter { $0.opcode == 1 }).last == 20)
    }

    /// New titles do not make a stuck client look alive.
    @Test func newTitlesDoNotProlongTheWait() {
        let stuck = bench.subscribe { $0.shrinkSendBuffer() }
        for number in 1...20 {
            bench.publish(title: longTitle(number))
            bench.advance(by: .seconds(1))
        }
        bench.advance(by: .seconds(1))
        #expect(readOn(stuck).last == .close(3008, "slow"))
    }

    @Test func theFirstFramesOfASlowSubscriberMayBeCutAnywhere() throws {
        try bench.publish(state: .live)
        bench.publish(title: longTitle(1))
        let client = bench.connect { $0.shrinkSendBuffer() }
        client.send(TestHub.upgrade("/", .json))
        bench.loop.settle()
        let newest = bench.publish(title: longTitle(2))
        bench.publish(title: longTitle(3))
        let last = bench.publish(title: longTitle(4))
        var total: [UInt8] = []
        for _ in 0..<300 {
            client.receive(maximum: 777)
            total += client.take(client.received.count)
            bench.loop.settle(2)
        }
        let text = String(decoding: total, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 101 "))
        #expect(text.contains(longTitle(1)))
        #expect(!text.contains(newest.json.text))
        #expect(text.hasSuffix(last.json.text))
    }
}
