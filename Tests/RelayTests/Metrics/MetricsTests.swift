import ICYReader
import Testing

@testable import Relay

/// The content of `/metrics`. The live checks read it with Prometheus' own parser.
@Suite(.timeLimit(.minutes(10))) struct MetricsTests {
    @Test func aHistogramCountsEachClassAndAllBelow() {
        let histogram = Histogram()
        #expect(histogram.cumulative == Array(repeating: 0, count: Histogram.bounds.count + 1))
        let start = Instant(nanoseconds: 1000)
        for duration: Duration in [
            .microseconds(50), .microseconds(51), .seconds(2), .seconds(100),
        ] {
            histogram.observe(from: start, to: start + duration)
        }
        let cumulative = histogram.cumulative
        #expect(cumulative.prefix(3) == [1, 2, 2])
        #expect(cumulative.suffix(3) == [2, 3, 4])
        #expect(abs(histogram.sum - 102.000101) < 1e-9)
    }

    @Test func labelsAreEscaped() {
        var text = MetricsText()
        text.family("x", .gauge, "A thing.")
        text.sample("x", [("a", "b\\c\"d\ne")], 1)
        text.sample("y", seconds: 0.25)
        #expect(
            String(decoding: text.bytes, as: UTF8.self)
                == "# HELP icy_relay_x A thing.\n# TYPE icy_relay_x gauge\n"
                + "icy_relay_x{a=\"b\\\\c\\\"d\\ne\"} 1\nicy_relay_y 0.25\n")
    }

    private func value(_ bench: TestHub, _ name: String) -> String? {
        bench.get("/metrics").split(whereSeparator: \.isNewline)
            .first { $0.hasPrefix("icy_relay_\(name) ") }
            .map { String($0.split(separator: " ")[1]) }
    }

    @Test func clientsAndDeliveriesAreCounted() throws {
        let bench = try TestHub(["jazz", "rock"], shared: ServerContext(loops: 1))
        let text = [bench.subscribe("/jazz"), bench.subscribe("/jazz")]
        let json = bench.subscribe("/?station=jazz&station=rock", .json)
        bench.publishUnnumbered("secret title")
        #expect(value(bench, #"clients{kind="websocket_text"}"#) == "2")
        #expect(value(bench, #"clients{kind="websocket_json"}"#) == "1")
        #expect(value(bench, #"deliveries_total{kind="websocket_text"}"#) == "2")
        #expect(value(bench, #"deliveries_total{kind="websocket_json"}"#) == "1")
        #expect(value(bench, #"station_clients{station="jazz"}"#) == "3")
        #expect(value(bench, #"station_clients{station="rock"}"#) == "1")
        #expect(value(bench, "delivery_seconds_count") == "1")
        #expect(!bench.get("/metrics").contains("secret"))
        bench.leave(text[0])
        bench.leave(json)
        #expect(value(bench, #"clients{kind="websocket_text"}"#) == "1")
        #expect(value(bench, #"clients{kind="websocket_json"}"#) == "0")
        #expect(value(bench, #"station_clients{station="rock"}"#) == "0")
        // This request is one of them.
        #expect(value(bench, "connections") == "2")
        #expect(!text[1].isEnded)
    }

    /// How long turns take, and how much waits for the loops.
    @Test func loopsAreMeasured() throws {
        let shared = ServerContext(loops: 1, inboxLengths: { [3, 0] })
        let bench = try TestHub(shared: shared)
        #expect(value(bench, #"loop_inbox_messages{loop="0"}"#) == "3")
        #expect(value(bench, #"loop_inbox_messages{loop="1"}"#) == "0")
        let turns = shared.figures[0].turns.cumulative.last
        bench.loop.runOnce(timeout: .zero)
        #expect(shared.figures[0].turns.cumulative.last == turns.map { $0 + 1 })
        #expect(value(bench, "loop_turn_seconds_count").flatMap { Int($0) } ?? 0 > 0)
    }

    /// SIGUSR1: a line that reports a loop's work. Debug messages are logged only on request.
    @Test func aLoopReportsWhatItHasToDo() async {
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardErrorContent]
        ) {
            let bench = try TestHub(["jazz", "rock"])
            let clients = [bench.subscribe("/jazz"), bench.subscribe("/rock", .json)]
            let asking = bench.connect()
            Log.debug("not this")
            bench.inbox.send(.report)
            bench.loop.settle()
            Log.use(LogLevel.debug)
            Log.debug("but this", station: "jazz")
            withExtendedLifetime((clients, asking)) {}
        }
        let lines = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(lines.hasPrefix("loop 0: 3 clients (1 request, 2 webSocket), 0 wait for a turn; "))
        #expect(lines.contains("; 2 stations, 0 live; "))
        #expect(lines.hasSuffix("\njazz: but this\n"))
        #expect(!lines.contains("not this"))
    }

    @Test func titlesThatASlowClientDoesNotGetAreCounted() throws {
        let bench = try TestHub(shared: ServerContext(loops: 1))
        let slow = bench.subscribe { $0.shrinkSendBuffer() }
        for number in 1...10 {
            bench.publish(title: String(repeating: "x", count: 20_000) + "\(number)")
        }
        let replaced = Int(value(bench, #"drops_total{reason="replaced"}"#) ?? "") ?? 0
        #expect((5...9).contains(replaced))
        #expect(!slow.isEnded)
    }

    /// With many stations, an answer may be a second old, so that asking often costs little.
    @Test func theListOfManyStationsIsMadeOnceASecond() throws {
        let many = try TestHub((0...Limits.listedAtOnce).map { "s\($0)" })
        #expect(!many.get("/").contains("A - B"))
        many.publish(title: "A - B", station: 3)
        #expect(!many.get("/").contains("A - B"))
        many.advance(by: Limits.listAge)
        #expect(many.get("/").contains("A - B"))
        #expect(many.get("/s3").contains("A - B"))
    }

    @Test func readinessIsNotLiveness() throws {
        let bench = try TestHub(["jazz", "rock"])
        func status(_ path: String) -> String {
            String(bench.get(path).dropFirst(9).prefix(3))
        }
        #expect(status("/healthz/live") == "200")
        #expect(status("/healthz/ready") == "503")
        try bench.publish(state: .live, station: 1)
        #expect(status("/healthz/ready") == "200")
        try bench.publish(state: .waiting, station: 1)
        #expect(status("/healthz/ready") == "503")
        #expect(status("/healthz") == "200")
    }

    @Test func aLineOfTheLogIsOneJSONObject() {
        let at = WallClock(milliseconds: 1_795_349_702_123)
        #expect(
            Log.written("live, \"A\"\u{1B}", .info, "jazz", .json, at: at)
                == #"{"at":"2026-11-22T12:15:02.123Z","level":"info","station":"jazz","#
                + #""message":"live, \"A\"\u001b"}"#)
        #expect(Log.written("x\ny", .warning, nil, .text, at: at) == "x\\u{a}y")
        #expect(Log.written("x", .warning, "jazz", .text, at: at) == "jazz: x")
    }
}
