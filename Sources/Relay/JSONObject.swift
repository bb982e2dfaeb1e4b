import FoundationEssentials

/// One JSON object, its members in the order they are added: readers of a dump or a log find each
/// one where they look for it, which the dictionary order of an encoder does not give.
///
/// It is written straight into bytes: between a title's last byte and its way to the browsers
/// stands the making of one such object.
struct JSONObject: Sendable {
    private var members: [UInt8] = []

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(members.count + 2)
        bytes.append(UInt8(ascii: "{"))
        bytes += members
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    init() { members.reserveCapacity(512) }

    mutating func add(_ name: String, _ value: String) {
        addName(name)
        JSONObject.appendQuoted(value, to: &members)
    }

    mutating func add(_ name: String, _ value: Int?) {
        addName(name)
        members += (value.map { String($0) } ?? "null").utf8
    }

    /// A share of 1, with two decimals; only what is certain becomes 1.
    mutating func add(_ name: String, share value: Double) {
        addName(name)
        let hundredths = value >= 1 ? 100 : max(0, min(99, Int((value * 100).rounded())))
        let fraction = hundredths % 100
        members += "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)".utf8
    }

    mutating func add(_ name: String, _ value: Bool) {
        addName(name)
        members += (value ? "true" : "false").utf8
    }

    mutating func add(_ name: String, _ value: JSONObject?) {
        addName(name)
        if let value { members += value.bytes } else { members += "null".utf8 }
    }

    mutating func add(_ name: String, _ value: [String]) {
        addName(name)
        JSONObject.appendArray(value, to: &members, JSONObject.appendQuoted)
    }

    mutating func add(_ name: String, _ value: [JSONObject]) {
        addName(name)
        JSONObject.appendArray(value, to: &members) { $1 += $0.bytes }
    }

    /// An array of arrays of strings.
    mutating func add(_ name: String, _ value: [[String]]) {
        addName(name)
        JSONObject.appendArray(value, to: &members) { strings, bytes in
            JSONObject.appendArray(strings, to: &bytes, JSONObject.appendQuoted)
        }
    }

    /// Objects that are JSON already.
    mutating func add(_ name: String, encoded value: [ArraySlice<UInt8>]) {
        addName(name)
        JSONObject.appendArray(value, to: &members) { $1 += $0 }
    }

    /// An object that is JSON already; nil is `null`.
    mutating func add(_ name: String, encoded value: ArraySlice<UInt8>?) {
        addName(name)
        if let value { members += value } else { members += "null".utf8 }
    }

    private mutating func addName(_ name: String) {
        if !members.isEmpty { members.append(UInt8(ascii: ",")) }
        // Names are our own and need no escapes.
        members.append(UInt8(ascii: "\""))
        members += name.utf8
        members.append(UInt8(ascii: "\""))
        members.append(UInt8(ascii: ":"))
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

    /// RFC 8259 §7: everything may stand as it is but the quotation mark, the reverse solidus and
    /// control characters. Text that has none of these, nearly every title, needs no encoder.
    ///
    /// DEL and the C1 controls (U+0080 to U+009F) may stand too, but a terminal obeys them.
    private static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(UInt8(ascii: "\""))
        bytes += text.utf8
        var needsEscapes = false
        var previous: UInt8 = 0
        for byte in bytes[(start + 1)...] {
            if byte < 0x20 || byte == 0x22 || byte == 0x5C || isTerminalControl(previous, byte) {
                needsEscapes = true
            }
            previous = byte
        }
        guard needsEscapes else { return bytes.append(UInt8(ascii: "\"")) }
        bytes.removeSubrange(start...)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // A string has no value that cannot be encoded.
        for byte in (try? encoder.encode(text)) ?? Data("\"\"".utf8) {
            if isTerminalControl(bytes.last ?? 0, byte) {
                // In UTF-8 a C1 control is C2 and its own value.
                if byte != 0x7F { bytes.removeLast() }
                bytes += "\\u00\(String(byte, radix: 16))".utf8
            } else {
                bytes.append(byte)
            }
        }
    }

    private static func isTerminalControl(_ previous: UInt8, _ byte: UInt8) -> Bool {
        byte == 0x7F || (previous == 0xC2 && (0x80...0x9F).contains(byte))
    }
}
