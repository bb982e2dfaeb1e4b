import Testing

@testable import ICYReader

@Suite struct BacklogTests {
    @Test func whatIsAppendedIsTakenInOrder() {
        var backlog = Backlog<Int>()
        #expect(backlog.isEmpty && backlog.popFirst() == nil)
        for count in 1...5 {
            for number in 0..<count { backlog.append(number) }
            for number in 0..<count {
                #expect(backlog.isEmpty == false)
                #expect(backlog.popFirst() == number)
            }
            #expect(backlog.isEmpty && backlog.popFirst() == nil)
        }
    }

    @Test func moreMayComeWhileSomeIsTaken() {
        var backlog = Backlog<String>()
        backlog.append("a")
        backlog.append("b")
        #expect(backlog.popFirst() == "a")
        backlog.append("c")
        #expect(backlog.last == "c")
        backlog.replaceLast(by: "d")
        #expect(backlog.popFirst() == "b")
        #expect(backlog.popFirst() == "d")
        #expect(backlog.isEmpty && backlog.last == nil)
        backlog.replaceLast(by: "e")
        #expect(backlog.isEmpty)
    }
}
