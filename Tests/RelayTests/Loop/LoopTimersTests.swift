import ICYReader
import Testing

@testable import Relay

/// Timers of a loop.
@Suite(.timeLimit(.minutes(10))) struct LoopTimersTests {
    private final class Alarm: TimerHandler {
        var times: [Instant] = []
        var action: (Instant) -> Void = { _ in }

        func timerFired(_ timer: Timers.Token, now: Instant) {
            times.append(now)
            action(now)
        }
    }

    private let clock = TestClock()
    private let loop: EventLoop

    init() throws { loop = try EventLoop.stepped(by: clock) }

    @Test func timersFireWhenTheClockReachesThem() {
        let alarm = Alarm()
        let due = clock.now + .seconds(5)
        _ = loop.schedule(at: due, alarm)
        clock.advance(by: .seconds(4))
        loop.runOnce(timeout: .zero)
        #expect(alarm.times == [])
        clock.advance(by: .seconds(1))
        loop.runOnce(timeout: .zero)
        #expect(alarm.times == [due])
        #expect(loop.now == due)
        loop.runOnce(timeout: .zero)
        #expect(alarm.times == [due])
    }

    @Test func aTimerMaySetTheNextOne() {
        let alarm = Alarm()
        let begin = clock.now
        alarm.action = { now in _ = loop.schedule(at: now + .seconds(1), alarm) }
        _ = loop.schedule(at: begin, alarm)
        for _ in 0..<3 {
            loop.runOnce(timeout: .zero)
            clock.advance(by: .seconds(1))
        }
        #expect(alarm.times == [begin, begin + .seconds(1), begin + .seconds(2)])
    }

    @Test func aTimerMayCancelAnotherOfTheSameTurn() {
        let first = Alarm()
        let second = Alarm()
        _ = loop.schedule(at: clock.now, first)
        let token = loop.schedule(at: clock.now + .nanoseconds(1), second)
        first.action = { _ in loop.cancel(token) }
        clock.advance(by: .seconds(1))
        loop.settle()
        #expect(first.times.count == 1)
        #expect(second.times == [])
    }

    @Test func waitsNoLongerThanUntilTheNextTimer() throws {
        // Without a timeout, this would never return if the timer did not count.
        let realTime = try EventLoop()
        let alarm = Alarm()
        let due = Instant.now + .milliseconds(3)
        _ = realTime.schedule(at: due, alarm)
        realTime.runOnce(timeout: nil)
        let fired = try #require(alarm.times.first)
        #expect(fired >= due)
    }

    /// Neither a later timer nor a cancelled one hides it.
    @Test func whatIsDueEarlierWakesTheLoop() throws {
        let realTime = try EventLoop()
        let late = Alarm()
        let gone = Alarm()
        let soon = Alarm()
        let begin = Instant.now
        _ = realTime.schedule(at: begin + .seconds(3600), late)
        let token = realTime.schedule(at: begin + .milliseconds(2), gone)
        realTime.runOnce(timeout: .zero)
        realTime.cancel(token)
        _ = realTime.schedule(at: begin + .milliseconds(4), soon)
        while soon.times.isEmpty { realTime.runOnce(timeout: nil) }
        #expect(soon.times[0] >= begin + .milliseconds(4))
        // Long overdue.
        _ = realTime.schedule(at: Instant(nanoseconds: -5), soon)
        realTime.runOnce(timeout: nil)
        #expect(soon.times.count == 2)
        #expect(gone.times.isEmpty && late.times.isEmpty)
    }

    @Test func stopEndsRunAfterTheTurn() {
        let alarm = Alarm()
        alarm.action = { _ in loop.stop() }
        _ = loop.schedule(at: clock.now, alarm)
        loop.run()
        #expect(alarm.times.count == 1)
    }
}
