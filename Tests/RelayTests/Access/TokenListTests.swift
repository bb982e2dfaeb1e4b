import Testing

@testable import Relay

@Suite struct TokenListTests {
    private static let first = "abcdefghijklmnop"
    private static let second = "0123456789abcdef0123456789abcdef~!"

    private func list(_ text: String) throws(TokenFileError) -> TokenList {
        try TokenList(file: Array(text.utf8))
    }

    private func error(_ text: String) -> TokenFileError? {
        do throws(TokenFileError) {
            _ = try list(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "\(first)\n\(second)\n", "\(first)\n\(second)", "\u{FEFF}\(first)\r\n\(second)\r\n",
        "# now\n\n  \(first)\t\n\t# old\n   \n\(second)\n#\(String(repeating: "x", count: 999))\n",
    ])
    func tokensStandOneALine(text: String) throws {
        let list = try list(text)
        #expect(list == (try self.list("\(Self.first)\n\(Self.second)")))
        #expect(list.accepts(Self.first))
        #expect(list.accepts(Self.second[...]))
        for other in [
            "", "abcdefghijklmno", "abcdefghijklmnoq", "bbcdefghijklmnop", "abcdefghijklmnopq",
            "ABCDEFGHIJKLMNOP", "abcdefghijklmnop\0", "\0bcdefghijklmnop", " abcdefghijklmnop",
            "abcdefghijklmnop\n", Self.first + Self.second, "# now", "abcdefghijklmnöp",
            String(repeating: "\0", count: 256), String(repeating: "a", count: 100_000),
        ] {
            #expect(!list.accepts(other), "\(other.debugDescription)")
        }
    }

    @Test func theShortestAndTheLongestAreTaken() throws {
        for count in [16, 17, 255, 256] {
            let token = String(repeating: "t", count: count)
            #expect(try list(token).accepts(token))
            #expect(try !list(token).accepts(token.dropLast()))
            #expect(try !list(token).accepts(token + "t"))
        }
    }

    @Test(arguments: [
        ("short", 1, "a token has 16 to 256 characters, this one has 5"),
        ("\n\n0123456789abcde\n", 3, "a token has 16 to 256 characters, this one has 15"),
        (
            String(repeating: "t", count: 257), 1,
            "a token has 16 to 256 characters, this one has 257"
        ),
        ("\(first)\nabcdefgh ijklmnop", 2, "a token is printable ASCII without blanks"),
        ("abcdefghijklmnöp", 1, "a token is printable ASCII without blanks"),
        ("abcdefghijklmn\u{7F}p", 1, "a token is printable ASCII without blanks"),
        ("abcdefghijklmn\0p", 1, "a token is printable ASCII without blanks"),
        // CR alone does not end a line.
        ("\(first)\r\(first)", 1, "a token is printable ASCII without blanks"),
    ])
    func whatIsNoTokenIsToldByItsLine(text: String, line: Int, reason: String) {
        #expect(error(text) == TokenFileError(line: line, reason: reason))
        #expect(error(text)?.description == "line \(line): \(reason)")
    }

    @Test(arguments: ["", "\n", "# only words\n\n", "\u{FEFF}"])
    func aFileWithoutATokenLetsNobodyIn(text: String) {
        #expect(error(text)?.line == nil)
        #expect(error(text)?.description.hasPrefix("there is no token in it") == true)
    }

    @Test func thereIsABoundToTheirNumber() throws {
        let lines = (0..<Limits.tokens).map { "0123456789abcdef\($0)" }
        let list = try list(lines.joined(separator: "\n"))
        #expect(list.accepts("0123456789abcdef0"))
        #expect(list.accepts("0123456789abcdef\(Limits.tokens - 1)"))
        #expect(!list.accepts("0123456789abcdef\(Limits.tokens)"))
        let more = lines + ["0123456789abcdefx"]
        #expect(error(more.joined(separator: "\n"))?.line == Limits.tokens + 1)
    }

    @Test func noTokenIsEverPrinted() throws {
        let list = try list(Self.first)
        for text in ["\(list)", String(reflecting: list)] {
            #expect(text == "1 token")
        }
        #expect(error("secret secret")?.description.contains("secret") == false)
    }
}
