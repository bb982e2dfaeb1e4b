/// What the built-in station sends to one listener: an endless stream of silent MP3 frames with
/// blocks in between. Pure: the input is how much audio is due, the output is bytes.
struct DemoBroadcast {
    /// 128 kbit/s.
    static let bytesPerSecond = 16_000
    /// Half a second of audio between two blocks, each of which may bring a new title.
    static let metadataInterval = 8_000

    /// One MPEG-1 Layer III frame of silence: 128 kbit/s, 44.1 kHz, stereo, without padding
    /// (ISO 11172-3: 144 * 128000 / 44100 = 417 bytes). Side information of zeros means that no
    /// sample has any amplitude.
    static let silentFrame: [UInt8] = [0xFF, 0xFB, 0x90, 0x00] + Array(repeating: 0, count: 413)

    /// Whether this listener asked for metadata.
    let isInterleaved: Bool
    private var audioUntilBlock = DemoBroadcast.metadataInterval
    private var frameOffset = 0
    private var announced = ""

    init(isInterleaved: Bool) { self.isInterleaved = isInterleaved }

    var head: [UInt8] {
        var lines = [
            "HTTP/1.0 200 OK", "Content-Type: audio/mpeg", "Cache-Control: no-store",
            "icy-name: Relay demo", "icy-genre: Silence", "icy-br: 128",
        ]
        if isInterleaved { lines.append("icy-metaint: \(DemoBroadcast.metadataInterval)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// The next `count` bytes of audio, with the blocks that are due among them.
    mutating func next(audioBytes count: Int, title: String) -> [UInt8] {
        var output: [UInt8] = []
        var left = count
        while left > 0 {
            let piece = min(
                left, audioUntilBlock, DemoBroadcast.silentFrame.count - frameOffset)
            output += DemoBroadcast.silentFrame[frameOffset..<frameOffset + piece]
            frameOffset = (frameOffset + piece) % DemoBroadcast.silentFrame.count
            left -= piece
            audioUntilBlock -= piece
            guard audioUntilBlock == 0 else { continue }
            audioUntilBlock = DemoBroadcast.metadataInterval
            if isInterleaved { output += block(title) }
        }
        return output
    }

    /// Like Icecast: a title once, then empty blocks until it changes.
    private mutating func block(_ title: String) -> [UInt8] {
        guard title != announced else { return [0] }
        announced = title
        var payload = Array("StreamTitle='\(title)';".utf8)
        precondition(payload.count <= 255 * 16, "titles of the demo are short")
        while payload.count % 16 != 0 { payload.append(0) }
        return [UInt8(payload.count / 16)] + payload
    }
}

/// The titles of the built-in station. All names are invented; the punctuation is that of real
/// titles, to show that a page copes with it.
enum DemoPlaylist {
    static let secondsPerTitle = 8

    static let titles = [
        "The Paper Lanterns - First Light",
        "Mara & The Tides - Don't Wait for Me",
        "Café Minuit - Où est l'été?",
        "Nils Åkerström - Nattåg till Malmö; del II",
        "DJ Nobody - 3:47 (Extended 'Rain' Mix)",
        "Хор метро - Последняя станция",
        "The Long Tail Orchestra - A Title That Goes On for Quite a While to See How a Page Copes",
        "夜行列車 - 星の駅",
    ]

    /// The title this many seconds after the start.
    static func title(at seconds: Int) -> String {
        titles[seconds / secondsPerTitle % titles.count]
    }
}
