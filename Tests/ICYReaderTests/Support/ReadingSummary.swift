import Fixtures
import ICYReader

/// A reading in one line, without what is absent.
func summary(_ reading: MetadataReading) -> String {
    var words: [String] = []
    switch reading.change {
    case .title: words.append("title")
    case .clear: words.append("clear")
    case .unchanged: words.append("unchanged")
    case .unknown: words.append("unknown")
    }
    if let title = reading.title, title.isBlank == false {
        words.append("[\(title.artist)|\(title.song)]")
        if title.display != title.streamTitle { words.append("from [\(title.streamTitle)]") }
        if title.display
            != [title.artist, title.song].filter({ !$0.isEmpty })
            .joined(separator: " - ")
        {
            words.append("shown as [\(title.display)]")
        }
        if title.parts.count > 2 { words.append("parts=\(title.parts.count)") }
    }
    if let title = reading.title {
        if title.streamURL.isEmpty == false { words.append("url=\(title.streamURL)") }
        if title.next.isEmpty == false { words.append("next=\(title.next)") }
        words += title.attributes.map { "\($0.key)=(\($0.value))" }
    }
    if let ad = reading.ad {
        let duration = ad.durationMilliseconds.map(String.init) ?? "-"
        words.append("ad=\(ad.kind),\(duration),\(ad.id)")
    }
    let flags = reading.title?.flags ?? reading.fields.flags
    return (words + flags.map { "#" + $0.rawValue }).joined(separator: " ")
}

/// A block as it appears in a stream: padded, with the length byte before it.
func wire(_ content: [UInt8]) -> [UInt8] {
    let length = (content.count + 15) / 16
    return [UInt8(length)] + content + zeros(length * 16 - content.count)
}

/// A response whose body has these blocks.
func response(_ blocks: [[UInt8]]) -> [UInt8] {
    text("HTTP/1.0 200 OK\r\nicy-metaint:4\r\n\r\n")
        + blocks.flatMap { run("A", 4) + wire($0) } + run("B", 2)
}

/// What the whole chain, from the response's bytes to the readings, returns for each block with
/// content.
func readings(
    _ blocks: [[UInt8]], _ partition: Partition = .whole, charset: Charset? = nil
) throws -> [MetadataReading] {
    var reader = StreamReader()
    var metadata = MetadataReader(charset: charset)
    var readings: [MetadataReading] = []
    for piece in partition.pieces(of: response(blocks)) {
        var offset = 0
        while let event = try reader.next(piece.span, &offset) {
            guard case .block(let block) = event, block.isEmpty == false else { continue }
            readings.append(metadata.read(block))
        }
    }
    return readings
}
