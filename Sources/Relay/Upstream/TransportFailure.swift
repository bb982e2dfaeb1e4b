import ICYReader

extension StreamSession.TransportFailure {
    /// Converts the error of a system call into a stream's failure.
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
    /// Host and port, formatted as in an address.
    var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
