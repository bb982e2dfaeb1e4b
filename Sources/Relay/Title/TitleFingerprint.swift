import ICYReader

/// What of a title clients see, as a number: two titles that differ are taken for the same once in
/// 2^64 changes. It means something only within one run of the program.
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
