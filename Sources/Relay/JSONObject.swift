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
    private static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(UInt8(ascii: "\""))
        bytes += text.utf8
        var needsEscapes = false
        for byte in bytes[(start + 1)...] where byte < 0x20 || byte == 0x22 || byte == 0x5C {
            needsEscapes = true
        }
        guard needsEscapes else { return bytes.append(UInt8(ascii: "\"")) }
        bytes.removeSubrange(start...)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // A string has no value that cannot be encoded.
        bytes += (try? encoder.encode(text)) ?? Data("\"\"".utf8)
    }
}
