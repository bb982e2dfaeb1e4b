import Testing

@testable import Relay

@Suite struct HistoryTests {
    private func title(_ number: Int, _ text: String? = nil, url: String = "") -> Title {
        Title(
            .sample(text ?? "\(number)", [.streamURL: url]), id: TitleID(epoch: "e", number: number)
        )
    }

    @Test func isEmptyAtFirst() {
        let history = History()
        #expect(history.newest == nil)
        #expect(history.newestFirst.isEmpty)
    }

    /// Below the limit, at it, one above it, and after the ring has wrapped around more than once.
    @Test(arguments: [1, 2, 99, 100, 101, 150, 199, 200, 201, 350])
    func keepsTheNewestTitlesNewestFirst(count: Int) {
        var history = History()
        for number in 1...count {
            history.append(title(number))
            #expect(history.newest?.number == number)
        }
        let oldest = max(1, count - Limits.historyTitles + 1)
        #expect(history.newestFirst.map(\.number) == (oldest...count).reversed())
        #expect(history.count == count - oldest + 1)
        #expect((0..<history.count).map { history[$0]?.number } == Array(oldest...count))
        for number in 0...count + 1 {
            let place = history.place(above: number)
            #expect(place == min(max(number + 1 - oldest, 0), history.count))
        }
        #expect(history.floor == oldest - 1)
    }

    /// As many as fit, to the byte: eight titles fill the room, and one more byte costs the oldest.
    @Test func keepsNoMoreBytesThanItMay() {
        let room = Limits.historyBytes / 8
        func title(_ number: Int, _ count: Int) -> Title {
            let rest = count - self.title(number, "t").event.jsonCount
            return self.title(number, "t", url: String(repeating: "x", count: rest))
        }
        #expect(title(1, room).event.jsonCount == room)
        var history = History()
        var dropped: [Int] = []
        for number in 1...8 { dropped.append(history.append(title(number, room))) }
        #expect(dropped == Array(repeating: 0, count: 8))
        #expect(history.count == 8 && history.floor == 0)
        var fuller = history
        dropped = [fuller.append(title(9, room))]
        #expect(fuller.newestFirst.map(\.number) == (2...9).reversed())
        #expect(fuller.floor == 1)
        dropped.append(history.append(title(9, room + 1)))
        #expect(history.floor == 2)
        // The newest is kept, however large it is.
        dropped.append(history.append(title(10, 9 * room)))
        #expect(dropped == [1, 2, 7])
        #expect(history.newestFirst.map(\.number) == [10])
    }

    /// Against the plain sums, for every number and for bounds around each of them.
    @Test func sizesAboveANumberAndWithinABound() {
        var history = History()
        #expect(history.byteCount == 0 && history.byteCount(above: 0) == 0)
        #expect(history.lastNumber(outside: 0) == 0)
        for number in 1...130 {
            history.append(title(2 * number, url: String(repeating: "x", count: number % 7)))
        }
        let titles = history.newestFirst
        #expect(history.byteCount == titles.reduce(0) { $0 + $1.event.jsonCount })
        for number in 0...262 {
            let above = titles.filter { $0.number > number }
            #expect(history.byteCount(above: number) == above.reduce(0) { $0 + $1.event.jsonCount })
        }
        for count in 1..<titles.count {
            let bytes = titles[..<count].reduce(0) { $0 + $1.event.jsonCount }
            #expect(history.lastNumber(outside: bytes) == titles[count].number)
            #expect(history.lastNumber(outside: bytes - 1) == titles[max(count - 1, 1)].number)
        }
        #expect(history.lastNumber(outside: history.byteCount) == 0)
    }
}
