import Testing

@testable import ICYReader

/// Titles that are JSON objects.
@Suite struct JSONTitleTests {
    private func attributes(_ text: String) -> [String]? {
        JSONTitle.attributes(text).map { $0.map { "\($0.key)=\($0.value)" } }
    }

    @Test(arguments: [
        (#"{"artist":"A","title":"B"}"#, ["artist=A", "title=B"]),
        (#"[{"artist":"A"},{"title":"B"}]"#, ["artist=A", "title=B"]),
        (#"{"song":{"title":"B"}}"#, ["song.title=B"]),
        (#"{"id":7,"live":true}"#, ["id=7", "live=true"]),
        (#"{"title":null}"#, ["title="]), (#" { "a" : "b" } "#, nil), (#"{"a":"b"}"#, ["a=b"]),
        (#"{"a":"\u00e9\ud83d\ude00\/\"\\"}"#, [#"a=é😀/"\"#]),
    ])
    func membersInOrder(text: String, expected: [String]?) {
        #expect(attributes(text) == expected)
    }

    /// No control character gets through, however it is written.
    @Test(arguments: [
        #"\n"#, #"\r"#, #"\t"#, #"\b"#, #"\f"#, #"\u0000"#, #"\u000a"#, #"\u001b"#, #"\u001F"#,
        #"\u007f"#, #"\u0085"#, #"\u009b"#,
    ])
    func aControlCharacterIsABlank(escape: String) {
        #expect(attributes(#"{"title":"A\#(escape)B"}"#) == ["title=A B"])
    }

    @Test(arguments: [
        "", "{", "{}", "[]", "[1]", "{]", #"{"a"}"#, #"{"a":}"#, #"{"a":"b""#, #"{"a":"b"}x"#,
        #"{a:"b"}"#, #"{"a":"\u+041"}"#, #"{"a":"\u-041"}"#, #"{"a":"\u00g1"}"#, #"{"a":"\u41"}"#,
        #"{"a":"\x"}"#, "[JSON] is {not} a song",
    ])
    func whatIsNoObjectIsNone(text: String) {
        #expect(attributes(text) == nil)
    }
}
