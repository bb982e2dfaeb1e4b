import ICYReader
import Testing

@testable import Relay

/// Hosts with many addresses, most of which do not answer.
@Suite(.timeLimit(.minutes(10))) struct ManyAddressesTests {
    private let clock = TestClock()
    private let loop: EventLoop
    private let silent: SilentHost

    init() throws {
        loop = try EventLoop.stepped(by: clock)
        silent = try SilentHost()
    }

    /// All of 127.0.0.0/8, at a port whose queue is full: the kernel drops new connections, as a
    /// firewall would.
    private struct SilentHost {
        let listener: TestListener
        private let fillers: [TestSocket]

        init() throws {
            let listener = try TestListener(host: "0.0.0.0", backlog: 0)
            let address = try TestListener.address("127.0.0.1", listener.port)
            self.listener = listener
            fillers = (0..<4).map { _ in TestListener.connect(to: address) }
        }

        func addresses(_ count: Int) throws -> [Address] {
            try (0..<count).map {
                try TestListener.address("127.1.\($0 / 250).\($0 % 250 + 1)", listener.port)
            }
        }
    }

    /// What is tried, and when: each host with the milliseconds from the start.
    private final class Log {
        private(set) var starts: [(host: String, at: Int)] = []
        private(set) var mostAtOnce = 0
        private(set) var outcome: Result<Int32, SystemError>?
        private(set) var socket: TestSocket?
        private var connector: Connector?

        init(_ loop: EventLoop, _ addresses: [Address]) {
            let connector = Connector(loop: loop, addresses: addresses) { [unowned self] result in
                outcome = result
                if case .success(let descriptor) = result { socket = TestSocket(descriptor) }
            }
            self.connector = connector
            connector.start()
        }

        var underWay: [String] { connector?.underWay.map(\.host) ?? [] }

        func note(at milliseconds: Int) {
            mostAtOnce = max(mostAtOnce, underWay.count)
            for host in underWay where !starts.contains(where: { $0.host == host }) {
                starts.append((host, milliseconds))
            }
        }

        func cancel() { connector?.cancel() }
    }

    /// Lets time pass, 50 ms at a time, until there is an outcome or the time is over.
    private func pass(_ milliseconds: Int, _ log: Log) {
        log.note(at: 0)
        for step in 1...(milliseconds / 50) where log.outcome == nil {
            clock.advance(by: .milliseconds(50))
            loop.settle(3)
            log.note(at: 50 * step)
        }
    }

    @Test func ofTwoThousandAddressesEightAreTriedTwoAtATime() throws {
        let order = AddressOrder(try silent.addresses(2000))
        #expect(order.leftOut == 1992)
        let log = Log(loop, order.addresses)
        pass(10_000, log)
        #expect(log.starts.map(\.host) == order.addresses.map(\.host))
        #expect(log.starts.map(\.at) == [0, 250, 2000, 2250, 4000, 4250, 6000, 6250])
        #expect(log.mostAtOnce == 2)
        // With nothing left to try, the last two stay pending.
        #expect(log.underWay == order.addresses.suffix(2).map(\.host))
        #expect(log.outcome == nil)
        log.cancel()
    }

    /// Including the time that the lookup may have taken before it.
    @Test func theLastOfEightHasTimeToAnswer() {
        let pairs = Limits.addressesTried / Limits.connectionAttempts
        let last =
            Limits.connectionAttemptShare * (pairs - 1) + Limits.connectionAttemptDelay
        #expect(ICYReader.Limits.connectTimeout - last >= .seconds(3))
        #expect(Limits.addressesKept % Limits.addressesTried == 0)
    }

    @Test func theOlderOneIsGivenUpAtTheEndOfItsShare() throws {
        let log = Log(loop, try silent.addresses(3))
        clock.advance(by: Limits.connectionAttemptDelay)
        loop.settle()
        #expect(log.underWay == ["127.1.0.1", "127.1.0.2"])
        clock.advance(
            by: Limits.connectionAttemptShare - Limits.connectionAttemptDelay - .nanoseconds(1))
        loop.settle()
        #expect(log.underWay == ["127.1.0.1", "127.1.0.2"])
        clock.advance(by: .nanoseconds(1))
        loop.settle()
        #expect(log.underWay == ["127.1.0.2", "127.1.0.3"])
        clock.advance(by: .seconds(60))
        loop.settle()
        #expect(log.underWay == ["127.1.0.2", "127.1.0.3"])
        log.cancel()
    }

    /// After seven that do not answer, the eighth is reached within the total time.
    @Test func blackHolesAreNotTheEnd() throws {
        let listener = try TestListener()
        let good = try TestListener.address("127.0.0.1", listener.port)
        let log = Log(loop, try silent.addresses(7) + [good])
        pass(6200, log)
        #expect(log.outcome == nil)
        clock.advance(by: .milliseconds(50))
        loop.turn(until: { log.socket != nil })
        let socket = try #require(log.socket)
        #expect(try Address(connectedTo: socket.descriptor).port == listener.port)
        #expect(log.underWay.isEmpty)
    }

    @Test func oneAddressIsWaitedFor() throws {
        let log = Log(loop, try silent.addresses(1))
        pass(10_000, log)
        #expect(log.starts.map(\.at) == [0])
        #expect(log.underWay == ["127.1.0.1"])
        #expect(log.outcome == nil)
        log.cancel()
    }

    /// A refusal is an answer: the next address takes its place at once.
    @Test func refusalsTakeNoTime() throws {
        let closed = try ClosedPort(host: "127.0.0.2")
        let refusing = try TestListener.address("127.0.0.2", closed.port)
        let two = try silent.addresses(2)
        let log = Log(loop, [two[0]] + Array(repeating: refusing, count: 6) + [two[1]])
        clock.advance(by: Limits.connectionAttemptDelay)
        loop.turn(until: { log.underWay == two.map(\.host) })
        #expect(log.outcome == nil)
        log.cancel()
    }

    // MARK: Lookups and stations

    @Test(arguments: [(64, 64), (65, 64), (2000, 64), (1, 1)])
    func aLookupKeeps64Addresses(count: Int, kept: Int) throws {
        let found = try silent.addresses(count)
        let resolver = try Resolver(threads: 1) { _, _ in .success(found) }
        var answer: [Address] = []
        let lookups = try Lookups(loop: loop, resolver: resolver)
        _ = lookups.lookUp(host: "many.example", port: 80) { result in
            answer = (try? result.get()) ?? []
        }
        loop.turn(until: { !answer.isEmpty })
        #expect(answer.map(\.host) == found.prefix(kept).map(\.host))
    }

    /// A station whose name has ten addresses, one of which answers.
    private func station(
        answeringAt index: Int
    ) throws -> (station: Station, figures: StationFigures, listener: TestListener) {
        let hosts = (1...10).map { "127.2.0.\($0)" }
        let listener = try TestListener(host: hosts[index])
        let found = try hosts.map { try TestListener.address($0, listener.port) }
        let resolver = try Resolver(threads: 1) { _, _ in .success(found) }
        let url = try StreamURL("http://many.example:\(listener.port)/jazz")
        let entry = StationEntry(id: 0, choice: Options.StationChoice(name: "jazz", url: url))
        let station = Station(
            entry, network: try Network(loop: loop, resolver: resolver),
            audience: StationAudience(title: { _, _, _, _ in }, other: { _ in }))
        return (station, entry.figures, listener)
    }

    private func shed(_ figures: StationFigures) -> Int {
        figures.shed.isEmpty ? 0 : figures.shed[Bound.addresses.rawValue]
    }

    /// The first attempt gets eight refusals; the second begins after those addresses.
    @Test func theNextAttemptOfAStationReachesTheOthers() throws {
        let (station, figures, listener) = try station(answeringAt: 9)
        station.start()
        loop.turn(until: { figures.state == .waiting })
        #expect(shed(figures) == 2)
        #expect(listener.accept() == nil)
        clock.advance(by: .seconds(1))
        var accepted: TestSocket?
        loop.turn(until: {
            accepted = accepted ?? listener.accept()
            return accepted != nil
        })
        accepted?.send(FakeStation.head)
        loop.turn(until: { figures.state == .live })
        #expect(shed(figures) == 2)
        // It worked: after an outage, the same addresses are tried in the same order.
        accepted?.close()
        loop.turn(until: { figures.state == .waiting })
        clock.advance(by: ICYReader.Limits.backOffMaximum)
        accepted = nil
        loop.turn(until: {
            accepted = accepted ?? listener.accept()
            return accepted != nil
        })
        #expect(figures.connections.value == 3)
        #expect(shed(figures) == 2)
        station.stop()
    }

    /// Addresses that were not needed do not count as left out.
    @Test func aConnectionLeavesNothingOut() throws {
        let (station, figures, listener) = try station(answeringAt: 0)
        station.start()
        var accepted: TestSocket?
        loop.turn(until: {
            accepted = accepted ?? listener.accept()
            return accepted != nil
        })
        accepted?.send("HTTP/1.0 503 Busy\r\n\r\n")
        loop.turn(until: { figures.state == .waiting })
        #expect(shed(figures) == 0)
        station.stop()
    }

    @Test func anAttemptThatRunsOutOfTimeLeavesTheOthersOut() throws {
        let found = try silent.addresses(20)
        let resolver = try Resolver(threads: 1) { _, _ in .success(found) }
        let url = try StreamURL("http://many.example:\(silent.listener.port)/jazz")
        let entry = StationEntry(id: 0, choice: Options.StationChoice(name: "jazz", url: url))
        let station = Station(
            entry, network: try Network(loop: loop, resolver: resolver),
            audience: StationAudience(title: { _, _, _, _ in }, other: { _ in }))
        station.start()
        // One thread answers in order: after this answer, the station has had its own.
        var hasAnswered = false
        let lookups = try Lookups(loop: loop, resolver: resolver)
        _ = lookups.lookUp(host: "other.example", port: 80) { _ in
            hasAnswered = true
        }
        loop.turn(until: { hasAnswered })
        clock.advance(by: ICYReader.Limits.connectTimeout)
        loop.turn(until: { entry.figures.state == .waiting })
        #expect(shed(entry.figures) == 12)
        station.stop()
    }
}
