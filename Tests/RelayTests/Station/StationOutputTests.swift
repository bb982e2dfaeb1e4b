import ICYReader
import Testing

@testable import Relay

/// How fast a station may publish.
@Suite struct StationOutputTests {
    private let start = Instant(nanoseconds: 1_000_000_000_000)

    private func title(_ text: String) -> StationOutput.Item { .title(.sample(text), raw: []) }

    private func offer(
        _ output: inout StationOutput, _ item: StationOutput.Item, last: Int? = nil,
        _ now: Instant
    ) -> StationOutput.Verdict {
        output.offer(item, last: last, rate: 1, now: now)
    }

    private func titles(_ items: [StationOutput.Item]) -> [String] {
        items.map { item in
            if case .title(let event, _) = item { event.display } else { "\(item.bound)" }
        }
    }

    @Test func afterTheBurstTheNewestTitleWinsOnceASecond() {
        var output = StationOutput()
        for number in 1...Limits.titleBurst {
            #expect(offer(&output, title("\(number)"), start) == .publish)
        }
        #expect(output.deadline(rate: 1) == nil)
        #expect(offer(&output, title("a"), start) == .wait)
        #expect(offer(&output, title("b"), start) == .replace)
        #expect(offer(&output, title("c"), start) == .replace)
        #expect(output.deadline(rate: 1) == start + .seconds(1))
        #expect(output.due(rate: 1, now: start + .milliseconds(999)).isEmpty)
        #expect(titles(output.due(rate: 1, now: start + .seconds(1))) == ["c"])
        #expect(output.deadline(rate: 1) == nil)
        #expect(output.due(rate: 1, now: start + .seconds(9)).isEmpty)
    }

    /// A second's worth of titles may be published at once, if that is more.
    @Test func theBurstGrowsWithTheRate() {
        #expect(Limits.titleBurst(atRate: 1) == 60)
        #expect(Limits.titleBurst(atRate: 60) == 60)
        #expect(Limits.titleBurst(atRate: 61) == 61)
        var output = StationOutput()
        var verdicts: [StationOutput.Verdict] = []
        for number in 0...100 {
            verdicts.append(
                output.offer(title("\(number)"), last: nil, rate: 100, now: start))
        }
        #expect(verdicts == Array(repeating: .publish, count: 100) + [.wait])
        #expect(output.deadline(rate: 100) == start + .milliseconds(10))
    }

    /// A title that waits is not overtaken, even after time has passed.
    @Test func aTitleThatWaitsGivesItsPlaceToTheNext() {
        var output = StationOutput()
        for number in 0...Limits.titleBurst {
            _ = offer(&output, title("\(number)"), start)
        }
        #expect(offer(&output, title("new"), start + .seconds(5)) == .replace)
        #expect(titles(output.due(rate: 1, now: start + .seconds(5))) == ["new"])
        #expect(offer(&output, title("next"), start + .seconds(5)) == .publish)
    }

    @Test func aStationThatReturnsToItsLastTitlePublishesNothing() {
        var output = StationOutput()
        let last = TitleEvent.sample("last")
        for number in 0..<Limits.titleBurst {
            _ = offer(&output, title("\(number)"), start)
        }
        #expect(offer(&output, title("other"), last: last.fingerprint, start) == .wait)
        #expect(offer(&output, .title(last, raw: []), last: last.fingerprint, start) == .replace)
        #expect(output.deadline(rate: 1) == nil)
        #expect(output.due(rate: 1, now: start + .seconds(9)).isEmpty)
    }

    @Test func statesAndAdvertisementsShareAPaceAndBlocksHaveTheirs() {
        let ad = AdPublication(
            station: 0,
            event: AdEvent(
                station: "jazz", ad: AdBreak(kind: "ad", durationMilliseconds: nil, id: ""),
                at: WallClock(milliseconds: 0), audioOffset: 0))
        let block = BlockPublication(station: 0, bytes: [1])
        var output = StationOutput()
        for number in 0..<Limits.eventBurst {
            #expect(offer(&output, number % 2 == 0 ? .status : .ad(ad), start) == .publish)
        }
        #expect(offer(&output, .status, start) == .wait)
        #expect(offer(&output, .status, start) == .replace)
        #expect(offer(&output, .ad(ad), start) == .wait)
        for _ in 0..<Limits.blockBurst {
            #expect(offer(&output, .block(block), start) == .publish)
        }
        #expect(offer(&output, .block(block), start) == .wait)
        #expect(output.deadline(rate: 1) == start + Limits.blockInterval)
        #expect(
            titles(output.due(rate: 1, now: start + Limits.blockInterval)) == ["events"])
        #expect(output.deadline(rate: 1) == start + Limits.eventInterval)
        // The state goes first, and the advertisement waits for the next place.
        let due = output.due(rate: 1, now: start + Limits.eventInterval)
        #expect(due.count == 1)
        if case .status = due.first {} else { Issue.record("\(due)") }
        #expect(output.deadline(rate: 1) == start + Limits.eventInterval * 2)
        output.clear()
        #expect(output.deadline(rate: 1) == nil)
        // Titles are not held up by the others.
        #expect(offer(&output, title("a"), start) == .publish)
    }
}
