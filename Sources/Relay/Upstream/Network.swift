/// What the upstreams of one loop connect with.
final class Network {
    let loop: EventLoop
    let resolver: Resolver
    let trust: TrustStore

    init(loop: EventLoop, resolver: Resolver, trust: TrustStore = TrustStore()) {
        self.loop = loop
        self.resolver = resolver
        self.trust = trust
    }
}
