import FoundationEssentials
import Testing

@testable import Relay

@Suite struct JSONObjectTests {
    private func decode<Value: Decodable>(_ text: String, as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// How a text is written in an object.
    private func quoted(_ text: String) -> String {
        var object = JSONObject()
        object.add("k", text)
        #expect(object.text.hasPrefix("{\"k\":") && object.text.hasSuffix("}"))
        return String(object.text.dropFirst(5).dropLast())
    }

    @Test func anEmptyObject() {
        #expect(JSONObject().text == "{}")
    }

    @Test func membersStandInTheOrderTheyWereAdded() {
        var object = JSONObject()
        object.add("z", 1)
        object.add("a", "x")
        object.add("none", Int?.none)
        object.add("yes", true)
        object.add("no", false)
        object.add("list", ["a", "b"])
        object.add("empty", [String]())
        var inner = JSONObject()
        inner.add("k", -7)
        object.add("object", inner)
        object.add("nothing", JSONObject?.none)
        object.add("objects", [inner, JSONObject()])
        object.add("pairs", [["a", "\""], []])
        let expected =
            #"{"z":1,"a":"x","none":null,"yes":true,"no":false,"list":["a","b"],"empty":[],"#
            + #""object":{"k":-7},"nothing":null,"objects":[{"k":-7},{}],"pairs":[["a","\""],[]]}"#
        #expect(object.text == expected)
    }

    @Test(arguments: [Int.min, -1, 0, 1, Int.max])
    func numbersAreExact(number: Int) throws {
        var object = JSONObject()
        object.add("n", number)
        #expect(object.text == "{\"n\":\(number)}")
        #expect(try decode(object.text, as: [String: Int].self) == ["n": number])
    }

    @Test(arguments: [
        (#"plain"#, #""plain""#), ("", #""""#), (#"a"b"#, #""a\"b""#), (#"a\b"#, #""a\\b""#),
        ("a/b", #""a/b""#), ("</script>", #""</script>""#), ("é 夜 🎷", #""é 夜 🎷""#),
        ("a\nb\tc\rd", #""a\nb\tc\rd""#), ("\u{0}", #""\u0000""#), ("\u{1F}", #""\u001f""#),
        ("\u{2028}", "\"\u{2028}\""),
        // A terminal that shows the output would obey these.
        ("\u{7F}", #""\u007f""#), ("\u{80}", #""\u0080""#), ("a\u{9B}31m", #""a\u009b31m""#),
        ("\u{9F}\u{A0}", "\"\\u009f\u{A0}\""), ("é\u{85}\"", #""é\u0085\"""#),
    ])
    func stringsAreEscapedAsLittleAsPossible(text: String, expected: String) {
        #expect(quoted(text) == expected)
    }

    /// U+0000 to U+001F.
    private static let controls = [
        #"\u0000"#, #"\u0001"#, #"\u0002"#, #"\u0003"#, #"\u0004"#, #"\u0005"#, #"\u0006"#,
        #"\u0007"#,
        #"\b"#, #"\t"#, #"\n"#, #"\u000b"#, #"\f"#, #"\r"#, #"\u000e"#, #"\u000f"#,
        #"\u0010"#, #"\u0011"#, #"\u0012"#, #"\u0013"#, #"\u0014"#, #"\u0015"#, #"\u0016"#,
        #"\u0017"#,
        #"\u0018"#, #"\u0019"#, #"\u001a"#, #"\u001b"#, #"\u001c"#, #"\u001d"#, #"\u001e"#,
        #"\u001f"#,
    ]

    /// U+007F to U+009F.
    private static let terminalControls = [
        #"\u007f"#,
        #"\u0080"#, #"\u0081"#, #"\u0082"#, #"\u0083"#, #"\u0084"#, #"\u0085"#, #"\u0086"#,
        #"\u0087"#,
        #"\u0088"#, #"\u0089"#, #"\u008a"#, #"\u008b"#, #"\u008c"#, #"\u008d"#, #"\u008e"#,
        #"\u008f"#,
        #"\u0090"#, #"\u0091"#, #"\u0092"#, #"\u0093"#, #"\u0094"#, #"\u0095"#, #"\u0096"#,
        #"\u0097"#,
        #"\u0098"#, #"\u0099"#, #"\u009a"#, #"\u009b"#, #"\u009c"#, #"\u009d"#, #"\u009e"#,
        #"\u009f"#,
    ]

    /// Alone, and between text that needs an escape and text that does not.
    @Test func everyCharacterHasItsOneForm() {
        let above = ["\u{A0}", "\u{FF}", "\u{2028}", "\u{2029}", "\u{FEFF}", "🎷", "\u{10FFFF}"]
        var forms = zip(UInt8(0)..., JSONObjectTests.controls).map { (UnicodeScalar($0), $1) }
        forms += zip(UInt8(0x7F)..., JSONObjectTests.terminalControls).map {
            (UnicodeScalar($0), $1)
        }
        forms += [("\"", #"\""#), ("\\", #"\\"#)]
        forms += (UInt8(0x20)...0x7E).map { (UnicodeScalar($0), "\(UnicodeScalar($0))") }
            .filter { $0.1 != "\"" && $0.1 != "\\" }
        forms += above.flatMap { text in text.unicodeScalars.map { ($0, text) } }
        #expect(forms.count == 0xA0 + above.count)
        for (scalar, form) in forms {
            #expect(quoted("\(scalar)") == "\"\(form)\"")
            let around = "é\u{1}\(scalar)\u{C2}x"
            #expect(quoted(around) == "\"é\\u0001\(form)\u{C2}x\"", "\(scalar.value)")
        }
    }

    @Test func everyControlCharacterSurvives() throws {
        for value: UInt8 in 0...0x9F {
            for text in [
                "\(UnicodeScalar(value))", "before \(UnicodeScalar(value))\" after \\",
            ] {
                let quoted = quoted(text)
                #expect(quoted.utf8.allSatisfy { $0 >= 0x20 }, "U+\(String(value, radix: 16))")
                let decoded = try decode("[\(quoted)]", as: [String].self)
                #expect(decoded.first?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
            }
        }
    }

    @Test(arguments: [
        "\"", "\\", "\\\"", "\"\"", "\\u0041", "\u{2028}\u{2029}", "\u{FEFF}", "👩‍👩‍👧 🏳️‍🌈", "e\u{301}",
        "\r\n", "\u{10FFFF}", "\u{FFFD}", "עברית \u{200F}", "','", "{\"a\":1}", "</script><!--",
    ])
    func strangeTextSurvivesScalarByScalar(text: String) throws {
        var object = JSONObject()
        object.add("text", text)
        object.add("list", [text, text])
        struct Decoded: Decodable {
            let text: String
            let list: [String]
        }
        let decoded = try decode(object.text, as: Decoded.self)
        for copy in [decoded.text] + decoded.list {
            #expect(copy.unicodeScalars.elementsEqual(text.unicodeScalars))
        }
        // One object is one line of a dump.
        #expect(!object.text.utf8.contains(0x0A))
    }

    /// A play log may contain any number.
    @Test(
        arguments: [
            (-1e30, "0.00"), (-.infinity, "0.00"), (.nan, "0.00"), (-0.01, "0.00"), (0.004, "0.00"),
            (0.126, "0.13"), (0.999, "0.99"), (1, "1.00"), (1e30, "1.00"), (.infinity, "1.00"),
        ] as [(Double, String)])
    func aShareIsBetweenNothingAndAll(value: Double, expected: String) {
        var object = JSONObject()
        object.add("share", share: value)
        #expect(object.text == #"{"share":\#(expected)}"#)
    }
}
