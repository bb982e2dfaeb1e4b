/// A title that is a JSON object, or an array with objects.
struct JSONTitle {
    /// Its values that are neither objects nor arrays, in order; nil if the title is neither a JSON
    /// object nor an array with objects.
    static func attributes(_ text: String) -> [TitleAttribute]? {
        guard text.hasPrefix("{") || text.hasPrefix("["), text.contains("{") else { return nil }
        var reader = JSONTitle(bytes: Array(text.utf8))
        guard reader.value("", depth: 0), reader.skipBlanks() == nil,
            reader.attributes.isEmpty == false
        else { return nil }
        return reader.attributes
    }

    /// Whether the text is JSON without any value, such as `{}` or `[]`.
    static func isEmpty(_ text: String) -> Bool {
        guard text.hasPrefix("{") || text.hasPrefix("[") else { return false }
        var reader = JSONTitle(bytes: Array(text.utf8))
        return reader.value("", depth: 0) && reader.skipBlanks() == nil
            && reader.attributes.allSatisfy { $0.value.isEmpty }
    }

    private let bytes: [UInt8]
    private var position = 0
    private var attributes: [TitleAttribute] = []
    private var room = Limits.titleAttributeBytes

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// - Returns: the first byte after whitespace; nil at the end.
    private mutating func skipBlanks() -> UInt8? {
        while position < bytes.count, bytes[position].isBlank { position += 1 }
        return position < bytes.count ? bytes[position] : nil
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard skipBlanks() == byte else { return false }
        position += 1
        return true
    }

    /// - Returns: false if the text is not JSON.
    private mutating func value(_ key: String, depth: Int) -> Bool {
        guard depth < Limits.titleDepth, let first = skipBlanks() else { return false }
        switch first {
        case UInt8(ascii: "{"): return members(of: key, depth: depth)
        case UInt8(ascii: "["): return elements(of: key, depth: depth)
        case UInt8(ascii: "\""):
            guard let text = string() else { return false }
            append(key, text)
            return true
        default:
            let literal = bytes[position...].prefix {
                $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".")
            }
            guard literal.isEmpty == false else { return false }
            position = literal.endIndex
            // Null is not a value: as text it would be a song of that name.
            let text = String(decoding: literal, as: UTF8.self)
            append(key, text == "null" ? "" : text)
            return true
        }
    }

    private mutating func members(of key: String, depth: Int) -> Bool {
        guard skip(UInt8(ascii: "{")) else { return false }
        if skip(UInt8(ascii: "}")) { return true }
        repeat {
            guard skipBlanks() == UInt8(ascii: "\""), let name = string(),
                skip(UInt8(ascii: ":")),
                value(TitleAttribute.key(key, name), depth: depth + 1)
            else { return false }
        } while skip(UInt8(ascii: ","))
        return skip(UInt8(ascii: "}"))
    }

    private mutating func elements(of key: String, depth: Int) -> Bool {
        guard skip(UInt8(ascii: "[")) else { return false }
        if skip(UInt8(ascii: "]")) { return true }
        repeat {
            guard value(key, depth: depth + 1) else { return false }
        } while skip(UInt8(ascii: ","))
        return skip(UInt8(ascii: "]"))
    }

    private mutating func append(_ key: String, _ value: String) {
        room -= key.utf8.count + value.utf8.count
        guard attributes.count < Limits.titleAttributes, room >= 0 else { return }
        attributes.append(TitleAttribute(key: key, value: value))
    }

    private mutating func string() -> String? {
        var text: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = escape() else { return nil }
                text += UTF8.encode(escaped) ?? UTF8.encodedReplacementCharacter
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        if position < bytes.count, bytes[position] == UInt8(ascii: "'") {
            position += 1
            return "'"
        }
        switch JSONEscape(bytes, &position) {
        // Text has no control characters, however they are written.
        case .scalar(let scalar):
            return scalar.properties.generalCategory == .control ? " " : scalar
        case .loneSurrogate: return "\u{FFFD}"
        case .withoutDigits, .unknown: return nil
        }
    }
}
