import Fixtures
import ICYReader
import Testing

@testable import Relay

@Suite struct TimersTests {
    private final class Handler: TimerHandler {
        let name: Int
        init(_ name: Int) { self.name = name }
        func timerFired(_ timer: Timers.Token, now: Instant) {}
    }

    private let start = Instant.now

    private func expired(_ timers: inout Timers, after delay: Duration) -> [Int] {
        var names: [Int] = []
        while let (handler, _) = timers.popExpired(now: start + delay) {
            names.append((handler as? Handler)?.name ?? -1)
        }
        return names
    }

    @Test func fireInTheOrderOfTheirDeadlines() {
        var timers = Timers()
        for second in [5, 1, 4, 2, 3] {
            _ = timers.schedule(at: start + .seconds(second), Handler(second))
        }
        #expect(timers.nextDeadline() == start + .seconds(1))
        #expect(expired(&timers, after: .seconds(3)) == [1, 2, 3])
        #expect(timers.count == 2)
        #expect(timers.nextDeadline() == start + .seconds(4))
        #expect(expired(&timers, after: .seconds(60)) == [4, 5])
        #expect(timers.nextDeadline() == nil)
    }

    @Test func nothingFiresBeforeItsTime() {
        var timers = Timers()
        _ = timers.schedule(at: start + .seconds(1), Handler(1))
        #expect(expired(&timers, after: .seconds(1) - .nanoseconds(1)) == [])
        #expect(expired(&timers, after: .seconds(1)) == [1])
    }

    @Test func allOfOneDeadlineFireOnce() {
        var timers = Timers()
        for name in 0..<20 { _ = timers.schedule(at: start + .seconds(1), Handler(name)) }
        #expect(expired(&timers, after: .seconds(1)).sorted() == Array(0..<20))
        #expect(expired(&timers, after: .seconds(1)) == [])
        #expect(timers.count == 0)
    }

    @Test func aDeadlineInThePastIsDueAtOnce() {
        var timers = Timers()
        _ = timers.schedule(at: start - .seconds(10), Handler(1))
        #expect(timers.nextDeadline() == start - .seconds(10))
        #expect(expired(&timers, after: .zero) == [1])
    }

    @Test func aCancelledTimerNeitherFiresNorCounts() {
        var timers = Timers()
        let first = timers.schedule(at: start + .seconds(1), Handler(1))
        _ = timers.schedule(at: start + .seconds(2), Handler(2))
        timers.cancel(first)
        #expect(timers.count == 1)
        #expect(timers.nextDeadline() == start + .seconds(2))
        #expect(expired(&timers, after: .seconds(5)) == [2])
    }

    @Test func cancelReleasesTheHandlerAtOnce() {
        var timers = Timers()
        weak var released: Handler?
        let token: Timers.Token
        do {
            let handler = Handler(1)
            released = handler
            token = timers.schedule(at: start + .seconds(3600), handler)
        }
        #expect(released != nil)
        timers.cancel(token)
        #expect(released == nil)
    }

    @Test func cancellingTwiceOrAfterFiringDoesNothing() {
        var timers = Timers()
        let fired = timers.schedule(at: start, Handler(1))
        let cancelled = timers.schedule(at: start + .seconds(1), Handler(2))
        _ = timers.schedule(at: start + .seconds(2), Handler(3))
        #expect(expired(&timers, after: .zero) == [1])
        timers.cancel(fired)
        timers.cancel(cancelled)
        timers.cancel(cancelled)
        #expect(timers.count == 1)
        #expect(expired(&timers, after: .seconds(9)) == [3])
    }

    /// The next timer reuses the slot of one that is gone; the old token must not reach it.
    @Test func anOldTokenDoesNotCancelItsSuccessor() {
        var timers = Timers()
        let old = timers.schedule(at: start + .seconds(1), Handler(1))
        timers.cancel(old)
        let new = timers.schedule(at: start + .seconds(1), Handler(2))
        #expect(old != new)
        timers.cancel(old)
        #expect(timers.count == 1)
        #expect(expired(&timers, after: .seconds(1)) == [2])
    }

    /// The cancelled entry is still in the heap when its slot is reused: neither may fire at the
    /// other's time.
    @Test func aReusedSlotFiresAtItsOwnTimeOnly() {
        var timers = Timers()
        timers.cancel(timers.schedule(at: start + .seconds(1), Handler(1)))
        _ = timers.schedule(at: start + .seconds(2), Handler(2))
        #expect(timers.nextDeadline() == start + .seconds(2))
        #expect(expired(&timers, after: .seconds(1)) == [])
        #expect(expired(&timers, after: .seconds(2)) == [2])
    }

    @Test(arguments: [1, 2, 3, 42, 0xDEAD_BEEF] as [UInt64])
    func behavesLikeASortedListUnderRandomOperations(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var timers = Timers()
        var model: [Int: (deadline: Instant, token: Timers.Token)] = [:]
        var gone: [Timers.Token] = []
        var now = start
        for name in 0..<5000 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                // Few distinct deadlines, so that many are equal.
                let delay = Duration.milliseconds(Int.random(in: -5...40, using: &random))
                let token = timers.schedule(at: now + delay, Handler(name))
                model[name] = (now + delay, token)
            case 5..<7:
                guard let victim = model.keys.sorted().randomElement(using: &random) else { break }
                if let entry = model.removeValue(forKey: victim) {
                    timers.cancel(entry.token)
                    gone.append(entry.token)
                }
            case 7:
                if let token = gone.randomElement(using: &random) { timers.cancel(token) }
            default:
                now += .milliseconds(Int.random(in: 0...10, using: &random))
                let due = model.filter { $0.value.deadline <= now }
                var last = start - .seconds(1)
                var fired: [Int] = []
                while let (handler, token) = timers.popExpired(now: now) {
                    let name = (handler as? Handler)?.name ?? -1
                    #expect(model[name]?.token == token, "seed \(seed)")
                    let deadline = model[name]?.deadline ?? now
                    #expect(deadline >= last, "seed \(seed)")
                    last = deadline
                    fired.append(name)
                    gone.append(token)
                    model[name] = nil
                }
                #expect(Set(fired) == Set(due.keys), "seed \(seed)")
            }
            #expect(timers.count == model.count, "seed \(seed)")
            let next = model.values.map(\.deadline).min()
            #expect(timers.nextDeadline() == next, "seed \(seed)")
        }
    }
}
