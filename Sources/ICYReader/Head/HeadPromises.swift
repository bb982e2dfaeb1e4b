/// What a head promises about its body and its server.
extension ResponseHead {
    /// Whether the type is audio or missing: a body that looks like text may then be silence.
    var promisesAudio: Bool { mediaType.isEmpty || mediaType.hasPrefix("audio/") }

    /// Whether the type is one of Ogg's: then the body may be Ogg without the announced blocks.
    var promisesOgg: Bool {
        ["ogg", "opus", "vorbis"].contains { mediaType.containsText($0) }
    }

    /// Whether the type is that of FLAC without Ogg.
    var promisesFLAC: Bool { mediaType.containsText("flac") && promisesOgg == false }

    /// Whether the type is that of a playlist: a bare list of addresses may look like any text.
    var promisesPlaylist: Bool {
        ["mpegurl", "scpls", "pls+xml", "x-vclt"].contains { mediaType.containsText($0) }
    }

    /// How long the server asks to wait before the next request; nil if it does not, or with
    /// another status than 429 and 503. At most `Limits.retryAfter`.
    ///
    /// A date counts from the `Date` of the same head (RFC 9110 section 10.2.3): the server's clock
    /// may be wrong, but it is the same clock.
    public var retryAfter: Duration? {
        guard status == 429 || status == 503, let value = values("retry-after").first else {
            return nil
        }
        if let seconds = Int(value), seconds >= 0 {
            return min(.seconds(min(seconds, 1 << 31)), Limits.retryAfter)
        }
        guard let date = HTTPDate(value), let now = values("date").first.flatMap({ HTTPDate($0) })
        else { return nil }
        return min(.seconds(max(0, date.seconds - now.seconds)), Limits.retryAfter)
    }
    /// Whether the server is MPD, whose titles begin with the album.
    var isAlbumFirst: Bool { values("icy-notice2").first?.lowercased().hasPrefix("mpd ") == true }

    /// The address of the station's logo (`icy-logo`), else empty.
    public var logo: String { values("icy-logo").first ?? "" }
    /// The country, mostly a code of two letters (`icy-country-code`, `icy-country`), else empty.
    public var country: String {
        values("icy-country-code").first ?? values("icy-country").first ?? ""
    }
    /// The language, mostly codes (`icy-language-codes`, `icy-language`), else empty.
    public var language: String {
        values("icy-language-codes").first ?? values("icy-language").first ?? ""
    }

    /// Whether the server says in the body why it refuses this listener: Icecast does.
    var explainsInBody: Bool {
        status == 403
            && ["full", "too many"].allSatisfy {
                reason.lowercased().containsText($0) == false
            }
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
    /// The address for messages, without secrets, cut to the room that they have for it.
    package var shown: String { withoutSecrets.cut(to: Limits.addressCharacters) }
}
