/// `Relay URL ...`: the server.
enum Serve {
    /// - Parameters:
    ///   - read: reads the options again at each SIGHUP.
    ///   - beside: made on the first loop before the stations start, and kept alive.
    static func run(
        _ options: consuming Options.Serve,
        rereading read: @escaping @Sendable () throws(UsageError) -> Options.Serve,
        beside: (@Sendable (EventLoop) throws(SystemError) -> AnyObject)? = nil
    ) -> ExitCode {
        Log.use(options.logFormat, waits: false)
        Log.use(options.logLevel)
        let loopCount = options.loops ?? min(Cores.count, Limits.loops)
        do throws(ListenError) {
            let listening = try ListeningSockets(on: options.listen, count: loopCount)
            do throws(SystemError) {
                let inboxes = try [ServerInbox](loops: loopCount)
                return try run(options, read, inboxes, listening, beside)
            } catch {
                Log.line("cannot start: \(error)")
                return .unavailable
            }
        } catch {
            Log.line(error.message)
            return .unavailable
        }
    }

    private static func run(
        _ options: consuming Options.Serve,
        _ read: @escaping @Sendable () throws(UsageError) -> Options.Serve,
        _ inboxes: [ServerInbox], _ listening: ListeningSockets,
        _ beside: (@Sendable (EventLoop) throws(SystemError) -> AnyObject)?
    ) throws(SystemError) -> ExitCode {
        Signals.block(ofServer: true)
        let playLog: PlayLog?
        do throws(PlayLogError) {
            playLog = try openPlayLog(options, inboxes)
        } catch {
            Log.line(error.description, .warning)
            return .cannotWrite
        }
        defer { playLog?.close() }
        let sequencer = playLog.map { Sequencer(epoch: $0.contents.epoch) } ?? Sequencer()
        let shared = ServerContext(
            loops: inboxes.count, sequencer: sequencer, playLog: playLog,
            pictures: PictureStore(limit: options.artworkBytes),
            inboxLengths: { inboxes.map { $0.withQueue(\.count) } })
        let source = SettingsBuilder(
            playLog?.contents, loops: inboxes.count, isLocal: listening.address.client.isLoopback)
        let settings: LiveSettings
        do throws(UsageError) {
            settings = try source.settings(of: options, since: 0)
        } catch {
            Log.line(error.message)
            return error.exitCode
        }
        let start = ServerStart(
            settings: settings, shared: shared, inboxes: inboxes,
            resolver: try Resolver(), source: source,
            reloading: Reloading(
                of: options.withoutStations, collisions: options.collisions, reading: read,
                source: source, shared: shared,
                inboxes: inboxes))
        playLog?.forgetTitles()
        announce(options, settings, listening.address)
        // The settings hold them now.
        options.stations = []
        let group = LoopGroup(count: inboxes.count) { ServerInbox.send(.shutdown, to: inboxes) }
        try group.run { (index, loop) throws(SystemError) -> AnyObject in
            try LoopOwner(index, loop, start, listening.take(index), beside)
        }
        return .success
    }

    private static func openPlayLog(
        _ options: Options.Serve, _ inboxes: [ServerInbox]
    ) throws(PlayLogError) -> PlayLog? {
        guard let path = options.playLog else { return nil }
        return try PlayLog(path: path) { title in
            let entry = title.entry
            let publication = Publication.title(
                Title(entry.event, id: title.id), of: entry.station, receivedAt: entry.receivedAt)
            ServerInbox.send(.publication(publication), to: inboxes)
        }
    }

    private static func announce(
        _ options: Options.Serve, _ settings: LiveSettings, _ address: Address
    ) {
        let count = options.stations.count
        let what =
            count == 1 ? "titles of \(options.stations[0].name)" : "titles of \(count) stations"
        let scheme = settings.certificate == nil ? "http" : "https"
        Log.line("\(what) at \(scheme)://\(address)/")
        for line in options.collisions { Log.line(line, .warning) }
    }
}

/// What every loop of a server needs to start.
private struct ServerStart: Sendable {
    let settings: LiveSettings
    let shared: ServerContext
    let inboxes: [ServerInbox]
    let resolver: Resolver
    let source: SettingsBuilder
    let reloading: Reloading
}

/// What one loop of the server owns.
private final class LoopOwner {
    private let hub: Hub
    private let stations: StationRunner
    private var signals: SignalWatch?
    private var beside: AnyObject?

    init(
        _ index: Int, _ loop: EventLoop, _ start: ServerStart, _ listener: consuming FileDescriptor,
        _ besideMaker: (@Sendable (EventLoop) throws(SystemError) -> AnyObject)?
    ) throws(SystemError) {
        let hub = try Hub(
            loop: loop, index: index, shared: start.shared, settings: start.settings,
            inbox: start.inboxes[index],
            others: start.inboxes.enumerated().filter { $0.offset != index }.map(\.element),
            descriptorLimit: { stations in
                Limits.clientDescriptors(of: Socket.descriptorLimit, stations: stations)
            })
        self.hub = hub
        let restored = start.source.takeRestored()
        hub.restore(restored)
        let network = try Network(
            loop: loop, resolver: start.resolver, pictures: start.shared.pictures.room)
        let audience = StationAudience(
            title: { [unowned hub] in hub.publish($0, raw: $1, of: $2, receivedAt: $3) },
            other: { [unowned hub] in hub.publish($0) },
            titleRate: { [unowned hub] in hub.settings.limits.titleRate },
            picture: { [shared = start.shared] in shared.pictures.put($0.picture, of: $1) })
        stations = StationRunner(
            loop: loop, index: index, count: start.inboxes.count,
            admission: start.shared.admission
        ) { entry, lastFingerprint in
            Station(entry, network: network, lastFingerprint: lastFingerprint, audience: audience)
        }
        hub.stations = stations
        if index == 0 {
            let (inboxes, reloading) = (start.inboxes, start.reloading)
            let server = ServerSignals(
                reload: { reloading.reload() },
                report: { ServerInbox.send(.report, to: inboxes) })
            signals = try SignalWatch(loop: loop, server: server) { _ in
                ServerInbox.send(.shutdown, to: inboxes)
            }
            beside = try besideMaker?(loop)
            hub.notify(by: Notifier(network, figures: start.shared.notify))
        }
        try hub.registry.listen(on: listener)
        stations.adopt(start.settings.stations, lastFingerprints: restored.newest)
    }

    /// Other loops may still be closing their clients, and this loop no longer reads signals.
    deinit { signals?.end() }
}
