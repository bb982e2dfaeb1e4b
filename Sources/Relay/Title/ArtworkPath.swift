import ICYReader

/// The path of the picture in a station's stream: `/jazz/artwork?v=1f0c…`.
enum ArtworkPath {
    /// What follows the name of the station.
    static let suffix = "/artwork"
    /// The key of the version in the query.
    static let version = "v"

    /// The path of a picture; nil if it was not kept.
    static func of(_ picture: StreamPicture?, station: String) -> String? {
        guard let picture, !picture.bytes.isEmpty else { return nil }
        return "/\(station)\(suffix)?\(version)=\(version(of: picture))"
    }

    /// Different for another picture: 16 hexadecimal digits.
    static func version(of picture: StreamPicture) -> String {
        let digits = String(picture.version, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
