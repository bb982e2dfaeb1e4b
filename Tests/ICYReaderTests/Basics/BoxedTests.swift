import Testing

@testable import ICYReader

@Suite struct BoxedTests {
    private struct Holder {
        @Boxed var part: [Int]?
    }

    private struct Failure: Error {}

    @Test func isThereWhileItIsHeld() {
        var holder = Holder()
        #expect(holder.part == nil)
        holder.part?.append(1)
        #expect(holder.part == nil)
        holder.part = [1]
        holder.part?.append(2)
        #expect(holder.part == [1, 2])
        #expect(holder.part.take() == [1, 2])
        #expect(holder.part == nil)
        #expect(MemoryLayout<Holder>.size == 8)
    }

    @Test func aCopyIsAValueOfItsOwn() {
        var first = Holder(part: [1])
        var second = first
        second.part?.append(2)
        first.part?.append(3)
        #expect(first.part == [1, 3])
        #expect(second.part == [1, 2])
        second.part = nil
        #expect(first.part == [1, 3])
    }

    @Test func staysWhenWhatChangesItThrows() {
        func fail(_ part: inout [Int]?) throws {
            part?.append(2)
            throw Failure()
        }
        func begin(_ part: inout [Int]?) throws {
            part = [5]
            throw Failure()
        }
        var holder = Holder(part: [1])
        #expect(throws: Failure.self) { try fail(&holder.part) }
        #expect(holder.part == [1, 2])
        holder.part = nil
        #expect(throws: Failure.self) { try begin(&holder.part) }
        #expect(holder.part == [5])
    }
}
