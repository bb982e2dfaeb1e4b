import ICYReader

/// What the program tells its caller when it ends: the codes of sysexits.h.
enum ExitCode: Int32 {
    case success = 0
    /// EX_USAGE: the command line is wrong.
    case usage = 64
    /// EX_DATAERR: what is there is no stream with titles.
    case notAStream = 65
    /// EX_NOHOST
    case unknownHost = 68
    /// EX_UNAVAILABLE: the server, or a port of our own, cannot be had.
    case unavailable = 69
    /// EX_CANTCREAT: the file to save to cannot be written.
    case cannotWrite = 73
    /// EX_PROTOCOL: the server does not speak HTTP, ICY or TLS as it should.
    case violation = 76
    /// EX_NOPERM: the server wants to know who asks.
    case refused = 77

    init(_ problem: Session.Problem.Kind) {
        self =
            switch problem {
            case .unknownHost: .unknownHost
            case .unreachable, .serverError, .timeout, .ended: .unavailable
            case .refused: .refused
            case .notFound, .noTitles, .framingLost: .notAStream
            case .protocolViolation, .tls: .violation
            }
    }
}
