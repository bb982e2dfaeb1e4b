import ICYReader

/// What `dump` writes for each part of a response. Pure: values in, lines out.
enum DumpFormat {
    case human
    case json

    func head(_ head: ResponseHead) -> String {
        self == .json ? DumpFormat.headJSON(head).text : DumpFormat.headText(head)
    }

    func block(_ block: MetadataBlock, _ reading: MetadataReading) -> String {
        self == .json
            ? DumpFormat.blockJSON(block, reading).text
            : DumpFormat.blockText(block, reading)
    }

    /// Why there is no title, and what to try next.
    func problem(_ problem: Session.Problem) -> String {
        guard self == .json else { return Terminal.visible("no title: \(problem.message)") }
        var object = JSONObject()
        object.add("type", "problem")
        object.add("reason_code", problem.reason.rawValue)
        object.add("reason", problem.summary)
        object.add("advice", problem.reason.advice)
        return object.text
    }

    func framing(_ event: FramingEvent) -> String {
        self == .json ? DumpFormat.framingJSON(event).text : DumpFormat.framingText(event)
    }

    func end(_ summary: DumpSummary) -> String {
        self == .json ? summary.json.text : summary.text
    }
}

/// How a dump ended, and how much it saw.
struct DumpSummary {
    /// `eof` where the input ended between two blocks, `mid_block` inside one, `no_head` before
    /// the body, `no_metadata` where there are no blocks, `blocks` after `--blocks N`,
    /// `interrupted`, `error`.
    var reason: String
    /// Blocks with content.
    var blocks = 0
    /// Blocks of length 0.
    var emptyBlocks = 0
    var audioBytes = 0
    /// Bytes that the last block lacks.
    var missingBytes = 0

    var json: JSONObject {
        var object = JSONObject()
        object.add("type", "end")
        object.add("reason", reason)
        object.add("blocks", blocks)
        object.add("audio_bytes", audioBytes)
        object.add("empty_blocks", emptyBlocks)
        if missingBytes > 0 { object.add("missing_bytes", missingBytes) }
        return object
    }

    var text: String {
        let missing = missingBytes > 0 ? ", the last block lacks \(missingBytes) bytes" : ""
        return "end: \(reason), \(blocks) blocks with content, \(emptyBlocks) empty, "
            + "\(audioBytes) bytes of audio\(missing)"
    }
}

// MARK: JSON

extension DumpFormat {
    private static func headJSON(_ head: ResponseHead) -> JSONObject {
        var object = JSONObject()
        object.add("type", "head")
        object.add("protocol", head.protocolName)
        object.add("status", head.status)
        object.add("metaint", head.interval)
        object.add("name", head.name)
        object.add("genre", head.genre)
        object.add("bitrate_kbps", head.bitrate)
        object.add("content_type", head.contentType)
        object.add("headers", head.headers.map { [$0.name, $0.value] })
        object.add("flags", head.flags.map(\.rawValue))
        return object
    }

    private static func blockJSON(
        _ block: MetadataBlock, _ reading: MetadataReading
    ) -> JSONObject {
        let fields = reading.fields
        var object = JSONObject()
        object.add("type", "block")
        object.add("index", block.index)
        object.add("wire_offset", block.wireOffset)
        object.add("audio_offset", block.audioOffset)
        object.add("length_byte", Int(block.lengthByte))
        object.add("size", block.bytes.count)
        object.add("raw", Hexadecimal.text(block.bytes))
        object.add(
            "fields",
            fields.fields.map { field in
                var object = JSONObject()
                object.add("key", field.key)
                object.add("value", field.text.text)
                object.add("raw", Hexadecimal.text(field.raw))
                object.add("charset", field.text.charset.rawValue)
                return object
            })
        let song = SongTitle(fields)
        object.add("state", reading.change.name)
        object.add("title", song?.streamTitle ?? "")
        object.add("artist", song?.artist ?? "")
        object.add("song", song?.song ?? "")
        object.add("flags", flags(block, fields).map(\.rawValue))
        return object
    }

    private static func framingJSON(_ event: FramingEvent) -> JSONObject {
        var object = JSONObject()
        object.add("type", "framing")
        switch event {
        case .lost(let wireOffset, let swallowedBytes):
            object.add("event", "lost")
            object.add("wire_offset", wireOffset)
            object.add("swallowed_bytes", swallowedBytes)
        case .reanchored(let wireOffset, let distance):
            object.add("event", "reanchored")
            object.add("wire_offset", wireOffset)
            object.add("distance", distance)
        case .searchedInVain(let searchedBytes):
            object.add("event", "searched_in_vain")
            object.add("searched_bytes", searchedBytes)
        case .lie(let searchedBytes):
            object.add("event", "metaint_lies")
            object.add("searched_bytes", searchedBytes)
        }
        return object
    }

    /// Everything unusual about a block, its fields and their text, each thing once.
    private static func flags(_ block: MetadataBlock, _ fields: MetadataFields) -> [Flag] {
        var seen: Set<Flag> = []
        let all = block.flags + fields.flags + fields.fields.flatMap(\.text.flags)
        return all.filter { seen.insert($0).inserted }
    }
}

// MARK: For people

extension DumpFormat {
    private static func headText(_ head: ResponseHead) -> String {
        var lines = ["\(head.protocolName) \(head.status) \(head.reason)"]
        lines += head.headers.map { "  \($0.name): \($0.value)" }
        switch head.metadataInterval {
        case .bytes(let count) where head.isSuccess:
            lines.append("metadata after every \(count) bytes of audio")
        case .absent where head.isSuccess:
            lines.append("no icy-metaint: the body is audio without metadata")
        case .invalid(let text): lines.append("icy-metaint is unusable: \"\(text)\"")
        case .bytes, .absent: break  // an error's or a redirect's body is no stream
        }
        lines += flagLines(head.flags)
        return lines.map(Terminal.visible).joined(separator: "\n")
    }

    private static func blockText(_ block: MetadataBlock, _ reading: MetadataReading) -> String {
        let fields = reading.fields
        var lines = [
            "",
            "block \(block.index)  wire \(block.wireOffset)  audio \(block.audioOffset)  "
                + "length byte 0x\(Hexadecimal.text([block.lengthByte])) = "
                + "\(block.bytes.count) bytes",
        ]
        lines += Hexadecimal.lines(block.bytes).map { "  \($0)" }
        lines += fields.fields.map {
            "  \($0.key) = \"\($0.text.text)\"  (\($0.text.charset.rawValue))"
        }
        lines += flagLines(flags(block, fields)).map { "  \($0)" }
        if let song = SongTitle(fields), !song.artist.isEmpty {
            lines.append("  artist \"\(song.artist)\", song \"\(song.song)\"")
        }
        lines.append("  -> \(reading.change.name)")
        return lines.map(Terminal.visible).joined(separator: "\n")
    }

    private static func framingText(_ event: FramingEvent) -> String {
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

    private static func flagLines(_ flags: [Flag]) -> [String] {
        flags.isEmpty ? [] : ["flags: " + flags.map(\.rawValue).joined(separator: ", ")]
    }
}

/// Bytes as people and programs read them.
enum Hexadecimal {
    /// Two lower-case digits a byte.
    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 0xF))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The classic dump: offset, 16 bytes, and the same as ASCII.
    static func lines(_ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: 16).map { start in
            let row = bytes[start..<min(start + 16, bytes.count)]
            var columns = row.map { text([$0]) }
            columns += Array(repeating: "  ", count: 16 - columns.count)
            let left = columns[..<8].joined(separator: " ")
            let right = columns[8...].joined(separator: " ")
            let ascii = String(
                decoding: row.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") },
                as: UTF8.self)
            let offset = text([UInt8(start >> 8), UInt8(start & 0xFF)])
            return "\(offset)  \(left)  \(right)  |\(ascii)|"
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

extension TitleChange {
    fileprivate var name: String {
        switch self {
        case .title: "title"
        case .clear: "clear"
        case .unchanged: "unchanged"
        case .unknown: "unknown"
        }
    }
}

extension ResponseHead {
    fileprivate var interval: Int? {
        if case .bytes(let count) = metadataInterval { return count }
        return nil
    }
}
