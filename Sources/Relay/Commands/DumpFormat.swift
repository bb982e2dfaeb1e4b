import ICYReader

/// The output of `dump` for each part of a response. Pure: the input is values, the output is
/// lines.
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

    /// The next address, after one that led there or had no stream.
    func next(_ url: StreamURL) -> String {
        guard self == .json else { return "\nnext: \(url)" }
        var object = JSONObject()
        object.add("type", "next")
        object.add("url", url.description)
        return object.text
    }

    /// Why there is no title, and what to try next.
    func problem(_ problem: StreamSession.Problem) -> String {
        guard self == .json else { return Terminal.visible("no title: \(problem.message)") }
        var object = JSONObject()
        object.add("type", "problem")
        object.add("reason_code", problem.reason.rawValue)
        object.add("reason", problem.summary)
        object.add("advice", problem.reason.advice)
        return object.text
    }

    func tag(_ tag: StreamTag, _ reading: MetadataReading) -> String {
        self == .json
            ? DumpFormat.tagJSON(tag, reading).text
            : DumpFormat.tagText(tag, reading)
    }

    func comments(_ comments: OggComments, _ reading: MetadataReading) -> String {
        self == .json
            ? DumpFormat.commentsJSON(comments, reading).text
            : DumpFormat.commentsText(comments, reading)
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
    /// `eof` if the input ended between two blocks, `mid_block` inside a block, `no_head` before
    /// the body, `no_metadata` if there are no blocks, `blocks` after `--blocks N`, `interrupted`,
    /// `error`.
    var reason: String
    /// Blocks with content.
    var blocks = 0
    /// Blocks of length 0.
    var emptyBlocks = 0
    var audioBytes = 0
    /// The number of bytes missing from the last block.
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

extension TitleChange {
    var name: String {
        switch self {
        case .title: "title"
        case .clear: "clear"
        case .unchanged: "unchanged"
        case .unknown: "unknown"
        }
    }
}

extension StreamTag.Format {
    /// For programs.
    var name: String {
        switch self {
        case .id3: "id3"
        case .flac: "flac"
        case .matroska: "matroska"
        }
    }

    /// For people.
    var title: String {
        switch self {
        case .id3(let version): "ID3v2.\(version)"
        case .flac: "FLAC"
        case .matroska: "Matroska"
        }
    }
}

extension ResponseHead {
    var interval: Int? {
        if case .bytes(let count) = metadataInterval { return count }
        return nil
    }
}
