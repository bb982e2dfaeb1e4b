import ICYReader

/// Each part of a response as a JSON object on one line.
extension DumpFormat {
    static func headJSON(_ head: ResponseHead) -> JSONObject {
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

    static func blockJSON(
        _ block: MetadataBlock, _ reading: MetadataReading
    ) -> JSONObject {
        var object = JSONObject()
        object.add("type", "block")
        object.add("index", block.index)
        object.add("wire_offset", block.wireOffset)
        object.add("audio_offset", block.audioOffset)
        object.add("length_byte", Int(block.lengthByte))
        object.add("size", block.bytes.count)
        object.add("raw", Hexadecimal.text(block.bytes))
        add(reading, extra: block.flags, to: &object)
        return object
    }

    static func commentsJSON(
        _ comments: OggComments, _ reading: MetadataReading
    ) -> JSONObject {
        var object = JSONObject()
        object.add("type", "comments")
        object.add("index", comments.index)
        object.add("wire_offset", comments.pageOffset)
        object.add("audio_offset", comments.audioOffset)
        object.add("serial", Int(comments.serial))
        object.add("codec", comments.codec.rawValue)
        object.add("size", comments.packetSize)
        object.add("raw", Hexadecimal.text(comments.raw))
        add(reading, extra: comments.flags, to: &object)
        return object
    }

    static func tagJSON(_ tag: StreamTag, _ reading: MetadataReading) -> JSONObject {
        var object = JSONObject()
        object.add("type", "tag")
        object.add("index", tag.index)
        object.add("audio_offset", tag.audioOffset)
        object.add("format", tag.format.name)
        if case .id3 = tag.format { object.add("version", tag.format.title) }
        object.add("size", tag.size)
        object.add("raw", Hexadecimal.text(tag.raw))
        add(reading, extra: tag.flags, to: &object)
        return object
    }

    /// Adds the content of a block or a comment header, and its effect.
    private static func add(
        _ reading: MetadataReading, extra: [Flag], to object: inout JSONObject
    ) {
        object.add(
            "fields",
            reading.fields.fields.map { field in
                var object = JSONObject()
                object.add("key", field.key)
                object.add("value", field.text.text)
                object.add("raw", Hexadecimal.text(field.raw))
                object.add("charset", field.text.charset.rawValue)
                object.add("confidence", share: field.text.confidence)
                if let repaired = field.text.repaired { object.add("repaired", repaired) }
                return object
            })
        let song = reading.title
        object.add("state", reading.change.name)
        object.add("title", song?.streamTitle ?? "")
        object.add("artist", song?.artist ?? "")
        object.add("song", song?.song ?? "")
        object.add("flags", flags(reading, extra).map(\.rawValue))
        // A title that consists only of a separator is not shown.
        let shown = song?.isBlank == false ? song : nil
        object.add("display", shown?.display ?? "")
        object.add("parts", shown?.parts ?? [])
        object.add("stream_next", song?.next ?? "")
        object.add("attributes", song?.attributes.map(\.json) ?? [])
        object.add("repeat", reading.repeatCount)
        object.add("ad", reading.ad?.json)
    }

    static func framingJSON(_ event: FramingEvent) -> JSONObject {
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

    /// All flags of a block or a comment header, its fields and their text, without duplicates.
    static func flags(_ reading: MetadataReading, _ extra: [Flag]) -> [Flag] {
        var seen: Set<Flag> = []
        let all =
            extra + reading.fields.flags + (reading.title?.flags ?? [])
            + reading.fields.fields.flatMap(\.text.flags)
        return all.filter { seen.insert($0).inserted }
    }
}
