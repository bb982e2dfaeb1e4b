/// What the body is while that is open, and what the end of the input makes of it.
extension StreamReader {
    /// Whether the whole body is audio, maybe by a second head's word.
    var isPlain: Bool { framingBefore == .plain && body == nil }

    /// Whether bytes are held back because it is open what they are, or how far they go.
    var isSniffing: Bool { framingBefore == .sniffing && opening.probe?.held.isEmpty == false }

    /// Whether the body is a document as far as it has come: nothing else comes after a pause.
    var isGatheringDocument: Bool {
        guard isSniffing else { return false }
        return switch opening.probe?.kind {
        case .playlist, .page: true
        case .audio, .ogg, .hls, .text: false
        // Text that says nothing yet; in audio it may be a beginning.
        case nil: isPlaylistPromised || head?.promisesAudio == false
        }
    }

    /// Whether text without meaning is a list of addresses: its type says so, or its own address.
    var isPlaylistPromised: Bool { opening.isNamedPlaylist || head?.promisesPlaylist == true }

    /// Says that no byte follows, maybe within the head.
    ///
    /// - Returns: the head, if its status says all; nil behind a head, or without one.
    mutating func endHead() -> ResponseHead? {
        framingBefore == .head ? opening.headParser.end() : nil
    }

    /// Says that the body ends here, or that nobody waits for more of it.
    ///
    /// - Returns: the document, if the body is one; nil for a stream.
    public mutating func endBody() -> Event? {
        guard hasForgottenOpening == false, var probe = opening.probe.take() else { return nil }
        let event = settle(probe.finish())
        takeReplay()
        return event
    }
}
