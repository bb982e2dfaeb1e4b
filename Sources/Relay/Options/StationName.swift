import ICYReader

/// The names that a station may have: each is a path of the server.
enum StationName {
    /// The paths of the server itself.
    private static let reserved: Set<String> = [
        "assets", "healthz", "metrics", "debug", "favicon.ico",
    ]

    /// A description of legal names for users.
    static let rule =
        "1 to \(Limits.stationNameBytes) letters, digits, and . _ ~ - "
        + "(not healthz, metrics, debug, assets or favicon.ico)"

    /// Whether a station may have this name.
    static func isLegal(_ name: String) -> Bool { isSegment(name) && !reserved.contains(name) }

    /// Whether a name can be used in a path unchanged: unreserved characters (RFC 3986 §2.3), 1 to
    /// 64 of them, and not a dot segment, which clients resolve away (RFC 3986 §5.2.4).
    private static func isSegment(_ name: String) -> Bool {
        1...Limits.stationNameBytes ~= name.utf8.count && name != "." && name != ".."
            && name.utf8.allSatisfy(isLegal)
    }

    /// Whether a name may contain this byte.
    static func isLegal(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || "._~-".utf8.contains(byte)
    }
}
