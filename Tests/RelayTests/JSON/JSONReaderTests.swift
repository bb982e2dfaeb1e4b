import Fixtures
import FoundationEssentials
import Testing

@testable import Relay

@Suite struct JSONReaderTests {
    private func read(_ text: String) throws(JSONSyntaxError) -> JSONValue {
        try JSONReader.read(Array(text.utf8)).value
    }

    private func error(_ bytes: [UInt8]) -> JSONSyntaxError? {
        do throws(JSONSyntaxError) {
            _ = try JSONReader.read(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            ("null", .null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .number("0")),
            ("-12.50e+3", .number("-12.50e+3")), ("[]", .array([])), ("{ }", .object([])),
            ("\"\"", .string("")), ("\u{FEFF}0", .number("0")),
            ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\tb\"", .string("a\"\\/\u{8}\u{C}\n\r\tb")),
            ("\"\\u00e4\\u20AC\\ud83d\\uDCBF\"", .string("ä€💿")), ("\"ä€💿\"", .string("ä€💿")),
        ] as [(String, JSONValue)])
    func valuesAreRead(text: String, expected: JSONValue) throws {
        #expect(try read(text) == expected)
    }

    @Test func everyValueHasItsLine() throws {
        let text = "\n{\"a\":\n1,\r\n\"a\" : [\n\n true,null]}\n"
        let expected = JSONNode(
            line: 2,
            value: .object([
                JSONMember(key: "a", line: 2, node: JSONNode(line: 3, value: .number("1"))),
                JSONMember(
                    key: "a", line: 4,
                    node: JSONNode(
                        line: 4,
                        value: .array([
                            JSONNode(line: 6, value: .bool(true)), JSONNode(line: 6, value: .null),
                        ]))),
            ]))
        #expect(try JSONReader.read(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("", 1, "the file ends where a value is expected"),
        (" \n", 2, "the file ends where a value is expected"),
        ("{", 1, "the file ends where a name in quotation marks is expected"),
        ("[1\n", 2, "the file ends where \",\" or \"]\" is expected"),
        ("{\"a\"", 1, "the file ends where \":\" behind a name is expected"),
        ("{\"a\":\n", 2, "the file ends where a value is expected"),
        ("{\"a\":1 \"b\":2}", 1, "expected \",\" or \"}\", not \"\"\""),
        ("{\"a\" 1}", 1, "expected \":\" behind a name, not \"1\""),
        ("{a:1}", 1, "expected a name in quotation marks, not \"a\""),
        ("{\"a\":1,\n}", 2, "a comma stands before \"}\"; take it out"),
        ("[1,]", 1, "a comma stands before \"]\"; take it out"),
        ("[1,,2]", 1, "expected a value, not \",\""),
        ("{'a':1}", 1, "JSON has \" for quotation marks, and no '"),
        ("// x\n{}", 1, "JSON has no comments; take this one out"),
        ("{} # x", 1, "JSON has no comments; take this one out"),
        ("{}\n{}", 2, "expected the end of the file, not \"{\""),
        ("True", 1, "expected a value, not \"True\""),
        ("truest", 1, "expected a value, not \"truest\""),
        ("NaN", 1, "expected a value, not \"NaN\""),
        ("[💿]", 1, "expected a value, not \"💿\""),
        ("01", 1, "a number begins with a digit from 1 to 9, or is 0"),
        ("-", 1, "a number begins with a digit from 1 to 9, or is 0"),
        ("+1", 1, "expected a value, not \"+\""),
        (".5", 1, "expected a value, not \".\""),
        ("1.", 1, "the file ends where a digit is expected"),
        ("1.x", 1, "expected a digit, not \"x\""),
        ("1e+", 1, "the file ends where a digit is expected"),
        ("0x10", 1, "expected the end of the file, not \"x10\""),
        ("\"a\nb\"", 1, "a text has no quotation mark at its end"),
        ("\"a", 1, "a text has no quotation mark at its end"),
        ("\"a\\\"", 1, "a text has no quotation mark at its end"),
        ("\"a\tb\"", 1, "a control character stands in a text; write it as \\u00…"),
        ("\"C:\\x\"", 1, "a text has a \"\\\" that means nothing; write it twice for one"),
        ("\"\\", 1, "a text has a \"\\\" that means nothing; write it twice for one"),
    ])
    func aMistakeIsToldByItsLine(text: String, line: Int, reason: String) {
        #expect(error(Array(text.utf8)) == JSONSyntaxError(line: line, reason: reason))
    }

    @Test(arguments: [
        "\\u", "\\u12", "\\u12G4", "\\u+123", "\\ud800", "\\ud800x", "\\ud800\\n", "\\ud800\\u0041",
        "\\udc00", "\\ud800\\ud800", "\\ud800\\u12",
    ])
    func halfCharactersAreRefused(text: String) {
        #expect(error(Array("\"\(text)\"".utf8))?.reason.hasPrefix("\\u needs four") == true)
    }

    @Test(arguments: [
        [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ])
    func bytesThatAreNoUTF8AreRefused(bytes: [UInt8]) {
        let text = Array("[\n\"".utf8) + bytes + Array("\"]".utf8)
        #expect(error(text) == JSONSyntaxError(line: 2, reason: "a text is not UTF-8"))
        #expect(error(bytes) != nil)
    }

    @Test func textsOfOtherEncodingsAreRefused() {
        #expect(error([0xFF, 0xFE, 0x7B, 0, 0x7D, 0]) != nil)
        #expect(error([0x7B, 0, 0x7D, 0]) != nil)
        #expect(error([0, 0x7B, 0, 0x7D]) != nil)
    }

    @Test func thereIsABoundToTheDepth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try read(nested(Limits.configurationDepth))
        let wide = "[" + [String](repeating: nested(2), count: 100).joined(separator: ",") + "]"
        _ = try read(wide)
        for depth in [Limits.configurationDepth + 1, 1_000_000] {
            #expect(
                error(Array(nested(depth).utf8))
                    == JSONSyntaxError(
                        line: 1, reason: "more than 16 arrays and objects in one another"))
        }
    }

    /// A truncated text is never read, and nothing traps.
    @Test func noPartOfATextIsOne() throws {
        let text = Array("{\"a\":[1,-2.5e3,\"\\ud83d\\udcbf\\n\",true,null],\"b\":{}}".utf8)
        _ = try JSONReader.read(text)
        for end in 0..<text.count { #expect(error(Array(text[..<end])) != nil, "\(end)") }
    }

    /// Bytes changed at random are either refused, or accepted by Foundation's decoder, too.
    @Test func randomChangesAgreeWithFoundation() {
        let seed: UInt64 = 0x5EED
        var random = SeededGenerator(seed: seed)
        let text = Array("{\"a\": [1, -2.5e3, \"x\\u00e4\\n\", true],\n \"b\": {\"c\": null}}".utf8)
        var readCount = 0
        for _ in 0..<5_000 {
            var changed = text
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let bytes = Array("{}[]\",:\\0123eE+-. \ntruafls\u{0}ä".utf8)
                changed[Int.random(in: 0..<text.count, using: &random)] =
                    bytes.randomElement(using: &random) ?? 0
            }
            if error(changed) == nil {
                readCount += 1
                let decoded = try? JSONDecoder().decode(Anything.self, from: Data(changed))
                #expect(decoded != nil, "seed \(seed): \(String(decoding: changed, as: UTF8.self))")
            }
        }
        #expect(readCount > 50)
    }
}

/// Any JSON value.
private struct Anything: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard
            container.decodeNil() || (try? container.decode(String.self)) != nil
                || (try? container.decode([Anything].self)) != nil
                || (try? container.decode([String: Anything].self)) != nil
                || (try? container.decode(Bool.self)) != nil
                || (try? container.decode(Double.self)) != nil
        else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "nothing")
        }
    }
}
