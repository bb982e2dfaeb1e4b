/// A reference to a resource in its parts (RFC 3986), each as written.
struct URLReference {
    private(set) var scheme: Substring?
    private(set) var authority: Substring?
    private(set) var path: Substring
    private(set) var query: Substring?
    private(set) var fragment: Substring?

    /// Splits a reference into its parts. The caller must check which characters a part may have.
    ///
    /// - Returns: nil if the text before a colon is not a scheme. The first segment of a path
    ///   cannot have a colon (section 4.2), except after an `@`, where the colon cannot be meant to
    ///   end a scheme.
    init?(_ text: String) {
        var rest = text[...]
        fragment = rest.cut(behindFirst: UInt8(ascii: "#"))
        query = rest.cut(behindFirst: UInt8(ascii: "?"))
        if let end = rest.utf8.firstIndex(where: { ":/@".utf8.contains($0) }),
            rest.utf8[end] == UInt8(ascii: ":")
        {
            guard URLReference.isScheme(rest[..<end]) else { return nil }
            scheme = rest[..<end]
            rest = rest[rest.utf8.index(after: end)...]
        }
        if rest.utf8.starts(with: "//".utf8) {
            let start = rest.utf8.index(rest.startIndex, offsetBy: 2)
            let end = rest.utf8[start...].firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            authority = rest[start..<end]
            rest = rest[end...]
        }
        path = rest
    }

    /// Whether text is a scheme (section 3.1). An empty one is accepted too.
    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first else { return true }
        return first.isASCIILetter
            && text.utf8.allSatisfy {
                $0.isASCIIAlphanumeric || "+-.".utf8.contains($0)
            }
    }

    /// The target of a reference that was found at an address (section 5.2.2). A reference with its
    /// own scheme is returned unchanged.
    ///
    /// - Parameter base: an address with a scheme and an authority.
    func resolved(against base: URLReference) -> URLReference {
        guard scheme == nil else { return self }
        var target = self
        target.scheme = base.scheme
        if authority != nil {
            target.path = URLReference.withoutDotSegments(path)
            return target
        }
        target.authority = base.authority
        if path.isEmpty {
            target.path = base.path
            target.query = query ?? base.query
        } else {
            let isAbsolute = path.utf8.first == UInt8(ascii: "/")
            target.path = URLReference.withoutDotSegments(
                isAbsolute ? path : URLReference.merged(base.path, path))
        }
        return target
    }

    /// Section 5.2.3.
    private static func merged(_ base: Substring, _ path: Substring) -> Substring {
        guard let slash = base.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "/" + path }
        return base[...slash] + path
    }

    /// Section 5.2.4.
    private static func withoutDotSegments(_ path: Substring) -> Substring {
        let slash = UInt8(ascii: "/")
        let dot = UInt8(ascii: ".")
        let bytes = Array(path.utf8)
        let start = bytes.first == slash ? 1 : 0
        var kept = Array(bytes[..<start])
        // Where each segment in `kept` begins, including the slash before it.
        var starts: [Int] = []
        for segment in bytes[start...].split(separator: slash, omittingEmptySubsequences: false) {
            let isUp = segment.count == 2 && segment.first == dot && segment.last == dot
            let isHere = segment.count == 1 && segment.first == dot
            if isUp, let last = starts.popLast() { kept.removeSubrange(last...) }
            // A path that ends with a dot segment names a folder: it keeps the slash.
            let isEnd = segment.endIndex == bytes.endIndex
            if isUp || isHere, isEnd == false { continue }
            starts.append(kept.count)
            if starts.count > 1 { kept.append(slash) }
            if isUp == false, isHere == false { kept += segment }
        }
        return Substring(decoding: kept, as: UTF8.self)
    }

    /// The parts joined again (section 5.3).
    var text: String {
        var text = scheme.map { $0 + ":" } ?? ""
        if let authority { text += "//" + authority }
        text += path
        if let query { text += "?" + query }
        if let fragment { text += "#" + fragment }
        return String(text)
    }
}

extension Substring {
    /// Cuts the text before an ASCII mark.
    ///
    /// - Returns: the text after the mark; nil if there is none.
    fileprivate mutating func cut(behindFirst mark: UInt8) -> Substring? {
        guard let place = utf8.firstIndex(of: mark) else { return nil }
        defer { self = self[..<place] }
        return self[utf8.index(after: place)...]
    }
}
