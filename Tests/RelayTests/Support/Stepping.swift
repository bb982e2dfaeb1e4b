import ICYReader
import Testing

@testable import Relay

/// A clock that stands still until the test moves it.
final class TestClock {

    private(set) var now = Instant.now

    func advance(by duration: Duration) { now += duration }
}

extension EventLoop {
    /// A loop that is turned by the test.
    static func stepped(by clock: TestClock) throws -> EventLoop {
        try EventLoop(clock: { clock.now })
    }

    /// Turns as long as there may be something to do without time passing. Over socket pairs
    /// everything that was sent is there at once, so a few turns are enough.
    func settle(_ turns: Int = 8) {
        for _ in 0..<turns { runOnce(timeout: .zero) }
    }

    /// Turns until something is so, waiting for the kernel or a thread where it has to.
    func turn(
        until isReached: () throws -> Bool, _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) rethrows {
        for _ in 0..<1000 {
            if try isReached() { return }
            runOnce(timeout: .milliseconds(5))
        }
        Issue.record(comment ?? "was never reached", sourceLocation: sourceLocation)
    }
}
