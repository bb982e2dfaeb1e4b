import ICYReader

/// The metrics of the whole server, for `/metrics`.
enum ServerMetrics {
    static func text(_ shared: ServerContext, _ settings: LiveSettings) -> [UInt8] {
        var text = MetricsText()
        build(&text)
        process(&text, shared)
        clients(&text, shared)
        titles(&text, shared)
        loops(&text, shared)
        NotifyMetrics.add(shared.notify, to: &text)
        stations(&text, settings.stations)
        return text.bytes
    }

    private static func build(_ text: inout MetricsText) {
        text.family("build_info", .gauge, "The version that runs.")
        text.sample("build_info", [("version", Version.number)], 1)
    }

    private static func process(_ text: inout MetricsText, _ shared: ServerContext) {
        text.family("start_time_seconds", .gauge, "When the server started, in Unix time.")
        text.sample(
            "start_time_seconds", seconds: Double(shared.startedAt.milliseconds) / 1000)
        text.family("reloads_total", .counter, "Configurations that were taken over on SIGHUP.")
        text.sample("reloads_total", shared.reloads.value)
        text.family("reload_failures_total", .counter, "Configurations that were refused.")
        text.sample("reload_failures_total", shared.reloadFailures.value)
        text.family("artwork_bytes", .gauge, "Memory of pictures in streams.")
        text.sample("artwork_bytes", shared.pictures.room.byteCount)
        text.family("log_lines_lost_total", .counter, "Lines of the log that nobody read.")
        text.sample("log_lines_lost_total", Log.lostCount)
        guard let log = shared.playLog?.figures else { return }
        // The names with `history` are the former ones.
        for name in ["play_log", "history"] {
            text.family("\(name)_lines_total", .counter, "Titles written to the play log.")
            text.sample("\(name)_lines_total", log.lines)
            text.family("\(name)_failures_total", .counter, "Titles that are not in the play log.")
            text.sample("\(name)_failures_total", log.failures)
        }
    }

    private static func clients(_ text: inout MetricsText, _ shared: ServerContext) {
        let loops = shared.figures
        text.family("connections_accepted_total", .counter, "Connections that were taken.")
        text.sample("connections_accepted_total", loops.sum { $0.accepted.value })
        text.family("connections", .gauge, "Connections now, requests included.")
        text.sample(
            "connections", loops.sum { $0.accepted.value } - loops.sum { $0.closed.value })
        text.family("requests_total", .counter, "Requests that were read, upgrades included.")
        text.sample("requests_total", loops.sum { $0.requests.value })
        text.family("clients", .gauge, "Clients that listen now.")
        for (label, formats) in MessageFormat.labels {
            let count = formats.reduce(0) { $0 + loops.sum(of: \.clients, at: $1.rawValue) }
            text.sample("clients", [("kind", label)], count)
        }
        text.family("refusals_total", .counter, "Connections and requests that were refused.")
        for reason in LoopFigures.Refusal.allCases {
            text.sample(
                "refusals_total", [("reason", reason.name)],
                loops.sum(of: \.refusals, at: reason.rawValue))
        }
        text.family("drops_total", .counter, "Titles replaced for slow clients; clients let go.")
        for reason in LoopFigures.Drop.allCases {
            text.sample(
                "drops_total", [("reason", reason.name)],
                loops.sum(of: \.drops, at: reason.rawValue))
        }
        text.family("resumes_total", .counter, "Clients that came back with a cursor.")
        for (value, counter) in [
            ("true", loops.sum { $0.resumedComplete.value }),
            ("false", loops.sum { $0.resumedIncomplete.value }),
        ] {
            text.sample("resumes_total", [("complete", value)], counter)
        }
        text.family("shed_total", .counter, "What bounds have shed of clients.")
        for bound in [Bound.clientTLS, .answers] {
            text.sample(
                "shed_total", [("bound", bound.name)], loops.sum(of: \.shed, at: bound.rawValue))
        }
        text.family("sent_bytes_total", .counter, "Bytes given to the sockets of clients.")
        text.sample("sent_bytes_total", loops.sum { $0.sentBytes.value })
    }

    private static func titles(_ text: inout MetricsText, _ shared: ServerContext) {
        let loops = shared.figures
        text.family("deliveries_total", .counter, "Titles that went to clients.")
        for (label, formats) in MessageFormat.labels {
            let count = formats.reduce(0) { $0 + loops.sum(of: \.deliveries, at: $1.rawValue) }
            text.sample("deliveries_total", [("kind", label)], count)
        }
        histogram(
            &text, "delivery_seconds",
            "From the last byte of a title's block to its last send on a loop with clients.",
            loops.map(\.latency))
    }

    private static func loops(_ text: inout MetricsText, _ shared: ServerContext) {
        histogram(
            &text, "loop_turn_seconds", "Turns of the event loops, without the waits before them.",
            shared.figures.map(\.turns))
        text.family("loop_inbox_messages", .gauge, "Messages that wait in the inbox of a loop.")
        for (index, count) in shared.inboxLengths().enumerated() {
            text.sample("loop_inbox_messages", [("loop", String(index))], count)
        }
    }

    private static func histogram(
        _ text: inout MetricsText, _ name: String, _ help: String, _ parts: [Histogram]
    ) {
        text.family(name, .histogram, help)
        let cumulative = parts.map(\.cumulative)
        let all = Histogram.bounds.indices.map { index in
            (String(Histogram.bounds[index]), cumulative.reduce(0) { $0 + $1[index] })
        }
        let count = cumulative.reduce(0) { $0 + ($1.last ?? 0) }
        for (bound, value) in all + [("+Inf", count)] {
            text.sample("\(name)_bucket", [("le", bound)], value)
        }
        text.sample("\(name)_sum", seconds: parts.reduce(0) { $0 + $1.sum })
        text.sample("\(name)_count", count)
    }

    private static func stations(_ text: inout MetricsText, _ stations: [StationEntry]) {
        // Only the current state: with many stations, all states would be most of the text.
        text.family("station_state", .gauge, "The state that a station is in; always 1.")
        let states = StationStatus.State.allCases.map { state in
            (state, MetricsText.Series("station_state", "station", and: ("state", state.rawValue)))
        }
        for station in stations {
            guard let state = station.figures.state,
                let (_, series) = states.first(where: { $0.0 == state })
            else { continue }
            text.sample(series, station.choice.name, 1)
        }
        func each(
            _ name: String, _ kind: MetricsText.Kind, _ help: String,
            _ value: (StationFigures) -> Int
        ) {
            text.family("station_\(name)", kind, help)
            let series = MetricsText.Series("station_\(name)", "station")
            for station in stations {
                text.sample(series, station.choice.name, value(station.figures))
            }
        }
        each("up", .gauge, "1 while titles may come from a station.") { $0.state == .live ? 1 : 0 }
        each("clients", .gauge, "Clients that listen to a station.") { $0.subscribers.value }
        each("titles_total", .counter, "Title changes of a station.") { $0.titles.value }
        each("blocks_total", .counter, "Metadata blocks with content.") { $0.blocks.value }
        each("received_bytes_total", .counter, "Bytes that came from a station.") {
            $0.receivedBytes.value
        }
        each("reconnects_total", .counter, "Connections after the first one.") {
            max(0, $0.connections.value - 1)
        }
        text.family("station_shed_total", .counter, "What bounds have shed of a station.")
        for station in stations {
            for (bound, count) in zip(Bound.allCases, station.figures.shed) where count > 0 {
                text.sample(
                    "station_shed_total",
                    [("station", station.choice.name), ("bound", bound.name)], count)
            }
        }
        let now = WallClock.now.milliseconds
        let age = "station_last_block_age_seconds"
        text.family(age, .gauge, "Since the last metadata block with content.")
        let series = MetricsText.Series(age, "station")
        for station in stations where station.figures.lastBlock.value > 0 {
            let milliseconds = max(0, now - station.figures.lastBlock.value)
            text.sample(series, station.choice.name, milliseconds: milliseconds)
        }
    }
}

extension [LoopFigures] {
    fileprivate func sum(_ value: (LoopFigures) -> Int) -> Int { reduce(0) { $0 + value($1) } }

    fileprivate func sum(of row: (LoopFigures) -> CounterRow, at index: Int) -> Int {
        reduce(0) { $0 + row($1).values[index] }
    }
}

extension MessageFormat {
    /// The kinds of clients.
    fileprivate static let labels: KeyValuePairs<String, [MessageFormat]> = [
        "websocket_text": [.text], "websocket_json": [.json], "websocket_raw": [.raw],
        "event_stream": eventStreams, "azuracast": azuraCast,
        "zeno": [.zenoEvents, .plainZenoEvents],
    ]
}
