import ICYReader

/// A hash of the parts of a title that clients see. Two different titles have the same hash once in
/// 2^64 changes. A fingerprint is valid only within one run of the program.
struct TitleFingerprint: Equatable, Sendable {
    private let hash: Int

    init(_ event: TitleEvent) {
        var hasher = Hasher()
        hasher.combine(event.streamTitle)
        hasher.combine(event.streamURL)
        hasher.combine(event.display)
        hasher.combine(event.next)
        for attribute in event.attributes {
            hasher.combine(attribute.key)
            hasher.combine(attribute.value)
        }
        hash = hasher.finalize()
    }
}
