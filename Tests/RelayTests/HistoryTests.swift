import Testing

@testable import Relay

@Suite struct HistoryTests {
    private func title(_ number: Int) -> TitleRecord {
        TitleRecord(
            TitleEvent(
                station: "jazz", epoch: "e", number: number, streamTitle: "\(number)",
                display: "\(number)", artist: "",
                title: "\(number)", streamURL: "", at: WallClock(milliseconds: 0), audioOffset: 0,
                charset: "utf-8", confidence: 1, next: "", attributes: [], flags: []))
    }

    @Test func isEmptyAtFirst() {
        let history = History()
        #expect(history.newest == nil)
        #expect(history.newestFirst.isEmpty)
    }

    /// Below the limit, at it, one above it, and after the ring has gone round more than once.
    @Test(arguments: [1, 2, 99, 100, 101, 150, 199, 200, 201, 350])
    func keepsTheNewestTitlesNewestFirst(count: Int) {
        var history = History()
        for number in 1...count {
            history.append(title(number))
            #expect(history.newest?.number == number)
        }
        let oldest = max(1, count - Limits.historyTitles + 1)
        #expect(history.newestFirst.map(\.number) == (oldest...count).reversed())
    }
}
