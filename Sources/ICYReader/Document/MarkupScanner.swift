/// Reads XML and HTML as they occur in playlists, web pages and titles.
///
/// It is lenient: any case, any quotes or none around attribute values, unclosed tags, bare `&`.
/// XML is read as it is written: names keep their case and their prefix, and values need quotes.
/// Every byte is read once, so a hostile document costs no more than its length.
struct MarkupScanner {
    enum Language { case html, xml }

    struct Tag: Equatable {
        /// In HTML in lower case, without the prefix of a namespace.
        let name: String
        let isClosing: Bool
        /// Whether it is `<name/>`, an element without content.
        let isAlone: Bool
        /// Names as in `name`, values with their entities decoded.
        let attributes: [(name: String, value: [UInt8])]

        subscript(_ name: String) -> [UInt8]? {
            attributes.first { $0.name == name }?.value
        }

        static func == (left: Tag, right: Tag) -> Bool {
            left.name == right.name && left.isClosing == right.isClosing
                && left.isAlone == right.isAlone
                && left.attributes.elementsEqual(right.attributes, by: ==)
        }
    }

    enum Token: Equatable {
        case tag(Tag)
        /// Text with its entities decoded, or the inside of a CDATA section.
        case text([UInt8])
    }

    private let bytes: [UInt8]
    private let language: Language
    private var index = 0
    /// Whether a tag, a comment or the like has no end.
    private(set) var isCut = false
    /// The open `script` or `style` element, whose text is not markup.
    private var rawElement: String?

    init(_ bytes: [UInt8], as language: Language = .html) {
        self.bytes = bytes
        self.language = language
    }

    /// The next tag or text; nil at the end.
    mutating func next() -> Token? {
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<") {
                if let token = readMarkup() { return token }
            } else {
                let start = index
                while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
                if rawElement == nil { return .text(decoded(bytes[start..<index])) }
            }
        }
        return nil
    }

    /// Reads markup at `<`. Nil for markup without meaning: comments, declarations, instructions.
    private mutating func readMarkup() -> Token? {
        let rest = bytes[(index + 1)...]
        guard let first = rest.first else {
            index = bytes.count
            return rawElement == nil ? .text([UInt8(ascii: "<")]) : nil
        }
        if rest.starts(with: "!--".utf8) {
            index += 4
            skip(past: "-->")
            return nil
        }
        if rest.starts(with: "![CDATA[".utf8) {
            index += 9
            let start = index
            let end = skip(past: "]]>")
            return rawElement == nil ? .text(Array(bytes[start..<end])) : nil
        }
        if first == UInt8(ascii: "!") || first == UInt8(ascii: "?") {
            index += 2
            skip(past: ">")
            return nil
        }
        let isClosing = first == UInt8(ascii: "/")
        let nameStart = index + (isClosing ? 2 : 1)
        guard nameStart < bytes.count, beginsName(bytes[nameStart]) else {
            index += 1
            return rawElement == nil ? .text([UInt8(ascii: "<")]) : nil
        }
        index = nameStart
        let name = readName()
        if let rawElement, isClosing == false || name != rawElement {
            return nil
        }
        let attributes = readAttributes()
        guard index < bytes.count || language == .html else {
            isCut = true
            return nil
        }
        let isAlone = isClosing == false && bytes[index - 1] == UInt8(ascii: "/")
        if index < bytes.count { index += 1 }
        if language == .html {
            rawElement = isClosing == false && (name == "script" || name == "style") ? name : nil
        }
        return .tag(
            Tag(name: name, isClosing: isClosing, isAlone: isAlone, attributes: attributes))
    }

    private func beginsName(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || language == .xml && (byte == UInt8(ascii: "_") || byte >= 0x80)
    }

    /// Moves past the mark, or to the end. Returns where the mark begins.
    @discardableResult
    private mutating func skip(past mark: String) -> Int {
        let wanted = Array(mark.utf8)
        while index < bytes.count {
            if bytes[index...].starts(with: wanted) {
                index += wanted.count
                return index - wanted.count
            }
            index += 1
        }
        isCut = true
        return bytes.count
    }

    /// Reads a name, up to a blank, `=`, `/` or `>`.
    private mutating func readName() -> String {
        let start = index
        while index < bytes.count, bytes[index] > 0x20, "=/>".utf8.contains(bytes[index]) == false {
            index += 1
        }
        if language == .xml { return String(decoding: bytes[start..<index], as: UTF8.self) }
        let name = bytes[start..<index].prefix(Limits.markupNameBytes)
        let local =
            name.contains(UInt8(ascii: ":"))
            ? name.split(separator: UInt8(ascii: ":")).last ?? name : name
        return String(decoding: local.map(\.asciiLowercased), as: UTF8.self)
    }

    /// Reads attributes, up to `>` or the end.
    private mutating func readAttributes() -> [(name: String, value: [UInt8])] {
        var attributes: [(name: String, value: [UInt8])] = []
        while index < bytes.count, bytes[index] != UInt8(ascii: ">") {
            guard bytes[index] > 0x20, "=/".utf8.contains(bytes[index]) == false else {
                index += 1
                continue
            }
            let name = readName()
            skipBlanks()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { continue }
            index += 1
            skipBlanks()
            let isQuoted = index < bytes.count && bytes[index].isQuote
            let value = readValue()
            guard isQuoted || language == .html, attributes.count < Limits.tagAttributes else {
                continue
            }
            attributes.append((name, decoded(value)))
        }
        return attributes
    }

    private mutating func skipBlanks() {
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
    }

    private func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        HTMLEntities.decode(bytes) ?? Array(bytes)
    }

    private mutating func readValue() -> ArraySlice<UInt8> {
        guard index < bytes.count else { return [] }
        let quote = bytes[index]
        if quote.isQuote {
            index += 1
            let start = index
            while index < bytes.count, bytes[index] != quote { index += 1 }
            let value = bytes[start..<index]
            if index < bytes.count { index += 1 }
            return value
        }
        let start = index
        while index < bytes.count, bytes[index] > 0x20, bytes[index] != UInt8(ascii: ">") {
            index += 1
        }
        var value = bytes[start..<index]
        // `<ref href=http://host/live/>`: the slash closes the tag.
        if index < bytes.count, bytes[index] == UInt8(ascii: ">"),
            value.last == UInt8(ascii: "/")
        {
            value = value.dropLast()
        }
        return value
    }
}
