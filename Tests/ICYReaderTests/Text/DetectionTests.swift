import Fixtures
import ICYReader
import Testing

/// Titles in legacy charsets, decoded without a hint.
@Suite struct DetectionTests {
    /// A line of `charsets/titles.txt`.
    struct Title: Sendable {
        let charset: Charset
        let raw: [UInt8]
        let text: String
    }

    static let titles = titles(in: "titles")

    static func titles(in file: String) -> [Title] {
        let bytes = (try? Fixtures.bytes(of: "charsets/\(file).txt")) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
            let columns = line.split(separator: "\t").map(String.init)
            return Title(
                charset: Charset(rawValue: columns[0]), raw: Hex.bytes(columns[1]),
                text: columns[2])
        }
    }

    /// The titles in a charset, or in any, that are not read as they should be.
    private func wrong(in file: String, _ charset: Charset? = nil) -> [String] {
        Self.titles(in: file).filter { charset == nil || $0.charset == charset }
            .compactMap { title in
                let decoded = DecodedText(title.raw).text
                return decoded == title.text ? nil : "\(title.text) -> \(decoded)"
            }
    }

    /// `fresh` and `central` were drawn before the rules for them were written, and not looked at.
    @Test(
        arguments: [
            ("reports", 151, Charset.windows1252, 1), ("reports", 151, .iso88592, 0),
            ("reports", 151, .koi8U, 0), ("central", 50, nil, 1), ("fresh", 262, nil, 1),
        ] as [(String, Int, Charset?, Int)])
    func moreTitlesAreRightWithoutAHint(
        file: String, count: Int, charset: Charset?, allowed: Int
    ) {
        #expect(Self.titles(in: file).count == count)
        let wrong = wrong(in: file, charset)
        #expect(wrong.count <= allowed, "\(wrong)")
    }

    /// What is right is UTF-8, whatever it could be in another charset.
    @Test(arguments: ["titles", "reports", "central", "fresh"])
    func utf8StaysAsItIs(file: String) {
        for title in Self.titles(in: file) {
            let decoded = DecodedText(Array(title.text.utf8))
            #expect(decoded.text == title.text)
            #expect(decoded.repaired == nil, "\(title.text)")
        }
    }

    private struct Count { var right = 0, all = 0, confidence = 0.0 }

    /// As many as when the tables were made, and not one Latin title read as CJK.
    @Test func titlesAreRightWithoutAHint() {
        #expect(Self.titles.count == 299)
        var counts: [String: Count] = [:]
        var wrong: [String] = []
        for title in Self.titles {
            let decoded = DecodedText(title.raw)
            counts[title.charset.rawValue, default: Count()].all += 1
            if decoded.text == title.text {
                counts[title.charset.rawValue, default: Count()].right += 1
            } else {
                wrong.append("\(title.text) -> \(decoded.text)")
            }
            if title.charset == .windows1252 {
                let cjk: [Charset] = [.shiftJIS, .eucJP, .eucKR, .gbk, .big5]
                #expect(cjk.contains(decoded.charset) == false, "\(title.text)")
            }
        }
        let right = counts.values.reduce(0) { $0 + $1.right }
        #expect(right >= 298, "\(wrong)")
        for (charset, count) in counts {
            #expect(Double(count.right) >= 0.9 * Double(count.all), "\(charset) \(wrong)")
        }
    }

    /// A letter beyond ASCII within an ASCII word belongs to that word's script.
    @Test(arguments: [
        "Zoé", "Chloé", "Noé", "Christophe Maé", "Zoé - Love", "Zoé Clauzure", "Noé Preszow",
    ])
    func aLatinWordHasNoLetterOfAnotherScript(_ title: String) {
        let raw = title.unicodeScalars.map { UInt8($0.value) }
        #expect(DecodedText(raw).text == title)
    }

    /// Some names are in two scripts on purpose.
    @Test(arguments: [
        ("МакSим", "windows-1251"), ("МакSим - Сон", "windows-1251"),
        ("Animal ДжаZ", "windows-1251"), ("Цветкoff", "windows-1251"),
        ("МакSим - Нежность", "koi8-r"), ("МакSим - Отпускаю", "koi8-r"),
    ])
    func aNameInTwoScriptsIsRead(_ title: String, _ charset: String) throws {
        let raw = try encoded(title, Charset(rawValue: charset))
        #expect(DecodedText(raw).text == title)
    }

    /// A confidence is the share of titles that are right, in three ranges.
    @Test func confidenceIsCalibrated() {
        var counts = [Count](repeating: Count(), count: 3)
        let all = ["titles", "reports", "central", "fresh"].flatMap(Self.titles(in:))
        for title in all where String(validating: title.raw, as: UTF8.self) == nil {
            let decoded = DecodedText(title.raw)
            let range = decoded.confidence < 0.95 ? 0 : decoded.confidence < 0.995 ? 1 : 2
            counts[range].all += 1
            counts[range].right += decoded.text == title.text ? 1 : 0
            counts[range].confidence += decoded.confidence
            #expect(decoded.flags.contains(.charsetGuessed) == (decoded.confidence < 0.6))
        }
        let text = "\(counts)"
        for count in counts {
            #expect(count.all > 15, "\(text)")
            let claimed = count.confidence / Double(count.all)
            // Better than claimed does no harm; worse does.
            #expect(Double(count.right) / Double(count.all) > claimed - 0.05, "\(text)")
        }
        #expect(counts[2].right >= counts[2].all - 1, "\(text)")
    }

    /// Group D without a hint; D13 has two letters that are not ASCII, D07 three characters.
    @Test(arguments: [
        "D01", "D02", "D03", "D04", "D07", "D08", "D10", "D11", "D13", "D15", "D16", "D18", "D20",
    ])
    func aVectorIsRightWithoutAHint(_ id: String) throws {
        let vector = Fixtures.vector(id)
        let fields = MetadataFields(try #require(vector.bytes))
        let text = try #require(fields["StreamTitle"]?.text)
        #expect(text.text == vector.title, "\(text)")
        if let name = vector.charset { #expect(text.charset == Charset(named: name)) }
        let hasCut = id == "D18"
        #expect(text.flags == (hasCut ? [.cutCharacter] : []), "\(text.confidence)")
    }

    @Test func binaryIsNoText() throws {
        let fields = MetadataFields(try #require(Fixtures.vector("D22").bytes))
        #expect(fields["StreamTitle"]?.text.flags.contains(.binary) == true)
        #expect(SongTitle(fields) == nil)
    }

    // MARK: Memory

    private func bytes(_ text: String, _ charset: Charset) -> [UInt8] {
        let title = Self.titles.first { $0.charset == charset && $0.text == text }
        return title?.raw ?? []
    }

    /// Icelandic or Turkish, Russian or Portuguese: the station's earlier titles decide.
    @Test func theStationIsRemembered() {
        let short: [UInt8] = Array("Mariza - ".utf8) + [0xD3] + Array(" gente da minha terra".utf8)
        var latin = TextDecoder()
        for title in Self.titles.filter({ $0.charset == .windows1252 }).prefix(12) {
            _ = latin.decode(title.raw)
        }
        let decoded = latin.decode(short)
        #expect(decoded.text == "Mariza - Ó gente da minha terra")
        #expect(decoded.confidence > 0.9)
        var russian = TextDecoder()
        for title in Self.titles.filter({ $0.charset == .windows1251 }).prefix(12) {
            _ = russian.decode(title.raw)
        }
        #expect(russian.decode(short).text == "Mariza - У gente da minha terra")
        // Not even text that is clearly in another alphabet is read in it; UTF-8 is.
        #expect(russian.decode(bytes("周杰伦 - 青花瓷", .gbk)).charset == .windows1251)
        #expect(russian.decode(Array("Motörhead".utf8)).text == "Motörhead")
        // A station that has changed is learned again.
        for title in Self.titles.filter({ $0.charset == .windows1252 }).prefix(40) {
            _ = russian.decode(title.raw)
        }
        #expect(russian.decode(short).text == "Mariza - Ó gente da minha terra")
    }

    /// The same title in each block is one piece of evidence, not a hundred.
    @Test func aRepetitionTeachesNothing() {
        let short: [UInt8] = Array("Mariza - ".utf8) + [0xD3] + Array(" gente".utf8)
        var once = TextDecoder()
        _ = once.decode(short)
        var often = TextDecoder()
        for _ in 0..<100 { _ = often.decode(short) }
        let next: [UInt8] = [0x43, 0x61, 0x66, 0xE9]
        #expect(once.decode(next).confidence == often.decode(next).confidence)
    }

    /// After two titles that are sure, the third is in the same alphabet, whatever it is alone.
    @Test func twoTitlesDecideTheAlphabet() {
        let polish = [
            [0x4D, 0x61, 0x61, 0x6E, 0x61, 0x6D, 0x20, 0x2D, 0x20, 0x53, 0x7A, 0x61, 0xB3],
            Array("Zazd".utf8) + [0x72, 0x6F, 0x9C, 0xE6],
        ]
        let russian = bytes("Кино - Группа крови", .windows1251)
        var decoder = TextDecoder()
        #expect(decoder.decode(polish[0]).text == "Maanam - Szał")
        #expect(decoder.decode(polish[1]).text == "Zazdrość")
        let third = decoder.decode(russian)
        #expect(third.charset != .windows1251)
        #expect(decoder.decode(text("Кино")).text == "Кино")
        // The same reading when it comes again, also once the station's alphabet has changed.
        let others = Self.titles.filter { $0.charset == .windows1251 }.dropFirst(20)
        for title in others.prefix(7) { _ = decoder.decode(title.raw) }
        #expect(decoder.decode(russian) == third)
        let next = others.dropFirst(7).prefix(5)
        for title in next { #expect(decoder.decode(title.raw).text == title.text) }
    }

    /// Ten thousand stations have a decoder each.
    @Test func aDecoderIsSmall() {
        #expect(MemoryLayout<TextDecoder>.size <= 64)
    }
}
