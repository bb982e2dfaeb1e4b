import Fixtures
import Testing

@testable import ICYReader

/// What guessing charsets may cost, and what is remembered of repeated values.
@Suite struct GuessBudgetTests {
    private static let titles = [
        "Группа крови", "Звезда по имени Солнце", "Пачка сигарет", "Перемен", "Кукушка",
        "Спокойная ночь", "Последний герой", "Мама анархия", "Восьмиклассница", "Видели ночь",
    ]

    private func raw(_ index: Int) throws -> [UInt8] {
        try encoded(Self.titles[index], .windows1251)
    }

    private func block(_ count: Int) throws -> [UInt8] {
        var block: [UInt8] = []
        for index in 0..<count {
            let key = index == count - 1 ? "StreamTitle" : "k\(index)"
            block += text("\(key)='") + (try raw(index)) + text("';")
        }
        return block
    }

    private func fields(_ block: [UInt8], _ budget: inout GuessBudget) -> MetadataFields {
        var history = BlockHistory()
        var decoder = TextDecoder()
        return MetadataFields(block, history: &history, decoder: &decoder, &budget)
    }

    /// Up to the limit, values read the same as one after another.
    @Test func asManyAsAreGuessedAreReadInOrder() throws {
        var budget = GuessBudget()
        let fields = fields(try block(Limits.guessedValues), &budget)
        #expect(budget.values == 0)
        var decoder = TextDecoder()
        for (index, field) in fields.fields.enumerated() {
            #expect(field.text == decoder.decode(try raw(index)))
        }
    }

    /// One more: values that the program uses are guessed first, and the last of the others is not.
    @Test func whatIsReadIsGuessedFirst() throws {
        let count = Limits.guessedValues + 1
        var budget = GuessBudget()
        let fields = fields(try block(count), &budget)
        #expect(budget.values == 0)
        #expect(fields.fields.map(\.text.text) == Array(Self.titles.prefix(count)))
        let title = try #require(fields["StreamTitle"]?.text)
        #expect(title == DecodedText(try raw(count - 1)))
        let last = fields.fields[count - 2].text
        #expect(last.flags == [.charsetGuessed, .charsetRemembered])
        #expect(last.charset == .windows1251)
    }

    @Test func aCommentHeaderHasTheSameBudget() throws {
        let names = (0..<Limits.guessedValues).map { "k\($0)" } + ["TITLE"]
        let comments = OggComments(
            index: 0, pageOffset: 0, serial: 1, codec: .vorbis, vendor: [], raw: [], packetSize: 0,
            fields: try names.enumerated().map {
                OggComments.Field(name: $0.element, value: try raw($0.offset), wireSize: 0)
            })
        var decoder = TextDecoder()
        var budget = GuessBudget()
        let fields = MetadataFields(comments, decoder: &decoder, &budget)
        #expect(budget.values == 0)
        #expect(fields.fields.map(\.key) == names)
        #expect(fields["TITLE"]?.text.flags == [])
        #expect(fields.fields[names.count - 2].text.flags.contains(.charsetGuessed))
    }

    /// Even when nothing is known of the station.
    @Test func whatIsNotGuessedIsAlwaysReadable() {
        var budget = GuessBudget()
        while budget.take([0xE9]) {}
        var decoder = TextDecoder()
        let first = decoder.decode([0xE9], &budget)
        #expect(first.text == "é" && first.confidence == 0 && first.flags == [.charsetGuessed])
    }

    @Test func itsBytesAreLimited() {
        let sample = Array(repeating: UInt8(0xE9), count: CharsetDetector.sampleBytes)
        var budget = GuessBudget()
        let most = Limits.guessedBytes / sample.count
        for _ in 0..<most {
            #expect(budget.covers([sample]))
            let isTaken = budget.take(sample + sample)
            #expect(isTaken)
        }
        #expect(budget.bytes == 0 && budget.values > 0)
        #expect(budget.covers([[0xE9]]) == false)
        let isTaken = budget.take([0xE9])
        #expect(isTaken == false)
    }

    /// The values of a query string share the budget of the block.
    @Test func aQueryStringSharesTheBudget() {
        let pairs = (0..<60).map { "&k\($0)=%E9%E8%E0" }.joined()
        let block = text("StreamTitle='A';StreamUrl='?artist=b&title=c\(pairs)';")
        var budget = GuessBudget()
        let fields = fields(block, &budget)
        var decoder = TextDecoder()
        let title = SongTitle(fields, &decoder, &budget)
        #expect(budget.values == 0)
        #expect(title?.attributes.count == 62)
        #expect(title?.attributes.last?.value == "éèà")
    }

    // MARK: Repeated values

    private static let mixed = text("Кино - ") + Hex.bytes("c3f0f3efefe020eaf0eee2e8")
    private static let damaged = text("Björk - Jóga, J") + [0xC3] + text("ga")
    private static let twice = text("Ãðóïïà êðîâè")
    private static let strange = text("éèê")

    private func decode(_ raw: [UInt8], _ decoder: inout TextDecoder) -> (DecodedText, Int) {
        var budget = GuessBudget()
        let text = decoder.decode(raw, &budget)
        return (text, Limits.guessedValues - budget.values)
    }

    @Test(arguments: [nil, .windows1252, .windows1251, .shiftJIS] as [Charset?])
    func aValueThatComesAgainIsNotGuessedAgain(_ charset: Charset?) throws {
        let values =
            [Self.mixed, Self.damaged, Self.twice, Self.strange, [0xE9], [0x83, 0x5C, 0x95, 0x5C]]
            + [try raw(0), try raw(1)]
        var decoder = TextDecoder(charset: charset)
        let first = values.map { decode($0, &decoder) }
        #expect(first.contains { $0.1 > 0 })
        for _ in 0..<3 {
            for (value, text) in zip(values, first) {
                let again = decode(value, &decoder)
                #expect(again.0 == text.0)
                #expect(again.1 == 0)
            }
        }
    }

    @Test func eachKindIsReadAsBefore() {
        var decoder = TextDecoder()
        #expect(decode(Self.mixed, &decoder).0.flags.contains(.mixedCharsets))
        #expect(decode(Self.damaged, &decoder).0.flags == [.replacedCharacter])
        #expect(decode(Self.twice, &decoder).0.repaired == "Группа крови")
        #expect(decode(Self.strange, &decoder).0.repaired == nil)
        #expect(decode(Self.twice, &decoder).0.repaired == "Группа крови")
        #expect(decode(Self.strange, &decoder) == (DecodedText(Self.strange), 0))
    }

    /// As many as are remembered, and one more.
    @Test func theOldestIsForgotten() throws {
        var decoder = TextDecoder()
        for index in 0..<Limits.decisionsRemembered {
            #expect(decode(try raw(index), &decoder).1 == 1)
        }
        #expect(decode(try raw(0), &decoder).1 == 0)
        #expect(decode(try raw(8), &decoder).1 == 1)
        // The first was used again, so the second was dropped.
        #expect(decode(try raw(0), &decoder).1 == 0)
        #expect(decode(try raw(1), &decoder).1 == 1)
    }

    /// A value keeps its reading, whatever is learned later.
    @Test func aReadingStays() throws {
        var decoder = TextDecoder()
        let short = try encoded("Её", .windows1251).dropLast() + [0xE9]
        let first = decoder.decode(Array(short))
        for index in 0..<5 { _ = decoder.decode(try raw(index)) }
        #expect(decoder.decode(Array(short)) == first)
        // If the others come first, the text is different.
        var other = TextDecoder()
        for index in 0..<5 { _ = other.decode(try raw(index)) }
        #expect(other.decode(Array(short)).text != first.text)
    }

    @Test func aDecisionIsSmall() {
        #expect(MemoryLayout<CharsetDecision>.stride == 24)
    }
}
