extension Session {
    /// Why there are no titles now: the reason, and where and how it showed.
    public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        /// What programs decide on, with its words and what to try next.
        public let reason: NoTitleReason
        /// Where it was, and what was seen there, in at most `Limits.detailCharacters`; may be
        /// empty.
        public let detail: String

        /// Makes a problem. A detail that is too long is cut.
        public init(_ reason: NoTitleReason, _ detail: String = "") {
            self.reason = reason
            self.detail = detail.cut(to: Limits.detailCharacters)
        }

        /// What is the matter: the reason's words, and the detail in parentheses.
        public var summary: String {
            detail.isEmpty ? reason.words : "\(reason.words) (\(detail))"
        }

        /// One line for people: what happened and what to do about it. Whether it is tried again is
        /// not said: that is up to the session's owner.
        public var message: String { "\(summary); \(reason.advice)" }

        /// The same as `message`.
        public var description: String { message }
    }

    /// What a transport reports. A peer is a place (`127.0.0.1:8000`), a reason a phrase that
    /// stands in parentheses (`No route to host`).
    public enum TransportFailure: Sendable, Equatable {
        /// The name has no address.
        case unknownHost(String)
        /// The name could not be looked up for now: no name server answers.
        case lookupFailed(host: String, reason: String)
        /// The peer refuses connections.
        case refused(String)
        /// There is no way to the peer.
        case unreachable(String, reason: String)
        /// The operating system gave up waiting for the peer.
        case timedOut(String)
        /// TLS failed, for this reason.
        case tls(String)
        /// The peer broke the connection, or closed it before it was set up.
        case reset(String, reason: String)
    }
}

extension Session.Problem {
    init(_ failure: Session.TransportFailure, url: StreamURL) {
        func place(_ peer: String) -> String { "\(Self.shown(peer)) for \(url.shown)" }
        switch failure {
        case .unknownHost(let name):
            self.init(.unknownHost, "\(Self.shown(name)) in \(url.shown)")
        case .lookupFailed(let host, let reason):
            self.init(.lookupFailed, "\(Self.shown(host)): \(reason)")
        case .refused(let peer): self.init(.connectionRefused, place(peer))
        case .unreachable(let peer, let reason):
            self.init(.unreachable, "\(place(peer)): \(reason)")
        case .timedOut(let peer): self.init(.connectTimeout, place(peer))
        case .tls(let reason): self.init(.tls, "\(Self.shown(url.hostHeader)): \(reason)")
        case .reset(let peer, let reason):
            self.init(.connectionBroken, "\(place(peer)): \(reason)")
        }
    }

    /// An address, or a part of one, as messages name it.
    private static func shown(_ place: some CustomStringConvertible) -> String {
        place.description.cut(to: Limits.addressCharacters)
    }

    init(_ error: ICYError, url: StreamURL) {
        self.init(.protocolViolation, "\(url.shown): \(error.finding)")
    }

    static func connectTimeout(_ url: StreamURL) -> Self {
        Self(.connectTimeout, "\(url.shown), \(Limits.connectTimeout)")
    }

    static func headTimeout(_ url: StreamURL) -> Self {
        Self(.noAnswer, "\(url.shown), \(Limits.headTimeout)")
    }

    static func stall(_ url: StreamURL) -> Self {
        Self(.stalled, "\(url.shown), no byte for \(Limits.stallTimeout)")
    }

    static func ended(_ url: StreamURL, inHead: Bool) -> Self {
        Self(inHead ? .closedEarly : .ended, "\(url.shown)")
    }

    static func redirects(_ url: StreamURL) -> Self {
        Self(.tooManyRedirects, "more than \(Limits.redirects), the last one to \(url.shown)")
    }

    static func framingLost(_ url: StreamURL) -> Self { Self(.framingLost, "\(url.shown)") }

    static func emptyPromise(_ url: StreamURL) -> Self { Self(.metaintLies, "\(url.shown)") }

    /// What a head means that no stream with titles follows.
    ///
    /// - Parameters:
    ///   - kind: what the body is, if that is known.
    ///   - place: where it came from, for people.
    public static func head(
        _ head: ResponseHead, body kind: BodyKind?, at place: String
    ) -> Self {
        head.isSuccess ? noTitles(head, place, kind ?? .audio) : status(head, place)
    }

    /// What a head without a stream behind it means.
    static func status(_ head: ResponseHead, _ url: some CustomStringConvertible) -> Self {
        let reason = head.reason.cut(to: Limits.quotedCharacters)
        let answer =
            "\(shown(url)) answered \(head.protocolName == "ICY" ? "ICY " : "")\(head.status)"
            + "\(reason.isEmpty ? "" : " ")\(reason)"
        return Self(NoTitleReason(status: head), answer)
    }

    /// A playlist without an address that can be tried.
    static func emptyPlaylist(_ playlist: Playlist, _ url: StreamURL) -> Self {
        guard let dropped = playlist.dropped.first else { return Self(.emptyPlaylist, url.shown) }
        return Self(.emptyPlaylist, "\(url.shown) names \(dropped.text)")
    }

    /// A web page, and where it may lead.
    static func page(_ page: HTMLPage, _ url: StreamURL) -> Self {
        let said = page.title.cut(to: Limits.quotedCharacters)
        let place = said.isEmpty ? url.shown : "\(url.shown) \"\(said)\""
        guard page.candidates.isEmpty == false else { return Self(.webPage, place) }
        let candidates = page.candidates.map(\.shown).joined(separator: ", ")
        return Self(.webPage, "\(place), which links to \(candidates)")
    }

    /// What a successful head without metadata means.
    static func noTitles(
        _ head: ResponseHead, _ url: some CustomStringConvertible, _ kind: BodyKind
    ) -> Self {
        let place = shown(url)
        let type = head.mediaType.cut(to: Limits.quotedCharacters)
        let what = type.isEmpty ? place : "\(place), \(type)"
        if let coding = head.contentCoding { return Self(.compressed, "\(what), \(coding)") }
        switch kind {
        case .page: return Self(.webPage, what)
        case .hls: return Self(.hls, what)
        case .playlist: return Self(.emptyPlaylist, what)
        case .text: return Self(.notAStream, what)
        case .ogg: return Self(.oggWithoutTags, what)
        case .audio: break
        }
        if case .invalid(let value) = head.metadataInterval {
            let said = value.cut(to: Limits.quotedCharacters)
            return Self(.metaintInvalid, "\(place) says \"\(said)\"")
        }
        if head.flags.contains(.metaintZero) { return Self(.metaintZero, what) }
        guard let proxy = head.proxy else { return Self(.metaintMissing, what) }
        return Self(.metaintStripped, "\(what), through \(proxy)")
    }
}

extension NoTitleReason {
    /// What a status other than 2xx means. SHOUTcast says ICY 400 when it is full and ICY 401 when
    /// no source feeds the mount.
    init(status head: ResponseHead) {
        let isICY = head.protocolName == "ICY"
        let says = head.reason.lowercased()
        let isFull = says.holds("full") || says.holds("too many")
        switch head.status {
        // Icecast and others say it over HTTP, each with a status of its own.
        case 400...403 where isFull: self = .serverFull
        case 400 where isICY: self = .serverFull
        case 401 where isICY: self = .sourceOffline
        case 401, 407: self = .loginRequired
        case 403: self = .refused
        case 404, 410: self = .notFound
        case 429, 500...599:
            self = isFull ? .serverFull : .serverError
        default: self = .unexpectedStatus
        }
    }
}

extension ResponseHead {
    /// Whether the type says audio, or nothing: silence may look like text.
    var promisesAudio: Bool { mediaType.isEmpty || mediaType.hasPrefix("audio/") }

    /// Whether the type says a list of addresses: a bare one may look like any text.
    var promisesPlaylist: Bool {
        ["mpegurl", "scpls", "pls+xml"].contains { mediaType.holds($0) }
    }

    /// What stands between us and a server that has titles, if that shows: ICY headers come
    /// through, and something else than a streaming server speaks for it.
    var proxy: String? {
        guard headers.contains(where: { $0.name.lowercased().hasPrefix("icy-") }) else {
            return nil
        }
        for name in ["via", "x-cache", "x-served-by", "cf-ray", "x-varnish"] {
            if let value = values(name).first {
                return "\(name): \(value.cut(to: Limits.quotedCharacters))"
            }
        }
        guard let server = values("server").first?.lowercased() else { return nil }
        let proxies = ["nginx", "cloudflare", "caddy", "apache", "varnish", "haproxy", "openresty"]
        return proxies.first { server.holds($0) }
    }
}

extension StreamURL {
    /// The address as messages name it: it may be longer than what they have room for.
    package var shown: String { description.cut(to: Limits.addressCharacters) }
}
