import Testing

@testable import ICYReader

@Suite struct AddressListTests {
    private let now = Instant(nanoseconds: 0)
    private let minute = Duration.seconds(60)

    private func list(_ count: Int) throws -> AddressList {
        AddressList(try (0..<count).map { try StreamURL("http://h\($0)/") })
    }

    @Test func oneAddressNeedsNoList() {
        var none = AddressList()
        #expect(none.isInitial)
        #expect(none.current == nil)
        #expect(fails(&none, 1) == [false])
        none.isLive(now, returnAfter: minute)
        #expect(none.due == nil)
    }

    /// Whether the next address is tried at once, after each failure.
    private func fails(_ list: inout AddressList, _ count: Int) -> [Bool] {
        (0..<count).map { _ in list.fail() }
    }

    /// At once while there are others; after all have failed, the first after a wait.
    @Test func everyAddressIsTriedOnceInARow() throws {
        var list = try list(3)
        #expect(fails(&list, 3) == [true, true, false])
        #expect(list.place == 0)
        // The next round is the same.
        #expect(fails(&list, 1) == [true])
        #expect(list.current?.host == "h1")
    }

    @Test func whatHasWorkedBeginsANewRound() throws {
        var list = try list(3)
        _ = list.fail()
        list.hasWorked()
        #expect(fails(&list, 3) == [true, true, false])
        #expect(list.place == 0)
    }

    /// The order goes on from the address in use, round to the first.
    @Test func theOrderIsRound() throws {
        var list = try list(3)
        _ = (list.fail(), list.fail())
        #expect(list.place == 2)
        list.hasWorked()
        #expect(fails(&list, 1) == [true])
        #expect(list.place == 0)
    }

    @Test func theFirstIsAskedAgainAndAgain() throws {
        var list = try list(2)
        list.isLive(now, returnAfter: minute)
        #expect(list.due == nil)
        _ = list.fail()
        list.isLive(now, returnAfter: minute)
        #expect(list.due == now + minute)
        let asks = [59, 61].map { list.takeDue(now + .seconds($0), returnAfter: minute) }
        #expect(asks == [false, true])
        #expect(list.due == now + .seconds(121))
        _ = list.fail()
        #expect(list.due == nil)
    }

    @Test func aRestartBeginsWithTheFirst() throws {
        var list = try list(2)
        _ = list.fail()
        #expect(list.restarted.place == 0)
        #expect(list.restarted.current?.host == "h0")
    }
}
