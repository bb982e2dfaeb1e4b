/// One header line of a response.
public struct Header: Sendable, Equatable {
    /// The name as received; empty for a line without a colon.
    public let name: String
    /// The bytes of the value, without blanks around them.
    public let rawValue: [UInt8]
    /// The value as text: UTF-8 if valid, else in the charset that its bytes suggest.
    public let value: String

    init(name: String, rawValue: [UInt8], _ budget: inout GuessBudget) {
        self.name = name
        self.rawValue = rawValue
        value = DecodedText(rawValue, &budget).text
    }

    /// The same header with its value decoded differently.
    init(_ header: Header, value: String) {
        name = header.name
        rawValue = header.rawValue
        self.value = value
    }

    /// Whether the value is written by people, such as a name or a description.
    var isText: Bool {
        let name = self.name.lowercased()
        return ["icy-", "ice-", "x-audiocast-"].contains { name.hasPrefix($0) }
            && name.hasSuffix("-url") == false
    }
}

/// The interval that a response announces.
public enum MetadataInterval: Sendable, Equatable {
    /// A block follows each time after this many audio bytes.
    case bytes(Int)
    /// No `icy-metaint`, or 0: no blocks.
    case absent
    /// A value that cannot be used, as received.
    case invalid(String)
}

/// The status line and headers of a response, `ICY 200 OK` or HTTP.
public struct ResponseHead: Sendable, Equatable {
    /// `ICY`, `HTTP/1.0`, `HTTP/1.1`, … in upper case.
    public let protocolName: String
    /// The three-digit status.
    public let status: Int
    /// The words after the status; may be empty.
    public let reason: String
    /// The header lines in the order received.
    public let headers: [Header]
    /// What was unusual about the head.
    public let flags: [Flag]
    /// The interval; of several values the first usable one.
    public let metadataInterval: MetadataInterval
    /// The usable values of `icy-metaint`, each once, in order, at most
    /// `Limits.detectionCandidates`; more than one only with the flag `conflictingMetaint`.
    public let metadataIntervals: [Int]

    init(protocolName: String, status: Int, reason: String, headers: [Header], flags: [Flag]) {
        self.protocolName = protocolName
        self.status = status
        self.reason = reason
        self.headers = headers
        var flags = flags
        (metadataInterval, metadataIntervals) = Self.metadataInterval(of: headers, &flags)
        self.flags = flags
    }

    /// Joins a head with the one in whose body it was found: a gateway wrapped the server's whole
    /// answer.
    ///
    /// The inner status is used, because the inner server has the stream. The inner header lines
    /// come first and replace outer lines of the same name. The other outer lines are kept after
    /// them.
    init(_ inner: ResponseHead, inBodyOf outer: OuterHead) {
        let others = outer.headers.filter { header in
            inner.headers.contains { $0.name.equalsIgnoringCase(header.name) } == false
        }
        // The flags of the interval are determined again, from the joined lines.
        let ofInterval: [Flag] = [
            .duplicateMetaint, .conflictingMetaint, .invalidMetaint, .metaintZero,
        ]
        var flags = (outer.flags + inner.flags).filter { ofInterval.contains($0) == false }
        flags.append(.secondHead)
        var once: [Flag] = []
        once.insert(contentsOf: flags)
        self.init(
            protocolName: inner.protocolName, status: inner.status, reason: inner.reason,
            headers: inner.headers + others, flags: once)
    }

    /// The same head with its texts decoded by the station's decoder, which learns from them.
    ///
    /// One operator wrote all of the texts, so the decoder learns from them together before it
    /// decodes each one.
    func decoded(_ decoder: inout TextDecoder, _ budget: inout GuessBudget) -> ResponseHead {
        var flags = flags
        let texts = headers.filter(\.isText)
        decoder.learn(texts.map(\.rawValue), hint: contentTypeCharset, &budget)
        let headers = headers.map { header in
            guard header.isText else { return header }
            let text = decoder.decode(header: header.rawValue, &budget)
            flags.insert(contentsOf: text.flags.filter { $0 != .binary })
            var value = text.repaired ?? text.text
            if let plain = HTMLEntities.decode(value) {
                value = HTMLEntities.decode(plain) ?? plain
                flags.insert(.htmlEntities)
            }
            return Header(header, value: value)
        }
        return ResponseHead(
            protocolName: protocolName, status: status, reason: reason, headers: headers,
            flags: flags)
    }

    /// The `charset` parameter of the `Content-Type`.
    private var contentTypeCharset: Charset? {
        for parameter in contentType.split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1).map {
                String($0).trimmingBlanks
            }
            guard parts.count == 2, parts[0].equalsIgnoringCase("charset") else { continue }
            return Charset(named: String(parts[1].filter { $0 != "\"" }))
        }
        return nil
    }

    /// The values of a header, in order; names are compared case-insensitively.
    public func values(_ name: String) -> [String] {
        headers.compactMap { $0.name.equalsIgnoringCase(name) ? $0.value : nil }
    }

    /// The station's name: `icy-name`, else `ice-name`, else `x-audiocast-name`, else empty.
    public var name: String { first("icy-name", "ice-name", "x-audiocast-name") }
    /// The genre: `icy-genre` or its older names, else empty.
    public var genre: String {
        Self.withoutDefault(first("icy-genre", "ice-genre", "x-audiocast-genre"))
    }
    /// The station's page: `icy-url` or its older names, else empty.
    public var url: String {
        Self.withoutDefault(first("icy-url", "ice-url", "x-audiocast-url"))
    }
    /// The description: `icy-description` or its older names, else empty.
    public var stationDescription: String {
        first("icy-description", "ice-description", "x-audiocast-description")
    }
    /// The `Content-Type`, parameters included, else empty.
    public var contentType: String { first("content-type") }
    /// Where a redirect leads, as received.
    public var location: String? {
        headers.first { $0.name.equalsIgnoringCase("location") && $0.rawValue.isEmpty == false }
            .map { PercentCoding.addressText($0.rawValue) }
    }
    /// Whether the body has the chunked transfer coding (also under an HTTP/1.0 status line).
    public var isChunked: Bool {
        values("transfer-encoding").contains { value in
            value.split(separator: ",").contains {
                String($0).trimmingBlanks.equalsIgnoringCase("chunked")
            }
        }
    }
    /// The length of the body in bytes, if the head has one usable value for it.
    ///
    /// Use it for documents only: a stream has no end, and Icecast sends an invented length to some
    /// players, although RFC 9110 section 8.6 expects clients to trust it.
    public var contentLength: Int? {
        let texts = values("content-length").flatMap { value in
            value.split(separator: ",", omittingEmptySubsequences: false).map {
                String($0).trimmingBlanks
            }
        }
        // RFC 9110 section 8.6: a list of equal values is one value, of different ones an error.
        // Section 6.3 of RFC 9112: a transfer coding overrides it.
        guard values("transfer-encoding").isEmpty, let first = texts.first,
            texts.allSatisfy({ $0 == first }), first.isEmpty == false,
            first.utf8.allSatisfy({ $0.isASCIIDigit })
        else { return nil }
        return Int(first)
    }
    /// The compression of the body, in lower case: `gzip`, `deflate`, `br`, …; nil if there is
    /// none. Names that are not compressions (`identity`, `none`, a charset) count as none. A
    /// compression may be given as a transfer coding too (RFC 9112 section 7.2).
    public var contentCoding: String? {
        let values = values("content-encoding") + values("transfer-encoding")
        let names = values.flatMap { value in
            value.split(separator: ",").map { String($0).trimmingBlanks.lowercased() }
        }
        return names.first { Self.contentCodings.contains($0) }
    }
    /// Whether the status is 200 to 299.
    public var isSuccess: Bool { (200...299).contains(status) }
    /// Whether the status redirects to `location`.
    public var isRedirect: Bool {
        switch status {
        case 301, 302, 303, 307, 308: location != nil
        default: false
        }
    }

    /// The bit rate in kbit/s: `icy-br` or its older names, else `ice-audio-info`.
    ///
    /// Servers send it twice, as `128, 128`, or with all of `ice-audio-info` in it.
    public var bitrate: Int? {
        for name in ["icy-br", "x-audiocast-bitrate", "ice-bitrate", "ice-audio-info"] {
            for value in values(name) {
                if let bitrate = Self.bitrate(value) { return bitrate }
            }
        }
        return nil
    }

    /// RFC 9110 section 8.4.1 and the IANA registry.
    private static let contentCodings: Set<String> = [
        "gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "dcb", "dcz",
    ]

    /// The media type alone, in lower case.
    var mediaType: String {
        let type = contentType.prefix { $0 != ";" }
        return String(type).trimmingBlanks.lowercased()
    }

    private func first(_ names: String...) -> String {
        for name in names {
            for value in values(name) where value.isEmpty == false { return value }
        }
        return ""
    }

    /// MPD says what to do where nothing was configured.
    private static func withoutDefault(_ text: String) -> String {
        let folded = text.lowercased()
        return folded.hasPrefix("set ") && folded.hasSuffix(" in config") ? "" : text
    }

    private static func bitrate(_ value: String) -> Int? {
        let bytes = Array(value.lowercased().utf8)
        var start = 0
        if bytes.contains(UInt8(ascii: "=")) {
            let key = Array("bitrate=".utf8)
            guard bytes.count >= key.count,
                let found = (0...(bytes.count - key.count)).first(where: {
                    bytes[$0..<($0 + key.count)].elementsEqual(key)
                })
            else { return nil }
            start = found + key.count
        }
        let digits = bytes[start...].prefix { $0.isASCIIDigit }
        guard let number = Int(String(decoding: digits, as: UTF8.self)), number > 0 else {
            return nil
        }
        return number
    }

    /// Reduces all `icy-metaint` values, including those that a proxy joined with commas, to one
    /// interval and the list of the usable ones.
    private static func metadataInterval(
        of headers: [Header], _ flags: inout [Flag]
    ) -> (MetadataInterval, [Int]) {
        var texts: [String] = []
        for header in headers where header.name.equalsIgnoringCase("icy-metaint") {
            for part in header.value.split(separator: ",", omittingEmptySubsequences: false) {
                texts.append(String(part).trimmingBlanks)
            }
        }
        guard let first = texts.first else { return (.absent, []) }
        if texts.count > 1 {
            let same = texts.allSatisfy { $0 == first }
            flags.insert(same ? .duplicateMetaint : .conflictingMetaint)
        }
        let numbers = texts.map { text -> Int? in
            // Digits only, always decimal: `010000` is ten thousand, `-1` and `+1` are invalid.
            guard text.isEmpty == false, text.utf8.allSatisfy({ $0.isASCIIDigit }),
                let number = Int(text), number <= Limits.metadataInterval
            else { return nil }
            return number
        }
        var usable: [Int] = []
        for case let number? in numbers where number > 0 && usable.contains(number) == false {
            // No more candidates can be tracked, and each value is compared with all of them.
            guard usable.count < Limits.detectionCandidates else { break }
            usable.append(number)
        }
        if let interval = usable.first { return (.bytes(interval), usable) }
        if numbers.contains(0) {
            flags.insert(.metaintZero)
            return (.absent, [])
        }
        flags.insert(.invalidMetaint)
        return (.invalid(first), [])
    }
}
