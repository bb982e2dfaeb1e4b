/// What a request for a picture asks for.
struct ArtworkRequest: Sendable {
    /// The version in the query; nil for the current picture, whichever that is.
    let version: String?
    /// The values of `If-None-Match`: the pictures that the client has.
    private let known: [String]

    init(_ request: Request) {
        version = request.queryValues(ArtworkPath.version).first
        known = request.values("if-none-match")
    }

    /// Whether the client has the picture with this entity tag (RFC 9110 §13.1.2).
    func has(_ tag: String) -> Bool { EntityTag.isKnown(tag, known) }
}
