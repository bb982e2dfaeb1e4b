import ICYReader

extension Session.TransportFailure {
    /// What a system call's error means for a stream.
    ///
    /// - Parameter place: host and port.
    init(_ error: SystemError, _ place: String) {
        self =
            switch error.cause {
            case .refused: .refused(place)
            case .timedOut: .timedOut(place)
            case .connectionLost: .reset(place, reason: error.reason)
            default: .unreachable(place, reason: error.reason)
            }
    }
}

extension StreamURL {
    /// Host and port, as an address has them.
    var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
