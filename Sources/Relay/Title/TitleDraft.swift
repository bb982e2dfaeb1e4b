import ICYReader

/// A title on its way to its number.
struct TitleDraft: Sendable {
    /// Number and epoch are still to come.
    var event: TitleEvent
    /// The bytes that said it, for the play log.
    let raw: [UInt8]
    let stationIndex: Int
    /// When its last byte was here, or when it may be published.
    var receivedAt: Instant

    /// Bytes of memory that it holds, near enough.
    var byteCount: Int { event.byteCount + raw.count }
}
