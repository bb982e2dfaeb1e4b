/// What the upstreams of one loop need to connect.
final class Network {
    let loop: EventLoop
    let lookups: Lookups
    let trust: TrustStore

    init(
        loop: EventLoop, resolver: Resolver, trust: TrustStore = TrustStore()
    ) throws(SystemError) {
        self.loop = loop
        lookups = try Lookups(loop: loop, resolver: resolver)
        self.trust = trust
    }
}
