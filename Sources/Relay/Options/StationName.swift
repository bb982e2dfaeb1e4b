import ICYReader

/// Which names a station may have: each is a path of the server.
enum StationName {
    /// The paths of the server itself.
    private static let reserved: Set<String> = [
        "assets", "healthz", "metrics", "debug", "favicon.ico",
    ]

    /// What a name may be, for people.
    static let rule =
        "1 to \(Limits.stationNameBytes) letters, digits, and . _ ~ - "
        + "(not healthz, metrics, debug, assets or favicon.ico)"

    /// Whether a station can have this name.
    static func isLegal(_ name: String) -> Bool { isSegment(name) && !reserved.contains(name) }

    /// Whether a name stands in a path as it is: unreserved characters (RFC 3986 §2.3), 1 to 64
    /// of them, and no dot segment, which clients resolve away (RFC 3986 §5.2.4).
    private static func isSegment(_ name: String) -> Bool {
        1...Limits.stationNameBytes ~= name.utf8.count && name != "." && name != ".."
            && name.utf8.allSatisfy(isLegal)
    }

    /// Whether a name can have this byte.
    static func isLegal(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || "._~-".utf8.contains(byte)
    }
}
