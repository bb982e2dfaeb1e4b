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
                text += Array(escaped.utf8)
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> String? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
            UInt8(ascii: "t"):
            return " "
        case UInt8(ascii: "u"):
            guard let unit = codeUnit() else { return nil }
            var units = [unit]
            if UTF16.isLeadSurrogate(unit), position + 1 < bytes.count,
                bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                guard let second = codeUnit() else { return nil }
                units.append(second)
            }
            // Text has no control characters, however they are written.
            return String(decoding: units, as: UTF16.self).unicodeScalars.reduce(into: "") {
                $0.unicodeScalars.append($1.properties.generalCategory == .control ? " " : $1)
            }
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"):
            return String(UnicodeScalar(byte))
        default: return nil
        }
    }

    private mutating func codeUnit() -> UInt16? {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4 else { return nil }
        position += 4
        var unit: UInt16 = 0
        for digit in digits {
            guard let value = digit.hexadecimalValue else { return nil }
            unit = unit << 4 | UInt16(value)
        }
        return unit
    }
}
