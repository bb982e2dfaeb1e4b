/// What a request for a picture asks for.
struct ArtworkRequest: Sendable {
    /// The version in the query; nil for the current picture, whichever that is.
    let version: String?
    /// The value of `If-None-Match`: the pictures that the client has.
    private let known: String?

    init(_ request: Request) {
        version = request.queryValues(ArtworkPath.version).first
        known = request.value("if-none-match")
    }

    /// Whether the client has the picture with this entity tag (RFC 9110 §13.1.2).
    func has(_ tag: String) -> Bool {
        guard let known else { return false }
        return known == "*"
            || known.split(separator: ",").contains { entry in
                // A cache compares without regard to `W/`.
                let entry = entry.split(separator: " ").joined()
                return entry == tag || entry == "W/\(tag)"
            }
    }
}
