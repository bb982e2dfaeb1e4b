import FoundationEssentials

/// One JSON object, its members in the order they are added: readers of a dump or a log find each
/// one where they look for it, which the dictionary order of an encoder does not give.
struct JSONObject: Sendable {
    private var members = ""

    var text: String { "{\(members)}" }

    mutating func add(_ name: StaticString, _ value: String) {
        add(name, raw: JSONObject.quoted(value))
    }

    mutating func add(_ name: StaticString, _ value: Int?) {
        add(name, raw: value.map { String($0) } ?? "null")
    }

    mutating func add(_ name: StaticString, _ value: Bool) {
        add(name, raw: value ? "true" : "false")
    }

    mutating func add(_ name: StaticString, _ value: [String]) {
        add(name, raw: JSONObject.array(value.map(JSONObject.quoted)))
    }

    mutating func add(_ name: StaticString, _ value: JSONObject?) {
        add(name, raw: value?.text ?? "null")
    }

    mutating func add(_ name: StaticString, _ value: [JSONObject]) {
        add(name, raw: JSONObject.array(value.map(\.text)))
    }

    /// `raw` has to be JSON already.
    mutating func add(_ name: StaticString, raw: String) {
        if !members.isEmpty { members += "," }
        members += "\"\(name)\":\(raw)"
    }

    static func array(_ elements: [String]) -> String {
        "[\(elements.joined(separator: ","))]"
    }

    /// RFC 8259 §7: everything may stand as it is but the quotation mark, the reverse solidus and
    /// control characters. Text that has none of these, nearly every title, needs no encoder.
    static func quoted(_ text: String) -> String {
        if !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
            return "\"\(text)\""
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // A string has no value that cannot be encoded.
        guard let data = try? encoder.encode(text) else { return "\"\"" }
        return String(decoding: data, as: UTF8.self)
    }
}
