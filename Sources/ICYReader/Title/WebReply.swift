/// What a web server answered to an automation system, which passed it on as the title.
enum WebReply {
    /// The content of a reply in HTTP's chunked coding (RFC 9112 section 7.1): the size of the
    /// first chunk in hexadecimal, the chunk, and perhaps the last chunk `0`; or only that last
    /// chunk after other bytes.
    ///
    /// - Returns: nil if the bytes have no such framing.
    static func payload(_ raw: [UInt8]) -> [UInt8]? {
        var content = raw[...].trimming(\.isBlank)
        // Only the last chunk.
        if content.elementsEqual([UInt8(ascii: "0")]), raw.contains(UInt8(ascii: "\n")) {
            return []
        }
        let whole = content.count
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count > 1 else { return nil }
        let first = lines[0].trimming(\.isBlank)
        if let size = hexadecimal(first) {
            let rest = content[(lines[0].endIndex + 1)...]
            let chunk = rest.prefix(size)
            let after = rest[chunk.endIndex...]
            guard size > 0, chunk.count == size,
                after.isEmpty || after.first == UInt8(ascii: "\r")
                    || after.first == UInt8(ascii: "\n")
            else { return nil }
            return Array(chunk)
        }
        // The last chunk.
        guard content.last == UInt8(ascii: "0") else { return nil }
        content = content.dropLast()
        guard content.last == UInt8(ascii: "\n") else { return nil }
        content = content.trimming(\.isBlank)
        return content.count < whole ? Array(content) : nil
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> Int? {
        guard (1...4).contains(text.count) else { return nil }
        var value = 0
        for byte in text {
            guard let digit = byte.hexadecimalValue else { return nil }
            value = value << 4 | Int(digit)
        }
        return value
    }

    /// Whether the whole text is a reply without a song: an HTML page or a piece of one, a status
    /// line, or the message of a script that failed.
    static func isReply(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        if first == UInt8(ascii: "<") { return isPage(text) }
        return isStatus(text) || isMessage(text) || text == "[object Object]"
    }

    /// Whether the text begins with a tag that only a page or a message of PHP begins with.
    static func isPage(_ text: String) -> Bool {
        var name = text.utf8.dropFirst()
        if name.first == UInt8(ascii: "/") || name.first == UInt8(ascii: "!") {
            name = name.dropFirst()
        }
        let word = name.prefix { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "?") }
        return pageTags.contains(String(word)?.lowercased() ?? "")
    }

    private static let pageTags: Set<String> = [
        "html", "head", "body", "doctype", "meta", "title", "script", "style", "div", "center",
        "h1", "h2", "p", "br", "pre", "?php", "hr",
    ]

    /// `404 Not Found`, `HTTP/1.1 502 Bad Gateway`, `Error 503`, `ICY 401 Service Unavailable`.
    private static func isStatus(_ text: String) -> Bool {
        var words = text.split(separator: " ").map { $0.lowercased() }
        var isNamed = false
        if let first = words.first {
            if first.hasPrefix("http/") || first == "icy", words.count > 1 {
                return words[1].utf8.count == 3 && words[1].utf8.allSatisfy(\.isASCIIDigit)
            }
            while let word = words.first, ["http", "error", "error:", "status"].contains(word) {
                words.removeFirst()
                isNamed = true
            }
        }
        guard let code = words.first, code.utf8.count == 3, let number = Int(code),
            (400...599).contains(number)
        else { return false }
        let rest = words.dropFirst().filter { $0 != "-" }.joined(separator: " ")
        return rest.isEmpty ? isNamed : phrases.contains(rest)
    }

    /// The reason phrases of RFC 9110 that proxies and scripts show, and those of nginx and
    /// Cloudflare.
    private static let phrases: Set<String> = [
        "bad request", "unauthorized", "forbidden", "not found", "method not allowed",
        "not acceptable", "request timeout", "request time-out", "gone", "payload too large",
        "too many requests", "internal server error", "not implemented", "bad gateway",
        "service unavailable", "service temporarily unavailable", "gateway timeout",
        "gateway time-out", "http version not supported", "web server is down",
        "connection timed out", "origin is unreachable",
    ]

    /// `Warning: file_get_contents(...`, `cURL error 28: ...`, `Traceback (most recent call last):`
    private static func isMessage(_ text: String) -> Bool {
        let text = text.lowercased()
        if text.hasPrefix("curl error ") || text.hasPrefix("traceback (most recent call") {
            return true
        }
        for word in ["warning: ", "notice: ", "fatal error: ", "parse error: ", "deprecated: "]
        where text.hasPrefix(word) {
            return text.containsText("()") || text.containsText("(http")
                || text.containsText(".php")
        }
        return false
    }
}
