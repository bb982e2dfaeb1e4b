import Testing

@testable import Relay

@Suite struct FairShareTests {
    private typealias Item = (station: Int, size: Int)

    private func shorten(_ items: [Item], to target: Int) -> (left: [Item], lost: [Int: Int]) {
        var left = items
        let lost = FairShare.shorten(&left, to: target, station: \.station, size: \.size)
        return (left, lost)
    }

    @Test(arguments: [
        ([], 10, Int.max), ([4], 4, .max), ([5], 4, 4), ([1, 2, 3], 6, .max), ([1, 2, 4], 6, 3),
        ([4, 1, 2], 6, 3), ([9, 1, 9], 10, 4), ([2, 2, 2], 5, 1), ([3, 3, 3], 2, 0),
    ])
    func theShareIsTheMostThatEachMayHold(holdings: [Int], total: Int, share: Int) {
        #expect(FairShare.share(of: holdings, of: total) == share)
        guard share < .max else { return }
        #expect(holdings.reduce(0) { $0 + min($1, share) } <= total)
        #expect(holdings.reduce(0) { $0 + min($1, share + 1) } > total)
    }

    @Test func whatFitsStaysAsItIs() {
        let items: [Item] = [(1, 5), (2, 1), (1, 5)]
        #expect(shorten(items, to: 11).left.map(\.size) == [5, 1, 5])
        #expect(shorten(items, to: 11).lost.isEmpty)
        #expect(shorten(items, to: 10).left.map(\.size) == [1, 5])
        #expect(shorten(items, to: 10).lost == [1: 1])
    }

    @Test func theOldestOfThoseWhoHoldMostGo() {
        let items: [Item] = [(7, 1), (1, 1), (1, 1), (2, 1), (1, 1), (2, 1), (1, 1), (2, 1)]
        let (left, lost) = shorten(items, to: 6)
        #expect(left.map(\.station) == [7, 2, 1, 2, 1, 2])
        #expect(lost == [1: 2])
        #expect(shorten(items, to: 3).left.map(\.station) == [7, 1, 2])
        #expect(shorten(items, to: 3).lost == [1: 3, 2: 2])
    }

    /// If all hold the same, no more are dropped than necessary.
    @Test func equalsLoseTheOldestOfAll() {
        let items: [Item] = (0..<10).map { ($0, 100) }
        let (left, lost) = shorten(items, to: 850)
        #expect(left.map(\.station) == Array(2..<10))
        #expect(lost == [0: 1, 1: 1])
    }
}
