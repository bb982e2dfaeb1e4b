/// What a head promises about its body and its server.
extension ResponseHead {
    /// Whether the type is audio or missing: a body that looks like text may then be silence.
    var promisesAudio: Bool { mediaType.isEmpty || mediaType.hasPrefix("audio/") }

    /// Whether the type is that of a playlist: a bare list of addresses may look like any text.
    var promisesPlaylist: Bool {
        ["mpegurl", "scpls", "pls+xml"].contains { mediaType.containsText($0) }
    }

    /// The proxy in front of a server that has titles, if it can be recognized: ICY headers come
    /// through, and another header shows that something other than a streaming server answered.
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
    /// The address for messages, cut to the room that they have for it.
    package var shown: String { description.cut(to: Limits.addressCharacters) }
}
