/// An error of a peer, or in the address that was given.
///
/// Offsets count the bytes received on the connection, from 0. After an error, do not use the
/// parser that threw it any more; close the connection.
public enum ICYError: Error, Sendable, Equatable {
    /// The text is not the address of a stream; the reason states what to write instead.
    case invalidURL(reason: String)
    /// The first bytes are neither `HTTP/` nor `ICY`.
    case notAResponse(offset: Int, firstBytes: [UInt8])
    /// The status line has no three-digit status.
    case invalidStatusLine(offset: Int, line: String)
    /// The response head is longer than `Limits.responseHeadBytes`, or has more lines than
    /// `Limits.responseHeaders`.
    case headTooLarge(offset: Int)
    /// A chunk size is not a hexadecimal number.
    case invalidChunkSize(offset: Int)
    /// A chunk size does not fit into 63 bits.
    case chunkTooLarge(offset: Int)
    /// A chunk is not followed by the end of a line.
    case missingChunkEnd(offset: Int)
    /// A chunk-size line, or the trailer, is longer than its limit.
    case chunkLineTooLong(offset: Int)
    /// The response is not a success.
    case unexpectedStatus(Int, reason: String)
    /// The response announces no usable `icy-metaint`.
    case noMetadata(contentType: String)

    /// One line that states what happened and what to do next.
    public var message: String { advice.isEmpty ? finding : "\(finding); \(advice)" }

    /// What happened.
    var finding: String {
        switch self {
        case .invalidURL(let reason): return reason
        case .notAResponse(_, let firstBytes):
            if Self.isTLSAlert(firstBytes) { return "the server answered with TLS" }
            return "the server's answer is neither HTTP nor ICY (it begins with "
                + "\(Self.printable(firstBytes)))"
        case .invalidStatusLine(_, let line):
            return "the server's first line has no status (\(line))"
        case .headTooLarge:
            return "the response head does not end within \(Limits.responseHeadBytes) bytes "
                + "or \(Limits.responseHeaders) lines"
        case .invalidChunkSize(let offset): return Self.chunked(offset, "no chunk size")
        case .chunkTooLarge(let offset): return Self.chunked(offset, "chunk size too large")
        case .missingChunkEnd(let offset):
            return Self.chunked(offset, "no line end after a chunk")
        case .chunkLineTooLong(let offset): return Self.chunked(offset, "line too long")
        case .unexpectedStatus(let status, let reason):
            let words = reason.cut(to: Limits.quotedCharacters)
            return "the server answered \(status)\(words.isEmpty ? "" : " ")\(words)"
        case .noMetadata(let contentType):
            let words = contentType.cut(to: Limits.quotedCharacters)
            let type = words.isEmpty ? "a body" : words
            return "no icy-metaint: the server sends \(type) without titles"
        }
    }

    /// What to do next; empty if the finding already states it.
    private var advice: String {
        switch self {
        case .invalidURL: ""
        case .notAResponse(_, let firstBytes):
            Self.isTLSAlert(firstBytes)
                ? "write https:// instead of http://" : "check host and port"
        case .invalidStatusLine: "check host and port"
        case .headTooLarge: "check that the address is a stream"
        case .invalidChunkSize, .chunkTooLarge, .missingChunkEnd, .chunkLineTooLong:
            "the server or a proxy before it is at fault, reconnect"
        case .unexpectedStatus: "check the address"
        case .noMetadata: "send Icy-MetaData: 1, try another mount, or ask the station"
        }
    }

    /// The first byte of a TLS alert record.
    private static func isTLSAlert(_ bytes: [UInt8]) -> Bool { bytes.first == 0x15 }

    private static func chunked(_ offset: Int, _ what: String) -> String {
        "the chunked transfer coding is broken at byte \(offset) (\(what))"
    }

    private static func printable(_ bytes: [UInt8]) -> String {
        let text = bytes.prefix(16).map { byte -> String in
            guard byte >= 0x20, byte < 0x7F else {
                let (high, low) = byte.hexadecimalDigits
                return "\\x" + String(decoding: [high, low], as: UTF8.self)
            }
            return String(UnicodeScalar(byte))
        }
        return "\"" + text.joined() + "\""
    }
}

extension ICYError: CustomStringConvertible {
    /// The same as `message`.
    public var description: String { message }
}
