import ICYReader
import Testing

@testable import Relay

/// A clock that stands still until the test moves it.
final class TestClock {

    private(set) var now = Instant.now

    func advance(by duration: Duration) { now += duration }
}

extension EventLoop {
    /// A loop that the test runs turn by turn.
    static func stepped(by clock: TestClock) throws -> EventLoop {
        try EventLoop(clock: { clock.now })
    }

    /// Runs the loop while there may be something to do without time passing. Over socket pairs
    /// everything that was sent is there at once, so a few turns are enough.
    func settle(_ turns: Int = 8) {
        for _ in 0..<turns { runOnce(timeout: .zero) }
    }

    /// Runs the loop until a condition holds, waiting for the kernel or a thread if necessary.
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
