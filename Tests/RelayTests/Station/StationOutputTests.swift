import ICYReader
import Testing

@testable import Relay

/// How fast a station may publish.
@Suite struct StationOutputTests {
    private let start = Instant(nanoseconds: 1_000_000_000_000)

    private func draft(_ text: String) -> TitleDraft {
        let event = TitleEvent(
            station: "jazz", epoch: "", number: 0, streamTitle: text, display: text, artist: "",
            title: text, streamURL: "", at: WallClock(milliseconds: 0), audioOffset: 0,
            charset: "utf-8", confidence: 1, next: "", attributes: [], flags: [])
        return TitleDraft(event: event, raw: [], stationIndex: 0, receivedAt: start)
    }

    private func offer(
        _ output: inout StationOutput, _ item: StationOutput.Item, last: TitleFingerprint? = nil,
        _ now: Instant
    ) -> StationOutput.Verdict {
        output.offer(item, last: last, rate: 1, now: now)
    }

    private func titles(_ items: [StationOutput.Item]) -> [String] {
        items.map { item in
            if case .title(let draft) = item { draft.event.display } else { "\(item.bound)" }
        }
    }

    @Test func afterTheBurstTheNewestTitleWinsOnceASecond() {
        var output = StationOutput()
        for number in 1...Limits.titleBurst {
            #expect(offer(&output, .title(draft("\(number)")), start) == .publish)
        }
        #expect(output.deadline(rate: 1) == nil)
        #expect(offer(&output, .title(draft("a")), start) == .wait)
        #expect(offer(&output, .title(draft("b")), start) == .replace)
        #expect(offer(&output, .title(draft("c")), start) == .replace)
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
                output.offer(.title(draft("\(number)")), last: nil, rate: 100, now: start))
        }
        #expect(verdicts == Array(repeating: .publish, count: 100) + [.wait])
        #expect(output.deadline(rate: 100) == start + .milliseconds(10))
    }

    /// A title that waits is not overtaken, even after time has passed.
    @Test func aTitleThatWaitsGivesItsPlaceToTheNext() {
        var output = StationOutput()
        for number in 0...Limits.titleBurst {
            _ = offer(&output, .title(draft("\(number)")), start)
        }
        #expect(offer(&output, .title(draft("new")), start + .seconds(5)) == .replace)
        #expect(titles(output.due(rate: 1, now: start + .seconds(5))) == ["new"])
        #expect(offer(&output, .title(draft("next")), start + .seconds(5)) == .publish)
    }

    @Test func aStationThatReturnsToItsLastTitlePublishesNothing() {
        var output = StationOutput()
        let last = draft("last")
        for number in 0..<Limits.titleBurst {
            _ = offer(&output, .title(draft("\(number)")), start)
        }
        let likeness = TitleFingerprint(last.event)
        #expect(offer(&output, .title(draft("other")), last: likeness, start) == .wait)
        #expect(offer(&output, .title(last), last: likeness, start) == .replace)
        #expect(output.deadline(rate: 1) == nil)
        #expect(output.due(rate: 1, now: start + .seconds(9)).isEmpty)
    }

    @Test func statesAndAdvertisementsShareAPaceAndBlocksHaveTheirs() {
        let ad = AdPublication(
            stationIndex: 0,
            event: AdEvent(
                station: "jazz", ad: AdBreak(kind: "ad", durationMilliseconds: nil, id: ""),
                at: WallClock(milliseconds: 0), audioOffset: 0))
        let block = BlockPublication(stationIndex: 0, bytes: [1])
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
        #expect(offer(&output, .title(draft("a")), start) == .publish)
    }
}
