/// `Relay URL ...`: the server.
enum Serve {
    static func run(_ options: Options.Serve) -> ExitCode {
        run(options, beside: nil)
    }

    /// - Parameter beside: made on the first loop before the stations start, and kept.
    static func run(
        _ options: Options.Serve, beside: (@Sendable (EventLoop) throws(SystemError) -> AnyObject)?
    ) -> ExitCode {
        let loopCount = options.loops ?? min(Cores.count, Limits.loops)
        do throws(ListenError) {
            let listening = try Listening(on: options.listen, count: loopCount)
            do throws(SystemError) {
                let group = try LoopGroup(count: loopCount)
                let resolver = try Resolver()
                Signals.block()
                announce(options, listening.address)
                try group.run { (index, loop) throws(SystemError) -> AnyObject in
                    try LoopOwner(
                        index, loop, group, options, resolver, listening.take(index), beside)
                }
            } catch {
                Log.line("cannot start: \(error)")
                return .unavailable
            }
        } catch {
            Log.line(error.message)
            return .unavailable
        }
        return .success
    }

    private static func announce(_ options: Options.Serve, _ address: Address) {
        let count = options.stations.count
        let what =
            count == 1 ? "titles of \(options.stations[0].name)" : "titles of \(count) stations"
        Log.line("\(what) at http://\(address)/")
    }
}

/// What one loop of the server owns.
private final class LoopOwner {
    private let hub: Hub
    private var signals: SignalWatch?
    private var beside: AnyObject?

    init(
        _ index: Int, _ loop: EventLoop, _ group: LoopGroup, _ options: Options.Serve,
        _ resolver: Resolver, _ listener: consuming FileDescriptor,
        _ besideMaker: (@Sendable (EventLoop) throws(SystemError) -> AnyObject)?
    ) throws(SystemError) {
        let hub = Hub(
            loop: loop, stationNames: options.stations.map(\.name),
            others: group.inboxes(except: index),
            descriptorLimit: Limits.clientDescriptors(
                of: Socket.descriptorLimit, stations: options.stations.count))
        self.hub = hub
        if index == 0 {
            let inboxes = group.inboxes
            signals = try SignalWatch(loop: loop) { _ in LoopGroup.shutDown(inboxes) }
            beside = try besideMaker?(loop)
        }
        try hub.listen(on: listener)
        let trust = TrustStore()
        for (number, choice) in options.stations.enumerated()
        where number % group.inboxes.count == index {
            hub.run(
                Station(
                    index: number, name: choice.name, url: choice.url,
                    charset: choice.charset, loop: loop,
                    resolver: resolver, trust: trust,
                    publish: { [unowned hub] in hub.publish($0) }))
        }
    }
}
