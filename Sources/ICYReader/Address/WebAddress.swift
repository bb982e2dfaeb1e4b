/// Addresses from a stream that a page may link to or show.
package enum WebAddress {
    /// The address, if it is one of the web: http or https, without user and password, and without
    /// characters that an address cannot have. Nil for anything else, such as `javascript:`.
    ///
    /// - Parameter base: the address to which a relative one is relative; without it, only a whole
    ///   address counts.
    package static func checked(_ text: String, relativeTo base: String = "") -> String? {
        let text = text.trimmingBlanks
        guard text.isEmpty == false, text.utf8.count <= Limits.webAddressBytes,
            text.utf8.allSatisfy({
                $0 > 0x20 && $0 != 0x7F && "\"<>\\^`{|}".utf8.contains($0) == false
            })
        else { return nil }
        if isWhole(text) {
            guard let url = try? StreamURL(text), url.authorization == nil else { return nil }
            return text
        }
        // A text with another scheme is not relative.
        guard text.prefix(while: { $0 != "/" && $0 != "?" }).contains(":") == false,
            isWhole(base), let base = try? StreamURL(base), base.authorization == nil,
            let url = try? base.resolve(text), url.authorization == nil
        else { return nil }
        return url.description
    }

    /// The same for the address of an image, by the ending of its path.
    package static func image(_ text: String, relativeTo base: String) -> String? {
        let path = text.prefix { $0 != "?" && $0 != "#" }.lowercased()
        guard imageEndings.contains(where: { path.hasSuffix($0) }) else { return nil }
        return checked(text, relativeTo: base)
    }

    private static let imageEndings = [".jpg", ".jpeg", ".png", ".webp", ".gif"]

    private static func isWhole(_ text: String) -> Bool {
        let start = text.prefix(8).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://")
    }
}
