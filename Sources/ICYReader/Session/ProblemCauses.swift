extension StreamSession.Problem {
    init(_ failure: StreamSession.TransportFailure, url: StreamURL) {
        func place(_ peer: String) -> String { "\(Self.shown(peer)) for \(url.shown)" }
        switch failure {
        case .unknownHost(let name):
            self.init(.unknownHost, "\(Self.shown(name)) in \(url.shown)")
        case .lookupFailed(let host, let reason):
            self.init(.lookupFailed, "\(Self.shown(host)): \(reason)")
        case .refused(let peer): self.init(.connectionRefused, place(peer))
        case .internalAddress(let host):
            self.init(.internalAddress, "\(Self.shown(host)) in \(url.shown)")
        case .unreachable(let peer, let reason):
            self.init(.unreachable, "\(place(peer)): \(reason)")
        case .timedOut(let peer): self.init(.connectTimeout, place(peer))
        case .tls(let reason): self.init(.tls, "\(Self.shown(url.hostHeader)): \(reason)")
        case .reset(let peer, let reason):
            self.init(.connectionBroken, "\(place(peer)): \(reason)")
        }
    }

    /// An address, or a part of one, as messages show it.
    private static func shown(_ place: some CustomStringConvertible) -> String {
        (place as? StreamURL)?.shown ?? place.description.cut(to: Limits.addressCharacters)
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

    static func stall(_ url: StreamURL, after time: Duration = Limits.stallTimeout) -> Self {
        Self(.stalled, "\(url.shown), no byte for \(time)")
    }

    static func ended(_ url: StreamURL, inHead: Bool) -> Self {
        Self(inHead ? .closedEarly : .ended, "\(url.shown)")
    }

    static func redirects(_ url: StreamURL) -> Self {
        Self(.tooManyRedirects, "more than \(Limits.redirects), the last one to \(url.shown)")
    }

    static func framingLost(_ url: StreamURL) -> Self { Self(.framingLost, "\(url.shown)") }

    static func emptyPromise(_ url: StreamURL) -> Self { Self(.metaintLies, "\(url.shown)") }

    /// The problem that a head indicates when no stream with titles follows it.
    ///
    /// - Parameters:
    ///   - kind: the kind of the body, if it is known.
    ///   - place: where the head came from, for people.
    ///   - refusal: what the body of a refusal says, as far as it is known.
    public static func head(
        _ head: ResponseHead, body kind: BodyKind?, at place: String, saying refusal: [UInt8] = []
    ) -> Self {
        head.isSuccess
            ? noTitles(head, place, kind ?? .audio) : status(head, place, saying: refusal)
    }

    /// The problem that a head other than a success indicates.
    static func status(
        _ head: ResponseHead, _ url: some CustomStringConvertible, saying refusal: [UInt8] = []
    ) -> Self {
        let said = DecodedText(refusal).text
        let isFull = NoTitleReason.saysFull(said)
        let reason = (isFull ? said.trimmingBlanks : head.reason).cut(to: Limits.quotedCharacters)
        let answer =
            "\(shown(url)) answered \(head.protocolName == "ICY" ? "ICY " : "")\(head.status)"
            + "\(reason.isEmpty ? "" : " ")\(reason)"
        let isOfTriton = (url as? StreamURL)?.isOfStreamTheWorld == true
        return Self(
            isFull ? .serverFull : NoTitleReason(status: head, isOfTriton: isOfTriton), answer)
    }

    /// A mount that a document refuses.
    static func refusal(_ refusal: Playlist.Refusal, _ url: StreamURL) -> Self {
        let said = "\(refusal.status)\(refusal.message.isEmpty ? "" : " ")\(refusal.message)"
        let reason: NoTitleReason =
            switch refusal.status {
            case 453: .regionBlocked
            case 404: .notFound
            default: .unexpectedStatus
            }
        return Self(reason, "\(url.shown) says \(said)")
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

    /// The problem that a successful head without metadata indicates.
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
        case .audio, .flac, .matroska: break
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
    /// Whether a server says that it has no room: `Server Full`, `max listeners reached`, `Icecast
    /// connection limit reached`.
    static func saysFull(_ text: String) -> Bool {
        let text = text.lowercased()
        return text.containsText("full") || text.containsText("too many")
            || text.containsText("max listeners") || text.containsText("limit reached")
    }

    /// The reason for a status other than 2xx. SHOUTcast sends ICY 400 when it is full, and ICY 401
    /// when no source feeds the mount.
    ///
    /// StreamTheWorld (Triton Digital) answers 403 where a mount is not available for the
    /// listener's address, mostly by country, and has 453 for the same.
    ///
    /// - Parameter isOfTriton: whether StreamTheWorld answered.
    init(status head: ResponseHead, isOfTriton: Bool = false) {
        let isICY = head.protocolName == "ICY"
        let isFull = Self.saysFull(head.reason)
        switch head.status {
        // Icecast and others report a full server over HTTP, each with a status of its own.
        case 400...403 where isFull: self = .serverFull
        case 400 where isICY: self = .serverFull
        case 401 where isICY: self = .sourceOffline
        case 401, 407: self = .loginRequired
        case 453: self = .regionBlocked
        case 403 where isOfTriton: self = .regionBlocked
        case 403, 451: self = .refused
        case 404, 410: self = .notFound
        case 429, 500...599:
            self = isFull ? .serverFull : .serverError
        default: self = .unexpectedStatus
        }
    }
}

extension StreamURL {
    /// Whether the server is one of StreamTheWorld's.
    fileprivate var isOfStreamTheWorld: Bool {
        serverName == "streamtheworld.com" || serverName.hasSuffix(".streamtheworld.com")
    }
}
