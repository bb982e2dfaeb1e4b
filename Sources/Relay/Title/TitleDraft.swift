import ICYReader

/// A title that has not been numbered yet.
struct TitleDraft: Sendable {
    /// The number and the epoch are set later.
    var event: TitleEvent
    /// The bytes that contained the title, for the play log.
    let raw: [UInt8]
    let stationIndex: Int
    /// When its last byte arrived, or when it may be published.
    var receivedAt: Instant

    /// The approximate size in memory, in bytes.
    var byteCount: Int { event.byteCount + raw.count }
}
