import ICYReader
import Testing

@testable import Relay

@Suite struct PlayLogLineTests {
    private func decode(_ line: PlayLogLine) throws -> Title {
        let mark = try #require(PlayLogMark(beginningOf: line.content))
        return try #require(Title(mark, decoding: line.content))
    }

    @Test func aTitleIsTheEventWithItsStartAndItsBytes() {
        let title = Title.sample(17)
        let json = title.json.text
        let line = PlayLogLine(title.event, id: title.id, raw: [0x53, 0x00, 0xFF])
        let expected =
            #"{"start":"2026-11-22T12:15:02.123Z","# + json.dropFirst().dropLast()
            + #","raw":"5300ff"}"# + "\n"
        #expect(String(decoding: line.bytes, as: UTF8.self) == expected)
        #expect(line.number == 17)
    }

    @Test func aHeadSaysWhereNumbersGoOn() {
        #expect(
            String(decoding: PlayLogLine.head(41).bytes, as: UTF8.self)
                == #"{"start":"2026-11-22T12:15:02.123Z","type":"log","id":"e:41"}"# + "\n")
        #expect(PlayLogLine.head(41).number == 41)
        for line in [PlayLogLine.head(0), .sample(1)] {
            #expect(line.bytes.starts(with: PlayLogLine.beginning))
        }
    }

    @Test(arguments: [
        "", "plain", "a\"b\\c/d", "line\nbreak\r\ttab", "\u{0}\u{1F}\u{7F}\u{80}\u{9F}", "é 夜 🎷",
        "\u{2028}\u{2029}\u{FEFF}", "e\u{301}", "\u{10FFFF}\u{FFFD}", "{\"id\":\"e:9\"}",
        String(repeating: "x", count: 5000),
    ])
    func everyCharacterSurvives(text: String) throws {
        let id = TitleID(epoch: "k3f9q1", number: 3)
        let event = TitleEvent(
            station: "jazz", at: WallClock(milliseconds: 1), audioOffset: .max, confidence: 0.87,
            attributes: [TitleAttribute(key: text, value: text)], flags: [text, "x"],
            text: { _ in text })
        let line = PlayLogLine(event, id: id, raw: Array(text.utf8))
        #expect(line.bytes.count { $0 == UInt8(ascii: "\n") } == 1)
        let decoded = try decode(line)
        #expect(decoded.event == event && decoded.id == id)
        // The scalars too: strings that differ in them may be equal.
        #expect(decoded.json.bytes == Title(event, id: id).json.bytes)
        // This is not a valid station name, but a line can hold it.
        let other = TitleEvent.sample(station: "a\"b é")
        let odd = PlayLogLine(other, id: id, raw: [])
        #expect(PlayLogMark(beginningOf: odd.content) == nil)
        let mark = try #require(PlayLogMark(decoding: odd.content))
        #expect(Title(mark, decoding: odd.content)?.event == other)
    }

    @Test func everyShareSurvives() throws {
        for hundredths in 0...100 {
            var object = JSONObject()
            let share = Double(hundredths) / 100
            object.add("s", share: share)
            let id = TitleID(epoch: "e", number: 1)
            let title = Title(.sample("", confidence: share), id: id)
            let decoded = try decode(PlayLogLine(title.event, id: id, raw: []))
            #expect(decoded.json.bytes == title.json.bytes)
            #expect(title.json.text.contains(object.text.dropFirst(5).dropLast()))
        }
    }

    @Test func everyMillisecondSurvives() {
        var moments = [0, 1, 999, 1000, 951_782_399_999, 951_782_400_000, 253_402_300_799_999]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 { moments.append(.random(in: 0...253_402_300_799_999, using: &random)) }
        // Each day of eight years, with two leap years among them.
        for day in 0..<2922 { moments.append(946_684_800_000 + day * 86_400_000 - 1) }
        for moment in moments {
            let clock = WallClock(milliseconds: moment)
            #expect(WallClock(rfc3339: clock.rfc3339) == clock)
        }
    }

    @Test(arguments: [
        "", "2026-11-22T12:15:02Z", "2026-11-22 12:15:02.123Z", "2026-13-22T12:15:02.123Z",
        "2026-00-22T12:15:02.123Z", "2026-11-00T12:15:02.123Z", "2026-11-22T24:15:02.123Z",
        "2026-11-22T12:60:02.123Z", "2026-11-22T12:15:61.123Z", "2026-11-22T12:15:02.123+",
        "-026-11-22T12:15:02.123Z", "2026-11-22T12:15:02.12xZ", "2026-11-22T12:15:02.1234",
        "２026-11-22T12:15:02.12",
    ])
    func whatIsNoMomentIsNotTaken(text: String) {
        #expect(WallClock(rfc3339: text) == nil)
    }

    @Test(arguments: [
        "", "{}", "null", "[]", "\u{0}\u{0}", "StreamTitle='x';", #"{"start":"x"}"#,
        #"{"start":"x","type":"log","id":"e"}"#, #"{"start":"x","type":"log","id":":4"}"#,
        #"{"start":"x","type":"log","id":"e:"}"#, #"{"start":"x","type":"log","id":"e:-1"}"#,
        #"{"start":"x","type":"log","id":"e:4.5"}"#, #"{"start":"x","type":"log","id":4}"#,
        #"{"start":"x","type":"log","id":"e:9223372036854775807"}"#,
        #"{"start":"x","type":"log","id":"e:9223372036854775808"}"#,
        #"{"start":"x","type":"title","id":"e:4"}"#,
        #"{"start":"x","type":"title","station":"s","id":"e:0"}"#,
        #"{"start":"x","type":"song","station":"s","id":"e:4"}"#,
    ])
    func whatHasNoIDHasNoMark(line: String) {
        #expect(PlayLogMark(beginningOf: Array(line.utf8)[...]) == nil)
        #expect(PlayLogMark(decoding: Array(line.utf8)[...]) == nil)
    }

    @Test func anOrderThatIsNotOursIsRead() throws {
        let line = Array(#" {"id":"a:b:7", "station":"s", "x":[1], "type":"title"}"#.utf8)[...]
        #expect(PlayLogMark(beginningOf: line) == nil)
        let mark = try #require(PlayLogMark(decoding: line))
        #expect(mark.id.epoch == "a:b" && mark.id.number == 7 && mark.station == "s")
    }

    /// Members that came with the first version are in every line.
    @Test func aLineWithoutAMemberIsNoTitle() throws {
        let line = String(decoding: PlayLogLine.sample(17).content, as: UTF8.self)
        for text in TitleEvent.Text.first {
            let other = line.replacing("\"\(text.name)\":", with: "\"x\":")
            try #require(other != line)
            let bytes = Array(other.utf8)[...]
            let mark = try #require(PlayLogMark(beginningOf: bytes))
            #expect(Title(mark, decoding: bytes) == nil, "\(text)")
        }
    }

    /// Every prefix of a line, and every line with one byte changed: never a crash, and never a
    /// title under another id.
    @Test func aBrokenLineIsNoTitle() {
        let line = PlayLogLine.sample(17).content
        for end in line.indices {
            let piece = line[..<end]
            if let mark = PlayLogMark(beginningOf: piece) {
                #expect(mark.id.number == 17)
                #expect(Title(mark, decoding: piece) == nil)
            }
            for value in [UInt8(0), UInt8(ascii: "\""), UInt8(ascii: "9"), 0xFF] {
                var changed = line
                changed[end] = value
                guard let mark = PlayLogMark(beginningOf: changed) else { continue }
                if let title = Title(mark, decoding: changed) { #expect(title.id == mark.id) }
            }
        }
    }
}
