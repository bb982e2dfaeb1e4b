import ICYReader

/// What the upstreams of one loop need to connect.
final class Network {
    let loop: EventLoop
    let lookups: Lookups
    let trust: TrustStore
    /// Where pictures in streams are kept; nil if they are not.
    let pictures: PictureRoom?

    init(
        loop: EventLoop, resolver: Resolver, trust: TrustStore = TrustStore(),
        pictures: PictureRoom? = nil
    ) throws(SystemError) {
        self.loop = loop
        lookups = try Lookups(loop: loop, resolver: resolver)
        self.trust = trust
        self.pictures = pictures
    }
}
