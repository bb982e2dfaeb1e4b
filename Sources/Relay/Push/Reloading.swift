/// Reads options, tokens and certificate again on request, on a separate thread: no loop waits for
/// a file of ten thousand stations.
final class Reloading: Sendable {
    private struct State: Sendable {
        var isRunning = false
        /// A reload was requested that has not begun yet: the files may have changed since the last
        /// one.
        var isWanted = false
        /// What was last said of stations that keep a path of another interface.
        var collisions: [String] = []
    }

    private let state: Lock<State>
    private let read: @Sendable () throws(UsageError) -> Options.Serve
    private let running: Options.Serve
    private let source: SettingsBuilder
    private let shared: ServerContext
    private let inboxes: [ServerInbox]

    /// - Parameters:
    ///   - running: the options that the server was started with; their stations are not used.
    ///   - collisions: what was said of its stations at the start.
    init(
        of running: Options.Serve, collisions: [String] = [],
        reading read: @escaping @Sendable () throws(UsageError) -> Options.Serve,
        source: SettingsBuilder, shared: ServerContext, inboxes: [ServerInbox]
    ) {
        state = Lock(State(collisions: collisions))
        self.running = running
        self.read = read
        self.source = source
        self.shared = shared
        self.inboxes = inboxes
    }

    func reload() {
        let mustStart = state.withLock { state in
            defer { state.isRunning = true }
            state.isWanted = true
            return !state.isRunning
        }
        guard mustStart else { return }
        do throws(SystemError) {
            try Thread("reload") { [self] in run() }.detach()
        } catch {
            state.withLock { $0 = State(collisions: $0.collisions) }
            Log.line("cannot reload: \(error)", .warning)
        }
    }

    private func run() {
        while state.withLock({ state in
            defer { state.isWanted = false }
            if !state.isWanted { state.isRunning = false }
            return state.isWanted
        }) {
            once()
        }
    }

    private func once() {
        shared.playLog?.reopen()
        do throws(UsageError) {
            let options = try read()
            let settings = try source.settings(of: options, since: shared.lastNumber)
            ServerInbox.send(.settings(settings), to: inboxes)
            shared.reloads.add(1)
            shared.foreignOrigins.forget()
            shared.crowdedAddresses.forget()
            Log.use(options.logLevel)
            Log.line("reloaded: \(StationNames.count(options.stations.count))")
            sayWhatWaits(options)
            sayCollisions(options.collisions)
        } catch {
            shared.reloadFailures.add(1)
            let reason = error.lines.joined(separator: "; ")
            Log.line("not reloaded, everything stays as it was: \(reason)", .warning)
        }
    }

    /// Logs what was not said before.
    private func sayCollisions(_ lines: [String]) {
        let known = state.withLock { state in
            defer { state.collisions = lines }
            return state.collisions
        }
        for line in lines where !known.contains(line) { Log.line(line, .warning) }
    }

    /// Whether the topics of a broker that is in use would be others.
    private func isOther(_ options: Options.Serve, _ part: KeyPath<NotifyOptions, String?>) -> Bool
    {
        let (now, before) = (options.notify, running.notify)
        return now.mqtt != nil && before.mqtt != nil && now[keyPath: part] != before[keyPath: part]
    }

    /// Logs the changes of settings that the loops and their threads keep until a restart.
    private func sayWhatWaits(_ options: Options.Serve) {
        let changed = [
            ("listen", options.listen != running.listen),
            ("loops", options.loops != running.loops),
            ("play_log", options.playLog != running.playLog),
            ("mqtt_prefix", isOther(options, \.mqttPrefix)),
            ("mqtt_discovery", isOther(options, \.mqttDiscovery)),
            ("artwork_memory", options.artworkBytes != running.artworkBytes),
            ("log_format", options.logFormat != running.logFormat),
        ].filter(\.1).map(\.0)
        guard !changed.isEmpty else { return }
        let names = changed.joined(separator: ", ")
        Log.line("\(names): the change takes effect at the next start", .warning)
    }
}
