import ICYReader

/// Parses one HTTP/1.x request head (RFC 9112) from bytes that arrive in pieces of any size.
///
/// One parser reads one request. A kept connection has a new one for each.
struct RequestParser: Sendable {
    /// The number of bytes of the head consumed so far. After an error: the position just after the
    /// byte that revealed it.
    private(set) var bytesRead = 0

    private var line: [UInt8] = []
    private var requestLine: RequestLine?
    private var headers: [Request.Header] = []
    private var hasBareLineFeed = false
    private var failure: RequestError?
    private var isComplete = false

    private let maximumBytes: Int

    /// - Parameter maximumBytes: the largest size of the head.
    init(maximumBytes: Int = Limits.requestHeadBytes) { self.maximumBytes = maximumBytes }

    /// Consumes bytes from `input[offset...]` up to the end of the head; the following bytes are
    /// left.
    ///
    /// - Returns: The request, or nil if all of `input` was consumed and the head goes on.
    /// - Throws: What is wrong with the head; the same error again on every further call.
    mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(RequestError) -> Request? {
        precondition(!isComplete, "one parser reads one request")
        if let failure { throw failure }
        do throws(RequestError) {
            return try advance(input, &offset)
        } catch {
            failure = error
            line = []
            headers = []
            throw error
        }
    }

    private mutating func advance(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(RequestError) -> Request? {
        while offset < input.count {
            if requestLine != nil { takeWithinLine(input, &offset) }
            guard offset < input.count else { break }
            let byte = input[offset]
            offset += 1
            bytesRead += 1
            // The first byte of a TLS record that carries a ClientHello (RFC 8446 §5.1).
            guard bytesRead > 1 || byte != 0x16 else { throw .tlsOnPlainPort }
            if byte != UInt8(ascii: "\n") {
                try append(byte)
            } else if let request = try endLine() {
                return request
            }
            guard bytesRead < maximumBytes else { throw .headTooLarge }
        }
        return nil
    }

    /// Consumes bytes of a header line, up to its end or to one byte less than the head may still
    /// have. Nothing can be wrong with the head before that.
    private mutating func takeWithinLine(_ input: Span<UInt8>, _ offset: inout Int) {
        let end = min(input.count, offset + maximumBytes - bytesRead - 1)
        let start = offset
        while offset < end, input[offset] != UInt8(ascii: "\n") {
            line.append(input[offset])
            offset += 1
        }
        bytesRead += offset - start
    }

    private mutating func append(_ byte: UInt8) throws(RequestError) {
        line.append(byte)
        guard requestLine == nil else { return }
        // RFC 9112 §3: 501 for a method longer than any implemented one, 414 for a long target.
        guard line.count != Limits.methodBytes + 1 || line.contains(UInt8(ascii: " ")) else {
            throw .methodTooLong
        }
        // The CR of the line end does not count.
        let count = byte == UInt8(ascii: "\r") ? line.count - 1 : line.count
        guard count <= Limits.requestLineBytes else { throw .targetTooLong }
    }

    /// Processes the line that LF just ended.
    ///
    /// RFC 9112 §2.2 allows a recipient to accept a lone LF as a line end, and we do: a request
    /// typed into `nc` works. No second request follows such a one on the connection, so a
    /// different reading of the lines cannot hide one. A CR anywhere else makes the message
    /// invalid.
    private mutating func endLine() throws(RequestError) -> Request? {
        if line.last == UInt8(ascii: "\r") { line.removeLast() } else { hasBareLineFeed = true }
        guard !line.contains(UInt8(ascii: "\r")) else { throw .bareCarriageReturn }
        defer { line.removeAll(keepingCapacity: true) }
        guard let requestLine else {
            // RFC 9112 §2.2: empty lines before the request line are ignored. They count towards
            // the limit of the head.
            if !line.isEmpty { requestLine = try RequestLine(line) }
            return nil
        }
        guard line.isEmpty else {
            guard headers.count < Limits.requestHeaders else { throw .tooManyHeaders }
            headers.append(try Request.Header(line: &line))
            return nil
        }
        let request = Request(
            method: requestLine.method, target: requestLine.target,
            minorVersion: requestLine.minorVersion, headers: headers, isExact: !hasBareLineFeed)
        try checkHost(request)
        try checkBody(request)
        isComplete = true
        headers = []
        return request
    }

    /// RFC 9112 §3.2: exactly one Host in HTTP/1.1, never two, and its value must be valid.
    private func checkHost(_ request: Request) throws(RequestError) {
        let hosts = request.values("host")
        guard hosts.count <= 1 else { throw .repeatedHost }
        guard let host = hosts.first else {
            guard request.minorVersion == 0 else { throw .missingHost }
            return
        }
        // RFC 9110 §7.2: uri-host [ ":" port ]; it may be empty. The comma, which RFC 3986 allows
        // in a name, is refused: joined Host fields look like that.
        guard
            host.utf8.allSatisfy({
                $0.isASCIIAlphanumeric || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
                    || "-_~%!$&'()*+;=[]".utf8.contains($0)
            })
        else { throw .invalidHost }
        // A colon is part of an address only in brackets; after the host it begins a port.
        let afterAddress =
            host.utf8.lastIndex(of: UInt8(ascii: "]")).map { host[$0...] } ?? host[...]
        guard let colon = afterAddress.utf8.firstIndex(of: UInt8(ascii: ":")) else { return }
        guard afterAddress[colon...].utf8.dropFirst().allSatisfy(\.isASCIIDigit) else {
            throw .invalidHost
        }
    }

    /// We accept no request body, so the bytes after the head are never a body (RFC 9112 §6).
    private func checkBody(_ request: Request) throws(RequestError) {
        let lengths = request.values("content-length")
        let hasTransferCoding = request.value("transfer-encoding") != nil
        // RFC 9112 §6.1: both together, or a transfer coding in HTTP/1.0, are used to smuggle
        // requests.
        guard !hasTransferCoding || (lengths.isEmpty && request.minorVersion > 0) else {
            throw .conflictingBodyLength
        }
        guard !hasTransferCoding else { throw .bodyNotAccepted }
        guard !lengths.isEmpty else { return }
        // RFC 9112 §6.3: a list of equal numbers counts as one; everything else is invalid.
        let elements = request.tokens("content-length")
        guard let first = elements.first,
            elements.allSatisfy({ $0.utf8.allSatisfy(\.isASCIIDigit) })
        else { throw .invalidContentLength }
        guard elements.allSatisfy({ $0 == first }) else { throw .conflictingBodyLength }
        guard first.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) else { throw .bodyNotAccepted }
    }
}

extension UInt8 {
    /// `tchar` of RFC 9110 §5.6.2: the characters of methods and field names.
    var isTokenCharacter: Bool {
        if isASCIIAlphanumeric { return true }
        return switch self {
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
