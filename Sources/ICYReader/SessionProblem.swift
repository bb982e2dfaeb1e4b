extension Session {
    /// Why there are no titles now.
    public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        /// What a program decides on.
        public enum Kind: String, Sendable, CaseIterable {
            /// The name does not resolve.
            case unknownHost = "unknown_host"
            /// No connection to the server.
            case unreachable
            /// 401 or 403: the server does not want this listener.
            case refused
            /// 404 or 410: no such mount.
            case notFound = "not_found"
            /// 5xx; over ICY also 400 (full) and 401 (source down).
            case serverError = "server_error"
            /// A body without ICY metadata: no `icy-metaint`, a web page, Ogg, a playlist.
            case noTitles = "no_titles"
            /// The answer breaks HTTP, redirects in circles, or has an unexpected status.
            case protocolViolation = "protocol_violation"
            /// The TLS handshake failed.
            case tls
            /// No connection, no head, or no byte in time.
            case timeout
            /// The server ended the stream.
            case ended
            /// Blocks came where no blocks can be; a new connection counts anew.
            case framingLost = "framing_lost"
        }

        /// What a program decides on.
        public let kind: Kind
        /// One line for people: what happened and what to do about it. Whether it is tried again is
        /// not said: that is up to the session's owner.
        public let message: String

        /// Makes a problem.
        public init(kind: Kind, message: String) {
            self.kind = kind
            self.message = message
        }

        /// The same as `message`.
        public var description: String { message }

        /// Whether time alone seldom cures it, unless the stream was live before.
        var isLasting: Bool {
            switch kind {
            case .unknownHost, .refused, .notFound, .noTitles: true
            case .unreachable, .serverError, .protocolViolation, .tls, .timeout, .ended,
                .framingLost:
                false
            }
        }
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
        switch failure {
        case .unknownHost(let name):
            self.init(
                kind: .unknownHost,
                message: "the host \(name) is unknown; check its spelling in \(url)")
        case .lookupFailed(let host, let reason):
            self.init(
                kind: .unreachable,
                message: "the host \(host) cannot be looked up (\(reason)); "
                    + "check this machine's network and name servers")
        case .refused(let peer):
            self.init(
                kind: .unreachable,
                message: "\(peer) refuses connections; check that the server runs, "
                    + "and the port in \(url)")
        case .unreachable(let peer, let reason):
            self.init(
                kind: .unreachable,
                message: "\(peer) cannot be reached (\(reason)); "
                    + "check the network and the host in \(url)")
        case .timedOut(let peer):
            self.init(
                kind: .timeout,
                message: "\(peer) does not answer in time; check host and port in \(url)")
        case .tls(let reason):
            self.init(
                kind: .tls,
                message: "no TLS with \(url.hostHeader) (\(reason)); check the certificate, "
                    + "or use http:// if the station offers it")
        case .reset(let peer, let reason):
            self.init(
                kind: .ended,
                message: "\(peer) broke the connection to \(url) (\(reason)); "
                    + "if that goes on, check the station's server")
        }
    }

    init(_ error: ICYError, url: StreamURL) {
        self.init(kind: .protocolViolation, message: "\(url): \(error.message)")
    }

    static func connectTimeout(_ url: StreamURL) -> Self {
        Self(
            kind: .timeout,
            message: "no connection to \(url.hostHeader) within \(Limits.connectTimeout); "
                + "check host and port in \(url)")
    }

    static func headTimeout(_ url: StreamURL) -> Self {
        Self(
            kind: .timeout,
            message: "no answer from \(url) within \(Limits.headTimeout); "
                + "check that the server is not overloaded")
    }

    static func stall(_ url: StreamURL) -> Self {
        Self(
            kind: .timeout,
            message: "no byte from \(url) for \(Limits.stallTimeout); "
                + "check the station's source")
    }

    static func ended(_ url: StreamURL, inHead: Bool) -> Self {
        Self(
            kind: .ended,
            message: inHead
                ? "\(url) closed the connection before it answered; check the address"
                : "\(url) ended the stream; if that goes on, check the station's source")
    }

    static func redirects(_ url: StreamURL) -> Self {
        Self(
            kind: .protocolViolation,
            message: "more than \(Limits.redirects) redirects, the last one to \(url); "
                + "ask the station for its stream's address")
    }

    static func framingLost(_ url: StreamURL) -> Self {
        Self(
            kind: .framingLost,
            message: "\(url) sends audio where metadata should be; "
                + "if that goes on, tell the station that its server miscounts")
    }

    static func emptyPromise(_ url: StreamURL) -> Self {
        Self(
            kind: .noTitles,
            message: "\(url) sends icy-metaint but no metadata; ask the station, a proxy or "
                + "cache before the server may have copied the header")
    }

    /// What a head without a stream behind it means.
    static func status(_ head: ResponseHead, _ url: StreamURL) -> Self {
        let reason = String(head.reason.unicodeScalars.prefix(80).map(Character.init))
        let answer = "\(url) answered \(head.status)\(reason.isEmpty ? "" : " ")\(reason)"
        // SHOUTcast says ICY 400 when full and ICY 401 when the source is away.
        if head.protocolName == "ICY", head.status == 400 || head.status == 401 {
            let cause = head.status == 400 ? "the server is full" : "the source is not connected"
            return Self(
                kind: .serverError,
                message: "\(answer): \(cause); wait, or use another mount")
        }
        switch head.status {
        case 401, 403, 407:
            return Self(
                kind: .refused,
                message: "\(answer); if it needs a login, "
                    + "write http://user:password@host/path")
        case 404, 410:
            return Self(
                kind: .notFound,
                message: "\(answer): no such mount; "
                    + "check the path, the station may be off air")
        case 429, 500...599:
            return Self(kind: .serverError, message: "\(answer); try again later")
        default:
            return Self(
                kind: .protocolViolation,
                message: "\(answer); check that the address is a stream")
        }
    }

    /// What a successful head without metadata means.
    static func noTitles(_ head: ResponseHead, _ url: StreamURL) -> Self {
        let type = head.mediaType
        let text: String
        switch head.bodyKind {
        case .page:
            text =
                "a web page comes from \(url), not a stream; give the stream's own address, "
                + "often the same with /; or /stream at the end"
        case .playlist:
            text = "\(url) is a playlist (\(type)); give the address of the stream in it"
        case .ogg:
            text =
                "no ICY metadata: \(url) sends \(type), whose titles are inside the audio; "
                + "give the station's MP3 or AAC mount"
        case .audio, .other:
            if case .invalid(let value) = head.metadataInterval {
                text =
                    "unusable icy-metaint \"\(value.prefix(40))\" from \(url); "
                    + "ask the station to repair its server"
            } else {
                text =
                    "no icy-metaint: \(url) sends \(type.isEmpty ? "audio" : type) without "
                    + "titles; try another mount or ask the station to switch on metadata"
            }
        }
        return Self(kind: .noTitles, message: text)
    }
}

extension ResponseHead {
    /// What kind of body the content type promises.
    enum BodyKind { case audio, ogg, page, playlist, other }

    var bodyKind: BodyKind {
        let type = mediaType
        if type.isEmpty { return .audio }
        if type.contains("html") { return .page }
        if type.contains("ogg") || type.contains("flac") || type.contains("opus")
            || type.contains("webm")
        {
            return .ogg
        }
        let playlists = ["mpegurl", "scpls", "pls+xml", "xspf", "asx", "x-ms-asf"]
        if playlists.contains(where: { type.contains($0) }) { return .playlist }
        return type.hasPrefix("audio/") || type == "application/octet-stream" ? .audio : .other
    }
}
