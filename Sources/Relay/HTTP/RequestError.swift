/// Why a request head was refused. Only this type derives the status and the text for the client.
enum RequestError: Error, Equatable, Sendable {
    case tlsOnPlainPort
    case malformedRequestLine
    case methodTooLong
    case targetTooLong
    case invalidTarget
    case unsupportedVersion
    case headTooLarge
    case tooManyHeaders
    case bareCarriageReturn
    case foldedHeader
    case malformedHeader
    case whitespaceBeforeColon
    case invalidHeaderValue
    case missingHost
    case repeatedHost
    case invalidHost
    case invalidContentLength
    case conflictingBodyLength
    case bodyNotAccepted

    /// The HTTP status to answer with.
    var status: Int {
        switch self {
        case .targetTooLong: 414
        case .headTooLarge, .tooManyHeaders: 431
        case .bodyNotAccepted: 413
        case .methodTooLong: 501
        case .unsupportedVersion: 505
        default: 400
        }
    }

    /// What is wrong and how to fix it: one line for the response body and the log.
    var message: String {
        switch self {
        case .tlsOnPlainPort:
            "This port speaks plain http/ws, and a TLS handshake arrived: use http:// or ws://, "
                + "or put a TLS proxy in front."
        case .malformedRequestLine:
            "The request line is not `METHOD target HTTP/1.1` with single spaces."
        case .methodTooLong:
            "The method is longer than any that is served here: use GET or HEAD."
        case .targetTooLong:
            "The request line is longer than \(Limits.requestLineBytes) bytes: shorten the URL."
        case .invalidTarget:
            "The request target is not a path or an absolute URL of printable ASCII: "
                + "percent-encode everything else."
        case .unsupportedVersion:
            "This port speaks HTTP/1.1 and HTTP/1.0 only (HTTP/2 belongs to a proxy in front)."
        case .headTooLarge:
            "The request head is too large: "
                + "send fewer or shorter header fields (cookies?)."
        case .tooManyHeaders:
            "The request has more than \(Limits.requestHeaders) header fields: send fewer."
        case .bareCarriageReturn:
            "A line holds a CR that is not followed by LF: end lines with CR LF."
        case .foldedHeader:
            "A header line starts with whitespace: folded fields are obsolete, use one line each."
        case .malformedHeader:
            "A header line is not `Name: value` with a valid name."
        case .whitespaceBeforeColon:
            "There is whitespace between a header field's name and its colon: remove it."
        case .invalidHeaderValue:
            "A header value holds a control character: remove it."
        case .missingHost: "An HTTP/1.1 request needs a Host header field: add one."
        case .repeatedHost: "The request has more than one Host header field: send one."
        case .invalidHost: "The Host header field is not `host` or `host:port`."
        case .invalidContentLength: "Content-Length is not a decimal number."
        case .conflictingBodyLength:
            "The length of the request body is contradictory (Content-Length, Transfer-Encoding)."
        case .bodyNotAccepted: "No request body is accepted here: send GET without one."
        }
    }
}
