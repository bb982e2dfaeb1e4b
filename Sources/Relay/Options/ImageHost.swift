import ICYReader

/// A host from which pages may load pictures: a source of the Content Security Policy without a
/// scheme, so that it is https on an https page.
struct ImageHost: Sendable, Equatable {
    /// As the policy writes it: `img.example.org`, `*.example.org`, `localhost:8080`.
    let text: String

    /// Nil if the text is not a host, with `*.` before it or a port after it.
    init?(_ text: String) {
        let text = text.lowercased()
        var host = text[...]
        if let colon = text.lastIndex(of: ":") {
            let digits = text[text.index(after: colon)...]
            guard let port = Int(digits), "\(port)" == digits, 1...65_535 ~= port else {
                return nil
            }
            host = text[..<colon]
        }
        if host.hasPrefix("*.") { host = host.dropFirst(2) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard host.utf8.count <= Limits.originHostBytes,
            labels.allSatisfy({ label in
                1...63 ~= label.utf8.count && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }
            })
        else { return nil }
        self.text = text
    }
}
