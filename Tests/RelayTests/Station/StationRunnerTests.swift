import ICYReader
import Testing

@testable import Relay

/// Which stations a loop runs, and when.
@Suite(.timeLimit(.minutes(10))) struct StationRunnerTests {
    private let bench: TestHub
    private let admission = Admission()
    private let made = Made()
    private let runner: StationRunner

    /// The stations that the runner has made, in order.
    private final class Made {
        var upstreams: [String] = []
        var beforePublication: () -> Void = {}
    }

    init() throws {
        let bench = try TestHub([], shared: ServerContext(loops: 2, admission: admission))
        self.bench = bench
        let (made, network) = (
            made, try Network(loop: bench.loop, resolver: try Resolver(threads: 0))
        )
        let audience = StationAudience(
            title: { [unowned bench] in bench.hub.publish($0, raw: $1, of: $2, receivedAt: $3) },
            other: { [unowned bench] publication in
                made.beforePublication()
                bench.hub.publish(publication)
            })
        runner = StationRunner(loop: bench.loop, index: 0, count: 2, admission: admission) {
            entry, lastFingerprint in
            made.upstreams.append("\(entry.choice.name) \(entry.choice.url.requestTarget)")
            return Station(
                entry, network: network, lastFingerprint: lastFingerprint, audience: audience)
        }
        bench.hub.stations = runner
    }

    private func entry(
        _ id: Int, _ name: String, _ station: FakeStation, _ path: String = "/jazz",
        onDemand: Bool = false
    ) throws -> StationEntry {
        StationEntry(
            id: StationID(id),
            choice: Options.StationChoice(
                name: name, url: try station.url(path), isOnDemand: onDemand))
    }

    private func take(_ entries: [StationEntry], limits: ClientLimits = ClientLimits()) {
        bench.hub.received(.settings(LiveSettings(stations: entries, limits: limits)))
        bench.loop.settle()
    }

    private func takeTwoOnDemand(_ station: FakeStation, maximum: Int) throws {
        let entries = [
            try entry(0, "jazz", station, onDemand: true),
            try entry(2, "rock", station, onDemand: true),
        ]
        take(entries, limits: ClientLimits(maximumStations: maximum))
    }

    /// An on-demand station and its first client, whose request is not read yet.
    private func firstClient(
        of station: FakeStation, _ format: MessageFormat
    ) throws -> TestSocket {
        take([try entry(0, "jazz", station, onDemand: true)])
        let client = bench.connect()
        client.send(
            format == .json
                ? TestHub.upgrade("/jazz", .json)
                : "GET /jazz HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n\r\n")
        return client
    }

    @Test func aLoopRunsItsShareOnly() throws {
        let station = try FakeStation()
        take(try (0..<5).map { try entry($0, "s\($0)", station) })
        #expect(made.upstreams == ["s0 /jazz", "s2 /jazz", "s4 /jazz"])
    }

    /// The station publishes as soon as it is wanted, and by then the client has left.
    @Test(arguments: [MessageFormat.json, .eventStream])
    func aClientThatGoesAsItsStationBeginsIsNotKept(_ format: MessageFormat) throws {
        let station = try FakeStation()
        let client = try firstClient(of: station, format)
        made.beforePublication = { client.close() }
        bench.loop.settle()
        let localStation = bench.hub.localStations[0]
        #expect(bench.hub.registry.clients.isEmpty)
        #expect(localStation.fanOut.isEmpty)
        #expect(localStation.clientCount == 0)
        #expect(localStation.figures.subscribers.value == 0)
        withExtendedLifetime(station) {}
    }

    @Test func aReloadTouchesWhatHasChangedAndNothingElse() throws {
        let station = try FakeStation()
        take([try entry(0, "kept", station), try entry(2, "gone", station)])
        let first = try station.accept(on: bench.loop)
        let second = try station.accept(on: bench.loop)
        take([
            try entry(0, "kept", station), try entry(4, "changed", station, "/old"),
        ])
        let third = try station.accept(on: bench.loop)
        take([
            try entry(0, "kept", station), try entry(4, "changed", station, "/new"),
        ])
        let fourth = try station.accept(on: bench.loop)
        #expect(
            made.upstreams == ["kept /jazz", "gone /jazz", "changed /old", "changed /new"])
        for upstream in [first, second, third, fourth] { upstream.receive() }
        // One of the first two stays; the kernel chooses which of them came first.
        #expect([first.isEnded, second.isEnded].count { $0 } == 1)
        #expect(third.isEnded && !fourth.isEnded)
    }

    @Test func clientsOfAChangedStationStayAndThoseOfARemovedOneAreToldSo() throws {
        let station = try FakeStation()
        take([try entry(0, "jazz", station), try entry(2, "rock", station)])
        let jazz = bench.subscribe("/jazz", .json)
        let both = bench.subscribe("/?station=jazz&station=rock", .json)
        let rock = bench.subscribe("/rock")
        _ = [jazz, both].map { $0.takeFrames() }
        take([try entry(0, "jazz", station, "/new")])
        #expect(rock.takeFrames() == [.close(1001, "station removed")])
        for client in [jazz, both] {
            #expect(!client.takeFrames().contains { $0.opcode == 8 })
        }
        bench.publish(title: "A - B", station: 0)
        for client in [jazz, both] {
            #expect(client.takeFrames().last?.text.contains(#""stream_title":"A - B""#) == true)
        }
        #expect(bench.get("/rock").hasPrefix("HTTP/1.1 404 "))
        // What was known of it is forgotten: a name that comes back starts from nothing.
        take([try entry(0, "jazz", station, "/new"), try entry(6, "rock", station)])
        #expect(bench.get("/rock").contains(#""song_history":[]"#))
    }

    /// A title that is already on is not repeated on a new connection.
    @Test func aChangedStationDoesNotRepeatItsTitle() throws {
        let station = try FakeStation()
        take([try entry(0, "jazz", station)])
        let client = bench.subscribe("/jazz")
        let old = try station.accept(on: bench.loop)
        old.send(FakeStation.head)
        old.send(FakeStation.title("A - B"))
        #expect(bench.frames(1, of: client) == [.text("A - B")])
        take([try entry(0, "jazz", station, "/new")])
        let new = try station.accept(on: bench.loop)
        new.send(FakeStation.head)
        new.send(FakeStation.title("A - B"))
        new.send(FakeStation.title("C - D"))
        new.send(FakeStation.title("A - B"))
        #expect(bench.frames(2, of: client) == [.text("C - D"), .text("A - B")])
    }

    // MARK: On demand

    @Test func anOnDemandStationConnectsWithItsFirstClientAndIsLetGoAMinuteAfterTheLast() throws {
        let station = try FakeStation()
        take([try entry(0, "jazz", station, onDemand: true)])
        #expect(station.listener.accept() == nil)
        #expect(bench.get("/jazz").contains(#""state":"idle""#))
        let client = bench.subscribe("/jazz")
        let upstream = try station.accept(on: bench.loop)
        upstream.send(FakeStation.head)
        upstream.send(FakeStation.title("A - B"))
        #expect(bench.frames(1, of: client) == [.text("A - B")])
        bench.leave(client)
        bench.advance(by: Limits.onDemandLinger - .milliseconds(1))
        // The test's clock also makes the station look stalled, but it stays.
        let again = bench.subscribe("/jazz")
        bench.advance(by: .milliseconds(1))
        bench.leave(again)
        bench.advance(by: Limits.onDemandLinger)
        #expect(bench.get("/jazz").contains(#""state":"idle""#))
        upstream.receive()
        #expect(upstream.isEnded)
        // Its title is still known, and is not repeated.
        let third = bench.subscribe("/jazz")
        #expect(third.takeFrames() == [.text("A - B")])
    }

    /// The client that wakes it up gets its state after the response head.
    @Test(arguments: [MessageFormat.json, .eventStream])
    func whatAWokenStationSaysComesAfterTheHead(format: MessageFormat) throws {
        let station = try FakeStation()
        let client = try firstClient(of: station, format)
        bench.loop.settle()
        let text = String(decoding: client.takeAll(), as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 "))
        let states = text.split(separator: #""state":""#).dropFirst().map {
            $0.prefix { $0 != "\"" }
        }
        #expect(states == ["idle", "connecting"])
        withExtendedLifetime(station) {}
    }

    @Test func theNumberOfConnectedStationsIsLimited() throws {
        let station = try FakeStation()
        try takeTwoOnDemand(station, maximum: 1)
        let jazz = bench.subscribe("/jazz")
        let refused = bench.request(bench.connect(), TestHub.upgrade("/rock", .text))
        #expect(refused.hasPrefix("HTTP/1.1 503 "))
        #expect(refused.contains("\r\nRetry-After: 10\r\n"))
        bench.leave(jazz)
        bench.advance(by: Limits.onDemandLinger)
        let rock = bench.subscribe("/rock")
        #expect(!rock.isEnded)
    }

    /// A client that left before its answer does not use up a place for a station.
    @Test(arguments: ["/jazz", "/?station=jazz&station=rock"])
    func whoHasGoneAtOnceLeavesNoStationCounted(target: String) throws {
        let station = try FakeStation()
        try takeTwoOnDemand(station, maximum: 2)
        let client = bench.connect()
        client.send(TestHub.upgrade(target, .json))
        client.close()
        bench.loop.settle()
        #expect(bench.hub.registry.clients.isEmpty)
        #expect(
            made.upstreams.count == 2 && bench.hub.localStations.allSatisfy { $0.clientCount == 0 })
        #expect(admission.connect(stations: [8, 10], maximum: 2))
    }

    /// The client leaves as its first station starts: the others were counted for it in vain.
    @Test func whoGoesAtItsFirstStationLeavesTheOthersUncounted() throws {
        let station = try FakeStation()
        try takeTwoOnDemand(station, maximum: 2)
        let client = bench.connect()
        client.send(TestHub.upgrade("/?station=jazz&station=rock", .json))
        made.beforePublication = { client.close() }
        bench.loop.settle()
        #expect(bench.hub.registry.clients.isEmpty)
        // The first one is connected, and lingers.
        #expect(admission.connect(stations: [8], maximum: 2))
        #expect(!admission.connect(stations: [10], maximum: 2))
        admission.letGo(station: 8)
        bench.advance(by: Limits.onDemandLinger)
        #expect(admission.connect(stations: [8, 10], maximum: 2))
        withExtendedLifetime(station) {}
    }

    @Test func theStationsLoopHearsOfClientsOnOthers() throws {
        let station = try FakeStation()
        take([try entry(0, "jazz", station, onDemand: true)])
        bench.hub.received(.audience(station: 0, loop: 1, isPresent: true))
        _ = try station.accept(on: bench.loop)
        let own = bench.subscribe("/jazz")
        bench.leave(own)
        bench.advance(by: Limits.onDemandLinger)
        #expect(!bench.get("/jazz").contains(#""state":"idle""#))
        bench.hub.received(.audience(station: 0, loop: 1, isPresent: false))
        bench.advance(by: Limits.onDemandLinger)
        #expect(bench.get("/jazz").contains(#""state":"idle""#))
    }

    /// The audience is known even while it does not matter.
    @Test func aStationThatBecomesOnDemandStaysConnectedForItsClients() throws {
        let station = try FakeStation()
        take([try entry(0, "jazz", station)])
        let client = bench.subscribe("/jazz", .json)
        _ = try station.accept(on: bench.loop)
        take([try entry(0, "jazz", station, onDemand: true)])
        let upstream = try station.accept(on: bench.loop)
        #expect(!client.takeFrames().contains { $0.text.contains(#""state":"idle""#) })
        bench.leave(client)
        bench.advance(by: Limits.onDemandLinger)
        upstream.receive()
        #expect(upstream.isEnded)
        // And back: there are no clients, but now it is connected all the time.
        take([try entry(0, "jazz", station)])
        _ = try station.accept(on: bench.loop)
    }

    /// The client's loop may get the new settings before the station's loop.
    @Test func whoWantsAStationBeforeItIsKnownIsNotForgotten() throws {
        let station = try FakeStation()
        bench.hub.received(.audience(station: 0, loop: 1, isPresent: true))
        take([try entry(0, "jazz", station, onDemand: true)])
        _ = try station.accept(on: bench.loop)
    }

    @Test func whatIsSaidOfAStationBeforeItIsKnownIsKept() throws {
        let station = try FakeStation()
        try bench.publish(state: .live, station: 1)
        bench.publish(title: "A - B", station: 1)
        // Number 1 belongs to the other loop.
        take([try entry(1, "jazz", station)])
        let text = bench.get("/jazz")
        #expect(text.contains(#""state":"live""#) && text.contains(#""stream_title":"A - B""#))
    }
}
