import Fixtures
import ICYReader
import Testing

/// Any title of printable Unicode without `';` before a key is read back unchanged.
@Suite struct TitlePropertyTests {
    private static let alphabets: [[String]] = [
        ["'", ";", " ", "a"], ["'", ";", "\"", "{", "}", "=", " ", "x"],
        ["';", "'; ", "';b", " 'a", "(", "[", ".", "1", "-", " - "],
        ["e\u{301}", "\u{308}", "é", "ß", "Ж", "語", "😀", "👨‍👩‍👧", "'", ";", " "],
        ["<a>", "</a>", "<", "{\"a\":\"", "\"}", "\\", "&amp;", "%20", "+", "'", ";", " ", "x"],
        ["=\"", "\"", "text=", "=", ";", "'", " ", "key", "key=", "_", "9"],
    ]

    private func title(_ generator: inout SeededGenerator) -> String {
        if Int.random(in: 0..<6, using: &generator) == 0 {
            // Any printable character.
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                let value = UInt32.random(in: 0x20...0x2FFFF, using: &generator)
                guard let scalar = UnicodeScalar(value), value & 0xFFFE != 0xFFFE else { continue }
                if value < 0x7F || value > 0x9F { scalars.append(scalar) }
            }
            return String(scalars)
        }
        let alphabet = Self.alphabets.randomElement(using: &generator) ?? ["a"]
        return (0..<Int.random(in: 1...24, using: &generator)).reduce(into: "") { text, _ in
            text += alphabet.randomElement(using: &generator) ?? ""
        }
    }

    /// Whether the bytes contain `';`, blanks, a name, blanks and `=`: that reads as a key.
    private func hasKey(_ title: [UInt8]) -> Bool {
        title.indices.contains { start in
            guard title[start...].starts(with: [0x27, 0x3B]) else { return false }
            let rest = title[(start + 2)...].drop { $0 == 0x20 }
            let name = rest.prefix { byte in
                byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39
                    || byte == 0x5F || byte == 0x2D
            }
            return name.isEmpty == false
                && rest.dropFirst(name.count).drop { $0 == 0x20 }.first == 0x3D
        }
    }

    /// The one ambiguous case: a letter or digit directly after `';`, with no earlier blocks known
    /// and no field after it.
    private func isAmbiguous(_ title: [UInt8]) -> Bool {
        title.indices.contains { start in
            guard title[start...].starts(with: [0x27, 0x3B]), start + 2 < title.count else {
                return false
            }
            let next = title[start + 2]
            return next >= 0x80 || next | 0x20 >= 0x61 && next | 0x20 <= 0x7A
                || next >= 0x30 && next <= 0x39
        }
    }

    private func expectUnchanged(
        _ title: String, after history: [String], withURL: Bool, seed: UInt64
    ) throws {
        let url = withURL ? "StreamUrl='http://x/y.png';" : ""
        let blocks = (history + [title]).map { text("StreamTitle='\($0)';\(url)") }
        let all = try readings(blocks, .random(seed: seed))
        let reading = try #require(all.last)
        let context = "seed \(seed), \(title.debugDescription) after \(history)"
        #expect(reading.fields["StreamTitle"]?.raw == text(title), "\(context)")
        #expect(reading.fields["StreamUrl"]?.text.text == (withURL ? "http://x/y.png" : nil))
        #expect(reading.fields.remainder.isEmpty, "\(context)")
        guard let song = reading.title else {
            Issue.record("no title, \(context)")
            return
        }
        let trimmed = title.unicodeScalars.drop { $0 == " " }.reversed().drop { $0 == " " }
        #expect(Array(song.streamTitle.unicodeScalars) == trimmed.reversed(), "\(context)")
    }

    @Test func aTitleComesBackAsTheFirstBlock() throws {
        var count = 0
        for seed in UInt64(0)..<3000 {
            var generator = SeededGenerator(seed: seed &+ 40_000_000)
            let title = title(&generator)
            let withURL = Bool.random(using: &generator)
            guard hasKey(text(title)) == false, withURL || isAmbiguous(text(title)) == false else {
                continue
            }
            count += 1
            try expectUnchanged(title, after: [], withURL: withURL, seed: seed)
        }
        #expect(count > 2000)
    }

    @Test func aTitleComesBackAfterOthers() throws {
        var count = 0
        for seed in UInt64(0)..<3000 {
            var generator = SeededGenerator(seed: seed &+ 50_000_000)
            let title = title(&generator)
            guard hasKey(text(title)) == false else { continue }
            count += 1
            // No title of the alphabets ends like these, so nothing is left over from them.
            let history = ["Before ^", "Before ~"].prefix(
                Int.random(in: 1...2, using: &generator))
            let withURL = Bool.random(using: &generator)
            try expectUnchanged(title, after: Array(history), withURL: withURL, seed: seed)
        }
        #expect(count > 2000)
    }

    @Test func theDocumentedCaseIsAmbiguous() throws {
        let title = "a';b"
        let block = text("StreamTitle='\(title)';")
        #expect(try readings([block]).map(summary) == ["title [|a] #residue"])
        try expectUnchanged(title, after: ["Before ^"], withURL: false, seed: 0)
        try expectUnchanged(title, after: [], withURL: true, seed: 0)
    }
}
