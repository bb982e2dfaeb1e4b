import ICYReader
import Testing

@testable import Relay

/// Slow streams leave time for the others.
@Suite(.timeLimit(.minutes(10))) struct StreamTimeTests {
    private final class Handler: EventHandler {
        let name: Int
        let done: (Int) -> Void
        init(_ name: Int, _ done: @escaping (Int) -> Void) {
            self.name = name
            self.done = done
        }
        /// Leaves its bytes unread, so it is ready in each turn.
        func ready(_ readiness: Readiness) { done(name) }
    }

    /// Every stream takes 4 ms: three use up the time, and the next three run in the next turn.
    @Test func streamsTakeTurnsWhereTheyTakeLong() throws {
        let clock = TestClock()
        let loop = try EventLoop.stepped(by: clock)
        var order: [Int] = []
        let pairs = (0..<8).map { _ in SocketPair() }
        // 0 is a client; the others are streams.
        let handlers = (0..<8).map { name in
            Handler(name) { name in
                order.append(name)
                if name > 0 { clock.advance(by: .milliseconds(4)) }
            }
        }
        for (pair, handler) in zip(pairs, handlers) {
            try loop.register(
                pair.near.descriptor, for: .readable, handler, isStream: handler.name > 0)
            pair.far.send("x")
        }
        var turns: [[Int]] = []
        for _ in 0..<7 {
            order = []
            loop.runOnce(timeout: .zero)
            turns.append(order)
        }
        #expect(turns.allSatisfy { $0.count == 4 && $0.first == 0 })
        let streams = turns.flatMap { $0.dropFirst() }
        // Each stream ran as often as any other.
        #expect((1...7).allSatisfy { name in streams.count { $0 == name } == 3 })
        for pair in pairs { loop.deregister(pair.near.descriptor) }
    }

    @Test func quickStreamsAllHaveTheirTurn() throws {
        let loop = try EventLoop.stepped(by: TestClock())
        var order: [Int] = []
        let pairs = (0..<5).map { _ in SocketPair() }
        let handlers = (0..<5).map { name in Handler(name) { order.append($0) } }
        for (pair, handler) in zip(pairs, handlers) {
            try loop.register(pair.near.descriptor, for: .readable, handler, isStream: true)
            pair.far.send("x")
        }
        loop.runOnce(timeout: .zero)
        #expect(order.sorted() == Array(0..<5))
        for pair in pairs { loop.deregister(pair.near.descriptor) }
    }
}
