import ICYReader

/// A JSON object that keeps its members in the order in which they are added. Readers of a dump or
/// a log find each member in its usual place, which the dictionary order of an encoder does not
/// give.
///
/// It is written directly as bytes: such an object is made between the last byte of a title and its
/// delivery to the browsers.
struct JSONObject: Sendable {
    /// Everything except the closing brace.
    private var written: [UInt8] = []

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(written.count + 1)
        bytes += written
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    init() {
        written.reserveCapacity(512)
        written.append(UInt8(ascii: "{"))
    }

    mutating func add(_ name: String, _ value: String) {
        addName(name)
        JSONObject.appendQuoted(value, to: &written)
    }

    /// Adds the string `VALUE:NUMBER`.
    mutating func add(_ name: String, _ value: String, colon number: Int) {
        addName(name)
        JSONObject.appendQuoted(value, to: &written)
        written[written.count - 1] = UInt8(ascii: ":")
        written.append(decimal: number)
        written.append(UInt8(ascii: "\""))
    }

    mutating func add(_ name: String, _ value: Int?) {
        addName(name)
        if let value { written.append(decimal: value) } else { written += "null".utf8 }
    }

    /// Adds a time in the format of RFC 3339.
    mutating func add(_ name: String, rfc3339 moment: WallClock) {
        addName(name)
        written.append(addingCapacity: 26) { out in
            out.append(UInt8(ascii: "\""))
            moment.appendRFC3339(to: &out)
            out.append(UInt8(ascii: "\""))
        }
    }

    /// Adds a share from 0 to 1 with two decimals. Only certainty, 1 or more, is written as 1.00.
    mutating func add(_ name: String, share value: Double) {
        addName(name)
        // A play log may contain any number.
        let hundredths = value >= 1 ? 100 : value > 0 ? min(99, Int((value * 100).rounded())) : 0
        written.append(addingCapacity: 4) { out in
            out.append(decimal: hundredths / 100, digits: 1)
            out.append(UInt8(ascii: "."))
            out.append(decimal: hundredths % 100, digits: 2)
        }
    }

    mutating func add(_ name: String, _ value: Bool) {
        addName(name)
        written += (value ? "true" : "false").utf8
    }

    mutating func add(_ name: String, _ value: JSONObject?) {
        addName(name)
        if let value { value.append(to: &written) } else { written += "null".utf8 }
    }

    mutating func add(_ name: String, _ value: [String]) {
        addName(name)
        JSONObject.appendArray(value, to: &written, JSONObject.appendQuoted)
    }

    mutating func add(_ name: String, _ value: [JSONObject]) {
        addName(name)
        JSONObject.appendArray(value, to: &written) { $0.append(to: &$1) }
    }

    /// An array of arrays of strings.
    mutating func add(_ name: String, _ value: [[String]]) {
        addName(name)
        JSONObject.appendArray(value, to: &written) { strings, bytes in
            JSONObject.appendArray(strings, to: &bytes, JSONObject.appendQuoted)
        }
    }

    private mutating func addName(_ name: String) {
        let isFirst = written.count == 1
        // Names are our own and need no escaping.
        let name = name.utf8.span
        written.append(addingCapacity: name.count + 4) { out in
            if !isFirst { out.append(UInt8(ascii: ",")) }
            out.append(UInt8(ascii: "\""))
            out.append(copying: name)
            out.append(UInt8(ascii: "\""))
            out.append(UInt8(ascii: ":"))
        }
    }

    private func append(to bytes: inout [UInt8]) {
        bytes += written
        bytes.append(UInt8(ascii: "}"))
    }

    private static func appendArray<Element>(
        _ elements: [Element], to bytes: inout [UInt8],
        _ append: (Element, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(element, &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// RFC 8259 §7: everything except the quotation mark, the backslash and control characters may
    /// be left unescaped. Text without any of these, nearly every title, is copied in one go.
    ///
    /// DEL and the C1 controls (U+0080 to U+009F) are allowed too, but a terminal obeys them, so
    /// they are escaped.
    private static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
        let utf8 = text.utf8.span
        guard needsEscapes(utf8) else {
            return bytes.append(addingCapacity: utf8.count + 2) { out in
                out.append(UInt8(ascii: "\""))
                out.append(copying: utf8)
                out.append(UInt8(ascii: "\""))
            }
        }
        // No byte becomes longer than `\u00XX`.
        bytes.append(addingCapacity: 6 * utf8.count + 2) { out in
            out.append(UInt8(ascii: "\""))
            var previous: UInt8 = 0
            for index in utf8.indices {
                let byte = utf8[index]
                let isControl = isTerminalControl(previous, byte)
                // In UTF-8 a C1 control is 0xC2 followed by its own value.
                if isControl && byte != 0x7F { _ = out.removeLast() }
                appendEscaped(byte, isControl: isControl, to: &out)
                previous = byte
            }
            out.append(UInt8(ascii: "\""))
        }
    }

    private static func appendEscaped(
        _ byte: UInt8, isControl: Bool, to out: inout OutputSpan<UInt8>
    ) {
        let short: UInt8? =
            switch byte {
            case 0x22, 0x5C: byte
            case 0x08: UInt8(ascii: "b")
            case 0x09: UInt8(ascii: "t")
            case 0x0A: UInt8(ascii: "n")
            case 0x0C: UInt8(ascii: "f")
            case 0x0D: UInt8(ascii: "r")
            default: nil
            }
        if let short {
            out.append(UInt8(ascii: "\\"))
            out.append(short)
        } else if byte < 0x20 || isControl {
            out.append(UInt8(ascii: "\\"))
            out.append(UInt8(ascii: "u"))
            out.append(repeating: UInt8(ascii: "0"), count: 2)
            let (high, low) = byte.hexadecimalDigits
            out.append(high)
            out.append(low)
        } else {
            out.append(byte)
        }
    }

    /// About how many bytes a text has as JSON, without its quotation marks.
    static func escapedCount(_ text: String) -> Int {
        let utf8 = text.utf8.span
        var count = utf8.count
        for index in utf8.indices {
            let byte = utf8[index]
            // An estimate: a short escape such as `\n` counts as six bytes, an escaped C1 control
            // as two.
            if byte == 0x22 || byte == 0x5C { count += 1 }
            if byte < 0x20 || byte == 0x7F { count += 5 }
        }
        return count
    }

    private static func needsEscapes(_ text: Span<UInt8>) -> Bool {
        var found: UInt8 = 0
        for index in text.indices { found |= escapes[Int(text[index])] }
        guard found == 2 else { return found != 0 }
        return text.indices.dropFirst().contains { isTerminalControl(text[$0 - 1], text[$0]) }
    }

    /// Per byte: 1 = must be escaped; 2 = 0xC2, which may begin a C1 control.
    private static let escapes: [256 of UInt8] = InlineArray { byte in
        switch byte {
        case ..<0x20, 0x22, 0x5C, 0x7F: 1
        case 0xC2: 2
        default: 0
        }
    }

    private static func isTerminalControl(_ previous: UInt8, _ byte: UInt8) -> Bool {
        byte == 0x7F || (previous == 0xC2 && (0x80...0x9F).contains(byte))
    }
}
