/// A header that a caller adds to the request for a stream. Its value may be a secret: it is never
/// part of a message.
public struct RequestHeader: Sendable, Equatable {
    /// What is wrong with a header, without its value.
    public struct Problem: Error, Sendable, Equatable {
        /// A sentence that says what to do.
        public let reason: String
    }

    /// The name as written.
    public let name: String
    /// The value, without blanks around it.
    public let value: String

    /// Makes a header.
    ///
    /// - Throws: if the name is not a token (RFC 9110 section 5.6.2) or belongs to the request
    ///   itself, if the value has a control character, or if either is too long.
    public init(_ name: String, _ value: String) throws(Problem) {
        guard 1...Limits.requestHeaderNameBytes ~= name.utf8.count,
            name.utf8.allSatisfy(Self.isOfToken)
        else {
            throw Problem(
                reason: "a header's name has 1 to \(Limits.requestHeaderNameBytes) letters, "
                    + "digits and signs, and no blank or colon")
        }
        if name.equalsIgnoringCase("User-Agent") {
            throw Problem(reason: "User-Agent has a key of its own: user_agent")
        }
        if Self.own.contains(where: name.equalsIgnoringCase) {
            throw Problem(
                reason: "\(name) belongs to the request itself and cannot be set: take it out")
        }
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw Problem(
                reason: "the value has a control character: no CR, LF or NUL can be in a header")
        }
        guard value.utf8.count <= Limits.requestHeaderValueBytes else {
            throw Problem(
                reason: "the value is longer than \(Limits.requestHeaderValueBytes) bytes")
        }
        self.name = name
        self.value = value.trimmingBlanks
    }

    /// Headers that say how the request is read, where it goes, and that titles are wanted.
    private static let own = [
        "Host", "Connection", "Content-Length", "Transfer-Encoding", "Icy-MetaData",
    ]

    private static func isOfToken(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
