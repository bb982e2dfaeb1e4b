import Testing

@testable import ICYReader

/// What is still open after the first bytes of a value.
@Suite struct OpenMarksTests {
    /// The marks after the bytes of a text.
    private func marks(_ value: String, quote: Character = "'", before following: UInt8? = nil)
        -> OpenMarks
    {
        var marks = OpenMarks(quote: quote.asciiValue ?? 0)
        let bytes = Array(value.utf8)
        for (index, byte) in bytes.enumerated() {
            marks.pass(
                byte, before: index + 1 < bytes.count ? bytes[index + 1] : following,
                after: index > 0 ? bytes[index - 1] : nil)
        }
        return marks
    }

    @Test(arguments: [
        ("", false), ("A - B", false), ("Say 'Hi", true), ("Say 'Hi'", false), ("'Heroes", true),
        ("'Heroes'", false), ("''", false), ("(' ", true), ("['a", true), ("A-'b", false),
        ("'a' and 'b", true), ("'a' and 'b'", false), ("'a 'b'", true), ("'a 'b''", false),
    ])
    func aQuoteOpensAtTheStartAndAfterASpaceOrABracket(value: String, isOpen: Bool) {
        #expect(marks(value).isOpen == isOpen)
    }

    @Test(arguments: [
        ("Don't", false), ("'Don't", true), ("'Don't'", false), ("'L'Été", true), ("a'b'", false),
        ("'a'1", true), ("Rock 'n' Roll", false), ("Rockin'", false),
    ])
    func anApostropheInAWordChangesNothing(value: String, isOpen: Bool) {
        #expect(marks(value).isOpen == isOpen)
    }

    /// A letter, a digit or a byte beyond ASCII makes an apostrophe of the quote before it.
    @Test(arguments: [
        (nil, false), (UInt8(ascii: ";"), false), (0x20, false), (UInt8(ascii: "a"), true),
        (UInt8(ascii: "7"), true), (0xC3, true),
    ])
    func theNextByteTellsWhetherAQuoteCloses(following: UInt8?, isOpen: Bool) {
        #expect(marks("'a'", before: following).isOpen == isOpen)
    }

    @Test(arguments: [
        ("{", true), ("{}", false), ("}", false), ("}{", true), ("{{}", true), ("{{}}", false),
        ("{\"a\":\"}", false), ("'a", false),
    ])
    func bracesAreCounted(value: String, hasBraces: Bool) {
        #expect(marks(value).hasBraces == hasBraces)
        #expect(marks(value).isOpen == (hasBraces || value == "'a"))
    }

    @Test(arguments: [
        ("text=\"", true), ("text=\"a", true), ("text=\"a\"", false), ("text=\"\"", false),
        ("say \"hi", false), ("\"", false), ("a=\"b\" c=\"d", true), ("a=\"b\" c=\"d\"", false),
        ("a=\"b 'c\"", true),
    ])
    func aValueOfAListIsOpenUpToItsQuote(value: String, isOpen: Bool) {
        #expect(marks(value).isOpen == isOpen)
    }

    @Test(arguments: [
        ("\"Heroes", true), ("\"Heroes\"", false), ("Say 'Hi", false), ("a=\"b", false),
        ("{", true),
    ])
    func theQuoteMayBeDouble(value: String, isOpen: Bool) {
        #expect(marks(value, quote: "\"").isOpen == isOpen)
    }
}
