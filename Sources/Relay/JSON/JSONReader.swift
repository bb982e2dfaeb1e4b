import ICYReader

/// What is wrong with a JSON text.
struct JSONSyntaxError: Error, Equatable {
    /// Counted from 1.
    let line: Int
    let reason: String
}

/// Parses JSON (RFC 8259) that a person has written. It knows the line of every value and of every
/// mistake, and keeps repeated names, which no decoder does.
struct JSONReader {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var depth = 0

    static func read(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONNode {
        var reader = JSONReader(bytes)
        reader.skipBlanks()
        let node = try reader.value()
        reader.skipBlanks()
        guard reader.index == bytes.count else { throw reader.unexpected("the end of the file") }
        return node
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // Some editors write a byte order mark; RFC 8259 §8.1 allows a parser to ignore it.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte <= 0x20, " \t\r\n".utf8.contains(byte) {
            if byte == UInt8(ascii: "\n") { line += 1 }
            index += 1
        }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    // MARK: Values

    private mutating func value() throws(JSONSyntaxError) -> JSONNode {
        let start = line
        let value: JSONValue
        switch next {
        case UInt8(ascii: "{"): value = .object(try members())
        case UInt8(ascii: "["): value = .array(try elements())
        case UInt8(ascii: "\""): value = .string(try string())
        case let byte? where byte == UInt8(ascii: "-") || byte.isASCIIDigit:
            value = .number(try number())
        default: value = try word()
        }
        return JSONNode(line: start, value: value)
    }

    /// Enters an object or an array.
    private mutating func open() throws(JSONSyntaxError) {
        depth += 1
        guard depth <= Limits.configurationDepth else {
            throw wrong("more than \(Limits.configurationDepth) arrays and objects in one another")
        }
        index += 1
        skipBlanks()
    }

    private mutating func members() throws(JSONSyntaxError) -> [JSONMember] {
        let end = UInt8(ascii: "}")
        try open()
        defer { depth -= 1 }
        var members: [JSONMember] = []
        if skip(end) { return members }
        while true {
            let start = line
            guard next == UInt8(ascii: "\"") else { throw unexpected("a name in quotation marks") }
            let key = try string()
            skipBlanks()
            guard skip(UInt8(ascii: ":")) else { throw unexpected("\":\" behind a name") }
            skipBlanks()
            members.append(JSONMember(key: key, line: start, node: try value()))
            if try isEnd(end, "\",\" or \"}\"") { return members }
        }
    }

    private mutating func elements() throws(JSONSyntaxError) -> [JSONNode] {
        let end = UInt8(ascii: "]")
        try open()
        defer { depth -= 1 }
        var elements: [JSONNode] = []
        if skip(end) { return elements }
        while true {
            elements.append(try value())
            if try isEnd(end, "\",\" or \"]\"") { return elements }
        }
    }

    /// After an element: consumes the end of its object or array, or a comma.
    private mutating func isEnd(
        _ end: UInt8, _ expected: String
    ) throws(JSONSyntaxError) -> Bool {
        skipBlanks()
        if skip(end) { return true }
        guard skip(UInt8(ascii: ",")) else { throw unexpected(expected) }
        skipBlanks()
        if next == end {
            throw wrong("a comma stands before \"\(Character(UnicodeScalar(end)))\"; take it out")
        }
        return false
    }

    private mutating func word() throws(JSONSyntaxError) -> JSONValue {
        let letters = bytes[index...].prefix { $0.isASCIIAlphanumeric }
        let words: [(String, JSONValue)] = [
            ("true", .bool(true)), ("false", .bool(false)), ("null", .null),
        ]
        guard let (_, value) = words.first(where: { letters.elementsEqual($0.0.utf8) }) else {
            throw unexpected("a value")
        }
        index += letters.count
        return value
    }

    // MARK: Numbers

    private mutating func number() throws(JSONSyntaxError) -> String {
        let start = index
        _ = skip(UInt8(ascii: "-"))
        let whole = digits()
        // 010 is ten for some parsers and eight for others.
        guard whole > 0, whole == 1 || bytes[index - whole] != UInt8(ascii: "0") else {
            throw wrong("a number begins with a digit from 1 to 9, or is 0")
        }
        if skip(UInt8(ascii: ".")), digits() == 0 { throw unexpected("a digit") }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            index += 1
            if !skip(UInt8(ascii: "-")) { _ = skip(UInt8(ascii: "+")) }
            if digits() == 0 { throw unexpected("a digit") }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let count = bytes[index...].prefix { $0.isASCIIDigit }.count
        index += count
        return count
    }

    // MARK: Strings

    private mutating func string() throws(JSONSyntaxError) -> String {
        index += 1
        var text: [UInt8] = []
        while true {
            let plain = bytes[index...].prefix { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
            text += plain
            index += plain.count
            switch next {
            case UInt8(ascii: "\""):
                index += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw wrong("a text is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): text += String(try escaped()).utf8
            case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                throw wrong("a text has no quotation mark at its end")
            default: throw wrong("a control character stands in a text; write it as \\u00…")
            }
        }
    }

    private mutating func escaped() throws(JSONSyntaxError) -> Unicode.Scalar {
        index += 1
        switch JSONEscape(bytes, &index) {
        case .scalar(let scalar): return scalar
        case .loneSurrogate, .withoutDigits:
            throw wrong("\\u needs four hexadecimal digits, or two such pairs of a surrogate")
        case .unknown:
            throw wrong("a text has a \"\\\" that means nothing; write it twice for one")
        }
    }

    // MARK: Errors

    private func wrong(_ reason: String) -> JSONSyntaxError {
        JSONSyntaxError(line: line, reason: reason)
    }

    private func unexpected(_ expected: String) -> JSONSyntaxError {
        switch next {
        case nil: wrong("the file ends where \(expected) is expected")
        case UInt8(ascii: "/"), UInt8(ascii: "#"): wrong("JSON has no comments; take this one out")
        case UInt8(ascii: "'"): wrong("JSON has \" for quotation marks, and no '")
        default: wrong("expected \(expected), not \"\(found)\"")
        }
    }

    /// A word, or a single character.
    private var found: String {
        let rest = bytes[index...].prefix(Limits.quotedCharacters)
        let word = rest.prefix { $0.isASCIIAlphanumeric }
        guard word.isEmpty else { return String(decoding: word, as: UTF8.self) }
        return String(String(decoding: rest, as: UTF8.self).prefix(1))
    }
}
