import Testing

@testable import Relay

@Suite struct TerminalTests {
    @Test(arguments: [
        "", "Artist - Song", "Café Minuit - Où est l'été?", "夜行列車 - 星の駅", "🎷👩‍👩‍👧", "עברית", "a\u{A0}b",
        "quote \" backslash \\",
    ])
    func ordinaryTextStaysAsItIs(text: String) {
        #expect(Terminal.visible(text) == text)
    }

    @Test(arguments: [
        ("\u{1B}[2J", #"\u{1b}[2J"#), ("a\u{7}b", #"a\u{7}b"#), ("a\nb", #"a\u{a}b"#),
        ("a\r\nb", #"a\u{d}\u{a}b"#), ("\u{0}", #"\u{0}"#), ("a\tb", #"a\u{9}b"#),
        ("\u{7F}", #"\u{7f}"#), ("\u{9B}31m", #"\u{9b}31m"#), ("\u{202E}abc", #"\u{202e}abc"#),
        ("\u{2066}x\u{2069}", #"\u{2066}x\u{2069}"#),
    ])
    func whatCouldCommandATerminalIsMadeVisible(text: String, expected: String) {
        #expect(Terminal.visible(text) == expected)
    }

    @Test func noControlCharacterOfAnyKindGetsThrough() {
        let commands = Array(0..<0x20) + Array(0x7F..<0xA0) + Array(0x202A...0x202E)
        for value in (commands + Array(0x2066...0x2069)).compactMap({ UnicodeScalar($0) }) {
            let shown = Terminal.visible("x\(value)y")
            #expect(shown == "x\\u{\(String(value.value, radix: 16))}y")
        }
    }
}
