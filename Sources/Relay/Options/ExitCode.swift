import ICYReader

/// The exit code of the program, from sysexits.h.
enum ExitCode: Int32 {
    case success = 0
    /// EX_USAGE: the command line is wrong.
    case usage = 64
    /// EX_DATAERR: the input is not a stream with titles.
    case notAStream = 65
    /// EX_NOHOST
    case unknownHost = 68
    /// EX_UNAVAILABLE: the server, or a port of our own, is not available.
    case unavailable = 69
    /// EX_CANTCREAT: the file to save to cannot be written.
    case cannotWrite = 73
    /// EX_PROTOCOL: the server does not speak HTTP, ICY or TLS as it should.
    case violation = 76
    /// EX_NOPERM: the server requires a login, or refuses access.
    case refused = 77
    /// EX_CONFIG: the configuration file is wrong.
    case configuration = 78

    init(_ reason: NoTitleReason) {
        self =
            switch reason {
            case .unknownHost: .unknownHost
            case .lookupFailed, .connectionRefused, .unreachable, .connectTimeout, .noAnswer,
                .closedEarly, .connectionBroken, .serverFull, .sourceOffline, .serverError,
                .stalled, .ended:
                .unavailable
            case .loginRequired, .refused, .regionBlocked, .internalAddress: .refused
            case .notFound, .webPage, .hls, .emptyPlaylist, .playlistLoop, .compressed,
                .notAStream, .metaintMissing, .metaintStripped, .metaintZero, .metaintInvalid,
                .metaintLies, .oggWithoutTags, .oggWithoutHeaders, .flacWithoutHead, .noBlock,
                .untitled, .cleared, .titleDropped, .framingLost:
                .notAStream
            case .tls, .protocolViolation, .tooManyRedirects, .unexpectedStatus: .violation
            }
    }
}
