import Testing

@testable import ICYReader

/// Where a value that is JSON or XML ends.
@Suite struct StructureScannerTests {
    /// The index of the quote that closes the value, counted from its start.
    private func close(_ content: String, quote: Character = "'") -> Int? {
        let bytes = text("StreamTitle='" + content)
        var scanner = StructureScanner(bytes[13...], quote: quote.asciiValue ?? 0)
        let close = scanner.close()
        // No byte costs more than a few looks.
        #expect(scanner.looks <= 3 * bytes.count)
        return close.map { $0 - 13 }
    }

    static let structures = [
        "{}", "[]", "{\"a\":1}", "{\"a\":\"x';y\",\"t\":\"B\"}", "[{\"a\":[1,{}]},{\"b\":\"]\"}]",
        "{\"a\":\"\\\"';}\"}", "{\"a\":\"\\\\\"}", "{\"a\":\"{[\"}", "{\"a\":'b';}",
        "<a>x';y</a>", "<a b=\"';\">c</a>", "<?xml version=\"1.0\"?>\n<!-- c --> <r><x>1</x></r>",
        "<x:r.y>';</x:r.y>", "<_a><b></b>';</_a>", "<a></b>';</a>",
    ]

    @Test(arguments: structures) func aValueEndsWithItsStructure(value: String) {
        let count = value.utf8.count
        for end in ["'", "';", "';StreamUrl='';", "'\0\0\0", "';\0"] {
            #expect(close(value + end) == count, "\(end.debugDescription)")
        }
        #expect(close(value + " \r\n\t\0';") == count + 5)
        #expect(close(value + "\";", quote: "\"") == count)
    }

    @Test(arguments: structures) func anotherEndIsNone(value: String) {
        for end in ["", ";", "x';", "'x", "' ;", "',", "\"", "\";", "}';", "-'"] {
            #expect(close(value + end) == nil, "\(end.debugDescription)")
        }
    }

    @Test(arguments: structures) func aStructureThatIsCutOffIsNone(value: String) {
        for count in 0..<value.utf8.count {
            #expect(close(String(decoding: value.utf8.prefix(count), as: UTF8.self)) == nil)
        }
    }

    @Test(arguments: [
        "", "';", "A - B';", " {}';", "\"{}\"';", "}';", "{\"a\":\"}';", "{{}';", "<';", "<>';",
        "<3 you';", "</a>';", "<a>';", "<a></b>';", "<?xml version=\"1.0\"?>';", "<?xml';",
        "<!-- c --> x <a></a>';", "< a></a>';",
    ])
    func whatHasNoStructureIsNone(value: String) {
        #expect(close(value) == nil)
    }

    /// `close` bounds the looks.
    @Test(arguments: [
        "{", "}", "[\"", "\\", "<", "<a>", "</a>", "</a> ", "<!", "<!-->", "<a></a>  ';x", "'",
    ])
    func aHostileValueCostsNoMoreThanItsLength(piece: String) {
        for start in ["{", "[\"", "<a>", "<"] {
            let repeated = String(repeating: piece, count: 4000 / piece.utf8.count)
            _ = close(start + repeated)
        }
    }
}
