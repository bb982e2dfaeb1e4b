/// A JSON value and its position.
struct JSONNode: Sendable, Equatable {
    /// Counted from 1.
    let line: Int
    let value: JSONValue
}

enum JSONValue: Sendable, Equatable {
    /// All members in their order, including those with repeated names: the caller decides about
    /// them.
    case object([JSONMember])
    case array([JSONNode])
    case string(String)
    /// The number as it was written.
    case number(String)
    case bool(Bool)
    case null
}

struct JSONMember: Sendable, Equatable {
    let key: String
    /// The line of the key.
    let line: Int
    let node: JSONNode
}

extension JSONValue {
    /// The value as an error message quotes it.
    var found: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string(let text): Quotation.of(text)
        case .number(let digits): Quotation.cut(digits)
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        }
    }
}

/// Text from a file, quoted in an error message.
enum Quotation {
    static func of(_ text: String) -> String {
        // The part of a URL before it may be somebody's password.
        guard let at = text.lastIndex(of: "@") else { return "\"\(cut(text))\"" }
        return "\"…\(cut(String(text[at...])))\""
    }

    static func cut(_ text: String) -> String {
        let start = text.prefix(Limits.quotedCharacters)
        return start.endIndex == text.endIndex ? text : start + "…"
    }
}
