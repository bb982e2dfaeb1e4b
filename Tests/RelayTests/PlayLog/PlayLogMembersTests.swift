import ICYReader
import Testing

@testable import Relay

/// The members of a line that somebody may have written.
@Suite struct PlayLogMembersTests {
    private func members(_ line: String) -> PlayLogMembers? {
        PlayLogMembers(Array(line.utf8)[...])
    }

    @Test(arguments: [
        "{}", "{\"a\":1}", " {\"a\":{\"b\":[]}} ", "{\"\":null}", "{\"a\":1,\"a\":2}",
    ])
    func anObjectIsALine(line: String) {
        #expect(members(line) != nil)
    }

    @Test(arguments: [
        "", " ", "{", "}", "[]", "[{}]", "1", "\"a\"", "null", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{}{}", "{} x", "{a:1}", "{'a':1}", "{\"a\":01}", "{\"a\":\"\u{1}\"}", "\u{0}",
    ])
    func whatIsNoObjectIsNone(line: String) {
        #expect(members(line) == nil)
    }

    @Test func bytesThatAreNoTextAreNone() {
        let bytes = Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8)
        #expect(PlayLogMembers(bytes[...]) == nil)
    }

    @Test func aLineThatIsCutOffIsNone() {
        let line =
            "{\"a\":\"x\",\"n\":4096,\"l\":[\"b\"],"
            + "\"attributes\":[{\"key\":\"k\",\"value\":\"v\"}]}"
        for count in 0..<line.utf8.count {
            #expect(PlayLogMembers(Array(line.utf8.prefix(count))[...]) == nil, "\(count) bytes")
        }
        #expect(members(line)?.attributes?.count == 1)
    }

    /// A value, and its text; nil if it is not a text.
    @Test(
        arguments: [
            ("\"x\"", "x"), ("\"\"", ""), ("\"\\u00e9\\n\"", "é\n"), ("1", nil), ("null", nil),
            ("true", nil), ("[\"x\"]", nil), ("{}", nil),
        ] as [(String, String?)])
    func aTextIsATextAlone(value: String, text: String?) throws {
        let read = try #require(members("{\"a\":\(value)}"))
        #expect(read.text("a") == text)
        #expect(read.text("b") == nil)
        #expect(read.isTextOrNone("a") == (text != nil || value == "null"))
        #expect(read.isTextOrNone("b"))
    }

    @Test(
        arguments: [
            ("0", 0, 0), ("4096", 4096, 4096), ("-7", -7, -7), ("4096.0", 4096, 4096),
            ("4.096e3", 4096, 4096), ("0.5", 0.5, nil), ("1e300", 1e300, nil),
            ("9223372036854775807", 0x1p63, .max),
            ("99999999999999999999", 1e20, nil), ("\"1\"", nil, nil), ("null", nil, nil),
            ("true", nil, nil), ("[1]", nil, nil),
        ] as [(String, Double?, Int?)])
    func aNumberMayBeWhole(value: String, number: Double?, integer: Int?) throws {
        let read = try #require(members("{\"a\":\(value)}"))
        #expect(read.number("a") == number)
        #expect(read.integer("a") == integer)
        #expect(read.number("b") == nil && read.integer("b") == nil)
    }

    @Test(
        arguments: [
            ("[]", []), ("[\"a\"]", ["a"]), ("[\"b\",\"\",\"a\"]", ["b", "", "a"]),
            ("[\"a\",1]", nil),
            ("[null]", nil), ("[[\"a\"]]", nil), ("\"a\"", nil), ("null", nil), ("{}", nil),
        ] as [(String, [String]?)])
    func textsAreAllTexts(value: String, texts: [String]?) throws {
        let read = try #require(members("{\"a\":\(value)}"))
        #expect(read.texts("a") == texts)
        #expect(read.texts("b") == nil)
    }

    @Test(
        arguments: [
            ("[]", []), ("[{\"key\":\"k\",\"value\":\"v\"}]", ["k=v"]),
            (
                "[{\"value\":\"\",\"x\":1,\"key\":\"b\"},{\"key\":\"a\",\"value\":\"é\"}]",
                ["b=", "a=é"]
            ),
            ("[{\"key\":\"k\"}]", nil), ("[{\"key\":1,\"value\":\"v\"}]", nil),
            ("[{\"key\":\"k\",\"value\":null}]", nil), ("[[\"k\",\"v\"]]", nil), ("[\"k\"]", nil),
            ("{\"key\":\"k\",\"value\":\"v\"}", nil), ("null", nil),
            ("[{\"key\":\"k\",\"value\":\"v\"},{}]", nil),
        ] as [(String, [String]?)])
    func attributesAreAllPairs(value: String, attributes: [String]?) throws {
        let read = try #require(members("{\"attributes\":\(value)}"))
        #expect(read.attributes.map { $0.map { "\($0.key)=\($0.value)" } } == attributes)
    }

    @Test func theFirstOfTwoMembersCounts() throws {
        let read = try #require(members("{\"a\":\"x\",\"a\":7,\"b\":null,\"b\":\"y\"}"))
        #expect(read.text("a") == "x")
        #expect(read.integer("a") == nil)
        #expect(read.text("b") == nil)
        #expect(read.attributes == nil)
    }
}
