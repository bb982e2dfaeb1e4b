import ICYReader

/// A title on its way through the play log.
struct PlayLogEntry: Sendable {
    let event: TitleEvent
    /// The bytes that contained the title.
    let raw: [UInt8]
    let station: StationID
    /// When its last byte arrived, or when it may be published.
    let receivedAt: Instant

    /// The approximate size in memory, in bytes.
    var byteCount: Int { event.byteCount + raw.count }
}
