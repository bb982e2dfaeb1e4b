import ICYReader

/// Each part of a response as lines for people.
extension DumpFormat {
    static func headText(_ head: ResponseHead) -> String {
        var lines = ["\(head.protocolName) \(head.status) \(head.reason)"]
        lines += head.headers.map { "  \($0.name): \($0.value)" }
        switch head.metadataInterval {
        case .bytes(let count) where head.isSuccess:
            lines.append("metadata after every \(count) bytes of audio")
        case .absent where head.isSuccess:
            lines.append("no icy-metaint")
        case .invalid(let text): lines.append("icy-metaint is unusable: \"\(text)\"")
        case .bytes, .absent: break  // the body of an error or a redirect is not a stream
        }
        lines += flagLines(head.flags)
        return lines.map(Terminal.visible).joined(separator: "\n")
    }

    static func blockText(_ block: MetadataBlock, _ reading: MetadataReading) -> String {
        var lines = [
            "",
            "block \(block.index)  wire \(block.wireOffset)  audio \(block.audioOffset)  "
                + "length byte 0x\(Hexadecimal.text([block.lengthByte])) = "
                + "\(block.bytes.count) bytes",
        ]
        lines += Hexadecimal.lines(block.bytes).map { "  \($0)" }
        lines += readingLines(reading, block.flags)
        return lines.map(Terminal.visible).joined(separator: "\n")
    }

    static func commentsText(_ comments: OggComments, _ reading: MetadataReading) -> String {
        var lines = [
            "",
            "comments \(comments.index)  page at \(comments.pageOffset)  "
                + "\(comments.codec.rawValue), serial 0x"
                + "\(String(comments.serial, radix: 16))  \(comments.packetSize) bytes",
        ]
        lines += Hexadecimal.lines(comments.raw).map { "  \($0)" }
        lines += readingLines(reading, comments.flags)
        return lines.map(Terminal.visible).joined(separator: "\n")
    }

    static func tagText(_ tag: StreamTag, _ reading: MetadataReading) -> String {
        var lines = [
            "",
            "tag \(tag.index)  \(tag.format.title) at \(tag.audioOffset)  \(tag.size) bytes",
        ]
        lines += Hexadecimal.lines(tag.raw).map { "  \($0)" }
        lines += readingLines(reading, tag.flags)
        return lines.map(Terminal.visible).joined(separator: "\n")
    }

    /// The content of a block or a comment header, and its effect.
    private static func readingLines(_ reading: MetadataReading, _ extra: [Flag]) -> [String] {
        var lines = reading.fields.fields.map { field in
            let sure = field.text.confidence < 1 ? ", \(percent(field.text.confidence)) sure" : ""
            let repaired = field.text.repaired.map { ", double-encoded \"\($0)\"" } ?? ""
            return "  \(field.key) = \"\(field.text.text)\"  "
                + "(\(field.text.charset.rawValue)\(sure)\(repaired))"
        }
        lines += flagLines(flags(reading, extra)).map { "  \($0)" }
        if let song = reading.title {
            if song.display.isEmpty, song.flags.contains(.operatorRule) {
                lines.append("  dropped by a rule")
            } else if song.display != song.streamTitle {
                lines.append("  shown as \"\(song.display)\"")
            }
            if !song.artist.isEmpty {
                lines.append("  artist \"\(song.artist)\", song \"\(song.song)\"")
            }
            if !song.next.isEmpty { lines.append("  next \"\(song.next)\"") }
            lines += song.attributes.map { "  \($0.key): \($0.value)" }
        }
        if let ad = reading.ad {
            let length = ad.durationMilliseconds.map { ", \($0) ms" } ?? ""
            lines.append("  ad: \(ad.kind)\(length)\(ad.id.isEmpty ? "" : ", id \(ad.id)")")
        }
        let isRepeat = reading.title != nil && reading.repeatCount > 0
        let again = isRepeat ? " (said again, \(reading.repeatCount) times)" : ""
        lines.append("  -> \(reading.change.name)\(again)")
        return lines
    }

    private static func percent(_ share: Double) -> String { "\(Int(share * 100)) %" }

    static func framingText(_ event: FramingEvent) -> String {
        switch event {
        case .lost(let wireOffset, let swallowedBytes):
            return "\nframing lost at wire offset \(wireOffset): "
                + "\(swallowedBytes) bytes were audio after all"
        case .reanchored(let wireOffset, let distance):
            return "re-anchored at wire offset \(wireOffset), \(distance) bytes later"
        case .searchedInVain(let searchedBytes):
            return "no block found in \(searchedBytes) bytes"
        case .lie(let searchedBytes):
            return "icy-metaint lies: no block found in \(searchedBytes) bytes, all of it is audio"
        }
    }

    static func flagLines(_ flags: [Flag]) -> [String] {
        flags.isEmpty ? [] : ["flags: " + flags.map(\.rawValue).joined(separator: ", ")]
    }
}
