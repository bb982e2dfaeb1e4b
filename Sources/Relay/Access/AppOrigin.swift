import ICYReader

/// The origin of what is not a web page: an application with a page inside, an extension
/// of a browser, a program with an address of its own. It is compared as it is.
struct AppOrigin: Sendable, Equatable {
    /// The scheme in lower case, and the rest as it is.
    private let text: String

    /// Parses `scheme://rest`; only with `file` the rest may be empty. Nil for http and https: they
    /// have origins of another form.
    init?(_ text: String) {
        guard text.utf8.count <= Limits.originBytes,
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text[colon...].hasPrefix("://")
        else { return nil }
        let scheme = text[..<colon].lowercased()
        let rest = text[colon...].dropFirst(3)
        // Nothing that a shell or a header field could take for something else.
        guard WebOrigin.isScheme(scheme), scheme != "http", scheme != "https",
            !rest.isEmpty || scheme == "file",
            rest.utf8.allSatisfy({ $0.isASCIIAlphanumeric || "-._~:[]@+%".utf8.contains($0) })
        else { return nil }
        self.text = "\(scheme)://\(rest)"
    }
}
