extension StreamSession {
    /// Why there are no titles now: the reason, and where and how it showed.
    public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        /// The reason, which programs decide on, with its phrase and what to try next.
        public let reason: NoTitleReason
        /// Where the problem occurred and what was seen there, in at most
        /// `Limits.detailCharacters`; may be empty.
        public let detail: String

        /// Makes a problem. A detail that is too long is cut.
        public init(_ reason: NoTitleReason, _ detail: String = "") {
            self.reason = reason
            self.detail = detail.cut(to: Limits.detailCharacters)
        }

        /// What is wrong: the phrase of the reason, with the detail in parentheses.
        public var summary: String {
            detail.isEmpty ? reason.words : "\(reason.words) (\(detail))"
        }

        /// One line for people: what happened and what to do about it. It does not say whether
        /// there will be another attempt: that is up to the session's owner.
        public var message: String { "\(summary); \(reason.advice)" }

        /// The same as `message`.
        public var description: String { message }
    }

    /// What a transport reports. A peer is a place (`127.0.0.1:8000`), a reason a phrase that fits
    /// in parentheses (`No route to host`).
    public enum TransportFailure: Sendable, Equatable {
        /// The name has no address.
        case unknownHost(String)
        /// The name could not be looked up now: no name server answers.
        case lookupFailed(host: String, reason: String)
        /// The peer refuses connections.
        case refused(String)
        /// All addresses of this host are internal, and a public server led to them.
        case internalAddress(String)
        /// There is no route to the peer.
        case unreachable(String, reason: String)
        /// The operating system gave up waiting for the peer.
        case timedOut(String)
        /// TLS failed, for this reason.
        case tls(String)
        /// The peer broke the connection, or closed it before it was set up.
        case reset(String, reason: String)
    }
}
