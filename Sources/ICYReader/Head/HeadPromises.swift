/// What a head lets expect of its body and its server.
extension ResponseHead {
    /// Whether the type says audio, or nothing: silence may look like text.
    var promisesAudio: Bool { mediaType.isEmpty || mediaType.hasPrefix("audio/") }

    /// Whether the type says a list of addresses: a bare one may look like any text.
    var promisesPlaylist: Bool {
        ["mpegurl", "scpls", "pls+xml"].contains { mediaType.containsText($0) }
    }

    /// What stands between us and a server that has titles, if that shows: ICY headers come
    /// through, and something else than a streaming server speaks for it.
    var proxy: String? {
        guard headers.contains(where: { $0.name.lowercased().hasPrefix("icy-") }) else {
            return nil
        }
        for name in ["via", "x-cache", "x-served-by", "cf-ray", "x-varnish"] {
            if let value = values(name).first {
                return "\(name): \(value.cut(to: Limits.quotedCharacters))"
            }
        }
        guard let server = values("server").first?.lowercased() else { return nil }
        let proxies = ["nginx", "cloudflare", "caddy", "apache", "varnish", "haproxy", "openresty"]
        return proxies.first { server.containsText($0) }
    }
}

extension StreamURL {
    /// The address as messages name it: it may be longer than what they have room for.
    package var shown: String { description.cut(to: Limits.addressCharacters) }
}
