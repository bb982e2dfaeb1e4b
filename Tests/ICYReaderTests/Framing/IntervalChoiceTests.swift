import Fixtures
import Testing

@testable import ICYReader

/// Which of several announced intervals is the true one.
@Suite struct IntervalChoiceTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let intervals: [Int]
        let body: [UInt8]
        /// The interval, and the byte that decides it; nil if the body is too short.
        let chosen: (interval: Int, after: Int)?

        init(
            _ description: String, _ intervals: [Int], _ body: [UInt8],
            _ chosen: (interval: Int, after: Int)?
        ) {
            self.description = description
            self.intervals = intervals
            self.body = body
            self.chosen = chosen
        }
    }

    private static let block = [2] + blockAB
    /// A block of 16 bytes that can only be audio.
    private static let binary: [UInt8] = [1, 0xFF, 0xFB, 0x90, 0x64] + run("\u{1}", 12)
    private static let plain = [1] + text("Artist and Title")

    static let cases = [
        Case("the first one", [8, 16], run("A", 8) + block + run("B", 9), (8, 41)),
        Case("the second one", [16, 8], run("A", 8) + block + run("B", 9), (8, 41)),
        Case("the longer one", [8, 16], run("A", 16) + block + run("B", 9), (16, 49)),
        Case("one of three", [100, 16, 8], run("A", 16) + block + run("B", 200), (16, 49)),
        Case(
            "after an empty block", [8, 20], run("A", 8) + [0] + run("B", 8) + block, (8, 50)),
        Case(
            "after padding alone", [8, 50], run("A", 8) + [1] + zeros(16) + run("B", 8) + block,
            (8, 66)),
        Case(
            "after a text without a key", [8, 50], run("A", 8) + plain + run("B", 8) + block,
            (8, 66)),
        Case("the only one left", [8, 4000], run("A", 8) + binary + run("B", 40), (4000, 25)),
        Case(
            "the last of three", [8, 30, 4000],
            run("A", 8) + binary + run("B", 5) + binary + run("C", 40), (4000, 47)),
        Case(
            "the one whose turn never came", [8, 30],
            run("A", 8) + binary + run("B", 5) + binary + run("C", 40), (30, 25)),
        Case("no block yet", [8, 16], run("A", 8) + block.dropLast(), nil),
        Case("only audio so far", [8, 16], run("A", 7), nil),
        Case("nothing", [8, 16], [], nil),
    ]

    @Test(arguments: cases) func choosesTheSameHoweverTheBodyIsCut(_ given: Case) {
        for partition in Partition.all(of: given.body.count, seed: 3) {
            var choice = IntervalChoice(given.intervals)
            var chosen: Int?
            var taken: [UInt8] = []
            for piece in partition.pieces(of: given.body).map(Array.init) where chosen == nil {
                var offset = 0
                chosen = choice.add(piece.span, &offset, upTo: piece.count)
                #expect(offset == piece.count, "\(partition)")
                taken += piece
            }
            #expect(chosen == given.chosen?.interval, "\(partition)")
            #expect(choice.held == taken, "\(partition)")
        }
    }

    @Test(arguments: cases) func choosesWithTheByteThatDecides(_ given: Case) {
        var choice = IntervalChoice(given.intervals)
        var count = 0
        var chosen: Int?
        for byte in given.body where chosen == nil {
            var offset = 0
            chosen = choice.add([byte].span, &offset, upTo: 1)
            count += 1
        }
        #expect((chosen == nil ? nil : count) == given.chosen?.after)
    }

    @Test func onlyTheBytesBeforeTheEndAreRead() {
        let input = run("X", 3) + run("A", 8) + Self.block
        var choice = IntervalChoice([8, 16])
        var offset = 3
        #expect(choice.add(input.span, &offset, upTo: input.count - 1) == nil)
        #expect(offset == input.count - 1)
        #expect(choice.add(input.span, &offset, upTo: input.count) == 8)
        #expect(choice.held == Array(input[3...]))
    }

    /// Silence never decides; what is held is bounded.
    @Test(arguments: [1000, 4096, 1 << 20]) func atTheLimitOneIsChosen(size: Int) {
        let silence = zeros(Limits.detectionBytes + 5000)
        var choice = IntervalChoice([8192, 16000])
        var chosen: Int?
        for piece in Partition.every(size).pieces(of: silence).map(Array.init) {
            var offset = 0
            chosen = choice.add(piece.span, &offset, upTo: piece.count)
            if chosen != nil { break }
            #expect(choice.held.count < Limits.detectionBytes)
        }
        #expect(chosen == 8192)
        #expect(choice.held.count == Limits.detectionBytes)
    }
}
