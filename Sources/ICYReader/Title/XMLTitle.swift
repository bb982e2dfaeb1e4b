/// A title that is an XML document.
enum XMLTitle {
    /// The text of each element without child elements, and each attribute, in order; nil if the
    /// title is not XML.
    static func attributes(_ text: String) -> [TitleAttribute]? {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "<") else { return nil }
        var attributes: [TitleAttribute] = []
        var room = Limits.titleAttributeBytes
        var open: [String] = []
        var hasElements = false
        var textStart = 0
        var index = 0
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            guard let tag = Tag(bytes, at: start) else { return nil }
            index = tag.end
            switch tag.kind {
            case .opening:
                guard open.count < Limits.titleDepth else { return nil }
                open.append(tag.name)
                append(tag.attributes, open, &attributes, &room)
                hasElements = false
                textStart = tag.end
            case .closing:
                guard open.last == tag.name else { return nil }
                let content = value(bytes[textStart..<start])
                if hasElements == false {
                    append([TitleAttribute(key: "", value: content)], open, &attributes, &room)
                }
                open.removeLast()
                hasElements = true
            case .alone:
                append(tag.attributes, open + [tag.name], &attributes, &room)
                hasElements = true
            case .other: break
            }
            if open.isEmpty, tag.kind != .other { break }
        }
        let isWhole = open.isEmpty && bytes[index...].allSatisfy(\.isBlank)
        return isWhole && attributes.isEmpty == false ? attributes : nil
    }

    /// Appends pairs under a path of names. Below the root, the root's name is left out: it carries
    /// no information.
    private static func append(
        _ pairs: [TitleAttribute], _ path: [String], _ attributes: inout [TitleAttribute],
        _ room: inout Int
    ) {
        for pair in pairs where attributes.count < Limits.titleAttributes && room >= 0 {
            let names =
                (path.count > 1 ? path[1...] : path[...]) + (pair.key.isEmpty ? [] : [pair.key])
            let key = names.reduce("") { TitleAttribute.key($0, $1) }
            room -= key.utf8.count + pair.value.utf8.count
            guard room >= 0 else { return }
            attributes.append(TitleAttribute(key: key, value: pair.value))
        }
    }

    static func value(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self).trimmingBlanks
        let start = "<![CDATA["
        if text.hasPrefix(start), text.hasSuffix("]]>") {
            return String(text.dropFirst(start.count).dropLast(3))
        }
        return HTMLEntities.decode(text) ?? text
    }

    private struct Tag {
        enum Kind { case opening, closing, alone, other }
        let kind: Kind
        let name: String
        let attributes: [TitleAttribute]
        /// The index after the tag's `>`.
        let end: Int

        init?(_ bytes: [UInt8], at start: Int) {
            guard start + 1 < bytes.count else { return nil }
            let isCharacterData = bytes[start...].starts(with: Array("<![CDATA[".utf8))
            let close = isCharacterData ? Array("]]>".utf8) : [UInt8(ascii: ">")]
            guard let last = Self.position(of: close, in: bytes, from: start) else { return nil }
            end = last + close.count
            let first = bytes[start + 1]
            guard first != UInt8(ascii: "?"), first != UInt8(ascii: "!") else {
                kind = .other
                name = ""
                attributes = []
                return
            }
            let isClosing = first == UInt8(ascii: "/")
            // In `</>`, the one slash must not count twice.
            let isAlone = isClosing == false && bytes[last - 1] == UInt8(ascii: "/")
            let content = bytes[(start + (isClosing ? 2 : 1))..<(isAlone ? last - 1 : last)]
            let nameBytes = content.prefix { $0.isBlank == false }
            guard let letter = nameBytes.first,
                letter.isASCIILetter || letter == UInt8(ascii: "_") || letter >= 0x80
            else { return nil }
            name = String(decoding: nameBytes, as: UTF8.self)
            kind = isClosing ? .closing : isAlone ? .alone : .opening
            attributes = Self.pairs(content[nameBytes.endIndex...])
        }

        private static func position(
            of mark: [UInt8], in bytes: [UInt8], from start: Int
        ) -> Int? {
            bytes.indices[start...].first { bytes[$0...].starts(with: mark) }
        }

        private static func pairs(_ content: ArraySlice<UInt8>) -> [TitleAttribute] {
            var pairs: [TitleAttribute] = []
            var rest = content
            while let equals = rest.firstIndex(of: UInt8(ascii: "=")), equals + 1 < rest.endIndex {
                let quote = rest[equals + 1]
                guard quote.isQuote,
                    let end = rest[(equals + 2)...].firstIndex(of: quote)
                else { break }
                let key = String(decoding: rest[rest.startIndex..<equals], as: UTF8.self)
                pairs.append(
                    TitleAttribute(
                        key: key.trimmingBlanks, value: XMLTitle.value(rest[(equals + 2)..<end])))
                rest = rest[(end + 1)...]
            }
            return pairs
        }
    }
}
