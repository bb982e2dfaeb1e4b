import Testing

@testable import ICYReader

@Suite struct OnDemandTests {
    private struct Part: StartsEmpty {
        var numbers: [Int] = []
        var name = "none"
    }

    private struct Holder {
        @OnDemand var part: Part

        var isEmpty: Bool { _part.isEmpty }
        mutating func clear() { _part.clear() }
    }

    private struct Outer: StartsEmpty {
        @OnDemand var inner: Part
    }

    private struct Nest {
        @OnDemand var outer: Outer
    }

    private struct Failure: Error {}

    @Test func nothingIsKeptUntilItChanges() {
        var holder = Holder()
        #expect(holder.isEmpty)
        #expect(holder.part.name == "none")
        #expect(holder.part.numbers == [])
        #expect(holder.isEmpty)
        holder.part.numbers.append(1)
        #expect(holder.isEmpty == false)
        #expect(holder.part.numbers == [1])
        #expect(holder.part.name == "none")
        holder.clear()
        #expect(holder.isEmpty)
        #expect(holder.part.numbers == [])
        #expect(MemoryLayout<Holder>.size == 8)
    }

    @Test func aCopyIsAValueOfItsOwn() {
        var first = Holder()
        first.part.numbers = [1]
        var second = first
        second.part.numbers.append(2)
        first.part.numbers.append(3)
        #expect(first.part.numbers == [1, 3])
        #expect(second.part.numbers == [1, 2])
        var third = second
        third.clear()
        third.part.name = "third"
        #expect(second.part.numbers == [1, 2])
        #expect(second.part.name == "none")
        #expect(third.part.numbers == [])
    }

    @Test func whatThrowsLeavesWhatItHasChanged() {
        func fail(_ part: inout Part) throws {
            part.numbers.append(1)
            throw Failure()
        }
        var holder = Holder()
        #expect(throws: Failure.self) { try fail(&holder.part) }
        #expect(throws: Failure.self) { try fail(&holder.part) }
        #expect(holder.part.numbers == [1, 1])
    }

    private func place<Value>(of value: inout Value) -> UInt {
        unsafe withUnsafeMutablePointer(to: &value) { UInt(bitPattern: $0) }
    }

    /// A part with a single owner is changed in place: a new one for each change would cost the hot
    /// paths an allocation.
    @Test func aSoleOwnerChangesItInPlace() {
        var holder = Holder()
        holder.part.name = "first"
        let before = place(of: &holder.part)
        holder.part.numbers.append(1)
        holder.part.name = "second"
        #expect(place(of: &holder.part) == before)
        let copy = holder
        holder.part.name = "third"
        #expect(place(of: &holder.part) != before)
        #expect(copy.part.name == "second")
    }

    @Test func oneWithinAnotherBehavesTheSame() {
        var nest = Nest()
        nest.outer.inner.numbers = [1]
        let before = place(of: &nest.outer.inner)
        nest.outer.inner.numbers.append(2)
        #expect(place(of: &nest.outer.inner) == before)
        var copy = nest
        copy.outer.inner.numbers.append(3)
        #expect(nest.outer.inner.numbers == [1, 2])
        #expect(copy.outer.inner.numbers == [1, 2, 3])
    }

    // MARK: Optional parts

    private struct Optionally {
        @OnDemand var part: [Int]?

        init(_ part: [Int]? = nil) { self.part = part }

        var isEmpty: Bool { _part.isEmpty }
    }

    @Test func anOptionalPartIsThereWhileItIsHeld() {
        var holder = Optionally()
        #expect(holder.part == nil)
        holder.part?.append(1)
        #expect(holder.part == nil)
        holder.part = [1]
        holder.part?.append(2)
        #expect(holder.part == [1, 2])
        #expect(holder.part.take() == [1, 2])
        #expect(holder.part == nil)
        #expect(MemoryLayout<Optionally>.size == 8)
    }

    @Test func aCopyOfAPartThatMayBeAbsentIsAValueOfItsOwn() {
        var first = Optionally([1])
        var second = first
        second.part?.append(2)
        first.part?.append(3)
        #expect(first.part == [1, 3])
        #expect(second.part == [1, 2])
        second.part = nil
        #expect(first.part == [1, 3])
    }

    @Test func anOptionalPartStaysWhenWhatChangesItThrows() {
        func fail(_ part: inout [Int]?) throws {
            part?.append(2)
            throw Failure()
        }
        func begin(_ part: inout [Int]?) throws {
            part = [5]
            throw Failure()
        }
        var holder = Optionally([1])
        #expect(throws: Failure.self) { try fail(&holder.part) }
        #expect(holder.part == [1, 2])
        holder.part = nil
        #expect(throws: Failure.self) { try begin(&holder.part) }
        #expect(holder.part == [5])
    }

    @Test func anAbsentPartTakesNothing() {
        var holder = Optionally()
        #expect(holder.isEmpty)
        holder.part?.append(1)
        #expect(holder.isEmpty)
        holder.part = [1]
        #expect(holder.isEmpty == false)
        let copy = holder
        holder.part = nil
        #expect(holder.isEmpty && copy.part == [1])
        #expect(Optionally(nil).isEmpty)
    }
}
