/// Entity tags (RFC 9110 §8.8.3): a client that asks again says which content it has, and is not
/// sent it a second time.
enum EntityTag {
    /// The tag of a content: its length, and 64 bits of FNV-1a over every fourth byte, then over
    /// the other three quarters. A list of thousands of stations has megabytes, and the processor
    /// works on four hashes at once.
    static func of(_ bytes: [UInt8]) -> String {
        let basis: UInt64 = 0xCBF2_9CE4_8422_2325
        var (a, b, c, d) = (basis, basis, basis, basis)
        let whole = bytes.count & ~3
        var index = 0
        while index < whole {
            a = step(a, UInt64(bytes[index]))
            b = step(b, UInt64(bytes[index + 1]))
            c = step(c, UInt64(bytes[index + 2]))
            d = step(d, UInt64(bytes[index + 3]))
            index += 4
        }
        for byte in bytes[whole...] { a = step(a, UInt64(byte)) }
        let hash = step(step(step(a, b), c), d)
        return "\"\(String(bytes.count, radix: 16))-\(String(hash, radix: 16))\""
    }

    private static func step(_ hash: UInt64, _ value: UInt64) -> UInt64 {
        (hash ^ value) &* 0x100_0000_01B3
    }

    /// Whether a client has this content (RFC 9110 §13.1.2).
    ///
    /// - Parameter known: the values of `If-None-Match`.
    static func isKnown(_ tag: String, _ known: [String]) -> Bool {
        known.contains { value in
            value == "*"
                || value.split(separator: ",").contains { entry in
                    // A cache compares without regard to `W/`.
                    let entry = entry.split(separator: " ").joined()
                    return entry == tag || entry == "W/\(tag)"
                }
        }
    }
}

extension Response {
    /// The same response with the tag of its body. The client may keep it, and has to ask whether
    /// it is still right.
    func tagged() -> Response {
        let age = has("Cache-Control") ? [] : [("Cache-Control", "no-cache")]
        return adding([("ETag", EntityTag.of(body))] + age)
    }

    /// A 304 in place of the response if the client has its content.
    func unlessKnown(to request: Request) -> Response {
        guard status == 200, let tag = headers.first(where: { $0.0 == "ETag" })?.1,
            EntityTag.isKnown(tag, request.values("if-none-match"))
        else { return self }
        // RFC 9110 §15.4.5: what a cache needs, and nothing that describes the content.
        let kept = headers.filter { name, _ in
            ["ETag", "Cache-Control", "Vary"].contains(name)
                || name.hasPrefix("Access-Control-") || name.hasPrefix("Cross-Origin-")
        }
        return Response(status: 304, headers: kept, body: [])
    }
}
