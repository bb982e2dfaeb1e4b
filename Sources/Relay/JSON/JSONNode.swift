/// A value of a JSON text, and where it stands.
struct JSONNode: Sendable, Equatable {
    /// Counted from 1.
    let line: Int
    let value: JSONValue
}

enum JSONValue: Sendable, Equatable {
    /// The members as they stand there: repeated names are for the reader to judge.
    case object([JSONMember])
    case array([JSONNode])
    case string(String)
    /// The digits as they were written.
    case number(String)
    case bool(Bool)
    case null
}

struct JSONMember: Sendable, Equatable {
    let key: String
    /// Of the key.
    let line: Int
    let node: JSONNode
}

extension JSONValue {
    /// What an error says was found.
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

/// Words of a file in an error.
enum Quotation {
    static func of(_ text: String) -> String {
        // What stands before it in a URL is somebody's password.
        guard let at = text.lastIndex(of: "@") else { return "\"\(cut(text))\"" }
        return "\"…\(cut(String(text[at...])))\""
    }

    static func cut(_ text: String) -> String {
        let start = text.prefix(Limits.quotedCharacters)
        return start.endIndex == text.endIndex ? text : start + "…"
    }
}
