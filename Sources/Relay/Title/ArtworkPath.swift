import ICYReader

/// The address of the picture in a station's stream, relative to the list of the stations:
/// `jazz/artwork?v=1f0c…`.
enum ArtworkPath {
    /// What follows the name of the station.
    static let suffix = "/artwork"
    /// The key of the version in the query.
    static let version = "v"

    /// The address of a picture; nil if it was not kept.
    static func of(_ picture: StreamPicture?, station: String) -> String? {
        guard let picture, !picture.bytes.isEmpty else { return nil }
        return "\(station)\(suffix)?\(version)=\(version(of: picture))"
    }

    /// Whether a picture's address is one of this server: all others have a scheme.
    static func isLocal(_ address: String) -> Bool {
        let path = address.utf8.prefix { $0 != UInt8(ascii: "?") }
        return !path.contains(UInt8(ascii: ":"))
            && path.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }

    /// Different for another picture: 16 hexadecimal digits.
    static func version(of picture: StreamPicture) -> String {
        let digits = String(picture.version, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
